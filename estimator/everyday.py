"""Everyday things: what one of them takes, and how much of one has the same footprint as something else."""

from __future__ import annotations

from estimator.errors import OutOfRange, UnknownName
from estimator.ledger import Ledger
from estimator.subject import nearest
from estimator.units import METRES, SECONDS
from estimator.use import Use
from estimator.workload import Workload


def thing(ledger: Ledger, workload: Workload, field: str) -> Use:
    """Return what one of a thing takes, or the share of it that the workload's unit of time is."""
    catalogue = ledger.catalogue
    found = catalogue.things.get(workload.subject)
    if found is None:
        raise UnknownName(f"{field}.subject", workload.subject, nearest(workload.subject, catalogue.things))
    use = Use(unit=found.unit, activity="everyday", subjects=(found.id,))
    share = 1.0
    if workload.unit in SECONDS and found.unit in SECONDS:
        share = SECONDS[workload.unit] / SECONDS[found.unit]
    elif workload.unit in SECONDS and found.unit not in METRES and workload.unit != found.unit:
        raise OutOfRange(f"{field}.unit", workload.unit, f"units of {found.id}: item, {found.unit}")
    if found.energy is not None:
        wh = ledger.draw(found.energy, f"{found.id}:energy") * share
        if found.fuel:
            use.fuel_wh = wh
        else:
            use.end_wh = wh
    if found.carbon is not None:
        use.carbon_g = ledger.draw(found.carbon, f"{found.id}:carbon") * share
    if found.water is not None:
        use.water_l = ledger.draw(found.water, f"{found.id}:water") * share
    if found.cost is not None:
        use.cost_usd = ledger.draw(found.cost, f"{found.id}:cost") * share
    use.region = found.region
    use.plant = found.plant
    return use
