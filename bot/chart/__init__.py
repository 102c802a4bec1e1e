"""Charts: values → picture, with the text that stands in for it."""

from bot.chart.chart import (
    Chart,
    Distribution,
    Drivers,
    Kind,
    Part,
    Picture,
    Point,
    Ranges,
    Row,
    Share,
    Stages,
    Trend,
)
from bot.chart.draw import draw
from bot.chart.us_units import in_customary

__all__ = [
    "Chart",
    "Distribution",
    "Drivers",
    "Kind",
    "Part",
    "Picture",
    "Point",
    "Ranges",
    "Row",
    "Share",
    "Stages",
    "Trend",
    "draw",
    "in_customary",
]
