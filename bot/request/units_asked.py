"""The unit or currency that an answer is asked for in: "in joules", "how many gallons", "the cost in yen"."""

from __future__ import annotations

from typing import Final

from bot.request.facts import Facts
from bot.request.measures import METRIC_OF
from bot.request.request import Request

# The units that replies tell by themselves.
TOLD: Final = frozenset({
    "mWh", "Wh", "kWh", "MWh", "GWh", "TWh", "mg", "g", "kg", "t", "kt", "Mt", "mL", "cL", "L", "m3",
    "USD", "cent",
})  # fmt: skip
# Those that a figure can be told in besides.
CONVERTED: Final = frozenset(
    {"EUR", "GBP", "J", "kJ", "MJ", "GJ", "kcal", "BTU", "lb", "gallon", "oz", "pint"}
)


def asked_units(facts: Facts) -> dict[int, tuple[str, str]]:
    """Return where an answer is asked for in a unit that replies don't tell by themselves, with the words and
    the unit: "the cost in yen", "how many joules", "in gallons"."""
    tagged = facts.tagged
    stated = {each.unit_at for each in facts.quantities} | facts.bound
    wished = {tagged.of[cue.end - 1] + 1 for cue in tagged.cues_of("how-many")}
    found = {}
    for at, span in enumerate(tagged.spans):
        led = at in wished or (at > 0 and tagged.spans[at - 1].has("cues", "in"))
        whole = span.end - span.start > 1 and span.has("metrics", "cost")  # "in pesos"
        tags = tagged.pack.phrases.get(tagged.texts[span.end - 1 : span.end], ()) if whole else span.tags
        units = {tag.key for tag in tags if tag.kind == "units" and METRIC_OF.get(tag.key)} - TOLD
        if (led or whole) and units and at not in stated and not span.has("things"):
            unit = min(units)
            pounds = unit == "GBP" and "carbon" in facts.metrics and "cost" not in facts.metrics
            found[at] = (span.text, "lb" if pounds else unit)
    return found


def told_in(request: Request, facts: Facts) -> str:
    """Return the unit that one thing is asked for in, if a figure can be told in it."""
    if request.intent != "estimate" or len(request.items) != 1:
        return ""
    asked = {unit for _, unit in asked_units(facts).values()}
    unit = asked.pop() if len(asked) == 1 else ""
    return unit if unit in CONVERTED and METRIC_OF[unit] in request.metrics else ""
