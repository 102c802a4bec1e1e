"""What one unit of a workload takes, before it is told where it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from estimator.figure import Values
from estimator.workload import Plant

if TYPE_CHECKING:
    from estimator.fleet import ChipMix


@dataclass(slots=True)
class Use:
    """What one unit of a workload takes; each value is a number or draws, shape (draws,)."""

    unit: str  # what the values are for one of
    chip_wh: Values | None = None  # of the chips alone
    server_wh: Values | None = None  # of servers, where it is known apart from the chips
    facility_wh: Values | None = None  # where the whole data centre's energy is known instead
    end_wh: Values | None = None  # of a plug: no data centre around it
    fuel_wh: Values | None = None  # of fuel or food: energy alone follows from it
    chip_hours: Values | None = None
    api_usd: Values | None = None  # list price
    rent_usd: Values | None = None  # of all chips, where it is published
    rent_usd_per_chip_hour: Values | None = None
    mix: ChipMix | None = None  # the chips that it runs on
    embodied_g: Values | None = None  # of things whose making is asked about
    carbon_g: Values | None = None  # where it doesn't follow from the electricity
    water_l: Values | None = None  # the same
    cost_usd: Values | None = None  # the same
    provider: str = ""
    region: str = ""  # whose electricity it uses where the question names no place
    plant: Plant | None = None  # what makes the energy, where it is electricity made and none that is used
    subjects: tuple[str, ...] = ()  # names that published figures may be about
    activity: str = ""
    model: str = ""  # of a service whose training is asked about, the one that is meant
    dedicated: bool = False  # chips that stand for this alone: no share of idle ones to carry
    data_wh: Values | None = None  # lifecycle: of fetching and keeping what was learned from
    people_wh: Values | None = None  # lifecycle, or where asked: of people who rate answers, at their desks
    development: bool = False  # lifecycle counts the failed runs and experiments of a training
    from_inputs: tuple[str, ...] = ()  # names of the inputs that the energy is taken from as it stands
    training_share: bool = False  # lifecycle counts a share of the model's training
    calibrated: bool = False  # nothing fixed that a maker's disclosed figure would average over
    default: bool = False  # nothing fixed at all
