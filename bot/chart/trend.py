"""Published values by year, each with the mark of its source; figures of one source are joined."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.chart.card import LEADING, SMALL, free, heading, note, reading
from bot.chart.chart import Point, Trend
from bot.chart.lettering import Lettering
from bot.chart.marks import LEFT, RIGHT, Box, Dot, Line, Shape, Sheet, Text
from bot.chart.palette import SERIES, Colour
from bot.chart.scale import Scale, scale
from bot.chart.words import Words
from estimator.units import Shown, rough, rung, significant

HEIGHT: Final = 190.0  # points, of the plot
MARK: Final = 6.5  # radius
INSET: Final = 16.0  # from the ends of the axis to the first and last year
SHAPES: Final[tuple[Shape, ...]] = ("circle", "square", "triangle", "diamond")
DIGITS: Final = 4  # of a published value
SAMPLES: Final = 40  # of a line, to see what it crosses
HEADROOM: Final = 22.0  # above the highest value, for its label


def lay_out(chart: Trend, words: Words, lettering: Lettering) -> Sheet:
    """Return the card of published values by year."""
    sheet = Sheet()
    values = [end for point in chart.points for end in (point.low, point.middle, point.high)]
    found = scale(values, chart.unit, max(point.middle for point in chart.points))
    forecasts = any(point.forecast for point in chart.points)
    text = words.say("trend", "reading_forecasts" if forecasts else "reading")
    heading(sheet, lettering, chart.subject, reading(text, found, words))
    top = sheet.y + HEADROOM
    bottom = top + HEIGHT
    left = _levels(sheet, lettering, found, words, top, bottom)
    places = _places(chart, found, left, top, bottom)
    _marks(sheet, chart, found, places, top, bottom)
    sheet.y = bottom
    _years(sheet, lettering, places)
    _labels(sheet, lettering, chart, words, places)
    _legend(sheet, lettering, chart)
    note(sheet, lettering, chart.note)
    return sheet


Places = list[tuple[Point, float, float]]


def _levels(
    sheet: Sheet, lettering: Lettering, found: Scale, words: Words, top: float, bottom: float
) -> float:
    """Draw the marked values as lines with their labels at the left; return where the plot starts."""
    last = len(found.ticks) - 1
    texts = [
        words.tick(tick.shown, unit=found.log or place == last) for place, tick in enumerate(found.ticks)
    ]
    gutter = LEFT + max(lettering.width(text, SMALL) for text in texts)
    for tick, text in zip(found.ticks, texts, strict=True):
        y = _down(found, tick.value, top, bottom)
        sheet.add(Line(gutter + 8, y, RIGHT, y, "grid"))
        sheet.add(lettering.line(text, gutter, y + 0.36 * SMALL, SMALL, colour="quiet", align="right"))
    return gutter + 8


def _down(found: Scale, value: float, top: float, bottom: float) -> float:
    return bottom - found.at(value) * (bottom - top)


def _places(chart: Trend, found: Scale, left: float, top: float, bottom: float) -> Places:
    """Return the points with their places, by year."""
    years = [point.year for point in chart.points]
    first, last = min(years), max(years)
    start, end = left + INSET, RIGHT - INSET
    step = (end - start) / (last - first) if last > first else 0.0
    middle = (start + end) / 2
    return [
        (
            point,
            start + (point.year - first) * step if step else middle,
            _down(found, point.middle, top, bottom),
        )
        for point in sorted(chart.points, key=lambda point: point.year)
    ]


def _look(chart: Trend, point: Point) -> tuple[Colour, Shape]:
    place = chart.sources.index(point.source)
    return SERIES[place], SHAPES[place]


def _marks(sheet: Sheet, chart: Trend, found: Scale, places: Places, top: float, bottom: float) -> None:
    for source in chart.sources:
        own = [place for place in places if place[0].source == source]
        for (_, x0, y0), (later, x1, y1) in pairwise(own):
            if x1 > x0:
                sheet.add(Line(x0, y0, x1, y1, _look(chart, later)[0], 2.0, later.forecast))
    for point, x, y in places:
        colour, shape = _look(chart, point)
        if point.low < point.high:
            ends = (_down(found, point.high, top, bottom), _down(found, point.low, top, bottom))
            sheet.add(Line(x, ends[0], x, ends[1], colour, 2.0))
        sheet.add(Dot(x, y, MARK + 2, "card", shape), Dot(x, y, MARK, colour, shape, not point.forecast))


def _labels(sheet: Sheet, lettering: Lettering, chart: Trend, words: Words, places: Places) -> None:
    """Write each value beside its mark where no other text stands and the fewest lines are crossed."""
    taken: list[Box] = [(x - MARK, y - MARK, x + MARK, y + MARK) for _, x, y in places]
    taken += [mark.box for mark in sheet.marks if isinstance(mark, Text)]
    lines = [mark for mark in sheet.marks if isinstance(mark, Line) and mark.colour != "grid"]
    for point, x, y in places:
        text = _value(chart, words, point)
        width = lettering.width(text, SMALL, strong=True)
        above, below, level = y - MARK - 6, y + MARK + SMALL + 3, y + 0.36 * SMALL
        before, after = x - MARK - 5 - width, x + MARK + 5
        free_places = []
        for left, base in (
            (min(max(x - width / 2, LEFT), RIGHT - width), above),
            (min(max(x - width / 2, LEFT), RIGHT - width), below),
            (before, level),
            (after, level),
            (before, above),
            (after, below),
            (before, below),
            (after, above),
        ):
            label = lettering.line(text, left, base, SMALL, strong=True, colour=_look(chart, point)[0])
            if left >= LEFT and left + width <= RIGHT and free(label.box, taken):
                free_places.append(label)
        if free_places:
            label = min(free_places, key=lambda each: sum(_crosses(line, each.box) for line in lines))
            taken.append(label.box)
            sheet.add(replace(label, halo=True))


def _crosses(line: Line, box: Box) -> int:
    """Return how many of a line's sampled points lie within a box."""
    return sum(
        box[0] <= line.x0 + (line.x1 - line.x0) * i / SAMPLES <= box[2]
        and box[1] <= line.y0 + (line.y1 - line.y0) * i / SAMPLES <= box[3]
        for i in range(SAMPLES + 1)
    )


def _years(sheet: Sheet, lettering: Lettering, places: Places) -> None:
    """Write the years below, the last and the first before the others: those without room are left out."""
    base = sheet.y + 6 + SMALL
    taken: list[Box] = []
    years = sorted({(point.year, x) for point, x, _ in places}, reverse=True)
    for year, x in [years[0], years[-1], *years[1:-1]] if len(years) > 1 else years:
        label = lettering.line(str(year), x, base, SMALL, colour="quiet", align="centre")
        if free(label.box, taken, 6):
            taken.append(label.box)
            sheet.add(label)
    sheet.y = base + 0.24 * SMALL


def _legend(sheet: Sheet, lettering: Lettering, chart: Trend) -> None:
    """Name the sources beside their marks."""
    sheet.y += 8
    for place, source in enumerate(chart.sources):
        sheet.add(Dot(LEFT + MARK, sheet.y + SMALL * 0.75, MARK, SERIES[place], SHAPES[place]))
        left = LEFT + 2 * MARK + 8
        for line in lettering.fit(source, RIGHT - left, SMALL):
            sheet.add(lettering.line(line, left, sheet.y + SMALL * 1.1, SMALL))
            sheet.y += SMALL * LEADING
        sheet.y += SMALL * 0.25


def _value(chart: Trend, words: Words, point: Point) -> str:
    """Return what was published, to the digit: a value, else a range."""
    if point.value is not None:
        return words.language.amount(rough(point.value, chart.unit, DIGITS))
    unit, factor = rung(point.high, chart.unit)
    high = significant(point.high / factor, DIGITS)
    low = words.language.number(significant(point.low / factor, DIGITS))
    return f"{low}–{words.language.amount(Shown(high, high, high, unit))}"


def _published(chart: Trend, words: Words, point: Point) -> str:
    """Return what was published, a value with its range."""
    if point.value is None or not point.low < point.high:
        return _value(chart, words, point)
    ranged = _value(chart, words, replace(point, value=None))
    return f"{_value(chart, words, point)} ({ranged})"


def alt(chart: Trend, words: Words) -> str:
    """Return the text that stands in for the picture."""
    rows = [
        (
            words.say(
                "trend", "forecast" if point.forecast else "year", year=str(point.year), source=point.source
            ),
            _published(chart, words, point),
        )
        for point in sorted(chart.points, key=lambda point: point.year)
    ]
    return words.alt("trend", rows, chart.subject, chart.note)
