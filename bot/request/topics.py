"""Which topic of what is looked up or explained a message names."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from bot.request.lexicon import Phrase
from bot.request.spans import Tagged


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic that was found, and how well."""

    id: str
    intent: str
    size: int  # tokens that name it
    named: bool  # more than one group of words tells it
    tokens: frozenset[int]  # the tokens that name it
    preferred: int  # over topics that more words tell
    whole: bool  # the message says little else, and so asks for it by itself
    ordinary: bool  # its words are also those of everyday talk


def find(tagged: Tagged) -> dict[str, Hit]:
    """Return the best topic of each intent that a message's words name: explain, lookup, check, help."""
    pack = tagged.pack
    seen: dict[int, dict[int, tuple[int, int]]] = {}  # topic → group → longest phrase: size, place
    told: dict[int, list[tuple[int, int]]] = {}  # topic → where each of its phrases stands
    topics = pack.topics
    for at, end, phrase in runs(tagged):
        places = pack.topic_phrases.get(phrase)
        if places is None:
            continue
        span = tagged.spans[tagged.of[at]]
        if span.name and (end < span.end or at > span.start):
            continue  # the Amazon of "Amazon Nova"
        counted = span.has("things") and span.end - span.start > 1
        found, run = (len(phrase), at), (at, end)
        for topic, group in places:
            if counted and topics[topic].intent != "check":
                continue
            groups = seen.get(topic)
            if groups is None:
                groups, told[topic] = seen.setdefault(topic, {}), []
            told[topic].append(run)
            if group < topics[topic].groups and groups.get(group, (0, 0)) < found:
                groups[group] = found
    best: dict[str, Hit] = {}
    for place, groups in sorted(seen.items()):
        entry = topics[place]
        if len(groups) < entry.groups:
            continue
        words = frozenset(at for start, end in told[place] for at in range(start, end))
        if entry.strays is not None and (_counts(tagged, words) or strays(tagged, words) > entry.strays):
            continue
        tokens = frozenset(at + step for size, at in groups.values() for step in range(size))
        size = sum(1 for at in tokens if not tagged.spans[tagged.of[at]].place)
        whole = entry.strays is not None
        hit = Hit(
            entry.id,
            entry.intent,
            size,
            entry.groups > 1,
            words,
            entry.preferred,
            whole,
            entry.ordinary,
        )
        known = best.get(entry.intent)
        if known is None or _rank(hit) > _rank(known):
            best[entry.intent] = hit
    return best


def _rank(hit: Hit) -> tuple[int, bool, int]:
    return hit.preferred, hit.whole, hit.size


def runs(tagged: Tagged) -> Iterator[tuple[int, int, Phrase]]:
    """Yield the runs of tokens that may tell a topic, each also without the fillers in it."""
    texts, pack = tagged.texts, tagged.pack
    kept = [at for at, text in enumerate(texts) if text not in pack.fillers]
    for at in range(len(texts)):
        for size in pack.topic_lengths.get(texts[at], ()):
            if at + size <= len(texts):
                yield at, at + size, texts[at : at + size]
    if len(kept) == len(texts):
        return
    for first, at in enumerate(kept):
        for size in pack.topic_lengths.get(texts[at], ()):
            last = first + size - 1
            if size > 1 and last < len(kept) and kept[last] - at > last - first:
                yield at, kept[last] + 1, tuple(texts[each] for each in kept[first : last + 1])


def _counts(tagged: Tagged, told: frozenset[int]) -> bool:
    """Return whether a message asks for a number by words that do not tell a topic: no question of words."""
    return any(
        not told.issuperset(range(cue.start, cue.end)) for cue in tagged.cues_of("how-much", "how-many")
    )


def strays(tagged: Tagged, told: Container[int]) -> int:
    """Return how many words of a message are neither among those told nor common words."""
    addressed = {at for cue in tagged.cues_of("bot") for at in range(cue.start, cue.end)}
    return sum(
        text[0].isalnum()
        and at not in told
        and at not in addressed
        and text not in tagged.pack.function
        and text not in tagged.pack.fillers
        and not tagged.spans[tagged.of[at]].has("cues", "idle")
        for at, text in enumerate(tagged.texts)
    )
