"""Facts → a request that weighs something: an estimate, a comparison, an equivalent, a budget, a check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.request import claims
from bot.request.amounts import UNIT_OF
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
from bot.request.facts import Count, Facts, Quantity
from bot.request.items import Item, counted_uses, everyday
from bot.request.measures import METRIC_OF, SECONDS
from bot.request.request import Intent, Request
from bot.request.topics import Hit
from estimator.grid import WORLD
from estimator.workload import Budget, Metric, Workload

# What "how many" may ask for in a budget.
WORK: Final = frozenset({
    "exchange", "prompt", "document", "conversation", "token", "image", "video", "audio", "generation",
    "second", "minute", "hour", "device-hour", "training", "fine-tuning", "time", "word", "page", "day",
})  # fmt: skip
JOINTS: Final = ("of-each", "in", "per", "share-of", "trained-on", "and", "also", "including", "without")
PAIR: Final = 2
VERB_REACH: Final = 4  # spans from work to the quantity that a verb gives it
PERIOD_REACH: Final = 2  # spans from a unit to the period of a budget: "3 kg of CO2 a month"
IN_REACH: Final = 4  # spans from "in" to the thing that something is put in
FRAGMENT: Final = 0.85  # of the words of a message that asks nothing and counts something


@dataclass(slots=True)
class Reading:
    """A request in the making."""

    facts: Facts
    items: list[Item]
    explained: Hit | None
    looked_up: Hit | None
    helped: Hit | None = None


def request_of(reading: Reading, intent: Intent, **fields: object) -> Request:
    facts = reading.facts
    base = Request(intent, metrics=tuple(facts.metrics), language=facts.tagged.pack.language)
    return replace(base, **fields)  # type: ignore[arg-type]


def region(facts: Facts) -> str | None:
    return facts.places[0][0] if len(facts.places) == 1 and facts.places[0][0] != WORLD else None


def _stated(facts: Facts) -> list[Quantity]:
    return [q for q in facts.quantities if q.metric and not q.used]


def _per_unit(facts: Facts) -> list[Quantity]:
    """Return one of the unit that "prompts per kWh" names without a number."""
    spans = facts.tagged.spans
    asked = facts.asked in WORK or facts.tagged.cue("how-many")
    for at in range(1, len(spans)):
        rated = (
            at > 1 and spans[at - 2].has("nouns", "prompt", "exchange", "image", "token") and not facts.counts
        )
        if not (asked or rated):
            continue
        unit = spans[at].key("units") or ""
        led = spans[at - 1].has("cues", "per") or (at > 1 and asked and spans[at - 2].has("cues", "per"))
        if unit in METRIC_OF and led and not spans[at].has("nouns") and not spans[at - 1].num:
            return [Quantity(1.0, 1.0, unit, METRIC_OF[unit], at, at)]
        if spans[at].has("assumptions", "price") and "price" not in facts.fixed:  # "per kWh"
            return [Quantity(1.0, 1.0, "kWh", "energy", at, at)]
    return []


def budget(reading: Reading) -> Request | None:
    facts = reading.facts
    stated = _stated(facts) or _per_unit(facts)
    if not stated or not reading.items:
        return None
    if (
        facts.asked not in WORK
        and not facts.tagged.cue("how-long", "most-of", "afford")
        and not _per_unit(facts)
    ):
        return None
    return _spent(reading, stated)


def _left_to_do(facts: Facts) -> bool:
    """Return whether work is named without a number: what a quantity is to be spent on."""
    numbered = {count.noun_at for count in facts.counts}
    return any(
        span.has("nouns", "prompt", "exchange", "image", "video", "token") and at not in numbered
        for at, span in enumerate(facts.tagged.spans)
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


def _tokens_left(facts: Facts) -> bool:
    """Return whether tokens are the work without a number: "tokens I can squeeze from 3 Wh"."""
    numbered = {count.noun_at for count in facts.counts}
    spans = facts.tagged.spans
    work = [at for at, span in enumerate(spans) if span.has("nouns", "prompt", "exchange", "token")]
    return bool(work) and all(spans[at].has("nouns", "token") and at not in numbered for at in work)


def _spent(reading: Reading, stated: list[Quantity]) -> Request:
    """Return the inverse question: how much work a quantity is enough for."""
    facts = reading.facts
    quantity = stated[0]
    metric: Metric = quantity.metric or "energy"
    facts.bound |= {quantity.at, quantity.unit_at}
    rates = [period for period in facts.periods if period.role == "rate"]
    if len({period.unit for period in rates}) > 1:  # "3 kg of CO2 a month: how many a day"
        facts.left |= {
            period.at: facts.tagged.spans[period.at].text
            for period in rates
            if quantity.at < period.at <= quantity.unit_at + PERIOD_REACH
        }
    item = reading.items[0]
    unit = item.work.unit
    tokens = item.work.amount if unit == "token" and facts.asked == "prompt" else item.work.tokens
    if facts.asked in ("video", "audio") and unit == "second":  # "how many clips of 10 seconds"
        facts.left |= {count.at: _said(facts, count) for count in facts.counted(*SECONDS)}
    if facts.asked in ("second", "minute", "hour") and item.work.activity in ("video", "audio"):
        unit = "second"
    elif facts.asked == "prompt":
        unit = "prompt"
    elif facts.asked == "hour" and unit == "prompt":
        unit = "hour"
    elif facts.asked == "token" or (facts.asked is None and _tokens_left(facts)):
        unit = "token"
    elif unit in ("day", "year"):
        unit = UNIT_OF[item.work.activity]
    work = Workload(
        item.work.subject, item.work.activity, 1.0, unit, tokens, assumptions=item.work.assumptions
    )
    return request_of(
        reading,
        "budget",
        items=(work,),
        budget=Budget(metric, quantity.low, quantity.unit),
        region=region(facts),
    )


def _said(facts: Facts, count: Count) -> str:
    spans = facts.tagged.spans
    return facts.tagged.said(spans[count.at].start, spans[count.noun_at].end)


def check(reading: Reading) -> Request | None:
    facts = reading.facts
    if not reading.items or facts.asked or facts.tagged.cue("how-much"):
        return None
    stated = _stated(facts)
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
    matched = matched or any(use.number_at is not None and claims.worth_of(facts, use) for use in facts.uses)
    if facts.uses and not stated and not ratios and not facts.tagged.cue("verify") and _to_express(facts):
        return None
    likened = doubted and (measured(facts) or spends(facts) or bool(alike) or facts.tagged.cue("verify"))
    if not (stated or ratios or verified or (facts.uses and (likened or matched))):
        return None
    asked_of = facts.tagged.cue("auxiliary") and not (facts.tagged.cue("mine") and _left_to_do(facts))
    paid = not doubted and bool(stated) and stated[0].metric == "cost" and not _left_to_do(facts)
    subscribed = bool(facts.periods) and not marked(facts)  # "30 dollars a month, a rip-off"
    if paid and (set(facts.metrics) - {"cost"} or overall(facts) or subscribed):
        return None  # "spent $200 on the API, carbon?"
    if (
        stated
        and stated[0].metric == "cost"
        and not doubted
        and facts.tagged.cue("told")
        and _left_to_do(facts)
    ):
        return _spent(reading, stated)  # "I spent $40 on GPT-4o tokens: what footprint?"
    said = doubted or spends(facts) or matched or asked_of or facts.tagged.cue("as-much-as")
    said = said or any(claims.rated(facts, each) or _said_of_work(facts, each) for each in stated)
    if not said and stated and _left_to_do(facts):
        return _spent(reading, stated)
    if not said and (not facts.metrics or (stated and stated[0].metric == "cost")):
        return None
    if stated and facts.counted("bare") and len(facts.counts) == len(facts.counted("bare")):
        facts.bound -= {count.at for count in facts.counts}  # "up to 40 Wh, on average 18"
        reading.items = [replace(item, work=replace(item.work, amount=1.0)) for item in reading.items]
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


def _surely_work(facts: Facts) -> bool:
    """Return whether a name that is no ordinary word is said to spend, or one that is does AI's work."""
    named = [mention for mention in facts.mentions if not (mention.generic or mention.unknown)]
    plain = all(mention.name.ambiguous for mention in named)
    return bool(named) and (
        not plain or any(each.has("nouns", *AI_WORK, "exchange") for each in facts.tagged.spans)
    )


def _priced(facts: Facts) -> bool:
    stated = _stated(facts)
    return bool(stated) and stated[0].metric == "cost"


def equivalent(reading: Reading) -> Request | None:
    facts = reading.facts
    if not facts.uses or not reading.items or not asks(facts):
        return None
    tagged = facts.tagged
    expressed = _expressed(facts)
    if tagged.cue("versus", "than") and not (facts.asked == "thing" or expressed):
        return None
    if tagged.cue("compare") and not (facts.asked or expressed):
        return None
    if tagged.cue("more") and facts.asked != "thing":
        return None
    if not (facts.asked or expressed or put_in(facts) or tagged.cue("how-long", "afford", "as-much-as")):
        return None
    if not evident(facts):
        return None
    if not (questions(facts) or measured(facts) or facts.counts or spends(facts) or facts.training):
        return None  # "my kid thinks Alexa lives in the fridge"
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


def _expressed(facts: Facts) -> bool:
    """Return whether a word asks to express one thing in another, and not "in terms of emissions"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("equivalent"):
        after = tagged.of.get(cue.end)
        if after is None or not tagged.spans[after].has("metrics"):
            return True
    return False


def works_of(reading: Reading) -> tuple[Workload, ...]:
    return tuple(item.work for item in reading.items)


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
        inquired = inquired and facts.metrics != ["cost"]
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
    if not measured(facts) and works[0].activity == "hardware" and not (facts.counts or works[0].power):
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
    ):
        return None
    works = placed(reading)
    return request_of(reading, "estimate", items=works + counted_uses(facts), region=region(facts))


def placed(reading: Reading) -> tuple[Workload, ...]:
    """Return the items, each where it runs, if as many places are named as items."""
    places = reading.facts.places
    if len(places) < PAIR or len(places) != len(reading.items):
        return works_of(reading)
    return tuple(
        replace(item.work, region=place) for item, (place, _) in zip(reading.items, places, strict=True)
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
