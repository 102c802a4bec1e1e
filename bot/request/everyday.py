"""Everyday things as they are counted: in their own unit, at the period and place that is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.request.facts import Facts, Period, Use
from bot.request.measures import DAYS, SECONDS
from bot.request.spans import Span

A_DAY: Final = ("rate", "day", 1.0)
REACH: Final = 4  # spans between a length or a time and the thing it is of
TIMED: Final = ("second", "minute", "hour", "day", "week", "month", "year")
KM_PER_MILE: Final = 1.609344
DIGITS: Final = 9  # of an amount that comes of a division
LENGTHS: Final = ("km", "mile")
ASKED: Final = ("prompt", "exchange", "image", "video", "token")  # work that "how many" asks for
WORLD: Final = "-world"  # ends the ids of things that are the average of all places
ROAD: Final = "car-km"  # what a distance alone is driven in


def thing_after(spans: Sequence[Span], place: int, key: str) -> int | None:
    """Return where the thing stands that a time or length before it is of: "2 hours of TV"."""
    for at in range(place + 1, min(place + 1 + REACH, len(spans))):
        span = spans[at]
        if span.has("things"):
            return at
        if span.num or span.name or not span.text[0].isalnum() or span.has("metrics") or span.has("nouns"):
            return None
        if span.has("periods") or span.has("cues", "versus", "than", "how-many", "how-much"):
            return None
    return None


def thing_before(spans: Sequence[Span], at: int) -> int | None:
    """Return where the thing stands that a time after it is of: "a light bulb on for 3 minutes"."""
    for back in range(at - 1, max(-1, at - 1 - REACH), -1):
        span = spans[back]
        if span.has("things"):
            return back
        if (
            span.num
            or span.name
            or not span.text[0].isalnum()
            or span.has("nouns")
            or span.has("cues", "versus")
        ):
            return None
    return None


def settle(facts: Facts, units: Mapping[str, str]) -> None:
    """Give each thing its full id, and its count in the unit of that."""
    for use in facts.uses:
        if use.number_at is None:
            _take_period(use, facts)
        if use.amount is None and use.unit == "item":
            use.unit = _led_by(facts.tagged.spans, use.at)
        use.thing = _full(use, facts, units)
        own = units.get(use.thing, "")
        if use.unit in LENGTHS and use.amount is not None:
            use.amount = _length(use, own)
        elif use.unit in TIMED and use.amount is not None:
            use.amount = _time(use, own, units)
        elif use.amount is None and own in ("hour", "day", "year") and _of_the_thing(facts):
            use.amount = _over(facts, own)
    counted = {use.thing.split("-")[0] for use in facts.uses if use.amount is not None}
    facts.uses = [
        use for use in facts.uses if use.amount is not None or use.thing.split("-")[0] not in counted
    ]
    if not facts.tagged.cue("versus", "than", "compare"):  # "household electricity for an American home"
        placed = {use.thing.rpartition("-")[0] for use in facts.uses if not use.thing.endswith(WORLD)}
        facts.uses = [
            use for use in facts.uses if use.amount is not None or use.thing.removesuffix(WORLD) not in placed
        ]


def _of_the_thing(facts: Facts) -> bool:
    """Return whether a period is that of the thing: no model is named, or only its work is asked for."""
    return not facts.mentions or facts.asked in ASKED


def _take_period(use: Use, facts: Facts) -> None:
    """Give a thing the time right before it, which is no span of anything else: "an hour of Netflix"."""
    for period in facts.periods:
        own = period.n == 1 and use.thing.endswith(f"-{period.unit}")
        if own and use.at < period.at <= use.at + 2 and not _goes_on(facts, period.at):
            facts.periods.remove(period)
            facts.bound.add(period.at)
            return  # "watering a golf course for a day"
        lasting = period.role == "span" and period.unit in SECONDS
        if lasting and use.at < period.at <= use.at + 2 and not _goes_on(facts, period.at):
            use.unit, use.amount = period.unit, period.n  # "running a microwave for an hour"
            facts.periods.remove(period)
            facts.bound.add(period.at)
            return
        if use.at - 2 <= period.at < use.at and period.unit in TIMED and period.role in ("span", "rate"):
            use.unit, use.amount = period.unit, period.n
            facts.periods.remove(period)
            facts.bound.add(period.at)
            return


def _goes_on(facts: Facts, at: int) -> bool:
    """Return whether words follow a period in the same breath: "a year of 50 prompts a day"."""
    spans = facts.tagged.spans
    return at + 1 < len(spans) and spans[at + 1].text[0].isalnum()


def _led_by(spans: Sequence[Span], at: int) -> str:
    """Return the time or length that leads to a thing without a number: "days of household electricity"."""
    for span in spans[max(0, at - 2) : at]:
        keys = span.keys("nouns")
        if not any(each.num for each in spans[max(0, at - 3) : at]):
            found = next((key for key in (*TIMED, *LENGTHS) if key in keys), None)
            if found:
                return found
    return "item"


def _full(use: Use, facts: Facts, units: Mapping[str, str]) -> str:
    """Return a thing's id, completed by the period and place that it varies by and the question names."""
    if use.thing in units:
        return use.thing
    period = _period(use, facts)
    stem, _, named = use.thing.partition("-")
    if named:
        use.thing = stem
    variants = [f"{use.thing}-{each}" for each in ([period] if period else []) + ["year", "day"]]
    place = named or _place(use, facts)
    for variant in variants:
        for region in (place, "world"):
            if region and f"{variant}-{region}" in units:
                return f"{variant}-{region}"
    return use.thing


def _period(use: Use, facts: Facts) -> str | None:
    """Return the period that a home or a person is counted over, and mark it as carried."""
    if use.unit in ("day", "week", "month"):
        return "day"
    if use.unit == "year":
        return "year"
    rated = facts.asked == "thing" and [(each.role, each.unit, each.n) for each in facts.periods] == [A_DAY]
    near: list[Period] = [
        each
        for each in facts.periods
        if (rated or each.at > use.at - REACH) and each.at not in facts.bound and each.role != "always"
    ]
    for each in near:
        if each.unit in ("day", "year", "week", "month"):
            facts.bound.add(each.at)
            if use.amount is None:
                use.amount = 1.0
            if each.unit == "year":
                use.amount *= each.n
                return "year"
            use.amount *= each.n * DAYS[each.unit]
            return "day"
    return None


def _place(use: Use, facts: Facts) -> str | None:
    code = next((code for code, at in facts.homes if abs(at - use.at) <= REACH), None)
    return {"GB": "uk"}.get(code or "", (code or "").lower()) or None


def _over(facts: Facts, own: str) -> float | None:
    """Return how many of a thing's own unit the period holds that is asked about: "my fridge in a year"."""
    period = next((each for each in facts.periods if each.role in ("span", "rate", "either")), None)
    if period is None:
        return None
    facts.bound.add(period.at)
    return period.n * DAYS[period.unit] / DAYS[own]


def _length(use: Use, own: str) -> float:
    amount = use.amount or 1.0
    if use.unit == "mile" and own != "mile":
        return amount * KM_PER_MILE
    if use.unit == "km" and own == "mile":
        return amount / KM_PER_MILE
    return amount


def _time(use: Use, own: str, units: Mapping[str, str]) -> float:
    """Return a time as a count of the thing's own unit, or of a sister's that is counted by it."""
    amount = use.amount or 1.0
    stem = use.thing.split("-")[0]
    if own != use.unit and use.unit not in ("second", "minute") and f"{stem}-{use.unit}" in units:
        use.thing = f"{stem}-{use.unit}"
        return amount
    if own in TIMED:
        return round(amount * DAYS[use.unit] / DAYS[own], DIGITS)
    sisters = (each for each in units if each.startswith(f"{stem}-") and units[each] in ("minute", "hour"))
    sister = next(sisters, None)
    if sister is None:
        return 1.0
    use.thing = sister
    return round(amount * DAYS[use.unit] / DAYS[units[sister]], DIGITS)
