"""What becomes of a claim: the quantity stated, beside the quantity found."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from estimator.catalogue import Catalogue
from estimator.errors import OutOfRange
from estimator.figure import Array, Sampling, Spread
from estimator.item import Pairs, UnitEstimate, totals, unit_of
from estimator.quantity import base_unit
from estimator.result import ItemEstimate, Published, Verdict
from estimator.ruling import rule
from estimator.units import BASE_UNITS, LADDERS, STATED_DIGITS, THING_DIGITS, TIMES, told_in
from estimator.workload import BOUNDARIES, NOTHING, Claim, Metric

SHARE: Final = "%"
POWER: Final = "W"
WIDE: Final = 2.0  # ends of a claim that are further apart repeat no single figure
ROUNDING: Final = 0.1  # how far a claim may be from the published figure that it repeats
OLD: Final = 2025  # estimates from before this year stand for what ran then
ONCE: Final = (
    "training",
    "fine-tuning",
)  # activities that are over, so that what was published of them stays
KNOWN_OF: Final = ("vendor-disclosed", "measured")  # kinds of publications that a claim may rest on
PRESS: Final = "journalism"
COOLING: Final = "on-site"
# Senses of money, by what a published figure counts.
SENSES: Final = {"electricity": "electricity", "rent": "rent", "final-rent": "rent"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A claimed quantity in the base unit of its metric, and the unit that it was stated in."""

    metric: Metric
    low: float | None
    high: float | None
    unit: tuple[str, float] | None = None  # its base unit and size
    digits: int = STATED_DIGITS

    def against(self, found: Spread) -> Verdict:
        """Return the ruling beside a range."""
        ends = [end for end in (self.low, self.high) if end]
        told = told_in(max(ends, default=0.0), found, self.unit, self.digits)
        ruling, place = rule(self.low, self.high, found, told)
        return Verdict(ruling, self.metric, self.low, self.high, found, place)

    def repeats(self, figure: Published) -> bool:
        """Return whether this is a published value, give or take its rounding."""
        if self.low is None or self.high is None or self.high > self.low * WIDE:
            return False
        return self.low * (1 - ROUNDING) <= figure.value <= self.high * (1 + ROUNDING)


def judge(
    claim: Claim,
    pairs: Pairs,
    things: Mapping[str, UnitEstimate],
    metrics: tuple[Metric, ...],
    catalogue: Catalogue,
    sampling: Sampling,
    money: str = "",
) -> Verdict | None:
    """Return the ruling on a claim about the first item; None where there is no quantity to hold it against.

    The claim's quantity is for the item's whole amount. It is stated in a unit of its metric, or as so many
    times another item or thing; where it has no number at all, as one of the other. `money` is the sense of
    money that is meant, where it is known.
    """
    if not pairs:
        return None
    item, unit = pairs[0]
    draws = totals(pairs[0])
    claim = _for_its_time(claim, item)
    wanted_unit = BASE_UNITS[claim.metric] if claim.metric else ""
    held = base_unit(claim.unit, catalogue, wanted_unit) if claim.unit else None
    if held is not None:
        metric = next(name for name, base in BASE_UNITS.items() if base == held[0])
        if claim.metric is not None and claim.metric != metric:
            raise OutOfRange("claim.unit", claim.unit, f"units of {claim.metric}")
        low, high = (None if end is None else end * held[1] for end in (claim.low, claim.high))
        stated = Stated(metric, low, high, held if metric != "cost" else None)
        return _of_item(stated, item, unit, catalogue, sampling, money)

    wanted = (claim.metric, *metrics, "energy", "carbon", "water")
    other = _other(pairs, things)
    counted = (claim.unit or "").casefold() in (*TIMES, SHARE) or claim.unit in things
    if other is None or not counted:
        metric = next((m for m in wanted if m is not None and m in draws), "energy")
        return _of_item(Stated(metric, None, None), item, unit, catalogue, sampling, money)
    metric = next((m for m in wanted if m is not None and m in draws and m in other), "energy")
    if metric not in draws or metric not in other:
        return None
    if claim.low is None and claim.high is None:
        one = float(np.median(other[metric]))
        stated = Stated(metric, one, one, digits=THING_DIGITS)
        return _of_item(stated, item, unit, catalogue, sampling, money)
    ratio = draws[metric] / other[metric] if np.all(other[metric] > 0) else None
    found = _spread(ratio, "times", sampling)
    return Stated(metric, *_times(claim)).against(found) if found is not None else None


def _for_its_time(claim: Claim, item: ItemEstimate) -> Claim:
    """Return a claim of power as one of the energy that it comes to in the item's hours: an H100 at 700 W."""
    watts = {name: size for name, size, _ in LADDERS[POWER]}
    if claim.unit not in watts or item.workload.unit != "hour":
        return claim
    hours = watts[claim.unit] * item.workload.amount
    low, high = (None if end is None else end * hours for end in (claim.low, claim.high))
    return replace(claim, metric="energy", low=low, high=high, unit="Wh")


def _times(claim: Claim) -> tuple[float | None, float | None]:
    """Return how many times the other a claim says that something takes: ten times less is a tenth, 20 % more
    is 1.2 times."""
    ends = (claim.low, claim.high)
    if claim.unit == SHARE:
        parts = (None if end is None else end / 100 for end in ends)
        if claim.than is None:
            low, high = parts
        elif claim.than == "more":
            low, high = (None if part is None else 1 + part for part in parts)
        else:
            high, low = (None if part is None else max(1 - part, 0.0) for part in parts)
        return low, high
    if claim.than == "less":
        high, low = (1 / end if end else None for end in ends)
        return low, high
    return ends


def _costs(item: ItemEstimate, unit: UnitEstimate) -> dict[str, Spread]:
    """Return what an item costs in each sense, for its whole amount."""
    return {
        name.removeprefix("cost."): spread.times(item.workload.amount)
        for name, spread in unit.spreads.items()
        if name.startswith("cost.")
    }


def _money(
    stated: Stated, costs: Mapping[str, Spread], item: ItemEstimate, unit: UnitEstimate, meant: str
) -> Verdict:
    """Return the ruling on a claim of money in the sense that is meant; the verdict names the sense.

    It is the one that is told, else that of the published figure which the claim repeats, else the one that
    suits the claim best, since claims don't say whether they mean the electricity, the chips or the price.
    """
    repeated = list(_repeated(stated, item, unit))
    told = (meant, *(SENSES.get(figure.counts, "") for figure in repeated))
    sense = next((each for each in told if each in costs), "")
    if sense:
        verdict = replace(stated.against(costs[sense]), sense=sense)
        alike = [figure for figure in repeated if SENSES.get(figure.counts) == sense]
        return _as_published(verdict, alike, item) if verdict.ruling != "supported" else verdict
    size = stated.high or stated.low or 0.0
    rulings: list[tuple[bool, float, Verdict]] = []
    for kind, found in costs.items():
        verdict = replace(stated.against(found), sense=kind)
        far = abs(math.log(size / found.median)) if size > 0 and found.median > 0 else 0.0
        rulings.append((verdict.ruling != "supported", far, verdict))
    return min(rulings, key=lambda each: each[:2])[2]


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


def _of_item(
    stated: Stated,
    item: ItemEstimate,
    unit: UnitEstimate,
    catalogue: Catalogue,
    sampling: Sampling,
    money: str,
) -> Verdict | None:
    """Return the ruling on a claim about an item.

    A claim outside our range may repeat a published figure that counts less or more than ours. It is then
    held against what we find when we count the same. Outside that too, it rests on the publication.
    """
    if stated.metric == "cost" and len(costs := _costs(item, unit)) > 1:
        return _money(stated, costs, item, unit, money)
    found = item.spread(stated.metric)
    if found is None:
        return None
    verdict = stated.against(found)
    if verdict.ruling in ("supported", "unknown"):
        return verdict
    repeated = list(_repeated(stated, item, unit))
    for figure in repeated:
        alike = _counted_alike(figure, stated.metric, item, unit, catalogue, sampling)
        if alike is not None and (held := stated.against(alike)).ruling == "supported":
            return replace(held, sense=figure.boundary, figure=figure.id)
    return _as_published(verdict, repeated, item)


def _as_published(verdict: Verdict, repeated: Sequence[Published], item: ItemEstimate) -> Verdict:
    """Return the ruling on a claim outside our range by the published figure that it repeats: what a maker
    said, was measured, or was found of a training that is over stands; what others once estimated is
    outdated, and so is what anybody once said a service costs. The press alone settles nothing."""
    once = item.workload.activity in ONCE
    for figure in repeated:
        passing = figure.metric == "cost" and figure.year < OLD
        if (once and figure.kind != PRESS) or (figure.kind in KNOWN_OF and not passing):
            return replace(verdict, ruling="supported", rests="published", figure=figure.id)
    for figure in repeated:
        if figure.year < OLD and figure.kind != PRESS:
            return replace(verdict, ruling="outdated", rests="published", figure=figure.id)
    return verdict


def _repeated(stated: Stated, item: ItemEstimate, unit: UnitEstimate) -> Iterator[Published]:
    """Yield the published figures that a claim repeats, for the item's whole amount."""
    for each in unit.published:
        if each.metric == stated.metric:
            scaled = replace(each, value=each.value * item.workload.amount)
            if stated.repeats(scaled):
                yield scaled


def _counted_alike(
    figure: Published,
    metric: Metric,
    item: ItemEstimate,
    unit: UnitEstimate,
    catalogue: Catalogue,
    sampling: Sampling,
) -> Spread | None:
    """Return what we find for an item when we count what a published figure counts; None where that is what
    we count anyway, or can't be told."""
    found: Spread | None = None
    if figure.boundary == COOLING:
        found = unit.spreads.get("water.on_site")
    elif figure.boundary in BOUNDARIES and figure.boundary != unit.boundary:
        given = replace(item.workload.assumptions or NOTHING, boundary=figure.boundary)
        work = replace(item.workload, amount=1.0, region=item.region, assumptions=given)
        found = unit_of(work, None, catalogue, sampling, "items[0]").spreads.get(metric)
    return found.times(item.workload.amount) if found is not None else None
