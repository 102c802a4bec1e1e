"""From values to places on an axis, and the values that are marked there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from estimator.units import LADDERS, Shown, plain, rough, rung

WIDE: Final = 30.0  # values further apart than this factor need a logarithmic axis
MOST_TICKS: Final = 5
ROOM: Final = 1.25  # factor beyond the outermost values on a logarithmic axis
DECIMAL: Final = frozenset({"Wh", "g", "L", "USD"})  # base units whose ladder goes by powers of ten


@dataclass(frozen=True, slots=True)
class Tick:
    """A marked value."""

    value: float
    shown: Shown


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis, or a logarithmic one."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    multiple: float | None = None  # on a logarithmic axis, how many times the tick before each tick is

    @property
    def log(self) -> bool:
        return self.multiple is not None

    def at(self, value: float) -> float:
        """Return where a value lies, from 0 to 1; a value off the axis lies at its end."""
        if value <= self.low:
            return 0.0
        if self.log:
            whole = math.log10(self.high) - math.log10(self.low)
            return min((math.log10(value) - math.log10(self.low)) / whole, 1.0)
        return min((value - self.low) / (self.high - self.low), 1.0)


def scale(values: Sequence[float], unit: str, typical: float, *, zero: bool = True) -> Scale:
    """Return an axis for values in a base unit: logarithmic where they lie far apart, else linear.

    A linear axis starts at zero where lengths are read from it, and is told in the unit that fits the typical
    value.
    """
    positive = [value for value in values if value > 0]
    if not positive:
        return _linear(0.0, 1.0, unit, 1.0)
    least, most = min(positive), max(positive)
    if most / least > WIDE:
        return _logarithmic(least, most, unit)
    return _linear(0.0 if zero or 0.0 in values else least, most, unit, typical)


def _linear(least: float, most: float, unit: str, typical: float) -> Scale:
    name, factor = rung(typical, unit)
    step = _step((most - least) / factor or most / factor)
    first = math.floor(least / factor / float(step) + 1e-9)
    last = math.floor(most / factor / float(step) + 1e-9)
    ticks = [_tick(step * i, name, factor) for i in range(first, last + 1)]
    low = ticks[0].value
    return Scale(low, max(most, low + float(step) * factor), tuple(ticks))


def _step(width: float) -> Decimal:
    """Return the smallest of 1, 2, 5 times a power of ten that leaves fewer than MOST_TICKS steps."""
    power = Decimal(10) ** (math.floor(math.log10(width)) - 1)
    return next(
        power * factor for factor in (1, 2, 5, 10, 20, 50) if width / float(power * factor) < MOST_TICKS
    )


def _logarithmic(least: float, most: float, unit: str) -> Scale:
    low, high = least / ROOM, most * ROOM
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last - first < 1:  # one marked value gives no sense of scale
        first -= 1
        low = min(low, 10.0**first)
    every = math.ceil((last - first + 1) / MOST_TICKS)
    ticks = []
    for power in range(first, last + 1, every):
        value = 10.0**power
        if unit in DECIMAL or unit not in LADDERS:
            ticks.append(Tick(value, rough(value, unit)))
        else:
            ticks.append(_tick(Decimal(10) ** power, unit, 1.0))
    return Scale(low, high, tuple(ticks), 10.0**every)


def _tick(value: Decimal, unit: str, factor: float) -> Tick:
    value = plain(value)
    return Tick(float(value) * factor, Shown(value, value, value, unit))
