"""What the spread of an estimate comes from: a bar a cause."""

from __future__ import annotations

import math
from typing import Final

from bot.chart.card import heading, note, track
from bot.chart.chart import Drivers, Share
from bot.chart.lettering import Lettering
from bot.chart.marks import LEFT, RIGHT, Bar, Sheet
from bot.chart.ranges import BAR, GAP, name_and_numbers
from bot.chart.words import Words

REST: Final = 0.005  # of the whole, from which the rest is worth a row


def lay_out(chart: Drivers, words: Words, lettering: Lettering) -> Sheet:
    """Return the card of an estimate's causes of spread."""
    sheet = Sheet()
    title = words.say("drivers", "title", metric=words.metric(chart.metric))
    heading(sheet, lettering, title, words.say("drivers", "reading", subject=chart.subject))
    for place, row in enumerate(_rows(chart, words)):
        sheet.y += GAP if place else 0
        name_and_numbers(sheet, lettering, row.label, words.percent(row.share))
        track(sheet, BAR)
        rest = place >= len(chart.shares)
        right = max(LEFT + row.share * (RIGHT - LEFT), LEFT + 2)
        box = (LEFT, sheet.y, right, sheet.y + BAR)
        sheet.add(Bar(box, "quiet", 3, "stripes") if rest else Bar(box, "bar", 3))
        sheet.y += BAR
    note(sheet, lettering, chart.note)
    return sheet


def _rows(chart: Drivers, words: Words) -> tuple[Share, ...]:
    """Return the shares and what they leave of the whole."""
    rest = 1 - math.fsum(each.share for each in chart.shares)
    if rest < REST:
        return chart.shares
    return (*chart.shares, Share(words.say("drivers", "rest"), rest))


def alt(chart: Drivers, words: Words) -> str:
    """Return the text that stands in for the picture."""
    rows = [(row.label, words.percent(row.share)) for row in _rows(chart, words)]
    return words.alt("drivers", rows, chart.subject, chart.note, metric=words.metric(chart.metric))
