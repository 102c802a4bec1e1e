"""Claims that go round, known by their words: a request about one of them is a check of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request import claims
from bot.request.evidence import asks
from bot.request.facts import Facts
from bot.request.making import Reading
from bot.request.measures import METRIC_OF
from bot.request.request import Request
from bot.request.topics import Hit
from bot.request.whole import turned
from estimator.workload import METRICS, Claim

OWN: Final = frozenset({"help", "explain"})  # what is asked for in so many words
OF_ONE: Final = frozenset(
    {"image", "video", "audio", "everyday"}
)  # activities of which one is meant by itself
WEIGHED: Final = frozenset(
    {"compare", "equivalent", "estimate"}
)  # a question of its own, if nothing is doubted
UNNUMBERED: Final = ((None, None), (1.0, 1.0), (1.0, None))  # "than bitcoin", "than one", "more than one"
COUNTING: Final = ("how-much", "how-many", "how-long")


def heard(request: Request, reading: Reading, hit: Hit | None) -> Request:
    """Return the request as a check of the claim that its words make; itself where they make none.

    The items of a named model stay. "AI" alone stands for all of it, not for one prompt.
    """
    facts = reading.facts
    if hit is None or not asks(facts, told=hit.tokens) or facts.asked or facts.tagged.cue(*COUNTING):
        return request
    if request.intent in OWN or _of_its_own(request, facts, hit):
        return request
    named = any(not mention.generic for mention in facts.mentions)
    counted = {use.thing for use in facts.uses}  # what it is set against, which the claim carries
    items = tuple(item for item in request.items if len(request.items) == 1 or item.subject not in counted)
    single = any(item.activity in OF_ONE for item in items)
    stated = request.claim is not None and request.claim.unit in METRIC_OF
    facts.told |= {facts.tagged.of[at] for at in hit.tokens}
    facts.bound |= facts.told
    claim = _claim(request, reading)
    if turned(facts, hit) and (claim.low, claim.high) in UNNUMBERED:
        claim = Claim(claim.metric, None, 1.0, claims.MULTIPLE)  # "AI takes less than bitcoin"
    return replace(
        request,
        intent="check",
        metrics=claims.metrics_of(claim, facts.metrics),
        items=items if named or single or stated else (),
        claim=claim,
        versus=request.versus or (tuple(use.thing for use in facts.uses) if claim.low is not None else ()),
        budget=None,
        topic=hit.id,
        language=facts.tagged.pack.language,
    )


def _of_its_own(request: Request, facts: Facts, hit: Hit) -> bool:
    """Return whether work is counted beside the words of a claim, and nothing is doubted: "…, please"."""
    if any(item.assumptions for item in request.items) and not facts.tagged.cue("check", "verify"):
        return True  # "is R1 on a MacBook greener than in the cloud"
    if request.intent != "estimate" or facts.tagged.cue("check") or not facts.metrics:
        return False
    told = {facts.tagged.of[at] for at in hit.tokens}
    return any(count.key != "bare" and count.noun_at not in told for count in facts.counts)


def _claim(request: Request, reading: Reading) -> Claim:
    """Return the claim of a request; the quantity that it spends, where it was read as something to spend."""
    if request.claim is not None:
        return request.claim
    if request.budget is not None:
        spent = request.budget
        return Claim(spent.metric, spent.value, spent.value, spent.unit, claims.per_unit(request.items))
    facts = reading.facts
    stated = any(quantity.metric and not quantity.used for quantity in facts.quantities)
    if stated or any(use.number_at is not None for use in facts.uses):  # "the electricity of 17,000 homes"
        return claims.claim(facts, [item.work for item in reading.items], facts.metrics)
    denied = [
        metric for at in facts.negated for metric in METRICS if facts.tagged.spans[at].has("metrics", metric)
    ]
    metrics = facts.metrics or denied  # "AI uses no water at all"
    return Claim(metrics[0] if metrics else None)
