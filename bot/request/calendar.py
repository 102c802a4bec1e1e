"""Days, months and hours by name: "Mon, Wed and Fri", "except Sundays", "not in July", "from 9am to 6pm"."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final

from babel.dates import get_month_names

from bot.question import fold
from bot.request.facts import Count, Facts, Period
from bot.request.repetition import DAYLIKE
from bot.request.spans import Cue

WEEK: Final = 7
YEAR: Final = 12  # months
PAIR: Final = 2
SINCE: Final = 6  # tokens from "since" to the month that it is from
NOON: Final = 12.0
NOON_TO_NOON: Final = 24.0
MORNING: Final = 5  # an earlier hour without "am" is none of the clock
CLOCK_REACH: Final = 3  # tokens between two hours of the clock: "9 am and 6 pm"
STEM: Final = 3  # letters that tell the days of the week apart, whatever their ending: "Mon", "Mondays"
REACH: Final = 3  # tokens between what excepts a time and the time


def named_days(facts: Facts) -> None:
    """Read several days of the week as so many days a week, and note the months that are left out."""
    _months(facts)
    _weeks_of_days(facts)
    _shift(facts)
    tagged = facts.tagged
    days = [
        cue
        for cue in tagged.cues_of("weekday-name")
        if not tagged.spans[tagged.of[cue.start]].has("periods", "per-weekday")
    ]
    if not days:
        return
    named = len({tagged.texts[cue.end - 1][:STEM] for cue in days})
    excepted = _excepted(facts, days[0])
    if named == 1 and not excepted:
        return
    places = {tagged.of[at] for cue in days for at in range(cue.start, cue.end)}
    facts.drop_periods(places)
    facts.bound |= places
    facts.negated -= places
    for cue in tagged.cues_of("except"):
        facts.left.pop(tagged.of[cue.start], None)
    if _through(facts, days):
        facts.left[min(places)] = tagged.said(days[0].start, days[-1].end)
        return
    often = float(WEEK - named if excepted else named)
    facts.periods.append(Period("frequency", "day", often, min(places), of="week"))


def _excepted(facts: Facts, first: Cue) -> bool:
    """Return whether words that except something stand right before a time."""
    return any(first.start - REACH <= cue.end <= first.start for cue in facts.tagged.cues_of("except"))


def _through(facts: Facts, days: list[Cue]) -> bool:
    """Return whether two days are the ends of a stretch, as long as its language counts it: "Tue to Thu"."""
    tagged = facts.tagged
    return any(
        tagged.texts[at] in tagged.pack.numbers.to or tagged.texts[at] == "-"
        for at in range(days[0].end, days[-1].start)
    )


def _weeks_of_days(facts: Facts) -> None:
    """Read "15 weeks of 5 days" as so many days that are worked."""
    spans = facts.tagged.spans
    for weeks, days in pairwise(sorted(facts.periods, key=lambda each: each.at)):
        between = spans[weeks.at + 1 : days.at]
        joined = bool(between) and between[-1].has("cues", "of-each") and len(between) <= PAIR
        if weeks.unit == "week" and days.unit in ("day", "weekday") and days.n <= WEEK and joined:
            facts.drop_periods((weeks.at, days.at))
            facts.periods.append(Period("span", "weekday", weeks.n * days.n, days.at))
            facts.bound |= {weeks.at, days.at}
            return


def _shift(facts: Facts) -> None:
    """Read the time between two hours of the clock as so many hours a day: "from 9am to 6pm"."""
    found = _by_the_clock(facts) or _by_a_range(facts)
    if found is None:
        return
    first, last, start, end = found
    hours = (end - start) % NOON_TO_NOON or NOON_TO_NOON
    facts.counts = [count for count in facts.counts if not first <= count.at <= last]
    facts.left = {at: words for at, words in facts.left.items() if not first <= at <= last}
    facts.counts.append(Count(hours, hours, "hour", first, last))
    rated = (each for each in facts.periods if each.role in ("rate", "always", "frequency"))
    if not any(period.unit in DAYLIKE for period in rated):
        facts.periods.append(Period("rate", "day", 1.0, first))


def _by_the_clock(facts: Facts) -> tuple[int, int, float, float] | None:
    """Return two hours, the second of which is told as one of the clock, with their places."""
    tagged = facts.tagged
    spans = tagged.spans
    clock = {cue.start: cue.end for cue in tagged.cues_of("o-clock")}
    late = {cue.start for cue in tagged.cues_of("past-noon")}
    told = [(at, span) for at, span in enumerate(spans) if span.num and at not in facts.negated]
    for at, span in told:
        if span.num and span.num.low < span.num.high <= NOON and span.end in clock:  # "between 5pm and 9pm"
            noon = NOON if span.end in late else 0.0
            return at, tagged.of[clock[span.end] - 1], span.num.low + noon, span.num.high + noon
    for (first, one), (_, other) in pairwise(told):
        if other.end not in clock or one.num is None or other.num is None:
            continue
        between = tagged.texts[clock.get(one.end, one.end) : other.start]
        joints = tagged.pack.numbers.to | tagged.pack.numbers.joint
        dashed = tagged.tokens[other.start].before == "-"  # "9am-5pm"
        joined = dashed or any(text in joints or text == "-" for text in between)
        if len(between) > CLOCK_REACH or not joined:
            continue
        start, end = one.num.low % NOON, other.num.low % NOON
        end += NOON if other.end in late else 0
        after_noon = one.end in late or (one.end not in clock and other.end in late and start < end - NOON)
        start += NOON if after_noon else 0
        return first, tagged.of[clock[other.end] - 1], start, end
    return None


def _by_a_range(facts: Facts) -> tuple[int, int, float, float] | None:
    """Return the ends of a range of hours that opens with "from": "de 9 a 18 h"."""
    tagged = facts.tagged
    for count in facts.counted("hour"):
        opens = tagged.texts[tagged.spans[count.at].start] in tagged.pack.numbers.origin
        if opens and MORNING <= count.low < count.high <= NOON_TO_NOON:
            return count.at, count.noun_at, count.low, count.high
    return None


def _months(facts: Facts) -> None:
    """Read months by name: "from January to March" is three; one that is excepted, or from which on something
    is done, is noted, as no field carries it."""
    tagged = facts.tagged
    months = tagged.cues_of("month-name")
    if not months:
        return
    start, end = min(month.start for month in months), max(month.end for month in months)
    places = {tagged.of[at] for at in range(start, end)}
    names = _month_names(tagged.pack.language)
    ends = list(dict.fromkeys(names[text] for text in tagged.texts[start:end] if text in names))
    stretch = any(start <= cue.start < end for cue in tagged.cues_of("month-to"))
    excepted = any(_excepted(facts, month) for month in months) or _denied(facts, end)
    since = any(start - SINCE <= cue.start < start for cue in tagged.cues_of("since"))
    if len(ends) == PAIR and (stretch or tagged.tokens[end - 1].before == "-") and not excepted:
        length = (ends[1] - ends[0]) % YEAR + 1
        facts.drop_periods(places)
        facts.periods.append(Period("span", "month", float(length), min(places)))
        facts.left = {at: words for at, words in facts.left.items() if at not in places}
        facts.bound |= places
    elif any(cue.end == start for cue in tagged.cues_of("whole-of")) and len(ends) == 1:
        facts.drop_periods(places)
        facts.periods.append(Period("span", "month", 1.0, min(places)))  # "the whole of April"
        facts.bound |= places
    elif excepted or since:
        facts.drop_periods(places)
        facts.left[min(places)] = tagged.said(start, end)


def _denied(facts: Facts, end: int) -> bool:
    """Return whether a month is denied right behind its name: "en enero no lo uso"."""
    return any(cue.start == end for cue in facts.tagged.cues_of("not"))


@cache
def _month_names(language: str) -> dict[str, int]:
    """Return the months of a language by their folded names, long and short: of the CLDR."""
    return {
        fold(name).rstrip("."): month
        for width in ("wide", "abbreviated")
        for month, name in get_month_names(width, locale=language).items()
    }
