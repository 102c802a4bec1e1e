"""Images, video and audio against values worked by hand, and how they must move."""

from __future__ import annotations

from dataclasses import replace
from math import log2

import pytest

from estimator.catalogue import load
from estimator.inference import Replica
from estimator.media import (
    Canvas,
    Denoiser,
    DenoiserRules,
    DiffusionConstants,
    chip_seconds_of,
    generate,
    joules_of,
    speech_flops,
    token_params,
    transcription_flops,
)

ROUND = DiffusionConstants(
    weights_reached=0.5,
    attention_reached=0.25,
    reference_flops=1e14,
    faster_chip_exponent=0.5,
    layer_overhead_s=1e-5,
    collective_overhead_s=1e-4,
    link_s_per_byte=1e-11,
    decoder_flops_per_pixel=1e7,
    block_params=16.0,
    two_streams_from=19.5,
    generating_power=0.8,
)
CHIP = Replica(chips=1, peak_flops=1e14, bandwidth=1e12, tdp_w=500.0)
DENOISER = Denoiser(params=1e9, layers=20, hidden=1000, steps=10, passes=2)
SQUARE = Canvas(width=1024, height=1024)


def test_an_image_worked_by_hand() -> None:
    tokens = 64 * 64
    met = 16 * 20 * 1000**2  # 3.2e8 of the 1e9 parameters
    weights = 10 * 2 * 2 * met * tokens  # 5.24e13
    attention = 10 * 2 * 4 * 20 * 1000 * tokens**2  # 2.68e13
    computing = (weights / 0.5 + attention / 0.25 + 1024**2 * 1e7) / 1e14
    waiting = 10 * 20 * 1e-5 / 4
    made = generate(DENOISER, SQUARE, CHIP, 4, ROUND)
    assert made.flops == pytest.approx(weights + attention)
    assert made.joules == pytest.approx(500 * (computing + waiting))
    assert made.joules == pytest.approx(1113.7, rel=1e-3)
    assert made.chip_seconds == pytest.approx(made.joules / 400)


def test_a_clip_on_four_fast_chips_worked_by_hand() -> None:
    clip = Canvas(width=832, height=480, frames=81)
    tokens = 52 * 30 * 21
    assert clip.tokens() == tokens
    fast = Replica(chips=4, peak_flops=4e14, bandwidth=1e12, tdp_w=500.0)
    usable = 4e14 / 2
    weights = 20 * 2 * 3.2e8 * tokens
    attention = 20 * 4 * 20 * 1000 * tokens**2
    computing = (weights / 0.5 + attention / 0.25 + 832 * 480 * 81 * 1e7) / usable
    waiting = 10 * 20 * 4 * (1e-5 + log2(4) * 1e-4) / 1
    linking = 20 * 20 * 8 * tokens * 1000 * (3 / 4) * 1e-11
    assert generate(DENOISER, clip, fast, 1, ROUND).joules == pytest.approx(
        500 * (computing + waiting + linking)
    )


@pytest.mark.parametrize(
    ("canvas", "tokens"),
    [
        (Canvas(1024, 1024), 4096),
        (Canvas(1024, 1024, token_side=32), 1024),  # SANA
        (Canvas(1280, 720, frames=129), 80 * 45 * 33),  # HunyuanVideo
        (Canvas(1360, 768, frames=81, token_frames=8), 85 * 48 * 11),  # CogVideoX 1.5
    ],
)
def test_tokens_of_a_picture(canvas: Canvas, tokens: int) -> None:
    assert canvas.tokens() == pytest.approx(tokens)


def test_a_token_meets_all_parameters_of_one_stream_and_those_of_its_own_of_two() -> None:
    pixart = Denoiser(params=0.6e9, layers=28, hidden=1152, steps=20, passes=2)
    large = Denoiser(params=8.1e9, layers=38, hidden=2432, steps=28, passes=2)
    flux = Denoiser(params=12e9, layers=57, hidden=3072, steps=50, passes=1)
    constants = DiffusionConstants.of(load().figures)
    assert token_params(pixart, constants) == 0.6e9
    assert token_params(large, constants) == pytest.approx(0.361 * 8.1e9, rel=0.01)
    assert token_params(flux, constants) == pytest.approx(0.583 * 12e9, rel=0.01)


def test_more_of_it_takes_more() -> None:
    constants = DiffusionConstants.of(load().figures)
    h100 = Replica(1, 989e12, 3.35e12, 700.0)

    def joules(
        denoiser: Denoiser = DENOISER, canvas: Canvas = SQUARE, chips: Replica = h100, batch: float = 1
    ) -> float:
        return float(generate(denoiser, canvas, chips, batch, constants).joules)

    now = joules()
    assert joules(replace(DENOISER, steps=20)) == pytest.approx(2 * now, rel=0.1)
    assert joules(replace(DENOISER, passes=1)) < now
    assert joules(replace(DENOISER, attends=0.0)) < now
    assert joules(canvas=Canvas(2048, 2048)) > 4 * now  # attention grows with the square
    assert joules(canvas=Canvas(1024, 1024, frames=25)) > 6 * now
    assert joules(chips=replace(h100, chips=8)) > now
    assert joules(chips=replace(h100, chips=8), batch=8) < joules(chips=replace(h100, chips=8))


def test_shapes_of_open_models_lie_near_their_rules() -> None:
    rules = DenoiserRules.of(load().figures)
    assert rules.layers(12e9) == pytest.approx(57, rel=0.4)  # FLUX.1
    assert rules.hidden(12e9) == pytest.approx(3072, rel=0.4)


def test_a_minute_of_speech_written_down() -> None:
    flops = transcription_flops(
        1.5e9, 60, encoder_share=0.4, positions_per_s=50, tokens_per_s=4, beams=5
    )  # fmt: skip
    assert flops == pytest.approx(2 * 1.5e9 * (0.4 * 50 + 0.6 * 4 * 5) * 60)
    assert joules_of(flops, CHIP, 0.1, 0.5) == pytest.approx(flops * 0.5 * 500 / 1e13)
    assert chip_seconds_of(flops, CHIP, 0.1) == pytest.approx(flops / 1e13)


def test_speech_counts_its_tokens() -> None:
    assert speech_flops(1e9, 10, tokens_per_s=50) == 2 * 1e9 * 500
