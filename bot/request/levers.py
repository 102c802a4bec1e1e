"""What would change an estimate, said as a wish: "with shorter answers", "on solar power"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from bot.request.aside import SUPPLIED
from bot.request.facts import Facts
from bot.request.items import build
from bot.request.leaning import leans
from bot.request.making import region
from bot.request.measures import METRIC_OF
from bot.request.request import Request
from bot.request.topics import strays
from estimator.catalogue import Catalogue
from estimator.levers import LOWEST_PRECISION, WRITTEN, smaller
from estimator.workload import NOTHING, Metric, Plant, Workload

# How hard a model reasons: the figure of tokens of reasoning for each visible one that goes with it.
EFFORTS: Final = {"effort-low": "low", "effort-medium": "median", "effort-high": "high"}
MULTIPLE: Final = "serving.reasoning_multiple"
RUN_OTHERWISE: Final = (*SUPPLIED, *EFFORTS, "coarse")  # how the same work is run
ANSWERED: Final = ("text", "reasoning")
LENGTHS: Final = {"shorter": 0.5, "longer": 2.0}
BOTH: Final = 2  # kinds of power plant, or efforts, that are weighed
FEWER: Final = 0.5  # of the steps
TYPICAL: Final = "serving.chat_output_tokens"
STEPS: Final = {"image": "generation.image_steps", "video": "generation.video_steps"}
# Topics that a named model makes a what-if.
MITIGATION: Final = ("lower-footprint", "lower-footprint-how", "lower-footprint-levers", "renewable-power")
FOLLOWED: Final = frozenset({"estimate", "compare", "equivalent", "budget"})


def again(before: Request, facts: Facts, catalogue: Catalogue) -> Request | None:
    """Return an earlier request with what a message that is little but a lever changes; None for another."""
    levers = facts.levers
    told = {at for tokens in levers.values() for at in tokens}
    named = any(not mention.generic for mention in facts.mentions)
    stated = facts.quantities or facts.places or facts.left
    if not levers or before.intent not in FOLLOWED or named or stated:
        return None
    if strays(facts.tagged, told) > 1 or not leans(facts):
        return None
    items = tuple(_pulled(item, levers, catalogue) or item for item in before.items)
    if items == before.items:
        return None
    facts.bound |= {facts.tagged.of[at] for at in told}
    return replace(before, items=items, language=facts.tagged.pack.language, others=(), alternatives=())


def supposed(request: Request, facts: Facts, catalogue: Catalogue) -> Request:
    """Return a request with what the message supposes of it: run otherwise, or set against the usual."""
    levers = facts.levers
    named = any(not mention.generic for mention in facts.mentions)
    if not levers:
        return request
    supposing = request.intent == "none" and facts.tagged.cue("what-if")
    if named and (supposing or (request.intent == "explain" and request.topic in MITIGATION)):
        works = tuple(item.work for item in build(facts))
        metrics = tuple(facts.metrics)
        asked = Request("estimate", metrics, works, region(facts), language=request.language)
        found = _against(asked, levers, facts, catalogue)
        return request if found == asked else found
    return _against(request, levers, facts, catalogue)


def _energy_apart(facts: Facts, levers: dict[str, range]) -> bool:
    """Return whether energy is asked for by words beside those that name a power plant."""
    spans = facts.tagged.spans
    told = {facts.tagged.of[at] for tokens in levers.values() for at in tokens}
    told |= {
        at for at in range(len(spans) - 1) if spans[at + 1].num and at + 1 in facts.bound and at + 2 in told
    }
    return any(
        (span.has("metrics", "energy") and not span.has("metrics", "spend"))
        or METRIC_OF.get(span.key("units") or "") == "energy"  # "on solar, how many kWh?"
        for at, span in enumerate(spans)
        if at not in told
    )


def _against(request: Request, levers: dict[str, range], facts: Facts, catalogue: Catalogue) -> Request:
    """Return an estimate as run otherwise; of another length or model, a comparison of the two."""
    if request.intent == "compare" and len(request.items) == BOTH:
        return _each_supplied(request, levers, facts, catalogue)
    if request.intent != "estimate" or len(request.items) != 1:
        return request
    either = [lever for lever in levers if lever in SUPPLIED] or [each for each in levers if each in EFFORTS]
    if len(either) == BOTH and facts.tagged.cue("versus", "than", "more", "compare"):  # "solar or coal?"
        ways = (_pulled(request.items[0], {lever: levers[lever]}, catalogue) for lever in either)
        items = tuple(way for way in ways if way)
        return replace(request, intent="compare", items=items, metrics=_metrics(request, levers, facts))
    pulled = _pulled(request.items[0], levers, catalogue)
    if pulled is None:
        return request
    if set(levers) <= set(RUN_OTHERWISE):
        return replace(request, items=(pulled,), metrics=_metrics(request, levers, facts))
    return replace(request, intent="compare", items=(request.items[0], pulled))


def _each_supplied(request: Request, levers: dict[str, range], facts: Facts, catalogue: Catalogue) -> Request:
    """Return a comparison of two places with the kind of power plant that is named of each: "in Poland on
    coal or in Sweden on hydro"."""
    supplied = sorted((lever for lever in levers if lever in SUPPLIED), key=lambda lever: levers[lever].start)
    if len(supplied) != BOTH or not all(item.region for item in request.items):
        return request
    items = tuple(
        _pulled(item, {lever: levers[lever]}, catalogue) or item
        for item, lever in zip(request.items, supplied, strict=True)
    )
    return replace(request, items=items, metrics=_metrics(request, levers, facts))


def _metrics(request: Request, levers: dict[str, range], facts: Facts) -> tuple[Metric, ...]:
    """Return the metrics asked for: the power of "solar power" is none."""
    powered = set(levers) & set(SUPPLIED) and not _energy_apart(facts, levers)
    return tuple(metric for metric in request.metrics if not powered or metric != "energy")


def _pulled(item: Workload, levers: dict[str, range], catalogue: Catalogue) -> Workload | None:
    """Return a workload as levers change it; None where none of them does."""
    changed = item
    fixed = item.assumptions or NOTHING
    for lever in levers:
        if lever in SUPPLIED and item.activity != "everyday":
            fixed = replace(fixed, grid=catalogue.figures[f"plants.{lever}"].median, plant=cast(Plant, lever))
        elif lever in EFFORTS and item.activity in ANSWERED and item.unit == "prompt":
            multiple = getattr(catalogue.figures[MULTIPLE], EFFORTS[lever])
            usual = item.tokens or catalogue.figures[TYPICAL].median
            fixed = replace(fixed, reasoning_tokens=float(round(usual * multiple)))
            changed = replace(changed, activity="reasoning")
        elif lever == "coarse" and item.activity in WRITTEN:
            fixed = replace(fixed, precision=LOWEST_PRECISION)
        elif lever in LENGTHS and item.activity in WRITTEN and item.unit == "prompt":
            usual = item.tokens or catalogue.figures[TYPICAL].median
            changed = replace(changed, tokens=float(round(usual * LENGTHS[lever])))
        elif lever == "fewer-steps" and item.activity in STEPS:
            steps = fixed.steps or _steps(item, catalogue)
            fixed = replace(fixed, steps=max(round(steps * FEWER), 1))
        elif lever == "smaller" and (model := _model(item.subject, catalogue)):
            changed = replace(changed, subject=smaller(catalogue.models[model], catalogue) or item.subject)
    if fixed != (item.assumptions or NOTHING):
        changed = replace(changed, assumptions=fixed)
    return changed if changed != item else None


def _model(subject: str, catalogue: Catalogue) -> str | None:
    """Return the model of a name, of a service the one that it runs now."""
    if subject in catalogue.services:
        return catalogue.services[subject].runs[-1].model
    return subject if subject in catalogue.models else None


def _steps(item: Workload, catalogue: Catalogue) -> float:
    model = catalogue.models.get(_model(item.subject, catalogue) or "")
    known = model.numbers.get("steps") if model is not None and model.numbers else None
    return known or catalogue.figures[STEPS[item.activity]].median
