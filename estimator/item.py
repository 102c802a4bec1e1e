"""One workload's estimate: computed for one unit, then scaled to its amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from estimator import evidence
from estimator.activities import use_of
from estimator.catalogue import Catalogue
from estimator.figure import Array, Sampling, Spread, frozen
from estimator.footprint import footprint
from estimator.grid import find
from estimator.ledger import Ledger
from estimator.limits import AMOUNT, check
from estimator.result import Assumption, Driver, Grade, ItemEstimate, Published
from estimator.units import BASE_UNITS
from estimator.workload import LEARNING, METRICS, Boundary, Metric, Workload, check_workload


@dataclass(frozen=True, slots=True, eq=False)
class UnitEstimate:
    """The footprint of one unit of a workload, as draws and as spreads."""

    region: str
    draws: Mapping[Metric, Array]  # shape (draws,), in base units
    spreads: Mapping[str, Spread]  # by metric, and by part of one: water.on_site, cost.api
    boundary: Boundary
    grade: Grade
    assumptions: tuple[Assumption, ...]
    drivers: tuple[Driver, ...]
    published: tuple[Published, ...]
    sources: tuple[str, ...]
    model: str = ""  # of a service whose training is asked about, the one that is meant
    recalled: tuple[tuple[str, str], ...] = ()  # what was recalled and not read again, each with its source


@lru_cache(maxsize=256)  # forty kilobytes of draws each
def unit_estimate(
    workload: Workload, region: str | None, catalogue: Catalogue, sampling: Sampling, field: str
) -> UnitEstimate:
    """Return the estimate of one unit of a workload, whatever its amount."""
    check_workload(workload, field)
    ledger = Ledger(catalogue, sampling)
    use = use_of(ledger, workload, field)
    if region and use.region and region != use.region and workload.activity in LEARNING:
        use.carbon_g = None  # as published, of where it was trained
    first = use.from_inputs or tuple(ledger.inputs)
    if workload.region:
        grid = find(catalogue, workload.region, f"{field}.region")
    else:
        grid = find(catalogue, region or use.region, "region")
    found = footprint(ledger, use, grid, workload.assumptions)
    published = evidence.about(catalogue, use, found)
    if found.energy is not None and use.calibrated:
        evidence.update(ledger, use, found)

    rows: dict[str, tuple[Array, str]] = {}
    for metric in METRICS:
        values = getattr(found, metric)
        if values is not None:
            rows[metric] = (values, BASE_UNITS[metric])
    for part, values in found.water_parts.items():
        rows[f"water.{part}"] = (values, "L")
    for part, values in found.costs.items():
        rows[f"cost.{part}"] = (values, "USD")
    if "embodied" in found.carbon_parts:
        rows["carbon.embodied"] = (found.carbon_parts["embodied"], "g")
    ends = sampling.spreads([values for values, _ in rows.values()]).tolist() if rows else []
    spreads = {
        name: Spread(low, median, high, unit)
        for (name, (_, unit)), (low, median, high) in zip(rows.items(), ends, strict=True)
    }
    spine = (
        found.energy
        if found.energy is not None
        else found.carbon
        if found.carbon is not None
        else found.water
    )
    drivers = ledger.drivers(spine) if spine is not None else ()
    draws = {metric: frozen(rows[metric][0]) for metric in METRICS if metric in rows}
    return UnitEstimate(
        region=grid.region,
        draws=MappingProxyType(draws),
        spreads=MappingProxyType(spreads),
        boundary=found.boundary,
        grade=found.grade or ledger.grade(drivers, first),
        assumptions=ledger.assumptions,
        drivers=drivers,
        published=published,
        sources=ledger.cited(drivers, [each.source for each in published]),
        model=use.model,
        recalled=ledger.recalled,
    )


def unit_of(
    workload: Workload, region: str | None, catalogue: Catalogue, sampling: Sampling, field: str
) -> UnitEstimate:
    """Return the estimate of one unit, from the cache where the workload was seen with any amount."""
    return unit_estimate(with_amount(workload, 1.0), region, catalogue, sampling, field)


@lru_cache(maxsize=256)
def item_estimate(
    workload: Workload,
    region: str | None,
    catalogue: Catalogue,
    sampling: Sampling,
    field: str,
) -> tuple[ItemEstimate, UnitEstimate]:
    """Return the estimate of a workload for its whole amount, and that of one unit."""
    check(workload.amount, AMOUNT, f"{field}.amount")
    unit = unit_of(workload, region, catalogue, sampling, field)
    amount = workload.amount

    def scaled(name: str) -> Spread | None:
        found = unit.spreads.get(name)
        return found.times(amount) if found is not None else None

    costs = tuple(
        (name[5:], spread.times(amount)) for name, spread in unit.spreads.items() if name.startswith("cost.")
    )
    item = ItemEstimate(
        workload=workload,
        region=unit.region,
        energy=scaled("energy"),
        carbon=scaled("carbon"),
        water=scaled("water"),
        cost=scaled("cost"),
        hardware=scaled("hardware"),
        boundary=unit.boundary,
        grade=unit.grade,
        assumptions=unit.assumptions,
        drivers=unit.drivers if amount else (),
        published=tuple(replace(each, value=each.value * amount) for each in unit.published if amount),
        water_on_site=scaled("water.on_site"),
        water_off_site=scaled("water.off_site"),
        costs=costs,
        embodied=scaled("carbon.embodied"),
        model=unit.model,
        recalled=unit.recalled,
    )
    return item, unit


def with_amount(workload: Workload, amount: float) -> Workload:
    """Return a workload with another amount."""
    if workload.amount == amount:
        return workload
    return Workload(
        workload.subject,
        workload.activity,
        amount,
        workload.unit,
        workload.tokens,
        workload.region,
        workload.power,
        workload.assumptions,
    )


Pairs = tuple[tuple[ItemEstimate, UnitEstimate], ...]


def totals(pair: tuple[ItemEstimate, UnitEstimate]) -> Mapping[Metric, Array]:
    """Return the draws of an item for its whole amount."""
    item, unit = pair
    return {metric: values * item.workload.amount for metric, values in unit.draws.items()}
