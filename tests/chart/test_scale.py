"""Axes: what is marked, and where values lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chart.scale import MOST_TICKS, scale


def ticks(values: list[float], unit: str = "Wh", *, zero: bool = True) -> list[tuple[str, str]]:
    found = scale(values, unit, max(values), zero=zero)
    return [(str(tick.shown.median), tick.shown.unit) for tick in found.ticks]


def test_near_values_lie_on_a_linear_axis_from_zero() -> None:
    assert ticks([0.7, 1.9]) == [("0", "Wh"), ("0.5", "Wh"), ("1", "Wh"), ("1.5", "Wh")]
    assert scale([0.7, 1.9], "Wh", 1.9).at(0.95) == pytest.approx(0.5)


def test_a_linear_axis_is_told_in_the_unit_of_the_typical_value() -> None:
    found = scale([120e3, 1.1e6], "Wh", 320e3)
    assert {tick.shown.unit for tick in found.ticks} == {"kWh"}


def test_values_far_apart_lie_on_a_logarithmic_axis() -> None:
    found = scale([0.1, 5.0], "Wh", 5.0)
    assert found.multiple == 10
    assert ticks([0.1, 5.0]) == [("0.1", "Wh"), ("1", "Wh")]


def test_a_logarithmic_axis_changes_units_as_people_do() -> None:
    assert ticks([1e-3, 1e12]) == [("1", "mWh"), ("10", "Wh"), ("100", "kWh"), ("1", "GWh")]


def test_a_logarithmic_axis_has_two_marked_values_at_least() -> None:
    for least in (0.11, 1.3, 2.9, 9.9):
        assert len(scale([least, least * 31], "Wh", 1.0).ticks) >= 2


def test_zero_lies_at_the_start_of_any_axis() -> None:
    assert scale([0.0, 1.0, 1e6], "Wh", 1e6).at(0.0) == 0.0
    assert scale([0.0, 1.0], "Wh", 1.0).at(0.0) == 0.0
    assert scale([0.0], "Wh", 0.0).at(0.0) == 0.0


def test_where_no_lengths_are_read_an_axis_need_not_start_at_zero() -> None:
    assert scale([28e9, 39e9], "Wh", 33e9, zero=False).low == 25e9


@given(
    values=st.lists(st.floats(1e-12, 1e18), min_size=1, max_size=8),
    unit=st.sampled_from(("Wh", "g", "L", "USD", "chip-hour", "%", "FLOP")),
    zero=st.booleans(),
)
def test_an_axis_keeps_the_order_of_values_and_holds_its_marks(
    values: list[float], unit: str, zero: bool
) -> None:
    found = scale(values, unit, max(values), zero=zero)
    places = [found.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)
    assert 1 <= len(found.ticks) <= 2 * MOST_TICKS
    marked = [tick.value for tick in found.ticks]
    assert marked == sorted(set(marked))
    assert all(found.low * (1 - 1e-9) <= value <= found.high * (1 + 1e-9) for value in marked)
