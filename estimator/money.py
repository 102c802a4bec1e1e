"""Money, three questions apart: the list price of an API, the electricity bill, the rent of the chips.

The `cost` of an item is its electricity bill: of the three it is the one that every item has, that follows
from the energy as carbon and water do, and that a place or a stated price changes. All three stand in
`costs`.
"""

from __future__ import annotations

from estimator.figure import Values


def electricity_usd(energy_wh: Values, price_usd_per_kwh: Values) -> Values:
    """Return USD of electricity."""
    return energy_wh * price_usd_per_kwh / 1000.0


def rent_usd(chip_hours: Values, rent_usd_per_chip_hour: Values) -> Values:
    """Return USD for renting chips as long as they work."""
    return chip_hours * rent_usd_per_chip_hour
