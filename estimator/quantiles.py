"""The draws behind an estimate, as few enough numbers to draw or to send."""

from __future__ import annotations

import numpy as np

from estimator.catalogue import Catalogue, load
from estimator.estimate import shared_sampling
from estimator.figure import Sampling
from estimator.item import unit_of
from estimator.workload import Metric, Workload


def quantiles(
    workload: Workload,
    metric: Metric,
    *,
    region: str | None = None,
    count: int = 20,
    catalogue: Catalogue | None = None,
    sampling: Sampling | None = None,
) -> tuple[float, ...]:
    """Return the middles of so many equally likely slices of a workload's footprint, ascending.

    In the metric's base unit, for the whole amount; empty where the workload has no such metric. The draws
    are those of `estimate` for the first item of a request. Raises what `estimate` raises.
    """
    unit = unit_of(workload, region, catalogue or load(), sampling or shared_sampling(), "items[0]")
    draws = unit.draws.get(metric)
    if draws is None:
        return ()
    middles = (np.arange(count) + 0.5) / count
    return tuple((np.quantile(draws, middles) * workload.amount).tolist())
