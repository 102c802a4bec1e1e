"""Quantities as people state them, in base units."""

from __future__ import annotations

from estimator.catalogue import Catalogue
from estimator.errors import OutOfRange
from estimator.units import BASE_UNITS
from estimator.workload import Metric


def base(metric: Metric, value: float, unit: str, catalogue: Catalogue, field: str) -> float:
    """Return a value in the base unit of its metric; OutOfRange where the unit measures something else."""
    found = base_unit(unit, catalogue, BASE_UNITS[metric])
    if found is None or found[0] != BASE_UNITS[metric]:
        raise OutOfRange(field, unit, f"units of {metric}, such as {BASE_UNITS[metric]}")
    return value * found[1]


def base_unit(unit: str, catalogue: Catalogue, wanted: str = "") -> tuple[str, float] | None:
    """Return the base unit of a unit and how many of them it holds; None where nobody knows it.

    The case of a symbol counts (Mt, mt) until no unit is written so. Where a base unit is wanted, what may be
    two units is that base unit's: an ounce of water is a fluid ounce.
    """
    name = "".join(unit.split())
    for written in (f"{wanted} {name}", name, name.casefold()):
        found = catalogue.units.get(written)
        if found is not None:
            return found
    return None
