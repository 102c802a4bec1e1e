"""From what a unit takes to its footprint: host and idle capacity, the data centre, the grid, water and
money."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from estimator import grid as grids
from estimator import money, water
from estimator.entries import Grid, Provider
from estimator.errors import DataError
from estimator.figure import Array, Figure, Values
from estimator.fleet import FALLBACK_PROVIDER, embodied
from estimator.ledger import Ledger
from estimator.result import Grade
from estimator.training import with_experiments
from estimator.use import Use
from estimator.workload import NOTHING, Assumptions, Boundary, Metric


@dataclass(slots=True)
class Footprint:
    """Draws of one unit's footprint, each of shape (draws,) or None where it isn't known."""

    boundary: Boundary
    grid: Grid
    energy: Array | None = None  # Wh
    carbon: Array | None = None  # g
    water: Array | None = None  # L
    cost: Array | None = None  # USD
    hardware: Array | None = None  # chip-hours
    water_parts: dict[str, Array] = field(default_factory=dict)  # L, on_site and off_site
    carbon_parts: dict[str, Array] = field(default_factory=dict)  # g
    costs: dict[str, Array] = field(default_factory=dict)  # USD: electricity, api, rent
    grade: Grade | None = None  # where it isn't the weakest input's

    def scale(self, factor: Values, only: Metric | None = None) -> None:
        """Multiply all but list prices, or one metric and its parts."""
        for name in ("energy", "carbon", "water", "cost", "hardware"):
            values = getattr(self, name)
            if values is not None and only in (None, name):
                setattr(self, name, values * factor)
        for owner, parts in (
            ("water", self.water_parts),
            ("carbon", self.carbon_parts),
            ("cost", self.costs),
        ):
            for part in parts:
                if part != "api" and only in (None, owner):
                    parts[part] = parts[part] * factor


def footprint(ledger: Ledger, use: Use, grid: Grid, given: Assumptions | None) -> Footprint:
    """Return the footprint of one unit of a workload where it runs.

    IT energy = chips · host · idle; facility = IT · PUE; carbon = energy · grid;
    water = IT · (WUE + PUE · EWIF) at the facility boundary, energy · EWIF inside it.
    """
    given = given or NOTHING
    if use.plant is not None and given.grid is None:
        given = replace(given, plant=given.plant or use.plant)
    boundary = given.boundary or "facility"
    found = Footprint(boundary, grid)
    draws = ledger.sampling.draws

    def full(values: Values) -> Array:
        return (
            values if isinstance(values, np.ndarray) and values.shape == (draws,) else np.full(draws, values)
        )

    told_g = use.carbon_g is not None and given.grid is None and given.plant is None  # not by the grid
    it_wh: Values | None = None
    energy_wh: Values | None = use.end_wh
    if use.chip_wh is not None or use.facility_wh is not None:
        energy_wh, it_wh = _electricity(ledger, use, given, boundary)
        if use.development and (boundary == "lifecycle" or given.development is not None):
            factor = ledger.given("development", given.development, "training.development")
            energy_wh, it_wh = with_experiments(energy_wh, factor), with_experiments(it_wh, factor)
        if use.data_wh is not None and boundary == "lifecycle":
            energy_wh, it_wh = energy_wh + use.data_wh * _pue(ledger, use, given), it_wh + use.data_wh
        if use.people_wh is not None:
            energy_wh = energy_wh + use.people_wh
        if use.training_share and boundary == "lifecycle":
            share = 1.0 + ledger.draw("serving.training_per_use", "training_per_use")
            energy_wh, it_wh = energy_wh * share, it_wh * share
    if energy_wh is not None:
        found.energy = full(energy_wh)
        if not told_g:
            electric_g = grids.carbon_g(energy_wh, grids.intensity(ledger, grid, given))
            found.carbon_parts["electricity"] = full(electric_g)
            carbon: Values = electric_g
            if boundary == "lifecycle" and use.chip_hours is not None and use.mix is not None:
                made_g = use.chip_hours * embodied(ledger, use.mix)
                found.carbon_parts["embodied"] = full(made_g)
                carbon = carbon + made_g
            found.carbon = full(carbon)
        if use.water_l is None:
            off_site = water.off_site_l(energy_wh, grids.water_intensity(ledger, grid, given))
            found.water_parts["off_site"] = full(off_site)
            found.water = full(off_site)
            if it_wh is not None and boundary in ("facility", "lifecycle"):
                on_site = water.on_site_l(it_wh, _wue(ledger, use, given))
                found.water_parts["on_site"] = full(on_site)
                found.water = full(off_site + on_site)
    if energy_wh is not None and use.plant is None:
        household = use.end_wh is not None
        price: Values
        if given.price is not None:
            price = ledger.state("price", given.price, "USD/kWh")
        else:
            name = "household_price" if household else "price"
            price = ledger.draw(grids.figure(ledger.catalogue, grid, name), "price")
        found.costs["electricity"] = full(money.electricity_usd(energy_wh, price))
        found.cost = found.costs["electricity"]
    if use.fuel_wh is not None:
        found.energy = full(use.fuel_wh)
    if use.embodied_g is not None:
        found.carbon_parts["embodied"] = full(use.embodied_g)
        found.carbon = full(use.embodied_g if found.carbon is None else found.carbon + use.embodied_g)
    if told_g and use.carbon_g is not None:
        found.carbon = full(use.carbon_g)
        found.carbon_parts = {}
    if use.water_l is not None:
        found.water = full(use.water_l)
        found.water_parts = {}
    if use.cost_usd is not None:
        found.cost = full(use.cost_usd)
        found.costs["price"] = found.cost
    if use.api_usd is not None:
        found.costs["api"] = full(use.api_usd)
    if use.chip_hours is not None:
        found.hardware = full(use.chip_hours)
        if use.rent_usd is not None:
            found.costs["rent"] = full(use.rent_usd)
        elif use.rent_usd_per_chip_hour is not None:
            found.costs["rent"] = full(money.rent_usd(use.chip_hours, use.rent_usd_per_chip_hour))
    return found


def _electricity(ledger: Ledger, use: Use, given: Assumptions, boundary: Boundary) -> tuple[Values, Values]:
    """Return Wh within the boundary, and Wh of IT equipment."""
    whole = boundary in ("facility", "lifecycle")
    if use.facility_wh is not None:
        it_wh = use.facility_wh / _pue(ledger, use, given)
        if whole:
            return use.facility_wh, it_wh
        if boundary == "server":
            return it_wh, it_wh
        return it_wh / (ledger.draw("serving.host", "host") * ledger.draw("serving.idle", "idle")), it_wh
    if use.chip_wh is None:
        raise ValueError("a use without energy")
    if boundary == "chip":
        return use.chip_wh, use.chip_wh
    it_wh = use.server_wh if use.server_wh is not None else use.chip_wh * ledger.draw("serving.host", "host")
    if not use.dedicated:
        it_wh = it_wh * ledger.draw("serving.idle", "idle")
    return (it_wh * _pue(ledger, use, given) if whole else it_wh), it_wh


def _provider(ledger: Ledger, use: Use) -> Provider:
    providers = ledger.catalogue.providers
    return providers.get(use.provider) or providers[FALLBACK_PROVIDER]


def _pue(ledger: Ledger, use: Use, given: Assumptions) -> Values:
    if given.pue is not None:
        return ledger.state("pue", given.pue)
    return ledger.draw(_provider(ledger, use).pue or _fallback(ledger, "pue"), "pue")


def _wue(ledger: Ledger, use: Use, given: Assumptions) -> Values:
    if given.wue is not None:
        return ledger.state("wue", given.wue, "L/kWh")
    return ledger.draw(_provider(ledger, use).wue or _fallback(ledger, "wue"), "wue")


def _fallback(ledger: Ledger, name: str) -> Figure:
    found: Figure | None = getattr(ledger.catalogue.providers[FALLBACK_PROVIDER], name)
    if found is None:
        raise DataError("providers.toml", FALLBACK_PROVIDER, f"{name} is missing")
    return found
