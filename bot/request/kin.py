"""A model that a message names by the end of its name alone, beside the one named before: "the 405b one"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request.facts import Facts, Mention
from bot.request.names import Name, Names, squash
from bot.request.recount import Turn
from bot.request.spans import Span
from bot.sized import BILLIONS

WORKED: Final = frozenset({"estimate", "compare", "equivalent"})


def name_kin(before: Turn, facts: Facts, names: Names) -> None:
    """Take the end of a name as the name of a relative of the model that was asked about before."""
    asked = {item.subject for item in before.request.items}
    if any(not (mention.generic or mention.name.slug in asked) for mention in facts.mentions):
        return
    ends = [(at, span) for at, span in enumerate(facts.tagged.spans) if _ends_a_name(facts, at, span)]
    known = _named(before, names) if ends else None
    if known is None:
        return
    for at, span in ends:
        name = names.relative(known, squash(span.text))
        if name is None or name.kind == "chip":
            continue
        spans = list(facts.tagged.spans)
        spans[at] = replace(span, name=name, num=None, word=False)
        facts.tagged = replace(facts.tagged, spans=tuple(spans))
        facts.mentions.append(Mention(name, at, text=span.text))
        facts.counts = [count for count in facts.counts if count.at != at]
        facts.bound.add(at)
        return


def _named(before: Turn, names: Names) -> Name | None:
    """Return the one model that an earlier message asked about by its name."""
    if before.request.intent not in WORKED:
        return None
    subjects = {item.subject for item in before.request.items if item.activity != "everyday"}
    if len(subjects) != 1:
        return None
    mentioned = (each.name for each in before.facts.mentions) if before.facts else ()
    subject = subjects.pop()
    return next((name for name in (*mentioned, *names.keys.values()) if name.slug == subject), None)


def _ends_a_name(facts: Facts, at: int, span: Span) -> bool:
    """Return whether a span may end a name: a size ("405b"), a version ("4.1"), or an unknown word."""
    if span.num:
        counts = any(count.at == at and count.key != "bare" for count in facts.counts)
        sized = span.num.suffix in BILLIONS and bool(span.num.suffix)
        return not counts and (sized or "." in span.text)
    return (
        span.word
        and span.text[0].isalnum()
        and facts.tagged.texts[span.start] not in facts.tagged.pack.function
    )
