"""The pages that explain and the claims that are told quote their figures from the data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.languages import language, languages, templates_folder

PAGES = sorted(templates_folder().glob("*/claims/*.md")) + sorted(templates_folder().glob("*/terms/*.md"))
QUOTED = re.compile(r"{{.*?}}|“[^”]*”|\"[^\"]*\"|«[^»]*»")  # figures by id, and what somebody says
NAMES = re.compile(
    r"\bGPT-\d[\w.]*|\b[AHBV]\d00\b|\bLlama \d[\d.]*(?: \d+B)?|\bStable Diffusion \d[\d.]*"
    r"|\bCogVideoX \d[\d.]*|\bDeepSeek \w+|\bR1\b|\bV3\b|\bCO2e?\b|\b\d+B\b|\bFP\d+\b"
)
YEARS = re.compile(r"\b(?:18|19|20)\d\d\b")
DEFINED = {"chip-hour", "parameters", "pue", "quantization", "scopes", "watt-hour"}  # numbers that define


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parts[-3]}-{page.stem}")
def test_a_page_holds_no_figure_of_its_own(page: Path) -> None:
    """What a page quotes is named by its id, so that it follows the data and has a source."""
    text = page.read_text("utf-8")
    for pattern in (QUOTED, NAMES, YEARS):
        text = pattern.sub("", text)
    assert page.stem in DEFINED or not re.findall(r"\d", text), text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parts[-3]}-{page.stem}")
def test_a_page_quotes_the_figures_and_sources_of_the_other_languages(page: Path) -> None:
    def quoted(file: Path) -> list[str]:
        return sorted(re.findall(r"{{ (.*?) }}", file.read_text("utf-8")))

    for name in languages():
        assert quoted(page) == quoted(templates_folder() / name / page.parts[-2] / page.name)


def test_there_is_a_page_on_sixty_terms() -> None:
    for name in languages():
        assert len(language(name).terms) >= 60
