"""An earlier amount and a message that states another: a count, "10x that", "for a year", other chips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from bot.request import amounts, claims
from bot.request.facts import Count, Facts, Period, Quantity
from bot.request.leaning import of_those
from bot.request.measures import DAYS, PER_CENT, POWER_W, SECONDS, periods_in
from bot.request.repetition import DAYLIKE, SOME_DAYS, crowd, rate_of, repetition, span_of
from bot.request.request import Request
from estimator.workload import LEARNING, Workload

COUNTED: Final = (
    "prompt", "exchange", "document", "conversation", "generation", "image", "video", "audio", "token",
    "bare", "time", "second", "minute", "hour", "device", "device-hour", "training",
)  # fmt: skip
CROWDS: Final = ("person", "group")
MACHINES: Final = ("device", "server", "data-centre")
ADDED_TO: Final[dict[str, tuple[str, ...]]] = {  # unit of an item → what a number on top of it may count
    "prompt": (*amounts.PROMPTS, "bare"), "image": ("image", "bare", *amounts.PROMPTS),
    "token": ("token", "bare"), "run": ("training", "bare"),
    "second": ("second", "minute", "hour"), "hour": ("minute", "hour"),
}  # fmt: skip
RUNNING: Final = ("hour", "minute", "device-hour")


@dataclass(frozen=True, slots=True)
class Turn:
    """A message that was read before."""

    request: Request
    facts: Facts | None = None  # None where only the request is known
    earlier: Request | None = None  # what was asked before it
    aside_from: Turn | None = None  # of a term asked about in between: the turn that goes on behind it


def recount(request: Request, before: Turn, facts: Facts) -> Request:
    """Return the earlier request with the count, the factor or the time that a message states."""
    if request.items and all(item.activity == "hardware" for item in request.items):
        return _machines(request, before, facts)
    factor = _factor(facts)
    if factor is None and (those := of_those(facts)) is not None:
        at, factor = those
        facts.bound |= {at, *(period.at for period in facts.periods)}
    if factor is not None:
        return replace(request, items=tuple(_times(item, factor) for item in request.items))
    earlier = before.facts
    if not facts.counts and any(item.unit == "second" for item in request.items):
        _one_of_a_time(facts)
    if facts.tagged.cue("per-head"):  # "per person if we're 20"
        facts.counts = [replace(c, key="person") if c.key == "bare" else c for c in facts.counts]
    if facts.counted(*CROWDS) and not any(c.key in amounts.PROMPTS for c in facts.counts):
        people = crowd(facts) / _crowd_before(facts, earlier)
        if facts.tagged.cue("per-head"):
            people = 1.0 / crowd(facts)
        return replace(request, items=tuple(_times(item, people) for item in request.items))
    if facts.tagged.cue("per-head") and not facts.counts and earlier is not None:
        return replace(request, items=tuple(_times(i, 1.0 / crowd(earlier)) for i in request.items))
    _as_before(facts, earlier)
    if facts.counted(*CROWDS) and not facts.counted("bare", *amounts.PROMPTS):
        people = crowd(facts) / _crowd_before(facts, earlier)
        return replace(request, items=tuple(_times(item, people) for item in request.items))
    count = _count(request, facts)
    if count is None:
        return request if facts.uses else _spans(request, before, facts)
    facts.bound.add(count.at)
    if timed := _of_a_thing(request, count):
        return timed
    people = crowd(facts if facts.counted(*CROWDS) or earlier is None else earlier)
    repeated = _repeated(facts, earlier, count)
    value = count.middle * people * repeated
    if len(request.items) == 1 and _added(facts, count):
        item = request.items[0]
        if count.key not in ADDED_TO.get(item.unit, ()):
            return request  # "five more minutes", after so many prompts
        one = SECONDS[count.key] / SECONDS[item.unit] if count.key in SECONDS else 1.0
        return replace(request, items=(replace(item, amount=item.amount + value * one),))
    rate = next((each for each in facts.periods if each.role in ("rate", "either")), None)
    items = tuple(
        _in_all(item, count, rate) or _counted(before, item, count, value) for item in request.items
    )
    return replace(request, items=items)


def _as_before(facts: Facts, earlier: Facts | None) -> None:
    """Let a bare number count what the one did that it replaces: "120 now, not 80", where 80 were people."""
    spans = facts.tagged.spans
    gone = {
        span.num.low
        for cue in facts.tagged.cues_of("not", "instead")
        for span in spans[facts.tagged.of[cue.end - 1] + 1 :][:1]
        if span.num
    }
    known = [count for count in (earlier.counts if earlier else []) if count.low in gone]
    for count in facts.counted("bare") if len(known) == 1 else ():
        count.key = known[0].key
        facts.bound |= {at for at, span in enumerate(spans) if span.num and span.num.low in gone}


def _of_a_thing(request: Request, count: Count) -> Request | None:
    """Return a comparison with a new time of the everyday thing in it that is counted by the hour."""
    things = [
        item for item in request.items if item.activity == "everyday" and item.subject.endswith("-hour")
    ]
    works = [item for item in request.items if item.unit == "prompt" or item.activity == "image"]
    if request.intent != "compare" or count.key not in SECONDS or len(things) != 1 or not works:
        return None
    hours = count.middle * SECONDS[count.key] / SECONDS["hour"]
    items = tuple(replace(item, amount=hours) if item is things[0] else item for item in request.items)
    return replace(request, items=items)


def _one_of_a_time(facts: Facts) -> None:
    """Count the time that only an article counts: "and a full minute?"."""
    spans = facts.tagged.spans
    lasting = [period for period in facts.periods if period.role == "span" and period.unit in SECONDS]
    if len(lasting) == 1:  # "an hour of it"
        facts.counts.append(Count(lasting[0].n, lasting[0].n, lasting[0].unit, lasting[0].at, lasting[0].at))
        facts.periods.remove(lasting[0])
        return
    for at, span in enumerate(spans):
        key = next((key for key in SECONDS if span.has("nouns", key)), None)
        if key and facts.one_of(at):
            facts.counts.append(Count(1.0, 1.0, key, at, at))
            return


def _repeated(facts: Facts, earlier: Facts | None, count: Count) -> float:
    """Return how often a new count is repeated: at its own rate, over the time asked about before."""
    own, _ = repetition(facts, count.at)
    if earlier is None or any(each.role == "span" for each in facts.periods):
        return own
    _, span = pace(earlier)
    new = next((each for each in facts.periods if each.role in ("rate", "either")), None)
    if new is None and not facts.periods:
        first = next((each.at for each in earlier.counts if each.key in COUNTED), 0)
        return repetition(earlier, first)[0]
    if new is None or span is None or len(facts.periods) > 1:
        return own
    facts.bound.add(new.at)
    return span.n * periods_in(span.unit, new.unit)


def pace(facts: Facts) -> tuple[Period | None, Period | None]:
    """Return the rate at which something is done, and the time over which it is asked about."""
    first = next((each.at for each in facts.counts if each.key in COUNTED), None)
    rate = rate_of(facts, first)
    return rate, span_of(facts, rate)


def carried(before: Facts | None, facts: Facts) -> Facts:
    """Return what two messages state together, the later one first: what a third may lean on."""
    if before is None:
        return facts
    rate, span = pace(before)
    new = next((each for each in facts.periods if each.role in ("span", "rate", "either")), None)
    kept = [replace(each, role=role, at=-1) for each, role in ((rate, "rate"), (span, "span")) if each]
    if not any(count.key in COUNTED for count in facts.counts):
        if new is None:
            periods = before.periods
        else:
            periods = [each for each in kept if each.role == "rate"]
            periods.append(replace(new, role="span" if periods or new.role == "span" else new.role, at=-1))
        people = facts.counted(*CROWDS)
        counts = [c for c in before.counts if c.key not in CROWDS or not people] + [
            replace(c, at=-1, noun_at=-1) for c in people
        ]
        return replace(before, counts=counts, periods=periods)
    spans = [each for each in kept if new is None or each.role == "span"]
    people = [] if facts.counted(*CROWDS) else before.counted(*CROWDS)
    return replace(
        facts,
        counts=facts.counts + [replace(c, at=-1, noun_at=-1) for c in people],
        periods=facts.periods + (spans if not any(e.role == "span" for e in facts.periods) else []),
        mentions=facts.mentions or before.mentions,
    )


def _machines(request: Request, before: Turn, facts: Facts) -> Request:
    """Apply a new number of chips, or a new time, to the hours that they run."""
    earlier = before.facts
    if (factor := _factor(facts)) is not None:
        return replace(request, items=tuple(_times(item, factor) for item in request.items))
    keys = (*MACHINES, *RUNNING, "bare")
    fresh = [replace(c, key="device") if c.key == "bare" else c for c in facts.counts if c.key in keys]
    if not fresh and not facts.periods:
        return request
    powered = [item.power for item in request.items if item.power]
    if powered and len(facts.counts) == 1 and facts.counts[0].key == "bare" and not facts.periods:
        return _powered(request, facts, powered[0])
    kept = [c for c in (earlier.counts if earlier else []) if c.key in keys]
    kept = [replace(c, key="device") if c.key == "bare" else c for c in kept]
    timed = any(c.key in ("hour", "minute") for c in fresh) or bool(facts.periods)
    counted = any(c.key in MACHINES for c in fresh)
    kept = [c for c in kept if not (timed if c.key in RUNNING else counted)]
    spans = [each for each in (earlier.periods if earlier else []) if each.role == "span"]
    roles = {each.role for each in facts.periods}
    again = "rate" in roles and "span" not in roles and any(c.key in ("hour", "minute") for c in fresh)
    merged = replace(
        facts,
        counts=fresh + kept,
        periods=facts.periods + spans
        if again  # "they ran for 6 hours a day"
        else facts.periods or (earlier.periods if earlier and not timed else []),
    )
    amount = amounts.chip_hours(merged, merged.counts).value
    more = any(_added(facts, count) for count in fresh)  # "2 more hours", on top of those before
    facts.bound |= {c.at for c in fresh} | {period.at for period in facts.periods}
    return replace(
        request,
        items=tuple(replace(item, amount=amount + (item.amount if more else 0.0)) for item in request.items),
    )


def _added(facts: Facts, count: Count) -> bool:
    """Return whether a count comes on top of the one before: "10 more"."""
    spans = facts.tagged.spans
    beside = spans[max(0, count.at - 1) : count.at] + spans[count.noun_at + 1 : count.noun_at + 2]
    between = spans[count.at + 1 : count.noun_at]
    return any(span.has("cues", "on-top") for span in (*beside, *between))


def _powered(request: Request, facts: Facts, known: float) -> Request:
    """Apply a bare number to the power of a data centre, in the unit that it was told in: "and of 200?"."""
    count = facts.counts[0]
    scale = max((each for each in POWER_W.values() if known >= each), default=1.0)
    facts.bound.add(count.at)
    items = tuple(replace(i, power=count.middle * scale) if i.power else i for i in request.items)
    return replace(request, items=items)


def _factor(facts: Facts) -> float | None:
    """Return what "10x that", "double it", "half" multiply by."""
    for quantity in facts.quantities:
        if quantity.unit == "times" and not facts.uses:
            facts.bound |= {quantity.at, quantity.unit_at}
            quantity.used = True
            return quantity.low
    share = next((each for each in facts.quantities if each.unit == "%"), None)
    if share and not facts.uses and (changed := _changed(facts, share)) is not None:
        facts.bound |= {share.at, share.unit_at}
        return changed
    if facts.tagged.cue("divide") and (by := next((c for c in facts.counts if c.key == "bare"), None)):
        facts.bound.add(by.at)
        return 1.0 / by.middle if by.middle else None
    if facts.tagged.cue("multiply") and (
        bare := next((c for c in facts.counts if c.key in ("bare", "time")), None)
    ):
        facts.bound.add(bare.at)
        return bare.middle
    spans = facts.tagged.spans
    for part, whole in pairwise(spans):  # "a quarter of that"
        if part.num and part.num.exact and 0 < part.num.low < 1 and whole.has("cues", "the-answer"):
            facts.bound.add(facts.tagged.of[part.start])
            return part.num.low
    for cue in facts.tagged.cues_of("multiply"):  # "times five"
        at = facts.tagged.of.get(cue.end)
        num = facts.tagged.spans[at].num if at is not None else None
        if at is not None and num is not None and num.exact and not facts.counts:
            facts.bound.add(at)
            return num.low
    number = any(count.key not in ("bare",) for count in facts.counts)
    for key, value in (("double", 2.0), ("triple", 3.0), ("halve", 0.5)):
        if facts.tagged.cue(key) and not number and not facts.quantities:
            tagged = facts.tagged
            for cue in tagged.cues_of(key):
                facts.bound |= {tagged.of[token] for token in range(cue.start, cue.end)}
            facts.bound |= {count.at for count in facts.counts}
            return value
    return None


def _changed(facts: Facts, share: Quantity) -> float | None:
    """Return what a share more or less multiplies by: "30% less", "20% more"."""
    than = claims.than(facts, share)
    if than is None:
        return None
    return 1.0 + (share.low if than == "more" else -share.low) / PER_CENT


def _crowd_before(facts: Facts, earlier: Facts | None) -> float:
    """Return how many people stood where a message puts others: none where it multiplies them."""
    if earlier is None or facts.tagged.cue("multiply"):  # "3 times as many users"
        return 1.0
    grouped = facts.counted("group") and not facts.counted("person")
    if grouped and not earlier.counted("group"):  # "what if it's 5 classes like that"
        return 1.0
    return crowd(earlier)


def _count(request: Request, facts: Facts) -> Count | None:
    each = length_of_each(request, facts)
    return next((c for c in facts.counts if c.key in COUNTED and c is not each), None)


def length_of_each(request: Request, facts: Facts) -> Count | None:
    """Return the count that says how long each of the answers counted before is: "1k tokens each"."""
    stated = amounts.tokens_each(facts, facts.counts)
    if stated or not any(item.unit == "prompt" for item in request.items):
        return stated
    spans = facts.tagged.spans
    for count in facts.counts:
        after = spans[count.noun_at + 1 : count.noun_at + 2]
        if count.key == "token" and any(span.has("cues", "each") for span in after):
            return count
    return None


def _in_all(item: Workload, count: Count, rate: Period | None) -> Workload | None:
    """Return the prompts of all who use a service in the time asked about, where so many a day are stated;
    None for any other item or count: "with a billion prompts a day"."""
    if item.unit not in ("day", "year") or count.key not in amounts.PROMPTS or item.activity == "everyday":
        return None
    times = item.amount * periods_in(item.unit, rate.unit) if rate else 1.0
    return replace(item, amount=count.middle * times, unit="prompt")


def _counted(before: Turn, item: Workload, count: Count, value: float) -> Workload:
    if item.activity == "everyday":
        return item
    if item.activity in LEARNING and count.key in SECONDS:
        return item  # a run is not of a time
    if item.activity in LEARNING and item.unit == count.key == "token":
        return replace(item, amount=value)
    if item.activity in LEARNING and count.key in ("token", "image", *amounts.PROMPTS):
        item = replace(item, activity="text", unit="prompt")
    if item.unit == "second" and count.key in ("bare", "video", "audio", *amounts.PROMPTS):
        return replace(item, amount=item.amount / _clips(before) * value)
    if count.key == "token":
        return replace(item, amount=value, unit="token", tokens=None)
    if count.key in amounts.PROMPTS and item.unit == "token":
        return replace(item, amount=value, unit="prompt")
    if count.key in SECONDS and item.activity in ("video", "audio"):
        seconds = SECONDS[count.key] * value * _clips_before(before)
        return replace(item, amount=seconds, unit="second")
    if count.key == "image" and item.activity in ("text", "reasoning"):
        return replace(item, amount=value, unit="image", activity="image", tokens=None)
    return replace(item, amount=value)


def _clips_before(before: Turn) -> float:
    """Return how many clips the earlier question counted, whose length a new one tells: "no, 5 seconds"."""
    counts = before.facts.counts if before.facts else []
    timed = any(count.key in SECONDS for count in counts)
    clips = next((count.middle for count in counts if count.key in ("video", "audio")), 1.0)
    return clips if timed else 1.0


def _clips(before: Turn) -> float:
    """Return how many videos or recordings the earlier question counted."""
    earlier = before.facts.counts if before.facts else []
    keys = (("video", "audio"), (*amounts.PROMPTS, "bare"))
    found = (count.middle for kind in keys for count in earlier if count.key in kind)
    return next(found, 1.0) or 1.0


def _spans(request: Request, before: Turn, facts: Facts) -> Request:
    """Apply a new period: "what about for a whole year"."""
    earlier = before.facts
    periods = [each for each in facts.periods if each.role in ("span", "rate", "either")]
    if not periods or not request.items or all(item.activity in LEARNING for item in request.items):
        return request  # a run is not of a time: "and for a year?" after a training
    spans = facts.tagged.spans  # "over a term, call it 60 school days": the one that a number tells
    period = max(periods, key=lambda each: (spans[each.at].num is not None, each.n * DAYS[each.unit]))
    if (
        earlier
        and period.unit in SOME_DAYS
        and period.n == 1
        and (rated := pace(earlier)[0])
        and rated.unit in DAYLIKE
    ):
        if pace(earlier)[1] is None:
            return request  # a day is not of some days: "only on weekdays"
        facts.bound |= {each.at for each in facts.periods}
        share = DAYS[rated.unit] / DAYS[period.unit]
        return replace(request, items=tuple(_times(item, share) for item in request.items))
    facts.bound |= {each.at for each in facts.periods}
    old = 1.0
    rate = "day"
    if earlier:
        old, _ = repetition(earlier, next((each.at for each in earlier.counts if each.key in COUNTED), None))
        rated = next((each for each in earlier.periods if each.role in ("rate", "either")), None)
        rate = rated.unit if rated else "day"
        worked = earlier.counted("hour", "minute")
        if DAYS[rate] < 1 and worked and period.role == "span" and pace(earlier)[1] is None:
            days = period.n * periods_in(period.unit, "day")  # "60 an hour for 4 hours", each day of a month
            return replace(request, items=tuple(_times(item, days) for item in request.items))
        lasted = next((each for each in earlier.periods if each.role == "span"), None)
        if DAYS[rate] < 1 and lasted and period.role == "span":  # "12 an hour, 6 hours a day, for 2 weeks"
            longer = period.n * DAYS[period.unit] / (lasted.n * DAYS[lasted.unit])
            return replace(request, items=tuple(_times(item, longer) for item in request.items))
    worked_on = period.unit == "weekday" and rate in DAYLIKE  # "400 a day", "over 220 working days"
    factor = period.n * (1.0 if worked_on else periods_in(period.unit, rate)) / old
    often = next((each for each in facts.periods if each.role == "frequency"), None)
    if often and often.unit in DAYLIKE and rate in DAYLIKE:  # "5 days a week for 46 weeks"
        factor *= often.n / periods_in(often.of, "day")
    return replace(request, items=tuple(_times(item, factor) for item in request.items))


def _times(item: Workload, factor: float) -> Workload:
    return item if item.activity == "everyday" else replace(item, amount=item.amount * factor)
