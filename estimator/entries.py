"""What the data files hold: models, services, chips, providers, places, everyday things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from estimator.figure import Figure, unverified
from estimator.workload import Activity, Boundary, Metric, Plant


@dataclass(frozen=True, slots=True)
class Price:
    """The list price of an API."""

    input: float | None  # USD per million tokens
    output: float | None  # USD per million tokens, or USD per `unit`
    unit: str  # USD/Mtoken, USD/image, USD/second
    source: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """What is published about a model's training; None where it is not."""

    tokens: Figure | None = None
    chip: str | None = None
    chip_hours: Figure | None = None
    energy: Figure | None = None  # Wh
    energy_boundary: Boundary = "facility"  # what the energy counts
    region: str = ""  # where it ran
    carbon: Figure | None = None  # g
    flop: Figure | None = None
    cost: Figure | None = None  # USD
    on: str = ""  # the model that this was trained further from, whose own training is not in the figures


@dataclass(frozen=True, slots=True)
class Model:
    """A model, with the shape that the formulae need; None where it is not published."""

    id: str
    name: str
    maker: str
    released: str
    activity: Activity
    provider: str
    aliases: tuple[str, ...]
    ambiguous: bool
    open: bool
    total_params: Figure | None
    active_params: Figure | None
    layers: int | None = None
    hidden: int | None = None
    kv_heads: int | None = None
    head_dim: int | None = None
    kv_bytes_per_token: float | None = None
    state_bytes: float | None = None  # a sequence, of layers that keep a state instead of a cache
    experts: int | None = None
    experts_per_token: int | None = None
    precision: str | None = None
    transcribes: bool = False  # an audio model that writes speech down; the others make sound
    numbers: Mapping[str, float] | None = None  # of image, video and audio models: steps, width, frames …
    training: TrainingRecord | None = None
    price: Price | None = None
    shape_source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What a service ran from one month on, until another where it stopped."""

    model: str
    since: str
    until: str
    share: float  # of the service's requests, beside the other runs of the month


@dataclass(frozen=True, slots=True)
class Service:
    """A product or a bare family name, and the models behind it."""

    id: str
    name: str
    maker: str
    activity: Activity
    provider: str
    aliases: tuple[str, ...]
    ambiguous: bool
    runs: tuple[Run, ...]
    prompts_per_day: Figure | None
    users_per_day: Figure | None
    source: str
    note: str = ""
    assistant: bool = False  # of a frontier maker: its ordinary prompt is taken to be like its peers'

    def models(self, month: str) -> tuple[tuple[str, float], ...]:
        """Return the models that ran in a month ("2026-11") with their shares, or the last ones."""
        runs = [run for run in self.runs if run.since <= month and (not run.until or month < run.until)]
        if not runs:
            last = max(run.since for run in self.runs)
            runs = [run for run in self.runs if run.since == last]
        total = sum(run.share for run in runs)
        return tuple((run.model, run.share / total) for run in runs)


@dataclass(frozen=True, slots=True)
class Chip:
    """An accelerator. Peak rates are dense, without sparsity."""

    id: str
    name: str
    maker: str
    released: str
    aliases: tuple[str, ...]
    flops: Mapping[str, float]  # FLOP/s by precision: bf16, fp8, fp4
    bandwidth: float  # B/s
    memory: float  # B
    tdp: float  # W
    node_power: float | None  # W a chip, its share of the server included
    embodied: Figure | None  # g CO2e a chip
    rent: Figure | None  # USD a chip-hour
    source: str
    note: str = ""

    def flops_at(self, precision: str) -> float:
        """Return the rate at a precision, or at the next wider one that the chip has."""
        for name in ("fp4", "fp8", "bf16")[("fp4", "fp8", "bf16").index(precision) :]:
            if name in self.flops:
                return self.flops[name]
        return max(self.flops.values())


@dataclass(frozen=True, slots=True)
class Provider:
    """Who runs the chips: how efficient its data centres are, and which chips it has."""

    id: str
    name: str
    pue: Figure | None
    wue: Figure | None  # L/kWh of IT energy
    chips: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The electricity of a place."""

    region: str
    name: str
    kind: str
    carbon: Figure  # g CO2e/kWh
    scope: str  # life-cycle or direct
    accounting: str  # generation or consumption
    year: int
    water: Figure | None = None  # L/kWh evaporated where the electricity is made
    price: Figure | None = None  # USD/kWh, for industry
    household_price: Figure | None = None  # USD/kWh
    mix: Mapping[str, float] | None = None  # share of each kind of power plant


@dataclass(frozen=True, slots=True)
class Thing:
    """An everyday thing."""

    id: str
    unit: str
    energy: Figure | None  # Wh
    carbon: Figure | None  # g CO2e
    water: Figure | None  # L
    cost: Figure | None  # USD
    group: str
    picture: bool  # reads well as an illustration
    region: str  # whose electricity it uses, "" where that of the request
    rain: bool = False  # most of its water is rain on fields and pasture
    contrails: bool = False  # a flight, whose carbon counts what contrails warm
    shared: bool = False  # a share of what a network takes whole, which one more adds nearly nothing to
    itself: bool = False  # is an amount and takes none: a tonne of CO2, a litre of water
    fuel: bool = False  # its energy is of fuel or food: no grid, no power plant's water, no bill
    plant: Plant | None = None  # what makes the electricity that is its energy: it has no grid and no bill
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure that somebody has published about an activity, in a base unit, for one `per`."""

    id: str
    subject: str
    activity: str
    metric: Metric | None
    low: float | None
    value: float | None
    high: float | None
    unit: str
    per: str
    boundary: str  # one of workload.COUNTED, or "" where the publisher does not say
    conditions: str
    kind: str  # vendor-disclosed, measured, model-estimate, journalism, projection
    year: int
    source: str
    topics: tuple[str, ...]
    text: Mapping[str, str]
    evidence: bool  # update our estimate of the same activity with it
    unbacked: bool = False  # somebody said so, and showed no data: it rules on no claim
    given: Mapping[str, float | str] = field(default_factory=dict)  # tokens and assumptions behind it
    series: str = ""  # the id of the quantity whose course over the years it is a point of
    about: int | None = None  # the year that it is about, where that isn't `year`
    region: str = ""  # the place that a fact is about, "" for the world or no place
    counts: str = ""  # what it counts, where the boundary doesn't say it, or not exactly: rent, one run …
    accounting: str = ""  # of carbon: market where it follows contracts, net of clean power; "" by place
    same: str = ""  # the id of the figure whose statement this one repeats in another unit
    note: str = ""

    @property
    def counted(self) -> str:
        """What it counts, as one word that it is told by wherever it stands; "" where nobody says."""
        return self.counts or self.boundary

    @property
    def unverified(self) -> bool:
        """Whether it was recalled and not read again."""
        return unverified(self.note)
