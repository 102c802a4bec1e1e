"""An earlier request and a message that leans on it → the full merged request."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.change import Change
from bot.request.facts import Facts
from bot.request.recount import Turn
from bot.request.request import Request
from bot.request.topics import find

HEAD: Final = 3  # tokens within which a word must stand to mark a follow-up
SHORT: Final = 6  # tokens of a message that cannot stand alone
COMPLETE: Final = frozenset({"estimate", "compare", "equivalent", "budget", "check"})
ALONE: Final = frozenset({"help", "explain", "lookup"})


def follows(facts: Facts, alone: Request) -> bool:
    """Return whether a message leans on the one before it."""
    tagged = facts.tagged
    opened = any(
        cue.key in ("follow", "versus", "add", "swap", "double", "triple", "halve") and cue.start < HEAD
        for cue in tagged.cues
    )
    refers = any(cue.key in ("that", "multiply", "double", "triple", "halve") for cue in tagged.cues)
    named = any(not mention.generic for mention in facts.mentions)
    if alone.intent == "none":
        return True
    if alone.intent in ALONE:
        return opened and named and alone.intent == "lookup"
    if not named:
        return True
    if opened or (len(tagged.tokens) <= SHORT and not (facts.metrics and (facts.counts or facts.training))):
        return True
    return refers and not facts.counts


def merge(before: Turn, facts: Facts, alone: Request) -> Request:
    """Return the earlier request with what the message changes."""
    base = before.request
    tagged = facts.tagged
    if base.intent == "explain" and (topic := find(tagged).get("explain")):
        return Request("explain", topic=topic.id, language=tagged.pack.language)
    if base.intent not in COMPLETE and not (base.intent == "lookup" and (facts.places or facts.metrics)):
        return alone
    if tagged.cue("thanks") and not (
        facts.mentions
        or facts.counts
        or facts.metrics
        or facts.places
        or facts.uses
        or facts.quantities
        or facts.periods
    ):
        return alone
    merged = Change(before, facts, base).apply()
    return alone if merged is base else replace(merged, language=tagged.pack.language)
