"""Facts → the claim that a message states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.request.facts import Facts, Quantity, Use
from bot.request.measures import METRIC_OF
from estimator.workload import METRICS, Claim, Metric, Than, Workload

PER_UNIT: Final = {
    "prompt": "prompt",
    "image": "image",
    "run": "run",
    "day": "day",
    "token": None,
    "second": None,
}
PER_NOUN: Final = {
    "prompt": "prompt", "exchange": "prompt", "document": "prompt", "image": "image", "training": "run",
}  # fmt: skip
PARTED: Final = 2  # spans from "than" back to "less" with what is measured between
THAN_REACH: Final = 2  # spans after a ratio in which it is said to be less or more
REACH: Final = 4  # spans between a quantity and what it is per
QUALIFIER: Final = 3  # words of the longest qualifier: "no more than"
# What the energy or the making of a thing is compared by, where a claim names no metric.
MULTIPLE: Final = "times"


def one_of_a_unit(facts: Facts, works: Sequence[Workload]) -> Claim | None:
    """Return the claim of one unit that no number counts: "wastes a litre per picture"."""
    spans = facts.tagged.spans
    numbered = {quantity.unit_at for quantity in facts.quantities}
    for at in range(1, len(spans)):
        metric = METRIC_OF.get(spans[at].key("units") or "")
        if metric and at not in numbered and spans[at - 1].has("cues", "per"):
            return Claim(metric, 1.0, 1.0, spans[at].key("units"), per_unit(works))
    return None


def rated(facts: Facts, quantity: Quantity) -> str | None:
    """Return what a quantity is said to be per: "0.24 Wh per median prompt", "7 million litres a day"."""
    spans = facts.tagged.spans
    for at in range(quantity.unit_at + 1, min(quantity.unit_at + 1 + REACH, len(spans))):
        if spans[at].has("periods", "per-day", "daily"):
            return "day"
        noun = next((key for key in PER_NOUN if spans[at].has("nouns", key)), None)
        if noun and any(span.has("cues", "per", "each") for span in spans[quantity.unit_at + 1 : at]):
            return PER_NOUN[noun]
        if spans[at].num or not spans[at].text[0].isalnum():
            return None
    return None


def basis(thing: str, things: Mapping[str, frozenset[Metric]]) -> Metric | None:
    """Return what an everyday thing is known by: energy first, then carbon; water of a bottle of it."""
    known = things.get(thing, frozenset())
    if "water" in thing.split("-") and "water" in known:
        return "water"
    return next((metric for metric in METRICS if metric in known), None)


def claim(facts: Facts, works: Sequence[Workload], metrics: Sequence[Metric]) -> Claim:
    """Return the quantity that is claimed, in the unit stated; multiples of a thing or a model in `times`."""
    things = facts.tagged.things
    stated = next((q for q in facts.quantities if q.metric and not q.used), None)
    ratio = next(
        (q for q in facts.quantities if q.unit in ("times", "%") and not q.used and compares(facts, q)), None
    )
    metric: Metric | None = metrics[0] if metrics else None
    if stated:
        facts.bound |= {stated.at, stated.unit_at}
        return Claim(stated.metric, *_ends(stated), stated.unit, per_unit(works) or rated(facts, stated))
    if ratio and not any(use.number_at == ratio.at for use in facts.uses):
        if facts.uses and metric is None:
            metric = basis(facts.uses[0].thing, things)
        metric = _shared(facts, ratio) or metric
        facts.bound |= {ratio.at, ratio.unit_at}
        return Claim(metric, *_ends(ratio), ratio.unit, per_unit(works), than=than(facts, ratio))
    use = next(iter(facts.uses), None)
    if use and metric is None:
        metric = basis(use.thing, things)
    if use:
        amount = use.amount or 1.0
        if use.number_at is not None:
            facts.bound.add(use.number_at)
        measure = worth_of(facts, use) or basis(use.thing, things) == "water"  # a bottle
        unit = use.thing if measure else MULTIPLE
        bound = _bound(facts, use)
        low, high = None if bound == "most" else amount, None if bound == "least" else amount
        return Claim(metric, low, high, unit, per_unit(works))
    return Claim(metric)


def _bound(facts: Facts, use: Use) -> str:
    """Return whether a thing is said to be the most or the least: "less than a drop", "over two flights"."""
    tagged = facts.tagged
    if tagged.cue("as-much-as"):  # "as much as five cars" is five of them
        return ""
    if use.number_at is not None:
        num = tagged.spans[use.number_at].num
        return num.bound if num else ""
    end = tagged.spans[use.at].start
    while end and tagged.texts[end - 1] in tagged.pack.numbers.article:
        end -= 1
    qualifiers = tagged.pack.numbers.qualifier_of
    sizes = (size for size in range(QUALIFIER, 0, -1) if tagged.texts[end - size : end] in qualifiers)
    size = next(sizes, 0)
    return qualifiers[tagged.texts[end - size : end]] if size else _parted(facts, use)


def _parted(facts: Facts, use: Use) -> str:
    """Return the same where what is measured stands inside: "less energy than a Google search"."""
    tagged = facts.tagged
    at = use.at - 1
    while at > 0 and tagged.spans[at].text.lower() in tagged.pack.numbers.article:
        at -= 1
    if at < PARTED or not (
        tagged.spans[at].has("cues", "than", "relative") and tagged.spans[at - 1].has("metrics")
    ):
        return ""
    said = tagged.spans[at - PARTED]
    return "most" if said.has("cues", "less") else "least" if said.has("cues", "more") else ""


def than(facts: Facts, ratio: Quantity) -> Than | None:
    """Return whether a ratio or share is by how much less something takes, or a share by how much more: "10
    times less", "20 % more"."""
    following = facts.tagged.spans[ratio.unit_at : ratio.unit_at + 1 + THAN_REACH]
    tokens = {at for span in following for at in range(span.start, span.end)}
    if any(cue.start in tokens for cue in facts.tagged.cues_of("less")):
        return "less"
    if ratio.unit == "%" and any(cue.start in tokens for cue in facts.tagged.cues_of("more")):
        return "more"
    return None


def _shared(facts: Facts, ratio: Quantity) -> Metric | None:
    """Return what a share is of: "slurp 21 % of Ireland's electricity" is about no water."""
    for span in facts.tagged.spans[ratio.unit_at + 1 : ratio.unit_at + 1 + REACH]:
        if named := next((metric for metric in METRICS if span.has("metrics", metric)), None):
            return named
    return None


def worth_of(facts: Facts, use: Use) -> bool:
    """Return whether a number of things is a measure of a metric: "the electricity of 17,000 homes"."""
    before = facts.tagged.spans[: use.number_at or 0][-2:]
    led = bool(before) and before[-1].has("cues", "of-each", "share-of")
    return led and before[0].has("metrics", *METRICS)


def metrics_of(claim: Claim | None, named: Sequence[Metric]) -> tuple[Metric, ...]:
    """Return the metrics that are named, and that of the unit in which a claim is stated."""
    stated = claim is not None and claim.unit in METRIC_OF and claim.metric not in named
    return (claim.metric, *named) if stated and claim and claim.metric else tuple(named)


def compares(facts: Facts, quantity: Quantity) -> bool:
    """Return whether a ratio or share is of something: "5 times hungrier", "20 % more", "1.5 % of"."""
    following = facts.tagged.spans[quantity.unit_at + 1 : quantity.unit_at + 4]
    if quantity.unit == "times":
        return True
    return any(
        span.has("cues", "more", "than", "share-of", "as-much-as") or span.has("metrics")
        for span in following
    )


def _ends(quantity: Quantity) -> tuple[float | None, float | None]:
    if quantity.bound == "most":
        return None, quantity.high
    if quantity.bound == "least":
        return quantity.low, None
    return quantity.low, quantity.high


def per_unit(works: Sequence[Workload]) -> str | None:
    """Return what one unit of a claim about some work is about."""
    return PER_UNIT.get(works[0].unit) if works else None
