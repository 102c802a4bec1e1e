"""What a laid-out chart consists of: marks with places, in points of a card that is WIDTH wide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from bot.chart.palette import Colour

WIDTH: Final = 400.0  # points: as wide as Discord shows a picture on a phone
SCALE: Final = 3  # pixels a point, so that it is sharp on a phone
MARGIN: Final = 16.0
LEFT: Final = MARGIN
RIGHT: Final = WIDTH - MARGIN

Align = Literal["left", "centre", "right"]
Shape = Literal["circle", "square", "triangle", "diamond"]
Hatch = Literal["plain", "stripes", "dots", "cross"]
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; `y` is its base line."""

    text: str
    x: float
    y: float
    width: float
    size: float
    strong: bool = False
    colour: Colour = "text"
    align: Align = "left"
    halo: bool = False  # keeps what is behind it away

    @property
    def box(self) -> Box:
        left = self.x - {"left": 0.0, "centre": self.width / 2, "right": self.width}[self.align]
        return left, self.y - 0.77 * self.size, left + self.width, self.y + 0.24 * self.size


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle with round corners."""

    box: Box
    colour: Colour
    radius: float = 0.0
    hatch: Hatch = "plain"


@dataclass(frozen=True, slots=True)
class Dot:
    """A small mark of a shape; hollow where `filled` is false."""

    x: float
    y: float
    radius: float
    colour: Colour
    shape: Shape = "circle"
    filled: bool = True

    @property
    def box(self) -> Box:
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line, solid or dashed."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: Colour
    width: float = 1.0
    dashed: bool = False

    @property
    def box(self) -> Box:
        half = self.width / 2
        left, right = sorted((self.x0, self.x1))
        top, bottom = sorted((self.y0, self.y1))
        return left - half, top - half, right + half, bottom + half


Mark: TypeAlias = Text | Bar | Dot | Line


@dataclass(slots=True)
class Sheet:
    """A card that is being filled from the top: `y` is how far it is."""

    marks: list[Mark] = field(default_factory=list)
    y: float = MARGIN

    def add(self, *marks: Mark) -> None:
        self.marks.extend(marks)

    @property
    def height(self) -> float:
        return self.y + MARGIN
