"""An earlier request and the amount of energy, carbon, water or power that a message states."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.request import claims
from bot.request.binding import power_w
from bot.request.evidence import questions
from bot.request.facts import Facts, Quantity
from bot.request.measures import METRIC_OF
from bot.request.request import Request
from estimator.workload import Budget, Claim, Workload


def stated(request: Request, facts: Facts) -> Request:
    """Return a request with the amount that a message states: a claim, a budget, the power of machines."""
    powers = [q for q in facts.quantities if power_w(q)]
    if powers and all(item.activity == "hardware" for item in request.items):
        facts.bound |= {powers[0].at, powers[0].unit_at}
        return replace(request, items=tuple(replace(i, power=power_w(powers[0])) for i in request.items))
    told: Quantity | None = next((q for q in facts.quantities if q.metric and not q.used), None)
    if told is None:
        return _unit(request, facts)
    facts.bound |= {told.at, told.unit_at}
    budgeted = facts.tagged.cue("how-many") and facts.asked != "unit"  # "and how many could I send on 1 kWh"
    if request.claim and request.intent == "check" and not budgeted:
        claim = replace(request.claim, metric=told.metric, low=told.low, high=told.high, unit=told.unit)
        items = one_of_each(request.items) if _of_each(facts) else request.items
        return replace(request, claim=claim, items=items)
    doubted = facts.tagged.cue("check") or (facts.tagged.cue("auxiliary") and questions(facts))
    doubted = doubted and not facts.tagged.cue("how-many", "how-much", "most-of")
    if doubted and facts.asked is None and request.items and request.intent != "budget":
        one = one_of_each(request.items)
        claim = Claim(told.metric, told.low, told.high, told.unit, claims.per_unit(one))
        named = claims.metrics_of(claim, ())
        return replace(request, intent="check", metrics=named, claim=claim, budget=None, versus=())
    budget = Budget(told.metric or "energy", told.low, told.unit)
    items = one_of_each(request.items)
    if not items:
        return request
    return replace(request, intent="budget", budget=budget, items=items, versus=(), claim=None)


def _of_each(facts: Facts) -> bool:
    """Return whether so much is said of each prompt or picture: "10 ml for each question"."""
    spans = facts.tagged.spans
    return not facts.counts and any(
        after.has("nouns", "prompt", "exchange", "image") and before.has("cues", "each", "every", "per")
        for before, after in pairwise(spans)
    )


def _unit(request: Request, facts: Facts) -> Request:
    """Apply another unit to what there is to spend, or to what is claimed: "gallons, not litres"."""
    stated = request.budget or (request.claim if request.intent == "check" else None)
    if stated is None or stated.metric is None or facts.uses:
        return request
    spans = facts.tagged.spans
    units = [
        unit
        for at, span in enumerate(spans)
        if at not in facts.negated
        for unit in sorted(span.keys("units"))
        if METRIC_OF.get(unit) == stated.metric or (request.budget and METRIC_OF.get(unit) in facts.metrics)
    ]
    if len(units) != 1 or facts.asked is not None:
        return request
    if request.budget:
        metric = METRIC_OF[units[0]]
        if metric != request.budget.metric:  # "and out of a litre of water?"
            return replace(request, metrics=(), budget=Budget(metric, 1.0, units[0]))
        one = not facts.counts and _of_an_article(facts, units[0])  # "and for a whole tonne"
        value = 1.0 if one else request.budget.value
        return replace(request, budget=replace(request.budget, unit=units[0], value=value))
    return replace(request, claim=replace(request.claim, unit=units[0])) if request.claim else request


def _of_an_article(facts: Facts, unit: str) -> bool:
    """Return whether only an article counts a unit: "a litre", "a whole tonne"."""
    return any(span.has("units", unit) and facts.one_of(at) for at, span in enumerate(facts.tagged.spans))


def one_of_each(items: tuple[Workload, ...]) -> tuple[Workload, ...]:
    """Return one of each work, the everyday things left out."""
    return tuple(replace(item, amount=1.0) for item in items if item.activity != "everyday")
