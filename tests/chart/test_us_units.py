"""Charts in gallons and pounds: all of one or none, and the same lengths on the axis."""

from __future__ import annotations

import pytest

from bot import pipeline
from bot.chart import Distribution, Part, Point, Ranges, Row, Stages, Trend, draw, in_customary
from estimator.figure import Spread
from tests.chart.samples import ALL, quantiles

GALLON_L = 3.785411784
POUND_G = 453.59237


def litres(median: float) -> Spread:
    return Spread(median / 3, median, median * 3, "L")


def test_a_distribution_is_told_in_gallons() -> None:
    spread = litres(900)
    chart = in_customary(Distribution("a million prompts", "water", spread, quantiles(spread)))
    assert isinstance(chart, Distribution)
    assert chart.spread.unit == "us-gallon"
    assert chart.spread.median == pytest.approx(900 / GALLON_L)
    assert chart.quantiles[3] == pytest.approx(quantiles(spread)[3] / GALLON_L)
    assert "240\u00a0gal" in draw(chart, "en").alt


def test_a_row_below_an_ounce_keeps_a_comparison_metric() -> None:
    rows = (Row("much", litres(900)), Row("a drop", litres(0.001)))
    assert in_customary(Ranges("water", rows)) == Ranges("water", rows)


def test_stages_are_told_in_pounds_with_no_more_digits_than_they_bear() -> None:
    exact = Spread(2e5, 2e5, 2e5, "g")
    parts = (Part("electricity", exact), Part("embodied", Spread(5e3, 1e4, 3e4, "g")))
    chart = in_customary(Stages("x", "carbon", Spread(1e5, 2.1e5, 4e5, "g"), parts))
    assert isinstance(chart, Stages)
    assert chart.parts[0].spread == Spread(441.0, 441.0, 441.0, "pound")
    assert sum(chart.shares) == pytest.approx(1)


def test_a_trend_is_told_in_gallons() -> None:
    points = (Point(2022, 1e10, 1.2e10, 1.3e10, "A"), Point(2023, 1e10, None, 2e10, "A"))
    chart = in_customary(Trend("Water", "L", points))
    assert isinstance(chart, Trend)
    assert chart.unit == "us-gallon"
    assert chart.points[0].middle == pytest.approx(1.2e10 / GALLON_L)
    assert chart.points[1].value is None


@pytest.mark.parametrize("name", ALL)
def test_every_chart_can_be_drawn_so(name: str) -> None:
    assert draw(in_customary(ALL[name]), "en").alt


def test_the_pictures_of_a_request_are_in_the_units_asked_for() -> None:
    request = pipeline.understand("water of a million gpt-4o prompts")
    assert "\u00a0gal" in pipeline.charts(request, us_units=True)[0].alt
    assert "\u00a0gal" not in pipeline.charts(request)[0].alt
