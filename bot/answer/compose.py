"""Request + Estimate → Answer."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from bot.answer.answer import Answer, Kind, Picture, Pictures
from bot.answer.pictures import pictures
from bot.languages import language
from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.errors import EstimatorError, OutOfRange, UnknownName
from estimator.limits import LIMITS
from estimator.result import Comparison, Estimate, ItemEstimate, Published, Verdict
from estimator.figure import Spread
from estimator.workload import METRICS, Metric

ITEMS_SHOWN: Final = 5
SOURCES_SHOWN: Final = 4
FACTS_SHOWN: Final = 4
PUBLISHED_SHOWN: Final = 2
NEAREST_SHOWN: Final = 4
NEAR: Final = 60  # of 100, for a term to be offered in place of another


def compose(request: Request, found: Estimate | EstimatorError, catalogue: Catalogue) -> Answer:
    """Return what is worth saying to a request; a refusal where there is nothing to say."""
    if isinstance(found, UnknownName):
        return _unknown(request, found, catalogue)
    if isinstance(found, OutOfRange):
        field = found.field.rpartition(".")[2]
        least, _, most, _ = LIMITS.get(field, (math.nan, True, math.nan, True))
        return Answer("error", request, "out-of-range", asked=field, limits=(least, most) if least < most else None)
    if isinstance(found, EstimatorError):
        return Answer("refusal", request, "no-estimate")
    match request.intent:
        case "help":
            return Answer("help", request)
        case "explain":
            return _explain(request)
        case "none":
            return _none(request)
        case "lookup":
            return _lookup(request, found, catalogue)
    if not found.items and found.verdict is None and not found.facts:
        return Answer("refusal", request, "not-understood", asked=", ".join(request.unknown))
    return _estimated(request, found, catalogue)


def _estimated(request: Request, found: Estimate, catalogue: Catalogue) -> Answer:
    kind: Kind = "estimate"
    if request.intent == "compare" and len(found.items) > 1:
        kind = "compare"
    elif request.intent == "equivalent" and found.equivalents:
        kind = "equivalent"
    elif found.budget is not None:
        kind = "budget"
    elif found.verdict is not None:
        kind = "check"
    elif not found.items:
        return _lookup(request, found, catalogue)
    metric = _lead(request, found)
    every = found.items
    if kind == "compare":
        every = tuple(sorted(every, key=lambda item: -_median(item, metric)))
    items = every[:ITEMS_SHOWN]
    first = items[0] if items else None
    answer = Answer(
        kind,
        request,
        metric=metric,
        metrics=_others(request, metric, items),
        items=items,
        items_left=len(found.items) - len(items),
        names=names_in(found, catalogue),
        pictures=_pictures(request, kind, metric, found, catalogue),
        comparison=found.comparison,
        times=_times(found.comparison) if len(found.items) == 2 else None,
        budget=found.budget,
        verdict=found.verdict,
        factor=_factor(found.verdict) if found.verdict else None,
        facts=found.facts[:FACTS_SHOWN],
        sources=found.sources[:SOURCES_SHOWN],
    )
    if first is None:
        return answer
    return replace(
        answer,
        drivers=first.drivers,
        published=_published(first, metric),
    )


def _median(item: ItemEstimate, metric: Metric) -> float:
    spread = item.spread(metric)
    return spread.median if spread is not None else -1.0


def _times(comparison: Comparison | None) -> Spread | None:
    """Return the larger item over the smaller."""
    if comparison is None or not comparison.ratio.low > 0:
        return None
    ratio = comparison.ratio
    if comparison.more == 0:
        return ratio
    return Spread(1 / ratio.high, 1 / ratio.median, 1 / ratio.low, ratio.unit)


def _pictures(
    request: Request, kind: Kind, metric: Metric, found: Estimate, catalogue: Catalogue
) -> Pictures:
    if found.equivalents:
        return _asked_for(found, catalogue)
    if kind != "estimate":
        return ()
    subjects = {item.workload.subject for item in found.items}
    things = {id: thing for id, thing in catalogue.things.items() if id not in subjects}
    return pictures(_totals(found.items), metric, things, language(request.language).files["pictures"])


def _lead(request: Request, found: Estimate) -> Metric:
    """Return the metric of the first line: the one asked for, else energy, else the first there is."""
    if found.verdict is not None:
        return found.verdict.metric
    if request.budget is not None:
        return request.budget.metric
    if found.comparison is not None:
        return found.comparison.metric
    wanted = (*request.metrics, *METRICS)
    return next((m for m in wanted if any(item.spread(m) for item in found.items)), "energy")


def _others(request: Request, lead: Metric, items: tuple[ItemEstimate, ...]) -> tuple[Metric, ...]:
    """Return the metrics besides the first, those asked for first; hardware only where it was asked for."""
    rest = [m for m in METRICS if m != "hardware" and m not in request.metrics]
    return tuple(m for m in (*request.metrics, *rest) if m != lead and any(item.spread(m) for item in items))


def _published(item: ItemEstimate, metric: Metric) -> tuple[Published, ...]:
    """Return the published figures worth showing: of the same boundary first, measured before stated, new first."""
    ranked = sorted(item.published, key=lambda p: (not p.same_boundary, p.kind != "measured", -p.year))
    return tuple(p for p in ranked if p.metric == metric)[:PUBLISHED_SHOWN]


def _totals(items: tuple[ItemEstimate, ...]) -> dict[Metric, Spread]:
    """Return the spreads of a single item; several have none here, as percentiles do not add up."""
    if len(items) != 1:
        return {}
    return {metric: value for metric in METRICS if (value := items[0].spread(metric)) is not None}


def _asked_for(found: Estimate, catalogue: Catalogue) -> Pictures:
    """Return the everyday things that the question names, by what they are compared in."""
    return tuple(
        (
            basis,
            tuple(
                Picture(e.thing, catalogue.things[e.thing].unit, basis, e.amount)
                for e in found.equivalents
                if e.basis == basis and e.thing in catalogue.things
            ),
        )
        for basis in dict.fromkeys(e.basis for e in found.equivalents)
    )


def _factor(verdict: Verdict) -> float | None:
    """Return how many times the claim is off, from its end nearer to what we find."""
    ends = [end for end in (verdict.claimed_low, verdict.claimed_high) if end is not None]
    if not ends or not verdict.found.median > 0 or not min(ends) > 0:
        return None
    ratios = [end / verdict.found.median for end in ends]
    nearest = min(ratios, key=lambda ratio: abs(math.log(ratio)))
    return max(nearest, 1 / nearest)


def _unknown(request: Request, error: UnknownName, catalogue: Catalogue) -> Answer:
    nearest = error.nearest[:NEAREST_SHOWN]
    names = {slug: name_of(slug, catalogue) or slug for slug in nearest}
    return Answer("refusal", request, "unknown-name", asked=error.name, nearest=nearest, names=names)


def _none(request: Request) -> Answer:
    if request.unknown:
        return Answer("refusal", request, "unknown-name", asked=request.unknown[0])
    if not request.understood and not request.unused:
        return Answer("hello", request)
    return Answer("refusal", request, "not-for-me")


def _explain(request: Request) -> Answer:
    topic = request.topic or "method"
    pages = language(request.language).terms
    page = term(topic, pages)
    if page:
        return Answer("explain", request, term=page)
    near = process.extract(topic, pages, scorer=fuzz.WRatio, limit=NEAREST_SHOWN, score_cutoff=NEAR)
    return Answer("refusal", request, "unknown-term", asked=topic, nearest=tuple(name for name, _, _ in near))


def term(topic: str, pages: Collection[str]) -> str:
    """Return the page for a topic: of the same name, else one whose words are all in it, else ""."""
    if topic in pages:
        return topic
    words = set(topic.split("-"))
    inside = [page for page in pages if set(page.split("-")) <= words]
    return max(inside, key=len, default="")


def _lookup(request: Request, found: Estimate, catalogue: Catalogue) -> Answer:
    if not found.facts:
        return Answer("refusal", request, "no-figure", asked=request.topic or "")
    return Answer(
        "lookup", request, facts=found.facts[:FACTS_SHOWN], sources=found.sources[:SOURCES_SHOWN],
        names=names_in(found, catalogue),
    )  # fmt: skip


def names_in(found: Estimate, catalogue: Catalogue) -> dict[str, str]:
    """Return the proper names of an estimate's subjects, regions and publishers, by id."""
    names: dict[str, str] = {}
    for item in found.items:
        for figure in item.published:
            if figure.source in catalogue.sources:
                names[figure.source] = catalogue.sources[figure.source].publisher
        names[item.workload.subject] = name_of(item.workload.subject, catalogue)
        for region in (item.region, item.workload.region):
            if region is not None and region in catalogue.grids:
                names[region] = catalogue.grids[region].name
    return names


def name_of(subject: str, catalogue: Catalogue) -> str:
    """Return the name of a model, service or chip as people read it; "" where it has none of its own."""
    for entries in (catalogue.models, catalogue.services, catalogue.chips):
        if (entry := entries.get(subject)) is not None:
            return entry.name
    return ""
