"""What a message takes back, and what it says is a multiple of something else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from bot.request.facts import Count, Facts, Quantity
from bot.request.measures import SECONDS, TOKENS_OF
from bot.request.spans import Span

PAIR: Final = 2
MINUTES: Final = 60  # of an hour
EIGHT: Final = 8.0  # chips of a DGX or an HGX
REACH: Final = 5  # spans from the words that take something back to what stands instead
BACK: Final = 8  # spans from what is taken back to those words
MULTIPLES: Final = {"double": 2.0, "triple": 3.0, "halve": 0.5}


def take_back(facts: Facts) -> None:
    """Drop the name or number that a message takes back: "GPT-4, no wait, I mean Claude"."""
    tagged = facts.tagged
    _deny(facts)
    for cue in tagged.cues_of("correction"):
        at = tagged.of[cue.start]
        before = [each for each in facts.mentions if at - REACH <= each.at < at]
        _instead_of_amounts(facts, at)
        after = [each for each in facts.mentions if at < each.at <= at + REACH]
        if before and after:
            facts.mentions = [each for each in facts.mentions if each not in before]
        first = [each for each in facts.counts if at - BACK <= each.noun_at < at]
        second = [each for each in facts.counts if at < each.at <= at + REACH]
        if first and second:
            _instead(facts, [each for each in first if each.key == first[-1].key], second[0])
    for cue in tagged.cues_of("instead"):  # "a week rather than two days"
        at = tagged.of[cue.end - 1]
        replaced = [each.at for each in facts.periods if at < each.at <= at + PAIR]
        if replaced and any(each.at < at for each in facts.periods):
            facts.drop_periods(replaced)
            facts.bound |= {*replaced}
    for cue in tagged.cues_of("not"):
        at = tagged.of[cue.start]
        around = (*tagged.texts[cue.start - 1 : cue.start], *tagged.texts[cue.end : cue.end + 1])
        first = [each for each in facts.counts if at - REACH <= each.noun_at < at]
        second = [each for each in facts.counts if at < each.at <= at + 2]
        if around == (",", ",") and first and second:
            _instead(facts, first[-1:], second[0])  # "100, no, 200"


def count_chips(facts: Facts) -> None:
    """Count the chips of machines that hold several: "4 DGX A100"."""
    ends = {facts.tagged.of[cue.end - 1] + 1 for cue in facts.tagged.cues_of("eight-chips")}
    for mention in facts.mentions:
        if mention.name.kind != "chip" or mention.at not in ends:
            continue
        count = next((each for each in facts.counted("device") if each.noun_at == mention.at), None)
        if count is None:
            facts.counts.append(Count(EIGHT, EIGHT, "device", mention.at, mention.at))
        else:
            count.scale(EIGHT, EIGHT)


def measure_alike(facts: Facts) -> None:
    """Measure a number without a unit as what it is set beside: "a clip of 8 seconds and one of 10"."""
    spans = facts.tagged.spans
    for count in facts.counted("bare"):
        if count.at < PAIR or not spans[count.at - 1].has("cues", "of-each"):
            continue
        if not spans[count.at - PAIR].has("cues", "one-more"):
            continue
        before = [each for each in facts.counts if each.at < count.at and each.key in (*SECONDS, *TOKENS_OF)]
        if before:
            count.key = before[-1].key


def _instead(facts: Facts, first: Sequence[Count], second: Count) -> None:
    """Put a number in the place of those before it, with what they count where it counts nothing."""
    facts.counts = [each for each in facts.counts if each not in first]
    facts.bound |= {each.at for each in first}
    if second.key == "bare":
        second.key, second.noun_at = first[-1].key, first[-1].noun_at


def _instead_of_amounts(facts: Facts, at: int) -> None:
    """Put an amount in the place of the one of its kind before it: "3 kWh. Hmm, sorry, 2.9 kWh"."""
    first = [each for each in facts.quantities if at - BACK <= each.at < at]
    second = [each for each in facts.quantities if at < each.at <= at + REACH]
    if first and second and first[-1].metric == second[0].metric:
        facts.quantities.remove(first[-1])
        facts.bound |= {first[-1].at, first[-1].unit_at}


def _deny(facts: Facts) -> None:
    """Drop the number that a message denies beside another: "10 meetings, not 12"."""
    tagged = facts.tagged
    for cue in tagged.cues_of("not"):
        denied = [each for each in facts.counts if each.at == tagged.of.get(cue.end)]
        others = [each for each in facts.counts if each not in denied]
        said = tagged.of.get(cue.end)
        if said is not None and (instead := _but(facts, said)) is not None:  # "no son 500 sino 5 millones"
            facts.counts = [
                each for each in facts.counts if each.at == instead or not said <= each.at < instead
            ]
            facts.bound |= {place for place in range(said, instead) if tagged.spans[place].num}
            continue
        amounts = [each for each in facts.quantities if each.at == tagged.of.get(cue.end)]
        rest = len(facts.quantities) > len(amounts) or any(use.number_at is not None for use in facts.uses)
        if amounts and rest:  # "5 drops, not half a litre"
            facts.quantities = [each for each in facts.quantities if each not in amounts]
            facts.bound |= {at for each in amounts for at in (each.at, each.unit_at)}
        if denied and others and denied[0].key in (others[0].key, "bare"):
            facts.counts = others
            facts.bound.add(denied[0].at)


def _but(facts: Facts, denied: int) -> int | None:
    """Return where the number stands that is set against one that a "not" rules out: "not 500 but 5000"."""
    spans = facts.tagged.spans
    places = [each.at for each in facts.counts if denied <= each.at <= denied + BACK]
    numbers = [at for at in places if at <= denied + 1] and places
    if len(numbers) < PAIR:
        return None
    joined = any(span.has("cues", "but") for span in spans[numbers[1] - 1 : numbers[1]])
    return numbers[1] if joined else None


def add_up_times(facts: Facts) -> None:
    """Read two times side by side, the longer one first, as one: "1 min 40 s", "2 hours and 15 minutes"."""
    spans = facts.tagged.spans
    timed = sorted((each for each in facts.counts if each.key in SECONDS), key=lambda each: each.at)
    for first, second in pairwise(timed):
        between = spans[first.noun_at + 1 : second.at]
        joined = len(between) <= 1 and all(span.has("cues", "and") for span in between)
        if joined and SECONDS[first.key] > SECONDS[second.key]:
            scale = SECONDS[first.key] / SECONDS[second.key]
            first.low, first.high = first.low * scale + second.low, first.high * scale + second.high
            first.key = second.key
            facts.counts.remove(second)
            facts.bound |= {second.at, second.noun_at}


def add_minutes(facts: Facts) -> None:
    """Read a number of nothing after "and" behind an hour as minutes: "an hour and twenty"."""
    spans = facts.tagged.spans
    for at in range(2, len(spans)):
        num, hour = spans[at].num, at - 2
        if num is None or not num.exact or num.low >= MINUTES or num.kind != "count" or num.suffix:
            continue
        timed = spans[hour].has("nouns", "hour") or spans[hour].has("periods", "for-hour", "per-hour")
        joint = spans[at - 1].text.lower() in facts.tagged.pack.numbers.joint
        if not (timed and joint) or not _counts_nothing(facts, at):
            continue
        hours = next((each for each in facts.counts if each.noun_at == hour), None)
        if hours is None:
            hours = Count(1.0, 1.0, "hour", hour, hour)
            facts.periods = [period for period in facts.periods if period.at != hour]
            facts.counts.append(hours)
        more = num.low if num.low < 1 else num.low / MINUTES  # "7 horas y media"
        hours.low, hours.high = hours.low + more, hours.high + more
        facts.counts = [each for each in facts.counts if each.at != at]
        facts.bound.add(at)


def _counts_nothing(facts: Facts, at: int) -> bool:
    """Return whether a number counts nothing that is named right behind it."""
    count = next((each for each in facts.counts if each.at == at), None)
    return count is None or count.key == "bare" or count.noun_at > at + 1


def multiply(facts: Facts) -> None:
    """Read "half as much as" and "twice the energy of" as ratios, where two things are compared."""
    tagged = facts.tagged
    things = sum(span.has("things") for span in tagged.spans)
    if len(facts.mentions) + things < 2 or any(each.unit == "times" for each in facts.quantities):
        return
    for key, value in MULTIPLES.items():
        for cue in tagged.cues_of(key):
            at = tagged.of[cue.start]
            after = list(takewhile(_goes_on, tagged.spans[tagged.of[cue.end - 1] + 1 :][:3]))
            led = any(
                span.name or span.has("things") or span.has("cues", "than", "as-much-as", "share-of")
                for span in after
            )
            if led and not any(count.at == at for count in facts.counts):
                bound = _bound_before(facts, cue.start)
                facts.quantities.append(Quantity(value, value, "times", None, at, at, bound))
                facts.bound |= {tagged.of[token] for token in range(cue.start, cue.end)}
                return


def _goes_on(span: Span) -> bool:
    """Return whether a span still belongs to what stands before it: no pause, no "and"."""
    return span.text[0].isalnum() and not span.has("cues", "and")


def _bound_before(facts: Facts, start: int) -> str:
    """Return whether a multiple is said to be the least or the most: "more than twice", "menos del doble"."""
    texts = facts.tagged.texts
    words = facts.tagged.pack.numbers
    while start and texts[start - 1] in words.article | words.the:
        start -= 1
    sizes = (size for size in (3, 2, 1) if texts[max(0, start - size) : start] in words.qualifier_of)
    size = next(sizes, 0)
    bound = words.qualifier_of[texts[start - size : start]] if size else ""
    return bound if bound in ("least", "most") else ""


def read_in(facts: Facts) -> None:
    """Take the pages of what is given to a model to read as tokens of input: "summarise a 20-page report"."""
    tagged = facts.tagged
    reading = [cue.start for cue in tagged.cues_of("reads")]
    if not reading:
        return
    for count in facts.counts:
        start = tagged.spans[count.at].start
        before = tagged.spans[count.at - 1] if count.at else None
        aimed = before is not None and before.has("cues", "in")  # "in 500 words"
        if count.key == "page" and any(at < start for at in reading) and not aimed:
            count.key = "input-token"
            count.low, count.high = (float(round(end * TOKENS_OF["page"])) for end in (count.low, count.high))
            return
