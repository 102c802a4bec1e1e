"""Reads models, services, chips and published figures from their data files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, cast

from estimator.datafile import Table, tables
from estimator.entries import Chip, Model, Price, PublishedFigure, Run, Service, TrainingRecord
from estimator.workload import ACTIVITIES, COUNTED, METRICS, Activity, Boundary, Metric

Cited = dict[str, tuple[str, str]]

PRECISIONS: Final = ("fp32", "fp16", "bf16", "fp8", "int8", "fp4", "int4")
MEDIA_NUMBERS: Final = (
    "steps", "guidance_passes", "vae_factor", "temporal_factor", "patch", "width", "height", "frames", "fps",
    "seconds", "text_tokens", "tokens_per_second", "hidden_width",
)  # fmt: skip
GIVEN_NUMBERS: Final = ("tokens", "input_tokens", "batch", "chips", "steps", "width", "height", "frames")
PRICE_UNITS: Final = ("USD/Mtoken", "USD/image", "USD/second", "USD/minute", "USD/Mcharacter")
# What a published figure counts, where no boundary says it, or not exactly: the data centre with a share of
# making the chips, chips doubled for the rest, servers as if nobody shared them, electricity alone, a search
# with its index, rent, one run, training with use.
COUNTS: Final = (
    *COUNTED, "made", "doubled", "unshared", "electricity", "index", "rent", "final-rent", "run", "with-use",
)  # fmt: skip
ACCOUNTINGS: Final = ("market", "net")
KINDS: Final = ("vendor-disclosed", "measured", "model-estimate", "journalism", "projection")
BASE_UNITS: Final = {"energy": "Wh", "carbon": "g", "water": "L", "cost": "USD", "hardware": "chip-hour"}
DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def date(table: Table, key: str, default: str | None = None) -> str:
    """Return an ISO date to the precision known."""
    value = table.text(key) if default is None else table.text(key, default)
    if value and not DATE.fullmatch(value):
        raise table.error(f"{key} is {value!r}, not a date such as 2026-11")
    return value


def one_of(table: Table, key: str, allowed: tuple[str, ...], default: str) -> str:
    """Return a text that must be one of a few."""
    value = table.text(key, default)
    if value not in allowed and value != default:
        raise table.error(f"{key} is {value!r}, not one of {', '.join(allowed)}")
    return value


def models(root: Path, cited: Cited) -> Iterator[tuple[Table, Model]]:
    """Yield every model with the entry that it was read from."""
    for path in sorted((root / "models").glob("*.toml")):
        for name, table in tables(root, f"models/{path.name}", cited):
            yield table, model(name, table)


def model(name: str, table: Table) -> Model:
    """Return the model of an entry."""
    read = Model(
        id=name,
        name=table.text("name"),
        maker=table.text("maker"),
        released=date(table, "released"),
        activity=cast(Activity, one_of(table, "activity", ACTIVITIES, "text")),
        provider=table.text("provider", ""),
        aliases=table.texts("aliases"),
        ambiguous=table.flag("ambiguous"),
        open=table.flag("open"),
        total_params=table.figure("total_params", f"models.{name}.total_params", "parameters", above=1),
        active_params=table.figure("active_params", f"models.{name}.active_params", "parameters", above=1),
        layers=table.count("layers"),
        hidden=table.count("hidden"),
        kv_heads=table.count("kv_heads"),
        head_dim=table.count("head_dim"),
        kv_bytes_per_token=table.number("kv_bytes_per_token", None),
        state_bytes=table.number("state_bytes", None),
        experts=table.count("experts"),
        experts_per_token=table.count("experts_per_token"),
        precision=one_of(table, "precision", PRECISIONS, "") or None,
        transcribes=table.flag("transcribes"),
        numbers={key: table.number(key) for key in MEDIA_NUMBERS if key in table},
        training=training(name, table),
        price=price(table),
        shape_source=table.source("shape_source", default=""),
        note=table.text("note", ""),
    )
    if read.experts and read.experts_per_token and read.experts_per_token > read.experts:
        raise table.error("experts_per_token is above experts")
    if read.total_params and read.active_params and read.active_params.median > read.total_params.median:
        raise table.error("active_params is above total_params")
    table.finish()
    return read


def training(name: str, table: Table) -> TrainingRecord | None:
    """Return what an entry says about the training of its model."""
    inner = table.table("training")
    if inner is None:
        return None
    at = f"models.{name}.training"
    record = TrainingRecord(
        tokens=inner.figure("tokens", f"{at}.tokens", "tokens", above=1),
        chip=inner.text("chip", "") or None,
        chip_hours=inner.figure("chip_hours", f"{at}.chip_hours", "chip-hour", above=0),
        energy=inner.figure("energy", f"{at}.energy", "Wh", above=0),
        energy_boundary=cast(Boundary, one_of(inner, "energy_boundary", ("chip", "facility"), "facility")),
        region=inner.text("region", ""),
        carbon=inner.figure("carbon", f"{at}.carbon", "g", above=0),
        flop=inner.figure("flop", f"{at}.flop", "FLOP", above=0),
        cost=inner.figure("cost", f"{at}.cost", "USD", above=0),
        on=inner.text("on", ""),
    )
    inner.finish()
    return record


def price(table: Table) -> Price | None:
    """Return the list price of an entry."""
    inner = table.table("price")
    if inner is None:
        return None
    read = Price(
        input=inner.number("input", None),
        output=inner.number("output", None),
        unit=one_of(inner, "unit", PRICE_UNITS, "USD/Mtoken"),
        source=inner.source(),
        date=date(inner, "date"),
        note=inner.text("note", ""),
    )
    inner.text("where", "")
    inner.finish()
    return read


def services(root: Path, cited: Cited) -> Iterator[tuple[Table, Service]]:
    """Yield every service with the entry that it was read from."""
    for name, table in tables(root, "services.toml", cited):
        runs = []
        for inner in table.tables("runs"):
            runs.append(
                Run(
                    inner.text("model"),
                    date(inner, "from"),
                    date(inner, "until", ""),
                    inner.number("share", 1.0),
                )
            )
            inner.finish()
        if not runs:
            raise table.error("runs no model")
        service = Service(
            id=name,
            name=table.text("name"),
            maker=table.text("maker"),
            activity=cast(Activity, one_of(table, "activity", ACTIVITIES, "text")),
            provider=table.text("provider", ""),
            aliases=table.texts("aliases"),
            ambiguous=table.flag("ambiguous"),
            runs=tuple(runs),
            prompts_per_day=table.figure(
                "prompts_per_day", f"services.{name}.prompts_per_day", "prompts/day"
            ),
            users_per_day=table.figure("users_per_day", f"services.{name}.users_per_day", "users/day"),
            source=table.source(),
            assistant=table.flag("assistant"),
            note=" ".join((table.text("where", ""), table.text("note", ""))).strip(),
        )
        table.finish()
        yield table, service


def families(root: Path, cited: Cited, models: Mapping[str, Model]) -> Iterator[tuple[Table, Service]]:
    """Yield every family, and every version without an entry of its own, as a service that runs the model
    which stands for it; all but the name is that model's."""
    for name, table in tables(root, "families.toml", cited):
        model = models.get(table.text("model"))
        if model is None:
            raise table.error(f"unknown model {table.text('model')}")
        service = Service(
            id=name,
            name=table.text("name"),
            maker=model.maker,
            activity=model.activity,
            provider=model.provider,
            aliases=table.texts("aliases"),
            ambiguous=table.flag("ambiguous"),
            runs=(Run(model.id, model.released, "", 1.0),),
            prompts_per_day=None,
            users_per_day=None,
            source=model.total_params.source if model.total_params else "",
        )
        table.finish()
        yield table, service


def chips(root: Path, cited: Cited) -> Iterator[tuple[Table, Chip]]:
    """Yield every chip with the entry that it was read from."""
    for name, table in tables(root, "chips.toml", cited):
        chip = Chip(
            id=name,
            name=table.text("name"),
            maker=table.text("maker"),
            released=date(table, "released"),
            aliases=table.texts("aliases"),
            flops={
                precision: 1e12 * table.number(f"{precision}_tflops")
                for precision in ("bf16", "fp8", "fp4")
                if f"{precision}_tflops" in table
            },
            bandwidth=1e12 * table.number("bandwidth_tb_per_s"),
            memory=1e9 * table.number("memory_gb"),
            tdp=table.number("tdp_w"),
            node_power=table.number("node_power_w", None),
            embodied=table.figure("embodied", f"chips.{name}.embodied", "g"),
            rent=table.figure("rent", f"chips.{name}.rent", "USD/chip-hour"),
            source=table.source(),
            note=table.text("note", ""),
        )
        table.text("where", "")
        if not chip.flops or min(*chip.flops.values(), chip.bandwidth, chip.memory, chip.tdp) <= 0:
            raise table.error("rates, memory and power must be above zero")
        table.finish()
        yield table, chip


def published(root: Path, cited: Cited) -> Iterator[tuple[Table, PublishedFigure]]:
    """Yield every published figure with the entry that it was read from."""
    for name, table in tables(root, "published.toml", cited):
        metric = one_of(table, "metric", METRICS, "") or None
        unit = table.text("unit", "")
        text = table.table("text")
        figure = PublishedFigure(
            id=name,
            subject=table.text("subject", ""),
            activity=table.text("activity", ""),
            metric=cast(Metric | None, metric),
            low=table.number("low", None),
            value=table.number("value", None),
            high=table.number("high", None),
            unit=unit,
            per=table.text("per", ""),
            boundary=one_of(table, "boundary", COUNTED, ""),
            conditions=table.text("conditions", ""),
            kind=one_of(table, "kind", KINDS, ""),
            year=int(table.number("year")),
            source=table.source(),
            topics=table.texts("topics"),
            text={key: text.text(key) for key in text.raw} if text else {},
            evidence=table.flag("evidence"),
            unbacked=table.flag("unbacked"),
            given=given(table),
            series=table.text("series", ""),
            region=table.text("region", ""),
            same=table.text("same", ""),
            about=None if (about := table.number("about", None)) is None else int(about),
            counts=one_of(table, "counts", COUNTS, ""),
            accounting=one_of(table, "accounting", ACCOUNTINGS, ""),
            note=table.text("note", ""),
        )
        if figure.series and figure.about is None:
            raise table.error("a series needs the year that the figure is about")
        table.text("where", "")
        table.finish()
        yield table, figure


def given(table: Table) -> dict[str, float | str]:
    """Return what an entry says that a figure was measured with, by the names of a workload's fields."""
    inner = table.table("given")
    if inner is None:
        return {}
    read: dict[str, float | str] = {key: inner.number(key) for key in GIVEN_NUMBERS if key in inner}
    read.update({key: inner.text(key) for key in ("chip", "precision") if key in inner})
    inner.finish()
    return read
