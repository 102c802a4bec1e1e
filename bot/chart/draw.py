"""Chart → Picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chart.chart import Chart, Distribution, Drivers, Picture, Ranges, Stages, Trend
from bot.chart.words import Words
from bot.languages import language

if TYPE_CHECKING:
    from bot.chart.lettering import Lettering
    from bot.chart.marks import Sheet


def draw(chart: Chart, tag: str) -> Picture:
    """Return a chart as a picture with its alt text, in the language of a tag.

    Takes some 30 ms, so off the event loop. Safe to call from several threads; the same chart gives the same
    bytes. But draw in one thread of your own: the C library keeps about 10 MB for each thread that ever drew.
    The imaging library is imported when the first picture is asked for: a bot that draws none is without it.
    """
    from bot.chart.lettering import Lettering
    from bot.chart.paint import png

    words = Words(language(tag))
    lettering = Lettering()
    sheet, alt = _lay_out(chart, words, lettering)
    image, width, height = png(sheet, lettering)
    return Picture(image, alt, width, height)


def lay_out(chart: Chart, tag: str) -> Sheet:
    """Return where everything of a chart stands."""
    from bot.chart.lettering import Lettering

    return _lay_out(chart, Words(language(tag)), Lettering())[0]


def _lay_out(chart: Chart, words: Words, lettering: Lettering) -> tuple[Sheet, str]:
    from bot.chart import distribution, drivers, ranges, stages, trend

    match chart:
        case Ranges():
            return ranges.lay_out(chart, words, lettering), ranges.alt(chart, words)
        case Distribution():
            return distribution.lay_out(chart, words, lettering), distribution.alt(chart, words)
        case Drivers():
            return drivers.lay_out(chart, words, lettering), drivers.alt(chart, words)
        case Trend():
            return trend.lay_out(chart, words, lettering), trend.alt(chart, words)
        case Stages():
            return stages.lay_out(chart, words, lettering), stages.alt(chart, words)
