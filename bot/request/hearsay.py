"""Claims that go round, known by their words: a request about one of them is a check of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.evidence import asks
from bot.request.request import Request
from bot.request.topics import Hit
from bot.request.weighing import Reading
from estimator.workload import Claim

OWN: Final = frozenset({"help", "explain", "budget"})  # what is asked for in so many words
WEIGHED: Final = frozenset(
    {"compare", "equivalent", "estimate"}
)  # a question of its own, if nothing is doubted
COUNTING: Final = ("how-much", "how-many", "how-long")


def heard(request: Request, reading: Reading, hit: Hit | None) -> Request:
    """Return the request as a check of the claim that its words make; itself where they make none.

    The items of a named model stay. "AI" alone stands for all of it, not for one prompt.
    """
    facts = reading.facts
    if hit is None or not asks(facts) or facts.asked or facts.tagged.cue(*COUNTING):
        return request
    if request.intent in OWN and not (request.intent == "budget" and request.budget is None):
        return request
    named = any(not mention.generic for mention in facts.mentions)
    doubted = facts.tagged.cue("check", "verify")
    if request.intent in WEIGHED and not doubted and (named or facts.counts):
        return request
    everyday = any(item.activity == "everyday" for item in request.items)
    metric = facts.metrics[0] if facts.metrics else None
    claim = request.claim or Claim(metric)
    facts.told |= {facts.tagged.of[at] for at in hit.tokens}
    facts.bound |= facts.told
    return replace(
        request,
        intent="check",
        metrics=tuple(facts.metrics),
        items=request.items if named or everyday else (),
        claim=claim,
        topic=hit.id,
        language=facts.tagged.pack.language,
    )
