"""Published facts, the electricity of a place, and the pages that explain."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from bot.answer import naming
from bot.answer.answer import Answer
from bot.languages import language
from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.entries import PublishedFigure
from estimator.facts import PROJECTION
from estimator.facts import fact as as_fact
from estimator.grid import find
from estimator.result import Estimate, Fact
from estimator.units import base

FACTS_SHOWN: Final = 4
BESIDE_A_CLAIM: Final = 2  # facts shown
NEAREST_SHOWN: Final = 3
PRICE: Final = "electricity-price"
GRID_TOPICS: Final = ("grid-intensity", "carbon-intensity", PRICE)
COMING: Final = re.compile(r"forecast|20[2-9]\d")  # in topics that ask what is expected
YEAR: Final = re.compile(r"20\d\d")
NEAR: Final = 70  # of 100, for a term to be offered in place of another


def facts_of(
    found: Estimate, request: Request, catalogue: Catalogue, most: int = FACTS_SHOWN
) -> tuple[Fact, ...]:
    """Return the facts in the question's language: the one that answers best, then the others by the year
    that they are about, the newest first.

    What a claim is held against is before others, then those of its unit, those of the metric and on the
    place that the question names. Best is what is about a year that is asked about; then what is known before
    what is expected, unless that is what the topic asks; then what is about the topic before all else, or is
    of the same quantity over the years. A share and the total that it is of are told once.
    """
    known = {figure.id: figure for figure in catalogue.published} if found.facts else {}
    series = _of_the_years(found.facts, known, request.years, catalogue)
    facts = [_in_language(each, known.get(each.id), request.language) for each in (*found.facts, *series)]
    place = language(request.language).place(request.region) if request.region else ""
    unit = found.verdict.found.unit if found.verdict else ""
    held = found.verdict.figure if found.verdict else ""
    topic = request.topic or ""
    first = _about_before_all(topic, known)

    def fits(fact: Fact) -> tuple[bool, bool, bool, bool]:
        figure = known.get(fact.id)
        here = place in fact.text or fact.region == request.region
        apart = figure is not None and bool(request.metrics) and figure.metric not in request.metrics
        return fact.id != held, bool(unit) and base(1.0, fact.unit)[1] != unit, apart, not here

    def year(fact: Fact) -> int:
        figure = known.get(fact.id)
        return figure.about if figure is not None and figure.about is not None else fact.year

    asked = set(request.years) or {int(named) for named in YEAR.findall(topic)}

    def rank(fact: Fact) -> tuple[tuple[bool, bool, bool, bool], bool, bool, bool, int]:
        figure = known.get(fact.id)
        expected = figure is not None and figure.kind == PROJECTION and not COMING.search(topic)
        other = bool(asked) and year(fact) not in asked
        return fits(fact), other, expected, fact.id not in first, -year(fact)

    said: dict[str, Fact] = {}
    for each in sorted(facts, key=rank):
        figure = known.get(each.id)
        said.setdefault((figure.same if figure else "") or each.id, each)
    told = list(said.values())[:most]
    return (*told[:1], *sorted(told[1:], key=lambda fact: (fits(fact), -year(fact))))


def _of_the_years(
    facts: Collection[Fact],
    known: Mapping[str, PublishedFigure],
    years: Collection[int],
    catalogue: Catalogue,
) -> list[Fact]:
    """Return what is published for years that are asked about, of the quantities that facts are points of."""
    told = {fact.id for fact in facts}
    series = {known[each].series for each in told & known.keys()} - {""}
    points = (each for each in known.values() if each.series in series and each.about in years)
    return [as_fact(each, catalogue) for each in points if each.id not in told]


def _in_language(fact: Fact, figure: PublishedFigure | None, tag: str) -> Fact:
    return replace(fact, text=figure.text.get(tag, fact.text)) if figure is not None else fact


def unpublished(facts: Collection[Fact], request: Request, catalogue: Catalogue) -> tuple[int, ...]:
    """Return the years that a lookup asks about for which none of these facts, of a quantity over the years,
    tells one."""
    known = {figure.id: figure for figure in catalogue.published}
    if not any(known[fact.id].series for fact in facts if fact.id in known):
        return ()
    told = {figure.about for fact in facts if (figure := known.get(fact.id)) is not None}
    texts = " ".join(fact.text for fact in facts)
    return tuple(year for year in request.years if year not in told and str(year) not in texts)


def _about_before_all(topic: str, known: Mapping[str, PublishedFigure]) -> set[str]:
    """Return the ids of the facts that name a topic first, and of the same quantities in other years."""
    first = {name for name, figure in known.items() if figure.topics[:1] == (topic,)}
    series = {known[name].series for name in first} - {""}
    return first | {name for name, figure in known.items() if figure.series in series}


def grid_answer(request: Request, catalogue: Catalogue) -> Answer:
    """Return what is known of a place's electricity, of the world's where none is named."""
    grid = find(catalogue, request.region, "region")
    figures = (grid.carbon, grid.price if request.topic == PRICE else None)
    ids = dict.fromkeys(figure.source for figure in figures if figure is not None)
    sources = tuple(catalogue.sources[each] for each in ids if each in catalogue.sources)
    others = tuple(year for year in request.years if year != grid.year)
    names = {grid.region: grid.name}
    return Answer("lookup", request, grid=grid, names=names, years_left=others, sources=sources)


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
