"""Request + Estimate → Answer."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from bot.answer import asking, naming
from bot.answer.answer import Answer
from bot.answer.estimated import checked, estimated
from bot.answer.facts import GRID_TOPICS, NEAREST_SHOWN, explained, facts_of, grid_answer, near, unpublished
from bot.languages import language
from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.errors import EstimatorError, OutOfRange, UnknownName
from estimator.limits import LIMITS
from estimator.result import Estimate, Verdict


def compose(request: Request, found: Estimate | EstimatorError, catalogue: Catalogue) -> Answer:
    """Return what is worth saying to a request and what to ask back; a refusal where nothing is."""
    said = _composed(request, found, catalogue)
    doubts = asking.doubts(request, said.kind)
    if not doubts:
        return said
    options = asking.options(request, catalogue)
    named = naming.of_requests((request, *(option.request for option in options)), catalogue)
    return replace(said, doubts=doubts, options=options, names={**named, **said.names})


def _composed(request: Request, found: Estimate | EstimatorError, catalogue: Catalogue) -> Answer:
    if isinstance(found, UnknownName):
        return _unknown(request, found.name, found.nearest, catalogue)
    if isinstance(found, OutOfRange):
        return _uncounted(request, found, catalogue) or _outside(request, found)
    if isinstance(found, EstimatorError):
        return Answer("refusal", request, "no-estimate")
    match request.intent:
        case "help":
            return Answer("help", request)
        case "explain":
            return explained(request, catalogue)
        case "none":
            return _none(request, catalogue)
        case "lookup":
            return _lookup(request, found, catalogue)
    if found.verdict is not None and (not found.items or _told_alone(found.verdict, catalogue)):
        return checked(request, found, catalogue)
    if not found.items:
        if found.facts:
            return _lookup(request, found, catalogue)
        if request.unknown:
            return _unknown(request, request.unknown[0], (), catalogue)
        return Answer("refusal", request, "not-understood")
    return estimated(request, found, catalogue)


def _told_alone(verdict: Verdict, catalogue: Catalogue) -> bool:
    """Return whether a claim is told about by what is published, and no estimate bears on it."""
    known = catalogue.claims.get(verdict.known)
    stated = verdict.claimed_low is not None or verdict.claimed_high is not None
    return known is not None and not (known.of_one and stated)


def _lookup(request: Request, found: Estimate, catalogue: Catalogue) -> Answer:
    """Return the published facts on a topic; else the grid, the estimate or the page that answers it."""
    facts = facts_of(found, request, catalogue)
    if facts:
        years = unpublished(facts, request, catalogue)
        names = naming.names(replace(found, facts=facts), catalogue)
        return Answer("lookup", request, facts=facts, years_left=years, names=names)
    topic = request.topic or ""
    if topic in GRID_TOPICS:
        return grid_answer(request, catalogue)
    if found.items:
        return estimated(request, found, catalogue)
    if topic in language(request.language).terms:
        return explained(request, catalogue)
    topics = {each for figure in catalogue.published for each in figure.topics}
    return Answer("refusal", request, "no-figure", asked=topic, nearest=near(topic, topics))


def _none(request: Request, catalogue: Catalogue) -> Answer:
    if request.unknown:
        return _unknown(request, request.unknown[0], (), catalogue)
    if not request.understood and not request.unused:
        return Answer("hello", request)
    return Answer("refusal", request, "not-for-me")


def _unknown(request: Request, name: str, nearest: tuple[str, ...], catalogue: Catalogue) -> Answer:
    offered = nearest[:NEAREST_SHOWN]
    names = {slug: naming.name(slug, catalogue) for slug in offered}
    asked = next((text for text in request.unknown if _letters(text) == _letters(name)), name)
    return Answer("refusal", request, "unknown-name", asked=asked, nearest=offered, names=names)


def _letters(name: str) -> str:
    return re.sub(r"\W", "", name).lower()


def _uncounted(request: Request, error: OutOfRange, catalogue: Catalogue) -> Answer | None:
    """Return that nobody knows how much a service is used in a day, where its day or year is asked about."""
    timed = next((item for item in request.items if item.unit in ("day", "year")), None)
    if timed is None or timed.activity == "everyday" or not error.field.endswith(".unit"):
        return None
    names = naming.of_requests((request,), catalogue)
    return Answer("refusal", request, "no-daily", asked=timed.subject, names=names)


def _outside(request: Request, error: OutOfRange) -> Answer:
    if error.field == "budget.unit" and request.budget and request.budget.metric == "cost":
        return Answer("error", request, "no-rate")
    field = error.field.rpartition(".")[2]
    least, _, most, _ = LIMITS.get(field, (math.nan, True, math.nan, True))
    return Answer(
        "error", request, "out-of-range", asked=field, limits=(least, most) if least < most else None
    )
