"""Every kind of reply in every language, as prose in tests/answer/golden: read a change as a reader would.

`pytest tests/answer --write-golden` writes the files anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.languages import languages
from bot.message import render
from estimator.catalogue import Catalogue
from tests.answer.samples import SAMPLES

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", SAMPLES)
def test_reply(name: str, language: str, catalogue: Catalogue, request: pytest.FixtureRequest) -> None:
    """A reply reads as it was reviewed."""
    text = render(SAMPLES[name]().answer(language, catalogue), language).text + "\n"
    file = GOLDEN / language / f"{name}.md"
    if request.config.getoption("--write-golden", default=False):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("language", languages())
def test_no_reply_is_left_over(language: str) -> None:
    """Each file of replies belongs to a sample."""
    assert {file.stem for file in (GOLDEN / language).glob("*.md")} == set(SAMPLES)
