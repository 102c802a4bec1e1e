"""How sure a reading is, and what of the message it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any, Final

from bot.request.evidence import CONTENT, bare, unclear
from bot.request.facts import Facts, Mention
from bot.request.numbers import Num
from bot.request.request import Guess, Request, Taken
from bot.request.spans import Span
from bot.request.units_asked import asked_units, told_in
from estimator.workload import LEARNING

SURE: Final = 0.95
LEFT_OUT: Final = 0.6  # a number, period, place or name that no field carries
NOT_KNOWN: Final = 0.5  # a name in no list
NO_NAME: Final = 0.75  # "an AI": which one is our guess
MOST_EDITS: Final = 2  # more stand for a guess
MISSPELT: Final = 0.85
HUGE: Final = 1e18  # a count beyond it is a slip or a joke
SIDE: Final = 5  # spans after "compared with" in which what it is compared with is named
PAUSES: Final = frozenset(",.?!;:")
TWO_PLACES: Final = 0.75  # a state and a country of one name
NOTHING: Final = 0.9
UNCLEAR: Final = 0.5  # something is asked, or named, and no reading was found
UNBOUND: Final = frozenset({"explain", "help", "none"})
WORKED: Final = frozenset({"estimate", "compare", "equivalent", "budget"})


def doubt(request: Request, facts: Facts) -> Request:
    """Return a request with its confidence, the words that no field carries, the names that no list has."""
    told = told_in(request, facts)
    unused = _unused(request, facts, told)
    unknown = tuple(mention.text for mention in facts.mentions if mention.unknown)
    confidence = SURE
    if request.intent == "none":
        return replace(request, confidence=UNCLEAR if unclear(facts) else NOTHING, unused=(), unknown=())
    if request.intent in ("explain", "help"):
        return replace(request, confidence=SURE, unused=(), unknown=())
    if request.intent == "lookup":
        years = _years(facts, request.topic or "")
        confidence = LEFT_OUT if unused else SURE
        return replace(request, confidence=confidence, unused=unused, unknown=(), years=years)
    subjects = {item.subject for item in request.items}
    used = [mention for mention in facts.mentions if mention.name.slug in subjects]
    if unused:
        confidence = min(confidence, LEFT_OUT)
    if unknown:
        confidence = min(confidence, NOT_KNOWN)
    twins = tuple(
        replace(request, region=other)
        for place, at in facts.places
        if request.region == place
        for other in facts.namesakes.get(at, ())
    )
    if twins:
        confidence = min(confidence, TWO_PLACES)
    twins += _scales(request, facts)
    guessed = _guessed(request, facts, used)
    if guessed:
        confidence = min(confidence, NO_NAME)
    if any(mention.edits > 1 for mention in used):
        confidence = min(confidence, MISSPELT)
    return replace(
        request,
        confidence=confidence,
        unused=unused,
        unknown=unknown,
        alternatives=twins,
        guessed=guessed,
        taken=_taken(request, facts),
        told_in=told,
    )


def _guessed(request: Request, facts: Facts, used: Sequence[Mention]) -> tuple[Guess, ...]:
    """Return what the reading fills in, for the reply to say."""
    found: dict[Guess, bool] = {
        "model": any(mention.generic for mention in used),
        "work": bare(facts),
        "each": _one_each(request, facts),
        "spelling": any(mention.edits > MOST_EDITS for mention in used),
        "amount": any(item.amount > HUGE for item in request.items),
    }
    return tuple(guess for guess, holds in found.items() if holds)


def _other_side(request: Request, facts: Facts) -> dict[int, str]:
    """Return what one thing is set against, if nothing of it is known: "compared with writing it by hand"."""
    tagged = facts.tagged
    if request.intent != "estimate" or len(request.items) != 1 or facts.contrast:
        return {}
    for cue in tagged.cues_of("versus"):
        first = tagged.of[cue.end - 1] + 1
        if tagged.texts[cue.start] in tagged.pack.numbers.either:
            continue  # "1 or 2 prompts"
        rest = list(takewhile(lambda span: span.text not in PAUSES, tagged.spans[first : first + SIDE]))
        if rest and not any(_means(span) for span in rest):
            return {tagged.of[cue.start]: tagged.said(cue.start, rest[-1].end)}
    return {}


def _means(span: Span) -> bool:
    """Return whether a span names, counts or measures anything."""
    content = any(tag.kind in CONTENT for tag in span.tags)
    return bool(span.name or span.num or span.place) or content


def _of_a_place(request: Request, facts: Facts) -> dict[int, str]:
    """Return the words that limit all use of a service to that in one place, which no figure tells."""
    tagged = facts.tagged
    if request.intent not in WORKED or not any(item.unit in ("day", "year") for item in request.items):
        return {}
    places = {at for _, at in facts.places}
    found = {}
    for cue in tagged.cues_of("place-only"):
        after, before = tagged.of.get(cue.end, -1), tagged.of[cue.start] - 1
        at = after if after in places else before if before in places else None
        if at is not None:
            start, end = sorted((tagged.of[cue.start], at))
            found[start] = tagged.said(tagged.spans[start].start, tagged.spans[end].end)
    return found


def _one_each(request: Request, facts: Facts) -> bool:
    """Return whether one use each was counted, because the message says of how many and not how much."""
    return facts.one_each and request.intent in WORKED and any(item.amount != 1 for item in request.items)


def _taken(request: Request, facts: Facts) -> tuple[Taken, ...]:
    """Return the numbers that a message leaves open, each with the one value that it was taken with."""
    if request.intent not in WORKED:
        return ()
    values = {count.at: count.middle for count in facts.counts}
    values |= {period.at: period.n for period in facts.periods}
    things = [use.number_at for use in facts.uses if use.number_at is not None]
    values |= {at: num.middle for at in things if (num := _number(facts, at))}
    values |= {quantity.at: quantity.low for quantity in facts.quantities if request.budget is not None}
    return tuple(
        Taken(facts.tagged.spans[at].text, values[at])
        for at in sorted(values)
        if (at in facts.bound or _carried(request, facts, at))
        and _open(_number(facts, at), bounded=request.intent != "compare")
    )


def _number(facts: Facts, at: int | None) -> Num | None:
    return facts.tagged.spans[at].num if at is not None and 0 <= at < len(facts.tagged.spans) else None


def _open(num: Num | None, *, bounded: bool) -> bool:
    """Return whether a number leaves open how many: a range, "a few", "at least 100"; what a comparison holds
    against it is no bound of it."""
    return num is not None and (num.low < num.high or num.vague or (bounded and bool(num.bound)))


def beside(request: Request, words: tuple[str, ...]) -> Request:
    """Return a request beside which a message says numbers that it does not carry."""
    if not words:
        return request
    confidence = min(request.confidence, LEFT_OUT)
    return replace(request, confidence=confidence, unused=request.unused + words)


def _scales(request: Request, facts: Facts) -> tuple[Request, ...]:
    """Return the request with the other scale of a word of two: "un billón" as a thousand million."""
    for count in facts.counts:
        num = count.num
        if num and num.doubtful and num.alternatives and num.low:
            factor = num.alternatives[0] / num.low
            items = tuple(
                replace(item, amount=item.amount * factor) if item.activity != "everyday" else item
                for item in request.items
            )
            return (replace(request, items=items),)
    return ()


def _unused(request: Request, facts: Facts, told: str) -> tuple[str, ...]:
    """Return the words that no field carries, in their order; `told` is the unit that figures are told in."""
    if request.intent in UNBOUND:
        return ()
    spans = facts.tagged.spans
    left = dict(facts.left)
    if request.intent == "lookup":
        left = {at: words for at, words in left.items() if spans[at].has("cues", "without")}
    for at, span in enumerate(spans):
        if request.intent == "lookup" and span.num and span.num.year:
            continue
        if span.num and span.num.year == "yes" and _dated(request):
            left[at] = span.text
        known = (
            facts.told if request.intent == "lookup" and span.num and not span.num.spelled else facts.bound
        )
        if at in known:
            continue
        if span.num and span.num.low != 1 and not _carried(request, facts, at):
            left[at] = span.text
    if request.intent in WORKED:
        weighed = facts.contrast[1:] if facts.contrast else ()
        left |= {
            at: spans[at].text
            for at, name, value in facts.inputs
            if value not in weighed and not _fixes(request, name, value)
        }
    subjects = {item.subject for item in request.items} | _chips(request)
    for mention in facts.mentions:
        if mention.at in facts.told:
            continue
        if not mention.generic and mention.name.slug not in subjects and mention.at not in facts.negated:
            left[mention.at] = mention.text
    told_times = {(period.unit, period.n) for period in facts.periods if period.at in facts.bound}
    for period in facts.periods:
        if (period.unit, period.n) in told_times:
            continue  # "80 requests a day. Energy per day?"
        counted = request.intent in ("estimate", "compare", "equivalent")
        spans_only = request.intent in ("budget", "check") and period.role == "span"
        if period.at not in facts.bound and period.role != "always" and (counted or spans_only):
            left[period.at] = spans[period.at].text
    if any(mention.name.kind != "chip" for mention in facts.mentions) and not _chips(request):
        left |= {
            facts.tagged.of[cue.start]: facts.tagged.said(cue.start, cue.end)
            for cue in facts.tagged.own_machines()
        }
    uncarried = ["vague-time"]
    uncarried += ["uncarried"] if request.intent in (*WORKED, "check") else []
    uncarried += ["share-wish"] if request.intent in WORKED else []
    for cue in facts.tagged.cues_of(*uncarried):
        if cue.key == "vague-time" and facts.tagged.of[cue.end - 1] in facts.bound:
            continue  # "from January", of "from January to May"
        for at in range(cue.start + 1, cue.end):  # the 2 of "scope 2"
            left.pop(facts.tagged.of[at], None)
        left[facts.tagged.of[cue.start]] = facts.tagged.said(cue.start, cue.end)
    if request.intent in WORKED - {"budget"}:
        left |= {at: words for at, (words, unit) in asked_units(facts).items() if unit != told}
        carried = {item.subject for item in request.items} | set(request.versus)
        numbered = (use for use in facts.uses if use.number_at is not None)
        left |= {use.at: spans[use.at].text for use in numbered if use.thing not in carried}
    if request.intent in WORKED and not facts.counted("person", "group"):
        left |= _everyone(facts)
    regions = {request.region, *(other.region for other in request.others)}
    regions |= {item.region for item in request.items}
    left |= _of_a_place(request, facts) | _other_side(request, facts)
    if request.intent in WORKED:  # "double the energy of a prompt is how many searches"
        multiples = (each for each in facts.quantities if each.unit == "times" and each.at == each.unit_at)
        left |= {each.at: spans[each.at].text for each in multiples if not each.used}
    for place, at in facts.places:
        if place not in regions:
            left[at] = spans[at].text
    return tuple(left[at] for at in sorted(left))


def _everyone(facts: Facts) -> dict[int, str]:
    """Return who all are said to do something, without a number: "everyone in Spain"."""
    tagged = facts.tagged
    found = {}
    for cue in tagged.cues_of("everyone"):
        at = tagged.of[cue.end - 1] + 1
        ends = tagged.spans[at].end if at < len(tagged.spans) and tagged.spans[at].place else cue.end
        found[tagged.of[cue.start]] = tagged.said(cue.start, ends)
    return found


def _dated(request: Request) -> bool:
    """Return whether the year of some work would matter, which no field carries; a training has its own."""
    worked = [item for item in request.items if item.activity not in (*LEARNING, "everyday")]
    return bool(worked) and request.intent in WORKED


def _years(facts: Facts, topic: str) -> tuple[int, ...]:
    """Return the years that a message names, beside that of its topic."""
    named = (int(span.num.low) for span in facts.tagged.spans if span.num and span.num.year)
    return tuple(year for year in dict.fromkeys(named) if str(year) not in topic)


def _chips(request: Request) -> set[str]:
    """Return the chips that models are said to run on."""
    fixed = (item.assumptions.chip for item in request.items if item.assumptions)
    return {chip for chip in fixed if chip is not None}


def _fixes(request: Request, name: str, value: Any) -> bool:
    """Return whether some item has an input as it is stated."""
    return any(item.assumptions and getattr(item.assumptions, name) == value for item in request.items)


def _carried(request: Request, facts: Facts, at: int) -> bool:
    """Return whether a number is carried by an everyday thing or a claim."""
    carried = {item.subject for item in request.items} | set(request.versus)
    if any(use.number_at == at and use.thing in carried for use in facts.uses):
        return True
    budget = (request.budget.value, request.budget.unit) if request.budget else None
    return any(
        quantity.at == at and (quantity.used or (quantity.low, quantity.unit) == budget)  # "with those 4 kWh"
        for quantity in facts.quantities
    )
