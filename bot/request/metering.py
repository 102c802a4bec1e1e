"""The metrics that a message names, in order: by their words, by units, and what a verb of cost is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

from bot.request.facts import Facts
from bot.request.lexicon import Tag
from bot.request.measures import METRIC_OF
from bot.request.spans import Span, Tagged
from estimator.workload import METRICS, Metric

# Cues in which no metric is named.
SILENT: Final = ("refuse", "refuse-weak", "exclaim", "idle", "help", "versus")
LOOSE_UNITS: Final = ("t", "lb", "oz", "pint", "cent")  # "tons of water" are no carbon
USUAL: Final[tuple[Metric, ...]] = ("energy", "carbon", "water", "cost")  # what is told where none is named
PHYSICAL: Final = ("energy", "carbon", "water")
APART: Final = frozenset(",.;:-?!")  # around a unit that stands by itself: "…, kWh?"
PRICE_REACH: Final = 4  # spans from electricity to its price: "power is $0.28"
COST_REACH: Final = 3  # spans from a verb of cost to what it costs: "cost a lot of electricity"


def measure(facts: Facts) -> None:
    """Collect the metrics that are named, in order; a unit without a number names what it measures."""
    spans = facts.tagged.spans
    numbered = {quantity.unit_at for quantity in facts.quantities}
    counting = {count.noun_at for count in facts.counts}
    priced = [place for place, name, _ in facts.inputs if name == "price"]
    found: list[Metric] = []
    for at, span in enumerate(spans):
        if at in facts.negated:
            facts.bound.add(at)
            continue
        keys: Iterable[str] = span.keys("metrics") or _inner_metrics(facts.tagged, span)
        unit = span.key("units")
        if (
            unit
            and at not in numbered
            and at not in facts.bound
            and unit in METRIC_OF
            and not (span.has("things") or span.has("nouns"))
        ):
            before = spans[at - 1] if at else None
            led = before is None or before.has("cues", "how-many", "in", "per") or before.has("units")
            ends = at + 1 == len(spans) or spans[at + 1].text in APART
            led = led or (ends and before is not None and before.text in APART)
            if len(span.text) > 1 and (led or span.end - span.start > 1 or unit not in LOOSE_UNITS):
                keys = {*keys, METRIC_OF[unit]}
        if any(0 < place - at <= PRICE_REACH for place in priced):
            keys = {key for key in keys if key != "energy"}  # "if power is $0.28/kWh"
        if at in counting:
            keys = {key for key in keys if key != "hardware"}  # "for 500 GPU hours"
        for metric in METRICS:
            if metric in keys and metric not in found and at not in numbered:
                found.append(metric)
    if not found and any(span.has("metrics", "drinks") for span in spans):
        found.append("water")  # "sips less electricity" is about no water
    served = bool(facts.counted("prompt", "exchange", "token", "image"))
    if facts.asked == "device" and served and not found:
        found.append("hardware")  # "how many H100s would you need to serve 100 million Gemini prompts"
    if len(found) > 1:
        found = [metric for metric in found if metric not in facts.dropped]  # "leaving price aside"
    if not found and facts.dropped and (facts.counts or facts.tagged.cue("all-metrics")):
        found = [metric for metric in USUAL if metric not in facts.dropped]  # "everything except water"
    facts.metrics = _priced(facts, found)


def _inner_metrics(tagged: Tagged, span: Span) -> frozenset[str]:
    """Return the metrics that words inside a longer phrase name: "as much energy as", "a bottle of water"."""
    if span.end - span.start == 1 or not span.tags:
        return frozenset()
    thing = span.key("things")
    hinting = all(tag.kind == "cues" and tag.key not in SILENT for tag in span.tags)
    inside = {
        tag.key
        for text in tagged.texts[span.start : span.end]
        for tag in tagged.pack.phrases.get((text,), ())
        if tag.kind == "metrics"
    }
    if thing is None:
        return frozenset(inside) if hinting else frozenset()
    return frozenset(inside & set(thing.split("-")))


def _priced(facts: Facts, found: list[Metric]) -> list[Metric]:
    """Drop the cost of "what it costs in energy", which is no money."""
    spans = facts.tagged.spans
    if "cost" not in found:
        return found
    if facts.asked == "thing" and found == ["cost"]:
        return []
    physical: list[Metric] = [metric for metric in found if metric != "cost"]
    money = any(span.has("units") and span.has("metrics", "cost") for span in spans)
    priced = [at for at, span in enumerate(spans) if span.has("metrics", "cost")]
    if any(each.has("metrics", "overall") for at in priced for each in spans[at + 1 : at + 3]) and not money:
        return physical  # "what it costs the climate"
    paid = [quantity.at for quantity in facts.quantities if quantity.metric == "cost"]
    if len(found) > 1 and priced and all(any(abs(at - each) <= COST_REACH for each in paid) for at in priced):
        return physical  # "I pay $20 a month, how much electricity …"
    if priced and not money and _spent_on(facts.tagged, priced, found):
        return physical
    for at in range(priced[0] + 1 if priced else len(spans), len(spans)):
        named = spans[at].has("metrics", "energy", "carbon", "water")
        if named and not money and spans[at - 1].has("cues", "in") and spans[at - 1].text.lower() != "and":
            return physical
    return found


def _spent_on(tagged: Tagged, priced: Sequence[int], found: Sequence[Metric]) -> bool:
    """Return whether a verb of cost has another metric as its object: "how much energy does it cost", "cost
    more power than"; and whether "pounds" are those of carbon."""
    spans = tagged.spans
    for at in priced:
        last = tagged.pack.phrases.get(tagged.texts[spans[at].end - 1 : spans[at].end], ())
        if Tag("units", "GBP") in last and "carbon" in found and len(priced) == 1:
            return True  # "co2 of 300 prompts, in pounds"
        if not spans[at].has("metrics", "spend", "cost") or spans[at].has("nouns"):
            continue
        following = _until_pause(spans[at + 1 : at + 1 + COST_REACH])
        more = bool(following) and following[0].has("cues", "more", "a-lot")
        if more and any(span.has("metrics", *PHYSICAL) for span in following):
            return True
        asked = [place for place in range(at) if spans[place].has("cues", "how-much")]
        if asked and any(span.has("metrics", *PHYSICAL) for span in spans[asked[-1] + 1 : asked[-1] + 2]):
            return not any(span.has("cues", "and") for span in spans[asked[-1] : at])
    return False


def _until_pause(spans: Sequence[Span]) -> list[Span]:
    """Return the spans before a pause, a number or a word that joins."""
    return list(
        takewhile(lambda span: span.text[0].isalnum() and not span.num and not span.has("cues", "and"), spans)
    )
