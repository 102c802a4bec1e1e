"""Text inference: the energy and time of decoding, from a roofline of one step of a batch.

A replica of several chips decodes one token of every sequence of a batch in each step. Every value is a number
or an array of draws, shape (draws,); they broadcast, and so does what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self, TypeAlias

import numpy as np

from estimator.figure import Array, Figure

Values: TypeAlias = float | Array


@dataclass(frozen=True, slots=True)
class Constants:
    """What the fit to measured serving found: each field is the figure `inference.<field>`."""

    bandwidth_reached: Values  # share of a chip's peak memory bandwidth
    flops_reached: Values  # share of a chip's peak dense bf16 FLOP/s
    step_overhead_s: Values  # a step
    sequence_overhead_s: Values  # a step and sequence of the batch
    layer_overhead_s: Values  # a step and layer
    collective_overhead_s: Values  # a step and layer, where a replica has several chips
    expert_overhead_s: Values  # a step and layer, in a mixture of experts
    expert_fp8_overhead_s: Values  # a step and layer more, in a mixture of experts served in fp8
    static_power: Values  # share of TDP drawn whatever the chip does
    overhead_power: Values  # share of TDP drawn by collectives and expert routing, while they last
    bandwidth_power: Values  # share of TDP drawn by memory traffic at peak bandwidth
    flops_power: Values  # share of TDP drawn by arithmetic at peak FLOP/s
    cached_input_cost: Values  # of a cached input token, relative to a fresh one

    @classmethod
    def of(cls, figures: Mapping[str, Figure]) -> Self:
        """Return the constants as the catalogue's figures give them, each at its median.

        How far they may be off is in `inference.model_error`, the factor to multiply the energy by.
        """
        return cls(**{field.name: figures[f"inference.{field.name}"].median for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Network:
    """The shape of a model."""

    total_params: Values
    active_params: Values  # equal to the total in a dense model
    expert_share: Values  # share of the experts that one token picks, below 1; 0 in a dense model
    layers: Values
    hidden: Values
    kv_bytes: Values  # of key-value cache, a token of context
    weight_bytes: Values  # a weight: 2 for bf16, 1 for fp8, about .55 for 4 bits with their scales


@dataclass(frozen=True, slots=True)
class Replica:
    """The chips that hold one copy of the model."""

    chips: Values
    peak_flops: Values  # dense bf16 FLOP/s a chip
    bandwidth: Values  # peak, bytes/s a chip
    tdp_w: Values  # a chip


@dataclass(frozen=True, slots=True)
class Load:
    """What a replica is asked, at steady state."""

    batch: Values  # sequences decoded together
    input_tokens: Values
    output_tokens: Values  # reasoning included
    cached: Values = 0.0  # share of the input tokens found in the cache


@dataclass(frozen=True, slots=True)
class Step:
    """What decoding takes, with the prefill of new sequences inside."""

    joules_per_token: Values  # of all the chips and nothing else, an output token
    seconds: Values  # a step, in which every sequence of the batch gains one token
    chip_seconds_per_token: Values  # an output token


def decoding_step(network: Network, replica: Replica, load: Load, constants: Constants) -> Step:
    """Return energy and time of one decoding step.

    With P, A total and active parameters, k the share of experts a token picks, B the batch, N chips of F FLOP/s,
    BW bytes/s and TDP watts, c = input + output/2 the mean context, h the cost of a cached input token:

        D      = (A − P·k)/(1 − k)                                  weights that every token uses
        bytes  = max(D + (P − D)·(1 − (1 − k)^B), A)·weight bytes + B·c·kv bytes
        flops  = 2·A·B·(1 + input·(1 − cached·(1 − h))/output) + 4·layers·hidden·c·B
        t_busy = layers·([N > 1]·t_collective + [A < P]·(t_expert + [fp8]·t_fp8))
        t      = hypot(bytes/(N·BW·η_w), flops/(N·F·η_f)) + t_step + t_sequence·B + layers·t_layer + t_busy
        J      = N·TDP·min(t, p_static·t + p_busy·t_busy + p_bandwidth·bytes/(N·BW) + p_flops·flops/(N·F)) / B

    The roofline is that of Williams, Waterman and Patterson 2009, doi:10.1145/1498765.1498785; the share of the
    experts that a batch touches assumes that tokens pick independently.
    """
    total, active, share, batch, chips = (
        network.total_params, network.active_params, network.expert_share, load.batch, replica.chips,
    )  # fmt: skip
    context = load.input_tokens + 0.5 * load.output_tokens
    always = np.maximum((active - total * share) / (1.0 - share), 0.0)
    touched = always + (total - always) * (1.0 - np.power(1.0 - share, batch))
    moved_bytes = np.maximum(touched, active) * network.weight_bytes + batch * context * network.kv_bytes
    prefill = (
        load.input_tokens * (1.0 - load.cached * (1.0 - constants.cached_input_cost)) / load.output_tokens
    )
    flops = batch * (2.0 * active * (1.0 + prefill) + 4.0 * network.layers * network.hidden * context)

    at_bandwidth_s = moved_bytes / (chips * replica.bandwidth)
    at_flops_s = flops / (chips * replica.peak_flops)
    fp8 = np.abs(np.subtract(network.weight_bytes, 1.0)) < 0.25
    busy_s = network.layers * (
        np.greater(chips, 1) * constants.collective_overhead_s
        + np.less(active, total) * (constants.expert_overhead_s + fp8 * constants.expert_fp8_overhead_s)
    )
    step_s = (
        np.hypot(at_bandwidth_s / constants.bandwidth_reached, at_flops_s / constants.flops_reached)
        + constants.step_overhead_s
        + constants.sequence_overhead_s * batch
        + constants.layer_overhead_s * network.layers
        + busy_s
    )
    at_tdp_s = (
        constants.static_power * step_s
        + constants.overhead_power * busy_s
        + constants.bandwidth_power * at_bandwidth_s
        + constants.flops_power * at_flops_s
    )
    chips_a_sequence = chips / batch
    return Step(
        joules_per_token=chips_a_sequence * replica.tdp_w * np.minimum(step_s, at_tdp_s),
        seconds=step_s,
        chip_seconds_per_token=chips_a_sequence * step_s,
    )
