"""What would change an estimate: the same work elsewhere, shorter, with a smaller model, with fewer bits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from estimator.catalogue import Catalogue
from estimator.entries import Model
from estimator.errors import EstimatorError
from estimator.figure import Sampling, Spread
from estimator.item import UnitEstimate, unit_of
from estimator.result import ItemEstimate
from estimator.workload import METRICS, NOTHING, Metric, Workload

Change = Literal[
    "region", "solar", "shorter", "smaller", "precision", "steps", "asked", "asked-inputs", "asked-count",
    "before",
]  # fmt: skip
WRITTEN: Final = frozenset({"text", "reasoning"})  # activities whose answer has a length
CLEANER: Final = 0.6  # of a place's carbon, at most, for another place to be worth telling
SMALLER: Final = (0.02, 0.6)  # of a model's working parameters, for another to be a smaller one of its kind
LEAST: Final = 0.05  # share of a quantity below which a change is none
MOST: Final = 3
LOWEST_PRECISION: Final = "fp4"
USUAL_PRECISION: Final = "bf16"  # of weights as published
# What a question may fix, the model and the length aside: the electricity, as the place does; the way that
# work is run; what is counted.
OF_PLACE: Final = ("grid", "plant", "price")
OF_RUNNING: Final = (
    "chip", "chips", "batch", "precision", "cached", "pue", "wue", "steps", "width", "height",
)  # fmt: skip
OF_COUNTING: Final = ("boundary",)
SUPPOSED: Final = (*OF_PLACE, *OF_RUNNING, *OF_COUNTING)
SOLAR: Final = "plants.solar"


@dataclass(frozen=True, slots=True)
class Lever:
    """A change, what it changes to, and each quantity after it over the same before, draw by draw."""

    change: Change
    to: str  # a region, a model, a precision; "" where the change says all
    left: tuple[tuple[Metric, Spread], ...]  # those that it changes; 1.2 is a fifth more


def levers(item: ItemEstimate, catalogue: Catalogue, sampling: Sampling) -> tuple[Lever, ...]:
    """Return up to three changes of an estimate that would lower it, those that lower energy first."""
    found = []
    for change, to, before, after, places in _changes(item, catalogue):
        try:
            old = unit_of(before, places[0], catalogue, sampling, "item")
            new = unit_of(after, places[1], catalogue, sampling, "item")
        except EstimatorError:  # no method for the work so changed
            continue
        if left := _left(old, new, sampling):
            found.append(Lever(change, to, left))
    found.sort(key=lambda lever: (dict(lever.left).get("energy") is None, lever.left[0][1].median))
    energy = [lever for lever in found if "energy" in dict(lever.left)][: MOST - 1]
    return (*energy, *[lever for lever in found if lever not in energy][: MOST - len(energy)])


def supposes(work: Workload, region: str | None) -> bool:
    """Return whether a question fixes where or how work runs, so that it can be set against the usual."""
    if work.activity == "everyday" or work.unit == "run" or not work.amount:
        return False
    fixed = work.assumptions or NOTHING
    return bool(region or work.region) or any(getattr(fixed, name) is not None for name in SUPPOSED)


def asked(item: ItemEstimate, placed: bool, catalogue: Catalogue, sampling: Sampling) -> tuple[Lever, ...]:
    """Return what a question changes of the same work by the place that it names, by the inputs that it fixes
    and by what it counts, each apart from the others; `placed` where it names a place."""
    work = replace(item.workload, amount=1.0)
    fixed = work.assumptions or NOTHING
    kinds: tuple[tuple[Change, tuple[str, ...]], ...] = (
        ("asked", OF_PLACE), ("asked-inputs", OF_RUNNING), ("asked-count", OF_COUNTING),
    )  # fmt: skip
    found = []
    for change, names in kinds:
        elsewhere = change == "asked" and placed
        if not elsewhere and all(getattr(fixed, name) is None for name in names):
            continue
        usual = replace(work, assumptions=replace(fixed, **dict.fromkeys(names)))
        usual = replace(usual, region=None) if elsewhere else usual
        try:
            here = unit_of(work, item.region, catalogue, sampling, "item")
            there = unit_of(usual, None if elsewhere else item.region, catalogue, sampling, "item")
        except EstimatorError:
            continue
        if moved := _moved(there, here, sampling):
            found.append(Lever(change, there.region, moved))
    return tuple(found)


def since(
    before: ItemEstimate, after: ItemEstimate, catalogue: Catalogue, sampling: Sampling
) -> Lever | None:
    """Return what differs between the same amount of two works, the later over the earlier."""
    works = (replace(before.workload, amount=1.0), replace(after.workload, amount=1.0))
    try:
        old = unit_of(works[0], before.region, catalogue, sampling, "item")
        new = unit_of(works[1], after.region, catalogue, sampling, "item")
    except EstimatorError:
        return None
    moved = _moved(old, new, sampling)
    return Lever("before", "", moved) if moved else None


def _changes(
    item: ItemEstimate, catalogue: Catalogue
) -> Iterator[tuple[Change, str, Workload, Workload, tuple[str, str]]]:
    """Yield changes, what they change to, the work before and after, and where each runs."""
    work = replace(item.workload, amount=1.0, region=None)
    here = item.region
    fixed = work.assumptions or NOTHING
    if work.activity == "everyday":
        return
    if fixed.grid is None and fixed.plant is None and (place := _cleaner(here, catalogue)):
        yield "region", place, work, work, (here, place)
    elif (
        fixed.grid is None and fixed.plant is None and SOLAR in catalogue.figures and here in catalogue.grids
    ):
        solar = catalogue.figures[SOLAR].median
        if solar < CLEANER * catalogue.grids[here].carbon.median:
            yield (
                "solar",
                "",
                work,
                replace(work, assumptions=replace(fixed, grid=solar, plant="solar")),
                (here, here),
            )
    if work.activity in WRITTEN and work.unit == "prompt":
        length = work.tokens or _median(item, "output_tokens")
        if length:
            long, short = replace(work, tokens=length), replace(work, tokens=length / 2)
            yield "shorter", "", long, short, (here, here)
    model = catalogue.models.get(work.subject)
    if model is None or work.unit == "run":
        return
    if sibling := smaller(model, catalogue):
        yield "smaller", sibling, work, replace(work, subject=sibling), (here, here)
    if model.open and work.activity in WRITTEN and fixed.precision is None:
        fine, coarse = (
            replace(work, assumptions=replace(fixed, precision=precision))
            for precision in (model.precision or USUAL_PRECISION, LOWEST_PRECISION)
        )
        yield "precision", LOWEST_PRECISION, fine, coarse, (here, here)
    steps = fixed.steps or _median(item, "steps")
    if work.activity in ("image", "video") and steps and steps >= 2:
        many = replace(work, assumptions=replace(fixed, steps=round(steps)))
        few = replace(work, assumptions=replace(fixed, steps=max(round(steps / 2), 1)))
        yield "steps", "", many, few, (here, here)


def _left(old: UnitEstimate, new: UnitEstimate, sampling: Sampling) -> tuple[tuple[Metric, Spread], ...]:
    """Return what is left of each quantity that a change moves; nothing where it lowers none."""
    moved = _moved(old, new, sampling)
    return moved if any(spread.median < 1 for _, spread in moved) else ()


def _moved(old: UnitEstimate, new: UnitEstimate, sampling: Sampling) -> tuple[tuple[Metric, Spread], ...]:
    """Return each quantity after a change over the same before, of those that it moves."""
    left: list[tuple[Metric, Spread]] = []
    for metric in METRICS:
        before, after = old.draws.get(metric), new.draws.get(metric)
        if metric == "hardware" or before is None or after is None or not np.all(before > 0):
            continue
        low, median, high = sampling.spreads((after / before)[np.newaxis])[0].tolist()
        if abs(median - 1) > LEAST:
            left.append((metric, Spread(low, median, high, "")))
    return tuple(left)


def _median(item: ItemEstimate, name: str) -> float | None:
    return next((each.median for each in item.assumptions if each.name == name), None)


def _cleaner(here: str, catalogue: Catalogue) -> str:
    """Return a place of cloud data centres with much less carbon; "" where here is clean, or nobody knows."""
    if here not in catalogue.grids:
        return ""
    places = sorted({region for region in catalogue.cloud_regions.values() if region in catalogue.grids})
    cleanest = sorted(places, key=lambda region: catalogue.grids[region].carbon.median)[:2]
    place = next((each for each in cleanest[::-1] if each != here), "")
    limit = CLEANER * catalogue.grids[here].carbon.median
    return place if place and catalogue.grids[place].carbon.median < limit else ""


def smaller(model: Model, catalogue: Catalogue) -> str:
    """Return a smaller model of the same maker and kind: the nearest by name, then by date; "" for none."""
    size = _working(model)
    if size is None:
        return ""
    found = []
    for other in catalogue.models.values():
        theirs = _working(other)
        alike = other.maker == model.maker and other.activity == model.activity and other.released
        if not alike or theirs is None or not SMALLER[0] * size <= theirs <= SMALLER[1] * size:
            continue
        shared = _alike(model.id, other.id)
        apart = abs(_months(other) - _months(model))
        found.append((-shared, apart, -theirs, other.id))
    return min(found)[3] if found else ""


def _alike(first: str, second: str) -> int:
    """Return how many letters two names begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )


def _working(model: Model) -> float | None:
    figure = model.active_params or model.total_params
    return figure.median if figure is not None else None


def _months(model: Model) -> int:
    year, _, month = model.released.partition("-")
    return int(year) * 12 + int(month or 0)
