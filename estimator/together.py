"""What is asked about items together: comparison, equivalents, budget, verdict, facts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np

from estimator import facts, hearsay, quantity
from estimator.catalogue import Catalogue
from estimator.entries import Thing
from estimator.errors import OutOfRange, UnknownName
from estimator.figure import Array, Sampling, Source, Spread
from estimator.item import Pairs, UnitEstimate, totals, unit_of
from estimator.result import (
    BudgetAnswer,
    Comparison,
    Equivalent,
    Estimate,
    ItemEstimate,
)
from estimator.subject import nearest
from estimator.units import BASE_UNITS, TIMES
from estimator.verdict import judge
from estimator.workload import METRICS, Budget, Claim, Metric, Workload

Draws = Mapping[Metric, Array]
NO_THINGS: Final[Mapping[str, Draws]] = MappingProxyType({})


@lru_cache(maxsize=1024)
def sources(catalogue: Catalogue, ids: tuple[str, ...]) -> tuple[Source, ...]:
    """Return the sources of some ids."""
    return tuple(catalogue.sources[each] for each in ids if each in catalogue.sources)


def estimate(
    pairs: Pairs,
    *,
    intent: str,
    metrics: tuple[Metric, ...],
    region: str | None,
    versus: tuple[str, ...],
    claim: Claim | None,
    budget: Budget | None,
    topic: str | None,
    catalogue: Catalogue,
    sampling: Sampling,
) -> Estimate:
    """Return the estimate of items with what is asked about them together."""
    cited = dict.fromkeys(name for _, unit in pairs for name in unit.sources)
    versus, claim = hearsay.meant(catalogue.claims.get(topic or ""), versus, claim)
    things = {name: thing_unit(name, region, catalogue, sampling) for name in versus}
    for unit in things.values():
        cited.update(dict.fromkeys(unit.sources))

    comparison = None
    items = [totals(pair) for pair in pairs]
    weighed_in = metrics or _weighed_in((*things, *(item.workload.subject for item, _ in pairs)), catalogue)
    if pairs and intent == "compare" and things:
        counted = {item.workload.subject for item, _ in pairs}  # with a number of its own: "1000 trees"
        beside = {name: unit.draws for name, unit in things.items() if name not in counted}
        comparison = compare(items, weighed_in, sampling, beside)
    if len(pairs) >= 2 and comparison is None:
        comparison = compare(items, weighed_in, sampling)

    if pairs and not things and intent == "equivalent":
        things = pictures(pairs, metrics, region, catalogue, sampling)
    equivalents: tuple[Equivalent, ...] = ()
    if pairs and things:
        equivalents = tuple(
            each
            for name, unit in things.items()
            if (
                each := equivalent(
                    name, unit, pairs, metrics or _weighed_in((name,), catalogue), catalogue, sampling
                )
            )
            is not None
        )

    answer = None
    if budget is not None:
        if not pairs:
            raise OutOfRange("items", [], "one item that the budget pays for")
        answer = afford(pairs[0], budget, catalogue, sampling)
    elif intent == "budget" and pairs and things:
        answer = worth(pairs[0], next(iter(things.values())), weighed_in, sampling)

    verdict = None
    if claim is not None:
        verdict = judge(claim, pairs, things, metrics, catalogue, sampling)

    quoted = facts.on(topic, catalogue) if topic else ()
    cited.update(dict.fromkeys(each.source for each in quoted))
    if claim is not None and not pairs:
        verdict = facts.judge(claim, quoted, region, versus, catalogue)
    works = tuple(item.workload for item, _ in pairs)
    known = hearsay.repeated(catalogue.claims, works, versus, topic, verdict) if intent == "check" else None
    if known is not None:
        if (
            claim is not None
            and known.money
            and verdict is not None
            and verdict.sense not in ("", known.money)
        ):
            verdict = judge(claim, pairs, things, metrics, catalogue, sampling, known.money)
        verdict = hearsay.settled(known, works, versus, verdict, claim, facts.known(known.found, catalogue))
        cited.update(dict.fromkeys(known.origin))
    if verdict is not None and claim is not None and versus and _of_things(claim, versus):
        verdict = replace(verdict, thing=versus[0])
    return Estimate(
        items=tuple(item for item, _ in pairs),
        total=total_of(pairs, sampling) if len(pairs) >= 2 and intent not in APART else (),
        comparison=comparison,
        equivalents=equivalents,
        budget=answer,
        verdict=verdict,
        facts=tuple(facts.fact(each, catalogue) for each in quoted),
        sources=sources(catalogue, tuple(cited)),
    )


def _weighed_in(names: Iterable[str], catalogue: Catalogue) -> tuple[Metric, ...]:
    """Return the metric to weigh things in where none is asked for: the heat of petrol is no electricity, so
    that what burns fuel is weighed by its carbon."""
    things = (catalogue.things[name] for name in names if name in catalogue.things)
    return ("carbon",) if any(thing.fuel and thing.carbon is not None for thing in things) else ()


def _of_things(claim: Claim, versus: tuple[str, ...]) -> bool:
    """Return whether a claim is told in everyday things, and not in a unit."""
    return claim.low is claim.high is None or claim.unit in versus or (claim.unit or "").casefold() in TIMES


APART: Final = ("compare", "check", "budget")  # what is asked about items that are not meant together
HANDFUL: Final = 3.0  # of an everyday thing, the easiest amount to picture


def thing_unit(name: str, region: str | None, catalogue: Catalogue, sampling: Sampling) -> UnitEstimate:
    """Return the estimate of one everyday thing."""
    if name not in catalogue.things:
        raise UnknownName("versus", name, nearest(name, catalogue.things))
    return unit_of(Workload(name, "everyday", 1.0, "item"), region, catalogue, sampling, "versus")


def basis_of(wanted: tuple[Metric, ...], *each: Iterable[str]) -> Metric | None:
    """Return the metric to compare in: the first asked for that all have, else energy, carbon or water."""
    shared = set.intersection(*(set(names) for names in each))
    order: tuple[Metric, ...] = (*wanted, "energy", "carbon", "water", "cost", "hardware")
    return next((metric for metric in order if metric in shared), None)


def ratio_of(first: Array, second: Array, sampling: Sampling, unit: str = "") -> Spread | None:
    """Return the spread of one quantity over another, draw by draw; None where the second is nothing."""
    if not np.all(second > 0):
        return None
    low, median, high = sampling.spreads((first / second)[np.newaxis])[0].tolist()
    return Spread(low, median, high, unit)


def compare(
    items: list[Draws],
    metrics: tuple[Metric, ...],
    sampling: Sampling,
    things: Mapping[str, Draws] = NO_THINGS,
) -> Comparison | None:
    """Return the first of two over the second; of all, everyday things after the items, the largest and the
    smallest."""
    sizes = [*items, *things.values()]
    first, second = sizes[:2]
    basis = basis_of(metrics, *sizes)
    if basis is None:
        return None
    metric: Metric = basis
    if not metrics and np.array_equal(first[metric], second[metric]):  # one model in two places
        metric = next((each for each in METRICS if _differ(each, sizes)), metric)
    ratio = ratio_of(first[metric], second[metric], sampling)
    if ratio is None:
        return None
    table = np.stack([np.broadcast_to(each[metric], sampling.draws) for each in sizes])
    more, probability = _largest(table)
    less, least = _largest(-table)
    beside = tuple(
        (name, Spread(low, median, high, BASE_UNITS[metric]))
        for name, row in zip(things, table[len(items) :], strict=True)
        for low, median, high in sampling.spreads(row[np.newaxis]).tolist()
    )
    return Comparison(metric, ratio, more, probability, less, least, beside)


def _largest(table: Array) -> tuple[int, float]:
    """Return the row of draws with the largest median, and how likely it is the largest, a tie by half."""
    more = int(np.argmax(np.median(table, axis=1)))
    others = np.delete(table, more, axis=0).max(axis=0)
    ties = float(np.mean(table[more] == others))
    return more, float(np.mean(table[more] > others)) + ties / 2


def _differ(metric: Metric, sizes: list[Draws]) -> bool:
    """Return whether the first two have a metric and differ in it."""
    first, second = sizes[0].get(metric), sizes[1].get(metric)
    return first is not None and second is not None and not np.array_equal(first, second)


def summed(pairs: Pairs) -> dict[Metric, Array]:
    """Return the draws of several items together, of the metrics that any has."""
    together: dict[Metric, Array] = {}
    for pair in pairs:
        for metric, values in totals(pair).items():
            together[metric] = together[metric] + values if metric in together else values
    return together


def total_of(pairs: Pairs, sampling: Sampling) -> tuple[tuple[Metric, Spread], ...]:
    """Return the spreads of several items together, in the metrics that all have."""
    every = [set(totals(pair)) for pair in pairs]
    shared = [metric for metric in METRICS if all(metric in each for each in every)]
    draws = summed(pairs)
    found = []
    for metric in shared:
        low, median, high = sampling.spreads(draws[metric][np.newaxis])[0].tolist()
        found.append((metric, Spread(low, median, high, BASE_UNITS[metric])))
    return tuple(found)


def equivalent(
    name: str,
    unit: UnitEstimate,
    pairs: Pairs,
    metrics: tuple[Metric, ...],
    catalogue: Catalogue,
    sampling: Sampling,
) -> Equivalent | None:
    """Return how much of a thing has the same footprint as the items together."""
    together = summed(pairs)
    thing = catalogue.things[name]
    known = thing_metrics(thing)
    basis = basis_of(
        tuple(metric for metric in metrics if metric in known), known & set(unit.draws), together
    )
    if metrics and metrics[0] not in known:
        basis = basis_of(metrics, unit.draws, together)
    if basis is None:
        return None
    amount = ratio_of(together[basis], unit.draws[basis], sampling, thing.unit)
    return None if amount is None else Equivalent(name, basis, amount)


def pictures(
    pairs: Pairs, metrics: tuple[Metric, ...], region: str | None, catalogue: Catalogue, sampling: Sampling
) -> dict[str, UnitEstimate]:
    """Return three everyday things of different kinds that the items are a handful of."""
    found: list[tuple[float, str, str, UnitEstimate]] = []
    for name, thing in catalogue.things.items():
        if not thing.picture:
            continue
        unit = thing_unit(name, region, catalogue, sampling)
        each = equivalent(name, unit, pairs, metrics, catalogue, sampling)
        if each is not None and each.amount.median > 0 and (not metrics or each.basis in metrics):
            found.append((abs(math.log(each.amount.median / HANDFUL)), name, thing.group, unit))
    chosen: dict[str, UnitEstimate] = {}
    groups: set[str] = set()
    for _, name, group, unit in sorted(found, key=lambda each: each[:2]):
        if group not in groups and len(chosen) < 3:
            chosen[name] = unit
            groups.add(group)
    return chosen


def thing_metrics(thing: Thing) -> set[str]:
    """Return what is known of a thing itself, not through the grid."""
    return {metric for metric in ("energy", "carbon", "water", "cost") if getattr(thing, metric) is not None}


def afford(
    pair: tuple[ItemEstimate, UnitEstimate], budget: Budget, catalogue: Catalogue, sampling: Sampling
) -> BudgetAnswer:
    """Return how many units of an item a budget pays for."""
    item, unit = pair
    value = quantity.base(budget.metric, budget.value, budget.unit, catalogue, "budget.unit")
    draws = unit.draws.get(budget.metric)
    if draws is None or not np.all(draws > 0):
        raise OutOfRange("budget.metric", budget.metric, "metrics that the item takes any of")
    low, median, high = sampling.spreads((value / draws)[np.newaxis])[0].tolist()
    return BudgetAnswer(Spread(low, median, high, item.workload.unit))


def worth(
    pair: tuple[ItemEstimate, UnitEstimate],
    thing: UnitEstimate,
    metrics: tuple[Metric, ...],
    sampling: Sampling,
) -> BudgetAnswer | None:
    """Return how many units of an item have the footprint of one everyday thing."""
    item, unit = pair
    basis = basis_of(metrics, unit.draws, thing.draws)
    if basis is None:
        return None
    amount = ratio_of(thing.draws[basis], unit.draws[basis], sampling, item.workload.unit)
    return None if amount is None else BudgetAnswer(amount)
