"""What speaks for a question about a footprint: a metric, a verb of spending, a mark, a word that asks."""

from __future__ import annotations

from typing import Final

from bot.request.facts import Facts

# A count of these beside a name is evidence of a model.
AI_WORK: Final = ("prompt", "token", "image", "video")
STARTS: Final = frozenset({",", ".", "!", "?", ":", ";", "-"})
CONTENT: Final = frozenset({"metrics", "units", "nouns", "periods", "things", "assumptions"})
PLAIN: Final = 12  # tokens of a message that may be a question without a word that asks
SHARE: Final = 0.7  # of the words of such a message that must mean something


def overall(facts: Facts) -> bool:
    """Return whether a footprint is asked for without a metric: "how bad", "the impact"."""
    return any(span.has("metrics", "overall") for span in facts.tagged.spans)


def spends(facts: Facts) -> bool:
    return any(span.has("metrics", "spend") for span in facts.tagged.spans)


def measured(facts: Facts) -> bool:
    """Return whether a footprint is asked about at all."""
    return bool(facts.metrics) or overall(facts)


def asks(facts: Facts, *, strictly: bool = False) -> bool:
    """Return whether a message asks something: by a mark, a word, or as nothing but what is asked about."""
    tagged = facts.tagged
    if tagged.cue("how-much", "how-many", "how-long", "request", "check", "compare", "equivalent"):
        return True
    if any(span.text in ("?", "¿") for span in tagged.spans) or tagged.cue("question"):
        return True
    if strictly:
        return False
    helping = tagged.cues_of("auxiliary")
    if any(cue.start == 0 or tagged.spans[tagged.of[cue.start] - 1].text in STARTS for cue in helping):
        return True
    if helping and not (facts.counts and facts.metrics):
        return False  # a remark: "AI is destroying the planet"
    return len(tagged.tokens) <= PLAIN or coverage(facts) >= SHARE


def coverage(facts: Facts) -> float:
    """Return the share of a message's words that name, count or measure something, common words aside."""
    tagged = facts.tagged
    meant = words = 0
    for span in tagged.spans:
        size = span.end - span.start
        if (
            span.name
            or span.num
            or span.place
            or any(tag.kind in CONTENT and tag.key != "spend" for tag in span.tags)
        ):
            meant += size
            words += size
        elif span.text[0].isalnum():
            texts = tagged.texts[span.start : span.end]
            words += sum(1 for text in texts if text not in tagged.pack.function)
    return meant / max(words, 1)


def sure(facts: Facts) -> bool:
    """Return whether a model is meant: a name that is no ordinary word, or one beside other evidence."""
    if not facts.mentions:
        return False
    if any(not mention.name.ambiguous and not mention.generic for mention in facts.mentions):
        return True
    counted = any(count.key in AI_WORK for count in facts.counts)
    counted = counted and (not facts.mentions[0].generic or coverage(facts) == 1)
    asked = facts.tagged.cue("how-much") and spends(facts)
    worked = asked and any(span.has("nouns", "prompt", "exchange", "token") for span in facts.tagged.spans)
    return (
        counted or worked or measured(facts) or bool(facts.places) or any(q.metric for q in facts.quantities)
    )


def bare(facts: Facts) -> bool:
    """Return whether a message is nothing but names that are no ordinary words: "gpt-4o?"."""
    spans = facts.tagged.spans
    named = [mention for mention in facts.mentions if not mention.generic and not mention.name.ambiguous]
    return bool(named) and all(span.name or not span.text[0].isalnum() for span in spans)


def named_work(facts: Facts) -> bool:
    """Return whether what is counted is named, not a bare number."""
    return any(count.key != "bare" for count in facts.counts)
