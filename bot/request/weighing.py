"""Facts → a request that weighs something: an estimate, a comparison, an equivalent, a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.request import claims
from bot.request.evidence import (
    AI_WORK,
    CONTENT,
    asks,
    bare,
    coverage,
    marked,
    measured,
    named_work,
    overall,
    questions,
    spends,
    sure,
)
from bot.request.facts import Facts, Quantity
from bot.request.items import counted_uses, everyday
from bot.request.making import Reading, region, request_of, run_of, works_of
from bot.request.request import Request
from bot.request.spending import WORK, left_to_do, spent, stated_in
from estimator.workload import Workload

JOINTS: Final = ("of-each", "in", "per", "share-of", "trained-on", "and", "also", "including", "without")
PAIR: Final = 2
VERB_REACH: Final = 4  # spans from work to the quantity that a verb gives it
IN_REACH: Final = 4  # spans from "in" to the thing that something is put in
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
HEADED: Final = frozenset({":", "-", "="})  # behind a thing that work is to be told in
TIMED: Final = ("second", "minute", "hour", "day", "week", "month", "year")
FRAGMENT: Final = 0.85  # of the words of a message that asks nothing and counts something


def _said_of_work(facts: Facts, quantity: Quantity) -> bool:
    """Return whether an unlisted verb gives work a quantity: "a GPT-5 reply averages 18 Wh"."""
    spans = facts.tagged.spans
    for at in range(quantity.at - 1, max(-1, quantity.at - 1 - VERB_REACH), -1):
        if spans[at].has("nouns", "prompt", "exchange", "image", "document"):
            between = spans[at + 1 : quantity.at]
            verb = any(span.word and span.text[0].isalpha() for span in between)
            return verb and all(span.text[0].isalnum() and not span.has("cues", "budget") for span in between)
    return False


def check(reading: Reading) -> Request | None:
    facts = reading.facts
    if not reading.items or facts.asked or facts.tagged.cue("how-much"):
        return None
    if facts.tagged.cue("advice") and not marked(facts):
        return None  # "ChatGPT told me to use 2 litres of water for the sauce"
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
    if facts.uses and not stated and not ratios and not facts.tagged.cue("verify") and _to_express(facts):
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


def _priced(facts: Facts) -> bool:
    stated = stated_in(facts)
    return bool(stated) and stated[0].metric == "cost"


def equivalent(reading: Reading) -> Request | None:
    facts = reading.facts
    if not facts.uses or not reading.items or not asks(facts):
        return None
    tagged = facts.tagged
    expressed = _expressed(facts) or _per_work(facts)
    if tagged.cue("versus", "than") and not (facts.asked == "thing" or expressed):
        return None
    if tagged.cue("compare") and not (facts.asked or expressed):
        return None
    if tagged.cue("more") and facts.asked != "thing":
        return None
    in_work = _in_work(facts)
    told_in = in_work or put_in(facts) or _headed(facts)
    if not (facts.asked or expressed or told_in or tagged.cue("how-long", "afford", "as-much-as")):
        return None
    if not evident(facts):
        return None
    if not (
        in_work or questions(facts) or measured(facts) or facts.counts or spends(facts) or facts.training
    ):
        return None  # "my kid thinks Alexa lives in the fridge"
    if facts.asked == "thing" and facts.tagged.cue("how-many"):
        asking = min(tagged.of[cue.start] for cue in tagged.cues_of("how-many"))
        behind = [use for use in facts.uses if use.at > asking or use.number_at is not None]
        facts.uses = behind if any(use.at > asking for use in behind) else facts.uses
    return request_of(
        reading,
        "equivalent",
        items=works_of(reading) + counted_uses(facts),
        versus=tuple(dict.fromkeys(use.thing for use in facts.uses)),
        region=region(facts),
    )


def evident(facts: Facts) -> bool:
    """Return whether a model is meant: not "who plays Claude in the film"."""
    work = any(span.has("nouns", *AI_WORK, "exchange") for span in facts.tagged.spans)
    return bool(facts.asked) or facts.training or work or sure(facts)


def _to_express(facts: Facts) -> bool:
    """Return whether a message asks for something to be put in everyday things: "put that into showers"."""
    return facts.tagged.cue("request") and _expressed(facts)


def put_in(facts: Facts) -> bool:
    """Return whether a word like "in" leads to an everyday thing: "in Netflix hours"."""
    spans = facts.tagged.spans
    leading = {facts.tagged.of[cue.end - 1] for cue in facts.tagged.cues_of("in")}
    for use in facts.uses:
        for at in range(use.at - 1, max(-1, use.at - 1 - IN_REACH), -1):
            span = spans[at]
            if at in leading:
                return True
            if span.has("metrics", "spend") or not span.text[0].isalnum() or span.name:
                break
    return False


def _in_work(facts: Facts) -> bool:
    """Return whether an everyday thing is to be told in work: "a flight to New York in Midjourney images"."""
    if facts.counts or facts.metrics or len(facts.uses) != 1:
        return False
    spans = facts.tagged.spans
    leading = [facts.tagged.of[cue.end - 1] for cue in facts.tagged.cues_of("in")]
    return any(
        facts.uses[0].at < at
        and any(span.has("nouns", "prompt", "exchange", "image") for span in spans[at + 1 : at + 4])
        for at in leading
    )


def _headed(facts: Facts) -> bool:
    """Return whether a message opens with the thing to tell its work in: "phone charges for 400 prompts?"."""
    if facts.metrics or len(facts.uses) != 1 or not any(count.key in WORK for count in facts.counts):
        return False
    spans, at = facts.tagged.spans, facts.uses[0].at
    bare = facts.uses[0].number_at is None and facts.uses[0].amount is None and at + 1 < len(spans)
    following = spans[at + 1] if bare else None
    if following is not None and following.has("cues", "request", "thanks") and at + 2 < len(spans):
        following = spans[at + 2]  # "Netflix hours please: …"
    leads = following is not None and (following.text in HEADED or following.has("places", "joining"))
    return leads and all(span.word or span.has("nouns", *TIMED) or not span.tags for span in spans[:at])


def _per_work(facts: Facts) -> bool:
    """Return whether an everyday thing is asked for by so much work: "burgers per 1,000 pictures?"."""
    spans = facts.tagged.spans
    counted = {count.at for count in facts.counts if count.key in WORK}
    rated = (use.at + 1 for use in facts.uses if use.number_at is None and use.at + 2 < len(spans))
    return any(spans[at].has("cues", "per") and at + 1 in counted for at in rated)


def _expressed(facts: Facts) -> bool:
    """Return whether a word asks to express one thing in another, and not "in terms of emissions"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("equivalent"):
        after = tagged.of.get(cue.end)
        if after is None or not tagged.spans[after].has("metrics"):
            return True
    return False


def supposes(facts: Facts) -> bool:
    """Return whether a message supposes another place or another input: "what if it ran in Sweden"."""
    return facts.tagged.cue("what-if") and bool(facts.places or facts.fixed)


def _named_alone(facts: Facts) -> bool:
    """Return whether a message is nothing but a model and what it does: "a claude code session"."""
    surely = any(not (each.name.ambiguous or each.generic or each.unknown) for each in facts.mentions)
    does = facts.training or facts.fine_tuning or any(span.has("nouns", *WORK) for span in facts.tagged.spans)
    asked = facts.tagged.cue("question", "how-long", "auxiliary", "more", "as-much-as")
    machines = all(each.name.kind == "chip" for each in facts.mentions)
    return surely and does and not asked and not machines and coverage(facts) == 1 and not _narrates(facts)


def _narrates(facts: Facts) -> bool:
    """Return whether a message has a word that only joins others into a sentence: "I asked ChatGPT for …"."""
    pack = facts.tagged.pack
    return any(
        span.text.lower() in pack.function
        and span.text.lower() not in pack.numbers.article
        and not span.has("cues", *JOINTS)
        and not span.has("places", "preposition")
        and not any(tag.kind in CONTENT for tag in span.tags)
        for span in facts.tagged.spans
        if not (span.num or span.name or span.place)
    )


def _spends_of_itself(facts: Facts) -> bool:
    """Return whether a thing is only told to spend: "my PC uses too much power"."""
    spans = facts.tagged.spans
    return any(
        use.at + 1 < len(spans) and spans[use.at + 1].has("metrics", "spend") and not marked(facts)
        for use in facts.uses
    )


def estimate(reading: Reading) -> Request | None:
    facts = reading.facts
    works = works_of(reading)
    if not works:
        fragment = coverage(facts) >= FRAGMENT and not facts.quantities and not _spends_of_itself(facts)
        fragment = fragment and all(cue.start == 0 for cue in facts.tagged.cues_of("auxiliary"))
        inquired = _inquires(facts) or fragment
        inquired = inquired and facts.metrics != ["cost"] and facts.asked != "thing"
        use = next((use for use in facts.uses if not facts.tagged.spans[use.at].corrected), None)
        if use and measured(facts) and not facts.mentions and inquired:
            counted = [each for each in facts.uses if each.amount is not None and each is not use]
            uses = (use, *counted) if use.amount is not None else (use,)
            return request_of(reading, "estimate", items=tuple(map(everyday, uses)), region=region(facts))
        return None
    if not sure(facts) or not asks(facts):
        return None
    if facts.metrics == ["cost"] and not _worked(reading):
        return None  # what a chip is sold for, a subscription
    told = facts.counts or works[0].power or (facts.tagged.cue("how-much") and spends(facts))
    if not measured(facts) and works[0].activity == "hardware" and not told:
        return None
    generic = all(mention.generic for mention in facts.mentions)
    if generic and not measured(facts) and not facts.fixed and not facts.counted(*AI_WORK):
        return None  # "2 tickets for the train"
    stated = any(item.stated for item in reading.items) or bare(facts) or _named_alone(facts)
    if stated and not measured(facts) and len(facts.counted("bare")) > 1 and not questions(facts):
        return None  # "my gpt essay got 61, my own got 64"
    if (
        not measured(facts)
        and not supposes(facts)
        and not (facts.levers and coverage(facts) >= FRAGMENT)
        and not (
            stated
            and coverage(facts) >= FRAGMENT
            and (marked(facts) or not facts.tagged.cue("told") or facts.tagged.cue("what-if"))
        )
        and not (stated and facts.tagged.cue("request") and _detailed(facts))
        and not (facts.tagged.cue("how-much") and (spends(facts) or (stated and named_work(facts))))
        and not (facts.tagged.cue("question") and not facts.tagged.cue("how-long") and _used_up(facts))
    ):
        return None
    works = _tuned_and_used(reading) or placed(reading)
    return request_of(reading, "estimate", items=works + counted_uses(facts), region=region(facts))


def _tuned_and_used(reading: Reading) -> tuple[Workload, ...]:
    """Return what a model learns and the work it does then: "tune it, and then send it 4,000 prompts"."""
    facts = reading.facts
    if len(reading.items) != 1 or not (facts.training or facts.fine_tuning):
        return ()
    work, spans = reading.items[0].work, facts.tagged.spans
    counted = next((count.at for count in facts.counts if count.key in ("prompt", "exchange", "image")), None)
    learns = [at for at, span in enumerate(spans) if span.has("nouns", "training", "fine-tuning")]
    if work.unit not in ("prompt", "image") or counted is None or not learns or learns[0] > counted:
        return ()
    if spans[learns[0]].has("nouns", "tuned") or not any(
        span.has("cues", "and", "also") for span in spans[learns[0] : counted]
    ):
        return ()
    return run_of(work, "fine-tuning" if facts.fine_tuning else "training"), work


def placed(reading: Reading) -> tuple[Workload, ...]:
    """Return the items, each where it runs, if as many places are named as items."""
    places = reading.facts.places
    if len(places) < PAIR or len(places) != len(reading.items):
        return works_of(reading)
    return tuple(
        replace(item.work, region=place) for item, (place, _) in zip(reading.items, places, strict=True)
    )


def _used_up(facts: Facts) -> bool:
    """Return whether work is said to spend, right behind its name: "what does a GPT-4o prompt use"."""
    spans = facts.tagged.spans
    return any(
        span.has("metrics", "spend") and spans[at - 1].has("nouns", *AI_WORK, "exchange")
        for at, span in enumerate(spans)
        if at
    )


def _detailed(facts: Facts) -> bool:
    """Return whether work is counted, and a time or an input of the method is stated besides."""
    return named_work(facts) and bool(facts.periods or facts.fixed)


def _inquires(facts: Facts) -> bool:
    """Return whether a question mark or a word for how much asks about an everyday thing."""
    return marked(facts) or facts.tagged.cue(
        "how-much", "how-many", "how-long", "check", "compare", "equivalent"
    )


def _worked(reading: Reading) -> bool:
    """Return whether work that may cost something is named: prompts, a training, running."""
    facts, item = reading.facts, reading.items[0]
    if item.work.activity in ("training", "fine-tuning") or facts.tagged.cue("operate"):
        return True
    if item.work.activity == "hardware":
        return item.stated
    return bool(facts.counts) or any(span.has("nouns", *WORK) for span in facts.tagged.spans)
