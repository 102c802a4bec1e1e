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
    named: bool  # its words are of its own, more than one group of them
    specific: bool


def find(tagged: Tagged) -> Hit | None:
    """Return the topic that most of a message's words name."""
    pack, texts = tagged.pack, tagged.texts
    seen: dict[int, dict[int, tuple[int, int]]] = {}  # topic → group → longest phrase
    for at in range(len(texts)):
        if tagged.spans[tagged.of[at]].has("things"):
            continue
        for end in range(min(at + pack.topic_longest.get(texts[at], 0), len(texts)), at, -1):
            for topic, group in pack.topic_phrases.get(tuple(texts[at:end]), ()):
                groups = seen.setdefault(topic, {})
                if end - at > groups.get(group, (0, 0))[0]:
                    groups[group] = (end - at, at)
    best: Hit | None = None
    for place, groups in sorted(seen.items()):
        topic = pack.topics[place]
        if len(groups) < topic.groups:
            continue
        size = sum(size for size, _ in groups.values())
        hit = Hit(topic.id, topic.intent, size, topic.groups > 1, topic.groups == 1)
        if best is None or (topic.groups, size) > (2 if best.named else 1, best.size):
            best = hit
    return best
