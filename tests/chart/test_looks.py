"""Who can read a chart: contrast, signs other than colour, words, and values that can't be drawn."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

import pytest
from PIL import ImageFont

from bot.chart import Distribution, Drivers, Part, Point, Ranges, Row, Share, Stages, Trend
from bot.chart.draw import lay_out
from bot.chart.lettering import COVERED, Lettering, legible
from bot.chart.marks import Bar, Dot, Text
from bot.chart.palette import COLOURS, SERIES
from bot.languages import language
from estimator.catalogue import Catalogue
from estimator.figure import Spread
from tests.chart.samples import ALL, LANGUAGES, USUAL

DISCORD = {"dark": "#313338", "darker": "#1a1a1e", "light": "#ffffff"}
WH = Spread(1, 2, 3, "Wh")


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours by WCAG 2.2, from 1 to 21."""
    lights = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_has_the_contrast_that_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", list(ALL))
def test_text_stands_out_from_the_card(name: str) -> None:
    for language_ in LANGUAGES:
        for mark in lay_out(ALL[name], language_).marks:
            if isinstance(mark, Text):
                assert contrast(COLOURS[mark.colour], COLOURS["card"]) >= 4.5
                assert mark.size >= 12  # points on a phone


@pytest.mark.parametrize("name", [*SERIES, "bar", "middle", "quiet"])
def test_marks_stand_out_from_the_card_and_from_the_track(name: str) -> None:
    colour = COLOURS[name]  # type: ignore[index]
    assert contrast(colour, COLOURS["card"]) >= 3
    assert contrast(colour, COLOURS["track"]) >= 3


@pytest.mark.parametrize("theme", DISCORD)
def test_the_edge_tells_the_card_from_each_theme_of_discord(theme: str) -> None:
    assert max(contrast(COLOURS[part], DISCORD[theme]) for part in ("edge", "card")) >= 2.5


def test_parts_of_a_bar_differ_in_hatching() -> None:
    bars = [mark for mark in lay_out(USUAL["stages"], "en").marks if isinstance(mark, Bar)]
    looks = [(bar.colour, bar.hatch) for bar in bars]
    assert len({hatch for _, hatch in looks}) == 3
    assert looks[:3] == looks[3:]  # the names below have the looks of the parts


def test_sources_differ_in_shape_and_forecasts_are_hollow() -> None:
    chart = USUAL["trend"]
    assert isinstance(chart, Trend)
    dots = [m for m in lay_out(chart, "en").marks if isinstance(m, Dot) and m.colour != "card"]
    marks, legend = dots[: len(chart.points)], dots[len(chart.points) :]
    assert len({dot.shape for dot in legend}) == len(chart.sources)
    assert [dot.filled for dot in marks] == [not point.forecast for point in chart.points]


def test_dots_outside_the_range_are_hollow() -> None:
    dots = [mark for mark in lay_out(USUAL["distribution"], "en").marks if isinstance(mark, Dot)]
    assert len(dots) == 20
    assert sum(not dot.filled for dot in dots) == 2


def test_the_typeface_has_the_signs_it_is_said_to_cover() -> None:
    lettering = Lettering()
    for strong in (False, True):
        font = lettering.font(10, strong)
        missing = _glyph(font, "\uffff")
        lacking = [
            hex(code)
            for first, last in COVERED
            for code in range(first, last + 1)
            if unicodedata.category(chr(code)) not in ("Cn", "Cf") and _glyph(font, chr(code)) == missing
        ]
        assert lacking == []


def _glyph(font: ImageFont.FreeTypeFont, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(sign)
    return mask.size, bytes(mask)


def test_the_words_are_the_same_in_every_language_and_can_be_written() -> None:
    tables = [language(name).files["chart"] for name in LANGUAGES]
    assert _shape(tables[0]) == _shape(tables[1])
    for table in tables:
        for _, text in _leaves(table):
            assert "?" not in legible(text)


def test_every_series_of_published_figures_has_a_title(catalogue: Catalogue) -> None:
    series = {figure.series for figure in catalogue.published if figure.series}
    for name in LANGUAGES:
        assert set(language(name).files["chart"]["series"]) == series


def _leaves(table: dict[str, Any], path: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _leaves(value, f"{path}{key}.") if isinstance(value, dict) else [(path + key, value)]
    return found


def _shape(table: dict[str, Any]) -> list[tuple[str, frozenset[str]]]:
    gaps = (
        "{n}",
        "{one}",
        "{rows}",
        "{subject}",
        "{metric}",
        "{range}",
        "{quantity}",
        "{least}",
        "{most}",
        "{total}",
    )
    return sorted((path, frozenset(g for g in gaps if g in text)) for path, text in _leaves(table))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Row("x", Spread(math.nan, 1, 2, "Wh")),
        lambda: Row("x", Spread(-1, 1, 2, "Wh")),
        lambda: Row("x", Spread(1, 2, math.inf, "Wh")),
        lambda: Ranges("energy", ()),
        lambda: Ranges("energy", (Row("x", WH),) * 7),
        lambda: Ranges("energy", (Row("x", WH), Row("y", Spread(1, 2, 3, "g")))),
        lambda: Distribution("x", "energy", WH, ()),
        lambda: Drivers("x", "energy", ()),
        lambda: Share("x", math.inf),
        lambda: Trend("x", "Wh", ()),
        lambda: Trend("x", "Wh", tuple(Point(2020 + i, 1, 1, 1, str(i)) for i in range(5))),
        lambda: Stages("x", "energy", WH, ()),
        lambda: Stages("x", "energy", WH, (Part("embodied", Spread(0, 0, 0, "Wh")),)),
    ],
)
def test_what_cannot_be_drawn_is_refused_when_it_is_made(make: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()
