"""What becomes of a claim: the quantity stated, beside the quantity found."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from estimator.catalogue import Catalogue
from estimator.errors import OutOfRange
from estimator.figure import Array, Sampling, Spread
from estimator.item import Pairs, UnitEstimate, totals
from estimator.quantity import base_unit
from estimator.result import ItemEstimate, Published, Ruling, Verdict
from estimator.units import BASE_UNITS
from estimator.workload import Claim, Metric

TIMES: Final = frozenset({"times", "x", "×", "time", "veces", "fold", ""})
FAR: Final = 10.0  # from this factor outside the range, a claim is contradicted
DIGITS: Final = 0.02  # two digits of a stated number
ROUNDING: Final = 0.1  # how far a claim may be from the published figure that it repeats
OLD: Final = 2025  # estimates from before this year stand for what ran then


def judge(
    claim: Claim,
    pairs: Pairs,
    things: Mapping[str, UnitEstimate],
    metrics: tuple[Metric, ...],
    catalogue: Catalogue,
    sampling: Sampling,
) -> Verdict | None:
    """Return the ruling on a claim about the first item; None where there is no quantity to hold it against.

    The claim's quantity is for the item's whole amount. It is stated in a unit of its metric, or as so many
    times another item or thing; where it has no number at all, as one of the other.
    """
    if not pairs:
        return None
    item, unit = pairs[0]
    draws = totals(pairs[0])
    once = item.workload.activity in ("training", "fine-tuning")
    wanted_unit = BASE_UNITS[claim.metric] if claim.metric else ""
    held = base_unit(claim.unit, catalogue, wanted_unit) if claim.unit else None
    if held is not None:
        metric = next(name for name, base in BASE_UNITS.items() if base == held[0])
        if claim.metric is not None and claim.metric != metric:
            raise OutOfRange("claim.unit", claim.unit, f"units of {claim.metric}")
        low, high = (None if end is None else end * held[1] for end in (claim.low, claim.high))
        if metric == "cost" and len(item_costs := _costs(item, unit)) > 1:
            return _money(low, high, item_costs)
        found = _spread(draws.get(metric), held[0], sampling)
        return _verdict(metric, low, high, found, _published(item, unit, metric), once=once)

    wanted = (claim.metric, *metrics, "energy", "carbon", "water")
    other = _other(pairs, things)
    counted = (claim.unit or "").casefold() in TIMES or claim.unit in things
    if other is None or not counted:
        metric = next((m for m in wanted if m is not None and m in draws), "energy")
        return _verdict(metric, None, None, _spread(draws.get(metric), BASE_UNITS[metric], sampling))
    metric = next((m for m in wanted if m is not None and m in draws and m in other), "energy")
    if metric not in draws or metric not in other:
        return None
    if claim.low is None and claim.high is None:
        one = float(np.median(other[metric]))
        found = _spread(draws[metric], BASE_UNITS[metric], sampling)
        return _verdict(metric, one, one, found, _published(item, unit, metric), once=once)
    ratio = draws[metric] / other[metric] if np.all(other[metric] > 0) else None
    return _verdict(metric, claim.low, claim.high, _spread(ratio, "times", sampling))


def _costs(item: ItemEstimate, unit: UnitEstimate) -> dict[str, Spread]:
    """Return what an item costs in each sense, for its whole amount."""
    return {
        name.removeprefix("cost."): spread.times(item.workload.amount)
        for name, spread in unit.spreads.items()
        if name.startswith("cost.")
    }


def _money(low: float | None, high: float | None, costs: Mapping[str, Spread]) -> Verdict:
    """Return the ruling on a claim of money in the sense that suits it best, since claims don't say whether
    they mean the electricity, the chips or the price; the reason names the sense."""
    stated = high or low or 0.0
    rulings: list[tuple[bool, float, Verdict]] = []
    for kind, found in costs.items():
        ruling, why = rule(low, high, found)
        far = abs(math.log(stated / found.median)) if stated > 0 and found.median > 0 else 0.0
        verdict = Verdict(ruling, "cost", low, high, found, f"{kind}-{why}")
        rulings.append((ruling != "supported", far, verdict))
    return min(rulings, key=lambda each: each[:2])[2]


def _published(item: ItemEstimate, unit: UnitEstimate, metric: Metric) -> tuple[Published, ...]:
    """Return the published figures of a metric, for the item's whole amount."""
    return tuple(
        replace(each, value=each.value * item.workload.amount)
        for each in unit.published
        if each.metric == metric
    )


def _other(pairs: Pairs, things: Mapping[str, UnitEstimate]) -> Mapping[Metric, Array] | None:
    """Return the draws of what the item is measured against: the second item, else the first thing."""
    if len(pairs) > 1:
        return totals(pairs[1])
    if things:
        return next(iter(things.values())).draws
    return None


def _spread(values: Array | None, unit: str, sampling: Sampling) -> Spread | None:
    if values is None:
        return None
    low, median, high = sampling.spreads(values[np.newaxis])[0].tolist()
    return Spread(low, median, high, unit)


def _verdict(
    metric: Metric,
    low: float | None,
    high: float | None,
    found: Spread | None,
    published: tuple[Published, ...] = (),
    *,
    once: bool = False,
) -> Verdict | None:
    """Return the ruling: a claim outside our range stands where it is what a maker or a measurement says,
    and was right once where it is what an estimate of some years ago said."""
    if found is None:
        return None
    ruling, why = rule(low, high, found)
    if ruling not in ("supported", "unknown"):
        same = [each for each in published if _covers(low, high, each.value)]
        if any(once or each.kind in ("vendor-disclosed", "measured") for each in same):
            ruling, why = "supported", "published"
        elif any(each.year < OLD for each in same):
            ruling, why = "outdated", "published-once"
    return Verdict(ruling, metric, low, high, found, why)


def _covers(low: float | None, high: float | None, value: float) -> bool:
    """Return whether a claim is a published value, give or take its rounding."""
    if low is None or high is None:
        return False
    return low * (1 - ROUNDING) <= value <= high * (1 + ROUNDING)


def rule(low: float | None, high: float | None, found: Spread) -> tuple[Ruling, str]:
    """Return the ruling on a claimed range and the reason's slug.

    A claim is supported where it and the range found have a part in common; outside, its nearest end decides.
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
    if low <= found.high * (1 + DIGITS) and high >= found.low * (1 - DIGITS):
        return "supported", "inside"
    if low > found.high:
        return _outside(low / found.high if found.high > 0 else FAR, above=True)
    return _outside(found.low / high if high > 0 else FAR, above=False)


def _outside(factor: float, *, above: bool) -> tuple[Ruling, str]:
    side = "above" if above else "below"
    if factor >= FAR:
        return "contradicted", f"far-{side}"
    return ("exaggerated" if above else "understated"), side
