"""The price of electricity that a question states: "at 8 cents a kWh", "if the kWh is at $0.08"."""

from __future__ import annotations

from typing import Final

from bot.request.facts import Facts
from bot.request.measures import METRIC_OF
from bot.request.num import Num

REACH: Final = 5  # spans from a kWh to its price


def is_money(facts: Facts, at: int, num: Num) -> bool:
    """Return whether a number is one of money, by its sign or by the word after it."""
    return num.kind == "money" or METRIC_OF.get(_unit(facts, at) or "") == "cost"


def named_after(facts: Facts, at: int, num: Num, place: int) -> bool:
    """Bind a number as the price of the kWh at a place after it; False where it is no money."""
    if not is_money(facts, at, num):
        return False
    return _fix(facts, at, num, place)


def named_before(facts: Facts, at: int, num: Num) -> bool:
    """Bind money as the price of a kWh that is named before it; False where none is."""
    spans = facts.tagged.spans
    if not is_money(facts, at, num):
        return False
    for back in range(at - 1, max(-1, at - 1 - REACH), -1):
        span, before = spans[back], spans[back - 1] if back else None
        if span.has("assumptions", "price"):  # "el kWh"
            alone = before is None or not (before.num or before.has("nouns"))
            return alone and _fix(facts, at, num, back)
        if span.has("units", "kWh"):
            led = before is not None and before.text.lower() in facts.tagged.pack.function
            counted = before is None or before.num is not None or before.has("cues", "per", "how-many")
            return led and not counted and _fix(facts, at, num, back)
        if span.num or span.name or not span.text[0].isalnum() or span.has("nouns"):
            return False
    return False


def _fix(facts: Facts, at: int, num: Num, kwh: int) -> bool:
    unit = None if num.kind == "money" else _unit(facts, at)
    facts.fix("price", num.low, at)
    facts.currency = unit or num.currency or "USD"
    facts.bound |= {at, at + 1, kwh} if unit else {at, kwh}
    return True


def _unit(facts: Facts, at: int) -> str | None:
    spans = facts.tagged.spans
    return spans[at + 1].key("units") if at + 1 < len(spans) else None
