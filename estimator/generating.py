"""Images and video: what is painted, on what, and the energy of the chips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from estimator.catalogue import Catalogue
from estimator.entries import Model
from estimator.errors import OutOfRange
from estimator.figure import Values
from estimator.fleet import ChipMix, chip_mix, rents
from estimator.inference import Replica, replica_chips
from estimator.ledger import Ledger
from estimator.media import Canvas, Denoiser, DenoiserRules, DiffusionConstants, generate, token_params
from estimator.serving import SECONDS_AN_HOUR, pick
from estimator.subject import Subject
from estimator.use import Use
from estimator.workload import NOTHING, Assumptions, ModelShape, Workload

UNITS: Final = {
    "image": ("image", "prompt", "item", "run"),
    "video": ("second", "prompt", "item", "run"),
}
MOST_DOUBLINGS: Final = 4  # of the chips that a picture is spread over: 1, 2, 4 or 8 in one server, alike
NO_SHAPE: Final = ModelShape(total_params=1.0)  # that fixes nothing of how a picture is cut
SECONDS_OF: Final = {"hour": 3600.0, "day": 86400.0}


@lru_cache(maxsize=4)
def constants(catalogue: Catalogue) -> DiffusionConstants:
    """Return the fitted constants of diffusion."""
    return DiffusionConstants.of(catalogue.figures)


@lru_cache(maxsize=4)
def fixed_rules(catalogue: Catalogue) -> DenoiserRules:
    """Return the rules for shapes that nobody has published, at their medians."""
    return DenoiserRules.of(catalogue.figures)


@dataclass(frozen=True, slots=True)
class Work:
    """One image or one clip of a model."""

    joules: Values
    chip_hours: Values
    seconds: Values  # that it plays; 1 for an image


def painted(ledger: Ledger, subject: Subject, workload: Workload, field: str) -> Use:
    """Return what one image, or one second or clip of video, takes."""
    kind = workload.activity
    if workload.unit not in UNITS[kind] and not (kind == "video" and workload.unit in SECONDS_OF):
        raise OutOfRange(f"{field}.unit", workload.unit, f"units of {kind}: {', '.join(UNITS[kind])}")
    given = workload.assumptions or NOTHING
    mix = chip_mix(ledger, given, subject, field)
    tags = ("",) if len(subject.models) == 1 else tuple(f":{model.id}" for model, _ in subject.models)
    works = [
        one(ledger, given, model, mix, kind, tag, alone=subject.described)
        for (model, _), tag in zip(subject.models, tags, strict=True)
    ]
    share: Values = 1.0
    seconds = pick(ledger, subject, [work.seconds for work in works])
    if kind == "video" and (workload.unit == "second" or workload.unit in SECONDS_OF):
        share = SECONDS_OF.get(workload.unit, 1.0) / seconds
        ledger.show("units", per_second=1.0 / share)
    free = (given.chip, given.chips, given.batch, given.precision, given.model)
    asked = (given.steps, given.width, given.height, given.frames)
    return Use(
        unit="image" if kind == "image" else "second" if workload.unit == "second" else "video",
        chip_wh=pick(ledger, subject, [work.joules for work in works]) * share / SECONDS_AN_HOUR,
        chip_hours=pick(ledger, subject, [work.chip_hours for work in works]) * share,
        api_usd=list_price(ledger, subject, seconds, share, kind),
        rent_usd_per_chip_hour=rents(ledger, mix),
        mix=mix,
        provider=subject.provider.id if subject.provider else "",
        subjects=(subject.id, *(model.id for model, _ in subject.models)),
        activity=kind,
        training_share=True,
        calibrated=all(value is None for value in free),
        default=all(value is None for value in (*free, *asked)),
    )


def one(
    ledger: Ledger, given: Assumptions, model: Model, mix: ChipMix, kind: str, tag: str, *, alone: bool
) -> Work:
    """Return what one image or one clip of a model takes.

    `alone` is a model that the question describes: how it cuts pictures into tokens is drawn, and so is over
    how many chips it runs where it is not said, as those are that laboratories measure.
    """
    if model.total_params is None:
        raise OutOfRange(f"models.{model.id}", None, "models whose size is known or guessed")
    numbers = model.numbers or {}
    ledger.doubt("shape" + tag, model.note, model.shape_source or model.total_params.source)

    def number(name: str, stated: float | None, figure: str) -> Values:
        if stated is not None:
            return ledger.state(name, stated)
        if name in numbers:
            if model.total_params is not None:
                ledger.tell(name + tag, numbers[name], "", "estimated", model.total_params.source)
            return numbers[name]
        return ledger.draw(f"generation.{figure}", name + tag, f"generation.{figure}/{model.id}")

    params = ledger.draw(model.active_params or model.total_params, "params" + tag)
    held = ledger.draw(model.total_params, "total_params" + tag) if model.active_params else params
    rules = fixed_rules(ledger.catalogue)
    for name, known in (("layers_scale", model.layers), ("hidden_scale", model.hidden)):
        if known is None:
            drawn = ledger.draw(f"diffusion.{name}", name + tag, f"diffusion.{name}/{model.id}")
            rules = replace(rules, **{name: drawn})
    guidance = given.model.guidance_passes if given.model else None
    denoiser = Denoiser(
        params=params,
        layers=rules.layers(params) if model.layers is None else float(model.layers),
        hidden=rules.hidden(params) if model.hidden is None else float(model.hidden),
        steps=number("steps", given.steps, f"{kind}_steps"),
        passes=number("guidance_passes", guidance, "passes"),
    )
    image = kind == "image"
    side, latent = token_size(ledger, given.model or NO_SHAPE, model, video=not image, alone=alone)
    seconds: Values = 1.0
    frames: Values = 1.0
    if not image:
        usual = "generation.alone_frame_rate" if alone else "generation.frame_rate"
        rate: Values = numbers.get("fps") or ledger.draw(usual, "fps")
        if given.frames is None and "frames" not in numbers:
            length = numbers.get("seconds") or ledger.draw("generation.clip_seconds", "clip_seconds" + tag)
            frames = np.ceil(length * rate)
        else:
            frames = number("frames", given.frames, "")
        seconds = frames / rate
    canvas = Canvas(
        width=number("width", given.width, "image_side" if image else "video_width"),
        height=number("height", given.height, "image_side" if image else "video_height"),
        frames=frames,
        token_side=side,
        token_frames=latent,
    )
    if given.chips is not None:
        chips: Values = ledger.state("chips", given.chips)
    else:
        width = ledger.catalogue.figure("serving.bf16_bytes").median
        chips = replica_chips(held, width, mix.memory, ledger.draw("serving.memory_headroom"))
        if alone:
            spread = ledger.chance("chips", f"generation.chips/{model.id}")
            chips = np.maximum(chips, np.exp2(np.floor(spread * MOST_DOUBLINGS)))
    if given.batch is not None:
        batch: Values = ledger.state("batch", given.batch)
    else:
        batch = ledger.draw("generation.image_batch", "batch") if image else 1.0
    replica = Replica(chips=chips, peak_flops=mix.flops, bandwidth=mix.bandwidth, tdp_w=mix.tdp)
    made = generate(denoiser, canvas, replica, batch, constants(ledger.catalogue))
    error = ledger.draw(f"diffusion.{kind}_error", "model_error" + tag, f"diffusion.{kind}_error/{model.id}")
    if not alone:
        error = error * ledger.draw("generation.set_up", "set_up" + tag, f"generation.set_up/{model.id}")
    ledger.show(
        "paint" + tag,
        steps=denoiser.steps, passes=denoiser.passes,
        params=token_params(denoiser, constants(ledger.catalogue)),
        tokens=canvas.tokens(), layers=denoiser.layers, hidden=denoiser.hidden, attends=denoiser.attends,
        flops=made.flops, computing=made.computing_s, waiting=made.waiting_s, watts=mix.tdp,
        joules=made.joules, error=error,
    )  # fmt: skip
    return Work(made.joules * error, made.chip_seconds * error / SECONDS_AN_HOUR, seconds)


def token_size(
    ledger: Ledger, stated: ModelShape, model: Model, *, video: bool, alone: bool
) -> tuple[Values, Values]:
    """Return the pixels that a token is wide and high, and the frames that it stands for: as stated, else as
    the model's autoencoder compresses and its patches cut, else as is usual, or twice that for some models of
    which nothing is known (`alone`)."""
    numbers = model.numbers or {}
    side: Values
    frames: Values
    if stated.token_side is not None:
        side = ledger.state("token_side", stated.token_side, "px")
    else:
        side = numbers.get("vae_factor") or ledger.draw("generation.vae_factor", "vae_factor")
        side = side * (
            numbers.get("patch") or (1.0 if side > 8 else ledger.draw("generation.patch", "patch"))
        )
        if alone and "vae_factor" not in numbers:
            side = side * doubled(ledger, "token_side", "generation.deep_share", model)
    if stated.token_frames is not None:
        frames = ledger.state("token_frames", stated.token_frames)
    else:
        frames = numbers.get("temporal_factor") or ledger.draw(
            "generation.temporal_factor", "temporal_factor"
        )
        if alone and video and "temporal_factor" not in numbers:
            frames = frames * doubled(ledger, "token_frames", "generation.deep_share", model)
    return side, frames


def doubled(ledger: Ledger, name: str, share: str, model: Model) -> Values:
    """Return 2 in a share of the draws, else 1."""
    chance = ledger.chance(name, f"{share}/{name}/{model.id}")
    return np.where(chance < ledger.draw(share), 2.0, 1.0)


def list_price(ledger: Ledger, subject: Subject, seconds: Values, share: Values, kind: str) -> Values | None:
    """Return the list price of what is asked, USD, where every model behind the subject has one."""
    prices: list[Values] = []
    for model, _ in subject.models:
        price = model.price
        if price is None or price.output is None:
            return None
        if kind == "image" and price.unit == "USD/image":
            prices.append(price.output)
        elif kind == "video" and price.unit in ("USD/second", "USD/minute"):
            each = price.output / (60.0 if price.unit == "USD/minute" else 1.0)
            prices.append(each * seconds * share)
        else:
            return None
        ledger.price_lists[price.source] = None
        ledger.doubt(f"api:{model.id}", price.note, price.source)
    return pick(ledger, subject, prices)
