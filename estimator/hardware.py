"""Chips and data centres that run, and the making of chips."""

from __future__ import annotations

from typing import Final

from estimator.errors import OutOfRange, UnknownName
from estimator.figure import Values
from estimator.fleet import FALLBACK_PROVIDER, ChipMix
from estimator.ledger import Ledger
from estimator.subject import nearest
from estimator.units import SECONDS
from estimator.use import Use
from estimator.workload import Workload

DATA_CENTRE: Final = "data-centre"


def running(ledger: Ledger, workload: Workload, field: str) -> Use:
    """Return what a chip or a data centre takes in the workload's unit of time; an `item` is a chip's
    making."""
    catalogue = ledger.catalogue
    chip = catalogue.chips.get(catalogue.named(workload.subject))
    if chip is None and workload.power is None:
        if workload.subject == DATA_CENTRE:
            raise OutOfRange(f"{field}.power", None, "watts of the data centre")
        raise UnknownName(f"{field}.subject", workload.subject, nearest(workload.subject, catalogue.chips))
    if workload.unit == "item" and chip is not None:
        made = chip.embodied or catalogue.figure("hardware.embodied_per_chip")
        return Use(
            unit="item", embodied_g=ledger.draw(made, "embodied"), activity="hardware", subjects=(chip.id,)
        )
    if workload.unit not in SECONDS:
        raise OutOfRange(f"{field}.unit", workload.unit, "units of running hardware: second, hour, day, year")
    hours = SECONDS[workload.unit] / SECONDS["hour"]
    if workload.power is not None:
        power = ledger.state("power", workload.power, "W")
        if chip is None:
            ledger.show("site", watts=power, hours=hours, facility=power * hours)
            return Use(
                unit=workload.unit, facility_wh=power * hours, activity="hardware", provider=FALLBACK_PROVIDER
            )
        chip_w: Values = power
        rated: float = power
        load: Values = 1.0
    else:
        assert chip is not None
        ledger.tell("tdp", chip.tdp, "W", "disclosed", chip.source)
        ledger.doubt(f"chip:{chip.id}", chip.note, chip.source)
        rated, load = chip.tdp, ledger.draw("hardware.hardware_load")
        chip_w = rated * load
    given = workload.assumptions
    count = float(given.chips) if given and given.chips else 1.0
    ledger.show("running", watts=rated, at_work=load, hours=hours, count=count, chip=chip_w * hours * count)
    rent = ledger.draw(chip.rent, "rent") if chip.rent else ledger.draw("money.chip_rent", "rent")
    return Use(
        unit=workload.unit,
        chip_wh=chip_w * hours * count,
        chip_hours=hours * count,
        rent_usd_per_chip_hour=rent,
        mix=ChipMix((chip,), None),
        activity="hardware",
        provider=FALLBACK_PROVIDER,
        subjects=(chip.id,),
        dedicated=True,
    )
