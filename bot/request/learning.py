"""What a training or a tuning is said to learn from, and how: "with LoRA on 100 million tokens"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.request.facts import Count, Facts
from bot.request.measures import TOKENS_OF
from estimator.workload import METHODS, NOTHING, REINFORCEMENT, Activity, Workload

LED: Final = 2  # spans before a number among which "on" says that it is learned from
EXAMPLES: Final = ("example", "prompt", "exchange", "document", "conversation")
MEDIA: Final = ("image", "video", "audio", "second", "minute", "hour")  # no field tells how much of these
ALWAYS: Final = ("example", "epoch", "sample", "rating")  # nouns of learning alone
AMOUNTS: Final = ("training_tokens", "training_examples", "training_prompts")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a training learns from, and how."""

    tokens: float | None = None
    fixed: dict[str, Any] = field(default_factory=dict)  # other inputs, by their field of Assumptions

    def of(self, run: Workload) -> Workload:
        """Return a training with what it is said to learn from, instead of what it learned from before."""
        stated = self.tokens or any(name in self.fixed for name in AMOUNTS)
        forgotten: dict[str, None] = dict.fromkeys(AMOUNTS) if stated else {}
        if stated:
            run = replace(run, amount=self.tokens or 1.0, unit="token" if self.tokens else "run")
        if not self.fixed and not run.assumptions:
            return run
        known = replace(run.assumptions or NOTHING, **{**forgotten, **self.fixed})
        return replace(run, assumptions=None if known == NOTHING else known)


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
    if count.key not in (*TOKENS_OF, *EXAMPLES, *MEDIA):
        return False
    how = method(facts)
    tuned = how is None and any(span.has("nouns", "tuned") for span in spans)
    if tuned and count.key in EXAMPLES:  # "1,000 prompts to a fine-tuned Llama"
        return False
    if how in REINFORCEMENT:
        return True
    if after == "training" and count.key in EXAMPLES:
        return False  # "and with 1,000 prompts?" is its use
    first, last = spans[max(0, count.at - LED)].start, spans[count.at].end  # "sobre" may be of the number
    led = any(first <= cue.start < last for cue in facts.tagged.cues_of("trained-on"))
    before = spans[count.at - 1] if count.at else None
    mine = facts.fine_tuning and count.key in MEDIA and before is not None and before.has("cues", "mine")
    led = led or mine  # "a LoRA with my own 30 drawings"
    listed = any(other.key in ALWAYS and other is not count for other in facts.counts)
    return led or listed or (count.key == "token" and not tuned and _alone(facts, count))


def _alone(facts: Facts, count: Count) -> bool:
    """Return whether tokens stand beside a training and no other work: "QLoRA of a 7B model, 50M tokens"."""
    others = any(
        other is not count and (other.key in EXAMPLES or "token" in other.key) for other in facts.counts
    )
    aimed = any(span.has("assumptions", "input", "output") for span in facts.tagged.spans)
    weighed = facts.tagged.cue("versus", "than", "compare", "equivalent", "how-many")
    return not (others or aimed or weighed)


def learned(facts: Facts, activity: Activity, *, follows: bool = False) -> Lesson:
    """Return what a training is said to learn from, and how.

    `follows` tells that the training was named in an earlier message.
    """
    after = activity if follows else None
    fixed: dict[str, Any] = {}
    how = method(facts) if activity == "fine-tuning" else None
    if how:
        fixed["method"] = how
        facts.bound |= {at for at, span in enumerate(facts.tagged.spans) if span.has("assumptions", how)}
    counts = [count for count in facts.counts if is_data(facts, count, after=after)]
    sizes = [count for count in counts if count.key in TOKENS_OF]
    examples = [count for count in counts if count.key in EXAMPLES]
    epochs = next((count for count in counts if count.key == "epoch"), None)
    if how in REINFORCEMENT:
        tried = [count for count in counts if count.key == "sample"]
        if len(examples) > 1 and not tried:  # "100k prompts and 8 samples"
            *examples, fewest = sorted(examples, key=lambda count: -count.middle)
            tried = [fewest]
        rated = [count for count in counts if count.key == "rating"]
        for stated, field in ((examples, "training_prompts"), (tried, "samples"), (rated, "rated")):
            if stated:
                fixed[field] = _use(facts, stated[0])
        if examples:
            return Lesson(fixed=fixed)
    if not sizes and not (examples and activity == "fine-tuning"):
        return Lesson(fixed=fixed)
    times = _use(facts, epochs) if epochs else 1.0
    if not sizes:
        fixed["training_examples"] = _use(facts, examples[0]) * times
        return Lesson(fixed=fixed)
    each = _use(facts, examples[0]) if examples and _each(facts, sizes[0], examples[0]) else 1.0
    return Lesson(_use(facts, sizes[0]) * TOKENS_OF[sizes[0].key] * each * times, fixed)


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
