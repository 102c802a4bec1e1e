"""Training and fine-tuning of a model: what is known of the run, and the energy of its servers."""

from __future__ import annotations

from typing import Final

import numpy as np

from estimator import training
from estimator.entries import Model, TrainingRecord
from estimator.errors import OutOfRange
from estimator.fleet import ChipMix, chip_mix, rents
from estimator.ledger import Ledger
from estimator.subject import Subject
from estimator.use import Use, Values
from estimator.workload import NOTHING, Workload

UNITS: Final = ("run", "item", "prompt")
NOTHING_KNOWN: Final = TrainingRecord()


def pretraining(ledger: Ledger, subject: Subject, workload: Workload, field: str) -> Use:
    """Return what the final training run of a model takes: from its published energy, else its chip-hours,
    else its operations."""
    model = _one(subject, workload, field)
    known = NOTHING_KNOWN if subject.described else model.training or NOTHING_KNOWN
    mix = _chips(ledger, subject, workload, known, field)
    use = _use(ledger, subject, model, mix, "training")
    use.development = True
    if known.chip_hours is not None:
        hours = ledger.draw(known.chip_hours, "chip_hours")
    else:
        hours = training.chip_hours(
            _flops(ledger, model, known), mix.flops, ledger.draw("training.utilisation", "utilisation")
        )
    use.chip_hours = hours
    use.region = known.region
    if known.cost is not None:
        use.rent_usd = ledger.draw(known.cost, "training_cost")
    if known.energy is not None:
        energy = ledger.draw(known.energy, "training_energy")
        use.from_inputs = ("training_energy",)
        if known.energy_boundary == "chip":
            use.chip_wh = energy
        else:
            use.facility_wh = energy
            if known.carbon is not None and not workload.region and _as_published(workload):
                use.carbon_g = ledger.draw(known.carbon, "training_carbon")
    else:
        _servers(ledger, use, mix, hours)
    return use


def _as_published(workload: Workload) -> bool:
    """Return whether a question leaves a run as its maker tells of it."""
    given = workload.assumptions or NOTHING
    changed = (given.grid, given.pue, given.chip, given.model)
    return given.boundary in (None, "facility") and all(value is None for value in changed)


def tuning(ledger: Ledger, subject: Subject, workload: Workload, field: str) -> Use:
    """Return what fine-tuning a model takes, with adapters or whole."""
    model = _one(subject, workload, field)
    mix = _chips(ledger, subject, workload, NOTHING_KNOWN, field)
    use = _use(ledger, subject, model, mix, "fine-tuning")
    active = _active(ledger, model)
    if workload.tokens is not None:
        tokens: Values = ledger.state("tokens", workload.tokens, "tokens")
    else:
        tokens = ledger.draw("training.tuning_tokens", "tuning_tokens")
    adapters = ledger.chance("adapters", "training.adapters")
    flops = np.where(
        adapters < 0.5,
        training.tuning_flops(active, tokens, frozen=True),
        training.tuning_flops(active, tokens),
    )
    reached = ledger.draw("training.tuning_utilisation", "utilisation")
    use.chip_hours = training.chip_hours(flops, mix.flops, reached)
    _servers(ledger, use, mix, use.chip_hours)
    return use


def _one(subject: Subject, workload: Workload, field: str) -> Model:
    """Return the model that is trained: of a service, the one that answers most."""
    if workload.unit not in UNITS:
        raise OutOfRange(f"{field}.unit", workload.unit, f"units of {workload.activity}: run")
    return max(subject.models, key=lambda pair: pair[1])[0]


def _chips(
    ledger: Ledger, subject: Subject, workload: Workload, known: TrainingRecord, field: str
) -> ChipMix:
    """Return the chips that the question names, those published, or the provider's."""
    given = workload.assumptions or NOTHING
    if given.chip is None and known.chip is not None:
        chip = ledger.catalogue.chips[known.chip]
        ledger.tell(f"chip:{chip.id}", 1.0, "", "disclosed", chip.source)
        return ChipMix((chip,), None)
    return chip_mix(ledger, given, subject, field)


def _use(ledger: Ledger, subject: Subject, model: Model, mix: ChipMix, activity: str) -> Use:
    return Use(
        unit="run",
        rent_usd_per_chip_hour=rents(ledger, mix),
        mix=mix,
        provider=subject.provider.id if subject.provider else "",
        subjects=tuple(dict.fromkeys((subject.id, model.id))),
        activity=activity,
        dedicated=True,
    )


def _active(ledger: Ledger, model: Model) -> Values:
    figure = model.active_params or model.total_params
    if figure is None:
        raise OutOfRange(f"models.{model.id}", None, "models whose size is known or guessed")
    return ledger.draw(figure, "active_params")


def _flops(ledger: Ledger, model: Model, known: TrainingRecord) -> Values:
    """Return the operations of the run: published, or 6 for each active parameter and token."""
    if known.flop is not None:
        return ledger.draw(known.flop, "training_flop")
    active = _active(ledger, model)
    if known.tokens is not None:
        return training.pretraining_flops(active, ledger.draw(known.tokens, "training_tokens"))
    ratio = ledger.draw(
        "training.tokens_per_param", "tokens_per_param", f"training.tokens_per_param/{model.id}"
    )
    return training.pretraining_flops(active, active * ratio)


def _servers(ledger: Ledger, use: Use, mix: ChipMix, hours: Values) -> None:
    """Put the energy of chips and servers into a use: rated power of a server for each chip times its
    load."""
    load = ledger.draw("training.load", "load")
    share = ledger.draw("training.chip_share_of_server", "chip_share_of_server")
    node = [chip.node_power if chip.node_power is not None else chip.tdp / share for chip in mix.chips]
    power = mix.of(node, ledger.sampling.draws)
    use.server_wh = training.server_wh(hours, power, load)
    use.chip_wh = hours * mix.tdp * ledger.draw("hardware.training_chip_load", "chip_load")
