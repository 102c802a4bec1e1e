"""Reads the claims that go round about the footprint of AI from their data file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from estimator.datafile import Table, tables
from estimator.figure import Figure
from estimator.result import Ruling
from estimator.workload import METRICS, Metric

FILE: Final = "claims.toml"
STANDINGS: Final = (
    "true", "roughly-true", "outdated", "misleading", "wrong", "unproven", "incomplete", "depends",
    "half-right", "mixed", "unlike",
)  # fmt: skip
MONEYS: Final = ("electricity", "rent", "api")
RULINGS: Final = ("supported", "exaggerated", "understated", "contradicted", "outdated", "unknown")
UNITS: Final = frozenset(
    ("", "%", "times", "Wh", "g", "L", "USD", "L/kWh", "g/kWh", "W", "USD/kWh", "tokens", "m", "hour")
)


@dataclass(frozen=True, slots=True, eq=False)
class KnownClaim:
    """A claim that goes round: what it is about, how much it says, and how it stands.

    A request repeats it where its topic is the claim's, where its items, metric and quantity (for one prompt,
    image, second or training, in the base unit) are, or where it says as many times one of the things.
    """

    id: str
    number: str  # of the list of claims, "26b"
    standing: str  # one of STANDINGS
    ruling: Ruling
    measured: bool  # where the claim states a quantity, our estimate rules
    money: str  # one of MONEYS that it means, "" where it is about none, or about no workload's
    subjects: tuple[str, ...]  # any where none is named
    activities: tuple[str, ...]
    per: tuple[float, float] | None  # how many items are meant together: 10 to 50 prompts
    topics: tuple[str, ...]  # besides the claim's own id
    metric: Metric | None
    between: tuple[float, float] | None
    more: bool  # says that something takes more than another, or as much
    reaches: bool  # told as what it may come to, "up to 40 Wh", which is then no upper bound
    says: tuple[float, float] | None  # the quantity it is told with, where a request leaves it out
    versus: tuple[str, ...]
    times: tuple[float, float] | None
    means: Mapping[str, str]  # things that are meant by those which a request names: a car's life by a car
    found: str  # the figure to hold it against where nothing is estimated
    figures: Mapping[str, Figure]
    origin: tuple[str, ...]  # the sources that it goes back to

    @property
    def of_one(self) -> bool:
        """Whether it is about what one does, and not about all of AI or about what follows from it."""
        return self.measured or any(each is not None for each in (self.between, self.times, self.says))


def read(root: Path, cited: dict[str, tuple[str, str]]) -> Iterator[tuple[Table, KnownClaim]]:
    """Yield every known claim with the entry that it was read from."""
    for name, table in tables(root, FILE, cited):
        figures = table.table("figures")
        found = {}
        if figures is not None:
            for key in figures.raw:
                inner = figures.table(key)
                assert inner is not None
                found[key] = inner.as_figure(f"claims.{name}.{key}", UNITS)
        ruling, standing = table.text("ruling"), table.text("standing")
        if ruling not in RULINGS or standing not in STANDINGS:
            raise table.error(f"ruling {ruling!r} or standing {standing!r} is not known")
        metric = table.text("metric", "")
        if metric and metric not in METRICS:
            raise table.error(f"unknown metric {metric}")
        money = table.text("money", "")
        if (money and money not in MONEYS) or (money and metric != "cost"):
            raise table.error(f"money {money!r} of a claim about {metric!r} is not known")
        origin = table.texts("origin")
        for source in origin:
            cited.setdefault(source, (FILE, name))
        claim = KnownClaim(
            id=name,
            number=table.text("number", ""),
            standing=standing,
            ruling=cast(Ruling, ruling),
            measured=table.flag("measured"),
            money=money,
            subjects=table.texts("subjects"),
            activities=table.texts("activities"),
            per=_ends(table, "per"),
            topics=table.texts("topics"),
            metric=metric or None,
            between=_ends(table, "between"),
            more=table.flag("more"),
            reaches=table.flag("reaches"),
            says=_ends(table, "says"),
            versus=table.texts("versus"),
            times=_ends(table, "times"),
            means=_pairs(table, "means"),
            found=table.text("found", ""),
            figures=found,
            origin=origin,
        )
        table.finish()
        yield table, claim


def _pairs(table: Table, key: str) -> Mapping[str, str]:
    inner = table.table(key)
    if inner is None:
        return {}
    pairs = {name: inner.text(name) for name in inner.raw}
    inner.finish()
    return pairs


def _ends(table: Table, key: str) -> tuple[float, float] | None:
    inner = table.table(key)
    if inner is None:
        return None
    ends = (inner.number("low"), inner.number("high"))
    inner.finish()
    if not ends[0] <= ends[1]:
        raise table.error(f"{key} is out of order")
    return ends
