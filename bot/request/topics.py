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
    told: dict[int, set[int]] = {}  # topic → tokens of all its phrases
    for at, end, phrase in runs(tagged):
        span = tagged.spans[tagged.of[at]]
        counted = span.has("things") and span.end - span.start > 1
        if span.name and (end < span.end or at > span.start):
            continue  # the Amazon of "Amazon Nova"
        for topic, group in pack.topic_phrases.get(phrase, ()):
            if counted and pack.topics[topic].intent != "check":
                continue
            told.setdefault(topic, set()).update(range(at, end))
            if group < pack.topics[topic].groups:
                groups = seen.setdefault(topic, {})
                groups[group] = max(groups.get(group, (0, 0)), (len(phrase), at))
    best: dict[str, Hit] = {}
    for place, groups in sorted(seen.items()):
        entry = pack.topics[place]
        if len(groups) < entry.groups:
            continue
        if entry.strays is not None and (
            _counts(tagged, told[place]) or strays(tagged, told[place]) > entry.strays
        ):
            continue
        tokens = frozenset(at + step for size, at in groups.values() for step in range(size))
        size = sum(1 for at in tokens if not tagged.spans[tagged.of[at]].place)
        whole = entry.strays is not None
        hit = Hit(
            entry.id,
            entry.intent,
            size,
            entry.groups > 1,
            frozenset(told[place]),
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
        for end in range(min(at + pack.topic_longest.get(texts[at], 0), len(texts)), at, -1):
            yield at, end, tuple(texts[at:end])
    if len(kept) == len(texts):
        return
    for first, at in enumerate(kept):
        for last in range(first + 1, min(first + pack.topic_longest.get(texts[at], 0), len(kept))):
            if kept[last] - at > last - first:
                yield at, kept[last] + 1, tuple(texts[each] for each in kept[first : last + 1])


def _counts(tagged: Tagged, told: set[int]) -> bool:
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
