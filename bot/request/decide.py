"""Facts → request: what kind of question it is, by what was found; words break ties only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.request import claims
from bot.request.amounts import UNIT_OF
from bot.request.facts import Facts, Quantity
from bot.request.items import Item, build, everyday
from bot.request.measures import METRIC_OF
from bot.request.observe import overall, spends
from bot.request.request import Intent, Request
from bot.request.topics import Hit, find
from estimator.workload import Budget, Metric, Workload

ABOUT_ANSWERS: Final = ("method", "sources", "uncertainty")  # topics about what the bot said
AI_WORK: Final = (
    "prompt",
    "token",
    "image",
    "video",
)  # a count of these beside a name is evidence of a model
WORK: Final = frozenset(
    {"exchange", "prompt", "document", "conversation", "token", "image", "video", "audio", "generation", "second", "minute",
     "hour", "device-hour", "training", "fine-tuning", "time", "word", "page", "day"}
)  # fmt: skip
STARTS: Final = frozenset({",", ".", "!", "?", ":", ";", "-"})
BEST_KNOWN: Final = ("chatgpt", "gemini", "claude")  # compared where a question asks which of all is best
CONTENT: Final = frozenset({"metrics", "units", "nouns", "periods", "things", "assumptions"})
PLAIN: Final = 12  # tokens of a message that may be a question without a word that asks
SHARE: Final = 0.7  # of the words of such a message that must mean something


@dataclass(slots=True)
class Reading:
    """A request in the making."""

    facts: Facts
    items: list[Item]
    explained: Hit | None
    looked_up: Hit | None


def decide(facts: Facts) -> Request:
    """Return what a message asks for."""
    items = build(facts)
    topics = find(facts.tagged)
    reading = Reading(facts, items, topics.get("explain"), topics.get("lookup"))
    for attempt in (
        _help,
        _explain,
        _refusal,
        _lookup,
        _budget,
        _check,
        _equivalent,
        _compare,
        _estimate,
        _explain_topic,
    ):
        request = attempt(reading)
        if request:
            return request
    return none(facts)


def none(facts: Facts) -> Request:
    return Request("none", language=facts.tagged.pack.language)


def _request(reading: Reading, intent: Intent, **fields: object) -> Request:
    facts = reading.facts
    base = Request(intent, metrics=tuple(facts.metrics), language=facts.tagged.pack.language)
    return replace(base, **fields)  # type: ignore[arg-type]


def measured(facts: Facts) -> bool:
    """Return whether a footprint is asked about at all."""
    return bool(facts.metrics) or overall(facts)


def asks(facts: Facts) -> bool:
    """Return whether a message asks something, by a mark, a word, or by being nothing but the thing asked about."""
    tagged = facts.tagged
    if tagged.cue("how-much", "how-many", "how-long", "request", "check", "compare", "equivalent"):
        return True
    if any(span.text in ("?", "¿") for span in tagged.spans) or tagged.cue("question"):
        return True
    helping = tagged.cues_of("auxiliary")
    if any(cue.start == 0 or tagged.spans[tagged.of[cue.start] - 1].text in STARTS for cue in helping):
        return True
    if helping and not (facts.counts and facts.metrics):
        return False  # a remark: "AI is destroying the planet"
    return len(tagged.tokens) <= PLAIN or coverage(facts) >= SHARE


def coverage(facts: Facts) -> float:
    """Return the share of a message's words that name, count or measure something, the commonest words aside."""
    tagged = facts.tagged
    meant = words = 0
    for span in tagged.spans:
        size = span.end - span.start
        if span.name or span.num or span.place or any(tag.kind in CONTENT for tag in span.tags):
            meant += size
            words += size
        elif span.text[0].isalnum():
            texts = tagged.texts[span.start : span.end]
            words += sum(1 for text in texts if text not in tagged.pack.function)
    return meant / max(words, 1)


def _sure(reading: Reading) -> bool:
    """Return whether a model is meant: a name that is no ordinary word, or one beside other evidence."""
    facts = reading.facts
    if not facts.mentions:
        return False
    if any(not mention.name.ambiguous and not mention.generic for mention in facts.mentions):
        return True
    counted = any(count.key in AI_WORK for count in facts.counts) and not facts.mentions[0].generic
    return counted or measured(facts) or bool(facts.places) or any(q.metric for q in facts.quantities)


def _help(reading: Reading) -> Request | None:
    facts = reading.facts
    if not facts.tagged.cue("help") or facts.metrics or facts.counts:
        return None
    if facts.mentions and not all(mention.generic for mention in facts.mentions):
        return None
    if reading.explained and reading.explained.size > 1 and facts.tagged.cue("explain"):
        return None
    return _request(reading, "help")


def _explain(reading: Reading) -> Request | None:
    topic, facts = reading.explained, reading.facts
    if topic is None:
        return None
    if topic.id in ABOUT_ANSWERS:
        if facts.counts and reading.items:
            return None
        return _request(reading, "explain", topic=topic.id, metrics=())
    if not facts.tagged.cue("explain") or _weighs(reading):
        return None
    if reading.looked_up and reading.looked_up.size >= topic.size and facts.places:
        return None
    return _request(reading, "explain", topic=topic.id, metrics=())


def _weighs(reading: Reading) -> bool:
    """Return whether a message counts something or names a model to weigh: no mere question of words."""
    facts = reading.facts
    named = any(not mention.generic for mention in facts.mentions)
    much = facts.tagged.cue("how-much", "how-many")
    weighed = facts.metrics or facts.counts or facts.uses or facts.training
    return bool((named and weighed) or (much and facts.metrics) or facts.quantities)


def _explain_topic(reading: Reading) -> Request | None:
    """Read a term alone as a wish to have it explained: "PUE?"."""
    topic = reading.explained
    if topic and topic.size >= len(reading.facts.tagged.tokens) - 1:
        return _request(reading, "explain", topic=topic.id, metrics=())
    return None


def _refusal(reading: Reading) -> Request | None:
    facts = reading.facts
    named = any(not mention.generic for mention in facts.mentions)
    physical = any(metric != "cost" for metric in facts.metrics)
    if facts.tagged.cue("refuse") and not (named and physical):
        return none(facts)
    if facts.tagged.cue("refuse-weak") and not (
        reading.items and measured(facts) and (facts.tagged.cue("how-much", "how-many") or overall(facts))
    ):
        return none(facts)
    return None


def _lookup(reading: Reading) -> Request | None:
    topic, facts = reading.looked_up, reading.facts
    if topic is None or not asks(facts):
        return None
    real = [mention for mention in facts.mentions if not mention.generic]
    spans = facts.tagged.spans
    if any(topic.tokens.isdisjoint(range(spans[m.at].start, spans[m.at].end)) for m in real):
        return None
    if any(count.key in WORK or count.key == "person" for count in facts.counts):
        return None
    if facts.uses and not topic.named:
        return None
    facts.told = {facts.tagged.of[at] for at in topic.tokens}
    facts.bound |= facts.told
    numbers = [q for q in facts.quantities if q.metric or q.unit in ("%", "times")]
    if numbers:
        claim = claims.claim(facts, [], facts.metrics)
        facts.bound |= {count.at for count in facts.counts}
        return _request(reading, "check", topic=topic.id, claim=claim, region=_region(facts))
    return _request(reading, "lookup", topic=topic.id, region=_region(facts))


def _region(facts: Facts) -> str | None:
    return facts.places[0][0] if len(facts.places) == 1 else None


def _stated(facts: Facts) -> list[Quantity]:
    return [q for q in facts.quantities if q.metric and not q.used]


def _per_unit(facts: Facts) -> list[Quantity]:
    """Return one of the unit that "prompts per kWh" names without a number."""
    if facts.asked not in WORK and not facts.tagged.cue("how-many"):
        return []
    spans = facts.tagged.spans
    for at in range(1, len(spans)):
        unit = spans[at].key("units") or ""
        if unit in METRIC_OF and spans[at - 1].has("cues", "per") and not spans[at].has("nouns"):
            return [Quantity(1.0, 1.0, unit, METRIC_OF[unit], at, at)]
        if spans[at].has("assumptions", "price"):  # "per kWh"
            return [Quantity(1.0, 1.0, "kWh", "energy", at, at)]
    return []


def _budget(reading: Reading) -> Request | None:
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


def _spent(reading: Reading, stated: list[Quantity]) -> Request:
    """Return the inverse question: how much work a quantity is enough for."""
    facts = reading.facts
    quantity = stated[0]
    metric: Metric = quantity.metric or "energy"
    facts.bound |= {quantity.at, quantity.unit_at}
    item = reading.items[0]
    unit = item.work.unit
    if facts.asked in ("second", "minute", "hour") and item.work.activity in ("video", "audio"):
        unit = "second"
    elif facts.asked == "token":
        unit = "token"
    elif unit in ("day", "year"):
        unit = UNIT_OF[item.work.activity]
    work = Workload(
        item.work.subject, item.work.activity, 1.0, unit, item.work.tokens, assumptions=item.work.assumptions
    )
    return _request(
        reading,
        "budget",
        items=(work,),
        budget=Budget(metric, quantity.low, quantity.unit),
        region=_region(facts),
    )


def _check(reading: Reading) -> Request | None:
    facts = reading.facts
    if not reading.items or facts.asked or facts.tagged.cue("how-much"):
        return None
    stated = _stated(facts)
    ratios = [
        q for q in facts.quantities if q.unit in ("times", "%") and not q.used and claims.compares(facts, q)
    ]
    doubted = facts.tagged.cue("check") or any(token.quoted for token in facts.tagged.tokens)
    verified = facts.tagged.cue("verify") and measured(facts) and len(reading.items) == 1
    alike = facts.tagged.cues_of("as-much-as")
    same = {cue.start for cue in facts.tagged.cues_of("equivalent")}
    matched = bool(facts.uses) and any(cue.start not in same for cue in alike)
    if not (stated or ratios or verified or (facts.uses and (doubted or matched))):
        return None
    said = doubted or spends(facts) or matched or facts.tagged.cue("auxiliary", "as-much-as")
    if not said and not facts.metrics:
        return _spent(reading, stated) if stated else None
    if not said and stated and stated[0].metric == "cost":
        return _spent(reading, stated)
    claim = claims.claim(facts, _works(reading), facts.metrics)
    things = tuple(dict.fromkeys(use.thing for use in facts.uses))
    return _request(
        reading, "check", items=_works(reading), claim=claim, versus=things, region=_region(facts)
    )


def _equivalent(reading: Reading) -> Request | None:
    facts = reading.facts
    if not facts.uses or not reading.items:
        return None
    tagged = facts.tagged
    if tagged.cue("versus", "than") and not (facts.asked == "thing" or tagged.cue("equivalent")):
        return None
    if tagged.cue("more") and not (facts.asked == "thing"):
        return None
    if not (facts.asked or tagged.cue("equivalent", "in", "how-long", "afford") or tagged.cue("as-much-as")):
        return None
    return _request(
        reading,
        "equivalent",
        items=_works(reading) + _counted_uses(facts),
        versus=tuple(dict.fromkeys(use.thing for use in facts.uses)),
        region=_region(facts),
    )


def _counted_uses(facts: Facts) -> tuple[Workload, ...]:
    return tuple(everyday(use) for use in facts.uses if use.amount not in (None, 1.0))


def _works(reading: Reading) -> tuple[Workload, ...]:
    return tuple(item.work for item in reading.items)


def _ranked(reading: Reading) -> tuple[Workload, ...]:
    """Return the best known models where a question asks which of all is best: "the greenest AI"."""
    facts = reading.facts
    if len(reading.items) > 1 or facts.uses or facts.places or not measured(facts):
        return ()
    general = not facts.mentions or facts.mentions[0].generic
    if not (general and facts.tagged.cue("more", "better") and facts.tagged.cue("question", "compare")):
        return ()
    if not any(span.has("nouns", "ai", "model") for span in facts.tagged.spans):
        return ()
    work = reading.items[0].work if reading.items else Workload(BEST_KNOWN[0], "text")
    return tuple(replace(work, subject=slug) for slug in BEST_KNOWN) if work.activity == "text" else ()


def _placed(reading: Reading) -> tuple[Workload, ...]:
    """Return the items, each where it runs, if as many places are named as items."""
    places = reading.facts.places
    if len(places) < 2 or len(places) != len(reading.items):
        return _works(reading)
    return tuple(
        replace(item.work, region=place) for item, (place, _) in zip(reading.items, places, strict=True)
    )


def _compare(reading: Reading) -> Request | None:
    facts = reading.facts
    tagged = facts.tagged
    works = _ranked(reading) or _works(reading)
    comparing = tagged.cue("versus", "compare", "more", "better", "than", "as-much-as")
    if len(works) > len(reading.items):
        return _request(reading, "compare", items=works)
    if len(works) >= 2 and comparing and (measured(facts) or spends(facts) or not tagged.cue("better")):
        return _request(reading, "compare", items=_placed(reading), region=_region(facts))
    if works and facts.uses and comparing and (measured(facts) or asks(facts)):
        items = tuple(
            work
            for _, work in sorted(
                [(item.mention.at if item.mention else 0, item.work) for item in reading.items]
                + [(use.at, everyday(use)) for use in facts.uses if use.amount not in (None, 1.0)],
                key=lambda pair: pair[0],
            )
        )
        things = tuple(dict.fromkeys(use.thing for use in facts.uses))
        return _request(reading, "compare", items=items, versus=things, region=_region(facts))
    if len(works) == 1 and len(facts.places) >= 2:
        items = tuple(replace(works[0], region=place) for place, _ in facts.places)
        return _request(reading, "compare", items=items)
    return None


def _estimate(reading: Reading) -> Request | None:
    facts = reading.facts
    works = _works(reading)
    if not works:
        if facts.uses and measured(facts) and not facts.mentions and asks(facts):
            use = facts.uses[0]
            return _request(reading, "estimate", items=(everyday(use),), region=_region(facts))
        return None
    if not _sure(reading) or not asks(facts):
        return None
    stated = any(item.stated for item in reading.items)
    if (
        not measured(facts)
        and not (stated and coverage(facts) >= SHARE)
        and not (facts.tagged.cue("how-much") and (spends(facts) or stated))
    ):
        return None
    return _request(reading, "estimate", items=works, region=_region(facts))
