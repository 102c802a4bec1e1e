"""Charts as the United States measure: gallons and pounds where others have litres and kilograms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chart.chart import Chart, Distribution, Drivers, Ranges, Stages, Trend
from estimator.figure import Spread
from estimator.units import in_us_units, significant

DIGITS: Final = 3


def in_customary(chart: Chart) -> Chart:
    """Return a chart in US units, all of it or none: an amount below an ounce keeps the whole metric."""
    match chart:
        case Ranges():
            unit, factor = _rate([row.spread.median for row in chart.rows], chart.rows[0].spread.unit)
            rows = tuple(replace(row, spread=_times(row.spread, factor, unit)) for row in chart.rows)
            return replace(chart, rows=rows)
        case Distribution():
            unit, factor = _rate([chart.spread.median], chart.spread.unit)
            quantiles = tuple(value * factor for value in chart.quantiles)
            return replace(chart, spread=_times(chart.spread, factor, unit), quantiles=quantiles)
        case Stages():
            unit, factor = _rate([chart.total.median], chart.total.unit)
            parts = tuple(replace(part, spread=_times(part.spread, factor, unit)) for part in chart.parts)
            return replace(chart, total=_times(chart.total, factor, unit), parts=parts)
        case Trend():
            unit, factor = _rate([point.middle for point in chart.points], chart.unit)
            points = tuple(
                replace(
                    point,
                    low=point.low * factor,
                    value=None if point.value is None else point.value * factor,
                    high=point.high * factor,
                )
                for point in chart.points
            )
            return replace(chart, unit=unit, points=points)
        case Drivers():
            return chart


def _rate(values: Sequence[float], unit: str) -> tuple[str, float]:
    """Return the US unit for values and how many of it one of theirs is; theirs where one is too small."""
    found = [in_us_units(Spread(value, value, value, unit)) for value in values if value > 0]
    units = {spread.unit for spread in found}
    if len(units) != 1 or unit in units:
        return unit, 1.0
    value = next(value for value in values if value > 0)
    return found[0].unit, found[0].median / value


def _times(spread: Spread, factor: float, unit: str) -> Spread:
    if factor != 1.0 and spread.low == spread.high:  # an exact figure is not more so in another unit
        value = float(significant(spread.median * factor, DIGITS))
        return Spread(value, value, value, unit)
    return replace(spread.times(factor), unit=unit)
