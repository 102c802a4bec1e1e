"""Units and digits: the unit follows the median, the digits follow the width of the range."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from estimator.figure import Spread
from estimator.units import BASE_UNITS, LADDERS, base, rough, shown, significant

POSITIVE = st.floats(min_value=1e-12, max_value=1e18)
FACTORS = st.floats(min_value=1.0, max_value=1e4)
UNITS = st.sampled_from(sorted(LADDERS))


def spreads() -> st.SearchStrategy[Spread]:
    return st.builds(
        lambda median, down, up, unit: Spread(median / down, median, median * up, unit),
        POSITIVE, FACTORS, FACTORS, UNITS,
    )  # fmt: skip


def factor(unit: str, base_unit: str) -> float:
    return next(size for name, size, _ in LADDERS[base_unit] if name == unit)


@given(spreads())
def test_the_ends_stand_on_their_sides_of_the_median(spread: Spread) -> None:
    seen = shown(spread)
    assert seen.low <= seen.median <= seen.high


@given(spreads())
def test_a_range_never_reads_as_one_number(spread: Spread) -> None:
    assume(spread.high / spread.low > 1.001)
    seen = shown(spread)
    assert seen.low < seen.high


@given(spreads())
def test_what_is_shown_is_near_what_was_found(spread: Spread) -> None:
    seen = shown(spread)
    size = factor(seen.unit, spread.unit)
    assert float(seen.median) * size == pytest.approx(spread.median, rel=0.05)
    assert float(seen.low) * size == pytest.approx(spread.low, rel=0.2)
    assert float(seen.high) * size == pytest.approx(spread.high, rel=0.2)


@given(spreads())
def test_a_wide_range_has_few_digits(spread: Spread) -> None:
    assume(spread.high / spread.low > 3.0 and spread.low * 1.5 < spread.median < spread.high / 1.5)
    seen = shown(spread)
    assert digits(seen.median) <= 2
    assert digits(seen.low) <= 2
    assert digits(seen.high) <= 2


@given(spreads(), st.floats(min_value=1e-3, max_value=1e3))
def test_no_number_needs_more_than_six_digits(spread: Spread, scale: float) -> None:
    assert all(digits(end) <= 6 for end in (shown(spread).low, shown(spread).median, shown(spread).high))


def digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits) if value else 1


@pytest.mark.parametrize(
    ("spread", "low", "median", "high", "unit"),
    [
        (Spread(123e3, 321e3, 934e3, "Wh"), "120", "320", "900", "kWh"),
        (Spread(0.098, 0.31, 1.04, "Wh"), "0.1", "0.31", "1", "Wh"),
        (Spread(1280e6, 1287e6, 1295e6, "Wh"), "1.28", "1.287", "1.295", "GWh"),
        (Spread(144.6, 160.2, 175.4, "L"), "145", "160", "175", "L"),
        (Spread(119.9, 120.1, 120.4, "Wh"), "119.9", "120.1", "120.4", "Wh"),
        (Spread(900, 999.6, 1100, "Wh"), "0.9", "1", "1.1", "kWh"),
        (Spread(5, 5, 5, "g"), "5", "5", "5", "g"),
        (Spread(0, 0, 0, "g"), "0", "0", "0", "g"),
        (Spread(0, 1, 3, "L"), "0", "1", "3", "L"),
        (Spread(0.00001, 0.00004, 0.0002, "USD"), "0.001", "0.004", "0.02", "cent"),
        (Spread(3e6, 1e7, 3e7, "g"), "3", "10", "30", "t"),
        (Spread(22.4e3, 22.9e3, 70e3, "Wh"), "22", "23", "70", "kWh"),
        (Spread(100, 300, 300, "Wh"), "100", "300", "300", "Wh"),
        (Spread(-2, 1, 3, "Wh"), "-2", "1", "3", "Wh"),
    ],
)
def test_shown(spread: Spread, low: str, median: str, high: str, unit: str) -> None:
    seen = shown(spread)
    assert (str(seen.low), str(seen.median), str(seen.high), seen.unit) == (low, median, high, unit)


@pytest.mark.parametrize("value", [1e300, 1e-300, 5e-324])
def test_sizes_beyond_any_unit_are_shown(value: float) -> None:
    seen = shown(Spread(value / 2, value, value * 2, "Wh"))
    assert seen.low <= seen.median <= seen.high


def test_every_metric_has_a_ladder_that_holds_its_base_unit() -> None:
    for unit in BASE_UNITS.values():
        assert (unit, 1.0) in [(name, size) for name, size, _ in LADDERS[unit]]


@given(POSITIVE, UNITS)
def test_a_unit_above_the_lowest_is_not_used_below_its_start(value: float, unit: str) -> None:
    seen = rough(value, unit, 6)
    starts = {name: start for name, _, start in LADDERS[unit]}
    assert value >= starts[seen.unit] * 0.99


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(2, "kWh", (2000.0, "Wh")), (500, "mL", (0.5, "L")), (3, "t", (3e6, "g")), (20, "EUR", (20, "EUR"))],
)
def test_a_stated_quantity_in_its_base_unit(value: float, unit: str, expected: tuple[float, str]) -> None:
    assert base(value, unit) == pytest.approx(expected[0]) or base(value, unit)[0] == expected[0]
    assert base(value, unit)[1] == expected[1]


@given(POSITIVE, st.integers(min_value=1, max_value=6))
def test_significant_digits_have_no_zeros_that_say_nothing(value: float, count: int) -> None:
    rounded = significant(value, count)
    assert digits(rounded) <= count
    assert "E+" not in str(rounded) or rounded > Decimal(10) ** 19
