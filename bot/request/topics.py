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


def find(tagged: Tagged) -> dict[str, Hit]:
    """Return the best topic of each intent, explain and lookup, that a message's words name."""
    pack, texts = tagged.pack, tagged.texts
    seen: dict[int, dict[int, int]] = {}  # topic → group → tokens of the longest phrase
    for at in range(len(texts)):
        if tagged.spans[tagged.of[at]].has("things"):
            continue
        for end in range(min(at + pack.topic_longest.get(texts[at], 0), len(texts)), at, -1):
            for topic, group in pack.topic_phrases.get(tuple(texts[at:end]), ()):
                groups = seen.setdefault(topic, {})
                groups[group] = max(groups.get(group, 0), end - at)
    best: dict[str, Hit] = {}
    for place, groups in sorted(seen.items()):
        topic = pack.topics[place]
        if len(groups) < topic.groups:
            continue
        hit = Hit(topic.id, topic.intent, sum(groups.values()), topic.groups > 1)
        known = best.get(topic.intent)
        if known is None or hit.size > known.size:
            best[topic.intent] = hit
    return best
