"""Quantities that the question states, in units that a reply can tell them in."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.figure import Spread
from estimator.quantity import base_unit
from estimator.result import ItemEstimate, Verdict
from estimator.units import STATED_DIGITS, THING_DIGITS, Told, base, named, rung, significant, told_in
from estimator.workload import METRICS, Budget

# Units by the name that replies tell them with.
OF_UNITS: Final = {"gallon": "us-gallon", "lb": "pound", "oz": "fluid-ounce"}
CONVERTED_DIGITS: Final = 3  # of a budget that is told in another unit than it was stated in


def spent_of(budget: Budget, catalogue: Catalogue) -> tuple[float, str]:
    """Return a budget in its own unit where that can be shown, else in one that fits."""
    if budget.metric == "cost":
        return budget.value, budget.unit
    known = base_unit(budget.unit, catalogue)
    if known is None:
        return budget.value, budget.unit
    own = named(*known)
    unit = own or rung(budget.value * known[1], known[0])[0]
    value = budget.value * known[1] / base(1.0, unit)[0]
    return (value if own else float(significant(value, CONVERTED_DIGITS))), unit


def converted(item: ItemEstimate, unit: str, catalogue: Catalogue) -> tuple[tuple[str, Spread], ...]:
    """Return an item's figures in another unit, money by its sense; nothing where none can be told in it."""
    measured = ((metric, item.spread(metric)) for metric in METRICS if metric not in ("cost", "hardware"))
    told = []
    for name, spread in (*measured, *item.costs):
        if spread is None:
            continue
        known = base_unit(unit, catalogue, spread.unit) if unit else None
        if known is not None and known[0] == spread.unit:
            told.append((name, replace(spread.times(1 / known[1]), unit=OF_UNITS.get(unit, unit))))
    return tuple(told)


def told_of(request: Request, verdict: Verdict, catalogue: Catalogue) -> Told:
    """Return how to tell a claim, and the unit to tell what we find in."""
    claim = request.claim
    claimed = max((end for end in (verdict.claimed_low, verdict.claimed_high) if end), default=0.0)
    stated = claim.unit if claim and claim.unit else ""
    known = base_unit(stated, catalogue, verdict.found.unit) if stated and verdict.metric != "cost" else None
    numbered = claim is not None and (claim.low, claim.high) != (None, None)
    of_things = bool(verdict.thing) and verdict.found.unit != "times"
    return told_in(
        claimed, verdict.found, known, THING_DIGITS if of_things or not numbered else STATED_DIGITS
    )


def factor_of(verdict: Verdict) -> float | None:
    """Return how many times the claim is off, from its end nearer to what we find."""
    ends = [end for end in (verdict.claimed_low, verdict.claimed_high) if end is not None]
    if not ends or not verdict.found.median > 0 or not min(ends) > 0:
        return None
    nearest = min((end / verdict.found.median for end in ends), key=lambda ratio: abs(math.log(ratio)))
    return max(nearest, 1 / nearest)
