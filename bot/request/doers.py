"""Who does the work: people that a message counts multiply it only if each of them does it.

Those whom it goes out to, or who only belong to what somebody runs, are listed as left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.request.facts import Count, Facts
from bot.request.spans import Cue
from bot.request.subjects import SENTENCE, same_sentence

DOING: Final = 5  # spans from those who do something to how much of it
NEAR: Final = 3  # spans between two numbers of people of which one is each of the other's
DONE: Final = (
    "prompt", "exchange", "document", "image", "video", "audio", "token", "conversation", "generation",
)  # fmt: skip
WORKING: Final = (*DONE, "time", "hour", "minute", "second")


def who_works(facts: Facts) -> None:
    """Keep of the people that are counted those who each do the work, the one who asks among them."""
    _reached(facts)
    _in_total(facts)
    _a_part(facts)
    _done_by_one(facts)
    _owned(facts)
    _adjectives(facts)
    _one_is_named(facts)
    _elsewhere(facts)
    _oneself(facts)


def _reached(facts: Facts) -> None:
    """Pass over who something goes out to: "the newsletter, which goes out to 1,200 members"."""
    tagged = facts.tagged
    ends = {cue.end for cue in tagged.cues_of("reaches")}
    for count in facts.counted("person"):
        if tagged.spans[count.at].start in ends:
            facts.leave(count)


def _in_total(facts: Facts) -> None:
    """Drop the people who do so much in all: "30 students asked 150 questions in total"."""
    tagged = facts.tagged
    totals = {cue.start for cue in tagged.cues_of("in-all")}
    for count in facts.counted(*DONE):
        if tagged.spans[count.noun_at].end in totals:
            for person in facts.counted("person", "group"):
                facts.drop(person)
            for period in facts.periods:
                period.spread = (
                    period.spread or period.role == "span"
                )  # "in a 2-week hackathon, … altogether"


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
        facts.leave(far)


def _done_by_one(facts: Facts) -> None:
    """Pass over people where the one who asks, or a machine, does all of the work: "a startup of 9 people,
    and our support bot answers 2,500 tickets a day"."""
    tagged = facts.tagged
    people = facts.counted("person")
    if len(people) != 1 or _shared(facts):
        return
    first = tagged.spans[people[0].at].start
    if any(cue.start > first for cue in tagged.cues_of("done-by-one")):
        facts.leave(people[0])


def _owned(facts: Facts) -> None:
    """Pass over people whom somebody only has, who then does the work: "I've got 500 subscribers and send it
    40 prompts a day"."""
    tagged = facts.tagged
    having = {cue.end for cue in tagged.cues_of("owns")}
    if not having or _shared(facts) or tagged.cue("they"):
        return
    for count in facts.counted("person"):
        after = tagged.spans[count.noun_at + 1 : count.noun_at + 3]
        goes_on = bool(after) and after[0].has("cues", "and", "and-oneself")
        goes_on = goes_on or (len(after) > 1 and after[0].text == "," and after[1].has("cues", "mine"))
        if goes_on and tagged.spans[count.at].start in having:
            facts.leave(count)


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
            facts.leave(count)


def _elsewhere(facts: Facts) -> None:
    """Pass over people of another sentence than the work, if nothing says that each of them does it."""
    tagged = facts.tagged
    spans = tagged.spans
    work = [count.at for count in facts.counts if count.key in WORKING]
    work = work or [mention.at for mention in facts.mentions]
    for count in facts.counted("group"):
        if count.num and count.num.times and _parted(facts, count, [*work, *(m.at for m in facts.mentions)]):
            facts.drop_periods((count.at + 1,))
            facts.leave(count)  # "he eats beef twice a day. Which takes more, a burger or 5,000 prompts?"
    if not work or _shared(facts) or any(_they_do(facts, cue, work) for cue in tagged.cues_of("they")):
        return
    for count in facts.counted("person"):
        parted = _parted(facts, count, work)
        start = next((at for at in range(count.at, -1, -1) if spans[at].text in SENTENCE), -1)
        led = spans[count.at - 1].has("cues", "with-model") if count.at else False
        owner = spans[count.at - 2] if count.at > 1 else None
        led = led or (
            owner is not None
            and spans[count.at - 1].has("cues", "of-each")
            and not owner.has("nouns")
            and owner.num is None
        )  # "a start-up of nine people"
        ours = any(start < tagged.of[cue.start] < count.at for cue in tagged.cues_of("who-we-are"))
        if parted or (led and ours):  # "I run a school with 90 pupils, and …"
            facts.leave(count)


def _parted(facts: Facts, count: Count, work: Sequence[int]) -> bool:
    """Return whether a count stands in another sentence than all of the work."""
    return not any(same_sentence(facts, at, count.at) for at in work)


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
