"""Images, video and audio: the energy and time of the chips, from the floating-point operations done.

Every value is a number or an array of draws, shape (draws,); they broadcast, and so does what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from estimator.figure import Figure, Values
from estimator.inference import BILLION, Replica


@dataclass(frozen=True, slots=True)
class DiffusionConstants:
    """What the fit to measured generation found: each field is the figure `diffusion.<field>`."""

    weights_reached: Values  # share of the reference chip's peak FLOP/s in products with weights
    attention_reached: Values  # the same in attention over the picture's tokens
    reference_flops: Values  # dense bf16 FLOP/s
    faster_chip_exponent: Values  # how the shares reached fall with a chip's peak over the reference's
    layer_overhead_s: Values  # a step and layer, of every chip
    collective_overhead_s: Values  # a step, layer and doubling of the chips, of every chip
    link_s_per_byte: Values  # of one chip, for each byte that the chips exchange
    decoder_flops_per_pixel: Values  # turning latents into pixels and reading the prompt, at peak
    block_params: Values  # parameters that a token meets in a layer of two streams, over the squared width
    two_streams_from: Values  # all parameters of a layer over the squared width
    generating_power: Values  # share of TDP drawn while generating

    @classmethod
    def of(cls, figures: Mapping[str, Figure]) -> Self:
        """Return the constants as the catalogue's figures give them, each at its median.

        How far they may be off is in `diffusion.image_error` and `diffusion.video_error`, factors to multiply
        the energy by.
        """
        return cls(**{field.name: figures[f"diffusion.{field.name}"].median for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Denoiser:
    """A diffusion transformer and how often it is run."""

    params: Values
    layers: Values
    hidden: Values
    steps: Values
    passes: Values  # a step: 2 with classifier-free guidance, 1 where guidance is distilled
    attends: Values = 1.0  # 0 where attention is linear in the tokens


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is painted, and how the model cuts it into tokens."""

    width: Values  # pixels
    height: Values  # pixels
    frames: Values = 1.0
    token_side: Values = 16.0  # pixels: the autoencoder's factor times the patch
    token_frames: Values = 4.0  # frames that one latent frame stands for, after the first

    def tokens(self) -> Values:
        """Return the tokens of one item: (width/side)·(height/side)·((frames − 1)/token frames + 1)."""
        area = np.multiply(self.width, self.height) / np.square(self.token_side)
        return area * ((self.frames - 1.0) / self.token_frames + 1.0)


@dataclass(frozen=True, slots=True)
class Generation:
    """What one image or one video takes."""

    joules: Values  # of the chips and nothing else
    flops: Values  # of the denoiser
    chip_seconds: Values
    computing_s: Values  # of all chips together
    waiting_s: Values  # the same, for one another and between steps


def generate(
    denoiser: Denoiser, canvas: Canvas, replica: Replica, batch: Values, constants: DiffusionConstants
) -> Generation:
    """Return the energy of an image or a video.

    With P parameters, L layers of width w, T tokens, N chips of F FLOP/s and TDP watts, a batch of B items:

        P_T   = block params·L·w² where P/(L·w²) tells of two streams, of which a token meets one; else P
        FLOP  = steps·passes·(2·P_T·T + 4·L·w·T²)
        J     = TDP/F'·(steps·passes·(2·P_T·T/η_weights + 4·L·w·T²/η_attention) + pixels·decoder)
                + TDP·steps·L·N·(t_layer + log2(N)·t_collective)/B
                + TDP·steps·passes·L·8·T·w·(N − 1)/N·t_link
        F'    = F·max(F/reference, 1)^−γ

    A step's passes run as one batch. Eight bytes a token and channel cross the links in a layer: queries,
    keys, values and the result in bf16 (Jacobs et al. 2023, arXiv:2309.14509). Chip-seconds are
    J/(TDP·power share).
    """
    tokens = canvas.tokens()
    layers, hidden, chips = denoiser.layers, denoiser.hidden, replica.chips
    runs = np.multiply(denoiser.steps, denoiser.passes)
    weights = runs * 2.0 * token_params(denoiser, constants) * tokens
    attention = runs * 4.0 * layers * hidden * np.square(tokens) * denoiser.attends
    pixels = np.multiply(canvas.width, canvas.height) * canvas.frames
    ratio = np.maximum(np.divide(replica.peak_flops, constants.reference_flops), 1.0)
    usable = replica.peak_flops * np.power(ratio, -constants.faster_chip_exponent)
    computing_s = (
        weights / constants.weights_reached
        + attention / constants.attention_reached
        + pixels * constants.decoder_flops_per_pixel
    ) / usable
    waiting_s = (
        denoiser.steps
        * layers
        * chips
        * (constants.layer_overhead_s + np.log2(chips) * constants.collective_overhead_s)
        / batch
    )
    linking_s = runs * layers * 8.0 * tokens * hidden * (1.0 - 1.0 / chips) * constants.link_s_per_byte
    joules = replica.tdp_w * (computing_s + waiting_s + linking_s)
    return Generation(
        joules=joules,
        flops=weights + attention,
        chip_seconds=joules / (replica.tdp_w * constants.generating_power),
        computing_s=computing_s,
        waiting_s=waiting_s + linking_s,
    )


def token_params(denoiser: Denoiser, constants: DiffusionConstants) -> Values:
    """Return the parameters that one token of the picture meets.

    A layer has about 16 squared widths of parameters where picture and prompt meet by attention across; where
    the prompt has a stream of its own with weights of its own (Esser et al. 2024, arXiv:2403.03206), 20 and
    more, of which a token of the picture meets those of its stream.
    """
    squares = denoiser.layers * np.square(denoiser.hidden)
    two_streams = np.greater_equal(denoiser.params / squares, constants.two_streams_from)
    return np.where(two_streams, constants.block_params * squares, denoiser.params)


@dataclass(frozen=True, slots=True)
class DenoiserRules:
    """How the shape of open diffusion transformers follows their size: figures `diffusion.<field>`."""

    layers_scale: Values  # at 1e9 parameters
    layers_exponent: Values
    hidden_scale: Values
    hidden_exponent: Values

    @classmethod
    def of(cls, figures: Mapping[str, Figure]) -> Self:
        """Return the rules as the catalogue's figures give them, each at its median."""
        return cls(**{field.name: figures[f"diffusion.{field.name}"].median for field in fields(cls)})

    def layers(self, params: Values) -> Values:
        """Return the layers of a model of this size: scale·(P/1e9)^exponent."""
        return self.layers_scale * np.power(np.divide(params, BILLION), self.layers_exponent)

    def hidden(self, params: Values) -> Values:
        """Return the width of a model of this size: scale·(P/1e9)^exponent."""
        return self.hidden_scale * np.power(np.divide(params, BILLION), self.hidden_exponent)


def transcription_flops(
    params: Values,
    seconds: Values,
    *,
    encoder_share: Values,
    positions_per_s: Values,
    tokens_per_s: Values,
    beams: Values,
) -> Values:
    """Return the FLOP of writing down so many seconds of speech.

    2·P·(encoder share·positions + (1 − encoder share)·tokens·beams): the encoder reads every position, the
    decoder writes every token in every beam (Radford et al. 2022, arXiv:2212.04356).
    """
    read = encoder_share * positions_per_s
    written = (1.0 - encoder_share) * tokens_per_s * beams
    return 2.0 * params * (read + written) * seconds


def speech_flops(params: Values, seconds: Values, *, tokens_per_s: Values) -> Values:
    """Return the FLOP of speaking or playing for so many seconds: 2·P for each audio token."""
    return 2.0 * params * tokens_per_s * seconds


def joules_of(flops: Values, replica: Replica, reached: Values, power: Values = 1.0) -> Values:
    """Return the chips' energy for so many FLOP at a share of their peak: FLOP·power·TDP/(F·reached)."""
    return flops * power * replica.tdp_w / (replica.peak_flops * reached)


def chip_seconds_of(flops: Values, replica: Replica, reached: Values) -> Values:
    """Return how long one chip works for so many FLOP at a share of its peak: FLOP/(F·reached)."""
    return flops / (replica.peak_flops * reached)
