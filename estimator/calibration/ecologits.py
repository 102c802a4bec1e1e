"""EcoLogits' formula for text inference, to set the method beside."""

from __future__ import annotations

import numpy as np

from estimator.calibration.serving import Serving, table
from estimator.figure import Array
from estimator.inference import BILLION

JOULES_A_WH = 3600.0


def joules_per_token(serving: Serving, *, told_batch: bool) -> Array:
    """Return joules of the GPUs for an output token: as shipped, or told the batch that was measured.

    GPUs·(alpha·exp(beta·batch)·A + gamma), with GPUs = overhead·P·bytes/memory, rounded up to a power of two.
    """
    known = table("baseline.toml")
    network = serving.network
    batch = serving.batch if told_batch else known["batch"]
    active_b = np.asarray(network.active_params) / BILLION
    one_gpu_wh = (
        known["alpha_wh_per_billion_params"] * np.exp(known["beta_per_sequence"] * batch) * active_b
        + known["gamma_wh"]
    )
    needed_gb = (
        known["memory_overhead"] * np.asarray(network.total_params) / BILLION * known["bytes_per_param"]
    )
    gpus = np.exp2(np.ceil(np.log2(np.ceil(needed_gb / known["gpu_memory_gb"]))))
    return np.asarray(gpus * one_gpu_wh * JOULES_A_WH)
