"""Every kind of reply in every language, as prose in tests/answer/golden: read a change as a reader would.

`pytest tests/answer --write-golden` writes the files anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from bot.answer import behind
from bot.languages import languages
from bot.message import render
from estimator.catalogue import Catalogue
from tests.answer.samples import BEHIND, LEVERS, SAMPLES, STEPS

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", SAMPLES)
def test_reply(name: str, language: str, catalogue: Catalogue, request: pytest.FixtureRequest) -> None:
    """A reply reads as it was reviewed."""
    text = render(SAMPLES[name]().answer(language, catalogue), language).text
    compare(name, language, text, request)


def compare(name: str, language: str, text: str, request: pytest.FixtureRequest) -> None:
    file = GOLDEN / language / f"{name}.md"
    if request.config.getoption("--write-golden", default=False):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", "utf-8")
    assert text + "\n" == file.read_text("utf-8")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", BEHIND)
def test_what_stands_behind_a_reply(
    kind: Literal["how", "sources"], language: str, catalogue: Catalogue, request: pytest.FixtureRequest
) -> None:
    """How a reply was computed and what it rests on read as they were reviewed."""
    sample = SAMPLES["estimate-of-a-million-prompts"]()
    answer = behind(replace(sample.request, language=language), sample.found, catalogue, kind, LEVERS, STEPS)
    assert answer.kind == kind
    compare(f"behind-{kind}", language, render(answer, language).text, request)


@pytest.mark.parametrize("language", languages())
def test_no_reply_is_left_over(language: str) -> None:
    """Each file of replies belongs to a sample."""
    assert {file.stem for file in (GOLDEN / language).glob("*.md")} == {
        *SAMPLES,
        *(f"behind-{kind}" for kind in BEHIND),
    }
