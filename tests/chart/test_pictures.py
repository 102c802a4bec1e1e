"""What a reader sees of a chart, and what stands in for it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.chart import Ranges, Row, draw
from bot.chart.card import TITLE
from bot.chart.draw import lay_out
from bot.chart.lettering import CUT, Lettering, legible
from bot.chart.marks import MARGIN, SCALE, WIDTH, Box, Mark, Sheet, Text
from bot.chart.words import ALT_LENGTH
from estimator.figure import Spread
from tests.chart.samples import ALL, LANGUAGES, USUAL

EVERY = [(name, language) for name in ALL for language in LANGUAGES]
STROKE = 3.0  # points that a mark may reach into the margin


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_chart_is_a_sharp_picture_of_the_size_it_states(name: str, language: str) -> None:
    picture = draw(ALL[name], language)
    image = Image.open(io.BytesIO(picture.png))
    image.load()
    assert image.format == "PNG"
    assert image.size == (picture.width, picture.height)
    assert picture.width == WIDTH * SCALE >= 800
    assert picture.height <= 2 * picture.width
    assert len(image.getcolors(1 << 24) or ()) > 10  # something is drawn on the card


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_alt_text_holds_every_number_of_the_picture(name: str, language: str) -> None:
    alt = draw(ALL[name], language).alt
    assert 10 < len(alt) <= ALT_LENGTH
    assert "\n" not in alt
    numbers = [mark.text for mark in _texts(lay_out(ALL[name], language)) if mark.strong]
    for number in numbers[1:]:  # the first is the title
        if re.search(r"\d", number):
            assert _spaced(number) in _spaced(alt)


@pytest.mark.parametrize("name", USUAL)
def test_the_alt_text_says_the_chart_in_the_language_of_the_reader(name: str) -> None:
    english, spanish = (draw(USUAL[name], language).alt for language in LANGUAGES)
    assert re.search(r"\b(Chart|Bar chart|Stacked bar)\b", english)
    assert re.search(r"\b(Gráfico|Barra apilada)\b", spanish)


def test_numbers_are_written_as_the_language_writes_them() -> None:
    for name, language, expected in (
        ("ranges", "en", "One GPT-4o prompt: 0.3 Wh (0.1–1)"),
        ("ranges", "es", "One GPT-4o prompt: 0,3 Wh (0,1–1)"),
        ("distribution", "es", "valor central 320 kWh, intervalo del 90 % 120–900 kWh"),
        ("drivers", "en", "What our formula leaves out: less than 1%; Everything else: 17%"),
        ("trend", "en", "2028 (forecast: LBNL, 2024): 325–580 TWh"),
        ("trend", "en", "2035 (forecast: IEA, 2025): 1,200 TWh (700–1,700 TWh)"),
        ("stages", "en", "Electricity to run it: 82%, 110 kg CO₂e (40–400)"),
    ):
        assert expected in _spaced(draw(USUAL[name], language).alt)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_nothing_is_cut_off_and_no_text_covers_another(name: str, language: str) -> None:
    _check(lay_out(ALL[name], language))


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_number_is_cut(name: str, language: str) -> None:
    written = _texts(lay_out(ALL[name], language))
    title, texts = written[0], [text for text in written if text.size != TITLE]
    assert not [text.text for text in texts if text.strong and text.text.endswith(CUT)]
    if name in USUAL:
        assert CUT not in title.text
        assert not [text.text for text in texts if text.text.endswith(CUT)]


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(st.text(max_size=120), min_size=1, max_size=6),
    ends=st.lists(st.tuples(*[st.just(0.0) | st.floats(1e-12, 1e15)] * 3), min_size=6, max_size=6),
    language=st.sampled_from(LANGUAGES),
)
def test_any_comparison_fits_its_card(
    names: list[str], ends: list[tuple[float, float, float]], language: str
) -> None:
    rows = tuple(Row(name, Spread(*sorted(three), "g")) for name, three in zip(names, ends, strict=False))
    chart = Ranges("carbon", rows)
    _check(lay_out(chart, language))
    assert len(draw(chart, language).alt) <= ALT_LENGTH


def test_the_same_chart_gives_the_same_bytes_in_any_thread() -> None:
    jobs = [(ALL[name], language) for name, language in EVERY] * 2
    alone = [draw(chart, language) for chart, language in jobs]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda job: draw(*job), jobs))
    assert together == alone


def test_a_bot_that_draws_nothing_does_not_import_the_imaging_library() -> None:
    code = (
        "import sys, bot.chart, bot.chart.choose; assert 'PIL' not in sys.modules\n"
        "from tests.chart.samples import USUAL\n"
        "bot.chart.draw(USUAL['ranges'], 'en'); assert 'PIL' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_long_name_is_wrapped_then_cut_with_a_mark() -> None:
    lettering = Lettering()
    lines = lettering.fit("one two three four five six seven eight nine ten", 100, 14)
    assert len(lines) == 2
    assert lines[1].endswith(CUT)
    assert all(lettering.width(line, 14) <= 100 for line in lines)
    assert lettering.fit("short", 100, 14) == ["short"]


def test_signs_that_the_typeface_lacks_are_told_apart_from_those_it_has() -> None:
    assert legible("Ñandú · CO₂e – 10⁻⁶ µg") == "Ñandú · CO₂e – 10⁻⁶ µg"
    assert legible("模型 ﬁ\u200b x\ny") == "?? fi x y"


def _texts(sheet: Sheet) -> list[Text]:
    return [mark for mark in sheet.marks if isinstance(mark, Text) and mark.text.strip()]


def _check(sheet: Sheet) -> None:
    for mark in sheet.marks:
        left, top, right, bottom = mark.box
        slack = 0.5 if isinstance(mark, Text) else MARGIN / 2 + STROKE
        assert left >= MARGIN - slack, mark
        assert right <= WIDTH - MARGIN + slack, mark
        assert top >= 4, mark
        assert bottom <= sheet.height - 4, mark
    for first, second in combinations(_texts(sheet), 2):
        assert not _overlap(_inner(first), _inner(second)), (first.text, second.text)


def _inner(mark: Mark) -> Box:
    left, top, right, bottom = mark.box
    return left + 0.5, top + 1.5, right - 0.5, bottom - 1.5


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _spaced(text: str) -> str:
    return re.sub(r"\s", " ", text)
