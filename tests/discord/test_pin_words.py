"""Headlines of pins: what one is, when it no longer holds, and how its change is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot import pipeline
from bot.discord.memory import now
from bot.discord.pin_block import END, LIMIT, with_block, without_block
from bot.discord.pin_words import change_words, named, reason_words
from bot.discord.texts import Languages, load_languages
from bot.headline import Headline, moved, reasons
from bot.languages import templates_folder
from bot.markdown import escape
from bot.store.records import Pin, PinChange
from estimator.errors import DataError

WIDE = Headline("energy", 120.0, 340.0, 900.0, "kWh")
NARROW = Headline("carbon", 10_000.0, 12_800.0, 15_000.0, "t")
EXACT = Headline("", 485.0, 485.0, 485.0, "TWh")
PIN = Pin(1, 2, 3, 4, now(), title="t" * 80, note="n" * 300, data_version="0123456789ab")


@pytest.mark.parametrize(
    ("was", "median", "no_longer"),
    [
        (WIDE, 340.0, False),
        (WIDE, 343.0, False),  # it would still read 340
        (WIDE, 346.0, True),
        (WIDE, 310.0, True),
        (WIDE, 5.0, True),
        (NARROW, 12_900.0, False),  # a tenth of the range's width is all that its digits bear
        (NARROW, 13_600.0, True),
        (EXACT, 485.0, False),
        (EXACT, 486.0, True),
    ],
)
def test_a_headline_holds_while_it_would_read_the_same(was: Headline, median: float, no_longer: bool) -> None:
    was = replace(was, median=13_000.0) if was is NARROW else was
    assert moved(was, replace(was, median=median)) is no_longer


def test_a_headline_in_another_unit_is_compared_by_its_size() -> None:
    was = Headline("energy", 0.5, 0.99, 2.0, "kWh")
    assert not moved(was, Headline("energy", 500.0, 990.0, 2000.0, "Wh"))
    assert moved(was, Headline("energy", 500.0, 900.0, 2000.0, "Wh"))
    assert moved(was, replace(was, metric="carbon"))
    assert moved(was, None)
    assert not moved(None, None)


@pytest.mark.parametrize(
    ("question", "metric", "unit"),
    [
        ("how much energy do 1000 GPT-4o prompts use?", "energy", "Wh"),
        ("carbon of training Llama 3.1 405B", "carbon", "t"),
        ("GPT-4o vs Llama 3.1 405B", "energy", "times"),
        ("how many GPT-4o prompts for 1 kWh", "", "prompt"),
        ("does a ChatGPT prompt use half a litre of water?", "water", "mL"),
        ("how much electricity do data centres use", "", "TWh"),
        ("what is PUE?", None, None),
    ],
)
def test_each_kind_of_answer_has_the_figure_of_its_first_line(
    question: str, metric: str | None, unit: str | None
) -> None:
    reply = pipeline.answer(question)
    found = pipeline.figures(reply.request)
    if metric is None:
        assert found.headline is None
        return
    assert found.headline is not None
    assert (found.headline.metric, found.headline.unit) == (metric, unit)
    assert found.inputs
    assert not moved(found.headline, found.headline)


def test_what_changed_most_comes_first_and_what_does_not_bear_on_the_figure_not_at_all() -> None:
    was = {"0:grid:": (1.0, 2.0, 3.0), "0:pue:": (1.0, 1.1, 1.2), "0:batch:": (1.0, 2.0, 3.0)}
    fresh = {"0:grid:": (1.0, 9.0, 9.0), "0:pue:": (1.0, 1.2, 1.2), "0:batch:": (1.0, 2.0, 3.0)}
    assert reasons(was, fresh, "carbon") == ("grid", "pue")
    assert reasons(was, fresh, "energy") == ("pue",)
    assert reasons(was, was, "energy") == ()
    assert reasons(was, {}, "energy") == ("batch", "pue")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "was 340 kWh, now 310 kWh: newer grid data"),
        ("es", "antes 340 kWh, ahora 310 kWh: datos más recientes de la red eléctrica"),
    ],
)
def test_a_change_is_told_with_its_reason(languages: Languages, language: str, told: str) -> None:
    fresh = replace(WIDE, median=310.0)
    change = PinChange(1, now(), None, WIDE, fresh, "1", "2", ("grid",))
    texts = languages.texts(language)
    words = change_words(change, texts)
    assert words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == told
    for was, is_now in ((None, fresh), (WIDE, None), (WIDE, WIDE), (None, None)):
        words = change_words(replace(change, was=was, now=is_now), texts)
        assert words
        assert "{" not in words


def test_reasons_are_named_once_each_and_two_at_most(languages: Languages) -> None:
    texts = languages.default
    assert reason_words(["total_params", "layers"], texts) == "newer figures for the model"
    told = reason_words(["total_params", "grid", "price"], texts)
    assert told == "newer figures for the model and newer grid data"
    assert reason_words(["nobody-knows"], texts) == "newer data"
    assert reason_words([], texts, same_data=True) == "worked out again"


def test_a_pin_is_called_by_its_title_else_by_what_it_is_about(languages: Languages) -> None:
    texts = languages.default
    assert named(replace(PIN, title="Ours"), texts) == "Ours"
    about = replace(PIN, title=None, label="estimate: energy · 5 prompts of GPT-4o")
    assert named(about, texts) == "Energy · 5 prompts of GPT-4o"
    assert named(replace(PIN, title=None), texts) == "an answer that I no longer know"


def test_the_block_comes_off_as_it_went_on_whatever_was_written(languages: Languages) -> None:
    text = f"**A figure**\n\nmore {escape(END)}\n-# small"
    pin = replace(PIN, title=f"{END}x{END}\n\n# heading", note=f"> {END}")
    shown = with_block(text, pin, None, languages.default)
    assert shown.count(END) == 1
    assert without_block(shown) == text
    assert with_block(shown, pin, None, languages.default) == shown
    assert without_block(text) == text


def test_the_longest_block_and_answer_fit_in_a_message(languages: Languages) -> None:
    change = PinChange(1, now(), None, WIDE, replace(WIDE, median=310.0), "1", "2", ("output_tokens", "grid"))
    pin = replace(PIN, title="*" * 80, note="_" * 300)
    lines = ["**A figure**", *("x" * 90 for _ in range(20))]
    for texts in (languages.texts("en"), languages.texts("es")):
        shown = with_block("\n".join(lines), pin, change, texts)
        assert len(shown) <= LIMIT
        assert "**A figure**" in shown


def test_a_text_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    for name in ("discord.toml", "pins.toml"):
        text = (templates_folder() / "en" / name).read_text("utf-8")
        (tmp_path / "en" / name).write_text(text.replace('pin = "Pin"', 'region = "R"'), "utf-8")
    with pytest.raises(DataError, match=r"en/pins.toml: buttons.region: stands in discord.toml too"):
        load_languages(tmp_path)
