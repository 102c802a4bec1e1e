"""Carbon of electricity: location-based, by the place where it is used."""

from __future__ import annotations

import re
from typing import Final

from estimator.catalogue import Catalogue
from estimator.entries import Grid
from estimator.errors import UnknownName
from estimator.figure import Figure, Values
from estimator.ledger import Ledger
from estimator.subject import nearest
from estimator.workload import Assumptions

WORLD: Final = "WLD"
SUBDIVISION: Final = re.compile("[A-Z]{2}-[A-Z0-9]{1,3}")  # ISO 3166-2


def find(catalogue: Catalogue, region: str | None, field: str) -> Grid:
    """Return the grid of a region code or of a cloud region; the world's where none is named.

    A state or province of which no grid is known has that of its country; a country, that of its stand-in.
    """
    if not region:
        return catalogue.grids[WORLD]
    code = catalogue.cloud_regions.get(region.lower().replace("_", "-"), region.upper())
    whole = code[:2] if SUBDIVISION.fullmatch(code) else code
    grid = catalogue.grids.get(code) or catalogue.grids.get(catalogue.stand_ins.get(whole, whole))
    if grid is None:
        near = nearest(region, (*catalogue.grids, *catalogue.cloud_regions))
        raise UnknownName(field, region, near)
    return grid


def figure(catalogue: Catalogue, grid: Grid, name: str) -> Figure:
    """Return a figure of a grid: its own, else of the country that it is part of, else of the world."""
    for code in (grid.region, grid.region.partition("-")[0], WORLD):
        place = catalogue.grids.get(code)
        found: Figure | None = getattr(place, name) if place else None
        if found is not None:
            return found
    return catalogue.figure(f"grid.{name}")


def intensity(ledger: Ledger, grid: Grid, given: Assumptions) -> Values:
    """Return g CO2e/kWh of electricity: what the question says, else of the power plant that it names,
    else of the place. A request may carry the plant's own middle too, which nobody said."""
    plant = ledger.catalogue.figure(f"plants.{given.plant}") if given.plant is not None else None
    if given.grid is not None and (plant is None or given.grid != plant.median):
        return ledger.state("grid", given.grid, "g/kWh")
    if plant is not None:
        return ledger.draw(plant, "grid")
    return ledger.draw(grid.carbon, "grid")


def water_intensity(ledger: Ledger, grid: Grid, given: Assumptions) -> Values:
    """Return L/kWh consumed where electricity is made: by the power plant that the question names, else of
    the place."""
    if given.plant is not None:
        return ledger.draw(f"water.{given.plant}_l_per_kwh", "ewif")
    return ledger.draw(figure(ledger.catalogue, grid, "water"), "ewif")


def carbon_g(energy_wh: Values, intensity_g_per_kwh: Values) -> Values:
    """Return g CO2e of electricity."""
    return energy_wh * intensity_g_per_kwh / 1000.0
