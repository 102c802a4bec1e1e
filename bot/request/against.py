"""An earlier request and the everyday things that a message sets it against, or puts it in."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request import claims
from bot.request.everyday import LENGTHS, TIMED
from bot.request.facts import Facts, Use
from bot.request.items import counted_uses, everyday
from bot.request.request import Request
from bot.request.stating import one_of_each

FORGOTTEN: Final = 2  # spans from "forget" to the thing


def set_against(request: Request, facts: Facts, *, compares: bool) -> Request:
    """Return a request set against the everyday things that a message names, or put in them."""
    if not facts.uses:
        return request
    if untold(request, facts):
        return _alone(request)
    versus = tuple(dict.fromkeys(use.thing for use in facts.uses))
    counted = counted_uses(facts)
    work = tuple(item for item in request.items if item.activity != "everyday")
    for use in facts.uses:
        if use.number_at is not None:
            facts.bound.add(use.number_at)
    if not work:
        named = tuple(everyday(use) for use in facts.uses)
        if compares:
            return replace(request, intent="compare", items=request.items + named, versus=versus)
        return replace(request, intent="estimate", items=named, versus=())
    times = [each for each in facts.quantities if each.unit == "times"]
    doubted = facts.tagged.cue("check") or (request.intent == "check" and bool(times))
    if doubted and (counted or times) and facts.asked is None:  # "he says it takes 10 Google searches"
        one = one_of_each(work)
        claim = claims.claim(facts, one, request.metrics)
        return replace(request, intent="check", items=one, versus=versus, claim=claim, budget=None)
    if (
        facts.tagged.cue("swap", "correction", "instead")
        and request.versus
        and (kept := _swapped(request, facts, versus))
    ):
        return kept  # "swap the car for a flight"
    compared = request.intent == "compare" and set(versus) <= set(request.versus)
    if (compares or compared) and facts.asked != "thing":  # "two hours of netflix, sorry"
        others = tuple(thing for thing in request.versus if compared and thing not in versus)
        kept_items = tuple(i for i in request.items if i.activity == "everyday" and i.subject in others)
        return replace(
            request,
            intent="compare",
            items=work + kept_items + counted,
            versus=versus + others,
            claim=None,
            budget=None,
        )
    return replace(request, intent="equivalent", items=work + counted, versus=versus, claim=None, budget=None)


def untold(request: Request, facts: Facts) -> bool:
    """Return whether a message leaves the things that an answer was put in: "forget the homes"."""
    told = {part for thing in request.versus for part in thing.split("-")}.difference(TIMED, LENGTHS)
    named = {part for use in facts.uses for part in use.thing.split("-")}
    return bool(named & told) and all(forgotten(facts, use) for use in facts.uses)


def _alone(request: Request) -> Request:
    """Return the work of a request that is no longer put in everyday things."""
    work = tuple(item for item in request.items if item.activity != "everyday")
    return replace(request, intent="compare" if len(work) > 1 else "estimate", items=work, versus=())


def forgotten(facts: Facts, use: Use) -> bool:
    """Return whether a thing is named only to leave it."""
    spans = facts.tagged.spans
    return any(span.has("cues", "forget") for span in spans[max(0, use.at - FORGOTTEN) : use.at])


def _swapped(request: Request, facts: Facts, named: tuple[str, ...]) -> Request | None:
    """Return a request with another everyday thing in the place of one of its own."""
    old = [thing for thing in named if thing in request.versus]
    new = tuple(thing for thing in named if thing not in request.versus)
    if not new or (len(old) != 1 and len(request.versus) != 1):
        return None
    gone = old[0] if old else request.versus[0]
    counted = tuple(item for item in counted_uses(facts) if item.subject in new)
    kept = tuple(item for item in request.items if item.subject != gone)
    versus = tuple(thing for thing in request.versus if thing != gone) + new
    return replace(request, items=kept + counted, versus=versus)
