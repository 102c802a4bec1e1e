"""What a question fixes of the method's inputs: "on H100s", "at batch 8", "a PUE of 1.2", "fp8"."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

from bot.request import price
from bot.request.facts import Count, Facts
from bot.request.measures import PER_CENT, TOKEN_FIELDS
from bot.request.numbers import Num
from bot.sized import BILLION, BILLIONS, size_of
from estimator.workload import LEARNING, NOTHING, Assumptions, ModelShape, Workload

WORK: Final = ("prompt", "exchange", "document", "image", "video")
BEFORE: Final = ("pue", "wue", "batch", "cached")  # the word stands before its number
# Or after it.
AFTER: Final = ("steps", "frames", "grid", "grid-kg", "grid-lb", "price", "cached", "batch", "utilisation")
REACH: Final = 3
CACHED_REACH: Final = 6  # "50 % of the input is cached"
PRECISIONS: Final = ("fp4", "fp8", "bf16")
BOUNDARIES: Final = {
    "chip-only": "chip", "server-only": "server", "facility": "facility", "lifecycle": "lifecycle",
}  # fmt: skip
DIGITS: Final = 6  # after the point
SHARES: Final = ("cached", "utilisation")  # inputs that are told in per cent
GRAMS: Final = {"grid-kg": 1000.0, "grid-lb": 453.592}  # in what a grid's carbon is told by
HEIGHTS: Final = (360, 480, 720, 1080, 1440, 2160)  # "1080p"
WIDE: Final = 16 / 9
# Inputs that a training takes, beside what it learns from.
OF_TRAINING: Final = ("utilisation", "chip", "chips", "boundary", "pue", "wue", "grid", "plant", "price")


def numbered(facts: Facts, at: int, num: Num) -> bool:
    """Bind a number that fixes an input, and return whether it does."""
    spans = facts.tagged.spans
    for key in BEFORE:
        for back in range(1, REACH + 1):
            if at - back < 0 or spans[at - back].num:
                break
            if spans[at - back].has("assumptions", key):
                if key == "cached":  # "con una caché del 80 %"
                    return num.kind == "percent" and _after(facts, at, num, key, at - back)
                if key == "batch" and _of_work(facts, at):
                    if facts.tagged.spans[at + 1].has("nouns", "prompt", "exchange"):
                        facts.fix(key, _value(facts, at, num), at)  # "a batch of 64 prompts": all at once
                        facts.counts.append(Count(num.low, num.high, "prompt", at, at + 1, num))
                        facts.bound |= {at, at - back}
                        return True
                    return False  # "a batch of 64 pictures"
                facts.fix(key, _value(facts, at, num), at)
                facts.bound |= {at, at - back}
                return True
            if not (spans[at - back].word or spans[at - back].has("cues") or spans[at - back].has("places")):
                break
    if price.named_before(facts, at, num):
        return True
    following = spans[at + 1 : at + 1 + (CACHED_REACH if num.kind == "percent" else REACH)]
    paid = price.is_money(facts, at, num)
    for offset, span in enumerate(following):
        if span.num or span.text in {",", ".", "?"}:
            break
        for key in AFTER:
            near = offset == 0 or key == "cached" or (key == "price" and offset == 1 and paid)
            if span.has("assumptions", key) and near:
                return _after(facts, at, num, key, at + 1 + offset)
    return _resolution(facts, at, num) or _shape(facts, at, num)


def _of_work(facts: Facts, at: int) -> bool:
    """Return whether what follows a number is work that it counts."""
    following = facts.tagged.spans[at + 1 : at + 3]
    return any(span.has("nouns", *WORK) or (span.name and span.name.kind != "chip") for span in following)


def _after(facts: Facts, at: int, num: Num, key: str, place: int) -> bool:
    if key == "price":
        return price.named_after(facts, at, num, place)
    if key in SHARES and num.kind != "percent":
        return False
    if key in ("steps", "frames"):
        facts.fix(key, round(_value(facts, at, num)), at)
    elif key in GRAMS:
        facts.fix("grid", round(_value(facts, at, num) * GRAMS[key], DIGITS), at)
    elif key in SHARES:
        facts.fix(key, _value(facts, at, num) / PER_CENT, at)
    else:
        facts.fix(key, _value(facts, at, num), at)
    facts.bound |= {at, place}
    return True


def _resolution(facts: Facts, at: int, num: Num) -> bool:
    """Read "1024x1024" as width and height."""
    spans = facts.tagged.spans
    fixed = facts.fixed
    if "width" in fixed:
        return bool(
            at >= 2 and spans[at - 2].num and spans[at - 1].text in ("x", "×") and num.low == fixed["height"]
        )
    if num.low in HEIGHTS and at + 1 < len(spans) and spans[at + 1].text.lower() == "p":
        fixed["height"], fixed["width"] = round(num.low), round(num.low * WIDE)
        facts.bound |= {at, at + 1}
        return True
    after = spans[at + 1 : at + 3]
    if len(after) == 2 and after[0].text in ("x", "×") and after[1].num and 128 <= num.low <= 8192:
        other = after[1].num.low
        if 128 <= other <= 8192:
            fixed["width"], fixed["height"] = round(num.low), round(other)
            facts.bound |= {at, at + 1, at + 2}
            return True
    return False


def _shape(facts: Facts, at: int, num: Num) -> bool:
    """Read "a 405b model" and "30 billion parameters" as the size of a model of no name."""
    spans = facts.tagged.spans
    following = spans[at + 1 : at + 3]
    if following and following[0].has("nouns", "token", "input-token", "word", "example"):
        return False  # "a 3B model on 100B tokens"
    parameters = any(span.has("nouns", "parameter") for span in following)
    preceding = spans[max(0, at - REACH) : at]
    billions = bool(num.suffix and num.suffix in BILLIONS)
    sized = billions and any(span.has("nouns", "ai", "model") for span in (*following, *preceding))
    sized = sized or (billions and _trained(facts, at))
    active = _active(facts, at)
    sized = sized or (billions and active)
    if not (parameters or sized) or num.low < BILLION / 100:
        return False
    facts.fixed["active_params" if active else "total_params"] = num.low
    facts.bound |= {at}
    return True


def _active(facts: Facts, at: int) -> bool:
    """Return whether a number is of the parameters that work on each token: "30B with 3B active"."""
    for span in facts.tagged.spans[at + 1 : at + 1 + REACH]:
        if span.num:
            return False
        if span.has("assumptions", "active"):
            return True
    return False


def _trained(facts: Facts, at: int) -> bool:
    """Return whether a number with an article is what is trained: "RLHF on a 70B"."""
    spans = facts.tagged.spans
    after = spans[at + 1] if at + 1 < len(spans) else None
    led = at > 0 and spans[at - 1].text.lower() in facts.tagged.pack.numbers.article
    alone = after is None or not (after.tags or after.name) or not after.text[0].isalnum()
    return led and alone and any(span.has("nouns", "training", "fine-tuning") for span in spans)


def words(facts: Facts) -> None:
    """Add what words alone fix: a precision, what is counted."""
    for at, span in enumerate(facts.tagged.spans):
        for key in PRECISIONS:
            if span.has("assumptions", key):
                facts.fix("precision", key, at)
                facts.bound.add(at)
        for key, boundary in BOUNDARIES.items():
            if span.has("assumptions", key) and not _numbered(facts, at):
                facts.fix("boundary", boundary, at)
                facts.bound.add(at)


def _numbered(facts: Facts, at: int) -> bool:
    """Return whether a number follows: "with PUE 1.5" fixes the PUE, and draws no boundary."""
    spans = facts.tagged.spans
    return spans[at].has("assumptions", *BEFORE) and at + 1 < len(spans) and spans[at + 1].num is not None


def assumptions(facts: Facts, chips: list[tuple[str, Count | None]]) -> Assumptions | None:
    """Return the inputs that a question fixes, None where it fixes none."""
    fixed = dict(facts.fixed)
    total, active = fixed.pop("total_params", None), fixed.pop("active_params", None)
    if total or active:
        fixed["model"] = ModelShape(total or active, active)
    for chip, count in chips:
        fixed["chip"] = chip
        if count:
            fixed["chips"] = round(count.middle)
            facts.bound.add(count.at)
    for count in facts.counts:
        if count.key in TOKEN_FIELDS:
            fixed[TOKEN_FIELDS[count.key]] = count.middle
            facts.bound.add(count.at)
    return Assumptions(**fixed) if fixed else None


def assuming(work: Workload, fixed: Assumptions) -> Workload:
    """Return a workload with the inputs that are fixed, those that it has of its own kept."""
    if work.activity == "everyday":
        return work
    stated = {field.name: getattr(fixed, field.name) for field in fields(fixed)}
    taken = (
        OF_TRAINING if work.activity in LEARNING else tuple(name for name in stated if name != "utilisation")
    )
    taken += ("model",) if size_of(work.subject) else ()  # "a 7B model" has no other
    stated = {name: value for name, value in stated.items() if value is not None and name in taken}
    return replace(work, assumptions=replace(work.assumptions or NOTHING, **stated)) if stated else work


def either(work: Workload, name: str, first: Any, second: Any) -> tuple[Workload, Workload]:
    """Return a workload with each of two values of an input."""
    one, other = (assuming(work, Assumptions(**{name: value})) for value in (first, second))
    return one, other


def _value(facts: Facts, at: int, num: Num) -> float:
    """Return the one value of a number that an input takes; of a range the middle, which is said."""
    if num.high == num.low:
        return num.low
    facts.left[at] = facts.tagged.spans[at].text
    return round((num.low + num.high) / 2, DIGITS)
