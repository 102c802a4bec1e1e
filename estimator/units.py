"""The base units, the ladder of units they are shown in, and rounding by the width of the range.

Everything is computed in base units: Wh, g (CO2e), L, USD, chip-hour. Conversion happens once, here, for
display.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Final

from estimator.figure import Spread
from estimator.workload import Metric

BASE_UNITS: Final[dict[Metric, str]] = {
    "energy": "Wh",
    "carbon": "g",
    "water": "L",
    "cost": "USD",
    "hardware": "chip-hour",
}

# Each ladder goes up; a rung is a unit, the base units in one of it, and the value from which it serves.
# "Wh", "g" and "mL" serve from 0.01, as people write 0.3 Wh and not 300 mWh.
LADDERS: Final[dict[str, tuple[tuple[str, float, float], ...]]] = {
    "Wh": (
        ("µWh", 1e-6, 0.0),
        ("mWh", 1e-3, 1e-3),
        ("Wh", 1.0, 0.01),
        ("kWh", 1e3, 1e3),
        ("MWh", 1e6, 1e6),
        ("GWh", 1e9, 1e9),
        ("TWh", 1e12, 1e12),
    ),
    "g": (
        ("µg", 1e-6, 0.0),
        ("mg", 1e-3, 1e-5),
        ("g", 1.0, 0.01),
        ("kg", 1e3, 1e3),
        ("t", 1e6, 1e6),
    ),
    "L": (
        ("µL", 1e-6, 0.0),
        ("mL", 1e-3, 1e-5),
        ("L", 1.0, 1.0),
        ("m3", 1e3, 1e3),
    ),
    "W": (
        ("W", 1.0, 0.0),
        ("kW", 1e3, 1e3),
        ("MW", 1e6, 1e6),
        ("GW", 1e9, 1e9),
    ),
    "USD": (
        ("cent", 1e-2, 0.0),
        ("USD", 1.0, 1.0),
    ),
    "chip-hour": (
        ("chip-second", 1 / 3600, 0.0),
        ("chip-minute", 1 / 60, 1 / 60),
        ("chip-hour", 1.0, 1.0),
    ),
    # As the United States measure water and carbon; smaller amounts than an ounce stay metric.
    "us-gallon": (
        ("fluid-ounce", 1 / 128, 0.0),
        ("us-gallon", 1.0, 1.0),
    ),
    "pound": (
        ("ounce", 1 / 16, 0.0),
        ("pound", 1.0, 1.0),
        ("short-ton", 2000.0, 2000.0),
    ),
    # Times and lengths of everyday things. What is used by the hour is told in hours, however many.
    "second, up to hours": (
        ("millisecond", 1e-3, 0.0),
        ("second", 1.0, 0.1),
        ("minute", 60.0, 90.0),
        ("hour", 3600.0, 5400.0),
    ),
    "second": (
        ("millisecond", 1e-3, 0.0),
        ("second", 1.0, 0.1),
        ("minute", 60.0, 90.0),
        ("hour", 3600.0, 5400.0),
        ("day", 86400.0, 36 * 3600.0),
        ("year", 365 * 86400.0, 500 * 86400.0),
    ),
    "m": (
        ("mm", 1e-3, 0.0),
        ("cm", 1e-2, 1e-2),
        ("m", 1.0, 1.0),
        ("km", 1e3, 1e3),
    ),
}

TIMES: Final = frozenset({"times", "x", "×", "time", "veces", "fold", ""})  # units of a ratio
SECONDS: Final = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "year": 365 * 86400.0}
METRES: Final = {"m": 1.0, "km": 1000.0, "mile": 1609.344}

US: Final = {
    "L": ("us-gallon", 3.785411784),
    "g": ("pound", 453.59237),
}  # by metric base unit; exact by definition

TOLD_IN: Final = ("year", "day", "hour", "minute", "second")
MOST_TOLD: Final = 100.0  # of a smaller unit that people say instead of a part of a larger one
TOO_MANY: Final = 5000.0  # minutes or seconds, for which people say hours

MEDIAN_DIGITS: Final = 2  # of a median, at least
EXACT_DIGITS: Final = 4  # of a number without a range
MOST_DIGITS: Final = 6  # of any number shown with a range
STATED_DIGITS: Final = 6  # of a number that somebody states
CONVERTED_DIGITS: Final = 3  # of one that is told in another unit than it was stated in
THING_DIGITS: Final = 2  # of one that everyday things make, whose own size is a round figure
READABLE: Final = (0.01, 1e5)  # numbers that read well in a unit
LONGEST: Final = 20  # powers of ten below which a whole number is written out
WIDE: Final = 3.0  # a range whose ends are further apart than this factor


@dataclass(frozen=True, slots=True)
class Shown:
    """A spread as it is shown: rounded, in a display unit. The ends equal the median where it is exact."""

    low: Decimal
    median: Decimal
    high: Decimal
    unit: str

    @property
    def exact(self) -> bool:
        return self.low == self.median == self.high


def base(value: float, unit: str) -> tuple[float, str]:
    """Return a value in its base unit: 2 kWh is 2,000 Wh. A unit that is on no ladder is its own base."""
    for base_unit, ladder in LADDERS.items():
        for name, factor, _ in ladder:
            if name == unit:
                return value * factor, base_unit
    return value, unit


def rung(value: float, unit: str) -> tuple[str, float]:
    """Return the display unit for a value in a base unit, and how many base units it holds."""
    ladder = LADDERS.get(unit)
    if ladder is None:
        return unit, 1.0
    size = abs(float(significant(value, MEDIAN_DIGITS)))  # 999.6 Wh is shown as 1 kWh, not as 1,000 Wh
    name, factor, _ = ladder[0]
    if size == 0:
        name, factor = next((n, f) for n, f, _ in ladder if f == 1.0)
    for candidate, candidate_factor, start in ladder:
        if size and size >= start * (1 - 1e-9):
            name, factor = candidate, candidate_factor
    return name, factor


def in_us_units(spread: Spread) -> Spread:
    """Return litres as US gallons and grams as pounds, from an ounce up; any other quantity as it is."""
    name, size = US.get(spread.unit, ("", 1.0))
    least = LADDERS[name][0][1] if name else 0.0
    if not name or spread.median / size < least:
        return spread
    return Spread(spread.low / size, spread.median / size, spread.high / size, name)


@lru_cache(maxsize=4096)
def shown(spread: Spread, unit: str = "") -> Shown:
    """Return a spread in the unit that fits its median, or in a given one, with the digits it can bear.

    A range of more than a factor of three leaves the median two digits and its ends one or two; a narrower
    one is rounded to about a tenth of its width. An end that would read as the median gets more digits.
    """
    name, size = (unit, base(1.0, unit)[0]) if unit else rung(spread.median, spread.unit)
    low, median, high = (end / size for end in (spread.low, spread.median, spread.high))
    ends = _rounded(low, median, high)
    if ends is None or ends[0] == ends[2]:
        value = significant(median, EXACT_DIGITS)
        return Shown(value, value, value, name)
    return Shown(*ends, name)


def _rounded(low: float, median: float, high: float) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return a range in the digits that it can bear; None where it is no range."""
    if not low < high:
        return None
    if low > 0 and high / low > WIDE:
        rounded = significant(median, MEDIAN_DIGITS)
        return _end(low, median, rounded), rounded, _end(high, median, rounded)
    place = math.floor(math.log10((high - low) / 4))
    rounded = significant(median, _digits_down_to(median, place))
    if low <= 0:
        return _end(low, median, rounded), rounded, _end(high, median, rounded)
    lower, upper = (_apart(end, median, rounded, _digits_down_to(end, place)) for end in (low, high))
    return lower, rounded, upper


@dataclass(frozen=True, slots=True)
class Told:
    """How a claimed quantity is told, and the unit of what is found."""

    unit: str
    found_unit: str
    digits: int

    def rounded(self, value: float) -> float:
        """Return a claimed quantity in its base unit as it is told."""
        size = base(1.0, self.unit)[0]
        return float(significant(value / size, self.digits)) * size


UNTOLD: Final = Told("", "", STATED_DIGITS)


def told_in(
    claimed: float, found: Spread, stated: tuple[str, float] | None, digits: int = STATED_DIGITS
) -> Told:
    """Return how to tell a claimed quantity beside what is found: in a unit that both read well in, else each
    in its own. `stated` is the base unit and size of the unit that the claim was stated in."""
    own = rung(found.median, found.unit)[0]
    meant = named(*stated) if stated is not None and stated[0] == found.unit else ""
    if stated is not None and not meant:
        digits = min(digits, CONVERTED_DIGITS)  # of joules, of gallons
    if found.unit == "times" and found.median < 1 and 0 < claimed < 1:
        digits = min(digits, CONVERTED_DIGITS)  # in percent
    for unit in (meant or own, own):
        size = base(1.0, unit)[0]
        if all(READABLE[0] <= each / size < READABLE[1] for each in (claimed or found.median, found.median)):
            return Told(unit, unit, digits)
    return Told(rung(claimed, found.unit)[0], own, digits)


def named(base_unit: str, size: float) -> str:
    """Return the unit of a display ladder that holds so many base units; "" where none does."""
    return next((name for name, each, _ in LADDERS.get(base_unit, ()) if math.isclose(each, size)), "")


def rough(value: float, unit: str, digits: int = MEDIAN_DIGITS) -> Shown:
    """Return a value in the unit that fits it, with so many digits and no range."""
    name, factor = rung(value, unit)
    rounded = significant(value / factor, digits)
    return Shown(rounded, rounded, rounded, name)


def spoken(amount: float, unit: str) -> tuple[float, str]:
    """Return a length of time as people say it: 10 minutes and no sixth of an hour, 2 hours and no 7,200 s.

    A part of a unit is told in the largest smaller one that measures it whole, if that takes less than a
    hundred; many of one are whole years, if they are. Very many seconds are hours, whole or not.
    """
    seconds = amount * SECONDS[unit]
    years = seconds / SECONDS["year"]
    if unit != "second" and years >= 1 and years == round(years):
        return years, "year"
    smaller = TOLD_IN[TOLD_IN.index(unit) :] if unit != "second" else TOLD_IN
    told = amount, unit
    for name in smaller:
        count = seconds / SECONDS[name]
        whole = round(count)
        if whole >= 1 and math.isclose(count, whole, rel_tol=1e-9):
            kept = name == unit or unit == "second" or whole < MOST_TOLD
            told = (float(whole), name) if kept else told
            break
    if unit == "second" and told[0] >= TOO_MANY:
        return seconds / SECONDS["hour"], "hour"
    return told


def significant(value: float, digits: int) -> Decimal:
    """Return a value rounded to so many significant digits, without the zeros that say nothing."""
    if math.isinf(value):
        return Decimal(value)
    rounded = Context(prec=digits, rounding=ROUND_HALF_EVEN).create_decimal(repr(value))
    return plain(rounded)


def plain(value: Decimal) -> Decimal:
    """Return a decimal without trailing zeros after the point and without an exponent above zero."""
    if not value:
        return Decimal(0)
    value = value.normalize()
    whole = value.is_finite() and value == value.to_integral_value() and value.adjusted() < LONGEST
    return value.quantize(Decimal(1)) if whole else value


def _end(end: float, median: float, rounded: Decimal) -> Decimal:
    """Return an end of a wide range: two digits where the first is 1 or 2, else one."""
    first = Decimal(repr(end)).normalize().as_tuple().digits[0]
    return _apart(end, median, rounded, 2 if first <= 2 else 1)


def _apart(end: float, median: float, rounded: Decimal, digits: int) -> Decimal:
    """Return an end with so many digits, or more until it stands on its own side of the median shown."""
    value = significant(end, digits)
    if end == median:
        return rounded
    while digits < MOST_DIGITS and (value >= rounded if end < median else value <= rounded):
        digits += 1
        value = significant(end, digits)
    return min(value, rounded) if end < median else max(value, rounded)


def _digits_down_to(value: float, place: int) -> int:
    """Return how many significant digits of a value stand at or above a power of ten."""
    if value == 0:
        return 1
    leading = math.floor(math.log10(abs(value)))
    return min(max(leading - place + 1, MEDIAN_DIGITS), MOST_DIGITS)
