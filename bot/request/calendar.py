"""Days of the week and months by name: "Mon, Wed and Fri", "except Sundays", "but not in July"."""

from __future__ import annotations

from typing import Final

from bot.request.facts import Facts, Period
from bot.request.spans import Cue

WEEK: Final = 7
STEM: Final = 3  # letters that tell the days of the week apart, whatever their ending: "Mon", "Mondays"
REACH: Final = 3  # tokens between what excepts a time and the time


def named_days(facts: Facts) -> None:
    """Read several days of the week as so many days a week, and note the months that are left out."""
    _months(facts)
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
    facts.periods = [period for period in facts.periods if period.at not in places]
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


def _months(facts: Facts) -> None:
    """Note the months that are excepted, which no field carries: "but not in July and August"."""
    tagged = facts.tagged
    months = tagged.cues_of("month-name")
    if not any(_excepted(facts, month) for month in months):
        return
    start, end = min(month.start for month in months), max(month.end for month in months)
    places = {tagged.of[at] for at in range(start, end)}
    facts.periods = [period for period in facts.periods if period.at not in places]
    facts.left[min(places)] = tagged.said(start, end)
