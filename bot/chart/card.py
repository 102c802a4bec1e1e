"""What every chart's card has: its heading, its axis, its small print."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.chart.lettering import Lettering
from bot.chart.marks import LEFT, RIGHT, Bar, Box, Line, Sheet, Text
from bot.chart.palette import Colour
from bot.chart.scale import Scale
from bot.chart.words import Words

TITLE: Final = 17.0  # points, sizes of text
BODY: Final = 14.0
SMALL: Final = 12.5
LEADING: Final = 1.3  # from one line to the next, in sizes
APART: Final = 10.0  # between labels on an axis


def paragraph(
    sheet: Sheet,
    lettering: Lettering,
    text: str,
    size: float,
    *,
    strong: bool = False,
    colour: Colour = "text",
    lines: int = 2,
    left: float = LEFT,
    right: float = RIGHT,
) -> None:
    """Write a text at the sheet's place, broken into lines, and move on below it."""
    for line in lettering.fit(text, right - left, size, strong, lines):
        sheet.y += size * LEADING
        place = sheet.y - size * (LEADING - 1)
        sheet.add(lettering.line(line, left, place, size, strong=strong, colour=colour))


def heading(sheet: Sheet, lettering: Lettering, title: str, below: str) -> None:
    """Write a title and the line that tells how to read the chart."""
    sheet.y -= 3
    paragraph(sheet, lettering, title, TITLE, strong=True)
    sheet.y += 1
    paragraph(sheet, lettering, below, SMALL, colour="quiet", lines=3)
    sheet.y += 8


def note(sheet: Sheet, lettering: Lettering, text: str) -> None:
    """Write the small print, if any."""
    if text:
        sheet.y += 8
        paragraph(sheet, lettering, text, SMALL, colour="quiet", lines=3)


def reading(text: str, scale: Scale, words: Words) -> str:
    """Return how to read a chart, with what a logarithmic axis does."""
    if scale.multiple is None:
        return text
    return f"{text} {words.say('axis', 'log', n=words.language.count(scale.multiple))}"


def across(scale: Scale, value: float, left: float = LEFT, right: float = RIGHT) -> float:
    """Return where a value lies on an axis from left to right, in points."""
    return left + scale.at(value) * (right - left)


def track(sheet: Sheet, height: float, scale: Scale | None = None) -> None:
    """Draw what a bar lies on at the sheet's place, as long as the axis, crossed by its marked values."""
    sheet.add(Bar((LEFT, sheet.y, RIGHT, sheet.y + height), "track", 3))
    for tick in scale.ticks if scale else ():
        x = across(scale, tick.value) if scale else LEFT
        sheet.add(Line(x, sheet.y, x, sheet.y + height, "grid"))


def axis(
    sheet: Sheet, lettering: Lettering, scale: Scale, words: Words, left: float = LEFT, right: float = RIGHT
) -> None:
    """Write the marked values below the sheet's place, each where there is room for all, else every second …

    On a linear axis the last label alone has the unit.
    """
    base = sheet.y + 4 + SMALL
    last = len(scale.ticks) - 1
    for every in range(1, last + 2):
        labels: list[Text] = []
        for place in range(last, -1, -every):
            tick = scale.ticks[place]
            text = words.tick(tick.shown, unit=scale.log or place == last)
            width = lettering.width(text, SMALL)
            start = min(max(across(scale, tick.value, left, right) - width / 2, LEFT), RIGHT - width)
            labels.append(lettering.line(text, start, base, SMALL, colour="quiet"))
        if all(free(label.box, [after.box], APART) for after, label in pairwise(labels)):
            break
    sheet.add(*labels)
    sheet.y = base + 0.24 * SMALL


def free(box: Box, taken: Sequence[Box], apart: float = 2.0) -> bool:
    """Return whether a box keeps its distance from others."""
    return all(
        box[2] + apart <= other[0]
        or other[2] + apart <= box[0]
        or box[3] + 1 <= other[1]
        or other[3] + 1 <= box[1]
        for other in taken
    )
