"""Two things side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.answer.answer import Side
from bot.answer.pictures import figure_of, measure
from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.figure import Spread
from estimator.result import Assumption, BudgetAnswer, Comparison, Estimate, ItemEstimate
from estimator.units import BASE_UNITS, significant
from estimator.workload import Metric, Workload

OF_GRID: Final[Mapping[Metric, str]] = {
    "carbon": "carbon",
    "water": "water",
    "cost": "price",
}  # fields of a grid
THOUGHT: Final = ("reasoning_tokens", "reasoning_multiple")  # inputs that say how long a model thinks
SLIVER: Final = 0.01  # of a countable thing; less is hard to picture
TIMES_DIGITS: Final = 2  # of a ratio that is known exactly


def sides_of(request: Request, found: Estimate, metric: Metric, catalogue: Catalogue) -> tuple[Side, ...]:
    """Return what is compared, the larger first: the items, and the things named that stand beside them.

    Of several asked for from the least on, the smallest is first.
    """
    sides = _with_reasons(
        [Side(item.workload, item.spread(metric)) for item in found.items], found, metric, catalogue
    )
    if found.comparison is not None:
        sides += [
            Side(Workload(name, "everyday", 1.0, "item"), spread) for name, spread in found.comparison.beside
        ]
    other = (found.verdict.thing if found.verdict else "") or next(iter(request.versus), "")
    if len(sides) == 1 and other in catalogue.things:
        thing = catalogue.things[other]
        figure = figure_of(thing, metric)
        known = Spread(figure.low, figure.median, figure.high, BASE_UNITS[metric]) if figure else None
        sides.append(Side(Workload(thing.id, "everyday", 1.0, "item"), known))
    if found.comparison is not None and len(sides) == 2:
        return tuple(sides[::-1] if found.comparison.ratio.median < 1 else sides)
    if found.comparison is not None:
        sides.sort(key=lambda side: side.spread.median if side.spread else 0.0, reverse=not request.ascending)
    return tuple(sides)


def ends_of(sides: tuple[Side, ...]) -> tuple[Side, Side]:
    """Return the smallest and the largest of what is compared."""
    by_size = sorted(sides, key=lambda side: side.spread.median if side.spread else 0.0)
    return by_size[0], by_size[-1]


def _with_reasons(sides: list[Side], found: Estimate, metric: Metric, catalogue: Catalogue) -> list[Side]:
    """Return the sides with what sets them apart: the grids of different places, else the models' sizes and
    how much they reason."""
    if len({item.region for item in found.items}) > 1:
        field = OF_GRID.get(metric)
        grids = (
            catalogue.grids.get(item.region) if field and _of_grid(item, metric, catalogue) else None
            for item in found.items
        )
        return [
            replace(side, grid=getattr(grid, field or "", None))
            for side, grid in zip(sides, grids, strict=True)
        ]
    if len({item.workload.subject for item in found.items}) < 2:
        return sides
    return [
        replace(side, size=_size(item), thinking=_only(item, *THOUGHT))
        for side, item in zip(sides, found.items, strict=True)
    ]


def _of_grid(item: ItemEstimate, metric: Metric, catalogue: Catalogue) -> bool:
    """Return whether an item's metric comes of the electricity of where it is, not of a figure of its own."""
    if item.workload.activity != "everyday":
        return True
    thing = catalogue.things[item.workload.subject]
    own = figure_of(thing, metric) or thing.plant or thing.fuel
    return thing.energy is not None and not own


def _size(item: ItemEstimate) -> Assumption | None:
    """Return the parameters of an item's only model that work on each token."""
    for name in ("active_params", "total_params"):
        known = [each for each in item.assumptions if each.name.startswith(name)]
        if known:
            return known[0] if len(known) == 1 else None
    return None


def _only(item: ItemEstimate, *names: str) -> Assumption | None:
    """Return an item's input of some names, where it has a single one above nothing."""
    known = [each for each in item.assumptions if each.name in names and each.median > 0]
    return known[0] if len(known) == 1 else None


def times_of(comparison: Comparison | None) -> Spread | None:
    """Return the larger of two over the smaller."""
    if comparison is None or not comparison.ratio.low > 0:
        return None
    ratio = comparison.ratio
    if ratio.median < 1:
        ratio = Spread(1 / ratio.high, 1 / ratio.median, 1 / ratio.low, ratio.unit)
    if not math.isclose(ratio.low, ratio.high):
        return ratio
    rounded = float(significant(ratio.median, TIMES_DIGITS))
    return Spread(rounded, rounded, rounded, ratio.unit)


def worth_of(request: Request) -> Workload | None:
    """Return the counted everyday thing that one piece of work is asked for the number of: "how many Claude
    prompts is a shower of 10 minutes"; None where a question asks no such thing."""
    things = [item for item in request.items if item.activity == "everyday"]
    works = [item for item in request.items if item.activity != "everyday"]
    if request.intent not in ("equivalent", "budget") or len(things) != 1 or len(works) != 1:
        return None
    asked = works[0].amount == 1 and request.versus == (things[0].subject,)
    return things[0] if asked else None


def inverse_of(found: Estimate, amount: float = 1.0) -> BudgetAnswer | None:
    """Return how many of a single item so many of the thing named equal, where that is more than one."""
    if len(found.items) != 1 or found.items[0].workload.amount != 1 or len(found.equivalents) != 1:
        return None
    one = found.equivalents[0].amount
    if not one.low > 0 or one.median >= amount:
        return None
    unit = found.items[0].workload.unit
    return BudgetAnswer(Spread(amount / one.high, amount / one.median, amount / one.low, unit))


def asks_inverse(request: Request, found: Estimate, worth: Workload | None) -> bool:
    """Return whether it helps to say how many of the item equal one thing, not the other way round; `worth`
    is the thing that work is asked for the number of."""
    first = found.equivalents[0]
    sliver = not measure(first.amount.unit)[0] and first.amount.median < SLIVER
    asked = request.intent == "budget" or worth is not None
    return asked or (request.intent == "equivalent" and sliver)
