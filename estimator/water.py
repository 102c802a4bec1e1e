"""Water consumed: evaporated on site to cool, and off site where the electricity is made."""

from __future__ import annotations

from estimator.figure import Values


def on_site_l(it_wh: Values, wue_l_per_kwh: Values) -> Values:
    """Return litres that a data centre evaporates for its IT energy (The Green Grid's WUE, 2011)."""
    return it_wh * wue_l_per_kwh / 1000.0


def off_site_l(energy_wh: Values, ewif_l_per_kwh: Values) -> Values:
    """Return litres consumed where electricity is made, with the energy-water intensity of its mix."""
    return energy_wh * ewif_l_per_kwh / 1000.0
