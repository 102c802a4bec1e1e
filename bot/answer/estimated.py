"""What is worth saying of an estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.answer import naming, recalled
from bot.answer.answer import DRIVERS_NAMED, WORTH_NAMING, Answer, Kind, Picture, Pictures
from bot.answer.compared import asks_inverse, ends_of, inverse_of, sides_of, times_of, worth_of
from bot.answer.facts import BESIDE_A_CLAIM, facts_of
from bot.answer.listed import bought, list_prices
from bot.answer.pictures import pictures
from bot.answer.recalled import ANCHORS, BASE
from bot.answer.resting import beside
from bot.answer.ruled import standing_of
from bot.answer.stated import converted, factor_of, spent_of, told_of
from bot.languages import language
from bot.request import Request
from bot.request.contrast import told_with, weighed
from estimator.catalogue import Catalogue
from estimator.entries import Thing
from estimator.figure import Source
from estimator.result import Assumption, BudgetAnswer, Driver, Estimate, ItemEstimate, Published
from estimator.units import UNTOLD
from estimator.workload import METRICS, Metric, Workload

ITEMS_SHOWN: Final = 5
COMPARED_SHOWN: Final = 6
SOURCES_SHOWN: Final = 3
PUBLISHED_SHOWN: Final = 2
ASSUMED_SHOWN: Final = 2
# The inputs that a reader can judge, told where the question leaves them open.
ASSUMED: Final = ("output_tokens", "batch", "input_tokens", "reasoning_tokens", "calls", "steps", "pue")
# What an input gives in all, told before it.
IN_ALL: Final[Mapping[str, str]] = {"tokens_per_param": "training_tokens"}
# Drivers that are one, told by the first there is.
SIZE: Final = ("total_params", "active_params", "params", "hidden_scale", "layers_scale", "kv_scale")
# What a day or a year of something is counted with: told whatever else is, as all else goes by it.
COUNTED_WITH: Final = ("prompts_per_day", "prompts_per_hour", "hours_per_day", "working_days")
IN_THE_NAME: Final = ("power",)  # inputs that the name of what is estimated tells
# The inputs that a metric adds to those of energy.
OF_METRIC: Final[Mapping[Metric, tuple[str, ...]]] = {
    "carbon": ("grid",),
    "water": ("ewif", "wue"),
    "cost": ("price",),
}


def estimated(request: Request, found: Estimate, catalogue: Catalogue) -> Answer:
    """Return what is worth saying of an estimate that has items."""
    worth = worth_of(request)
    inverse = inverse_of(found, worth.amount if worth else 1.0)
    kind = _kind(found, request, inverse, worth)
    metric = _lead(request, found)
    every = found.items
    if kind == "compare":
        every = tuple(sorted(every, key=lambda item: _median(item, metric), reverse=not request.ascending))
    shown = COMPARED_SHOWN if kind == "compare" else ITEMS_SHOWN
    items = every[:shown]
    first = items[0]
    sides = sides_of(request, found, metric, catalogue) if kind in ("compare", "check") else ()
    held = found.verdict.figure if found.verdict else ""
    published = tuple(p for p in _by_weight(first.published, held) if p.metric == metric)[:PUBLISHED_SHOWN]
    known = catalogue.claims.get(found.verdict.known) if found.verdict else None
    total = dict(found.total) if kind == "estimate" and metric in dict(found.total) else {}
    sources = sources_of(first, metric, published, found.sources) if first.workload.amount else ()
    assumed = _assumptions(first) if first.workload.amount else ()
    weighs = weighed(request.items)
    apart = told_with(weighs) if weighs else ()  # is told with each
    others = _others(request, metric, items)
    things = {each: catalogue.things[each] for each in _things(found, request) if each in catalogue.things}
    shown_things = _pictures(request, kind, metric, found, catalogue)

    told = (metric,) if kind == "equivalent" else (metric, *others)

    def told_in(what: Metric) -> list[Thing]:
        named = _told_in(what, found, request, told, shown_things)
        return [catalogue.things[name] for name in named if name in catalogue.things]

    answer = Answer(
        kind,
        request,
        metric=metric,
        metrics=others,
        items=items,
        total=total,
        items_left=len(every) - len(items),
        names=naming.names(found, catalogue),
        trained=naming.trained(found, catalogue),
        on_top_of=naming.on_top_of(first, catalogue),
        units={thing: each.unit for thing, each in things.items()},
        manners=naming.manners(things),
        measures=naming.measures(things),
        pictures=shown_things,
        recalled=recalled.recalled(items, told, shown_things, request.versus, catalogue),
        recalled_from=recalled.sources(items),
        rain=any(each.rain for each in told_in("water")),
        flown=any(each.contrails for each in told_in("carbon")),
        shared=any(each.shared for metric in (told[0], *others) for each in told_in(metric)),
        drivers=first.drivers if first.workload.amount and not total else (),  # of one item
        published=published,
        assumptions=tuple(each for each in assumed if each.name not in apart),
        comparison=found.comparison,
        times=times_of(found.comparison) if len(sides) == 2 else None,
        sides=sides[:shown],
        ends=ends_of(sides) if found.comparison and len(sides) > 2 else None,
        budget=found.budget or (inverse if kind in ("budget", "equivalent") else None),
        worth=worth if kind == "budget" else None,
        bought=bought(request, found, catalogue),
        listed=list_prices(first, catalogue) if metric == "cost" and kind in ("estimate", "budget") else (),
        converted=converted(first, request.told_in, catalogue) if len(every) == 1 else (),
        spent=spent_of(request.budget, catalogue) if request.budget else None,
        verdict=found.verdict,
        story=known.id if known else "",
        standing=standing_of(known, found.verdict) if known and found.verdict else "",
        figures=naming.figures(catalogue) if known else {},
        quoted=naming.quoted(catalogue) if known else {},
        library=catalogue.sources,
        told=told_of(request, found.verdict, catalogue) if found.verdict else UNTOLD,
        factor=factor_of(found.verdict) if found.verdict else None,
        facts=() if known else facts_of(found, request, catalogue, BESIDE_A_CLAIM),
    )
    return _resting(answer, sources, catalogue)


def checked(request: Request, found: Estimate, catalogue: Catalogue) -> Answer:
    """Return what is worth saying of a claim about which nothing was estimated: what is published."""
    verdict = found.verdict
    assert verdict is not None
    known = catalogue.claims.get(verdict.known)
    origin = tuple(catalogue.sources[each] for each in known.origin) if known else ()
    answer = Answer(
        "check",
        request,
        metric=verdict.metric,
        names=naming.names(found, catalogue),
        verdict=verdict,
        told=told_of(request, verdict, catalogue),
        factor=factor_of(verdict),
        story=known.id if known else "",
        standing=standing_of(known, verdict) if known else "",
        figures=naming.figures(catalogue) if known else {},
        quoted=naming.quoted(catalogue) if known else {},
        library=catalogue.sources if known else {},
        facts=() if known else facts_of(found, request, catalogue, BESIDE_A_CLAIM),
    )
    return _resting(answer, origin, catalogue)


def _resting(answer: Answer, sources: tuple[Source, ...], catalogue: Catalogue) -> Answer:
    """Return an answer with the few sources that it shows, and how many more there are."""
    every = tuple({each.id: each for each in (*sources, *beside(answer, catalogue))}.values())
    shown = sources[:SOURCES_SHOWN]
    return replace(answer, sources=shown, sources_left=len(every) - len(shown))


def _kind(found: Estimate, request: Request, inverse: BudgetAnswer | None, worth: Workload | None) -> Kind:
    if found.budget is not None or (inverse is not None and asks_inverse(request, found, worth)):
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


def _by_weight(published: Iterable[Published], first: str = "") -> list[Published]:
    """Return published figures: one, those of the same boundary, measured before stated, new before old."""
    return sorted(
        published, key=lambda p: (p.id != first, not p.same_boundary, p.kind != "measured", -p.year)
    )


def _assumptions(item: ItemEstimate) -> tuple[Assumption, ...]:
    """Return what the question fixes and what a day or year is counted with, then the inputs that the reply
    says the range comes from, then those that a reader can judge and that count most."""
    counted = [a for name in COUNTED_WITH for a in item.assumptions if a.name == name]
    stated = [a for a in item.assumptions if a.basis == "stated" and a.name not in IN_THE_NAME]
    ranks = {driver.name: place for place, driver in enumerate(item.drivers)}
    open_ = [
        a for a in item.assumptions if a.basis != "stated" and a.low < a.high and a.name not in IN_THE_NAME
    ]
    leading = _leading(item.drivers)
    moving = sorted((a for a in open_ if a.name in leading), key=lambda a: leading.index(a.name))
    told = [a for a in open_ if a.name in ASSUMED and a not in moving]
    told.sort(key=lambda a: ranks.get(a.name, len(ranks)))
    room = max(ASSUMED_SHOWN - len(stated) - len(moving), 0 if moving else 1)
    shown = (*stated, *counted, *moving, *told[:room])
    return tuple(dict.fromkeys(shown))


def _leading(drivers: tuple[Driver, ...]) -> tuple[str, ...]:
    """Return the inputs that the line on the range names, the largest first, each after what it gives in
    all."""
    ranks = [driver.name for driver in drivers]
    shares: dict[str, float] = {}
    for driver in drivers:
        name = next((each for each in SIZE if driver.name in SIZE and each in ranks), driver.name)
        shares[name] = shares.get(name, 0.0) + driver.share
    named = sorted((name for name in shares if shares[name] >= WORTH_NAMING), key=lambda name: -shares[name])
    with_all = ((IN_ALL.get(name), name) for name in named[:DRIVERS_NAMED])
    return tuple(name for pair in with_all for name in pair if name)


def sources_of(
    item: ItemEstimate, metric: Metric, published: tuple[Published, ...], every: tuple[Source, ...]
) -> tuple[Source, ...]:
    """Return the sources: first of what the headline rests on, then of the inputs that count most.

    Those linked beside published figures stand only there, unless the headline rests on them.
    """
    inputs: dict[str, Assumption] = {}
    for each in item.assumptions:
        inputs.setdefault(each.name, each)
    rests = [inputs[name].source for name in (*BASE.get(metric, ()), *ANCHORS) if name in inputs][:1]
    further = [inputs[name] for name in OF_METRIC.get(metric, ()) if name in inputs]
    driving = [inputs[driver.name] for driver in item.drivers if driver.name in inputs]
    driving.sort(key=lambda each: each.basis == "guessed")  # what is known goes before a guess
    linked = {figure.source for figure in published} - set(rests)
    by_id = {source.id: source for source in every if source.id not in linked}
    wanted = [*rests, *(each.source for each in (*further, *driving))]
    order = dict.fromkeys([*(name for name in wanted if name in by_id), *by_id])
    return tuple(by_id[name] for name in order)


def _pictures(
    request: Request, kind: Kind, metric: Metric, found: Estimate, catalogue: Catalogue
) -> Pictures:
    """Return the everyday things that the question names, else some that fit."""
    showcase = language(request.language).files["pictures"]
    if kind == "equivalent" and not request.versus and naming.measures(things_of(found, catalogue)):
        amount = found.items[0].spread(metric)  # a bare one: "1 GWh"
        if amount and (shown := pictures({metric: amount}, metric, catalogue.things, showcase)):
            return shown
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
    if kind != "estimate":
        return ()
    item = found.items[0]
    totals = dict(found.total)
    if len(found.items) == 1:
        totals = {m: spread for m in METRICS if (spread := item.spread(m)) is not None}
    group = (
        catalogue.things[item.workload.subject].group if item.workload.subject in catalogue.things else None
    )
    things = {name: each for name, each in catalogue.things.items() if group is None or each.group != group}
    return pictures(totals, metric, things, showcase)


def things_of(found: Estimate, catalogue: Catalogue) -> dict[str, Thing]:
    """Return the everyday things that are estimated."""
    names = (item.workload.subject for item in found.items)
    return {name: catalogue.things[name] for name in names if name in catalogue.things}


def _told_in(
    metric: Metric, found: Estimate, request: Request, told: tuple[Metric, ...], shown: Pictures
) -> set[str]:
    """Return the things of which a metric is told.

    Of the metrics told the first is the one that things are compared and expressed in.
    """
    things = {each.thing for basis, some in shown if basis == metric for each in some}
    things |= {item.workload.subject for item in found.items if metric in told}
    return things | {name for name in request.versus if told[0] == metric}


def _things(found: Estimate, request: Request) -> Iterable[str]:
    told = [found.verdict.thing] if found.verdict else []
    return [*(item.workload.subject for item in found.items), *request.versus, *told]
