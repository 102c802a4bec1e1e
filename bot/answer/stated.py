"""Quantities that the question states, in units that a reply can tell them in."""

from __future__ import annotations

import math
from typing import Final

from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.quantity import base_unit
from estimator.result import Verdict
from estimator.units import LADDERS, base, rung
from estimator.workload import Budget

READABLE: Final = (0.01, 1e5)  # numbers that read well in a unit


def spent_of(budget: Budget, catalogue: Catalogue) -> tuple[float, str]:
    """Return a budget in its own unit where that can be shown, else in one that fits."""
    if budget.metric == "cost":
        return budget.value, budget.unit
    known = base_unit(budget.unit, catalogue)
    if known is None:
        return budget.value, budget.unit
    unit = _shown_as(known) or rung(budget.value * known[1], known[0])[0]
    return budget.value * known[1] / base(1.0, unit)[0], unit


def claim_units(request: Request, verdict: Verdict, catalogue: Catalogue) -> tuple[str, str]:
    """Return the units to tell a claim and what we find in: one that both read well in, else each its own."""
    claimed = max((end for end in (verdict.claimed_low, verdict.claimed_high) if end), default=0.0)
    found = verdict.found
    stated = request.claim.unit if request.claim and request.claim.unit else ""
    known = base_unit(stated, catalogue) if stated and verdict.metric != "cost" else None
    own = rung(found.median, found.unit)[0]
    for unit in ((_shown_as(known) if known else "") or own, own):
        size = base(1.0, unit)[0]
        if all(READABLE[0] <= each / size < READABLE[1] for each in (claimed or found.median, found.median)):
            return unit, unit
    return rung(claimed, found.unit)[0], own


def _shown_as(known: tuple[str, float]) -> str:
    """Return the unit of a display ladder that is of a size; "" where none is."""
    ladder = LADDERS.get(known[0], ())
    return next((name for name, size, _ in ladder if math.isclose(size, known[1])), "")


def factor_of(verdict: Verdict) -> float | None:
    """Return how many times the claim is off, from its end nearer to what we find."""
    ends = [end for end in (verdict.claimed_low, verdict.claimed_high) if end is not None]
    if not ends or not verdict.found.median > 0 or not min(ends) > 0:
        return None
    nearest = min((end / verdict.found.median for end in ends), key=lambda ratio: abs(math.log(ratio)))
    return max(nearest, 1 / nearest)
