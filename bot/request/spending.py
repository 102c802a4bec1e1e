"""Facts → a budget: how much work a stated quantity is enough for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.amounts import UNIT_OF
from bot.request.facts import Count, Facts, Mention, Quantity
from bot.request.making import Reading, region, request_of
from bot.request.measures import METRIC_OF, SECONDS
from bot.request.nameless import STANDS_FOR
from bot.request.request import Request
from estimator.workload import Budget, Metric, Workload

# What "how many" may ask for in a budget.
WORK: Final = frozenset({
    "exchange", "prompt", "document", "conversation", "token", "image", "video", "audio", "generation",
    "second", "minute", "hour", "device-hour", "training", "fine-tuning", "time", "word", "page", "day",
})  # fmt: skip
PERIOD_REACH: Final = 2  # spans from a unit to the period of a budget: "3 kg of CO2 a month"


def budget(reading: Reading) -> Request | None:
    facts = reading.facts
    stated = stated_in(facts) or _per_unit(facts)
    if not stated or not reading.items:
        return None
    if (
        facts.asked not in WORK
        and not facts.tagged.cue("how-long", "most-of", "afford")
        and not _per_unit(facts)
        and not _how_much_of(facts)
    ):
        return None
    return spent(reading, stated)


def _how_much_of(facts: Facts) -> bool:
    """Return whether "how much" asks for work itself, and not for what it takes: "how much Veo for 2 kWh"."""
    spans = facts.tagged.spans
    behind = (facts.tagged.of.get(cue.end) for cue in facts.tagged.cues_of("how-much"))
    return not facts.metrics and any(
        at is not None and (spans[at].name is not None or spans[at].has("nouns", "video", "audio"))
        for at in behind
    )


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


def left_to_do(facts: Facts) -> bool:
    """Return whether work is named without a number: what a quantity is to be spent on."""
    numbered = {count.noun_at for count in facts.counts}
    return any(
        span.has("nouns", "prompt", "exchange", "image", "video", "token") and at not in numbered
        for at, span in enumerate(facts.tagged.spans)
    )


def _tokens_left(facts: Facts) -> bool:
    """Return whether tokens are the work without a number: "tokens I can squeeze from 3 Wh"."""
    numbered = {count.noun_at for count in facts.counts}
    spans = facts.tagged.spans
    work = [at for at, span in enumerate(spans) if span.has("nouns", "prompt", "exchange", "token")]
    return bool(work) and all(spans[at].has("nouns", "token") and at not in numbered for at in work)


def spent(reading: Reading, stated: list[Quantity]) -> Request:
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
    if item.work.activity == "hardware" and facts.asked in ("prompt", "exchange", "token"):
        named = Workload(STANDS_FOR["ai"].slug, "text")  # what a data centre takes is what is to be spent
        facts.mentions = [Mention(STANDS_FOR["ai"], item.mention.at if item.mention else 0, generic=True)]
        item = replace(item, work=named)
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


def stated_in(facts: Facts) -> list[Quantity]:
    return [q for q in facts.quantities if q.metric and not q.used]
