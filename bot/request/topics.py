"""Which topic of what is looked up or explained a message names."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.request.lexicon import Phrase
from bot.request.spans import Tagged

Run: TypeAlias = tuple[int, int]  # tokens, from and to


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
    every, ordinary = _told(tagged)
    if not every:
        return {}
    best: dict[str, Hit] = {}
    for place in sorted({topic for phrase in every for topic in pack.topics_by.get(phrase, ())}):
        entry = pack.topics[place]
        told = every if entry.intent == "check" else ordinary
        heard = told.keys()
        if any(heard.isdisjoint(group) for group in entry.groups) or not heard.isdisjoint(entry.unless):
            continue
        groups = [heard & group for group in entry.groups]
        runs = [run for group in (*groups, heard & entry.beside) for phrase in group for run in told[phrase]]
        words = frozenset(at for start, end in runs for at in range(start, end))
        if entry.strays is not None and (_counts(tagged, words) or strays(tagged, words) > entry.strays):
            continue
        longest = [max((len(phrase), max(told[phrase])[0]) for phrase in group) for group in groups]
        tokens = frozenset(at + step for size, at in longest for step in range(size))
        size = sum(1 for at in tokens if not tagged.spans[tagged.of[at]].place)
        whole = entry.strays is not None
        hit = Hit(
            entry.id,
            entry.intent,
            size,
            len(groups) > 1,
            words,
            entry.preferred,
            whole,
            entry.ordinary,
        )
        known = best.get(entry.intent)
        if known is None or _rank(hit) > _rank(known):
            best[entry.intent] = hit
    return best


def _told(tagged: Tagged) -> tuple[dict[Phrase, list[Run]], dict[Phrase, list[Run]]]:
    """Return where the phrases that tell topics stand in a message: all, and those in no everyday thing."""
    every: dict[Phrase, list[Run]] = {}
    ordinary: dict[Phrase, list[Run]] = {}
    for at, end, phrase in runs(tagged):
        if phrase not in tagged.pack.topic_phrases:
            continue
        span = tagged.spans[tagged.of[at]]
        if span.name and (end < span.end or at > span.start):
            continue  # the Amazon of "Amazon Nova"
        every.setdefault(phrase, []).append((at, end))
        if not (span.has("things") and span.end - span.start > 1):
            ordinary.setdefault(phrase, []).append((at, end))
    return every, ordinary


def side_by_side(tagged: Tagged) -> list[str]:
    """Return the terms that a message names beside one another, in their order: "PUE and WUE"."""
    pack = tagged.pack
    named: dict[int, tuple[int, str]] = {}  # first token of a term → its end, its topic
    for phrase, found in _told(tagged)[1].items():
        for place in pack.topics_by.get(phrase, ()):
            topic = pack.topics[place]
            if topic.intent == "explain" and len(topic.groups) == 1 and topic.strays is None:
                for start, end in found:
                    named[start] = max(named.get(start, (0, "")), (end, topic.id))
    joints = {at for cue in tagged.cues_of("and", "versus") for at in range(cue.start, cue.end)}
    joints |= {at for at, text in enumerate(tagged.texts) if text == ","}
    beside = joints | {at for at, text in enumerate(tagged.texts) if text in pack.numbers.determiners}
    chain: list[str] = []
    last = 0
    for start in sorted(named):
        if start < last:
            continue  # inside a longer one
        between = range(last, start)
        if chain and (joints.isdisjoint(between) or not beside.issuperset(between)):
            if len(chain) > 1:
                break
            chain = []
        last, topic_id = named[start]
        if topic_id not in chain:
            chain.append(topic_id)
    return chain if len(chain) > 1 else []


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
    addressed = {at for cue in tagged.cues_of("bot", "also") for at in range(cue.start, cue.end)}
    return sum(
        text[0].isalnum()
        and at not in told
        and at not in addressed
        and text not in tagged.pack.function
        and text not in tagged.pack.fillers
        and not tagged.spans[tagged.of[at]].has("cues", "idle")
        for at, text in enumerate(tagged.texts)
    )
