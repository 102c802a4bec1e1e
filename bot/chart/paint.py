"""Marks → PNG."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from bot.chart.lettering import Lettering
from bot.chart.marks import SCALE, WIDTH, Bar, Box, Dot, Line, Mark, Sheet, Text
from bot.chart.palette import COLOURS, Colour

FINE: Final = 3  # masks are drawn so many times larger, then reduced, for smooth edges
RING: Final = 2.0  # points, the line of a hollow mark
DASH: Final = (6.0, 4.0)  # points on and off
ANCHORS: Final = {"left": "ls", "centre": "ms", "right": "rs"}
HALO: Final = 2.5 * SCALE  # pixels
STRIPE: Final = 6.0  # points from one line of a hatching to the next

Polygon = list[tuple[float, float]]
Draw = ImageDraw.ImageDraw


def png(sheet: Sheet, lettering: Lettering) -> tuple[bytes, int, int]:
    """Return a sheet as a PNG with its width and height in pixels."""
    size = round(WIDTH * SCALE), math.ceil(sheet.height * SCALE)
    image = Image.new("RGB", size, COLOURS["card"])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] - 1, size[1] - 1), outline=COLOURS["edge"], width=SCALE)
    for mark in sheet.marks:
        _put(image, draw, mark, lettering)
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue(), *size


def _put(image: Image.Image, draw: Draw, mark: Mark, lettering: Lettering) -> None:
    match mark:
        case Text():
            draw.text(
                (round(mark.x * SCALE), round(mark.y * SCALE)),
                mark.text,
                font=lettering.font(mark.size, mark.strong),
                fill=COLOURS[mark.colour],
                anchor=ANCHORS[mark.align],
                stroke_width=HALO if mark.halo else 0,
                stroke_fill=COLOURS["card"],
            )
        case Bar():
            _bar(image, mark)
        case Dot():
            _dot(image, mark)
        case Line():
            _line(image, mark)


To = Callable[[Polygon], Polygon]


def _stamp(
    image: Image.Image,
    box: Box,
    colour: Colour,
    shape: Callable[[Draw, To], None],
    hatch: Callable[[Draw, To], None] | None = None,
) -> None:
    """Paint a shape, given in points, with smooth edges; what a hatching covers is left out."""
    left, top = math.floor(box[0] * SCALE) - 1, math.floor(box[1] * SCALE) - 1
    right, bottom = math.ceil(box[2] * SCALE) + 1, math.ceil(box[3] * SCALE) + 1

    def to(points: Polygon) -> Polygon:
        return [((x * SCALE - left) * FINE, (y * SCALE - top) * FINE) for x, y in points]

    large = ((right - left) * FINE, (bottom - top) * FINE)
    mask = Image.new("L", large)
    shape(ImageDraw.Draw(mask), to)
    if hatch is not None:
        gaps = Image.new("L", large)
        hatch(ImageDraw.Draw(gaps), to)
        mask = ImageChops.subtract(mask, gaps)
    image.paste(COLOURS[colour], (left, top, right, bottom), mask.reduce(FINE))


def _bar(image: Image.Image, bar: Bar) -> None:
    left, top, right, bottom = bar.box

    def shape(mask: Draw, to: To) -> None:
        corners = to([(left, top), (right, bottom)])
        mask.rounded_rectangle(corners, min(bar.radius, (right - left) / 2) * SCALE * FINE, fill=255)

    def hatch(gaps: Draw, to: To) -> None:
        step, height = STRIPE, bottom - top
        width = round(1.6 * SCALE * FINE)
        start = left - height
        count = math.ceil((right - start) / step) + 1
        for i in range(count):
            x = start + i * step
            if bar.hatch in ("stripes", "cross"):
                gaps.line(to([(x, bottom), (x + height, top)]), 110, width)
            if bar.hatch == "cross":
                gaps.line(to([(x, top), (x + height, bottom)]), 110, width)
        if bar.hatch == "dots":
            for i in range(math.ceil((right - left) / step)):
                for j in range(math.ceil(height / step)):
                    x, y = left + (i + 0.5) * step, top + (j + 0.5) * step
                    gaps.ellipse(to([(x - 1.3, y - 1.3), (x + 1.3, y + 1.3)]), 140)

    _stamp(image, bar.box, bar.colour, shape, None if bar.hatch == "plain" else hatch)


def _dot(image: Image.Image, dot: Dot) -> None:
    def shape(mask: Draw, to: To) -> None:
        _shape(mask, to, dot, dot.radius, 255)
        if not dot.filled:
            _shape(mask, to, dot, dot.radius - RING, 0)

    _stamp(image, dot.box, dot.colour, shape)


def _shape(mask: Draw, to: To, dot: Dot, radius: float, fill: int) -> None:
    x, y = dot.x, dot.y
    match dot.shape:
        case "circle":
            mask.ellipse(to([(x - radius, y - radius), (x + radius, y + radius)]), fill)
        case "square":
            side = radius * 0.86
            mask.rectangle(to([(x - side, y - side), (x + side, y + side)]), fill)
        case "triangle":
            mask.polygon(
                to([(x, y - radius), (x + radius, y + radius * 0.8), (x - radius, y + radius * 0.8)]), fill
            )
        case "diamond":
            mask.polygon(to([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]), fill)


def _line(image: Image.Image, line: Line) -> None:
    def shape(mask: Draw, to: To) -> None:
        for piece in _pieces(line):
            mask.polygon(to(piece), 255)

    _stamp(image, line.box, line.colour, shape)


def _pieces(line: Line) -> list[Polygon]:
    """Return a line as thin rectangles: one, or one a dash."""
    length = math.hypot(line.x1 - line.x0, line.y1 - line.y0)
    if length == 0:
        return []
    along = ((line.x1 - line.x0) / length, (line.y1 - line.y0) / length)
    across = (-along[1] * line.width / 2, along[0] * line.width / 2)
    on, off = DASH if line.dashed else (length, 0.0)
    pieces: list[Polygon] = []
    for i in range(math.ceil(length / (on + off))):
        start, end = i * (on + off), min(i * (on + off) + on, length)
        first = (line.x0 + along[0] * start, line.y0 + along[1] * start)
        last = (line.x0 + along[0] * end, line.y0 + along[1] * end)
        pieces.append(
            [
                (first[0] + across[0], first[1] + across[1]),
                (last[0] + across[0], last[1] + across[1]),
                (last[0] - across[0], last[1] - across[1]),
                (first[0] - across[0], first[1] - across[1]),
            ]
        )
    return pieces
