"""Which everyday things to set beside an estimate, so that it can be pictured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.answer.answer import Picture, Pictures
from estimator.entries import Thing
from estimator.figure import Figure, Spread
from estimator.units import METRES, SECONDS
from estimator.workload import Metric

BASES: Final[tuple[Metric, ...]] = ("energy", "carbon", "water")
MOST: Final = 3
EASY: Final = (1.0, 1000.0)  # amounts of a countable thing that a reader can picture
EASY_TIME: Final = (0.02, 300.0)  # of an hour, a day, a year
SHORTEST: Final = 5.0  # seconds that can be pictured
EASY_METRES: Final = (10.0, 4.0e7)  # from ten metres to once round the Earth
FURTHEST: Final = 0.5  # powers of ten that an amount may lie outside these


def pictures(
    totals: Mapping[Metric, Spread],
    metric: Metric,
    things: Mapping[str, Thing],
    showcase: Mapping[str, Sequence[str]],
    most: int = MOST,
) -> Pictures:
    """Return up to three everyday amounts of different groups, by what they equal the total in.

    `showcase` lists the things worth showing by basis, best first. One is of energy where there is energy.
    """
    lead: Metric = metric if metric in BASES and metric in totals else "energy"
    wanted: tuple[Metric, ...] = (
        (lead, "energy", lead) if lead != "energy" else ("energy", "energy", "carbon")
    )
    found: list[Picture] = []
    groups: set[str] = set()
    for basis in wanted[:most]:
        listed = [things[name] for name in showcase[basis] if name in things]
        candidates = [thing for thing in listed if thing.group not in groups]
        if (picture := _best(totals.get(basis), basis, candidates)) is not None:
            groups.add(things[picture.thing].group)
            found.append(picture)
    order = dict.fromkeys((lead, *BASES))
    by_basis = ((basis, tuple(picture for picture in found if picture.basis == basis)) for basis in order)
    return tuple((basis, some) for basis, some in by_basis if some)


def _best(total: Spread | None, basis: Metric, candidates: Iterable[Thing]) -> Picture | None:
    """Return the picture nearest to an amount that is easy to picture; the first listed of equals."""
    if total is None or not total.median > 0:
        return None
    found = [
        (_distance(amount.median, thing.unit), Picture(thing.id, thing.unit, basis, amount))
        for thing in candidates
        if (figure := figure_of(thing, basis)) is not None and not figure.unverified
        for amount in [total.times(1 / figure.median)]
    ]
    distance, picture = min(found, key=lambda pair: pair[0], default=(math.inf, None))
    return picture if distance <= FURTHEST else None


def figure_of(thing: Thing, basis: Metric) -> Figure | None:
    """Return the figure of a thing in one respect, where it has one above zero."""
    figure: Figure | None = getattr(thing, basis, None)
    return figure if figure is not None and figure.median > 0 else None


def measure(unit: str) -> tuple[str, float]:
    """Return the base unit of a unit of time or length, "" for a count, and how many of them it holds."""
    last = unit.replace("-", " ").split(" ")[-1]
    if last in SECONDS:
        return ("second" if last in ("day", "year") else "second, up to hours"), SECONDS[last]
    if last in METRES:
        return "m", METRES[last]
    return "", 1.0


def _distance(amount: float, unit: str) -> float:
    """Return how far an amount is from the easy ones, in powers of ten."""
    name, factor = measure(unit)
    low, high = EASY_METRES if name == "m" else EASY_TIME if name else EASY
    size = amount * factor if name == "m" else amount
    if not name and size < low:  # a share of a thing is no picture
        return math.inf
    if size <= 0 or not math.isfinite(size):
        return math.inf
    if name and name != "m" and amount * factor < SHORTEST:
        return math.inf
    return max(math.log10(low / size), math.log10(size / high), 0.0)
