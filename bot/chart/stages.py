"""The stages that a total is made of: one bar in parts, each named below it with the hatching of its part."""

from __future__ import annotations

from typing import Final

from bot.chart.card import BODY, LEADING, heading, note
from bot.chart.chart import Stages
from bot.chart.lettering import Lettering
from bot.chart.marks import LEFT, RIGHT, Bar, Hatch, Sheet
from bot.chart.palette import SERIES, Colour
from bot.chart.words import Words

BAR: Final = 34.0
GAP: Final = 2.0  # between the parts
SWATCH: Final = (26.0, 15.0)
ROWS_APART: Final = 11.0
HATCHES: Final[tuple[Hatch, ...]] = ("plain", "stripes", "dots", "cross")


def lay_out(chart: Stages, words: Words, lettering: Lettering) -> Sheet:
    """Return the card of a total and its stages."""
    sheet = Sheet()
    title = words.say("stages", "title", subject=chart.subject, metric=words.metric(chart.metric))
    heading(sheet, lettering, title, words.say("stages", "reading", total=words.value(chart.total)))
    x = LEFT
    room = RIGHT - LEFT - GAP * (len(chart.parts) - 1)
    for place, share in enumerate(chart.shares):
        width = share * room
        if width > 0:
            colour, hatch = _look(place)
            sheet.add(Bar((x, sheet.y, x + max(width, 1.0), sheet.y + BAR), colour, 2, hatch))
        x += width + GAP
    sheet.y += BAR + 10
    for place, (part, share) in enumerate(zip(chart.parts, chart.shares, strict=True)):
        colour, hatch = _look(place)
        sheet.y += ROWS_APART if place else 0
        top = sheet.y
        sheet.add(Bar((LEFT, top + 1, LEFT + SWATCH[0], top + 1 + SWATCH[1]), colour, 2, hatch))
        left = LEFT + SWATCH[0] + 10
        base = top + BODY
        number = lettering.line(words.percent(share), RIGHT, base, BODY, strong=True, align="right")
        sheet.add(number)
        for line in lettering.fit(words.stage(part.stage), RIGHT - number.width - 12 - left, BODY):
            sheet.add(lettering.line(line, left, base, BODY))
            base += BODY * LEADING
        sheet.add(lettering.line(words.value(part.spread), left, base, BODY, colour="quiet"))
        sheet.y = base + 0.24 * BODY
    note(sheet, lettering, chart.note)
    return sheet


def _look(place: int) -> tuple[Colour, Hatch]:
    return SERIES[place % len(SERIES)], HATCHES[place % len(HATCHES)]


def alt(chart: Stages, words: Words) -> str:
    """Return the text that stands in for the picture."""
    rows = [
        (words.stage(part.stage), f"{words.percent(share)}, {words.value(part.spread)}")
        for part, share in zip(chart.parts, chart.shares, strict=True)
    ]
    metric, total = words.metric(chart.metric), words.value(chart.total)
    return words.alt("stages", rows, chart.subject, chart.note, metric=metric, total=total)
