"""A message fits, whatever the values, and lets nothing from outside act."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, behind, compose
from bot.languages import language as words_of
from bot.languages import languages
from bot.markdown import escape, one_line
from bot.message import LIMIT, render
from bot.request import Request
from bot.request.request import CONFIDENT
from bot.wording import option_label
from estimator.catalogue import Catalogue
from estimator.estimate import Estimate
from estimator.figure import Source
from estimator.workload import Workload
from tests.answer.samples import SAMPLES, item, samples

HOSTILE = "@everyone <@1> <#2> **b** __u__ ~~s~~ `c` ||d|| [a](https://evil.example) https://x.y\n# big\u202e"
AMOUNTS = st.one_of(
    st.floats(min_value=1e-30, max_value=1e30),
    st.sampled_from([0.0, 1.0, 1e6, 1e9, 1e12, 1e15, 1e18, 1e30, 1e-30, 0.5, 999999.5]),
)
UNITS = st.sampled_from(["prompt", "token", "image", "second", "run", "hour", "day", "year", "item"])
WORKS = st.builds(
    Workload,
    st.one_of(st.sampled_from(["gpt-4o", "chatgpt", "car-km", "phone-charge"]), st.text(max_size=300)),
    st.sampled_from(
        ["text", "image", "video", "training", "fine-tuning", "hardware", "everyday", "embedding"]
    ),
    AMOUNTS,
    UNITS,
    st.one_of(st.none(), AMOUNTS),
    st.sampled_from([None, "FR", "US-VA", "XX", "nowhere"]),
    st.one_of(st.none(), AMOUNTS),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORKS, min_size=1, max_size=8),
    st.floats(min_value=1e-30, max_value=1e30),
    st.lists(st.text(max_size=100), max_size=12),
    st.text(max_size=3000),
    st.sampled_from(["estimate", "compare", "check"]),
    st.sampled_from([*languages(), "es-419", "xx"]),
)
def test_any_reply_fits_and_keeps_its_headline(
    catalogue: Catalogue,
    works: list[Workload],
    factor: float,
    unused: list[str],
    understood: str,
    intent: str,
    language: str,
) -> None:
    items = tuple(item(work, factor) for work in works)
    request = Request(
        intent, items=tuple(works), unused=tuple(unused), understood=understood, language=language
    )
    found = Estimate(items=items, sources=tuple(catalogue.sources.values()))
    message = render(compose(request, found, catalogue), language)
    assert 0 < len(message.text) <= LIMIT
    assert "headline" not in message.dropped
    assert "@everyone" not in message.text
    assert not re.search(r"(?<!\\)<[@#]", message.text)


def long_answer(catalogue: Catalogue, count: int) -> Answer:
    source = Source(
        "s", "T", "A publisher with a rather long name", "https://example.org/" + "x" * 900, "2025", ""
    )
    sample = SAMPLES["estimate-of-a-million-prompts"]()
    request = replace(
        sample.request, understood="word " * 200, unused=tuple(f"{n}{'w' * 60}" for n in range(30))
    )
    answer = compose(request, sample.found, catalogue)
    return replace(answer, sources=(source,) * count)


def test_the_least_important_goes_first_and_whole(catalogue: Catalogue) -> None:
    """The sources go before the assumptions, and no link is cut in the middle."""
    message = render(long_answer(catalogue, 3), "en")
    assert message.dropped == ("sources",)
    assert "(<https://example.org/x" not in message.text
    assert message.text.startswith("**A million ChatGPT prompts use about 320\u00a0kWh**")


def test_a_list_that_is_too_long_ends_in_a_count(catalogue: Catalogue) -> None:
    assert "and 24 more" in render(long_answer(catalogue, 1), "en").text


def test_several_questions_are_answered_in_one_message(catalogue: Catalogue) -> None:
    first = compose(
        SAMPLES["estimate-of-a-million-prompts"]().request, SAMPLES["estimate-of-water"]().found, catalogue
    )
    second = compose(*_pair("check-contradicted"), catalogue)
    third = compose(*_pair("unknown-name"), catalogue)
    text = render(replace(first, others=(second, third)), "en").text
    assert "\n\n**No, that is about 450 times too much.**" in text
    assert "\n\nI don't know “gpt-4x”" in text
    assert text.count("-# Electricity") == 1
    assert len(text) <= LIMIT


def test_many_further_questions_still_fit(catalogue: Catalogue) -> None:
    answer = compose(*_pair("estimate-of-several-things"), catalogue)
    message = render(replace(answer, others=(answer,) * 12), "es")
    assert len(message.text) <= LIMIT
    assert message.dropped


def _pair(name: str) -> tuple[Request, Estimate]:
    sample = SAMPLES[name]()
    return sample.request, sample.found  # type: ignore[return-value]


def test_all_sources_of_an_answer_fit_with_a_count_of_the_rest(catalogue: Catalogue) -> None:
    sample = SAMPLES["estimate-of-water"]()
    source = Source("s", "T" * 200, "P" * 70, "https://example.org/" + "x" * 200, "2025", "2026")
    many = tuple(replace(source, id=f"s{n}") for n in range(30))
    found = replace(sample.found, sources=many)  # type: ignore[type-var]
    text = render(behind(sample.request, found, catalogue, "sources"), "en").text  # type: ignore[arg-type]
    assert len(text) <= LIMIT
    assert re.search(r"- and \d+ more$", text)


@pytest.mark.parametrize("language", languages())
def test_no_reply_has_a_hole(language: str, catalogue: Catalogue) -> None:
    """No empty line is doubled, no line ends in a space, no placeholder is left."""
    for sample in samples():
        text = render(
            compose(replace(sample.request, language=language), sample.found, catalogue), language
        ).text
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]$", text, re.MULTILINE)
        assert not re.search(r"[{}]|None|Undefined|nan|inf\b", text)
        assert ".." not in text.replace("…", "")
        assert "  " not in text


def test_what_people_write_is_shown_and_does_nothing(catalogue: Catalogue) -> None:
    answer = compose(Request("estimate", unknown=(HOSTILE,)), Estimate(), catalogue)
    text = render(answer, "en").text
    assert "@everyone" not in text
    assert "https://" not in text
    assert "\n#" not in text
    assert "\u202e" not in text
    assert r"\*\*b\*\*" in text


@given(st.text(max_size=200))
def test_escaped_text_reads_as_it_was(text: str) -> None:
    shown = re.sub(r"\\([\\*_~`|\[\]<+#>.)\-0-9])", r"\1", escape(text)).replace("\u200b", "")
    assert shown.replace("\\", "") == one_line(text).replace("\\", "").replace("\u200b", "")


@given(st.text(alphabet="*_~`|[]<>@#:/\\ ab1.-+()\n", max_size=60))
def test_no_mark_is_left_unescaped(text: str) -> None:
    line = escape(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|\[\]<]", re.sub(r"\\.", "", line))
    assert "@everyone" not in line
    assert "://" not in line
    assert "\n" not in line


def test_what_is_too_large_to_compute_is_shown_as_such(catalogue: Catalogue) -> None:
    work = Workload("gpt-4o", "text", 1e308, "prompt")
    found = Estimate(items=(item(work, 1e10),))
    text = render(compose(Request("estimate", items=(work,)), found, catalogue), "en").text
    assert "use ∞" in text


@settings(max_examples=100, deadline=None)
@given(
    st.lists(WORKS, min_size=1, max_size=4),
    st.lists(WORKS, max_size=4),
    st.lists(st.one_of(st.text(max_size=200), st.just(HOSTILE)), max_size=12),
    st.lists(st.sampled_from(["model", "work", "spelling", "amount"]), unique=True),
    st.floats(min_value=0, max_value=1),
    st.sampled_from([*languages(), "es-419"]),
)
def test_any_doubt_fits_and_lets_nothing_act(
    catalogue: Catalogue,
    works: list[Workload],
    others: list[Workload],
    words: list[str],
    guessed: list[Any],
    confidence: float,
    language: str,
) -> None:
    """What is asked back quotes the message, whose words stay words; each choice has a short plain label."""
    request = Request(
        "estimate",
        items=tuple(works),
        unused=tuple(words),
        unknown=tuple(words[:3]),
        guessed=tuple(guessed),
        confidence=confidence,
        alternatives=tuple(Request("estimate", items=(work,), understood=HOSTILE * 9) for work in others),
        understood=HOSTILE * 9,
        language=language.partition("-")[0],
    )
    answer = compose(request, Estimate(items=tuple(item(work) for work in works)), catalogue)
    message = render(answer, language)
    assert len(message.text) <= LIMIT
    assert "headline" not in message.dropped
    assert bool(answer.doubts) == (confidence < CONFIDENT or bool(others))
    assert not re.search(r"@everyone|(?<!\\)<[@#]|https?://(evil|x\.y)", message.text)
    for option in answer.options:
        assert len(option_label(words_of(language), option, answer.names)) <= 200
