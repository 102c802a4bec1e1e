"""Published facts, the electricity of a place, and the pages that explain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from bot.answer import naming
from bot.answer.answer import Answer
from bot.languages import language
from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.grid import find
from estimator.result import Estimate, Fact
from estimator.units import base

FACTS_SHOWN: Final = 4
BESIDE_A_CLAIM: Final = 2  # facts shown
NEAREST_SHOWN: Final = 3
PRICE: Final = "electricity-price"
GRID_TOPICS: Final = ("grid-intensity", "carbon-intensity", PRICE)
NEAR: Final = 70  # of 100, for a term to be offered in place of another


def facts_of(
    found: Estimate, request: Request, catalogue: Catalogue, most: int = FACTS_SHOWN
) -> tuple[Fact, ...]:
    """Return the facts in the question's language: of the unit of a claim first, on the place it names, then
    those that are about the topic before all else, new before old."""
    known = {figure.id: figure for figure in catalogue.published} if found.facts else {}
    texts = {name: figure.text for name, figure in known.items()}
    first = {name for name, figure in known.items() if figure.topics[:1] == (request.topic,)}
    facts = [replace(f, text=texts.get(f.id, {}).get(request.language, f.text)) for f in found.facts]
    place = language(request.language).place(request.region) if request.region else ""
    unit = found.verdict.found.unit if found.verdict else ""

    def rank(fact: Fact) -> tuple[bool, bool, bool, int]:
        other = bool(unit) and base(1.0, fact.unit)[1] != unit
        return other, place not in fact.text, fact.id not in first, -fact.year

    return tuple(sorted(facts, key=rank)[:most])


def grid_answer(request: Request, catalogue: Catalogue) -> Answer:
    """Return what is known of a place's electricity, of the world's where none is named."""
    grid = find(catalogue, request.region, "region")
    figures = (grid.carbon, grid.price if request.topic == PRICE else None)
    ids = dict.fromkeys(figure.source for figure in figures if figure is not None)
    sources = tuple(catalogue.sources[each] for each in ids if each in catalogue.sources)
    return Answer("lookup", request, grid=grid, names={grid.region: grid.name}, sources=sources)


def explained(request: Request, catalogue: Catalogue) -> Answer:
    """Return the page that explains a topic, or a place's grid; else a refusal with what is near."""
    topic = request.topic or "method"
    if topic in GRID_TOPICS and request.region:
        return grid_answer(request, catalogue)
    pages = language(request.language).terms
    page = term(topic, pages)
    if page:
        figures, quoted = naming.figures(catalogue), naming.quoted(catalogue)
        return Answer(
            "explain", request, term=page, figures=figures, quoted=quoted, library=catalogue.sources
        )
    return Answer("refusal", request, "unknown-term", asked=topic, nearest=near(topic, pages))


def near(topic: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the topics that are written much like one."""
    found = process.extract(topic, known, scorer=fuzz.ratio, limit=NEAREST_SHOWN, score_cutoff=NEAR)
    return tuple(name for name, _, _ in found)


def term(topic: str, pages: Collection[str]) -> str:
    """Return the page for a topic: of the same name, else the longest whose words are all in it, else ""."""
    if topic in pages:
        return topic
    words = set(topic.split("-"))
    inside = [page for page in pages if set(page.split("-")) <= words]
    return max(inside, key=len, default="")
