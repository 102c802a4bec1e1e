"""Which topic of what is looked up or explained a message names."""

from __future__ import annotations

from dataclasses import dataclass

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


def find(tagged: Tagged) -> dict[str, Hit]:
    """Return the best topic of each intent that a message's words name: explain, lookup, check, help."""
    pack, texts = tagged.pack, tagged.texts
    seen: dict[int, dict[int, tuple[int, int]]] = {}  # topic → group → longest phrase: size, place
    told: dict[int, set[int]] = {}  # topic → tokens of all its phrases
    for at in range(len(texts)):
        span = tagged.spans[tagged.of[at]]
        counted = span.has("things") and span.end - span.start > 1
        for end in range(min(at + pack.topic_longest.get(texts[at], 0), len(texts)), at, -1):
            if span.name and (end < span.end or at > span.start):
                continue  # the Amazon of "Amazon Nova"
            for topic, group in pack.topic_phrases.get(tuple(texts[at:end]), ()):
                if counted and pack.topics[topic].intent != "check":
                    continue
                told.setdefault(topic, set()).update(range(at, end))
                if group < pack.topics[topic].groups:
                    groups = seen.setdefault(topic, {})
                    groups[group] = max(groups.get(group, (0, 0)), (end - at, at))
    best: dict[str, Hit] = {}
    for place, groups in sorted(seen.items()):
        entry = pack.topics[place]
        if len(groups) < entry.groups:
            continue
        if entry.strays is not None and strays(tagged, told[place]) > entry.strays:
            continue
        tokens = frozenset(at + step for size, at in groups.values() for step in range(size))
        size = sum(1 for at in tokens if not tagged.spans[tagged.of[at]].place)
        whole = entry.strays is not None
        hit = Hit(
            entry.id, entry.intent, size, entry.groups > 1, frozenset(told[place]), entry.preferred, whole
        )
        known = best.get(entry.intent)
        if known is None or (hit.preferred, hit.size) > (known.preferred, known.size):
            best[entry.intent] = hit
    return best


def strays(tagged: Tagged, told: set[int]) -> int:
    """Return how many words of a message are neither among those told nor common words."""
    return sum(
        text[0].isalnum()
        and at not in told
        and text not in tagged.pack.function
        and text not in tagged.pack.fillers
        and not tagged.spans[tagged.of[at]].has("cues", "idle")
        for at, text in enumerate(tagged.texts)
    )
