"""Facts → a check of a claim, or what a stated quantity is enough for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.request import claims
from bot.request.equating import to_express
from bot.request.evidence import AI_WORK, asks, marked, measured, overall, spends
from bot.request.facts import Facts, Quantity
from bot.request.making import Reading, region, request_of, run_of, works_of
from bot.request.measures import POWER_W
from bot.request.nameless import DATA_CENTRE
from bot.request.request import Request
from bot.request.spending import left_to_do, spent, stated_in
from estimator.workload import Claim

VERB_REACH: Final = 4  # spans from work to the quantity that a verb gives it
# From how many of a unit on a claim about a model is about its training.
OF_TRAINING: Final = {
    "USD": 1e5,
    "EUR": 1e5,
    "TWh": 0.0,
    "GWh": 0.0,
    "MWh": 50.0,
    "t": 5.0,
    "kt": 0.0,
    "m3": 100.0,
}


def check(reading: Reading) -> Request | None:
    facts = reading.facts
    if not reading.items or facts.asked or facts.tagged.cue("how-much"):
        return None
    if facts.tagged.cue("advice") and not marked(facts):
        return None  # "ChatGPT told me to use 2 litres of water for the sauce"
    if drawn := _draws(reading):
        return drawn
    stated = stated_in(facts)
    asked_which = facts.tagged.cue("more", "better") and facts.tagged.cue("versus")
    if asked_which and facts.uses and not stated and facts.tagged.cue("which", "question-weak"):
        return None  # "… vs 9 images, which burns more? my mod says it's the same"
    ratios = [
        q
        for q in facts.quantities
        if (q.unit == "times" or (q.unit == "%" and (measured(facts) or spends(facts))))
        and not q.used
        and claims.compares(facts, q)
    ]
    if ratios and all(item.work.activity == "hardware" for item in reading.items):
        ratios = []  # "8 H100s at 50 % for a week"
    doubted = facts.tagged.cue("check") or any(token.quoted for token in facts.tagged.tokens)
    if not doubted and not asks(facts, strictly=True) and (not _surely_work(facts) or _priced(facts)):
        return None  # a remark
    verified = facts.tagged.cue("verify") and measured(facts) and len(reading.items) == 1
    verified = verified or (doubted and claims.one_of_a_unit(facts, works_of(reading)) is not None)
    alike = facts.tagged.cues_of("as-much-as")
    same = {cue.start for cue in facts.tagged.cues_of("equivalent")}
    matched = bool(facts.uses) and any(cue.start not in same for cue in alike)
    matched = matched and not facts.tagged.cue("more")
    weighed = facts.tagged.cue("more", "better") and facts.tagged.cue(
        "versus"
    )  # "is it worse that … or that …"
    matched = matched or (
        not weighed and any(use.number_at is not None and claims.worth_of(facts, use) for use in facts.uses)
    )
    matched = matched or _takes(facts)
    if facts.uses and not stated and not ratios and not facts.tagged.cue("verify") and to_express(facts):
        return None
    likened = doubted and (measured(facts) or spends(facts) or bool(alike) or facts.tagged.cue("verify"))
    if not (stated or ratios or verified or (facts.uses and (likened or matched))):
        return None
    asked_of = facts.tagged.cue("auxiliary") and not (facts.tagged.cue("mine") and left_to_do(facts))
    paid = not doubted and bool(stated) and stated[0].metric == "cost" and not left_to_do(facts)
    subscribed = bool(facts.periods) and not marked(facts)  # "30 dollars a month, a rip-off"
    if paid and (set(facts.metrics) - {"cost"} or overall(facts) or subscribed):
        return None  # "spent $200 on the API, carbon?"
    if (
        stated
        and stated[0].metric == "cost"
        and not doubted
        and facts.tagged.cue("told")
        and left_to_do(facts)
    ):
        return spent(reading, stated)  # "I spent $40 on GPT-4o tokens: what footprint?"
    said = doubted or spends(facts) or matched or asked_of or facts.tagged.cue("as-much-as")
    said = said or any(claims.rated(facts, each) or _said_of_work(facts, each) for each in stated)
    said = said or _cost_so_much(facts, stated)
    if not said and stated and left_to_do(facts):
        return spent(reading, stated)
    if not said and (not facts.metrics or (stated and stated[0].metric == "cost")):
        return None
    if stated and facts.counted("bare") and len(facts.counts) == len(facts.counted("bare")):
        facts.bound -= {count.at for count in facts.counts}  # "up to 40 Wh, on average 18"
        reading.items = [replace(item, work=replace(item.work, amount=1.0)) for item in reading.items]
    if stated and _of_each_unit(facts):
        facts.bound -= {
            count.at for count in facts.counts
        }  # "in a thread of 40 posts: each prompt takes 3 Wh"
        reading.items = [replace(item, work=replace(item.work, amount=1.0)) for item in reading.items]
    if _of_a_training(reading, stated):
        reading.items = [replace(reading.items[0], work=run_of(reading.items[0].work, "training"))]
    claim = claims.claim(facts, works_of(reading), facts.metrics)
    if claim.low is None and claim.high is None and (one := claims.one_of_a_unit(facts, works_of(reading))):
        claim = one
    things = tuple(dict.fromkeys(use.thing for use in facts.uses))
    return request_of(
        reading,
        "check",
        metrics=claims.metrics_of(claim, facts.metrics),
        items=works_of(reading),
        claim=claim,
        versus=things,
        region=region(facts),
    )


def _draws(reading: Reading) -> Request | None:
    """Return a claim of how much power a chip draws: "is it right that an H100 pulls 700 W?"."""
    facts = reading.facts
    powers = [quantity for quantity in facts.quantities if quantity.unit in POWER_W]
    doubted = facts.tagged.cue("check", "verify") or (marked(facts) and facts.tagged.cue("auxiliary"))
    if len(reading.items) != 1 or len(powers) != 1 or not doubted or facts.counts or facts.periods:
        return None
    work, power = reading.items[0].work, powers[0]
    mention = reading.items[0].mention
    if work.activity != "hardware" or mention is None or mention.name.slug == DATA_CENTRE.slug:
        return None
    facts.bound |= {power.at, power.unit_at}
    claim = Claim("energy", power.low, power.high, power.unit)
    one = replace(work, amount=1.0, unit="hour", power=None)
    return request_of(reading, "check", metrics=("energy",), items=(one,), claim=claim, region=region(facts))


def _cost_so_much(facts: Facts, stated: Sequence[Quantity]) -> bool:
    """Return whether it is asked if a training cost so much: "training GPT-3 cost 12 million dollars?"."""
    if not stated or stated[0].metric != "cost" or not marked(facts):
        return False
    near = facts.tagged.spans[max(0, stated[0].at - VERB_REACH) : stated[0].unit_at + 1 + VERB_REACH]
    counted = facts.tagged.cue("how-much", "how-many")
    return (
        (facts.training or facts.fine_tuning) and not counted and any(s.has("metrics", "cost") for s in near)
    )


def _of_a_training(reading: Reading, stated: Sequence[Quantity]) -> bool:
    """Return whether so much is claimed of a model that only its training can be meant."""
    item = reading.items[0]
    told = next((each for each in stated if each.unit in OF_TRAINING), None)
    if len(reading.items) > 1 or item.mention is None or item.mention.generic or told is None:
        return False
    spans, periods = reading.facts.tagged.spans, reading.facts.periods
    worked = any(span.has("nouns", *AI_WORK, "exchange") for span in spans) or bool(periods)
    plain = item.work.unit == "prompt" and item.work.amount == 1 and item.mention.name.kind == "model"
    return plain and not worked and told.low >= OF_TRAINING[told.unit]


def _of_each_unit(facts: Facts) -> bool:
    """Return whether a claim is of each prompt or picture by its words, and none of those is counted."""
    spans = facts.tagged.spans
    each = [
        at
        for at, span in enumerate(spans)
        if at and span.has("nouns", "prompt", "exchange", "image") and spans[at - 1].has("cues", "every")
    ]
    counted = {count.noun_at for count in facts.counts}
    people = facts.counted("person", "group")
    return bool(each) and counted.isdisjoint(each) and not (people or facts.periods)


def _takes(facts: Facts) -> bool:
    """Return whether a question is whether work takes a thing: "do 25 prompts use a bottle of water?"."""
    spans = facts.tagged.spans
    if not marked(facts) or facts.tagged.cue("how-long", "which", "more", "than", "versus", "compare"):
        return False
    for use in facts.uses:
        before = spans[max(0, use.at - VERB_REACH) : use.at]
        verb = next((at for at, span in enumerate(before) if span.has("metrics", "spend", "drinks")), None)
        if verb is not None and all(
            span.word or span.num or span.has("cues", "per") for span in before[verb + 1 :]
        ):
            return True
    return False


def _surely_work(facts: Facts) -> bool:
    """Return whether a name that is no ordinary word is said to spend, or one that is does AI's work."""
    named = [mention for mention in facts.mentions if not (mention.generic or mention.unknown)]
    plain = all(mention.name.ambiguous for mention in named)
    return bool(named) and (
        not plain or any(each.has("nouns", *AI_WORK, "exchange") for each in facts.tagged.spans)
    )


def _said_of_work(facts: Facts, quantity: Quantity) -> bool:
    """Return whether an unlisted verb gives work a quantity: "a GPT-5 reply averages 18 Wh"."""
    spans = facts.tagged.spans
    for at in range(quantity.at - 1, max(-1, quantity.at - 1 - VERB_REACH), -1):
        if spans[at].has("nouns", "prompt", "exchange", "image", "document"):
            between = spans[at + 1 : quantity.at]
            verb = any(span.word and span.text[0].isalpha() for span in between)
            return verb and all(span.text[0].isalnum() and not span.has("cues", "budget") for span in between)
    return False


def _priced(facts: Facts) -> bool:
    stated = stated_in(facts)
    return bool(stated) and stated[0].metric == "cost"
