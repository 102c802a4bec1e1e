"""A request in the making: what a message states and the items that it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.request.facts import Facts
from bot.request.request import Intent, Request
from bot.request.sides import Item
from bot.request.topics import Hit
from estimator.grid import WORLD
from estimator.workload import Activity, Workload


@dataclass(slots=True)
class Reading:
    """A request in the making."""

    facts: Facts
    items: list[Item]
    explained: Hit | None
    looked_up: Hit | None
    helped: Hit | None = None


def request_of(reading: Reading, intent: Intent, **fields: object) -> Request:
    facts = reading.facts
    base = Request(intent, metrics=tuple(facts.metrics), language=facts.tagged.pack.language)
    return replace(base, **fields)  # type: ignore[arg-type]


def region(facts: Facts) -> str | None:
    return facts.places[0][0] if len(facts.places) == 1 and facts.places[0][0] != WORLD else None


def run_of(work: Workload, activity: Activity) -> Workload:
    """Return one run of a model's training or fine-tuning, where the work that is named runs."""
    return Workload(work.subject, activity, 1.0, "run", region=work.region)


def works_of(reading: Reading) -> tuple[Workload, ...]:
    return tuple(item.work for item in reading.items)
