"""Numbers that count no work: a time of day, how sharp or smooth a picture is, a share of electricity."""

from __future__ import annotations

from typing import Final

from bot.request.facts import Facts
from bot.request.measures import PER_CENT
from bot.request.num import Num

# Levers that are a kind of power plant.
SUPPLIED: Final = ("solar", "wind", "hydro", "nuclear", "renewable", "coal", "gas")
SHARP: Final = (2e3, 4e3, 5e3, 8e3)  # "4K", read as a number
GROWN, OLD = 8, 110  # years of those whose age is told
WORKED: Final = ("prompt", "exchange", "image", "video", "token", "word", "hour", "minute", "second", "day")
MOST_LABELS: Final = 30
APOSTROPHES: Final = ("'", "’")
CENTURY_LESS: Final = 2  # digits of a year without its century
REACH: Final = 3  # tokens from a share to what makes the electricity: "100 % of solar power"


def aside(facts: Facts, at: int, num: Num) -> bool:
    """Return whether a number tells a time of day, a picture, or how much of the electricity is of a kind.

    All of the electricity is an input, which its words fix; of everything else it is noted that no field
    carries it.
    """
    if _age(facts, at, num):
        facts.bound.add(at)
        return True
    if _sharpness(facts, at, num):
        facts.left[at] = facts.tagged.spans[at].text
        facts.bound.add(at)
        return True
    halved = facts.tagged.texts[num.start] in facts.tagged.pack.numbers.halves
    if (
        num.low == num.high
        and (num.low < 1 or (halved and num.low == 1))
        and (part := _part_of_tokens(facts, at))
    ):
        facts.left[at] = part
        facts.bound.add(at)
        return True
    if num.label and num.suffix:  # "a 4K video"
        facts.left[at] = facts.tagged.spans[at].text
        return False
    if _before(facts, at, "height") or _apostrophe(facts, at, num) or _label(facts, at, num):
        facts.bound.add(at)
        return True
    if rate := _before(facts, at, "frame-rate"):
        facts.left[at] = rate
        facts.bound |= {at, at + 1}
        return True
    if clock := _before(facts, at, "o-clock"):
        facts.left[at] = clock
        facts.bound.add(at)
        return True
    end = _supply(facts, at) if num.kind == "percent" else None
    if end is None:
        return False
    if num.low != PER_CENT:
        facts.left[at] = facts.tagged.said(facts.tagged.spans[at].start, end)
    facts.bound.add(at)
    return True


def _label(facts: Facts, at: int, num: Num) -> bool:
    """Return whether a number names one of several, right behind a word in the singular: "year 9 class"."""
    tagged = facts.tagged
    start = tagged.spans[at].start
    led = any(cue.end == start and cue.end - cue.start == 1 for cue in tagged.cues_of("label-before"))
    before = tagged.spans[at - 2] if at > 1 else None
    rated = before is not None and (before.has("cues", "per", "each", "every") or before.num is not None)
    after = tagged.spans[at + 1] if at + 1 < len(tagged.spans) else None
    counts = after is not None and (after.has("units") or after.has("nouns", *WORKED))
    return led and num.exact and num.low <= MOST_LABELS and not (rated or counts or num.suffix or num.spelled)


def _apostrophe(facts: Facts, at: int, num: Num) -> bool:
    """Return whether a number is a year of which the century is left out: "since '92"."""
    tagged = facts.tagged
    start = tagged.spans[at].start
    two = num.exact and len(tagged.texts[start]) == CENTURY_LESS and tagged.texts[start].isdigit()
    opened = start > 0 and tagged.texts[start - 1] in APOSTROPHES and tagged.tokens[start].before == ""
    return two and opened and "".join(tagged.texts[start + 1 : start + 2]) not in APOSTROPHES


def _age(facts: Facts, at: int, num: Num) -> bool:
    """Return whether a number is somebody's age, which is nothing to the question: "I'm 19, how much …"."""
    tagged = facts.tagged
    if not (GROWN <= num.low <= num.high <= OLD and num.kind == "count"):
        return False
    span = tagged.spans[at]
    if any(cue.start == span.end for cue in tagged.cues_of("age-after")):
        return True
    if not num.exact:
        return False
    if not any(cue.end == span.start for cue in tagged.cues_of("age-of")):
        return False
    after = tagged.spans[at + 1] if at + 1 < len(tagged.spans) else None
    return (
        after is None
        or not after.text[0].isalnum()
        or after.has("cues", "and", "but")
        or after.has("nouns", "year")
    )


def _part_of_tokens(facts: Facts, at: int) -> str:
    """Return a part with what it is a part of, if that is the input or the output: "half input"."""
    tagged = facts.tagged
    for span in tagged.spans[at + 1 : at + 1 + REACH]:
        if span.num or not span.text[0].isalnum():
            break
        if span.has("assumptions", "input", "output") and not span.has("places"):
            return tagged.said(tagged.spans[at].start, span.end)
    return ""


def _before(facts: Facts, at: int, key: str) -> str:
    """Return a number with the cue right after it, "" where it has none of the key: "60 fps", "3 am"."""
    tagged = facts.tagged
    start = tagged.spans[at].end
    said = next((cue for cue in tagged.cues_of(key) if cue.start == start), None)
    return tagged.said(tagged.spans[at].start, said.end) if said else ""


def _sharpness(facts: Facts, at: int, num: Num) -> bool:
    """Return whether a number tells how sharp a picture is: "a 5 second video in 4K with Sora"."""
    spans = facts.tagged.spans
    after = spans[at + 1] if at + 1 < len(spans) else None
    counted = after is not None and (after.has("nouns") or after.name is not None)
    if counted or num.suffix not in ("k", "K") or num.low not in SHARP:
        return False
    return any(
        span.has("nouns", "image", "video") or (span.name and span.name.activity in ("image", "video"))
        for span in spans
    )


def _supply(facts: Facts, at: int) -> int | None:
    """Return where the words end that name what makes electricity, right after a number of per cent."""
    tagged = facts.tagged
    start = tagged.spans[at].end
    for first in range(start, min(start + REACH, len(tagged.texts))):
        if first > start and tagged.texts[first - 1] not in tagged.pack.function:
            break
        for size in tagged.pack.lever_lengths.get(tagged.texts[first], ()):
            end = first + size
            if end <= len(tagged.texts) and tagged.pack.levers.get(tagged.texts[first:end]) in SUPPLIED:
                return end
    return None
