"""What somebody put into a command's options → the request it makes, without a text in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.request import Request
from estimator.catalogue import Catalogue
from estimator.workload import Activity, Budget, Metric, Unit, Workload

# What is counted of each activity. Where nothing is counted of video and sound, a clip is meant.
COUNTED: Final[dict[Activity, Unit]] = {
    "text": "prompt", "reasoning": "prompt", "code-agent": "prompt", "embedding": "prompt", "image": "image",
    "video": "second", "audio": "second", "training": "run", "fine-tuning": "run", "hardware": "hour",
    "everyday": "item",
}  # fmt: skip
CLIPS: Final = ("video", "audio")
PROMPTS: Final = ("text", "reasoning", "code-agent", "embedding")
MOST_COMPARED: Final = 5


def activity_of(subject: str, catalogue: Catalogue) -> Activity:
    """Return what a subject does; an unknown one is taken for a chat, and refused by its name later."""
    entry = catalogue.models.get(subject) or catalogue.services.get(subject)
    if entry is not None:
        return entry.activity
    if subject in catalogue.chips:
        return "hardware"
    return "everyday" if subject in catalogue.things else "text"


def workload(
    subject: str,
    catalogue: Catalogue,
    *,
    count: float | None = None,
    activity: Activity | None = None,
    tokens: float | None = None,
) -> Workload:
    """Return so many of what a subject does; one where nothing is counted."""
    kind = activity or activity_of(subject, catalogue)
    unit = COUNTED[kind]
    if kind in CLIPS and count is None:
        unit = "item"
    amount = 1.0 if count is None else float(count)
    return Workload(subject, kind, amount, unit, tokens=tokens if kind in PROMPTS else None)


def estimate(work: Workload, region: str | None, metric: Metric | None, language: str) -> Request:
    return Request("estimate", _metrics(metric), (work,), region, language=language)


def training(subject: str, region: str | None, language: str) -> Request:
    return Request("estimate", (), (Workload(subject, "training", 1.0, "run"),), region, language=language)


def comparison(
    subjects: list[str],
    catalogue: Catalogue,
    *,
    count: float | None,
    region: str | None,
    metric: Metric | None,
    language: str,
) -> Request:
    """Return a comparison of subjects; `count` is of what computes, an everyday thing stays one."""
    items = tuple(
        workload(subject, catalogue, count=None if _is_thing(subject, catalogue) else count)
        for subject in dict.fromkeys(subjects)
    )
    return Request("compare", _metrics(metric), items, region, language=language)


def budget(amount: Budget, subject: str, region: str | None, catalogue: Catalogue, language: str) -> Request:
    work = replace(workload(subject, catalogue), amount=1.0)
    return Request("budget", (), (work,), region, budget=amount, language=language)


def topic(intent: str, slug: str, language: str) -> Request:
    """Return a request for what was published on a topic, or for a page that explains it."""
    return Request("lookup" if intent == "lookup" else "explain", topic=slug, language=language)


# Requests that were answered, changed by a button


def with_region(request: Request, region: str | None) -> Request:
    """Return a request about another place; None is the world."""
    items = tuple(replace(item, region=None) for item in request.items)
    return _fresh(replace(request, region=region, items=items))


def with_another(request: Request, subject: str, catalogue: Catalogue) -> Request:
    """Return a request that compares what was asked about with one thing more."""
    work = [item for item in request.items if item.subject != subject]
    first = work[0] if work else request.items[0]
    if _is_thing(subject, catalogue):
        other = workload(subject, catalogue)
    else:
        kind = activity_of(subject, catalogue)
        alike = first.activity == kind or (first.activity in PROMPTS and kind in PROMPTS)
        if alike or first.activity in ("training", "fine-tuning"):
            kept = first.activity if first.activity in ("training", "fine-tuning") else kind
            other = replace(first, subject=subject, activity=kept)
        else:
            other = workload(subject, catalogue)
    things = tuple(workload(thing, catalogue) for thing in request.versus if thing != subject)
    items = (*work, *things, other)[-MOST_COMPARED:]
    return _fresh(
        replace(request, intent="compare", items=items, versus=(), claim=None, budget=None, topic=None)
    )


def in_language(request: Request, language: str | None) -> Request:
    """Return a request to be answered in another language."""
    if language is None or language == request.language:
        return request
    others = tuple(in_language(other, language) for other in request.others)
    return replace(request, language=language, others=others)


def _fresh(request: Request) -> Request:
    """Return a changed request without what was said of the text that it came of."""
    return replace(request, confidence=1.0, unused=(), unknown=(), alternatives=(), others=())


def _metrics(metric: Metric | None) -> tuple[Metric, ...]:
    return (metric,) if metric else ()


def _is_thing(subject: str, catalogue: Catalogue) -> bool:
    return activity_of(subject, catalogue) == "everyday"
