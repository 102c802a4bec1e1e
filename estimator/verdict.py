"""What becomes of a claim: the quantity stated, beside the quantity found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from estimator.catalogue import Catalogue
from estimator.errors import OutOfRange
from estimator.figure import Array, Sampling, Spread
from estimator.item import UnitEstimate
from estimator.quantity import base_unit
from estimator.result import ItemEstimate, Ruling, Verdict
from estimator.units import BASE_UNITS
from estimator.workload import Claim, Metric

TIMES: Final = frozenset({"times", "x", "×", "time", "veces", "fold", ""})
FAR: Final = 10.0  # from this factor outside the range, a claim is contradicted

Pairs = tuple[tuple[ItemEstimate, UnitEstimate], ...]


def judge(
    claim: Claim,
    pairs: Pairs,
    things: Mapping[str, UnitEstimate],
    metrics: tuple[Metric, ...],
    catalogue: Catalogue,
    sampling: Sampling,
) -> Verdict | None:
    """Return the ruling on a claim about the first item; None where there is no quantity to hold it against."""
    if not pairs:
        return None
    item, unit = pairs[0]
    draws = {metric: values * item.workload.amount for metric, values in unit.draws.items()}
    low, high = claim.low, claim.high
    held = base_unit(claim.unit, catalogue) if claim.unit else None
    if held is not None:
        metric = next(name for name, base in BASE_UNITS.items() if base == held[0])
        if claim.metric is not None and claim.metric != metric:
            raise OutOfRange("claim.unit", claim.unit, f"units of {claim.metric}")
        found = _spread(draws.get(metric), held[0], sampling)
        low, high = (None if end is None else end * held[1] for end in (low, high))
        return _verdict(metric, low, high, found)

    other = _other(pairs, things)
    if other is None or (claim.unit or "").casefold() not in TIMES:
        metric = claim.metric or (metrics[0] if metrics else "energy")
        return _verdict(metric, None, None, _spread(draws.get(metric), BASE_UNITS[metric], sampling))
    wanted = (claim.metric, *metrics, "energy", "carbon", "water")
    metric = next((m for m in wanted if m is not None and m in draws and m in other), "energy")
    if metric not in draws or metric not in other:
        return None
    if low is None and high is None:  # "as much as": one of the other thing
        low = high = 1.0
    ratio = draws[metric] / other[metric] if np.all(other[metric] > 0) else None
    return _verdict(metric, low, high, _spread(ratio, "times", sampling))


def _other(pairs: Pairs, things: Mapping[str, UnitEstimate]) -> dict[Metric, Array] | None:
    """Return the draws of what the item is measured against: the second item, else the first thing."""
    if len(pairs) > 1:
        item, unit = pairs[1]
        return {metric: values * item.workload.amount for metric, values in unit.draws.items()}
    if things:
        return dict(next(iter(things.values())).draws)
    return None


def _spread(values: Array | None, unit: str, sampling: Sampling) -> Spread | None:
    if values is None:
        return None
    low, median, high = sampling.spreads(values[np.newaxis])[0].tolist()
    return Spread(low, median, high, unit)


def _verdict(metric: Metric, low: float | None, high: float | None, found: Spread | None) -> Verdict | None:
    if found is None:
        return None
    ruling, why = rule(low, high, found)
    return Verdict(ruling, metric, low, high, found, why)


def rule(low: float | None, high: float | None, found: Spread) -> tuple[Ruling, str]:
    """Return the ruling on a claimed range and the reason's slug.

    A claim of both ends is supported where its middle lies inside the range found, or the range found inside it;
    "at most" and "at least" where half the draws agree. Outside, by how far its nearest end is from the range.
    """
    if low is None and high is None:
        return "unknown", "no-quantity"
    if low is None and high is not None:
        if high >= found.median:
            return "supported", "at-most"
        if high >= found.low:
            return "supported", "at-most-possible"
        return _outside(found.low / high if high > 0 else FAR, above=False)
    if high is None and low is not None:
        if low <= found.median:
            return "supported", "at-least"
        if low <= found.high:
            return "supported", "at-least-possible"
        return _outside(low / found.high if found.high > 0 else FAR, above=True)
    assert low is not None
    assert high is not None
    if low <= found.high and high >= found.low:
        return "supported", "inside"
    if low > found.high:
        return _outside(low / found.high if found.high > 0 else FAR, above=True)
    return _outside(found.low / high if high > 0 else FAR, above=False)


def _outside(factor: float, *, above: bool) -> tuple[Ruling, str]:
    side = "above" if above else "below"
    if factor >= FAR:
        return "contradicted", f"far-{side}"
    return ("exaggerated" if above else "understated"), side
