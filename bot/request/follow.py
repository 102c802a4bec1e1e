"""An earlier request and a message that leans on it → the full merged request."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.against import untold
from bot.request.binding import power_w
from bot.request.change import Change
from bot.request.evidence import measured, questions, spends
from bot.request.facts import Facts
from bot.request.items import build
from bot.request.leaning import (
    INPUT_FIRST,
    MULTIPLIED,
    STRONGLY,
    WEAKLY,
    leans,
    only_things,
    opens,
    refers,
    strange,
)
from bot.request.learning import retunes
from bot.request.measures import SECONDS
from bot.request.nameless import STANDS_FOR
from bot.request.recount import Turn
from bot.request.request import Request
from bot.request.spending import WORK
from bot.request.topics import find, strays
from estimator.workload import LEARNING, Claim

FEW: Final = 2  # words with no part in what a message changes
SHORT: Final = 6  # tokens of a message that hardly stands alone
COMPARING: Final = ("versus", "than", "more", "as-much-as", "compare")
WEIGHED: Final = frozenset({"compare", "equivalent", "budget", "check"})
COMPLETE: Final = frozenset({"estimate", "compare", "equivalent", "budget", "check"})
ALONE: Final = frozenset({"help", "explain", "lookup"})


def challenges(facts: Facts) -> bool:
    """Return whether a message only doubts an answer, or asks how it came about: "are you sure?"."""
    tagged = facts.tagged
    words = {at for at, token in enumerate(tagged.tokens) if token.kind != "symbol"}
    words -= {at for cue in tagged.cues_of("but", "and") for at in range(cue.start, cue.end)}
    said = {at for cue in tagged.cues_of("challenge") for at in range(cue.start, cue.end)}
    return bool(words) and words <= said


def follows(facts: Facts, alone: Request, base: Request) -> bool:
    """Return whether a message leans on the one before it."""
    if alone.intent == "none" or untold(base, facts):
        return True
    named = any(not mention.generic for mention in facts.mentions)
    if facts.fixed and not named and opens(facts, *STRONGLY, *INPUT_FIRST):
        return True  # "and with a PUE of 1.6?", "without cooling"
    talks = any(item.activity == "text" for item in base.items)
    if facts.thinking and talks and not named and not facts.tagged.cue("explain", "question"):
        return True  # "now with reasoning on"
    if not named and not facts.tagged.cue("explain") and _retunes(base, facts):
        return True  # "with LoRA"
    if alone.intent == "explain" and facts.metrics and _measures(facts, base):
        return True  # "kWh only", "what did that training emit?"
    learns = bool(base.items) and (facts.training or facts.fine_tuning) and opens(facts, *STRONGLY)
    if alone.intent == "explain" and learns and not facts.tagged.cue("explain", "define"):
        return True  # "and fine-tuning it?"
    if alone.intent == "explain" and base.items and facts.places and opens(facts, *STRONGLY):
        return True  # "and with the servers moved to Quebec?"
    if base.intent == "check" and base.items and facts.tagged.cue("what-really") and not alone.items:
        return True  # "so what is it by your own reckoning?"
    told = {item.subject for item in base.items} & {item.subject for item in alone.items}
    if alone.intent == "compare" and told and not (facts.counts or facts.places or measured(facts)):
        return True  # "r1 vs v3 over there?"
    if alone.intent in ALONE:
        return named and alone.intent == "lookup" and opens(facts, *WEAKLY)
    if facts.uses and not facts.mentions and opens(facts, "in"):
        return True  # "in bottles of water"
    if alone.intent == "estimate" and base.intent in COMPLETE and _only_a_thing(facts, alone):
        return True  # "bottles of water then?"
    counted = named or facts.quantities or any(count.key in WORK for count in facts.counts)
    if opens(facts, *STRONGLY, *(() if counted else MULTIPLIED)):
        return True
    pointed = facts.tagged.cue("that", "multiply", "double", "triple", "halve")
    against = pointed and _against_that(facts, alone)
    if named:
        asked = measured(facts) or (spends(facts) and facts.tagged.cue("how-much"))
        worked = any(count.key in WORK for count in facts.counts) and len(facts.tagged.tokens) > SHORT
        return against or not (asked or worked or alone.intent in WEIGHED)
    if facts.mentions and _said(facts) and (measured(facts) or alone.intent in WEIGHED):
        return against
    asked = facts.asked == "thing" and not facts.quantities  # "how many bottles of water?"
    whole = bool(alone.items) and not (asked or refers(facts) or opens(facts, *WEAKLY))
    if (
        whole
        and not facts.mentions
        and ((alone.intent == "equivalent" and facts.quantities) or measured(facts))
    ):
        return False  # "how many tea cups are 1 kWh", "how much energy does it take to crawl 100 TB"
    if whole and alone.intent == "compare" and len(alone.items) > 1 and measured(facts):
        return False  # "which uses more water: 20 images or one 5s video"
    if whole and facts.tagged.cue("embeds") and measured(facts) and facts.counts:
        return False  # of another kind of model
    if facts.uses and not facts.mentions and (facts.tagged.cue("equivalent") or facts.asked == "thing"):
        return True  # "put it in days of a home", "how many bottles is that"
    if alone.intent in WEIGHED or (alone.intent == "estimate" and not facts.mentions):
        return against or (pointed and alone.claim is None)
    return True


def _only_a_thing(facts: Facts, alone: Request) -> bool:
    """Return whether a short message is no more than an everyday thing, which may be what to tell it in."""
    if len(facts.tagged.tokens) > SHORT or facts.counts or facts.tagged.cue("how-much", "auxiliary"):
        return False
    if any(item.activity != "everyday" or item.amount != 1 for item in alone.items):
        return False
    return bool(facts.uses) and only_things(facts)


def _measures(facts: Facts, base: Request) -> bool:
    """Return whether a message that has a term in it asks only for what an answer measures."""
    if base.intent not in COMPLETE or not leans(facts):
        return False
    tagged = facts.tagged
    trained = any(item.activity in LEARNING for item in base.items)
    if trained and facts.training and tagged.cue("the-answer"):
        return True  # "what did that training emit?"
    if tagged.cue("explain", "question", "how-much", "how-many", "auxiliary", "request", "versus"):
        return False
    words = [span for span in tagged.spans if not span.has("cues") and span.text[0].isalnum()]
    return all(span.has("metrics") or span.has("units") for span in words) and (
        tagged.cue("only", "in") or not set(facts.metrics) <= {*base.metrics}
    )


def _claims_anew(base: Request, facts: Facts) -> bool:
    """Return whether a message tells what another says of what was claimed before: "my cousin says 10"."""
    counted = len(facts.counts) == 1 and facts.counts[0].key == "bare"
    named = facts.mentions or facts.uses or facts.places or facts.metrics
    stated = base.claim is not None and base.claim.unit not in (None, "times")
    short = len(facts.tagged.tokens) <= SHORT
    return stated and counted and short and not named and facts.tagged.cue("check")


def _retunes(base: Request, facts: Facts) -> bool:
    """Return whether a message tells how something was trained that the request before it is about."""
    trained = next((item.activity for item in base.items if item.activity in LEARNING), None)
    return trained is not None and retunes(facts, trained)


def _against_that(facts: Facts, alone: Request) -> bool:
    """Return whether a message weighs what was said against one thing more: "is that more than claude?"."""
    if alone.claim or facts.counts or facts.asked in WORK:
        return False
    return facts.tagged.cue(*COMPARING) and len(alone.items) + len(alone.versus) < 2


def _said(facts: Facts) -> bool:
    """Return whether a message says "AI", rather than leaves its model out."""
    spans = facts.tagged.spans
    return any(spans[mention.at].has("nouns", *STANDS_FOR) for mention in facts.mentions)


def merge(before: Turn, facts: Facts, alone: Request) -> Request:
    """Return the earlier request with what the message changes."""
    base = before.request
    tagged = facts.tagged
    if (base.intent not in COMPLETE or not base.items) and _whole(facts, alone):
        return _measured_as(base, facts, alone)
    if base.intent in COMPLETE and not base.items and alone.items and measured(facts):
        return named_before(before, facts, alone)  # "so how much energy would 2.5 billion prompts be?"
    topic = find(tagged).get("explain") if base.intent == "explain" else None
    if topic and (opens(facts, *WEAKLY) or not strays(tagged, topic.tokens)):
        return Request("explain", topic=topic.id, language=tagged.pack.language)
    if base.intent not in COMPLETE and alone.items and all(mention.generic for mention in facts.mentions):
        return named_before(before, facts, alone)
    if base.intent not in COMPLETE and alone.intent in COMPLETE:
        return _measured_as(base, facts, alone)
    stated = facts.places or facts.metrics or facts.quantities
    if base.intent not in COMPLETE and not (base.intent == "lookup" and stated):
        return alone
    if (
        tagged.cue("thanks")
        and not questions(facts)
        and not (
            facts.mentions
            or facts.counts
            or facts.metrics
            or facts.places
            or facts.uses
            or facts.quantities
            or facts.periods
            or facts.fixed
            or facts.thinking
        )
    ):
        return alone
    if base.intent == "lookup" and (claimed := _claim_of_a_figure(base, facts)):
        return claimed
    thinks = bool(facts.thinking) and len(tagged.tokens) <= SHORT and not facts.mentions
    changed = thinks or untold(base, facts) or _fits(base, facts)
    if not (leans(facts) or changed or _retunes(base, facts) or _claims_anew(base, facts)):
        return alone
    named = any(not mention.generic for mention in facts.mentions)
    if named and base.items and all(item.activity == "everyday" for item in base.items):
        works = alone.items or tuple(item.work for item in build(facts))
        intent = alone.intent if alone.items else base.intent  # "and a question to Gemini?", after a search
        return replace(alone, intent=intent, items=works, metrics=alone.metrics or base.metrics)
    if _another_side(base, facts, alone):
        kept = tuple(item for item in base.items if item.activity == "everyday")
        return replace(base, items=alone.items + kept, language=tagged.pack.language)
    if _other_work(base, facts, alone):
        return replace(alone, metrics=alone.metrics or base.metrics)
    asked = _asked_anew(base, facts)
    merged = Change(before, facts, asked).apply()
    return alone if merged is base else replace(merged, language=tagged.pack.language)


def _fits(base: Request, facts: Facts) -> bool:
    """Return whether a message that says little else tells anew what the request before it is told by: what
    there is to spend, a power, how long a recording is, how many prompts."""
    named = any(not mention.generic for mention in facts.mentions)
    if named or facts.places or facts.uses or strange(facts) > FEW:
        return False
    for quantity in facts.quantities:
        allowed = base.budget is not None and base.budget.metric == quantity.metric
        powered = power_w(quantity) is not None and any(item.power for item in base.items)
        if allowed or powered:
            return len(facts.quantities) == 1
    if len(base.items) != 1 or len(facts.counts) != 1 or facts.quantities:
        return False
    item, count = base.items[0], facts.counts[0]
    if item.unit == "prompt" and facts.tagged.cue("done-by-one") and facts.periods:
        return True  # "I ask maybe 12 a day"
    recorded = any(span.has("nouns", item.activity) for span in facts.tagged.spans)
    return item.unit == "second" and count.key in SECONDS and recorded  # "the whole audiobook is 9 hours"


def _claim_of_a_figure(base: Request, facts: Facts) -> Request | None:
    """Return what was looked up as a claim, where a message tells what somebody says it is: "I read 3 %"."""
    told = next((each for each in facts.quantities if each.unit == "%" or each.metric), None)
    if told is None or facts.mentions or facts.counts or not facts.tagged.cue("check"):
        return None
    facts.bound |= {told.at, told.unit_at, *(period.at for period in facts.periods)}
    metric = told.metric or next(iter(facts.metrics or base.metrics), None)
    claim = Claim(metric, told.low, told.high, told.unit)
    return replace(base, intent="check", metrics=(metric,) if metric else (), claim=claim)


def _measured_as(base: Request, facts: Facts, alone: Request) -> Request:
    """Return a message that stands alone with the metric that a look-up before it was of: "and I, with 40
    prompts a day?"."""
    goes_on = base.intent == "lookup" and not alone.metrics and opens(facts, *WEAKLY)
    return replace(alone, metrics=base.metrics) if goes_on else alone


def _whole(facts: Facts, alone: Request) -> bool:
    """Return whether a message names, counts and measures by itself, so that it leans on no term or fact."""
    named = any(not mention.generic for mention in facts.mentions)
    told = facts.counts or facts.training or facts.fine_tuning
    return alone.intent in COMPLETE and named and bool(told) and measured(facts)


def of_a_term(base: Request, facts: Facts, alone: Request) -> Request:
    """Return a request for a bare number as one for what was explained before: after "what is a token?"."""
    bare = len(facts.counts) == 1 and facts.counts[0].key in ("bare", "time")  # "2 million use"
    if base.intent != "explain" or base.topic != "token" or not bare or alone.intent != "estimate":
        return alone
    items = tuple(replace(item, unit="token") if item.unit == "prompt" else item for item in alone.items)
    return replace(alone, items=items)


def located_before(base: Request, facts: Facts, alone: Request) -> Request:
    """Return a request that says "there" as one of the place which was asked about before."""
    said = alone.intent in COMPLETE and facts.tagged.cue("there") and not facts.places
    if not said or base.region is None or alone.region or any(item.region for item in alone.items):
        return alone
    return replace(alone, region=base.region)


def _another_side(base: Request, facts: Facts, alone: Request) -> bool:
    """Return whether a message counts other work to set against a thing: "and 50 Sora clips of 10 s"."""
    worked = [item for item in base.items if item.activity != "everyday"]
    counted = len([count for count in facts.counts if count.key != "bare"]) > 1
    plain = alone.intent == "estimate" and len(alone.items) == 1 and not alone.metrics
    return base.intent == "compare" and bool(base.versus) and len(worked) == 1 and plain and counted


def _other_work(base: Request, facts: Facts, alone: Request) -> bool:
    """Return whether a message names work of another kind, whole by itself: a data centre, a fine-tuning."""
    if len(alone.items) > 1 and len(facts.places) > 1 and alone.intent == "compare":
        return len({item.subject for item in alone.items}) > 1  # each in a place of its own
    if alone.intent != "estimate" or len(alone.items) != 1:
        return False
    item, known = alone.items[0], {each.activity for each in base.items}
    named = item.power is not None or any(not mention.generic for mention in facts.mentions)
    if not named or not (facts.counts or facts.periods):
        return False
    if base.intent == "compare" and any(count.key in WORK for count in facts.counts):
        return not opens(facts, *STRONGLY)
    return item.activity in (*LEARNING, "hardware") and item.activity not in known


def named_before(before: Turn, facts: Facts, alone: Request) -> Request:
    """Return a request of no certain model as one of the model that was spoken of before.

    "AI" is named as such, and stays.
    """
    if alone.intent not in COMPLETE or not all(m.generic for m in facts.mentions) or _said(facts):
        return alone
    work = [item for item in before.request.items if item.activity != "everyday"]
    unclaimed = alone.intent == "check" and not alone.items and alone.topic is None
    if unclaimed and alone.claim and alone.claim.low and len(work) == 1:
        return replace(alone, items=(replace(work[0], amount=1.0),))  # "Altman says it's 0.34 Wh"
    if not facts.mentions or any(item.activity == "everyday" for item in alone.items):
        return alone
    told = [m.name for m in (before.facts.mentions if before.facts else []) if not m.generic]
    named = {name.slug for name in told if name.kind != "chip"} or {
        item.subject for item in before.request.items if item.activity not in ("everyday", "hardware")
    }
    if len(named) != 1:
        return alone
    subject = named.pop()
    kinds = {name.activity for name in told if name.slug == subject} | {"text", "reasoning"}
    if facts.tagged.cue("embeds"):
        return alone
    known = {item.subject: item.activity for item in work}
    items = tuple(
        replace(
            i, subject=subject, activity=known.get(subject, i.activity) if i.unit == "prompt" else i.activity
        )
        if i.activity in kinds
        else i
        for i in alone.items
    )
    return replace(alone, items=items, metrics=alone.metrics or before.request.metrics)


def _asked_anew(base: Request, facts: Facts) -> Request:
    """Return work as an estimate: of a claim where what it really takes is asked ("so how much does it use"),
    of what was put in other things where a unit is ("how many grams for one prompt")."""
    if base.intent == "equivalent" and facts.asked == "unit" and not facts.uses:
        return replace(base, intent="estimate", versus=())
    other = bool(facts.metrics) and base.claim is not None and base.claim.metric not in (None, *facts.metrics)
    if base.intent != "check" or not base.items or facts.quantities:
        return base
    wanted = facts.tagged.cue("how-many") and facts.asked == "unit"  # "50 of those, how many kWh"
    wanted = wanted or (facts.tagged.cue("request") and bool(facts.metrics and facts.counts))
    if not other and not wanted and not facts.tagged.cue("how-much", "what-really"):
        return base
    metric = base.claim.metric if base.claim else None
    metrics = base.metrics or ((metric,) if metric else ())
    return replace(base, intent="estimate", metrics=metrics, claim=None, topic=None, versus=())
