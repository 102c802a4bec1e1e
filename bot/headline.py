"""The figure that an answer shows first, what it rests on, and whether newer data have moved it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from estimator.figure import Spread
from estimator.units import base, plain, shown

if TYPE_CHECKING:
    from bot.answer import Answer

Range: TypeAlias = tuple[float, float, float]  # low, median, high

# Inputs that move one quantity alone. All others move energy, and with it the rest.
ONLY: Final = {
    "grid": "carbon", "embodied": "carbon", "wue": "water", "ewif": "water", "price": "cost", "rent": "cost",
    "chip_rent": "cost", "training_cost": "cost", "api_price": "cost",
}  # fmt: skip
FACT: Final = "fact"  # the name of an input that is a published figure, quoted
ALIKE: Final = 1e-9  # relative difference of inputs that are the same


@dataclass(frozen=True, slots=True)
class Headline:
    """The figure that an answer shows first, rounded, in the unit that it shows."""

    metric: str  # "" where what is told is no quantity of a footprint
    low: float
    median: float
    high: float
    unit: str

    @property
    def spread(self) -> Spread:
        """The figure in its base unit, to be written in any language."""
        ends = [base(end, self.unit)[0] for end in (self.low, self.median, self.high)]
        return Spread(ends[0], ends[1], ends[2], base(1.0, self.unit)[1])


@dataclass(frozen=True, slots=True)
class Figures:
    """What is kept of an answer that stays: its headline, and the inputs that it rests on."""

    headline: Headline | None = None
    inputs: Mapping[str, Range] = field(default_factory=dict)  # by item, name and what it is of
    label: str = ""  # what the answer is about, in its language
    about: tuple[str, ...] = ()  # ids of models, things and topics


def figures_of(answer: Answer, label: str) -> Figures:
    """Return what is to be kept of an answer."""
    request = answer.request
    subjects = [item.subject for item in request.items]
    topic = [request.topic] if request.topic else []
    inputs: dict[str, Range] = {
        f"{place}:{each.name}:{each.of}": (each.low, each.median, each.high)
        for place, item in enumerate(answer.items)
        for each in item.assumptions
    }
    inputs |= {
        f"0:{FACT}:{fact.id}": (fact.value, fact.value, fact.value)
        for fact in answer.facts
        if fact.value is not None
    }
    about = tuple(dict.fromkeys((*subjects, *request.versus, *topic)))
    return Figures(headline_of(answer), inputs, label, about)


def headline_of(answer: Answer) -> Headline | None:
    """Return the figure in an answer's first line; None where that has none."""
    metric, spread = _first(answer)
    if spread is None or not math.isfinite(spread.median):
        return None
    seen = shown(spread)
    return Headline(metric, float(seen.low), float(seen.median), float(seen.high), seen.unit)


def moved(was: Headline | None, now: Headline | None) -> bool:
    """Return whether a headline would no longer read as it did, in the digits that its range can bear."""
    if was is None or now is None:
        return was is not now
    before, after = was.spread, now.spread
    if before.unit != after.unit or was.metric != now.metric:
        return True
    if not before.low <= after.median <= before.high:
        return True
    again = shown(Spread(before.low, after.median, before.high, before.unit), was.unit)
    return again.median != plain(Decimal(repr(was.median)))


def reasons(was: Mapping[str, Range], now: Mapping[str, Range], metric: str) -> tuple[str, ...]:
    """Return the names of the inputs that are others now and bear on a metric, what changed most first."""
    sizes: dict[str, float] = {}
    for key in was.keys() | now.keys():
        name = key.split(":")[1]
        if ONLY.get(name, metric) == metric:
            size = _difference(was.get(key), now.get(key))
            if size > ALIKE:
                sizes[name] = max(size, sizes.get(name, 0.0))
    return tuple(sorted(sizes, key=lambda name: (-sizes[name], name)))


def _first(answer: Answer) -> tuple[str, Spread | None]:
    """Return the quantity that an answer's first line tells, and of what."""
    match answer.kind:
        case "estimate" | "equivalent" if len(answer.items) == 1:
            return answer.metric, answer.item.spread(answer.metric)
        case "estimate" | "equivalent":
            return answer.metric, answer.total.get(answer.metric)
        case "compare" if answer.times is not None:
            times = answer.times
            return answer.metric, Spread(times.low, times.median, times.high, "times")
        case "budget" if answer.budget is not None:
            return "", answer.bought or answer.budget.amount
        case "check" if answer.verdict is not None:
            return answer.verdict.metric, answer.verdict.found
        case "lookup":
            value = next((fact for fact in answer.facts if fact.value is not None), None)
            if value is not None and value.value is not None:
                size, unit = base(value.value, value.unit)
                return "", Spread(size, size, size, unit)
    return "", None


def _difference(was: Range | None, now: Range | None) -> float:
    """Return by how much an input moved, as a share of it; all of it where it came or went."""
    if was is None or now is None:
        return 1.0
    return max(abs(new - old) / max(abs(new), abs(old), 1e-300) for old, new in zip(was, now, strict=True))
