"""Published training runs beside our chip-hours."""

from __future__ import annotations

import numpy as np

from estimator.calibration.scores import Outcome
from estimator.calibration.serving import table
from estimator.catalogue import Catalogue
from estimator.inference import BILLION
from estimator.training import chip_hours, pretraining_flops, utilisation


def score(catalogue: Catalogue) -> tuple[Outcome, list[str]]:
    """Return the errors on each run of an estimate from the utilisation of the others, and the runs' names.

    The width is that of the stored figure `training.utilisation`, about the median of the other runs.
    """
    entries = table("training_runs.toml")["runs"]
    peak = np.array([catalogue.chips[run["chip"]].flops_at("bf16") for run in entries])
    flops = pretraining_flops(
        np.array([run["active_b"] for run in entries]) * BILLION,
        np.array([run["tokens_b"] for run in entries]) * BILLION,
    )
    hours = np.array([run["chip_hours"] for run in entries], float)
    reached = np.asarray(utilisation(flops, hours, peak))
    others = np.array([np.median(np.delete(reached, index)) for index in range(len(reached))])
    known = catalogue.figure("training.utilisation")
    ours = np.asarray(chip_hours(flops, peak, others))
    low, high = ours * known.median / known.high, ours * known.median / known.low
    outcome = Outcome(np.log10(ours / hours), np.logical_and(low <= hours, hours <= high), high / low)
    return outcome, [run["model"] for run in entries]
