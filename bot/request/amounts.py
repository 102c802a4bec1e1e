"""Counts, users, rates and periods → one amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.request.facts import Count, Facts, Period
from bot.request.measures import DAYS, SECONDS, TOKEN_FIELDS, TOKENS_OF
from bot.request.repetition import crowd, repetition, span_of
from bot.request.spans import Span
from estimator.workload import Activity, Unit

LONGEST: Final = 2e5  # tokens of one answer; more are those of all
NEAR: Final = 4  # spans from a piece of work to its length: "a reply of GPT-4o of 500 tokens"
HOURS_A_DAY: Final = 24.0
SITE: Final = "data-centre"
# Units of work, by what is counted.
PROMPTS: Final = ("prompt", "exchange", "document", "conversation", "generation", "time", "example")
UNIT_OF: Final[dict[Activity, Unit]] = {
    "text": "prompt", "reasoning": "prompt", "code-agent": "prompt", "embedding": "prompt", "image": "image",
    "video": "item", "audio": "item", "training": "run", "fine-tuning": "run", "hardware": "hour",
    "everyday": "item",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of an item, and the tokens of each."""

    value: float
    unit: Unit
    tokens: float | None = None
    stated: bool = True  # False where nothing was counted
    daily: bool = False  # a daily rate was assumed: "6 prompts each for 7 days"


def prompts(facts: Facts, mine: list[Count]) -> Amount:
    """Return the amount of a text model's work."""
    each = tokens_each(facts, mine)
    total = next((count for count in mine if count.key == "token" and count is not each), None)
    counted = next((count for count in mine if count.key in PROMPTS), None)
    bare = next((count for count in mine if count.key == "bare"), None)
    tokens = as_tokens(each) if each else None
    if each:
        facts.bound.add(each.at)
    if counted is None and total is not None:
        factor, daily = repetition(facts, total.at)
        facts.bound.add(total.at)
        return Amount(total.middle * crowd(facts) * factor, "token", daily=daily)
    if (
        counted is None
        and each is None
        and (words := next((c for c in mine if c.key in ("word", "page")), None))
    ):
        facts.bound.add(words.at)
        tokens = as_tokens(words)
    if counted is None and facts.tagged.cue("worldwide") and (time := _everywhere(facts, mine)):
        return time
    if counted is None and (use := next((c for c in mine if c.key in ("hour", "minute")), None)):
        factor, daily = repetition(facts, use.at)
        facts.bound.add(use.at)
        hours = use.middle * SECONDS[use.key] / SECONDS["hour"]
        return Amount(hours * crowd(facts) * factor, "hour", tokens, daily=daily)
    count = counted or bare
    people = crowd(facts)
    if counted and (long := _length_of_sessions(facts, mine, counted)):
        factor, daily = repetition(facts, counted.at)
        facts.bound |= {counted.at, long.at}
        hours = long.middle * SECONDS[long.key] / SECONDS["hour"]
        return Amount(counted.middle * hours * people * factor, "hour", tokens, daily=daily)
    factor, daily = repetition(facts, count.at if count else None)
    if count is None and people == 1 and _per_token(facts):
        return Amount(1.0, "token")
    if count is None and (running := next((each for each in facts.periods if each.role == "always"), None)):
        span = span_of(facts, None) or running
        facts.bound |= {running.at, span.at}
        return Amount(span.n * DAYS[span.unit] * HOURS_A_DAY, "hour", tokens)
    lasting = [each for each in facts.periods if each.role == "span" and each.unit in ("hour", "minute")]
    beside = lasting and any(0 < each.at - lasting[0].at <= 2 for each in facts.mentions)
    if count is None and beside and len(facts.periods) == 1:  # "an hour of Claude Code"
        facts.bound.add(lasting[0].at)
        return Amount(people * lasting[0].n * DAYS[lasting[0].unit] * HOURS_A_DAY, "hour", tokens)
    if count is None and people == 1 and (whole := _whole_service(facts)):
        return Amount(whole[0], whole[1], stated=True)
    if count is None:
        if factor == 1 and (people > 1 or of_somebody(facts)):
            facts.bound -= {period.at for period in facts.periods}  # how often in that time, nobody says
        facts.one_each = bool(facts.counted("person"))
        return Amount(people * factor, "prompt", tokens, stated=people > 1 or factor != 1)
    facts.bound.add(count.at)
    return Amount(count.middle * people * factor, "prompt", tokens, daily=daily)


def _length_of_sessions(facts: Facts, mine: list[Count], counted: Count) -> Count | None:
    """Return how long each of the sessions is that are counted: "3 sessions of 2 hours"."""
    spans = facts.tagged.spans
    for each in mine:
        timed = counted.key == "conversation" and each.key in ("hour", "minute") and each.at > counted.noun_at
        after = spans[each.noun_at + 1 : each.noun_at + 2]
        led = spans[each.at - 1].has("cues", "of-each") or any(span.has("cues", "each") for span in after)
        if timed and led:
            return each
    return None


def _per_token(facts: Facts) -> bool:
    """Return whether one token is asked about: "energy per token"."""
    spans = facts.tagged.spans
    return any(
        span.has("nouns", "token") and at and spans[at - 1].has("cues", "per")
        for at, span in enumerate(spans)
    )


def _whole_service(facts: Facts) -> tuple[float, Unit] | None:
    """Return the days or years of all use of a service: "how much water does ChatGPT use a day"."""
    if of_somebody(facts) or not any(mention.name.kind == "service" for mention in facts.mentions):
        return None
    if len({mention.name.slug for mention in facts.mentions}) > 1 and facts.counts:
        return None  # "3 hours of audio a week with Whisper, summed up by ChatGPT"
    if facts.asked in PROMPTS and facts.uses:
        return None  # "how many ChatGPT prompts does a fridge use in a month"
    period = next((each for each in facts.periods if each.role in ("rate", "span", "either")), None)
    everywhere = period is not None and (period.unit == "second" or facts.tagged.cue("worldwide"))
    if period is None or not (everywhere or period.unit in ("day", "week", "month", "year")):
        return None
    facts.bound.add(period.at)
    if period.unit == "year":
        return period.n, "year"
    return period.n * DAYS[period.unit], "day"


def _everywhere(facts: Facts, mine: list[Count]) -> Amount | None:
    """Return the days of all use of a service that a stated time is: "an hour of ChatGPT worldwide"."""
    time = next((count for count in mine if count.key in SECONDS), None)
    if time is None or not any(mention.name.kind == "service" for mention in facts.mentions):
        return None
    facts.bound.add(time.at)
    return Amount(time.middle * SECONDS[time.key] / SECONDS["hour"] / HOURS_A_DAY, "day")


def of_somebody(facts: Facts) -> bool:
    """Return whether what somebody does with a service is meant, and not what all do: "the average user"."""
    person = any(span.has("nouns", "person") for span in facts.tagged.spans)
    return person or facts.tagged.cue("mine", "someone-uses")


def tokens_each(facts: Facts, mine: list[Count]) -> Count | None:
    """Return the count that says how long each answer is."""
    spans = facts.tagged.spans
    given = bool(facts.counted(*TOKEN_FIELDS))
    for count in mine:
        total = count.key == "token" and count.low > LONGEST and not given
        if count.key not in TOKENS_OF or total:
            continue
        before = spans[count.at - 1] if count.at else None
        after = spans[count.noun_at + 1] if count.noun_at + 1 < len(spans) else None
        others = any(other.key in PROMPTS and other is not count for other in mine)
        others = others or (count.key == "token" and given)
        long = spans[max(0, count.at - 2) : count.at]
        led = bool(long) and (long[-1].word or long[-1].has("cues", "auxiliary", "equivalent"))
        if led and long[0].has("assumptions", "output"):
            return count  # "if the answers are 800 tokens long", "if they averaged …"
        worded = count.at > 1 and spans[count.at - 2].has("nouns", "prompt", "exchange", "document")
        worded = worded or _single(facts, count.at)
        if _led(before) and (worded or others or count.key != "token"):
            return count
        if after and (
            after.has("nouns", "prompt", "exchange", "document", "generation")
            or (after.has("cues", "each") and (others or count.key != "token" or _led(before)))
        ):
            return count
        each = spans[count.noun_at + 2] if count.noun_at + 2 < len(spans) else None
        if after and each and after.has("cues", "per") and each.has("nouns", *PROMPTS):
            return count
        if others or count.key != "token":
            return count
    return None


def _single(facts: Facts, at: int) -> bool:
    """Return whether one piece of work stands before a number of tokens: "a reply of GPT-4o of 500"."""
    spans = facts.tagged.spans
    article = facts.tagged.pack.numbers.article
    return any(
        spans[place].has("nouns", "prompt", "exchange", "document")
        and facts.tagged.texts[spans[place - 1].start] in article
        for place in range(max(1, at - NEAR), at)
    )


def _led(before: Span | None) -> bool:
    return before is not None and before.has("cues", "of-each")


def as_tokens(count: Count) -> float:
    return float(round(count.middle * TOKENS_OF.get(count.key, 1.0)))


def images(facts: Facts, mine: list[Count]) -> Amount:
    """Return how many images are made."""
    count = next((each for each in mine if each.key in ("image", "generation", *PROMPTS)), None) or next(
        (each for each in mine if each.key == "bare"), None
    )
    people = crowd(facts)
    factor, daily = repetition(facts, count.at if count else None)
    if count:
        facts.bound.add(count.at)
    return Amount((count.middle if count else 1.0) * people * factor, "image", None, count is not None, daily)


def _of_media(facts: Facts, period: Period) -> bool:
    """Return whether a time is the length of a video or recording beside it: "a minute of video"."""
    near = facts.tagged.spans[max(0, period.at - 2) : period.at + 3]
    return period.unit in SECONDS and any(
        span.has("nouns", "video", "audio") or (span.name and span.name.activity in ("video", "audio"))
        for span in near
    )


def _per_time(facts: Facts) -> Period | None:
    """Return the time that a video or recording is measured by: "per second"."""
    short = ("second", "minute")
    found = next((each for each in facts.periods if each.role == "rate" and each.unit in short), None)
    if found:
        facts.bound.add(found.at)
    return found


def seconds(facts: Facts, mine: list[Count]) -> Amount:
    """Return how many seconds of video or audio are made or heard; clips of no stated length are items."""
    length = next((each for each in mine if each.key in SECONDS), None)
    if length is None and (timed := next((each for each in facts.periods if _of_media(facts, each)), None)):
        facts.periods.remove(timed)  # "a minute of video"
        length = Count(timed.n, timed.n, timed.unit, timed.at, timed.at)
    clips = next((each for each in mine if each.key in ("video", "audio", *PROMPTS)), None) or next(
        (each for each in mine if each.key == "bare"), None
    )
    people = crowd(facts)
    number = clips or length
    factor, daily = repetition(facts, number.at if number else None)
    for each in (length, clips):
        if each:
            facts.bound.add(each.at)
    value = (clips.middle if clips else 1.0) * people * factor
    if length is None and clips is None and (rated := _per_time(facts)):
        return Amount(SECONDS[rated.unit], "second")
    if length is None:
        return Amount(value, "item", None, clips is not None, daily)
    return Amount(value * length.middle * SECONDS[length.key], "second", None, True, daily)


def chip_hours(facts: Facts, mine: list[Count]) -> Amount:
    """Return how many hours chips or data centres run, all together."""
    direct = next((each for each in mine if each.key == "device-hour"), None)
    if direct:
        facts.bound.add(direct.at)
        return Amount(direct.middle, "hour")
    number = 1.0
    machines = [
        each
        for kind in ("device", "server", "data-centre")
        for each in [count for count in mine if count.key == kind][:1]
    ]
    for factor_of in (*machines, *facts.counted("group")):  # "3 servers with 8 H200 each"
        number *= factor_of.middle
        facts.bound.add(factor_of.at)
    hours = next((each for each in mine if each.key in ("hour", "minute", "second")), None)
    span = span_of(facts, None)
    for each in facts.periods:
        if each.role in ("rate", "always", "either", "frequency"):
            facts.bound.add(each.at)
    if hours:
        facts.bound.add(hours.at)
        each_h = hours.middle * SECONDS[hours.key] / SECONDS["hour"]
        factor, _ = repetition(facts, hours.at)
        if factor == 1.0 and span and hours.key == "hour" and span.unit not in ("hour",):
            factor = span.n * DAYS[span.unit]
            facts.bound.add(span.at)
        return Amount(number * each_h * factor, "hour")
    rate = next((each for each in facts.periods if each.role in ("rate", "either")), None)
    span = span or rate
    if span:
        facts.bound.add(span.at)
        days = span.n * DAYS[span.unit]
        if rate and rate is not span and rate.unit == "hour":
            return Amount(number * days * HOURS_A_DAY, "hour")
        return Amount(number * days * HOURS_A_DAY, "hour")
    if any(each.role == "always" for each in facts.periods):
        return Amount(number * HOURS_A_DAY, "hour")
    site = any(
        mention.name.slug == SITE for mention in facts.mentions
    )  # is told by the year, a chip by the hour
    hours_meant = DAYS["year"] * HOURS_A_DAY if site else 1.0
    return Amount(number * hours_meant, "hour", stated=bool(machines))
