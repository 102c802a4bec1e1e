"""Text inference: the energy and time of decoding, from a roofline of one step of a batch.

A replica of several chips decodes one token of every sequence of a batch in each step. Every value is a
number or an array of draws, shape (draws,); they broadcast, and so does what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np

from estimator.figure import Figure, Values


@dataclass(frozen=True, slots=True)
class Constants:
    """What the fit to measured serving found: each field is the figure `inference.<field>`."""

    bandwidth_reached: Values  # share of the reference chip's peak memory bandwidth
    flops_reached: Values  # share of the reference chip's peak dense bf16 FLOP/s
    reference_bandwidth: Values  # bytes/s
    reference_flops: Values  # FLOP/s
    faster_chip_exponent: Values  # how the shares reached fall with a chip's peak over the reference's
    expert_flops_cost: Values  # time and energy of a mixture of experts' FLOP, relative to a dense model's
    step_overhead_s: Values  # a step
    sequence_overhead_s: Values  # a step and sequence of the batch
    layer_overhead_s: Values  # a step and layer
    collective_overhead_s: Values  # a step, layer and doubling of the chips
    expert_overhead_s: Values  # a step and layer, in a mixture of experts
    expert_fp8_overhead_s: Values  # a step and layer more, in a mixture of experts served in fp8
    static_power: Values  # share of TDP drawn whatever the chip does
    sequence_power: Values  # share of TDP drawn beyond that during the overhead of sequences
    overhead_power: Values  # the same during that of collectives and experts
    bandwidth_power: Values  # share of TDP drawn by memory traffic at the reachable bandwidth's peak
    flops_power: Values  # the same by arithmetic
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
    state_bytes: Values = (
        0.0  # a sequence, whatever its length: of layers that keep a state instead of a cache
    )


@dataclass(frozen=True, slots=True)
class Replica:
    """The chips that hold one copy of the model."""

    chips: Values
    peak_flops: Values  # dense bf16 FLOP/s a chip
    bandwidth: Values  # peak, bytes/s a chip
    tdp_w: Values  # a chip
    usable: tuple[Values, Values] | None = None  # of the peaks, where `usable_peaks` was asked already


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
    moved_bytes: Values  # a step
    flops: Values  # a step
    at_tdp_s: Values  # the time at full power that takes as much energy as the step


def decoding_step(network: Network, replica: Replica, load: Load, constants: Constants) -> Step:
    """Return energy and time of one decoding step.

    With P, A total and active parameters, k the share of experts a token picks, B the batch, N chips of F
    FLOP/s, BW bytes/s and TDP watts, c = input + output/2 the mean context, h the cost of a cached token:

        D      = (A − P·k)/(1 − k)                                  weights that every token uses
        bytes  = max(D + (P − D)·(1 − (1 − k)^B), A)·weight bytes + B·(c·kv bytes + 2·state bytes)
        fresh  = input·(1 − cached·(1 − h))/output                  tokens of input for one of output
        flops  = B·(2·A·(1 + fresh) + 4·layers·hidden·(c + fresh·input/2))·[A < P: expert cost]
        BW, F  = peak·max(peak/reference, 1)^−γ                     software lags the fastest chips
        t_seq  = B·sequence overhead
        t_busy = layers·(log2(N)·collective + [A < P]·(expert + [fp8]·expert fp8 overhead))
        t      = hypot(bytes/(N·BW·η_w), flops/(N·F·η_f)) + step + layers·layer overhead + t_seq + t_busy
        J      = N·TDP·min(t, p_static·t + p_sequence·t_seq + p_overhead·t_busy
                              + p_bandwidth·bytes/(N·BW) + p_flops·flops/(N·F)) / B

    A token of the input attends to the half of it, on average, that stands before it: half the work of an
    input of 100,000 tokens. The roofline is that of Williams, Waterman and Patterson 2009,
    doi:10.1145/1498765.1498785; the share of the experts that a batch touches assumes that tokens pick
    independently.
    """
    total, active, share = network.total_params, network.active_params, network.expert_share
    batch, chips = load.batch, replica.chips
    sparse = np.less(active, total)
    context = load.input_tokens + 0.5 * load.output_tokens
    always = np.maximum((active - total * share) / (1.0 - share), 0.0)
    touched = always + (total - always) * (1.0 - np.exp(batch * np.log(1.0 - share)))
    kept_bytes = context * network.kv_bytes + 2.0 * network.state_bytes  # a state is read and written back
    moved_bytes = np.maximum(touched, active) * network.weight_bytes + batch * kept_bytes
    prefill = (
        load.input_tokens * (1.0 - load.cached * (1.0 - constants.cached_input_cost)) / load.output_tokens
    )
    attended = context + prefill * (0.5 * load.input_tokens)
    flops = batch * (2.0 * active * (1.0 + prefill) + 4.0 * network.layers * network.hidden * attended)
    flops = flops * (1.0 + sparse * (constants.expert_flops_cost - 1.0))

    bandwidth, peak_flops = replica.usable or usable_peaks(replica.bandwidth, replica.peak_flops, constants)
    at_bandwidth_s = moved_bytes / (chips * bandwidth)
    at_flops_s = flops / (chips * peak_flops)
    sequences_s = constants.sequence_overhead_s * batch
    fp8 = np.abs(np.subtract(network.weight_bytes, 1.0)) < 0.25
    busy_s = network.layers * (
        np.log2(chips) * constants.collective_overhead_s
        + sparse * (constants.expert_overhead_s + fp8 * constants.expert_fp8_overhead_s)
    )
    step_s = (
        np.sqrt(
            np.square(at_bandwidth_s / constants.bandwidth_reached)
            + np.square(at_flops_s / constants.flops_reached)
        )
        + constants.step_overhead_s
        + constants.layer_overhead_s * network.layers
        + sequences_s
        + busy_s
    )
    at_tdp_s = (
        constants.static_power * step_s
        + constants.sequence_power * sequences_s
        + constants.overhead_power * busy_s
        + constants.bandwidth_power * at_bandwidth_s
        + constants.flops_power * at_flops_s
    )
    at_tdp_s = np.minimum(step_s, at_tdp_s)
    chips_a_sequence = chips / batch
    return Step(
        joules_per_token=chips_a_sequence * replica.tdp_w * at_tdp_s,
        seconds=step_s,
        chip_seconds_per_token=chips_a_sequence * step_s,
        moved_bytes=moved_bytes,
        flops=flops,
        at_tdp_s=at_tdp_s,
    )


def usable_peaks(bandwidth: Values, flops: Values, constants: Constants) -> tuple[Values, Values]:
    """Return what software makes of a chip's peaks: all up to the reference's, a falling share beyond."""
    bytes_ratio = np.maximum(np.divide(bandwidth, constants.reference_bandwidth), 1.0)
    flops_ratio = np.maximum(np.divide(flops, constants.reference_flops), 1.0)
    lag = np.negative(constants.faster_chip_exponent)
    return bandwidth * np.power(bytes_ratio, lag), flops * np.power(flops_ratio, lag)


@dataclass(frozen=True, slots=True)
class ShapeRules:
    """How the shape of open models follows their size, for models whose makers publish no shape.

    Each field is the figure `inference.<field>`: a least-squares line through the logarithms of the shapes in
    data/calibration/shapes.toml; the exponents are exact, the scales carry the scatter.
    """

    layers_scale: Values  # layers at 1e9 parameters
    layers_exponent: Values
    hidden_scale: Values
    hidden_exponent: Values
    kv_scale: Values  # bytes a token in bf16
    kv_exponent: Values
    expert_share_scale: Values  # of the active share of the parameters

    @classmethod
    def of(cls, figures: Mapping[str, Figure]) -> Self:
        """Return the rules as the catalogue's figures give them, each at its median."""
        return cls(**{field.name: figures[f"inference.{field.name}"].median for field in fields(cls)})


BILLION: Final = 1e9


def likely_layers(total_params: Values, active_params: Values, rules: ShapeRules) -> Values:
    """Return the layers of a model of this size: scale·(√(P·A)/1e9)^exponent."""
    size = np.sqrt(np.multiply(total_params, active_params)) / BILLION
    return rules.layers_scale * np.power(size, rules.layers_exponent)


def likely_hidden(active_params: Values, rules: ShapeRules) -> Values:
    """Return the width of a model of this size: scale·(A/1e9)^exponent."""
    return rules.hidden_scale * np.power(np.divide(active_params, BILLION), rules.hidden_exponent)


def likely_kv_bytes(active_params: Values, rules: ShapeRules) -> Values:
    """Return the bytes of key-value cache a token, in bf16: scale·(A/1e9)^exponent."""
    return rules.kv_scale * np.power(np.divide(active_params, BILLION), rules.kv_exponent)


def likely_expert_share(total_params: Values, active_params: Values, rules: ShapeRules) -> Values:
    """Return the share of experts that a token picks: scale·A/P, 0 in a dense model."""
    share = np.divide(active_params, total_params)
    return np.where(share < 1.0, rules.expert_share_scale * share, 0.0)


def kv_bytes(layers: Values, kv_heads: Values, head_dim: Values, value_bytes: Values = 2.0) -> Values:
    """Return the bytes of key-value cache a token: 2·layers·key-value heads·head size·bytes a value."""
    return 2.0 * layers * kv_heads * head_dim * value_bytes


HYBRID_CACHE_BYTES: Final = 640.0  # a layer: less is cached where most layers keep a state instead
HYBRID_WIDTH: Final = 1024.0  # narrower models cache as little with attention in every layer
STATE_VALUES: Final = 2.0 * 128.0  # a state layer and channel: the width doubled, times 128 states each
STATE_VALUE_BYTES: Final = 4.0
STATE_LAYERS: Final = 0.5  # of a hybrid's layers; the others are attention and feed-forward


def likely_state_bytes(layers: Values, hidden: Values, kv_bytes_per_token: Values) -> Values:
    """Return the bytes of recurrent state a sequence, 0 where every layer attends.

    layers/2·width·2·128·4 bytes where the cache a layer is smaller than any attention's: Mamba-2 layers keep
    a state of 128 values for each channel of twice the width (Dao and Gu 2024, arXiv:2405.21060), in 32 bits;
    gated delta networks as much (Yang et al. 2024, arXiv:2412.06464).
    """
    narrow = np.less(np.divide(kv_bytes_per_token, layers), HYBRID_CACHE_BYTES)
    hybrid = np.logical_and(narrow, np.greater(hidden, HYBRID_WIDTH))
    state: Values = np.where(hybrid, np.multiply(layers, hidden), 0.0)
    return STATE_LAYERS * STATE_VALUES * STATE_VALUE_BYTES * state


def replica_chips(
    total_params: Values, weight_bytes: Values, chip_memory_bytes: Values, headroom: Values
) -> Values:
    """Return the smallest power of two of chips whose memory holds headroom·P·weight bytes."""
    needed = headroom * total_params * weight_bytes / chip_memory_bytes
    return np.exp2(np.ceil(np.log2(np.maximum(needed, 1.0))))
