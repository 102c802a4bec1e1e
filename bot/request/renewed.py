"""An earlier question asked again with another year or name in it: "and for 2028?", "and Claude's?"."""

from __future__ import annotations

from bot.request.facts import Facts
from bot.request.spans import Span


def renewed(before: Facts, facts: Facts) -> str | None:
    """Return the text of an earlier question with the year or the name of a message that follows it.

    None where the message gives neither, or where the earlier one has no single place for it.
    """
    year, name = _year(facts), _name(facts)
    if name is not None:
        old = _name(before)
        return _with(before, old, name.text) if old else None
    if year is None:
        return None
    known = _year(before)
    if known is not None:
        return _with(before, known, year.text)
    return f"{before.tagged.question.text} {facts.tagged.question.text}"


def _with(before: Facts, old: Span, text: str) -> str:
    tagged = before.tagged
    start, end = tagged.tokens[old.start].start, tagged.tokens[old.end - 1].end
    said = tagged.question.text
    return said[:start] + text + said[end:]


def _year(facts: Facts) -> Span | None:
    return next((span for span in facts.tagged.spans if span.num and span.num.year), None)


def _name(facts: Facts) -> Span | None:
    """Return the one model, service or company that a message names."""
    spans, of = facts.tagged.spans, facts.tagged.of
    named = [mention.at for mention in facts.mentions if not mention.generic]
    named = named or [of[cue.start] for cue in facts.tagged.cues_of("company")]
    return spans[named[0]] if len(set(named)) == 1 else None
