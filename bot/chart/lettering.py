"""Text in the charts' typeface: how wide it is, and how it is broken or cut to fit."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

from PIL import ImageFont

from bot.chart.marks import SCALE, Align, Text
from bot.chart.palette import Colour

FOLDER: Final = Path(__file__).parent / "fonts"
FILES: Final = {False: "Inter-Regular.otf", True: "Inter-SemiBold.otf"}
COVERED: Final = (  # what the font files hold of scripts, digits, signs and spaces
    (0x20, 0x7E), (0xA0, 0x148), (0x14A, 0x1C3), (0x1C5, 0x24F), (0x384, 0x3E1), (0x400, 0x45F),
    (0x1E80, 0x1EF9), (0x2010, 0x2027), (0x2030, 0x2030),
    (0x2039, 0x203A), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2122, 0x2122),
    (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248), (0x2264, 0x2265),
)  # fmt: skip
NARROW: Final = "\u202f"  # too narrow between a digit and a letter of this typeface
WIDER: Final = "\u00a0"
UNKNOWN: Final = "?"
CUT: Final = "…"
ROUNDING: Final = 0.1  # points, so that a text fits a room of its own width


class Lettering:
    """The typeface at the sizes that one picture needs. Each picture has its own: fonts keep state."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[float, bool], ImageFont.FreeTypeFont] = {}

    def font(self, size: float, strong: bool = False) -> ImageFont.FreeTypeFont:
        """Return the font of a size in points."""
        key = (size, strong)
        if key not in self._fonts:
            self._fonts[key] = ImageFont.truetype(
                str(FOLDER / FILES[strong]),
                size * SCALE,
                layout_engine=ImageFont.Layout.BASIC,  # the same everywhere; the other needs a system library
            )
        return self._fonts[key]

    def width(self, text: str, size: float, strong: bool = False) -> float:
        """Return the width of a line in points."""
        return self.font(size, strong).getlength(text.replace(NARROW, WIDER)) / SCALE

    def line(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        strong: bool = False,
        colour: Colour = "text",
        align: Align = "left",
    ) -> Text:
        """Return a line of text at a place."""
        text = legible(text)
        return Text(text, x, y, self.width(text, size, strong), size, strong, colour, align)

    def fit(self, text: str, width: float, size: float, strong: bool = False, lines: int = 2) -> list[str]:
        """Return a text broken at spaces into at most so many lines, the last cut where it is too long."""
        width += ROUNDING
        rest = legible(text).split(" ")
        found: list[str] = []
        while rest and len(found) < lines:
            taken = rest.pop(0)
            if self.width(taken, size, strong) > width:
                head = self._head(taken, width, size, strong)
                rest.insert(0, taken[len(head) :])
                taken = head
            else:
                while rest and self.width(f"{taken} {rest[0]}", size, strong) <= width:
                    taken = f"{taken} {rest.pop(0)}"
            found.append(taken)
        if rest:
            last = " ".join([found[-1], *rest])
            room = width - self.width(CUT, size, strong)
            found[-1] = self._head(last, room, size, strong).rstrip(" ,;·–-") + CUT
        return found

    def _head(self, text: str, width: float, size: float, strong: bool) -> str:
        """Return as many characters as fit, at least one."""
        short, long = 1, len(text)
        while short < long:
            middle = (short + long + 1) // 2
            if self.width(text[:middle], size, strong) <= width:
                short = middle
            else:
                long = middle - 1
        return text[:short]


def legible(text: str) -> str:
    """Return a text on one line in characters that the typeface has; spaces that don't break stay."""
    signs = "".join(_legible(sign) for sign in unicodedata.normalize("NFC", text))
    return " ".join(part for part in signs.split(" ") if part)


def _legible(sign: str) -> str:
    if sign == NARROW:
        return WIDER
    if any(first <= ord(sign) <= last for first, last in COVERED):
        return sign
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in ("Cc", "Cf", "Mn"):
        return ""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if plain.isascii() and plain.isprintable() else UNKNOWN
