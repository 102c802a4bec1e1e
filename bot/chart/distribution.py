"""The likely values of one estimate as dots, each as likely as the others.

Dots that can be counted are read more surely than a curve (Kay, Kola, Hullman and Munson 2016,
doi:10.1145/2858036.2858558); they are stacked as Wilkinson does (1999, doi:10.1080/00031305.1999.10474474).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.chart import ranges
from bot.chart.card import SMALL, across, axis, heading, note, reading
from bot.chart.chart import Distribution, Ranges, Row
from bot.chart.lettering import Lettering
from bot.chart.marks import LEFT, RIGHT, Dot, Line, Sheet
from bot.chart.scale import Scale, scale
from bot.chart.words import Words
from estimator.units import rough

DOT: Final = 9.0  # points, the radius of a dot
LOWEST: Final = 3  # dots that a stack has room for, so that a flat distribution looks flat
CLEAR: Final = 6.0
START: Final = LEFT + DOT  # of the axis, so that a dot at its end stays on the card
END: Final = RIGHT - DOT


def lay_out(chart: Distribution, words: Words, lettering: Lettering) -> Sheet:
    """Return the card of one estimate; where it is exact, the one value."""
    if not chart.spread.low < chart.spread.high:
        return ranges.lay_out(_exact(chart), words, lettering)
    sheet = Sheet()
    values = [*chart.quantiles, chart.spread.low, chart.spread.high]
    found = scale(values, chart.spread.unit, chart.spread.median, zero=False)
    title = words.say("distribution", "title", subject=chart.subject, metric=words.metric(chart.metric))
    text = words.say(
        "distribution", "reading", n=str(len(chart.quantiles)), range=words.language.range(chart.spread)
    )
    heading(sheet, lettering, title, reading(text, found, words))
    stacks = _stacks(chart.quantiles, found)
    middle = across(found, chart.spread.median, START, END)
    label = lettering.line(words.quantity(chart.spread), 0, sheet.y + SMALL, SMALL, strong=True)
    left = min(max(middle - label.width / 2, LEFT), RIGHT - label.width)
    sheet.add(replace(label, x=left))
    top = sheet.y + SMALL + CLEAR
    bottom = top + CLEAR + max(LOWEST, *(len(stack) for _, stack in stacks)) * 2 * DOT
    for tick in found.ticks:
        x = across(found, tick.value, START, END)
        sheet.add(Line(x, top, x, bottom, "grid"))
    sheet.add(Line(middle, top, middle, bottom, "middle", 2.0), Line(START, bottom, END, bottom, "grid"))
    for x, stack in stacks:
        for place, value in enumerate(stack):
            inside = chart.spread.low <= value <= chart.spread.high
            sheet.add(Dot(x, bottom - DOT - place * 2 * DOT, DOT - 0.7, "bar", filled=inside))
    sheet.y = bottom + 1
    axis(sheet, lettering, found, words, START, END)
    note(sheet, lettering, chart.note)
    return sheet


def _exact(chart: Distribution) -> Ranges:
    return Ranges(chart.metric, (Row(chart.subject, chart.spread),), chart.note)


def _stacks(values: tuple[float, ...], found: Scale) -> list[tuple[float, list[float]]]:
    """Return stacks of values with their middles, in points: each holds what lies within a dot's width."""
    stacks: list[tuple[float, list[float]]] = []
    start = end = 0.0
    for value in values:
        x = across(found, value, START, END)
        if stacks and x < start + 2 * DOT:
            stacks[-1][1].append(value)
            end = x
            stacks[-1] = ((start + end) / 2, stacks[-1][1])
        else:
            start = end = x
            stacks.append((x, [value]))
    return stacks


def alt(chart: Distribution, words: Words) -> str:
    """Return the text that stands in for the picture."""
    if not chart.spread.low < chart.spread.high:
        return ranges.alt(_exact(chart), words)
    return words.alt(
        "distribution",
        (),
        chart.subject,
        chart.note,
        metric=words.metric(chart.metric),
        n=str(len(chart.quantiles)),
        quantity=words.quantity(chart.spread),
        range=words.language.range(chart.spread),
        least=_value(chart, words, 0),
        most=_value(chart, words, -1),
    )


def _value(chart: Distribution, words: Words, place: int) -> str:
    return words.language.amount(rough(chart.quantiles[place], chart.spread.unit))
