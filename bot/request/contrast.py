"""An input that a question states twice, to weigh one value against another: "batch 1 vs batch 64"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Final

from bot.request.facts import Count, Facts
from bot.request.measures import TOKEN_FIELDS
from estimator.workload import NOTHING, Workload

NEAR: Final = 2  # spans after the words that weigh, within which a number alone is the other value
WHOLE: Final = ("steps", "frames", "chips")  # inputs that are whole numbers
OF_A_PLANT: Final = ("plant", "grid")  # a kind of power plant tells the carbon of its electricity too


def contrast(facts: Facts) -> None:
    """Note the input whose two values a question weighs, if it weighs no two models, things or places."""
    named = {mention.name.slug for mention in facts.mentions if mention.name.kind != "chip"}
    if len(named) > 1 or facts.uses or len(facts.places) > 1:
        return
    weighing = [facts.tagged.of[cue.end - 1] for cue in facts.tagged.cues_of("versus", "instead", "than")]
    stated = _stated(facts) if weighing else []
    for at in weighing:
        before = [each for each in stated if each[0] < at]
        after = [each for each in stated if each[0] > at]
        if not before:
            continue
        for first in reversed(before):
            second = next((each for each in after if each[1] == first[1] and each[2] != first[2]), None)
            if second is not None:
                facts.contrast = (first[1], first[2], second[2])
                return
        _, name, value = before[-1]
        if isinstance(value, (int, float)) and (other := _alone(facts, at)) is not None:
            facts.contrast = (name, value, round(other.middle) if name in WHOLE else other.middle)
            facts.drop(other)
            return


def _stated(facts: Facts) -> list[tuple[int, str, Any]]:
    """Return the inputs that a question states, each with its place, in order."""
    stated = [*facts.inputs]
    stated += [
        (count.at, TOKEN_FIELDS[count.key], count.middle)
        for count in facts.counts
        if count.key in TOKEN_FIELDS
    ]
    stated += [
        (mention.at, "chip", mention.name.slug)
        for mention in facts.mentions
        if mention.name.kind == "chip" and mention.at not in facts.negated
    ]
    return sorted(stated, key=lambda each: each[0])


def _alone(facts: Facts, at: int) -> Count | None:
    """Return the number of nothing that follows the words which weigh: "10k tokens of context vs 1k"."""
    near = range(at + 1, at + NEAR + 1)
    return next((each for each in facts.counts if each.key in ("bare", "token") and each.at in near), None)


def weighed(items: Sequence[Workload]) -> str | None:
    """Return the input in which alone two workloads differ, by its field of Assumptions; None for others."""
    if len(items) != 2 or replace(items[0], assumptions=None) != replace(items[1], assumptions=None):
        return None
    one, other = (item.assumptions or NOTHING for item in items)
    apart = [each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name)]
    if set(apart) == set(OF_A_PLANT):
        return "plant"
    return apart[0] if len(apart) == 1 else None


def told_with(name: str) -> tuple[str, ...]:
    """Return the inputs that are told where two values of one are weighed, by their fields of Assumptions."""
    return OF_A_PLANT if name == "plant" else (name,)
