"""Numbers that only tell who asks and about whom: whom it goes out to, how long in the trade, how far away.

They multiply nothing; what no field carries is listed as left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.request.aside import GROWN, OLD
from bot.request.binding import stops
from bot.request.everyday import LENGTHS, TIMED
from bot.request.facts import Count, Facts
from bot.request.spans import Cue

DAYS: Final = 31  # of the longest month
DOING: Final = 5  # spans from those who do something to how much of it
SENTENCE: Final = frozenset(".?!")
NEAR: Final = 3  # spans between two numbers of people of which one is each of the other's
DONE: Final = (
    "prompt",
    "exchange",
    "document",
    "image",
    "video",
    "audio",
    "token",
    "conversation",
    "generation",
)
WORKING: Final = (*DONE, "time", "hour", "minute", "second")


def set_back(facts: Facts) -> None:
    """Take the numbers out that are no count of the work."""
    _dates(facts)
    _paid(facts)
    _distances(facts)
    _careers(facts)
    _sundays(facts)
    _reached(facts)
    _a_part(facts)
    _done_by_one(facts)
    _adjectives(facts)
    _one_is_named(facts)
    _elsewhere(facts)
    _oneself(facts)
    _versions(facts)
    _in_all(facts)
    _tried(facts)
    _on_the_way(facts)


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
            _leave(facts, count)
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


def _careers(facts: Facts) -> None:
    """Pass over how long somebody has done something else: "26 years in the job", "in all my 23 years"."""
    tagged = facts.tagged
    ends = {cue.end for cue in tagged.cues_of("career-of")}
    ages = {tagged.of[cue.start] for cue in tagged.cues_of("of-each")}
    for period in [each for each in facts.periods if each.role == "span"]:
        span = tagged.spans[period.at]
        before, who = (tagged.spans[at] if at >= 0 else None for at in (period.at - 1, period.at - 2))
        grown = period.unit == "year" and GROWN <= period.n <= OLD and before is not None
        aged = grown and before is not None and before.text == "("  # "my father (67 años, …)"
        if grown and period.at - 1 in ages and who is not None and who.has("nouns", "person"):
            aged = True  # "32 chicos de 12 años"
        if aged:
            facts.periods.remove(period)
            facts.bound.add(period.at)
            continue
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


def _reached(facts: Facts) -> None:
    """Pass over who something goes out to: "the newsletter, which goes out to 1,200 members"."""
    tagged = facts.tagged
    ends = {cue.end for cue in tagged.cues_of("reaches")}
    for count in facts.counted("person"):
        if tagged.spans[count.at].start in ends:
            _leave(facts, count)
    for count in facts.counted("bare", "person"):
        of, who = (tagged.spans[at] if at >= 0 else None for at in (count.at - 1, count.at - 2))
        if of is None or who is None or not GROWN <= count.low == count.high <= OLD:
            continue
        folk = who.has("nouns", "person") or tagged.texts[who.end - 1] in tagged.places.folk
        if of.has("cues", "of-each") and folk and (count.key == "bare" or not tagged.cue("each")):
            facts.drop(count)  # "a volunteer of 71"


def _a_part(facts: Facts) -> None:
    """Count of two numbers of people the one that is nearer to the work, as a whole and a part of it: "9k
    members, and 220 regulars"; both where each of the one has as many of the other."""
    tagged = facts.tagged
    only = {cue.end for cue in tagged.cues_of("only")}
    for count in facts.counted("bare"):
        after = tagged.spans[count.at + 1 : count.at + 2]
        doing = bool(after) and (after[0].has("metrics", "spend") or after[0].has("nouns", "exchange"))
        told = bool(after) and (after[0].has("nouns") or after[0].has("periods"))
        led = not told and any(
            span.has("metrics", "spend") or span.has("cues", "they")
            for span in tagged.spans[max(0, count.at - NEAR) : count.at]
        )
        some = led or (doing and tagged.spans[count.at].start in only)
        if some and any(each.at < count.at for each in facts.counted("person")):
            count.key, count.noun_at = "person", count.at + 1  # "15,000 members, but only 600 use it"
    if tagged.cue("of-those") or len({mention.name.slug for mention in facts.mentions}) > 1:
        return
    work = [count.at for count in facts.counts if count.key in DONE]
    people = sorted(facts.counted("person"), key=lambda count: count.at)
    for first, second in pairwise(people):
        between = tagged.spans[first.noun_at + 1 : second.at]
        linked = len(between) <= NEAR and any(
            span.has("cues", "each", "per", "with-model", "of-each") or span.text in ("×", "x", "*")
            for span in between
        )
        if len(between) == 1 and between[0].has("cues", "and"):
            second.low, second.high = first.low + second.low, first.high + second.high
            facts.drop(first)  # "3 brothers and 2 cousins"
            continue
        if linked or not work or second.at == second.noun_at:
            continue
        far = first if abs(work[0] - second.noun_at) <= abs(work[0] - first.noun_at) else second
        _leave(facts, far)


def _done_by_one(facts: Facts) -> None:
    """Pass over people where the one who asks, or a machine, does all of the work: "a startup of 9 people,
    and our support bot answers 2,500 tickets a day"."""
    tagged = facts.tagged
    people = facts.counted("person")
    if len(people) != 1 or _shared(facts):
        return
    first = tagged.spans[people[0].at].start
    if any(cue.start > first for cue in tagged.cues_of("done-by-one")):
        _leave(facts, people[0])


def _adjectives(facts: Facts) -> None:
    """Pass over how many somebody is, told as an adjective: "a two-person podcast"."""
    tagged = facts.tagged
    for count in facts.counted("person"):
        if count.noun_at == count.at + 1 and tagged.tokens[tagged.spans[count.noun_at].start].before == "-":
            facts.drop(count)


def _one_is_named(facts: Facts) -> None:
    """Pass over what another sentence counts, where the model's own names one: "87 messages in the group. …
    a question to Gemini or a Google search"."""
    spans = facts.tagged.spans
    words = facts.tagged.pack.numbers
    ones = [
        at
        for at in range(1, len(spans))
        if spans[at].has("nouns", "prompt", "exchange", "image")
        and (spans[at - 1].text.lower() in words.article or spans[at - 1].has("cues", "every"))
    ]
    named = [mention.at for mention in facts.mentions if not mention.generic]
    own = [at for at in ones if any(abs(at - place) <= NEAR for place in named)]
    for count in facts.counted(*DONE) if own else ():
        if _parted(facts, count, named) and count.noun_at not in ones:
            _leave(facts, count)


def _elsewhere(facts: Facts) -> None:
    """Pass over people of another sentence than the work, if nothing says that each of them does it."""
    tagged = facts.tagged
    spans = tagged.spans
    work = [count.at for count in facts.counts if count.key in WORKING]
    work = work or [mention.at for mention in facts.mentions]
    for count in facts.counted("group"):
        if count.num and count.num.times and _parted(facts, count, [*work, *(m.at for m in facts.mentions)]):
            facts.drop_periods((count.at + 1,))
            _leave(facts, count)  # "he eats beef twice a day. Which takes more, a burger or 5,000 prompts?"
    if not work or _shared(facts) or any(_they_do(facts, cue, work) for cue in tagged.cues_of("they")):
        return
    for count in facts.counted("person"):
        parted = _parted(facts, count, work)
        start = next((at for at in range(count.at, -1, -1) if spans[at].text in SENTENCE), -1)
        led = spans[count.at - 1].has("cues", "with-model") if count.at else False
        ours = any(start < tagged.of[cue.start] < count.at for cue in tagged.cues_of("who-we-are"))
        if parted or (led and ours):  # "I run a school with 90 pupils, and …"
            _leave(facts, count)


def _parted(facts: Facts, count: Count, work: Sequence[int]) -> bool:
    """Return whether a count stands in another sentence than all of the work."""
    spans = facts.tagged.spans
    between = (spans[min(at, count.at) : max(at, count.at)] for at in work)
    return all(any(stops(span) and span.text in SENTENCE for span in part) for part in between)


def _shared(facts: Facts) -> bool:
    """Return whether each of some people is said to do the work; not "each answer", "each month"."""
    tagged = facts.tagged
    periods = {period.at for period in facts.periods}
    for cue in tagged.cues_of("each", "every", "per-head"):
        after = tagged.spans[tagged.of[cue.end - 1] + 1 :][:1]
        of_work = bool(after) and after[0].has("nouns", *DONE)
        if not of_work and periods.isdisjoint((tagged.of[cue.start], tagged.of[cue.end - 1])):
            return True
    return False


def _they_do(facts: Facts, they: Cue, work: Sequence[int]) -> bool:
    """Return whether those counted before are said to do the work: "they ask it 5 questions a day"."""
    tagged = facts.tagged
    at = tagged.of[they.start]
    asked = at > 0 and tagged.spans[at - 1].has("cues", "mine")  # «me piden un reportaje»
    return not asked and any(at < place <= at + DOING for place in work)


def _oneself(facts: Facts) -> None:
    """Count the one who asks with the others: "me and 11 guildmates each", "my 3 roommates and I"."""
    tagged = facts.tagged
    before = {cue.end for cue in tagged.cues_of("oneself-and")}
    after = {cue.start for cue in tagged.cues_of("and-oneself")}
    for count in facts.counts:
        spans = tagged.spans
        led, followed = spans[count.at].start in before, spans[count.noun_at].end in after
        if count.key == "bare" and led and tagged.cue("each"):
            count.key = "person"
        if count.key == "person" and count.low == count.high and (led or followed):
            count.low = count.high = count.low + 1


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
            work[0].low, work[0].high, work[0].at = count.low, count.high, work[0].at
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
            _leave(facts, count)


def _on_the_way(facts: Facts) -> None:
    """Pass over what somebody was in when it was said: "on the subway a man said that …"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("on-the-way"):
        before = tagged.spans[max(0, tagged.of[cue.start] - 1)]
        if before.has("nouns", *LENGTHS, *TIMED):
            continue  # "10 kilometres on the metro"
        facts.negated |= {tagged.of[at] for at in range(cue.start, cue.end)}


def _leave(facts: Facts, count: Count) -> None:
    """Drop a count, and note that no field carries it."""
    facts.drop(count)
    facts.left[count.at] = facts.tagged.spans[count.at].text
