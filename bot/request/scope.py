"""What a question counts in or leaves out: "without cooling", "embodied carbon of", "no thinking"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.binding import stops
from bot.request.facts import Facts
from bot.request.spans import Cue, Span
from estimator.workload import METRICS

PLANTS_REACH: Final = 5  # spans after "not" to the power plants that it denies
REACH: Final = 6  # spans after "without" in which what it leaves out stands


def scope(facts: Facts) -> None:
    """Fix the boundary that a question draws, and note what it leaves out that nothing here can leave out."""
    spans = facts.tagged.spans
    for cue in facts.tagged.cues_of("without"):
        span = spans[facts.tagged.of[cue.start]]
        if not span.has("assumptions") and span.end <= cue.end:  # no longer phrase: "without a doubt"
            _leave_out(facts, cue)
    for cue in facts.tagged.cues_of("not"):
        first = facts.tagged.of.get(cue.end, len(spans))
        for span in spans[first : first + PLANTS_REACH]:
            if span.has("assumptions", "part-plants"):  # "not that of the power plants"
                facts.left[facts.tagged.of[cue.start]] = facts.tagged.said(cue.start, span.end)
    for cue in facts.tagged.cues_of("left-out"):
        before = facts.tagged.of[cue.start] - 1
        if before >= 0 and _part(facts, before, spans[before]):  # "cooling not included"
            facts.negated.add(before)
            facts.bound.add(before)
    for at, span in enumerate(spans):
        if span.has("assumptions", "part-making") and at not in facts.negated:
            facts.fixed.setdefault("boundary", "lifecycle")
            facts.bound.add(at)
    _reasoning(facts)
    for cue in facts.tagged.cues_of("including"):
        at = facts.tagged.of.get(cue.end, len(spans))
        counted_in = [
            place for place in (at, at + 1) if place < len(spans) and spans[place].has("nouns", "training")
        ]
        if counted_in and facts.counts:  # "1,000 prompts, including training"
            facts.fixed.setdefault("boundary", "lifecycle")
            facts.negated.add(counted_in[0])
            facts.bound.add(counted_in[0])


def _reasoning(facts: Facts) -> None:
    """Note whether a model is said to reason: "with thinking", "with thinking or without"."""
    tagged = facts.tagged
    spans = tagged.spans
    for at, span in enumerate(spans):
        before = spans[at - 1] if at else None
        led = before is not None and (
            before.has("cues", "including", "in", "with-model") or before.name is not None
        )
        if led and span.has("assumptions", "reasoning") and at not in facts.negated | facts.bound:
            facts.bound.add(at)
            own = [mention for mention in facts.mentions if mention.at < at]
            if own and len(own) < len(facts.mentions):  # "GPT-5 with thinking and GPT-4o"
                own[-1].name = replace(own[-1].name, activity="reasoning")
            else:
                facts.thinking.add(True)
    for cue in tagged.cues_of("without"):
        after = tagged.of.get(cue.end)
        alone = after is None or not spans[after].text[0].isalnum() or spans[after].has("cues", "versus")
        if alone and facts.thinking:  # "or without?"
            facts.thinking.add(False)
        start = tagged.of[cue.start]
        both = start > 1 and spans[start - 1].has("cues", "and") and spans[start - 2].has("cues", "including")
        if both and facts.thinking:  # "with and without reasoning"
            facts.thinking.add(True)


def _leave_out(facts: Facts, cue: Cue) -> None:
    tagged = facts.tagged
    other: Span | None = None
    found = False
    first = tagged.of.get(cue.end, len(tagged.spans))
    for at in range(first, min(first + REACH, len(tagged.spans))):
        span = tagged.spans[at]
        if stops(span) or span.text == "," or span.has("cues", "but", "without"):
            break
        if other is not None and span.num:
            break  # "without a camera against 50 prompts"
        if span.has("assumptions", "part-plants"):
            facts.left[tagged.of[cue.start]] = tagged.said(cue.start, span.end)
            return
        if _part(facts, at, span):
            found = True
            facts.negated.add(at)
            facts.bound.add(at)
        elif found and not span.has("cues", "and") and span.text not in tagged.pack.function:
            break
        elif at in facts.negated and _of_another(facts, at):
            other = other or span  # "training GPT-4, without the failed trainings"
        elif at in facts.negated or span.num or span.has("periods"):
            found = True
        elif other is None and span.text[0].isalnum() and span.text.lower() not in tagged.pack.function:
            other = span
    if other is not None and not found and not _aside(facts, cue, other):
        facts.left[tagged.of[cue.start]] = tagged.said(cue.start, other.end)


def _of_another(facts: Facts, at: int) -> bool:
    """Return whether a training that is left out is another than the one asked about."""
    spans = facts.tagged.spans
    trained = [place for place, span in enumerate(spans) if span.has("nouns", "training")]
    return at in trained and any(place not in facts.negated for place in trained)


def _aside(facts: Facts, cue: Cue, other: Span) -> bool:
    """Return whether a word of no meaning here only colours a question: "no frills: how much …"."""
    after = "".join(facts.tagged.texts[other.end : other.end + 1])
    return other.start == cue.end and (after == ":" or (other.word and after in (",", ".", "-")))


def _part(facts: Facts, at: int, span: Span) -> bool:
    """Return whether a span names a part of a footprint that can be left out, which then is."""
    if span.has("assumptions", "part-cooling", "pue") or span.has("nouns", "data-centre"):
        facts.fixed["boundary"] = "server"
        return True
    if span.has("assumptions", "reasoning") or span.has("nouns", "reasoning-token"):
        facts.thinking.add(False)
        return True
    if span.has("assumptions", "part-making") or span.has("metrics", "hardware"):
        facts.fixed.setdefault("boundary", "facility")
        return True
    if span.has("metrics", *METRICS) and at in facts.negated:
        facts.rule_out((at,))
        return True
    return span.has("metrics", "overall") and at in facts.negated
