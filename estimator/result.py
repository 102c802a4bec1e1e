"""The estimate of a request: what the estimator gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from estimator.figure import Source, Spread
from estimator.workload import Boundary, Metric, Workload

Grade = Literal["measured", "disclosed", "modelled", "guessed"]
GRADES: Final[tuple[Grade, ...]] = get_args(Grade)  # the strongest first
Ruling = Literal["supported", "exaggerated", "understated", "contradicted", "outdated", "unknown"]
# What a ruling rests on: the range found, a figure that somebody published, or how a claim that goes round
# stands in the light of what is published.
Ground = Literal["range", "published", "standing"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """An input of an estimate: what was drawn or fixed, and who says so. `source` is the id of a Source."""

    name: str
    low: float
    median: float
    high: float
    unit: str
    basis: str  # measured, disclosed, estimated, guessed, or "stated" where the question fixes it
    source: str
    of: str = ""  # the model or chip that it is about, where an item has several
    unverified: bool = False  # recalled, and not read again at the source

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Driver:
    """An input's share of the spread of the item's energy (squared rank correlation; shares sum to one)."""

    name: str
    share: float
    of: str = ""  # the model or chip that it is about, where an item has several

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure for the same activity, for the item's whole amount, beside our own."""

    id: str
    value: float
    unit: str
    metric: Metric
    source: str
    url: str
    same_boundary: bool
    year: int
    kind: str  # vendor-disclosed, measured, model-estimate, journalism, projection
    boundary: str = ""  # one of workload.COUNTED, "" where the publisher does not say
    counts: str = ""  # what it counts, where the boundary doesn't say it, or not exactly: rent, one run …
    accounting: str = ""  # of carbon: market where it follows contracts, net of clean power; "" by place
    unverified: bool = False  # recalled, and not read again at the source

    @property
    def counted(self) -> str:
        """What it counts, as one word; "" where nobody says."""
        return self.counts or self.boundary

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class ItemEstimate:
    """The footprint of one workload, for its whole amount."""

    workload: Workload
    region: str  # "WLD" where none was named
    energy: Spread | None
    carbon: Spread | None
    water: Spread | None
    cost: Spread | None
    hardware: Spread | None
    boundary: Boundary
    grade: Grade
    assumptions: tuple[Assumption, ...] = ()
    drivers: tuple[Driver, ...] = ()
    published: tuple[Published, ...] = ()
    water_on_site: Spread | None = None  # evaporated to cool the data centre
    water_off_site: Spread | None = None  # consumed where the electricity is made
    costs: tuple[
        tuple[str, Spread], ...
    ] = ()  # electricity, api, rent: three questions apart; cost is the first
    embodied: Spread | None = None  # g of making the hardware, within carbon
    model: str = ""  # of a service whose training is asked about, the id of the model that is meant
    recalled: tuple[tuple[str, str], ...] = ()  # what was recalled and not read again, each with its source

    def spread(self, metric: Metric) -> Spread | None:
        value: Spread | None = getattr(self, metric)
        return value

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "subject": self.workload.subject,
            "activity": self.workload.activity,
            "amount": self.workload.amount,
            "unit": self.workload.unit,
            "region": self.region,
        }
        for metric in ("energy", "carbon", "water", "cost", "hardware"):
            if (value := getattr(self, metric)) is not None:
                body[metric] = value.as_json()
        if self.water_on_site is not None:
            body["water_on_site"] = self.water_on_site.as_json()
        if self.water_off_site is not None:
            body["water_off_site"] = self.water_off_site.as_json()
        if self.embodied is not None:
            body["embodied"] = self.embodied.as_json()
        if self.costs:
            body["costs"] = {kind: value.as_json() for kind, value in self.costs}
        if self.model:
            body["model"] = self.model
        body["boundary"] = self.boundary
        body["grade"] = self.grade
        body["assumptions"] = [a.as_json() for a in self.assumptions]
        body["drivers"] = [d.as_json() for d in self.drivers]
        body["published"] = [p.as_json() for p in self.published]
        if self.recalled:
            body["unverified"] = [name for name, _ in self.recalled]
        return body


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first item over the second, computed draw by draw; of several, the largest and the smallest."""

    metric: Metric
    ratio: Spread
    more: int  # the index of the largest item
    probability: float  # that item `more` is the largest
    less: int  # the index of the smallest item
    least: float  # the probability that item `less` is the smallest
    beside: tuple[
        tuple[str, Spread], ...
    ] = ()  # everyday things, counted after the items, and what one takes

    def as_json(self) -> dict[str, Any]:
        ratio = self.ratio.as_json()
        del ratio["unit"]
        return {
            "metric": self.metric,
            "ratio": ratio,
            "more": self.more,
            "probability": self.probability,
            "less": self.less,
            "least": self.least,
            **({"beside": {name: spread.as_json() for name, spread in self.beside}} if self.beside else {}),
        }


@dataclass(frozen=True, slots=True)
class Equivalent:
    """How much of an everyday thing has the same footprint as the items together."""

    thing: str  # id of an everyday thing
    basis: Metric  # what the two are equal in
    amount: Spread  # unit: the thing's own ("hour", "km", "item")

    def as_json(self) -> dict[str, Any]:
        amount = self.amount.as_json()
        del amount["unit"]
        return {"thing": self.thing, "basis": self.basis, "amount": amount}


@dataclass(frozen=True, slots=True)
class BudgetAnswer:
    """How many units of the item a budget pays for; the spread's unit is the item's."""

    amount: Spread

    def as_json(self) -> dict[str, Any]:
        amount = self.amount.as_json()
        unit = amount.pop("unit")
        return {"amount": amount, "unit": unit}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim beside what we find, both in a base unit and for the claim's own amount."""

    ruling: Ruling
    metric: Metric
    claimed_low: float | None
    claimed_high: float | None
    found: Spread
    why: str  # where the claim lies beside what is found, a `ruling.Place`
    known: str = ""  # the claim that goes round which this one repeats
    rests: Ground = "range"
    sense: str = ""  # what is counted: electricity, api or rent of money; else another boundary than usual
    figure: str = ""  # the published figure that the claim repeats, or that it is held against
    thing: str = ""  # the everyday thing that it is told in

    def as_json(self) -> dict[str, Any]:
        return {
            "ruling": self.ruling,
            "metric": self.metric,
            "claimed": {"low": self.claimed_low, "high": self.claimed_high, "unit": self.found.unit},
            "found": self.found.as_json(),
            "why": self.why,
            "rests": self.rests,
            **{
                name: value
                for name in ("known", "sense", "figure", "thing")
                if (value := getattr(self, name))
            },
        }


@dataclass(frozen=True, slots=True)
class Fact:
    """A published fact, quoted and not estimated."""

    id: str
    text: str
    value: float | None
    unit: str
    year: int
    source: str
    url: str
    accounting: str = ""  # of carbon: market where it follows contracts, net of clean power; "" by place
    unverified: bool = False  # recalled, and not read again at the source
    region: str = ""  # the place that it is about, "" for the world or no place

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is known about a request. Parts that the request does not call for are empty or None."""

    items: tuple[ItemEstimate, ...] = ()
    total: tuple[tuple[Metric, Spread], ...] = ()  # of several items together, added draw by draw
    comparison: Comparison | None = None
    equivalents: tuple[Equivalent, ...] = ()
    budget: BudgetAnswer | None = None
    verdict: Verdict | None = None
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"items": [item.as_json() for item in self.items]}
        if self.total:
            body["total"] = {metric: spread.as_json() for metric, spread in self.total}
        if self.comparison:
            body["comparison"] = self.comparison.as_json()
        if self.equivalents:
            body["equivalents"] = [e.as_json() for e in self.equivalents]
        if self.budget:
            body["budget"] = self.budget.as_json()
        if self.verdict:
            body["verdict"] = self.verdict.as_json()
        if self.facts:
            body["facts"] = [f.as_json() for f in self.facts]
        body["sources"] = [source.as_json() for source in self.sources]
        return body
