"""What the grid emits at the moment, beside an answer that rests on a yearly average."""

from __future__ import annotations

from dataclasses import replace

from bot.answer.answer import Answer
from bot.live.intensity import LiveIntensity
from bot.request import Request
from estimator.result import Estimate
from estimator.workload import LEARNING, Assumptions, Workload


def place(request: Request) -> str | None:
    """Return the place whose live figure the answer to a request would tell; None if it would tell none."""
    if request.intent not in ("estimate", "lookup") or (request.metrics and "carbon" not in request.metrics):
        return None
    return request.region if all(_may_run_now(item) for item in request.items) else None


def with_intensity(request: Request, live: LiveIntensity) -> Request:
    """Return a request for the carbon of the same items on the electricity of the moment."""
    fixed = [
        replace(item, assumptions=replace(item.assumptions or Assumptions(), grid=live.intensity_g_per_kwh))
        for item in request.items
    ]
    return replace(request, items=tuple(fixed), metrics=("carbon",))


def with_live(answer: Answer, live: LiveIntensity, found: Estimate | None) -> Answer:
    """Return an answer that tells a live figure and the carbon found with it, if it is about that place."""
    if answer.kind == "lookup" and answer.grid is not None and answer.grid.region == live.region:
        return replace(answer, live=live)
    if answer.kind != "estimate" or not answer.computing or answer.region != live.region:
        return answer
    carbon = found.items[0].carbon if found is not None and len(answer.items) == 1 else None
    return replace(answer, live=live, live_carbon=carbon)


def _may_run_now(item: Workload) -> bool:
    """Return whether a workload could be run at this moment, on the electricity that the question names."""
    fixed = item.assumptions is not None and item.assumptions.grid is not None
    return not fixed and item.region is None and item.activity not in (*LEARNING, "everyday")
