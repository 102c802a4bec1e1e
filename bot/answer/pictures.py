"""Which everyday things to set beside an estimate, so that it can be pictured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.answer.answer import Picture, Pictures
from estimator.entries import Thing
from estimator.figure import Figure, Spread
from estimator.units import METRES, SECONDS
from estimator.workload import Metric

BASES: Final[tuple[Metric, ...]] = ("energy", "carbon", "water")
MOST: Final = 3
EASY: Final = (1.0, 1000.0)  # amounts that a reader can picture
EASY_SECONDS: Final = (10.0, 3.2e8)  # from ten seconds to ten years
EASY_METRES: Final = (10.0, 4.0e7)  # from ten metres to once round the Earth


def pictures(
    totals: Mapping[Metric, Spread],
    metric: Metric,
    things: Mapping[str, Thing],
    showcase: Mapping[str, list[str]],
    most: int = MOST,
) -> Pictures:
    """Return two or three everyday amounts of different groups by what they equal the total in, `metric` first.

    `showcase` lists the things worth showing by group, best first. One picture is of energy where there is energy.
    """
    lead: Metric = metric if metric in BASES and metric in totals else "energy"
    wanted = [lead, "energy", lead] if lead != "energy" else ["energy", "energy", "carbon"]
    found: list[Picture] = []
    groups: set[str] = set()
    for basis in wanted[:most]:
        best = _best(totals.get(basis), basis, things, showcase, groups)
        if best is not None:
            group, picture = best
            groups.add(group)
            found.append(picture)
    order: list[Metric] = [lead, *(basis for basis in BASES if basis != lead)]
    return tuple(
        (basis, tuple(p for p in found if p.basis == basis))
        for basis in order
        if any(p.basis == basis for p in found)
    )


def _best(
    total: Spread | None,
    basis: Metric,
    things: Mapping[str, Thing],
    showcase: Mapping[str, list[str]],
    used: Iterable[str],
) -> tuple[str, Picture] | None:
    """Return the group and the picture nearest to an amount that is easy to picture; the first listed of equals."""
    if total is None or not total.median > 0:
        return None
    candidates = [
        (_distance(amount.median, thing.unit), group, Picture(thing.id, thing.unit, basis, amount))
        for group, thing in _listed(things, showcase)
        if group not in used and (figure := figure_of(thing, basis)) is not None
        for amount in [total.times(1 / figure.median)]
    ]
    if not candidates:
        return None
    distance, group, picture = min(candidates, key=lambda candidate: candidate[0])
    return (group, picture) if distance <= 2.0 else None


def _listed(things: Mapping[str, Thing], showcase: Mapping[str, list[str]]) -> Iterator[tuple[str, Thing]]:
    for group, ids in showcase.items():
        for id in ids:
            if id in things:
                yield group, things[id]


def figure_of(thing: Thing, basis: Metric) -> Figure | None:
    """Return the figure of a thing in one respect, where it has one above zero."""
    figure: Figure | None = getattr(thing, basis, None)
    return figure if figure is not None and figure.median > 0 else None


def measure(unit: str) -> tuple[str, float]:
    """Return "second", "m" or "" and how many of them are in a thing's unit: ("second", 3600) for an hour."""
    last = unit.replace("-", " ").split(" ")[-1]
    if last in SECONDS:
        return "second", SECONDS[last]
    if last in METRES:
        return "m", METRES[last]
    return "", 1.0


def _distance(amount: float, unit: str) -> float:
    """Return how far an amount is from the easy ones, in powers of ten."""
    name, factor = measure(unit)
    low, high = {"second": EASY_SECONDS, "m": EASY_METRES}.get(name, EASY)
    size = amount * factor
    if size <= 0 or not math.isfinite(size):
        return math.inf
    return max(math.log10(low / size), math.log10(size / high), 0.0)
