"""Published training runs beside our chip-hours."""

from __future__ import annotations

import numpy as np

from estimator.calibration.scores import Outcome
from estimator.calibration.serving import table
from estimator.catalogue import Catalogue
from estimator.inference import BILLION
from estimator.learning import SMALL_PARAMS
from estimator.training import chip_hours, pretraining_flops, utilisation


def score(catalogue: Catalogue) -> tuple[Outcome, list[str]]:
    """Return the errors on each run of an estimate from the utilisation of the others of like size, and the
    runs' names.

    The width is that of the stored figure for models of this size, about the median of the other runs.
    """
    entries = table("training_runs.toml")["runs"]
    peak = np.array([catalogue.chips[run["chip"]].flops_at("bf16") for run in entries])
    flops = pretraining_flops(
        np.array([run["active_b"] for run in entries]) * BILLION,
        np.array([run["tokens_b"] for run in entries]) * BILLION,
    )
    hours = np.array([run["chip_hours"] for run in entries], float)
    reached = np.asarray(utilisation(flops, hours, peak))
    small = np.array([run["active_b"] * BILLION < SMALL_PARAMS for run in entries])
    peers = [np.flatnonzero((small == small[i]) & (np.arange(len(small)) != i)) for i in range(len(small))]
    others = np.array([np.median(reached[each]) for each in peers])
    ends = [
        catalogue.figure("training.small_utilisation" if each else "training.utilisation") for each in small
    ]
    ours = np.asarray(chip_hours(flops, peak, others))
    low = ours * np.array([known.median / known.high for known in ends])
    high = ours * np.array([known.median / known.low for known in ends])
    outcome = Outcome(np.log10(ours / hours), np.logical_and(low <= hours, hours <= high), high / low)
    return outcome, [run["model"] for run in entries]
