"""The estimate of a request: the items, and what is asked about them together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from estimator import together
from estimator.catalogue import Catalogue, load
from estimator.figure import Sampling
from estimator.item import item_estimate
from estimator.result import (
    Assumption,
    BudgetAnswer,
    Comparison,
    Driver,
    Equivalent,
    Estimate,
    Fact,
    Grade,
    ItemEstimate,
    Published,
    Ruling,
    Verdict,
)
from estimator.workload import Budget, Claim, Metric, Workload, as_run

__all__ = [
    "Assumption",
    "BudgetAnswer",
    "Comparison",
    "Driver",
    "Equivalent",
    "Estimate",
    "Fact",
    "Grade",
    "ItemEstimate",
    "Published",
    "Ruling",
    "Verdict",
    "estimate",
]


@lru_cache(maxsize=1)
def shared_sampling() -> Sampling:
    """Return the draws that all answers share."""
    return Sampling()


def estimate(
    items: Sequence[Workload],
    *,
    intent: str = "estimate",
    metrics: Sequence[Metric] = (),
    region: str | None = None,
    versus: Sequence[str] = (),
    claim: Claim | None = None,
    budget: Budget | None = None,
    topic: str | None = None,
    catalogue: Catalogue | None = None,
    sampling: Sampling | None = None,
) -> Estimate:
    """Return what is known about workloads, and what is asked about them together.

    Each item carries every quantity; `metrics` says which of them a comparison is to be in.

    Raises UnknownName for a subject, region, chip or thing that the catalogue lacks, OutOfRange for a value
    that the formulae don't hold for; both name the field.
    """
    catalogue = catalogue or load()
    sampling = sampling or shared_sampling()
    pairs = [
        item_estimate(as_run(item), region, catalogue, sampling, f"items[{index}]")
        for index, item in enumerate(items)
    ]
    if len(pairs) == 1 and not versus and claim is None and budget is None and topic is None:
        item, unit = pairs[0]
        if intent in ("estimate", "explain"):
            return Estimate(items=(item,), sources=together.sources(catalogue, unit.sources))
    return together.estimate(
        tuple(pairs),
        intent=intent,
        metrics=tuple(metrics),
        region=region,
        versus=tuple(versus),
        claim=claim,
        budget=budget,
        topic=topic,
        catalogue=catalogue,
        sampling=sampling,
    )
