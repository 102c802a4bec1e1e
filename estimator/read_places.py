"""Reads grids, providers and everyday things from their data files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from estimator.datafile import Table, cell, rows, tables
from estimator.entries import Grid, Provider, Thing
from estimator.errors import DataError
from estimator.figure import Figure, unverified
from estimator.workload import PLANTS, Plant

Cited = dict[str, tuple[str, str]]

GRID_COLUMNS: Final = (
    "code", "name", "kind", "low_g_per_kwh", "median_g_per_kwh", "high_g_per_kwh", "year", "scope", "basis",
    "source", "where", "note",
)  # fmt: skip
PRICE_COLUMNS: Final = (
    "code", "sector", "low_usd_per_kwh", "median_usd_per_kwh", "high_usd_per_kwh", "year", "source", "where",
    "note",
)  # fmt: skip
WATER_COLUMNS: Final = (
    "code", "low_l_per_kwh", "median_l_per_kwh", "high_l_per_kwh", "source", "where", "note",
)  # fmt: skip
MIX_COLUMNS: Final = (
    "code", "year", "coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "bio", "other", "source",
    "where", "note",
)  # fmt: skip
FOLLOWS: Final = "unverified: follows from a mix or from plants' water that nobody read again"


def range_of(
    file: str,
    line: int,
    row: Mapping[str, str],
    columns: tuple[str, ...],
    name: str,
    unit: str,
    cited: Cited,
) -> Figure:
    """Return the figure that three columns of a row hold."""
    low, median, high = (cell(file, line, row, column) for column in columns)
    if not 0 <= low <= median <= high:
        raise DataError(
            file, f"line {line}", f"low {low:g}, median {median:g}, high {high:g} are out of order"
        )
    if not row["source"]:
        raise DataError(file, f"line {line}", "source is missing")
    cited.setdefault(row["source"], (file, f"line {line}"))
    return Figure(name, low, median, high, unit, "estimated", row["source"], row["where"], row["note"])


def grids(root: Path, cited: Cited, figures: Mapping[str, Figure]) -> dict[str, Grid]:
    """Return the grids by region code, with the price and the water of their electricity where known.

    `figures` are those of the method: a place's water follows from the water of its kinds of power plant, and
    is no better checked than they are.
    """
    found: dict[str, Grid] = {}
    file = "grid.csv"
    for line, row in rows(root, file, GRID_COLUMNS):
        code = row["code"]
        if code in found:
            raise DataError(file, f"line {line}", f"{code} stands twice")
        if row["scope"] not in ("life-cycle", "direct"):
            raise DataError(file, f"line {line}", f"scope is {row['scope']!r}, not life-cycle or direct")
        carbon = range_of(file, line, row, GRID_COLUMNS[3:6], f"grid.{code}", "g/kWh", cited)
        year = int(cell(file, line, row, "year"))
        found[code] = Grid(code, row["name"], row["kind"], carbon, row["scope"], row["basis"], year)
    for line, row in rows(root, "electricity_prices.csv", PRICE_COLUMNS):
        field = {"industrial": "price", "household": "household_price"}.get(row["sector"])
        if field is None:
            raise DataError("electricity_prices.csv", f"line {line}", f"unknown sector {row['sector']!r}")
        price = range_of(
            "electricity_prices.csv",
            line,
            row,
            PRICE_COLUMNS[2:5],
            f"{field}.{row['code']}",
            "USD/kWh",
            cited,
        )
        _add(found, "electricity_prices.csv", line, row["code"], field, price)
    for line, row in rows(root, "grid_water.csv", WATER_COLUMNS):
        code = row["code"]
        water = range_of(
            "grid_water.csv", line, row, WATER_COLUMNS[1:4], f"grid_water.{code}", "L/kWh", cited
        )
        _add(found, "grid_water.csv", line, code, "water", water)
    for line, row in rows(root, "generation_mix.csv", MIX_COLUMNS):
        mix = {kind: cell("generation_mix.csv", line, row, kind) for kind in MIX_COLUMNS[2:11]}
        if min(mix.values()) < 0 or not 0.97 < sum(mix.values()) < 1.03:
            raise DataError("generation_mix.csv", f"line {line}", "shares don't sum to one")
        cited.setdefault(row["source"], ("generation_mix.csv", f"line {line}"))
        _add(found, "generation_mix.csv", line, row["code"], "mix", mix)
        plants = (figures.get(f"water.{kind}_l_per_kwh") for kind, share in mix.items() if share)
        doubtful = unverified(row["note"]) or any(plant is not None and plant.unverified for plant in plants)
        of_place = found[row["code"]].water
        if of_place is not None and doubtful:
            note = f"{of_place.note} {FOLLOWS}".strip()
            found[row["code"]] = replace(found[row["code"]], water=replace(of_place, note=note))
    return found


def _add(found: dict[str, Grid], file: str, line: int, code: str, field: str, value: Any) -> None:
    """Put one more thing that is known about a place into its grid."""
    grid = found.get(code)
    if grid is None:
        raise DataError(file, f"line {line}", f"{code} is not in grid.csv")
    if getattr(grid, field) is not None:
        raise DataError(file, f"line {line}", f"{code} stands twice")
    found[code] = replace(grid, **{field: value})


def providers(root: Path, cited: Cited) -> Iterator[tuple[Table, Provider]]:
    """Yield every provider with the entry that it was read from."""
    for name, table in tables(root, "providers.toml", cited):
        provider = Provider(
            id=name,
            name=table.text("name"),
            pue=table.figure("pue", f"providers.{name}.pue", "", above=1),
            wue=table.figure("wue", f"providers.{name}.wue", "L/kWh", above=0),
            chips=table.texts("chips"),
            note=table.text("note", ""),
        )
        table.finish()
        yield table, provider


def things(root: Path, cited: Cited) -> Iterator[tuple[Table, Thing]]:
    """Yield every everyday thing with the entry that it was read from."""
    for name, table in tables(root, "everyday.toml", cited):
        at = f"everyday.{name}"
        thing = Thing(
            id=name,
            unit=table.text("unit"),
            energy=table.figure("energy", f"{at}.energy", "Wh", above=0),
            carbon=table.figure("carbon", f"{at}.carbon", "g", above=0),
            water=table.figure("water", f"{at}.water", "L", above=0),
            cost=table.figure("cost", f"{at}.cost", "USD", above=0),
            group=table.text("group", ""),
            picture=table.flag("picture"),
            region=table.text("region", ""),
            rain=table.flag("rain"),
            contrails=table.flag("contrails"),
            shared=table.flag("shared"),
            itself=table.flag("itself"),
            fuel=table.flag("fuel"),
            plant=_plant(table),
            aliases=table.texts("aliases"),
            note=table.text("basis_note", ""),
        )
        if thing.energy is None and thing.carbon is None and thing.water is None:
            raise table.error("has no energy, carbon or water")
        table.finish()
        yield table, thing


def _plant(table: Table) -> Plant | None:
    named = table.text("plant", None)
    plant = next((each for each in PLANTS if each == named), None)
    if named is not None and plant is None:
        raise table.error(f"{named} is no power plant: {', '.join(PLANTS)}")
    return plant


def codes(root: Path, of: str, cited: Cited) -> dict[str, str]:
    """Return the region code of every name in a table of places.toml."""
    regions: dict[str, str] = {}
    for name, table in tables(root, "places.toml", cited):
        if name != of:
            continue
        for key in table.raw:
            regions[key] = table.text(key)
    return regions
