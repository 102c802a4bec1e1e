"""Which of two: a message that asks it of the answers before, or picks one of those that were compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.facts import Facts
from bot.request.leaning import STRONGLY, opens, plain
from bot.request.recount import Turn
from bot.request.request import Request
from estimator.workload import Workload

PLACED: Final = {"first": 0, "second": 1, "third": 2, "last": -1}
WEIGHED: Final = ("more", "less", "better")


def between(before: Turn, facts: Facts) -> Request | None:
    """Return what was compared before, one of it, or the last two answers compared: "which is worse?"."""
    if _states(facts) or not plain(facts):
        return None
    request = _picked(before.request, facts)
    if request is None and _asks_which(facts):
        request = _compared(before)
    if request is None:
        return None
    metrics = tuple(facts.metrics) or request.metrics
    return replace(request, metrics=metrics, language=facts.tagged.pack.language, others=(), alternatives=())


def _states(facts: Facts) -> bool:
    """Return whether a message names or counts something by itself."""
    named = any(not mention.generic for mention in facts.mentions)
    counted = any(count.key != "bare" for count in facts.counts)
    return bool(named or counted or facts.quantities or facts.places or facts.uses or facts.periods)


def _asks_which(facts: Facts) -> bool:
    """Return whether a message starts with "which" or "compare", or goes on with it: "and which is worse"."""
    opening = opens(facts, "which", "compare") or (opens(facts, *STRONGLY) and facts.tagged.cue("which"))
    return opening and facts.tagged.cue("compare", *WEIGHED)


def _picked(base: Request, facts: Facts) -> Request | None:
    """Return one of what was compared before, or the rest of it: "just the second one", "drop the first"."""
    cues = facts.tagged.cues_of(*PLACED)
    said = {cue.key for cue in cues}
    if base.intent != "compare" or len(base.items) < 2 or len(said) != 1:
        return None
    place = PLACED[said.pop()]
    if place >= len(base.items):
        return None
    facts.bound |= {facts.tagged.of[at] for at in range(cues[0].start, cues[0].end)}
    picked = base.items[place]
    if facts.tagged.cue("drop", "without", "not"):
        rest = tuple(item for item in base.items if item is not picked)
        return replace(base, items=rest, intent="compare" if len(rest) > 1 else "estimate")
    versus = tuple(thing for thing in base.versus if thing == picked.subject)
    return replace(base, intent="estimate", items=(picked,), versus=versus)


def _compared(before: Turn) -> Request | None:
    """Return the comparison before, or one of the last two answers, each of which is of one thing."""
    base, earlier = before.request, before.earlier
    if base.intent == "compare":
        return base
    if earlier is None or kept_beside(base, earlier) is None:
        return None
    items = (_where(earlier), _where(base))
    together = items[0].region == items[1].region
    if together:
        items = (replace(items[0], region=None), replace(items[1], region=None))
    versus = tuple(item.subject for item in items if item.activity == "everyday")
    region = base.region if together else None
    return replace(base, intent="compare", items=items, versus=versus, region=region)


def kept_beside(request: Request, earlier: Request | None) -> Request | None:
    """Return an earlier answer that may be compared with one: both are estimates, of one thing each."""
    if earlier is None or not (request.intent == earlier.intent == "estimate"):
        return None
    alike = len(request.items) == len(earlier.items) == 1 and _where(request) != _where(earlier)
    return replace(earlier, earlier=None, pace=None) if alike else None


def _where(request: Request) -> Workload:
    """Return the one thing that a request is of, with the place where it runs."""
    item = request.items[0]
    return item if item.activity == "everyday" else replace(item, region=item.region or request.region)
