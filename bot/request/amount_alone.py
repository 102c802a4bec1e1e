"""A bare amount of energy, carbon or water that is asked about by itself: "1 GWh in everyday terms"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.request.evidence import coverage
from bot.request.facts import Facts, Quantity
from bot.request.making import Reading
from bot.request.request import Request
from estimator.units import base
from estimator.workload import Metric, Workload

# The everyday thing that is one of a unit and nothing else, with how many base units it holds.
MEASURES: Final[Mapping[Metric, tuple[str, float]]] = {
    "energy": ("kilowatt-hour", 1e3),
    "carbon": ("tonne-co2", 1e6),
    "water": ("litre", 1.0),
}
COVERED: Final = 0.8  # of the words of a message
SHORT: Final = 8  # spans of a message that asks how much an amount is, and nothing else


def amount_alone(reading: Reading) -> Request | None:
    """Return what an amount equals, in the things that are named or in any; None where it isn't asked."""
    facts = reading.facts
    found = [each for each in facts.quantities if each.metric in MEASURES]
    if len(found) != 1 or len(facts.quantities) > 1 or facts.mentions or facts.counts:
        return None
    (quantity,) = found
    metric = quantity.metric
    if metric is None or quantity.low != quantity.high or facts.tagged.cue("verify", "told", "mine"):
        return None
    things = tuple(dict.fromkeys(use.thing for use in facts.uses if use.number_at is None))
    if not (_weighed(facts, quantity) if facts.uses else _asked(facts)) or not _nothing_else(facts):
        return None
    thing, size = MEASURES[metric]
    amount = base(quantity.low, quantity.unit)[0] / size
    facts.bound |= {quantity.at, quantity.unit_at} | {use.at for use in facts.uses}
    item = Workload(thing, "everyday", amount, "item")
    return Request(
        "equivalent", metrics=(metric,), items=(item,), versus=things, language=facts.tagged.pack.language
    )


def _nothing_else(facts: Facts) -> bool:
    """Return whether a message speaks of nothing besides: "5 kg of potatoes" are no carbon."""
    cues = facts.tagged.cues_of("everyday-terms", "equivalent")
    return coverage(facts, {at for cue in cues for at in range(cue.start, cue.end)}) >= COVERED


def _asked(facts: Facts) -> bool:
    """Return whether it is asked what an amount is like."""
    short = len(facts.tagged.spans) <= SHORT
    return facts.tagged.cue("everyday-terms", "equivalent") or (short and facts.tagged.cue("how-much"))


def _weighed(facts: Facts, quantity: Quantity) -> bool:
    """Return whether an amount is set beside the things that are named."""
    spans = facts.tagged.spans
    into = any(use.at and spans[use.at - 1].has("cues", "in") and use.at > quantity.at for use in facts.uses)
    alone = not any(use.number_at is not None and use.amount not in (None, 1.0) for use in facts.uses)
    return alone and (
        into or facts.tagged.cue("equivalent", "how-many", "compare", "versus", "everyday-terms")
    )
