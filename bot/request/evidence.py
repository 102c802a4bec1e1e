"""What speaks for a question about a footprint: a metric, a verb of spending, a mark, a word that asks."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from bot.request.facts import Facts
from bot.request.lexicon import Tag
from bot.request.spans import Cue

# Cues that open a question.
ASKING: Final = ("how-much", "how-many", "how-long", "question", "explain", "help")
# A count of these beside a name is evidence of a model.
AI_WORK: Final = ("prompt", "token", "image", "video")
MARKS: Final = frozenset({"?", "¿"})
STARTS: Final = frozenset({",", ".", "!", "?", ":", ";", "-"})
CONTENT: Final = frozenset({"metrics", "units", "nouns", "periods", "things", "assumptions"})
PLACED: Final = frozenset({Tag("places", "grid"), Tag("places", "state"), Tag("places", "country")})
SHARE: Final = 0.7  # of the words that must mean something where no word asks


def overall(facts: Facts) -> bool:
    """Return whether a footprint is asked for without a metric: "how bad", "the impact"."""
    return any(span.has("metrics", "overall") for span in facts.tagged.spans)


def spends(facts: Facts) -> bool:
    return any(span.has("metrics", "spend", "drinks") for span in facts.tagged.spans)


def measured(facts: Facts) -> bool:
    """Return whether a footprint is asked about at all."""
    return bool(facts.metrics) or overall(facts)


def questions(facts: Facts) -> bool:
    """Return whether a message has a question mark or a word that asks."""
    tagged = facts.tagged
    if tagged.cue(
        "how-much", "how-many", "how-long", "request", "check", "compare", "equivalent", "question"
    ):
        return True
    return marked(facts) or any(_asking(facts, cue) for cue in tagged.cues_of("question-weak"))


def marked(facts: Facts, *, quoted: bool = True) -> bool:
    """Return whether a message has a question mark; without `quoted`, one outside of what it quotes."""
    tagged = facts.tagged
    return any(
        span.text in MARKS and (quoted or not tagged.tokens[span.start].quoted) for span in tagged.spans
    )


def _asking(facts: Facts, cue: Cue) -> bool:
    """Return whether a word that joins clauses asks here: with an accent, or where a clause starts."""
    tagged = facts.tagged
    token = tagged.tokens[cue.start]
    if token.raw.lower() != token.text or cue.start == 0:
        return True
    before = tagged.spans[tagged.of[cue.start] - 1]
    return before.text in STARTS or before.text == "¿" or before.has("cues", "go-on", "but", "follow")


def asks(facts: Facts, *, strictly: bool = False, told: Container[int] = frozenset()) -> bool:
    """Return whether a message asks something: by a mark, a word, or as nothing but what is asked about.

    `told` are tokens that tell a topic, and so mean something.
    """
    tagged = facts.tagged
    if questions(facts):
        return True
    helping = tagged.cues_of("auxiliary")
    if any(cue.start == 0 or tagged.spans[tagged.of[cue.start] - 1].text in STARTS for cue in helping):
        return True
    if strictly:
        return False
    if helping and not (facts.counts and facts.metrics):
        return False  # a remark: "AI is destroying the planet"
    return coverage(facts, told) >= SHARE


def coverage(facts: Facts, told: Container[int] = frozenset(), until: int | None = None) -> float:
    """Return the share of a message's words that name, count or measure something, common words aside.

    `until` is the span before which they stand.
    """
    tagged = facts.tagged
    pulled = {at for tokens in facts.levers.values() for at in tokens}
    meant = words = 0
    for span in tagged.spans[:until]:
        if span.num:
            meant += 1  # however many words it is written with
            words += 1
        elif (
            span.name
            or span.place
            or any((tag.kind in CONTENT and tag.key != "spend") or tag in PLACED for tag in span.tags)
        ):
            meant += span.end - span.start
            words += span.end - span.start
        elif span.has("cues", "idle", "uncarried", "as-agent", "own-machine") or span.has(
            "places", "preposition"
        ):
            continue
        elif span.text[0].isalnum():
            for at in range(span.start, span.end):
                known = at in told or at in pulled
                meant += known
                words += known or tagged.texts[at] not in tagged.pack.function
    return meant / max(words, 1)


def sure(facts: Facts) -> bool:
    """Return whether a model is meant: a name that is no ordinary word, or one beside other evidence."""
    if not facts.mentions:
        return False
    if any(not (each.name.ambiguous or each.generic or each.unknown) for each in facts.mentions):
        return True
    counted = any(count.key in AI_WORK for count in facts.counts)
    counted = counted and (not facts.mentions[0].generic or coverage(facts) == 1)
    heard = any(mention.name.activity in ("audio", "video") for mention in facts.mentions)
    counted = counted or (heard and bool(facts.counted("second", "minute", "hour")) and coverage(facts) == 1)
    asked = facts.tagged.cue("how-much") and spends(facts)
    worked = asked and any(
        span.has("nouns", "prompt", "exchange", "token") or span.has("assumptions", "reasoning")
        for span in facts.tagged.spans
    )
    rated = any(period.role in ("rate", "either") for period in facts.periods)
    worked = worked or (rated and facts.tagged.cue("request") and bool(facts.counted("exchange")))
    return (
        counted or worked or measured(facts) or bool(facts.places) or any(q.metric for q in facts.quantities)
    )


def bare(facts: Facts) -> bool:
    """Return whether a message is nothing but names that are no ordinary words: "gpt-4o?"."""
    spans = facts.tagged.spans
    named = [mention for mention in facts.mentions if not mention.generic and not mention.name.ambiguous]
    placed = bool(facts.places)
    return bool(named) and all(
        span.name
        or not span.text[0].isalnum()
        or (placed and (span.place or span.has("places", "preposition")))  # "GPT-4o in Iceland"
        for span in spans
    )


def unclear(facts: Facts) -> bool:
    """Return whether a message that was read as nothing for this bot may ask something of it all the same."""
    tagged = facts.tagged
    if tagged.cue("refuse", "refuse-weak", "thanks", "exclaim"):
        return False
    named = any(not mention.name.ambiguous for mention in facts.mentions)
    work = any(span.has("nouns", *AI_WORK, "ai", "model", "data-centre") for span in tagged.spans)
    return named or measured(facts) or work or asks(facts, strictly=True)


def named_work(facts: Facts) -> bool:
    """Return whether what is counted is named, not a bare number."""
    return any(count.key != "bare" for count in facts.counts)
