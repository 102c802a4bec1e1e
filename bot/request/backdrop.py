"""What a message tells by the way: a date, an age, a career, a distance, a price.

Such numbers multiply nothing; what no field carries is listed as left out.
"""

from __future__ import annotations

from typing import Final

from bot.request.aside import GROWN, OLD
from bot.request.doers import DONE, WORKING
from bot.request.everyday import LENGTHS, TIMED
from bot.request.evidence import ASKING, MARKS
from bot.request.facts import Facts
from bot.request.spans import Cue, Span

OPENING: Final = frozenset(".:;")  # behind what is announced
PAIR: Final = 2
DAYS: Final = 31  # of the longest month


def set_back(facts: Facts) -> None:
    """Take the numbers out that are no count of the work."""
    _announced(facts)
    _written_with(facts)
    _dates(facts)
    _paid(facts)
    _distances(facts)
    _ages(facts)
    _careers(facts)
    _sundays(facts)
    _versions(facts)
    _in_all(facts)
    _tried(facts)
    _on_the_way(facts)


def _announced(facts: Facts) -> None:
    """Pass over how many things somebody is about to ask: "Two questions. How much …", «dos dudas: ¿…»."""
    spans = facts.tagged.spans
    for count in facts.counted("prompt", "exchange"):
        behind = spans[count.noun_at + 1 : count.noun_at + 3]
        if count.at or count.noun_at > 1 or len(behind) < PAIR or behind[0].text not in OPENING:
            continue
        if behind[1].text in MARKS or behind[1].has("cues", *ASKING):
            facts.drop(count)


def _written_with(facts: Facts) -> None:
    """Pass over how long all of what was written is, where the prompts for it are counted: "a 12-page report
    with 40 prompts"."""
    spans = facts.tagged.spans
    for pages in facts.counted("page", "word"):
        work = [count for count in facts.counted("prompt", "exchange") if count.at > pages.noun_at]
        if not work or work[0].low <= 1:
            continue
        between = spans[pages.noun_at + 1 : work[0].at]
        made = any(span.has("nouns", "document") for span in between)
        using = any(span.has("cues", "with-model", "using") for span in between)
        if made and using and not any(span.has("cues", "each", "per") for span in between):
            facts.leave(pages)


def _dates(facts: Facts) -> None:
    """Pass over the day of a month by name: "on 4 May", "el 4 de mayo", "May 4"."""
    tagged = facts.tagged
    days = [count for count in facts.counts if count.num and count.num.exact and 1 <= count.low <= DAYS]
    for count in days:
        span = tagged.spans[count.at]
        behind = (cue for cue in tagged.cues_of("month-name", "dated") if cue.start == span.end)
        before = (cue for cue in tagged.cues_of("month-name") if cue.end == span.start)
        named = any(_capital(facts, cue) or cue.end - cue.start > 1 for cue in behind)
        if named or (count.key == "bare" and any(_capital(facts, cue) for cue in before)):
            facts.drop(count)


def _capital(facts: Facts, month: Cue) -> bool:
    """Return whether a month's name of one word is written as one: "4 May", and not "4 may use it"."""
    return month.end - month.start == 1 and facts.tagged.tokens[month.start].raw[:1].isupper()


def _paid(facts: Facts) -> None:
    """Pass over what was paid for a thing: "paid 1,600 for my card"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("paid"):
        at = tagged.of.get(cue.end)
        count = next((each for each in facts.counts if each.at == at), None)
        if count is not None:
            facts.leave(count)
            facts.negated |= {tagged.of[token] for token in range(cue.start, cue.end)}


def _distances(facts: Facts) -> None:
    """Pass over how far away something is: "3 miles from my mum's house"."""
    tagged = facts.tagged
    for use in list(facts.uses):
        if use.number_at is None or use.unit not in ("km", "mile"):
            continue
        end = max(tagged.spans[use.at].end, tagged.spans[use.number_at].end)
        if any(end <= cue.start <= end + 1 for cue in tagged.cues_of("away")):
            facts.uses.remove(use)
            facts.left[use.number_at] = tagged.said(tagged.spans[use.number_at].start, end)
            facts.bound.add(use.number_at)


def _ages(facts: Facts) -> None:
    """Pass over how old somebody is: "32 boys of 12 years", "my father (67 years, …)", "a man of 71"."""
    tagged = facts.tagged
    for period in [each for each in facts.periods if each.role == "span" and each.unit == "year"]:
        before, who = _before(facts, period.at)
        bracketed = before is not None and before.text == "("
        if GROWN <= period.n <= OLD and (bracketed or _is_of(facts, before, who)):
            facts.periods.remove(period)
            facts.bound.add(period.at)
    for count in facts.counted("bare", "person"):
        of, who = _before(facts, count.at)
        grown = GROWN <= count.low == count.high <= OLD
        counted = count.key == "person" and (tagged.cue("each") or count.noun_at != count.at)
        if grown and not counted and _is_of(facts, of, who):
            facts.drop(count)


def _before(facts: Facts, at: int) -> tuple[Span | None, Span | None]:
    """Return the two spans before a place, the nearer one first."""
    spans = facts.tagged.spans
    return (spans[at - 1] if at > 0 else None, spans[at - 2] if at > 1 else None)


def _is_of(facts: Facts, of: Span | None, who: Span | None) -> bool:
    """Return whether a word that joins stands behind people: "boys of"."""
    if of is None or who is None or not of.has("cues", "of-each") or who.has("nouns", "group"):
        return False  # "a class of 31"
    return who.has("nouns", "person") or facts.tagged.texts[who.end - 1] in facts.tagged.places.folk


def _careers(facts: Facts) -> None:
    """Pass over how long somebody has done something else: "26 years in the job", "in all my 23 years"."""
    tagged = facts.tagged
    ends = {cue.end for cue in tagged.cues_of("career-of")}
    for period in [each for each in facts.periods if each.role == "span"]:
        span = tagged.spans[period.at]
        after = next(
            (at for at in range(period.at, len(tagged.spans)) if tagged.spans[at].has("nouns", "year")), None
        )
        close = tagged.spans[after].end if after is not None else span.end
        waited = span.start in {cue.end for cue in tagged.cues_of("waited")} and any(
            cue.start == close for cue in tagged.cues_of("of-each")
        )  # "after two years of paperwork"
        others = any(each.role == "span" and each is not period for each in facts.periods)
        lasting = others and span.start in {cue.end for cue in tagged.cues_of("for-long")}
        told = (
            waited
            or lasting
            or span.start in ends
            or any(cue.start in (close, span.end) for cue in tagged.cues_of("career-after"))
        )
        if told:
            facts.periods.remove(period)
            facts.left[period.at] = tagged.said(span.start, max(span.end, close))
            facts.bound.add(period.at)


def _sundays(facts: Facts) -> None:
    """Take a number of days by name as that many times: "40 minutes each, over 52 Sundays"."""
    tagged = facts.tagged
    named = {tagged.of[cue.start] for cue in tagged.cues_of("weekday-name")}
    for count in facts.counted("bare"):
        if count.at + 1 in named and any(each.key in WORKING for each in facts.counts):
            count.key, count.noun_at = "group", count.at + 1
            facts.drop_periods((count.at + 1,))


def _versions(facts: Facts) -> None:
    """Take versions of each as that many times the work: "40 clips, with three versions of each"."""
    spans = facts.tagged.spans
    made = any(count.key in ("image", "video", "audio", "document") for count in facts.counts)
    for count in facts.counted("generation"):
        after = spans[count.noun_at + 1 : count.noun_at + 3]
        if made and any(span.has("cues", "each") for span in after):
            count.key = "group"


def _in_all(facts: Facts) -> None:
    """Count what was made in all, and not what was kept of it: "kept 24 but generated 310 altogether"."""
    tagged = facts.tagged
    ends = {cue.start for cue in tagged.cues_of("in-all")}
    for count in facts.counted("bare"):
        work = [each for each in facts.counts if each.key in DONE and each.at < count.at]
        if tagged.spans[count.at].end in ends and len(work) == 1 and work[0].low < count.low:
            work[0].low, work[0].high = count.low, count.high
            facts.drop(count)


def _tried(facts: Facts) -> None:
    """Pass over how often something else was done, in a clause of its own: "forwarded 1,000 times, …"."""
    tagged = facts.tagged
    worked = any(count.key in DONE for count in facts.counts)
    for count in facts.counted("time"):
        after = tagged.spans[count.noun_at + 1 : count.noun_at + 2]
        closed = bool(after) and not after[0].text[0].isalnum()
        opened = any(span.text == "," for span in tagged.spans[max(0, count.at - 2) : count.at])
        if worked and closed and opened and not facts.periods:
            facts.leave(count)


def _on_the_way(facts: Facts) -> None:
    """Pass over what somebody was in when it was said: "on the subway a man said that …"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("on-the-way"):
        before = tagged.spans[max(0, tagged.of[cue.start] - 1)]
        if before.has("nouns", *LENGTHS, *TIMED):
            continue  # "10 kilometres on the metro"
        facts.negated |= {tagged.of[at] for at in range(cue.start, cue.end)}
