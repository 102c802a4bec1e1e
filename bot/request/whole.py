"""Questions about the whole of something: all of AI, which no model stands for, and a service in a year."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.request import claims
from bot.request.amounts import of_somebody
from bot.request.evidence import AI_WORK
from bot.request.facts import Facts, Mention
from bot.request.making import Reading, region
from bot.request.request import Intent, Request
from bot.request.topics import Hit
from estimator.workload import Claim, Metric, Unit, Whole

# Topics on all of AI, by what of it is asked about.
NAMED_IN: Final = "ai-energy-world"  # the topic whose first words are the names of all AI
TOPICS: Final[Mapping[Metric | None, str]] = {
    "energy": NAMED_IN, "carbon": NAMED_IN, None: NAMED_IN, "water": "ai-water-world",
}  # fmt: skip
WEIGHED: Final = ("estimate", "check", "compare", "equivalent")
# What one use of AI is told by, and who uses it.
ONE_USE: Final = (*AI_WORK, "exchange", "document", "conversation", "generation", "audio")
# From how many of a unit on no single use of AI is meant.
LARGE: Final[Mapping[str, float]] = {
    "%": 0.0, "TWh": 0.0, "GWh": 0.0, "MWh": 1e3, "kWh": 1e6, "Mt": 0.0, "kt": 0.0, "t": 1e3, "kg": 1e6,
    "m3": 1e3, "L": 1e6, "gallon": 1e6, "USD": 1e4, "EUR": 1e4,
}  # fmt: skip
YEARS: Final[Mapping[str, Unit]] = {
    "day": "day",
    "year": "year",
}  # what homes, cars, people and countries are counted by
ONE: Final = "human"  # stem of the things that one person alone is
YEAR: Final = re.compile(r"20\d\d")
COUNTRY: Final = "country-"  # stem of the things that are all the electricity of a country


def of_the_whole(request: Request, reading: Reading) -> Request:
    """Return a request that is about the whole as such; itself where it is about one use, or about neither.

    What all of AI takes is looked up or held against what is published on it; a service set against what
    homes, cars or countries take in a year is its use in a year.
    """
    if not (reading.items and request.items) or request.intent not in WEIGHED:
        return request
    of_all = _huge(request) and _rated(request, reading.facts) is not None
    if _of_one(reading) and not of_all:
        return request
    mention = reading.items[0].mention
    assert mention is not None
    somebodys = request.intent == "check" and of_somebody(reading.facts) and _untold(reading)
    if somebodys and not of_all:
        return _unruled(request, reading.facts)
    if mention.generic:
        return _all_of_ai(request, reading) if _names_all(reading.facts, mention) else request
    return _service(request, reading)


def located(request: Request, facts: Facts) -> Request:
    """Return a claim about what is published with the year and the whole that it is about."""
    if request.intent != "check" or request.items or request.topic is None or request.claim is None:
        return request
    spans = facts.tagged.spans
    wholes: dict[Whole, bool] = {
        "ai": any(span.has("nouns", "ai") for span in spans),
        "data-centres": any(span.has("nouns", "data-centre") for span in spans),
    }
    named = [whole for whole, spoken in wholes.items() if spoken]
    years = {int(span.text) for span in spans if YEAR.fullmatch(span.text)}
    claim = replace(
        request.claim,
        year=years.pop() if len(years) == 1 else None,
        whole=named[0] if len(named) == 1 else None,
        per=None if len(named) == 1 and request.claim.per == "prompt" else request.claim.per,
    )
    return replace(request, claim=claim)


def turned(facts: Facts, hit: Hit | None = None) -> bool:
    """Return whether AI is said to take less than something, or something to take more than AI."""
    spans, of = facts.tagged.spans, facts.tagged.of
    ours = [at for at, span in enumerate(spans) if span.name or span.has("nouns", "ai", "data-centre")]
    theirs = [*(use.at for use in facts.uses), *(at for _, at in facts.places)]
    told = (of[at] for at in sorted(hit.tokens)) if hit else ()
    theirs += [at for at in told if at not in ours and not spans[at].tags]  # "aviation"
    after = bool(ours and theirs) and min(theirs) < min(ours)
    return facts.tagged.cue("than") and facts.tagged.cue("less") is not after


def _huge(request: Request) -> bool:
    """Return whether a claim is too large to be about one use."""
    claim = request.claim
    size = None if claim is None else claim.high if claim.low is None else claim.low
    return size is not None and claim is not None and size >= LARGE.get(claim.unit or "", math.inf)


def _rated(request: Request, facts: Facts) -> Unit | None:
    """Return what time a claim of a service is of, which stands right behind it: "$694,444 per day"."""
    if request.claim is None or facts.counts:
        return None
    ends = {quantity.unit_at + 1 for quantity in facts.quantities if quantity.metric}
    rates = [each for each in facts.periods if each.role == "rate" and each.at in ends]
    return YEARS.get(rates[0].unit) if rates else None


def _of_one(reading: Reading) -> bool:
    """Return whether a message is about some use of AI: counted, made by somebody, on stated terms."""
    facts, item = reading.facts, reading.items[0]
    if item.mention is None or len(reading.items) > 1 or item.work.activity != "text":
        return True
    if facts.training or facts.fine_tuning or facts.fixed or facts.tagged.cue("mine", "each"):
        return True
    single = any(span.has("nouns", *ONE_USE) for span in facts.tagged.spans)
    numbers = {use.number_at for use in facts.uses}
    return single or any(count.at not in numbers and count.key != "bare" for count in facts.counts)


def _untold(reading: Reading) -> bool:
    """Return whether it is left open how often somebody does it in the time that is stated."""
    facts, item = reading.facts, reading.items[0]
    timed = any(period.at not in facts.bound for period in facts.periods)
    return timed and item.work.unit == "prompt" and not item.stated


def _unruled(request: Request, facts: Facts) -> Request:
    """Return a claim on somebody's year as a question of one prompt, with what is claimed left out."""
    for quantity in facts.quantities:
        facts.bound -= {quantity.at, quantity.unit_at}
    facts.bound -= {use.number_at for use in facts.uses if use.number_at is not None}
    return replace(request, intent="estimate", claim=None, versus=())


def _names_all(facts: Facts, mention: Mention) -> bool:
    """Return whether a name without a model is that of all AI: "AI", and not "an AI", "this chatbot"."""
    tagged = facts.tagged
    span = tagged.spans[mention.at]
    said = tagged.texts[span.start : span.end]
    named = any(topic.id == NAMED_IN and said in topic.groups[0] for topic in tagged.pack.topics)
    before = tagged.spans[mention.at - 1] if mention.at else None
    single = before is not None and (
        before.num is not None
        or before.text.lower() in tagged.pack.numbers.article
        or before.has("cues", "that", "each", "per")
    )
    return named and not single


def _all_of_ai(request: Request, reading: Reading) -> Request:
    facts = reading.facts
    metric: Metric | None = request.metrics[0] if request.metrics else None
    stated = request.claim.metric if request.claim is not None else None
    topic = TOPICS.get(stated or metric)
    if topic is None or facts.tagged.cue("refuse-weak"):
        return request
    country = next((thing for thing in request.versus if thing.startswith(COUNTRY)), None)
    if request.intent == "check":
        return _claimed(request, reading, topic)
    if request.intent == "compare" and country is not None:
        more, less = facts.tagged.cue("more"), turned(facts)
        claim = Claim("energy", None if less else 1.0, 1.0 if less or not more else None, claims.MULTIPLE)
        return replace(_about(request, reading, "check", NAMED_IN), claim=claim, versus=(country,))
    if request.intent == "estimate" and not facts.uses and not facts.counts and not facts.quantities:
        return _about(request, reading, "lookup", topic)
    return request


def _claimed(request: Request, reading: Reading, topic: str) -> Request:
    """Return a claim about all of AI where it is one: of a time, in a unit of totals, of what many take."""
    facts, claim = reading.facts, request.claim
    if claim is None or (claim.low is None and claim.high is None):
        beyond = facts.tagged.cue("than") and facts.places  # "more water than France"
        return (
            replace(_about(request, reading, "lookup", topic), claim=None, region=None) if beyond else request
        )
    timed = any(period.role in ("rate", "span", "either") for period in facts.periods)
    unit = next(iter(request.versus), "") if claim.unit == claims.MULTIPLE else claim.unit or ""
    many = facts.tagged.thing_units.get(unit, "") in YEARS
    if not (timed or many or _huge(request)):
        return request
    versus = request.versus if many else ()
    return replace(_about(request, reading, "check", topic), claim=claim, versus=versus)


def _about(request: Request, reading: Reading, intent: Intent, topic: str) -> Request:
    """Return a request about all of AI that no item stands for."""
    facts = reading.facts
    mention = reading.items[0].mention
    assert mention is not None
    facts.told |= {mention.at}
    facts.bound |= {mention.at, *(period.at for period in facts.periods)}
    return replace(
        request,
        intent=intent,
        items=(),
        versus=(),
        budget=None,
        topic=request.topic or topic,
        region=region(facts),
    )


def _service(request: Request, reading: Reading) -> Request:
    """Return a service's use in a year where it is set against what homes, cars or countries take in one."""
    facts, item = reading.facts, reading.items[0]
    things = (thing for thing in request.versus if not thing.startswith(ONE))  # "the human brain"
    units = (YEARS.get(facts.tagged.thing_units.get(thing, "")) for thing in things)
    unit = next((each for each in units if each is not None), None) or _rated(request, facts)
    serves = item.mention is not None and item.mention.name.kind == "service"
    if unit is None or not serves or item.work.amount != 1:
        return request
    if item.work.unit not in ("prompt", *YEARS) or len(facts.periods) > 1:
        return request  # "in a day what 90 homes use in a year"
    work = replace(item.work, unit=unit)
    items = tuple(work if each == item.work else each for each in request.items)
    claim = request.claim
    if claim is not None:
        multiple = claims.MULTIPLE if claim.unit in request.versus else claim.unit
        claim = replace(claim, unit=multiple, per=claims.per_unit((work,)))
    return replace(request, items=items, claim=claim)
