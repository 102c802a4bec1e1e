"""What a training or a tuning is said to learn from, and how: "with LoRA on 100 million tokens"."""

from __future__ import annotations

from typing import Any, Final

from bot.request.facts import Count, Facts
from bot.request.measures import TOKENS_PER_WORD, WORDS_PER_PAGE
from estimator.workload import METHODS, REINFORCEMENT, Activity

LED: Final = 2  # spans before a number among which "on" says that it is learned from
SIZES: Final = {"token": 1.0, "word": TOKENS_PER_WORD, "page": WORDS_PER_PAGE * TOKENS_PER_WORD}
EXAMPLES: Final = ("example", "prompt", "exchange", "document", "conversation")
ALWAYS: Final = ("example", "epoch", "sample", "rating")  # nouns of learning alone
AMOUNTS: Final = ("training_tokens", "training_examples", "training_prompts")
TRAINS: Final = ("training", "fine-tuning")


def method(facts: Facts) -> str | None:
    """Return how a model is tuned, where a message says so."""
    spans = facts.tagged.spans
    said = [
        each
        for each in METHODS
        if any(span.has("assumptions", each) for at, span in enumerate(spans) if at not in facts.negated)
    ]
    return said[0] if said else None


def is_data(facts: Facts, count: Count, *, after: Activity | None = None) -> bool:
    """Return whether a count is of what a model learns from, and no work that it does.

    `after` is the training or tuning that a message follows up, if it does.
    """
    if not (facts.training or facts.fine_tuning or after):
        return False
    spans = facts.tagged.spans
    if count.key in ALWAYS:
        return True
    if count.key not in SIZES and count.key not in EXAMPLES:
        return False
    if any(span.has("nouns", "tuned") for span in spans):  # "1,000 prompts to a fine-tuned Llama"
        return False
    if method(facts) in REINFORCEMENT:
        return True
    if after == "training" and count.key in EXAMPLES:
        return False  # "and with 1,000 prompts?" is its use
    first, last = spans[max(0, count.at - LED)].start, spans[count.at].end  # "sobre" may be of the number
    led = any(first <= cue.start < last for cue in facts.tagged.cues_of("trained-on"))
    listed = any(other.key in ALWAYS and other is not count for other in facts.counts)
    return led or listed


def learned(facts: Facts, activity: Activity, *, follows: bool = False) -> dict[str, Any]:
    """Return the inputs of a training that a message states, by their field of Assumptions.

    `follows` tells that the training was named in an earlier message.
    """
    after = activity if follows else None
    fixed: dict[str, Any] = {}
    how = method(facts) if activity == "fine-tuning" else None
    if how:
        fixed["method"] = how
        facts.bound |= {at for at, span in enumerate(facts.tagged.spans) if span.has("assumptions", how)}
    counts = [count for count in facts.counts if is_data(facts, count, after=after)]
    sizes = [count for count in counts if count.key in SIZES]
    examples = [count for count in counts if count.key in EXAMPLES]
    epochs = next((count for count in counts if count.key == "epoch"), None)
    if how in REINFORCEMENT:
        if examples:
            fixed["training_prompts"] = _use(facts, examples[0])
        for key, field in (("sample", "samples"), ("rating", "rated")):
            if stated := next((count for count in counts if count.key == key), None):
                fixed[field] = _use(facts, stated)
        if examples:
            return fixed
    if not sizes and not (examples and activity == "fine-tuning"):
        return fixed
    times = _use(facts, epochs) if epochs else 1.0
    if not sizes:
        fixed["training_examples"] = _use(facts, examples[0]) * times
        return fixed
    each = _use(facts, examples[0]) if examples and _each(facts, sizes[0], examples[0]) else 1.0
    fixed["training_tokens"] = _use(facts, sizes[0]) * SIZES[sizes[0].key] * each * times
    return fixed


def _use(facts: Facts, count: Count) -> float:
    facts.bound |= {count.at, count.noun_at}
    return count.middle


def _each(facts: Facts, size: Count, example: Count) -> bool:
    """Return whether a size is of each example: "50k examples of 500 tokens", "500-token examples"."""
    return size.middle < example.middle or size.at > example.at


def retunes(facts: Facts, activity: Activity) -> bool:
    """Return whether a message says how, or from what, a training of an earlier message learns."""
    how = activity == "fine-tuning" and method(facts) is not None
    return how or any(is_data(facts, count, after=activity) for count in facts.counts)
