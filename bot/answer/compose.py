"""Request + Estimate → Answer."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from bot.answer import naming
from bot.answer.answer import Answer, Kind, Picture, Pictures, Side
from bot.answer.pictures import figure_of, measure, pictures
from bot.answer.stories import story
from bot.languages import claims, language
from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.errors import EstimatorError, OutOfRange, UnknownName
from estimator.figure import Source, Spread
from estimator.limits import LIMITS
from estimator.quantity import base_unit
from estimator.result import (
    Assumption,
    BudgetAnswer,
    Comparison,
    Estimate,
    Fact,
    ItemEstimate,
    Published,
    Verdict,
)
from estimator.units import BASE_UNITS, LADDERS, base, rung, significant
from estimator.workload import METRICS, Budget, Metric, Workload

ITEMS_SHOWN: Final = 5
SOURCES_SHOWN: Final = 3
FACTS_SHOWN: Final = 4
PUBLISHED_SHOWN: Final = 2
NEAREST_SHOWN: Final = 3
ASSUMED_SHOWN: Final = 3
ASSUMED: Final = (
    "output_tokens",
    "batch",
    "input_tokens",
    "reasoning_tokens",
    "calls",
    "steps",
    "pue",
)  # told apart
OF_METRIC: Final[Mapping[Metric, tuple[str, ...]]] = {
    "carbon": ("grid",),
    "water": ("ewif", "wue"),
    "cost": ("price",),
}  # the inputs that a metric adds to those of energy
PRICE: Final = "electricity-price"
GRID_TOPICS: Final = ("grid-intensity", "carbon-intensity", PRICE)
WORLD: Final = "WLD"
SLIVER: Final = 0.01  # of a countable thing; less is hard to picture
READABLE: Final = (0.01, 1e5)  # numbers that read well in a unit
TIMES_DIGITS: Final = 2  # of a ratio that is known exactly
NEAR: Final = 70  # of 100, for a term to be offered in place of another


def compose(request: Request, found: Estimate | EstimatorError, catalogue: Catalogue) -> Answer:
    """Return what is worth saying to a request; a refusal where there is nothing to say."""
    if isinstance(found, UnknownName):
        return _unknown(request, found.name, found.nearest, catalogue)
    if isinstance(found, OutOfRange):
        return _outside(request, found)
    if isinstance(found, EstimatorError):
        return Answer("refusal", request, "no-estimate")
    match request.intent:
        case "help":
            return Answer("help", request)
        case "explain":
            return _explain(request, catalogue)
        case "none":
            return _none(request, catalogue)
        case "lookup":
            return _lookup(request, found, catalogue)
    if not found.items:
        if found.facts:
            return _lookup(request, found, catalogue)
        if request.unknown:
            return _unknown(request, request.unknown[0], (), catalogue)
        return Answer("refusal", request, "not-understood")
    return _estimated(request, found, catalogue)


def _estimated(request: Request, found: Estimate, catalogue: Catalogue) -> Answer:
    kind = _kind(found, request)
    metric = _lead(request, found)
    every = found.items
    if kind == "compare":
        every = tuple(sorted(every, key=lambda item: -_median(item, metric)))
    items = every[:ITEMS_SHOWN]
    first = items[0]
    sides = _sides(request, found, metric, catalogue) if kind in ("compare", "check") else ()
    published = tuple(p for p in _by_weight(first.published) if p.metric == metric)[:PUBLISHED_SHOWN]
    units = _claim_units(request, found.verdict, catalogue) if found.verdict else ("", "")
    told = story(request, first.workload, found.verdict, claims()) if found.verdict else ""
    sources = _sources(first, metric, published, found.sources)
    return Answer(
        kind,
        request,
        metric=metric,
        metrics=_others(request, metric, items),
        items=items,
        items_left=len(every) - len(items),
        names=naming.names(found, catalogue),
        units={
            thing: catalogue.things[thing].unit
            for thing in _things(found, request)
            if thing in catalogue.things
        },
        pictures=_pictures(request, kind, metric, found, catalogue),
        drivers=first.drivers,
        published=published,
        assumptions=_assumptions(first),
        comparison=found.comparison,
        times=_times(found.comparison) if len(sides) == 2 else None,
        sides=sides[:ITEMS_SHOWN],
        budget=found.budget or (_inverse(found) if kind in ("budget", "equivalent") else None),
        spent=_spent(request.budget, catalogue) if request.budget else None,
        verdict=found.verdict,
        story=told,
        figures=naming.figures(catalogue) if told else {},
        library=catalogue.sources if told else {},
        claim_unit=units[0],
        found_unit=units[1],
        factor=_factor(found.verdict) if found.verdict else None,
        facts=_facts(found, request, catalogue),
        sources=sources[:SOURCES_SHOWN],
        sources_left=max(len(sources) - SOURCES_SHOWN, 0),
    )


def _kind(found: Estimate, request: Request) -> Kind:
    if found.budget is not None or (_inverse(found) is not None and _asks_inverse(request, found)):
        return "budget"
    if found.verdict is not None:
        return "check"
    if request.intent == "compare" and (len(found.items) > 1 or found.comparison is not None):
        return "compare"
    if request.intent == "equivalent" and found.equivalents:
        return "equivalent"
    return "estimate"


def _lead(request: Request, found: Estimate) -> Metric:
    """Return the metric of the first line: the one asked for, else energy, else the first there is."""
    if found.verdict is not None:
        return found.verdict.metric
    if found.budget is not None and request.budget is not None:
        return request.budget.metric
    if found.comparison is not None and request.intent == "compare":
        return found.comparison.metric
    if found.equivalents and request.intent in ("equivalent", "budget"):
        return found.equivalents[0].basis
    wanted = (*request.metrics, *METRICS)
    return next((m for m in wanted if any(item.spread(m) for item in found.items)), "energy")


def _others(request: Request, lead: Metric, items: tuple[ItemEstimate, ...]) -> tuple[Metric, ...]:
    """Return the metrics besides the first, those asked for first; hardware only where it was asked for."""
    rest = [m for m in METRICS if m != "hardware" and m not in request.metrics]
    return tuple(m for m in (*request.metrics, *rest) if m != lead and any(item.spread(m) for item in items))


def _median(item: ItemEstimate, metric: Metric) -> float:
    spread = item.spread(metric)
    return spread.median if spread is not None else -1.0


def _by_weight(published: Iterable[Published]) -> list[Published]:
    """Return published figures, those of the same boundary first, measured before stated, new before old."""
    return sorted(published, key=lambda p: (not p.same_boundary, p.kind != "measured", -p.year))


def _assumptions(item: ItemEstimate) -> tuple[Assumption, ...]:
    """Return what the question fixes, then the inputs that a reader can judge and that count most."""
    stated = [a for a in item.assumptions if a.basis == "stated"]
    ranks = {driver.name: place for place, driver in enumerate(item.drivers)}
    told = [a for a in item.assumptions if a.name in ASSUMED and a.basis != "stated" and a.low < a.high]
    told.sort(key=lambda a: ranks.get(a.name, len(ranks)))
    return (*stated, *told[: max(ASSUMED_SHOWN - len(stated), 1)])


def _sources(
    item: ItemEstimate, metric: Metric, published: tuple[Published, ...], every: tuple[Source, ...]
) -> tuple[Source, ...]:
    """Return the sources, of the main inputs first, without those linked beside published figures."""
    of_input = {a.name: a.source for a in item.assumptions}
    wanted = [
        of_input.get(name, "") for name in (*OF_METRIC.get(metric, ()), *(d.name for d in item.drivers))
    ]
    linked = {figure.source for figure in published}
    by_id = {source.id: source for source in every if source.id not in linked}
    order = dict.fromkeys([*(name for name in wanted if name in by_id), *by_id])
    return tuple(by_id[name] for name in order)


# Pictures


def _pictures(
    request: Request, kind: Kind, metric: Metric, found: Estimate, catalogue: Catalogue
) -> Pictures:
    """Return the everyday things that the question names, else some that fit."""
    if found.equivalents and kind in ("estimate", "equivalent"):
        return tuple(
            (
                basis,
                tuple(
                    Picture(e.thing, catalogue.things[e.thing].unit, basis, e.amount)
                    for e in found.equivalents
                    if e.basis == basis
                ),
            )
            for basis in dict.fromkeys(e.basis for e in found.equivalents)
        )
    if kind != "estimate" or len(found.items) != 1:  # the percentiles of several items don't add up
        return ()
    item = found.items[0]
    totals = {m: spread for m in METRICS if (spread := item.spread(m)) is not None}
    group = (
        catalogue.things[item.workload.subject].group if item.workload.subject in catalogue.things else None
    )
    things = {name: each for name, each in catalogue.things.items() if group is None or each.group != group}
    return pictures(totals, metric, things, language(request.language).files["pictures"])


def _things(found: Estimate, request: Request) -> Iterable[str]:
    return [*(item.workload.subject for item in found.items), *request.versus]


# Comparisons, budgets, claims


def _sides(request: Request, found: Estimate, metric: Metric, catalogue: Catalogue) -> tuple[Side, ...]:
    """Return what is compared, the larger first: the items, or the only item and the thing named."""
    sides = [Side(item.workload, item.spread(metric), _size(item)) for item in found.items]
    if len(sides) == 1 and request.versus and request.versus[0] in catalogue.things:
        thing = catalogue.things[request.versus[0]]
        figure = figure_of(thing, metric)
        known = Spread(figure.low, figure.median, figure.high, BASE_UNITS[metric]) if figure else None
        sides.append(Side(Workload(thing.id, "everyday", 1.0, "item"), known))
    if found.comparison is not None and len(sides) == 2:
        return tuple(sides[::-1] if found.comparison.ratio.median < 1 else sides)
    if found.comparison is not None:
        sides.sort(key=lambda side: -side.spread.median if side.spread else 0.0)
    return tuple(sides)


def _size(item: ItemEstimate) -> Assumption | None:
    """Return the parameters of an item's only model that work on each token."""
    for name in ("active_params", "total_params"):
        known = [each for each in item.assumptions if each.name.startswith(name)]
        if known:
            return known[0] if len(known) == 1 else None
    return None


def _times(comparison: Comparison | None) -> Spread | None:
    """Return the larger of two over the smaller."""
    if comparison is None or not comparison.ratio.low > 0:
        return None
    ratio = comparison.ratio
    if ratio.median < 1:
        ratio = Spread(1 / ratio.high, 1 / ratio.median, 1 / ratio.low, ratio.unit)
    if not math.isclose(ratio.low, ratio.high):
        return ratio
    rounded = float(significant(ratio.median, TIMES_DIGITS))
    return Spread(rounded, rounded, rounded, ratio.unit)


def _inverse(found: Estimate) -> BudgetAnswer | None:
    """Return how many of a single item one of the thing named equals, where that is more than one."""
    if len(found.items) != 1 or found.items[0].workload.amount != 1 or len(found.equivalents) != 1:
        return None
    amount = found.equivalents[0].amount
    if not amount.low > 0 or amount.median >= 1:
        return None
    unit = found.items[0].workload.unit
    return BudgetAnswer(Spread(1 / amount.high, 1 / amount.median, 1 / amount.low, unit))


def _asks_inverse(request: Request, found: Estimate) -> bool:
    """Return whether it helps to say how many of the item equal one thing, not the other way round."""
    first = found.equivalents[0]
    sliver = not measure(first.amount.unit)[0] and first.amount.median < SLIVER
    return request.intent == "budget" or (request.intent == "equivalent" and sliver)


def _spent(budget: Budget, catalogue: Catalogue) -> tuple[float, str]:
    """Return a budget in its own unit where that can be shown, else in one that fits."""
    if budget.metric == "cost":
        return budget.value, budget.unit
    known = base_unit(budget.unit, catalogue)
    if known is None:
        return budget.value, budget.unit
    unit = _shown_as(known) or rung(budget.value * known[1], known[0])[0]
    return budget.value * known[1] / base(1.0, unit)[0], unit


def _claim_units(request: Request, verdict: Verdict, catalogue: Catalogue) -> tuple[str, str]:
    """Return the units to tell a claim and what we find in: one that both read well in, else each its own."""
    claimed = max((end for end in (verdict.claimed_low, verdict.claimed_high) if end), default=0.0)
    found = verdict.found
    stated = request.claim.unit if request.claim and request.claim.unit else ""
    known = base_unit(stated, catalogue) if stated and verdict.metric != "cost" else None
    own = rung(found.median, found.unit)[0]
    for unit in ((_shown_as(known) if known else "") or own, own):
        size = base(1.0, unit)[0]
        if all(READABLE[0] <= each / size < READABLE[1] for each in (claimed or found.median, found.median)):
            return unit, unit
    return rung(claimed, found.unit)[0], own


def _shown_as(known: tuple[str, float]) -> str:
    """Return the unit of a display ladder that is of a size; "" where none is."""
    ladder = LADDERS.get(known[0], ())
    return next((name for name, size, _ in ladder if math.isclose(size, known[1])), "")


def _factor(verdict: Verdict) -> float | None:
    """Return how many times the claim is off, from its end nearer to what we find."""
    ends = [end for end in (verdict.claimed_low, verdict.claimed_high) if end is not None]
    if not ends or not verdict.found.median > 0 or not min(ends) > 0:
        return None
    nearest = min((end / verdict.found.median for end in ends), key=lambda ratio: abs(math.log(ratio)))
    return max(nearest, 1 / nearest)


# What is not estimated


def _facts(found: Estimate, request: Request, catalogue: Catalogue) -> tuple[Fact, ...]:
    """Return the facts in the question's language, on the place it names first, new before old."""
    texts = {figure.id: figure.text for figure in catalogue.published} if found.facts else {}
    facts = [replace(f, text=texts.get(f.id, {}).get(request.language, f.text)) for f in found.facts]
    place = language(request.language).place(request.region) if request.region else ""
    return tuple(sorted(facts, key=lambda fact: (place not in fact.text, -fact.year))[:FACTS_SHOWN])


def _lookup(request: Request, found: Estimate, catalogue: Catalogue) -> Answer:
    """Return the published facts on a topic; else the grid, the estimate or the page that answers it."""
    facts = _facts(found, request, catalogue)
    if facts:
        return Answer("lookup", request, facts=facts, names=naming.names(found, catalogue))
    topic = request.topic or ""
    if topic in GRID_TOPICS:
        return _grid(request, catalogue)
    if found.items:
        return _estimated(request, found, catalogue)
    if topic in language(request.language).terms:
        return _explain(request, catalogue)
    topics = {each for figure in catalogue.published for each in figure.topics}
    near = process.extract(topic, topics, scorer=fuzz.ratio, limit=NEAREST_SHOWN, score_cutoff=NEAR)
    return Answer("refusal", request, "no-figure", asked=topic, nearest=tuple(name for name, _, _ in near))


def _grid(request: Request, catalogue: Catalogue) -> Answer:
    """Return what is known of a place's electricity, of the world's where none is named."""
    grid = catalogue.grids.get(request.region or WORLD) or catalogue.grids[WORLD]
    figures = (grid.carbon, grid.price if request.topic == PRICE else None)
    ids = dict.fromkeys(figure.source for figure in figures if figure is not None)
    sources = tuple(catalogue.sources[each] for each in ids if each in catalogue.sources)
    return Answer("lookup", request, grid=grid, names={grid.region: grid.name}, sources=sources)


def _explain(request: Request, catalogue: Catalogue) -> Answer:
    topic = request.topic or "method"
    if topic in GRID_TOPICS and request.region:
        return _grid(request, catalogue)
    pages = language(request.language).terms
    page = term(topic, pages)
    if page:
        figures = naming.figures(catalogue)
        return Answer("explain", request, term=page, figures=figures, library=catalogue.sources)
    near = process.extract(topic, pages, scorer=fuzz.ratio, limit=NEAREST_SHOWN, score_cutoff=NEAR)
    return Answer("refusal", request, "unknown-term", asked=topic, nearest=tuple(name for name, _, _ in near))


def term(topic: str, pages: Collection[str]) -> str:
    """Return the page for a topic: of the same name, else the longest whose words are all in it, else ""."""
    if topic in pages:
        return topic
    words = set(topic.split("-"))
    inside = [page for page in pages if set(page.split("-")) <= words]
    return max(inside, key=len, default="")


def _none(request: Request, catalogue: Catalogue) -> Answer:
    if request.unknown:
        return _unknown(request, request.unknown[0], (), catalogue)
    if not request.understood and not request.unused:
        return Answer("hello", request)
    return Answer("refusal", request, "not-for-me")


def _unknown(request: Request, name: str, nearest: tuple[str, ...], catalogue: Catalogue) -> Answer:
    near = nearest[:NEAREST_SHOWN]
    names = {slug: naming.name(slug, catalogue) for slug in near}
    return Answer("refusal", request, "unknown-name", asked=name, nearest=near, names=names)


def _outside(request: Request, error: OutOfRange) -> Answer:
    field = error.field.rpartition(".")[2]
    least, _, most, _ = LIMITS.get(field, (math.nan, True, math.nan, True))
    return Answer(
        "error", request, "out-of-range", asked=field, limits=(least, most) if least < most else None
    )
