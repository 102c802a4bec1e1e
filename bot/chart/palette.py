"""The colours of a chart: one card that stands out from Discord's dark and its light theme.

Text has a contrast of at least 4.5 with the card and marks of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11);
tests compute both. No colour is the only sign of anything: marks differ in place, shape or hatching too.
"""

from __future__ import annotations

from typing import Final, Literal

Colour = Literal[
    "card", "edge", "grid", "track", "text", "quiet", "bar", "middle", "first", "second", "third", "fourth"
]

COLOURS: Final[dict[Colour, str]] = {
    "card": "#22252b",
    "edge": "#6a7280",  # tells the card from a dark page
    "grid": "#464c58",
    "track": "#2c3038",
    "text": "#f4f5f7",
    "quiet": "#b9c0cc",
    "bar": "#5aa2e6",
    "middle": "#ffffff",
    "first": "#5aa2e6",
    "second": "#f2b55c",
    "third": "#6fce9f",
    "fourth": "#e28fb4",
}
SERIES: Final[tuple[Colour, ...]] = ("first", "second", "third", "fourth")
