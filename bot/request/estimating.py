"""Facts → an estimate, and what shows that work is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.evidence import (
    AI_WORK,
    CONTENT,
    asks,
    bare,
    coverage,
    marked,
    measured,
    named_work,
    questions,
    spends,
    sure,
)
from bot.request.facts import Facts
from bot.request.items import counted_uses, everyday
from bot.request.making import Reading, region, request_of, run_of, works_of
from bot.request.request import Request
from bot.request.spending import WORK
from estimator.workload import Workload

JOINTS: Final = ("of-each", "in", "per", "share-of", "trained-on", "and", "also", "including", "without")
PAIR: Final = 2
FRAGMENT: Final = 0.85  # of the words of a message that asks nothing and counts something


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


def evident(facts: Facts) -> bool:
    """Return whether a model is meant: not "who plays Claude in the film"."""
    work = any(span.has("nouns", *AI_WORK, "exchange") for span in facts.tagged.spans)
    return bool(facts.asked) or facts.training or work or sure(facts)


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
