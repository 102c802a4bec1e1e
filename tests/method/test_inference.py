"""Text inference against steps worked by hand, and how it must move."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.catalogue import load
from estimator.inference import (
    Constants,
    Load,
    Network,
    Replica,
    ShapeRules,
    decoding_step,
    kv_bytes,
    likely_expert_share,
    likely_hidden,
    likely_kv_bytes,
    likely_layers,
    likely_state_bytes,
    replica_chips,
)

ROUND = Constants(
    bandwidth_reached=0.5,
    flops_reached=0.25,
    reference_bandwidth=1e12,
    reference_flops=1e14,
    faster_chip_exponent=0.5,
    expert_flops_cost=2.0,
    step_overhead_s=1e-3,
    sequence_overhead_s=1e-4,
    layer_overhead_s=1e-5,
    collective_overhead_s=2e-5,
    expert_overhead_s=3e-5,
    expert_fp8_overhead_s=4e-5,
    static_power=0.3,
    sequence_power=0.1,
    overhead_power=0.2,
    bandwidth_power=0.4,
    flops_power=0.8,
    cached_input_cost=0.1,
)
DENSE = Network(
    total_params=1e9,
    active_params=1e9,
    expert_share=0.0,
    layers=10,
    hidden=1000,
    kv_bytes=1e5,
    weight_bytes=2.0,
)
CHIP = Replica(chips=1, peak_flops=1e14, bandwidth=1e12, tdp_w=500.0)
ASKED = Load(batch=10, input_tokens=100, output_tokens=200)


def test_a_dense_step_worked_by_hand() -> None:
    context = 100 + 200 / 2
    moved = 1e9 * 2 + 10 * context * 1e5  # 2.2e9 bytes
    attended = context + 100 / 200 * 50
    flops = 10 * (2 * 1e9 * (1 + 100 / 200) + 4 * 10 * 1000 * attended)  # 3.009e10
    at_bandwidth, at_flops = moved / 1e12, flops / 1e14
    seconds = hypot(at_bandwidth / 0.5, at_flops / 0.25) + 1e-3 + 10 * 1e-4 + 10 * 1e-5
    watts_seconds = 0.3 * seconds + 0.1 * 10 * 1e-4 + 0.4 * at_bandwidth + 0.8 * at_flops
    step = decoding_step(DENSE, CHIP, ASKED, ROUND)
    assert step.seconds == pytest.approx(seconds)
    assert step.joules_per_token == pytest.approx(500 * watts_seconds / 10)
    assert step.chip_seconds_per_token == pytest.approx(seconds / 10)
    # the same in numbers: 2.2 ms at the peak of the memory, 6.66 ms for the step, 0.16 J a token
    assert at_bandwidth == pytest.approx(2.2e-3)
    assert step.seconds == pytest.approx(6.662e-3, rel=1e-3)
    assert step.joules_per_token == pytest.approx(0.1610, rel=1e-3)


def test_a_mixture_of_experts_in_fp8_on_four_chips_worked_by_hand() -> None:
    network = Network(
        total_params=10e9,
        active_params=1.9e9,
        expert_share=0.1,
        layers=10,
        hidden=1000,
        kv_bytes=0.0,
        weight_bytes=1.0,
    )
    replica = Replica(chips=4, peak_flops=4e14, bandwidth=1e12, tdp_w=500.0)
    always = (1.9e9 - 10e9 * 0.1) / 0.9  # 1e9
    touched = always + 9e9 * (1 - 0.9**10)  # 6.862e9
    flops = 2 * 10 * (2 * 1.9e9 * 1.5 + 4 * 10 * 1000 * 225)  # experts cost twice
    usable = 4e14 * 4**-0.5  # four times the reference's peak reaches half its share
    at_bandwidth, at_flops = touched / 4e12, flops / (4 * usable)
    busy = 10 * (2 * 2e-5 + 3e-5 + 4e-5)  # two doublings of the chips, experts, fp8
    seconds = hypot(at_bandwidth / 0.5, at_flops / 0.25) + 1e-3 + 1e-3 + 1e-4 + busy
    shares = 0.3 * seconds + 0.1 * 1e-3 + 0.2 * busy + 0.4 * at_bandwidth + 0.8 * at_flops
    step = decoding_step(network, replica, ASKED, ROUND)
    assert always == pytest.approx(1e9)
    assert step.seconds == pytest.approx(seconds)
    assert step.joules_per_token == pytest.approx(4 * 500 * shares / 10)
    assert step.chip_seconds_per_token == pytest.approx(4 * seconds / 10)


def test_fp8_costs_experts_alone_and_four_bits_cost_them_nothing_more() -> None:
    sparse = replace(DENSE, total_params=4e9, expert_share=0.1, kv_bytes=0.0)
    free = replace(ROUND, expert_fp8_overhead_s=0.0)
    for network, slower in (
        (replace(sparse, weight_bytes=1.0), True),
        (replace(sparse, weight_bytes=0.55), False),
        (replace(sparse, weight_bytes=2.0), False),
        (replace(DENSE, weight_bytes=1.0), False),
    ):
        difference = (
            decoding_step(network, CHIP, ASKED, ROUND).seconds
            - decoding_step(network, CHIP, ASKED, free).seconds
        )
        assert difference == pytest.approx(10 * 4e-5 if slower else 0.0, abs=1e-12)


def test_cached_input_costs_what_is_left_of_it() -> None:
    fresh = decoding_step(DENSE, CHIP, replace(ASKED, input_tokens=1000), ROUND)
    cached = decoding_step(DENSE, CHIP, replace(ASKED, input_tokens=1000, cached=1.0), ROUND)
    flops_saved = 10 * (2 * 1e9 + 4 * 10 * 1000 * 500) * (1000 / 200) * 0.9
    assert fresh.joules_per_token > cached.joules_per_token
    bound = replace(
        ROUND, flops_reached=1e9, static_power=0.0
    )  # time out of the way: energy of arithmetic alone
    difference = (
        decoding_step(DENSE, CHIP, replace(ASKED, input_tokens=1000), bound).joules_per_token
        - decoding_step(DENSE, CHIP, replace(ASKED, input_tokens=1000, cached=1.0), bound).joules_per_token
    )
    assert difference == pytest.approx(500 * 0.8 * flops_saved / 1e14 / 10)


def test_a_state_is_read_and_written_for_each_sequence_whatever_its_length() -> None:
    hybrid = replace(DENSE, kv_bytes=0.0, state_bytes=1e7)
    lean = replace(DENSE, kv_bytes=0.0)
    moved = 10 * 2 * 1e7
    cheap = replace(ROUND, flops_reached=1e9, static_power=0.0)
    difference = (
        decoding_step(hybrid, CHIP, ASKED, cheap).joules_per_token
        - decoding_step(lean, CHIP, ASKED, cheap).joules_per_token
    )
    assert difference == pytest.approx(500 * 0.4 * moved / 1e12 / 10)


@pytest.mark.parametrize(
    ("name", "layers", "hidden", "cache", "state"),
    [
        ("Nemotron Nano 12B v2", 62, 5120, 24576, 31 * 2 * 5120 * 128 * 4),
        ("Qwen3-Next 80B", 48, 2048, 24576, 24 * 2 * 2048 * 128 * 4),
        ("DeepSeek-V3", 61, 7168, 70272, 0),
        ("Llama 3.1 8B", 32, 4096, 131072, 0),
        ("Qwen2.5 0.5B", 24, 896, 12288, 0),
    ],
)
def test_models_that_cache_little_keep_a_state(
    name: str, layers: int, hidden: int, cache: float, state: float
) -> None:
    assert likely_state_bytes(layers, hidden, cache) == pytest.approx(state), name


def test_a_chip_draws_no_more_than_its_rated_power() -> None:
    greedy = replace(ROUND, static_power=0.9, bandwidth_power=3.0)
    step = decoding_step(DENSE, CHIP, ASKED, greedy)
    assert step.joules_per_token == pytest.approx(500 * step.seconds / 10)


def test_draws_come_back_as_draws() -> None:
    batch = np.array([8.0, 64.0, 512.0])
    step = decoding_step(DENSE, CHIP, replace(ASKED, batch=batch), ROUND)
    assert step.joules_per_token.shape == (3,)  # type: ignore[union-attr]
    each = [decoding_step(DENSE, CHIP, replace(ASKED, batch=b), ROUND).joules_per_token for b in batch]
    np.testing.assert_allclose(step.joules_per_token, each)


SIZES = st.floats(1e9, 1e12)
BATCHES = st.floats(1, 2000)


@given(size=SIZES, active=st.floats(0.03, 1.0), batch=BATCHES, chips=st.sampled_from([1, 2, 4, 8]))
@settings(max_examples=60, deadline=None)
def test_more_of_it_takes_more(size: float, active: float, batch: float, chips: int) -> None:
    constants = Constants.of(load().figures)
    network = Network(size, active * size, 0.5 * active if active < 1 else 0.0, 60, 6000, 1e5, 2.0)
    replica = Replica(chips, 989e12, 3.35e12, 700.0)
    load_ = Load(batch, 300, 500)

    def joules(n: Network = network, r: Replica = replica, asked: Load = load_) -> float:
        return float(decoding_step(n, r, asked, constants).joules_per_token)

    now = joules()
    assert joules(asked=replace(load_, batch=batch * 2)) < now  # sharing the weights
    assert joules(n=replace(network, total_params=size * 2, active_params=active * size * 2)) > now
    assert joules(asked=replace(load_, input_tokens=3000)) > now
    assert joules(asked=replace(load_, input_tokens=3000, cached=0.8)) < joules(
        asked=replace(load_, input_tokens=3000)
    )
    assert joules(n=replace(network, weight_bytes=4.0)) > now
    assert joules(r=replace(replica, chips=chips * 2)) > now
    assert joules(n=replace(network, kv_bytes=1e6)) > now


def test_shapes_of_open_models_lie_near_their_rules() -> None:
    rules = ShapeRules.of(load().figures)
    assert likely_layers(70.6e9, 70.6e9, rules) == pytest.approx(80, rel=0.4)  # Llama 3.3 70B
    assert likely_hidden(70.6e9, rules) == pytest.approx(8192, rel=0.3)
    assert likely_kv_bytes(70.6e9, rules) == pytest.approx(kv_bytes(80, 8, 128), rel=0.5)
    assert likely_expert_share(671e9, 37e9, rules) == pytest.approx(8 / 256, rel=0.5)  # DeepSeek-V3
    assert likely_expert_share(70e9, 70e9, rules) == 0.0


def test_key_value_cache_of_llama_3_1_8b() -> None:
    assert kv_bytes(32, 8, 128) == 2 * 32 * 8 * 128 * 2 == 131072


@pytest.mark.parametrize(
    ("params", "weight_bytes", "memory", "chips"),
    [(8e9, 2, 80e9, 1), (40e9, 2, 80e9, 2), (70e9, 2, 80e9, 4), (405e9, 1, 80e9, 8), (405e9, 2, 180e9, 8)],
)
def test_a_replica_is_the_smallest_power_of_two_that_holds_the_weights(
    params: float, weight_bytes: float, memory: float, chips: int
) -> None:
    assert replica_chips(params, weight_bytes, memory, 1.2) == chips


def test_an_input_ten_times_as_long_takes_more_than_ten_times_as_much() -> None:
    wide = replace(DENSE, layers=80, hidden=8192)

    def computing(tokens: float) -> float:
        free = replace(ROUND, step_overhead_s=0.0, layer_overhead_s=0.0, sequence_overhead_s=0.0)
        load = Load(batch=64, input_tokens=tokens, output_tokens=100)
        return float(decoding_step(replace(wide, kv_bytes=0.0), CHIP, load, free).joules_per_token)

    assert computing(100_000) > 20 * computing(10_000)
    assert computing(1_000) < 15 * computing(100)
