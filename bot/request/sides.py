"""Both sides of one model: in two amounts, with reasoning and without, at home or in the cloud."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.request.facts import Facts, Mention
from bot.request.measures import SECONDS, TOKENS_OF
from bot.request.subjects import OF_ITEMS
from estimator.workload import NOTHING, Workload


@dataclass(frozen=True, slots=True)
class Item:
    """A workload and how it was found."""

    work: Workload
    mention: Mention | None
    stated: bool  # something was counted
    daily: bool = False


def thought(facts: Facts, item: Item) -> list[Item]:
    """Return an item as it is said to reason or not; both of "GPT-5 thinking or GPT-5"."""
    named = {each.name.activity for each in facts.mentions if each.name.slug == item.work.subject}
    if named != {"text", "reasoning"}:
        return _reasoning(item, facts.thinking)
    return _reasoning(replace(item, work=replace(item.work, activity="text"), stated=True), {True, False})


def at_home_or_not(facts: Facts, items: list[Item]) -> list[Item]:
    """Return the work of one model on the chip that is named and where it usually runs, if the two are set
    against each other: "on a MacBook M3 or in the cloud"."""
    if len(items) != 1 or not facts.tagged.cue("in-cloud"):
        return []
    work = items[0].work
    if work.assumptions is None or work.assumptions.chip is None:
        return []
    if not facts.tagged.cue("versus", "than", "more", "compare"):
        return []
    usual = replace(work, assumptions=replace(work.assumptions, chip=None, chips=None))
    if usual.assumptions == NOTHING:
        usual = replace(usual, assumptions=None)
    return [replace(items[0], work=each, stated=True) for each in (work, usual)]


def once(facts: Facts, item: Item) -> bool:
    """Return whether a model is said to be asked once: "o3 once or GPT-4o five times"."""
    spans = facts.tagged.spans
    if item.mention is None or len(facts.mentions) < 2 or item.mention.at + 1 >= len(spans):
        return False
    after = spans[item.mention.at + 1].start
    return any(cue.start == after for cue in facts.tagged.cues_of("once"))


def two_amounts(facts: Facts, items: list[Item]) -> list[Item]:
    """Return the work of one model in both amounts that are set against each other: "1 vs 100 prompts"."""
    if len(items) != 1 or items[0].work.unit not in ("prompt", "image", "token", "second"):
        return []
    spans = facts.tagged.spans
    keys = OF_ITEMS - set(TOKENS_OF)
    if items[0].work.unit == "second":  # "a clip of 5 seconds or one of 10"
        keys = frozenset({"bare", *SECONDS})
    counts = sorted((count for count in facts.counts if count.key in keys), key=lambda count: count.at)
    if len(counts) != 2:
        return []
    first, second = counts
    weighing = [span for span in spans[first.at + 1 : second.at] if span.has("cues", "versus")]
    alike = {first.key, second.key} - {"bare"}
    if len(weighing) != 1 or len(alike) != 1 or not first.middle or not second.middle:
        return []
    if weighing[0].text.lower() in facts.tagged.pack.numbers.either and first.key == "bare":
        return []
    facts.bound |= {first.at, second.at}
    work = items[0].work
    told = second if first.key == "bare" else first  # what the amount is of
    whole = work.amount / told.middle
    return [replace(items[0], work=replace(work, amount=whole * each.middle), stated=True) for each in counts]


def _reasoning(item: Item, thinking: set[bool]) -> list[Item]:
    """Return an item as it reasons, as it does not, or both: "with thinking or without"."""
    work = item.work
    if not thinking or work.activity not in ("text", "reasoning"):
        return [item]
    plain = (
        replace(work.assumptions or NOTHING, reasoning_tokens=0.0) if work.activity == "reasoning" else None
    )
    without = replace(work, assumptions=plain or work.assumptions)
    ways = {True: replace(work, activity="reasoning"), False: without}
    return [replace(item, work=ways[way]) for way in sorted(thinking, reverse=True)]
