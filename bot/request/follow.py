"""An earlier request and a message that leans on it → the full merged request."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.change import Change
from bot.request.evidence import SHARE, coverage, measured, questions, spends
from bot.request.facts import Facts
from bot.request.learning import retunes
from bot.request.nameless import STANDS_FOR
from bot.request.recount import Turn
from bot.request.request import Request
from bot.request.spending import WORK
from bot.request.topics import find
from bot.request.weighing import put_in
from estimator.workload import LEARNING

STRONGLY: Final = ("go-on", "versus", "add", "swap")
INPUT_FIRST: Final = ("what-if", "without", "including", "trained-on", "only")  # opens what fixes an input
MULTIPLIED: Final = ("double", "triple", "halve")
WEAKLY: Final = ("follow", *STRONGLY, *MULTIPLIED)
PAUSES: Final = frozenset(",.;!?")
HALF: Final = 0.5
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
    if alone.intent == "none":
        return True
    named = any(not mention.generic for mention in facts.mentions)
    if facts.fixed and not named and _opened(facts, *STRONGLY, *INPUT_FIRST):
        return True  # "and with a PUE of 1.6?", "without cooling"
    trained = next((item.activity for item in base.items if item.activity in LEARNING), None)
    if trained and not named and not facts.tagged.cue("explain") and retunes(facts, trained):
        return True  # "with LoRA"
    if alone.intent in ALONE:
        return named and alone.intent == "lookup" and _opened(facts, *WEAKLY)
    counted = named or facts.quantities or any(count.key in WORK for count in facts.counts)
    if _opened(facts, *STRONGLY, *(() if counted else MULTIPLIED)):
        return True
    refers = facts.tagged.cue("that", "multiply", "double", "triple", "halve")
    against = refers and _against_that(facts, alone)
    if named:
        asked = measured(facts) or (spends(facts) and facts.tagged.cue("how-much"))
        worked = any(count.key in WORK for count in facts.counts) and len(facts.tagged.tokens) > SHORT
        return against or not (asked or worked or alone.intent in WEIGHED)
    if facts.mentions and _said(facts) and (measured(facts) or alone.intent in WEIGHED):
        return against
    if facts.uses and not facts.mentions and (facts.tagged.cue("equivalent") or facts.asked == "thing"):
        return True  # "put it in days of a home", "how many bottles is that"
    if alone.intent in WEIGHED or (alone.intent == "estimate" and not facts.mentions):
        return against or (refers and alone.claim is None)
    return True


def _opened(facts: Facts, *keys: str) -> bool:
    """Return whether a message starts with words that go on with something: "and", "what about", "vs"."""
    tagged = facts.tagged
    polite = {at for cue in tagged.cues_of("thanks", "exclaim") for at in range(cue.start, cue.end)}
    opens = {cue.start for cue in tagged.cues_of(*keys)}
    for at, token in enumerate(tagged.tokens):
        if token.kind != "symbol":
            if at in opens:
                return True
            if at not in polite:
                return False
    return False


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
    if base.intent not in COMPLETE and _whole(facts, alone):
        return alone
    if base.intent == "explain" and (topic := find(tagged).get("explain")):
        return Request("explain", topic=topic.id, language=tagged.pack.language)
    if base.intent not in COMPLETE and alone.items and all(mention.generic for mention in facts.mentions):
        return named_before(before, facts, alone)
    if base.intent not in COMPLETE and alone.intent in COMPLETE:
        return alone
    if base.intent not in COMPLETE and not (base.intent == "lookup" and (facts.places or facts.metrics)):
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
        )
    ):
        return alone
    if not _continues(facts):
        return alone
    asked = _asked_of_a_claim(base, facts)
    merged = Change(before, facts, asked).apply()
    return alone if merged is base else replace(merged, language=tagged.pack.language)


def _whole(facts: Facts, alone: Request) -> bool:
    """Return whether a message names, counts and measures by itself, so that it leans on no term or fact."""
    named = any(not mention.generic for mention in facts.mentions)
    return alone.intent in COMPLETE and named and bool(facts.counts) and measured(facts)


def named_before(before: Turn, facts: Facts, alone: Request) -> Request:
    """Return a request of no certain model as one of the model that was spoken of before.

    "AI" is named as such, and stays.
    """
    if alone.intent not in COMPLETE or not all(m.generic for m in facts.mentions) or _said(facts):
        return alone
    work = [item for item in before.request.items if item.activity != "everyday"]
    if alone.intent == "check" and not alone.items and alone.claim and alone.claim.low and len(work) == 1:
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
    return replace(alone, items=tuple(replace(item, subject=subject) for item in alone.items))


def _continues(facts: Facts) -> bool:
    """Return whether a message is more than a remark which names something by the way."""
    if facts.tagged.cue("refuse") and not questions(facts):
        return False
    if questions(facts) or _opened(facts, *STRONGLY, *MULTIPLIED) or coverage(facts) >= SHARE:
        thanked = facts.tagged.cue("thanks") and facts.uses and not questions(facts)
        return not thanked or put_in(facts)
    if facts.tagged.cue("correction", "multiply", "swap", "add", "drop", "all-metrics", "what-really"):
        return True
    if (_opened(facts, "follow") or facts.tagged.cue("not")) and coverage(facts) >= HALF:
        return True
    return _amends(facts)


def _amends(facts: Facts) -> bool:
    """Return whether the first clause changes something, whatever is said after: "no, 5 kWh, I found …"."""
    spans = facts.tagged.spans
    stated = [
        *(count.at for count in facts.counts), *(each.at for each in facts.quantities),
        *(use.at for use in facts.uses), *(at for _, at in facts.places),
        *(mention.at for mention in facts.mentions if not mention.generic),
    ]  # fmt: skip
    first = min(stated, default=len(spans))
    end = next((at for at in range(first, len(spans)) if spans[at].text in PAUSES), len(spans))
    amending = {
        facts.tagged.of[cue.start]
        for cue in facts.tagged.cues_of("not", "but", "swap", "correction", "go-on")
    }
    return first < len(spans) and any(at < end for at in amending) and coverage(facts, until=end) >= HALF


def _asked_of_a_claim(base: Request, facts: Facts) -> Request:
    """Return a claim's work as an estimate where what it really takes is asked: "so how much does it use"."""
    other = bool(facts.metrics) and base.claim is not None and base.claim.metric not in (None, *facts.metrics)
    if base.intent != "check" or not base.items or facts.quantities:
        return base
    if not other and not facts.tagged.cue("how-much", "what-really"):
        return base
    metric = base.claim.metric if base.claim else None
    metrics = base.metrics or ((metric,) if metric else ())
    return replace(base, intent="estimate", metrics=metrics, claim=None, topic=None, versus=())
