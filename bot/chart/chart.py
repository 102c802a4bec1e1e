"""The kinds of chart, as values: what is drawn, before it has a place or a colour."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

from estimator.figure import Spread
from estimator.workload import Metric

Kind = Literal["ranges", "distribution", "drivers", "trend", "stages"]
Stage = Literal["electricity", "embodied", "training", "on_site", "off_site"]

MOST_ROWS: Final = 6  # that a phone shows without scrolling
MOST_PARTS: Final = 4  # each has its own hatching
MOST_POINTS: Final = 10
MOST_SOURCES: Final = 4  # each has a mark of its own shape


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a comparison and its 90 % range."""

    label: str
    spread: Spread

    def __post_init__(self) -> None:
        _check((self.spread.low, self.spread.median, self.spread.high))


@dataclass(frozen=True, slots=True)
class Ranges:
    """The 90 % ranges of several things on one axis, in the order shown."""

    kind: ClassVar[Kind] = "ranges"
    metric: Metric
    rows: tuple[Row, ...]
    note: str = ""  # small print: where it runs, how it was found
    subject: str = ""  # what all rows are about, where it is one thing

    def __post_init__(self) -> None:
        _count(self.rows, MOST_ROWS, "rows")
        if len({row.spread.unit for row in self.rows}) > 1:
            raise ValueError("rows in several units")


@dataclass(frozen=True, slots=True)
class Distribution:
    """The likely values of one estimate: quantiles that lie at the middle of equally likely slices."""

    kind: ClassVar[Kind] = "distribution"
    subject: str
    metric: Metric
    spread: Spread
    quantiles: tuple[float, ...]  # in the unit of the spread, ascending
    note: str = ""

    def __post_init__(self) -> None:
        _check((self.spread.low, self.spread.median, self.spread.high, *self.quantiles))
        if not self.quantiles:
            raise ValueError("no quantiles")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, 0 to 1."""

    label: str
    share: float

    def __post_init__(self) -> None:
        _check((self.share,))


@dataclass(frozen=True, slots=True)
class Drivers:
    """What the spread of an estimate comes from, the largest share first; what they leave is the rest."""

    kind: ClassVar[Kind] = "drivers"
    subject: str
    metric: Metric
    shares: tuple[Share, ...]
    note: str = ""

    def __post_init__(self) -> None:
        _count(self.shares, MOST_ROWS, "shares")


@dataclass(frozen=True, slots=True)
class Point:
    """What was published for one year: a value, a range, or both."""

    year: int
    low: float
    value: float | None
    high: float
    source: str  # who says so, as people read it
    forecast: bool = False

    def __post_init__(self) -> None:
        _check((self.low, self.middle, self.high))

    @property
    def middle(self) -> float:
        """Where the mark stands."""
        return (self.low + self.high) / 2 if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Trend:
    """Published values by year, each with a mark of its source."""

    kind: ClassVar[Kind] = "trend"
    subject: str
    unit: str
    points: tuple[Point, ...]
    note: str = ""

    def __post_init__(self) -> None:
        _count(self.points, MOST_POINTS, "points")
        if len(self.sources) > MOST_SOURCES:
            raise ValueError(f"more than {MOST_SOURCES} sources")

    @property
    def sources(self) -> tuple[str, ...]:
        """Who the points come from, in their order."""
        return tuple(dict.fromkeys(point.source for point in self.points))


@dataclass(frozen=True, slots=True)
class Part:
    """What one stage of a life cycle takes."""

    stage: Stage
    spread: Spread

    def __post_init__(self) -> None:
        _check((self.spread.low, self.spread.median, self.spread.high))


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages that a total is made of, their medians as shares of the medians' sum."""

    kind: ClassVar[Kind] = "stages"
    subject: str
    metric: Metric
    total: Spread
    parts: tuple[Part, ...]
    note: str = ""

    def __post_init__(self) -> None:
        _count(self.parts, MOST_PARTS, "parts")
        if not sum(part.spread.median for part in self.parts) > 0:
            raise ValueError("parts that add up to nothing")

    @property
    def shares(self) -> tuple[float, ...]:
        """Each part's share, 0 to 1."""
        whole = math.fsum(part.spread.median for part in self.parts)
        return tuple(part.spread.median / whole for part in self.parts)


Chart: TypeAlias = Ranges | Distribution | Drivers | Trend | Stages


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as an image, with the text that stands in for it."""

    png: bytes
    alt: str  # at most ALT_LENGTH characters, with every number that the image shows
    width: int  # pixels
    height: int


def _check(values: Iterable[float]) -> None:
    for value in values:
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"a value that can't be drawn: {value}")


def _count(rows: tuple[object, ...], most: int, name: str) -> None:
    if not 1 <= len(rows) <= most:
        raise ValueError(f"{len(rows)} {name}: there must be 1 to {most}")
