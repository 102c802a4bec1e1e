"""Numbers of what no word list knows, that multiply all the same: who each does a thing, and how often."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import prod
from typing import Final

from bot.request.binding import TIMES
from bot.request.facts import Count, Facts
from bot.request.measures import PER_CENT, SECONDS
from bot.request.spans import Span

STEM: Final = 4  # letters that two forms of one word share at the least: "lesson", "lessons"
ENDING: Final = 2  # letters by which they may differ
SIZES: Final = ("word", "token", "page", "input-token", "reasoning-token")
SIGNS: Final = ("×", "x", "*", "·")  # of multiplication
WORKED: Final = ("prompt", "exchange", "document", "image")
CARRIERS: Final = ("conversation", "document", "exchange", "audio", "video")  # that work may go with
ASIDE: Final = 6  # spans from people to what they only do: "two people on my server are fighting"
PAIR: Final = 2
FEW: Final = 6  # more things than these are not told one by one


def multiply_the_unlisted(facts: Facts) -> None:
    """Read "220 undergraduates, 9 prompts apiece", "3 prompts per lesson, 4 lessons a week" as products."""
    _chain(facts)
    _homes(facts)
    _who_asks(facts)
    _subgroup(facts)
    _all_together(facts)
    _share(facts)
    _fraction(facts)
    _and_more(facts)
    _one_by_one(facts)
    _of_those(facts)
    _each(facts)
    _occasions(facts)


def _chain(facts: Facts) -> None:
    """Multiply what signs of multiplication join: "48 staff × 9 requests × 21 working days × 12 months"."""
    spans = facts.tagged.spans
    places = [at for at, span in enumerate(spans) if span.num and at not in facts.bound]
    run: list[int] = []
    for first, second in pairwise(places):
        if any(span.text in SIGNS for span in spans[first + 1 : second]):
            run = run or [first]
            run.append(second)
        elif len(run) > 2:  # two alone may be a size: "1024 × 1024"
            break
        else:
            run = []
    work = next((c for c in facts.counts if c.at in run and c.key not in ("person", "group", *TIMES)), None)
    if len(run) < 3 or work is None:
        return
    numbers = [num for at in run if (num := spans[at].num)]
    work.low, work.high = prod(num.low for num in numbers), prod(num.high for num in numbers)
    timed = next((each.key for each in facts.counts if each.at in run and each.key in SECONDS), None)
    if timed and work.key in ("video", "audio"):
        work.key = timed  # "12 clips × 6 seconds × 4 drafts"
    facts.counts = [count for count in facts.counts if count is work or count.at not in run]
    facts.drop_periods(range(run[0], run[-1] + 2))
    facts.bound.update(run)


def _homes(facts: Facts) -> None:
    """Take homes that each ask something as people: "70,000 households each ask Gemini five things a day"."""
    spans = facts.tagged.spans
    for use in [each for each in facts.uses if each.thing.startswith("home") and each.number_at is not None]:
        behind = spans[use.at + 1 : use.at + 1 + PAIR]
        if facts.mentions and behind and behind[0].has("cues", "each") and use.amount:
            facts.uses.remove(use)
            facts.counts.append(Count(use.amount, use.amount, "person", use.number_at or use.at, use.at))


def _who_asks(facts: Facts) -> None:
    """Pass over people who only ask or quarrel: "two people on my server are fighting: …"."""
    tagged = facts.tagged
    quarrels = [tagged.of[cue.start] for cue in tagged.cues_of("quarrel")]
    for count in facts.counted("person"):
        if any(count.noun_at < at <= count.noun_at + ASIDE for at in quarrels):
            facts.drop(count)


def _subgroup(facts: Facts) -> None:
    """Count of two numbers of people the second, where it is some of the first: "we're 5, 2 of us use it"; of
    teams with their size the teams, where each of those does it."""
    tagged = facts.tagged
    people = sorted(facts.counted("person"), key=lambda count: count.at)
    those = {tagged.of[cue.start] for cue in tagged.cues_of("of-those")}
    for first, second in pairwise(people):
        if not those.isdisjoint(range(second.at, second.noun_at + 2)):
            facts.drop(first)
    teams = facts.counted("group")
    spans = tagged.spans
    each = any(
        span.has("nouns", "group") and at and spans[at - 1].has("cues", "each", "per", "every")
        for at, span in enumerate(spans)
    )
    sized = [
        count
        for count in people
        if teams and count.at == teams[0].noun_at + PAIR and spans[count.at - 1].has("cues", "of-each")
    ]
    alone = any(
        span.has("nouns", "person") and at and spans[at - 1].has("cues", "every")
        for at, span in enumerate(spans)
    )  # "4 groups of 45, each student …"
    if each and sized and not alone:
        facts.drop(sized[0])  # "3 teams of 6, each team sends 20 a day"


def _all_together(facts: Facts) -> None:
    """Take what people do in all as the total, or as shared by them where it is asked of each: "3000 prompts
    among 120 students, per student"."""
    tagged = facts.tagged
    people = facts.counted("person")
    together = [tagged.of[cue.start] for cue in tagged.cues_of("together")]
    among = {tagged.of[cue.end - 1] for cue in tagged.cues_of("split-among")}
    for count in people:
        if together:
            facts.drop(count)
        elif count.at - 1 in among:
            if tagged.cue("each") and count.low == count.high:
                count.low = count.high = 1 / count.low
                count.key = "group"
            else:
                facts.drop(count)


def _share(facts: Facts) -> None:
    """Read a share of a number of people as so many of them: "10 % of 4,000 employees"."""
    spans = facts.tagged.spans
    for quantity in [each for each in facts.quantities if each.unit == "%"]:
        after = spans[quantity.at + 1] if quantity.at + 1 < len(spans) else None
        people = [count for count in facts.counts if count.at == quantity.at + 2]
        if people and after is not None and after.has("cues", "of-each", "share-of"):
            people[0].scale(quantity.low / PER_CENT, quantity.high / PER_CENT)
            facts.quantities.remove(quantity)
            facts.bound.add(quantity.at)


def _fraction(facts: Facts) -> None:
    """Read a fraction in words behind a number of people as so many of them: "we're 900, a third use it"."""
    people, tagged = facts.counted("person"), facts.tagged
    words = tagged.pack.numbers
    if len(people) != 1:
        return
    parts = (each for each in facts.counts if each.key in ("time", "bare") and 0 < each.low == each.high < 1)
    part = next((each for each in parts if people[0].at < each.at), None)
    if part is not None:
        facts.drop(part)
        people[0].scale(part.low, part.high)
        return
    for at in range(1, len(tagged.texts)):
        num = tagged.spans[tagged.of[at]].num
        behind = tagged.of[at] > people[0].at and (num is None or 0 < num.low == num.high < 1)
        led = tagged.texts[at - 1] in (words.article | words.the | {"one"})
        shares = dict(words.parts.get(tagged.texts[at], ()))
        phrase = next((each for each in shares if tagged.texts[at : at + len(each)] == each), ())
        share = shares.get(phrase) or words.halves.get(tagged.texts[at])
        last = tagged.of[at + max(len(phrase), 1) - 1]
        after = tagged.spans[last + 1 :][:1]
        doing = bool(after) and (after[0].has("metrics", "spend") or _so_much(facts, last + 2))
        if behind and led and share is not None and doing:
            people[0].scale(share, share)
            facts.drop_periods((tagged.of[at],))
            facts.bound.add(tagged.of[at])
            return


def _so_much(facts: Facts, at: int) -> bool:
    """Return whether a number of work stands at a place: "a quarter send 8 prompts"."""
    return any(count.at == at and count.key in WORKED for count in facts.counts)


def _and_more(facts: Facts) -> None:
    """Add a number of nothing to the work before it: "70 prompts at work and 30 at home"."""
    spans = facts.tagged.spans
    places = sum(span.place is not None for span in spans)
    if len({mention.name.slug for mention in facts.mentions}) > 1 or places > 1:
        return
    for count in facts.counted("bare"):
        work = next(
            (each for each in reversed(facts.counts) if each.key in WORKED and each.at < count.at), None
        )
        after = spans[count.at + 1] if count.at + 1 < len(spans) else None
        joined = count.at > 0 and spans[count.at - 1].has("cues", "and", "also")
        led = after is not None and (
            after.has("places", "preposition") or after.has("periods") or after.has("cues", "idle")
        )
        if work is None or not (joined and led) or any(span.num for span in spans[work.at + 1 : count.at]):
            continue
        work.low, work.high = work.low + count.low, work.high + count.high
        facts.drop(count)


def _one_by_one(facts: Facts) -> None:
    """Drop the number of what is then told by name: "of the two assistants, Copilot and Perplexity"."""
    spans = facts.tagged.spans
    named = len({mention.name.slug for mention in facts.mentions if not mention.generic})
    placed = sum(span.place is not None for span in spans)
    for count in list(facts.counts):
        before = spans[count.at - 1] if count.at else None
        led = before is not None and (
            before.has("cues", "that", "compare")
            or facts.tagged.texts[before.end - 1] in facts.tagged.pack.numbers.the
        )
        picked = (
            facts.tagged.cue("which") and count.key in ("bare", "time") and not facts.tagged.cue("how-many")
        )
        if led and count.num and 1 < count.low <= FEW and (count.low in (named, placed) or picked):
            facts.drop(count)  # "which of the two uses more?"
    for use in [each for each in facts.uses if each.thing.startswith("country") and each.number_at]:
        before = spans[use.number_at - 1] if use.number_at else None
        if facts.tagged.cue("which") and before is not None and before.has("cues", "that"):
            facts.uses.remove(use)  # «cuál de los dos países sale mejor»
            facts.bound.add(use.number_at or use.at)


def _of_those(facts: Facts) -> None:
    """Read a number of what was described before as one of answers: "8k tokens in, 300 out. 50k of those"."""
    spans = facts.tagged.spans
    models = any(mention.name.kind != "chip" for mention in facts.mentions)
    if not models or facts.counted("prompt", "exchange", "image", "video"):
        return
    for count in facts.counts:
        of, those = (spans[at] if at < len(spans) else None for at in (count.at + 1, count.at + 2))
        if of and those and of.has("cues", "of-each") and those.has("cues", "that") and count.key == "bare":
            count.key = "generation"


def _each(facts: Facts) -> None:
    """Read a number of anything before "each" as one of those who each do it."""
    each = [facts.tagged.of[cue.start] for cue in facts.tagged.cues_of("each")]
    if not each:
        return
    work = [count for count in facts.counts if count.key not in ("bare", "person", "group", *SIZES)]
    for count in (*facts.counts, *_uncounted(facts)):
        if count.key != "bare" or count.low <= 1 or not any(count.at < at for at in each):
            continue
        if not work and count in facts.counts:
            count.key = "generation"  # "300 joins daily, one 60-word greeting each"
            return
        if work and _word_after(facts, count.at) and not facts.counted("person"):
            facts.counts = [
                *(other for other in facts.counts if other is not count),
                replace(count, key="group"),
            ]
            return


def _uncounted(facts: Facts) -> list[Count]:
    """Return the small numbers in words that were taken to count nothing: "two rigs with 6 RTX 3090 each"."""
    known = {count.at for count in facts.counts} | {each.at for each in facts.quantities} | facts.bound
    known |= {each.at for each in facts.periods} | {use.number_at or 0 for use in facts.uses}
    found = ((at, span.num) for at, span in enumerate(facts.tagged.spans) if span.num and at not in known)
    return [Count(num.low, num.high, "bare", at, at, num) for at, num in found if num]


def _occasions(facts: Facts) -> None:
    """Read the number of a word that a rate is by: "per lesson, with four lessons a week"."""
    spans = facts.tagged.spans
    for at in range(1, len(spans)):
        if spans[at - 1].has("cues", "per") and (place := _occasion(facts, spans[at])) is not None:
            num = spans[place].num
            assert num is not None
            facts.counts = [count for count in facts.counts if count.at != place]
            facts.counts.append(Count(num.low, num.high, "group", place, place, num))
            return


def _occasion(facts: Facts, rated: Span) -> int | None:
    """Return where the number stands that counts what a rate is by: a listed noun's or an unlisted word's."""
    if carrier := next((key for key in CARRIERS if rated.has("nouns", key)), None):
        spans = facts.tagged.spans
        worked = any(count.key in WORKED and count.key != carrier for count in facts.counts)
        return next(
            (
                count.at
                for count in facts.counted(carrier)
                if carrier == "conversation" or (worked and _alike(spans[count.noun_at].text, rated.text))
            ),
            None,
        )  # "14 prompts per meeting, nine meetings"
    if not (_unlisted(rated) or rated.has("nouns", "person")):
        return None
    for at, span in enumerate(facts.tagged.spans):
        word = _word_after(facts, at) if span.num and at not in facts.bound else None
        if word is not None and word is not rated and _alike(word.text, rated.text):
            return at
    return None


def _word_after(facts: Facts, at: int) -> Span | None:
    """Return the unlisted word that the number of a span counts."""
    spans = facts.tagged.spans
    after = spans[at + 1] if at + 1 < len(spans) else None
    return after if after and _unlisted(after) else None


def _unlisted(span: Span) -> bool:
    """Return whether a span is a word that no list counts by; "departamento" only leads to a place."""
    return (
        span.text[0].isalpha()
        and all(tag.kind == "places" for tag in span.tags)
        and not span.place
        and (span.num is None and span.name is None)
    )


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one.lower(), other.lower()), key=len)
    return (
        len(short) >= STEM
        and long.startswith(short[: max(STEM, len(short) - 1)])
        and (len(long) - len(short) <= ENDING)
    )
