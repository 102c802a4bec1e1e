"""How many people do a thing, how often and how long: what multiplies a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.request.facts import Count, Facts, Period
from bot.request.measures import DAYS, SECONDS, periods_in
from bot.request.spans import Span

BESIDE: Final = 3  # spans between what is counted and how often
DAYLIKE: Final = ("day", "weekday", "weekend-day", "night")
SOME_DAYS: Final = ("weekday", "weekend-day")  # of each week


def crowd(facts: Facts) -> float:
    """Return how many people, or classes of people, multiply what each does."""
    value = 1.0
    people = facts.counted("person")
    for count in people:
        value *= count.middle
        facts.bound.add(count.at)
    for count in facts.counted("group"):
        value *= count.middle
        facts.bound.add(count.at)
    return value


def repetition(facts: Facts, at: int | None) -> tuple[float, bool]:
    """Return how often a count is repeated, by its rate and the span asked about; True if assumed."""
    rate = rate_of(facts, at)
    span = span_of(facts, rate)
    frequency = next((each for each in facts.periods if each.role == "frequency"), None)
    factor = 1.0
    if frequency and span and span.role == "rate" and DAYS[span.unit] < DAYS[frequency.of]:
        span = None  # "40 times a day, 220 days a year, and 15 images a week"
    shorter = frequency and rate and DAYS[rate.unit] < DAYS[frequency.of] and rate.unit not in DAYLIKE
    if frequency and rate and shorter and span is None:
        facts.bound |= {frequency.at, rate.at}
        return periods_in(frequency.of, rate.unit) / rate.n, False
    if frequency:
        facts.bound.add(frequency.at)
        if rate and span is None and DAYS[rate.unit] > DAYS[frequency.of]:
            span, rate = rate, None  # "every Monday and Thursday, carbon per year"
            facts.bound.add(span.at)
        if span is None and rate is None:
            return frequency.n, True
        span = span or Period("span", frequency.of, 1.0, frequency.at)
        unit = "day" if frequency.unit in DAYLIKE else frequency.unit
        if rate and rate.unit in SOME_DAYS and (frequency.unit == rate.unit or frequency.of == "year"):
            facts.bound.add(rate.at)
            rate = Period("rate", "day", 1.0, rate.at)  # "6 per school day, 190 school days a year"
        factor = frequency.n / periods_in(frequency.of, unit)
        rate = rate or Period("rate", frequency.unit, 1.0, -1)
    yearly = frequency and (frequency.unit in SOME_DAYS or frequency.of == "year")
    if rate and rate.unit == "day" and not yearly:
        working = next(
            (each for each in facts.periods if each.role == "rate" and each.unit in SOME_DAYS), None
        )
        if working:
            facts.bound.add(rate.at)
            rate = working
    if rate:
        facts.bound.add(rate.at)
    if rate and DAYS[rate.unit] < 1 and (worked := _worked(facts, at)):
        facts.bound.add(worked.at)
        factor *= worked.middle * periods_in(worked.key, rate.unit) / rate.n
        if span is None:
            return factor, False
        facts.bound |= {span.at} | {each.at for each in facts.periods if each.role == "rate"}
        return factor * span.n * (1.0 if span.unit == "weekday" else periods_in(span.unit, "day")), False
    if span is None:
        return factor, False
    if rate is not None or at is not None:
        facts.bound.add(span.at)
    if rate is None:
        if at is None or not _repeats(facts, span):
            return 1.0, False
        days = span.n if span.unit == "weekday" else span.n * periods_in(span.unit, "day")
        return days, True
    if rate.unit == "weekday" and span.unit in ("weekday", "day", "hour"):
        return factor * span.n * (1.0 if span.unit == "weekday" else periods_in(span.unit, "day")), False
    if span.unit == "weekday":
        return factor * span.n * periods_in("day", rate.unit), False
    return factor * span.n * periods_in(span.unit, rate.unit) / rate.n, False


def _worked(facts: Facts, at: int | None) -> Count | None:
    """Return the time that a rate by the hour or minute goes on: "5 prompts an hour, 8 hours a day"."""
    return next((each for each in facts.counts if each.key in SECONDS and each.at != at), None)


def rate_of(facts: Facts, at: int | None) -> Period | None:
    """Return how often a count is repeated: the period right beside it, else any stated rate."""
    rates = [each for each in facts.periods if each.role == "rate"]
    either = [each for each in facts.periods if each.role == "either"]
    if at is not None:
        noun = next((count.noun_at for count in facts.counts if count.at == at), at)
        beside = [
            each
            for each in (*rates, *either)
            if at < each.at <= noun + BESIDE
            and not (each.role == "either" and _before_metric(facts, each.at))
            and not (len(rates) > 1 and _beyond_metric(facts, noun, each.at))
        ]
        if beside:
            return min(beside, key=lambda each: abs(each.at - noun))
    if rates:
        return min(rates, key=lambda each: DAYS[each.unit])
    return None


def _before_metric(facts: Facts, at: int) -> bool:
    """Return whether a word like "yearly" belongs to a metric: "yearly CO2"."""
    spans = facts.tagged.spans
    after = spans[at + 1] if at + 1 < len(spans) else None
    return bool(after and after.has("metrics") and not after.has("metrics", "spend"))


def _beyond_metric(facts: Facts, noun: int, at: int) -> bool:
    """Return whether a metric stands between what is counted and a period: "4 images, co2 per month"."""
    return any(span.has("metrics") and not span.has("nouns") for span in facts.tagged.spans[noun + 1 : at])


def span_of(facts: Facts, rate: Period | None) -> Period | None:
    spans = [each for each in facts.periods if each.role == "span"]
    told = [each for each in spans if (span := _span(facts, each)) is not None and span.num]
    days = [each for each in told if each.unit in ("day", "weekday")]
    long = [each for each in told if _of_a_length(facts, each, spans)]
    if rate is not None and rate.unit in SOME_DAYS and days:  # "in February we worked 20 days"
        facts.bound |= {each.at for each in spans if each not in days}
        spans = days
    elif long:  # "a term of 12 weeks"
        facts.bound |= {each.at for each in spans if each not in long}
        spans = long
    elif told and any(_this(facts, each) for each in spans):
        spans = [each for each in spans if not _this(facts, each)]  # "this term … over ten weeks"
    if spans:
        return max(spans, key=lambda each: each.n * DAYS[each.unit])
    nouns = {count.noun_at for count in facts.counts}
    either = [each for each in facts.periods if each.role == "either" and each is not rate]
    either = [each for each in either if each.at - 1 not in nouns]  # "6 hours daily" is a rate
    if either:
        return either[0]
    rates = [each for each in facts.periods if each.role == "rate" and each is not rate]
    if rate and rates:  # "20 a day, how much a year"
        longest = max(rates, key=lambda each: DAYS[each.unit])
        return longest if DAYS[longest.unit] > DAYS[rate.unit] else None
    return None


def _of_a_length(facts: Facts, period: Period, spans: Sequence[Period]) -> bool:
    """Return whether a time says how long another right before it is: "a term of 12 weeks"."""
    before = facts.tagged.spans[period.at - 1] if 0 < period.at < len(facts.tagged.spans) else None
    led = before is not None and before.has("cues", "of-each")
    return led and any(period.at - 3 <= each.at < period.at for each in spans)


def _span(facts: Facts, period: Period) -> Span | None:
    """Return the words of a period; None for one of an earlier message."""
    known = 0 <= period.at < len(facts.tagged.spans)
    return facts.tagged.spans[period.at] if known else None


def _this(facts: Facts, period: Period) -> bool:
    """Return whether a time is only pointed at: "this term"."""
    span = _span(facts, period)
    return span is not None and facts.tagged.texts[span.start] in facts.tagged.pack.numbers.the


def _repeats(facts: Facts, span: Period) -> bool:
    """Return whether a count is of each day of a span: "6 prompts each for 7 days"."""
    return span.n > 1 and span.unit in ("day", "weekday", "night") and not span.spread
