"""A comparison: a bar a thing, from the 5th to the 95th percentile, on one axis."""

from __future__ import annotations

from typing import Final

from bot.chart.card import BODY, LEADING, across, axis, heading, note, reading, track
from bot.chart.chart import Ranges
from bot.chart.lettering import Lettering
from bot.chart.marks import LEFT, RIGHT, Bar, Dot, Sheet
from bot.chart.scale import Scale, scale
from bot.chart.words import Words
from estimator.figure import Spread

BAR: Final = 14.0  # points thick
MIDDLE: Final = 4.0  # points, the mark of a median
EDGE: Final = 1.5  # around it
GAP: Final = 12.0  # between rows
ROOM: Final = 12.0  # between a name and its numbers
NARROWEST: Final = 150.0  # for a name


def lay_out(chart: Ranges, words: Words, lettering: Lettering) -> Sheet:
    """Return the card of a comparison."""
    sheet = Sheet()
    spreads = [row.spread for row in chart.rows]
    ends = [end for spread in spreads for end in (spread.low, spread.median, spread.high)]
    found = scale(ends, spreads[0].unit, max(spread.median for spread in spreads))
    kinds = {spread.low < spread.high for spread in spreads}
    text = words.say("ranges", "mixed" if len(kinds) > 1 else "ranges" if True in kinds else "exact")
    heading(sheet, lettering, _title(chart, words), reading(text, found, words))
    for place, row in enumerate(chart.rows):
        sheet.y += GAP if place else 0
        name_and_numbers(sheet, lettering, row.label, words.quantity(row.spread), words.ends(row.spread))
        _bar(sheet, found, row.spread)
    axis(sheet, lettering, found, words)
    note(sheet, lettering, chart.note)
    return sheet


def _title(chart: Ranges, words: Words) -> str:
    metric = words.metric(chart.metric)
    return words.say("ranges", "title", subject=chart.subject, metric=metric) if chart.subject else metric


def name_and_numbers(sheet: Sheet, lettering: Lettering, name: str, quantity: str, ends: str = "") -> None:
    """Write a name at the left and its numbers at the right; below it where a name needs the room."""
    gap = 7.0 if ends else 0.0
    numbers = lettering.width(quantity, BODY, strong=True) + gap + lettering.width(ends, BODY)
    room = RIGHT - LEFT - numbers - ROOM
    beside = room >= NARROWEST
    lines = lettering.fit(name, room if beside else RIGHT - LEFT, BODY)
    base = sheet.y + BODY
    for place, line in enumerate(lines):
        sheet.add(lettering.line(line, LEFT, base + place * BODY * LEADING, BODY))
    last = base + (len(lines) - 1) * BODY * LEADING
    if not beside:
        last = base = last + BODY * LEADING
    left = RIGHT - numbers if beside else LEFT
    text = lettering.line(
        lettering.fit(quantity, RIGHT - left, BODY, True, 1)[0], left, base, BODY, strong=True
    )
    sheet.add(text)
    left += text.width + gap
    if ends and numbers > RIGHT - LEFT:
        left, base, last = LEFT, base + BODY * LEADING, last + BODY * LEADING
    if ends:
        line = lettering.fit(ends, RIGHT - left, BODY, lines=1)[0]
        sheet.add(lettering.line(line, left, base, BODY, colour="quiet"))
    sheet.y = last + 7


def _bar(sheet: Sheet, found: Scale, spread: Spread) -> None:
    """Draw a range with its middle; a value without a range as a diamond."""
    track(sheet, BAR, found)
    left, middle, right = (across(found, end) for end in (spread.low, spread.median, spread.high))
    top, bottom = sheet.y, sheet.y + BAR
    if spread.low < spread.high:
        half = MIDDLE / 2
        sheet.add(
            Bar((left, top, max(right, left + 2), bottom), "bar", 3),
            Bar((middle - half - EDGE, top, middle + half + EDGE, bottom), "card"),
            Bar((middle - half, top - 1, middle + half, bottom + 1), "middle", 1),
        )
    else:
        sheet.add(Dot(middle, (top + bottom) / 2, BAR / 2 + 1, "middle", "diamond"))
    sheet.y = bottom


def alt(chart: Ranges, words: Words) -> str:
    """Return the text that stands in for the picture."""
    rows = [(row.label, words.value(row.spread)) for row in chart.rows]
    ranged = any(row.spread.low < row.spread.high for row in chart.rows)
    return words.alt(
        "ranges",
        rows,
        _title(chart, words),
        chart.note,
        range=words.say("alt", "range") if ranged else "",
    )
