"""Fits the constants of images and video; as a program prints them beside those stored (`--write` stores)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from estimator.calibration.fit import Fitted, Prior, evidence, fit
from estimator.calibration.serving import CHIPS, FOLDER, replica_of, rows, table
from estimator.calibration.stored import Entry, report
from estimator.errors import DataError
from estimator.figure import Z95, Array
from estimator.inference import BILLION, Replica
from estimator.media import Canvas, Denoiser, DenoiserRules, DiffusionConstants, generate

ENERGY_SPREAD: Final = 0.2  # of a row's error in ln J, before its tail
COVERED: Final = (
    0.95  # of rows of models left out; more than nine in ten, for the models are only four of each kind
)
CSV: Final = "calibration/diffusion.csv"


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Measured configurations of image and video models, shape (rows,) each."""

    model: Array  # names
    video: Array  # whether it is one
    chip: Array  # slugs
    set_up: Array  # name of the model, chip and count whose batch was varied
    denoiser: Denoiser
    canvas: Canvas
    replica: Replica
    batch: Array
    joules: Array  # an image or a video

    def __len__(self) -> int:
        return len(self.batch)

    def where(self, chosen: Array) -> Pictures:
        """Return the rows chosen, by a mask of shape (rows,)."""
        return Pictures(
            model=self.model[chosen],
            video=self.video[chosen],
            chip=self.chip[chosen],
            set_up=self.set_up[chosen],
            denoiser=Denoiser(*(np.asarray(getattr(self.denoiser, n))[chosen] for n in Denoiser.__slots__)),
            canvas=Canvas(*(np.asarray(getattr(self.canvas, n))[chosen] for n in Canvas.__slots__)),
            replica=Replica(*(np.asarray(getattr(self.replica, n))[chosen] for n in CHIPS)),
            batch=self.batch[chosen],
            joules=self.joules[chosen],
        )


def measured(folder: Path = FOLDER) -> Pictures:
    """Return the measurements of diffusion.csv with the shapes of their models."""
    lines = rows("diffusion.csv", folder)
    shapes = table("denoisers.toml", folder)
    shape = [_shape_of(line["model"], shapes) for line in lines]

    def column(name: str, missing: float = 1.0) -> Array:
        return np.array([float(line[name] or missing) for line in lines])

    def of(name: str, default: float) -> Array:
        return np.array([s.get(name, default) for s in shape], float)

    return Pictures(
        model=np.array([line["model"] for line in lines]),
        video=np.array([line["task"] == "text-to-video" for line in lines]),
        chip=np.array([line["gpu"].lower() for line in lines]),
        set_up=np.array([f"{line['model']} {line['gpu']} {line['gpus']}" for line in lines]),
        denoiser=Denoiser(
            params=column("total_params_b") * BILLION,
            layers=of("layers", 0),
            hidden=of("hidden", 0),
            steps=column("steps"),
            passes=of("passes", 0),
            attends=of("attends", 1),
        ),
        canvas=Canvas(
            column("width"), column("height"), column("frames"), of("token_side", 16), of("token_frames", 4)
        ),
        replica=replica_of(lines),
        batch=column("batch"),
        joules=column("j_per_unit"),
    )


def _shape_of(model: str, shapes: dict[str, Any]) -> dict[str, Any]:
    for shape in shapes.values():
        if any(model.startswith(start) for start in shape.get("measured", ())):
            return dict(shape)
    raise DataError("denoisers.toml", model, "has no shape")


def priors() -> dict[str, Prior]:
    """Return what is believed of each parameter before the fit."""
    return {
        name: Prior(entry["centre"], entry["factor"])
        for name, entry in table("priors.toml")["diffusion"].items()
    }


def fixed() -> dict[str, float]:
    """Return the constants that are not fitted."""
    return {name: float(p["centre"]) for name, p in table("priors.toml")["diffusion_fixed"].items()}


def predict(pictures: Pictures, constants: DiffusionConstants) -> Array:
    """Return joules an image or a video, of each measured configuration."""
    made = generate(pictures.denoiser, pictures.canvas, pictures.replica, pictures.batch, constants)
    return np.asarray(made.joules)


def fit_diffusion(pictures: Pictures, held: Mapping[str, float], beliefs: Mapping[str, Prior]) -> Fitted:
    """Return the most probable constants given measured joules."""
    return fit(
        lambda values: np.log(predict(pictures, DiffusionConstants(**{**held, **values}))),
        np.log(pictures.joules),
        evidence(pictures.set_up, pictures.model),
        beliefs,
        scale=np.full(len(pictures), ENERGY_SPREAD),
    )


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """What each model's rows turn out to be when the fit has not seen the model, shape (rows,)."""

    error: Array  # log10 of predicted over measured joules
    unshaped_error: Array  # the same where only the model's size is known, not its layers and width
    fits: dict[str, DiffusionConstants]


def leave_models_out(pictures: Pictures, rules: DenoiserRules) -> LeftOut:
    """Return the errors on each model of constants fitted to all the others."""
    held, beliefs = fixed(), priors()
    error, unshaped = np.zeros(len(pictures)), np.zeros(len(pictures))
    fits: dict[str, DiffusionConstants] = {}
    for model in np.unique(pictures.model):
        out = pictures.model == model
        found = fit_diffusion(pictures.where(~out), held, beliefs)
        fits[str(model)] = constants = DiffusionConstants(**{**held, **found.values})
        unseen = pictures.where(out)
        error[out] = np.log10(predict(unseen, constants) / unseen.joules)
        d = unseen.denoiser
        guessed = Denoiser(d.params, rules.layers(d.params), rules.hidden(d.params), d.steps, d.passes)
        made = generate(guessed, unseen.canvas, unseen.replica, unseen.batch, constants)
        unshaped[out] = np.log10(made.joules / unseen.joules)
    return LeftOut(error, unshaped, fits)


def covering_factor(errors: Array, models: Array, share: float = COVERED) -> float:
    """Return the factor either side that holds `share` of the rows, each model counting alike."""
    _, model, sizes = np.unique(models, return_inverse=True, return_counts=True)
    weights = 1.0 / sizes[model]
    order = np.argsort(np.abs(errors))
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(10 ** np.interp(share, reached, np.abs(errors)[order]))


def shape_rules() -> Iterator[Entry]:
    """Yield the figures that `estimator.media.DenoiserRules` reads."""
    shapes = list(table("denoisers.toml").values())
    size = np.log([shape["params_b"] for shape in shapes])
    for name in ("layers", "hidden"):
        value = np.log([shape[name] for shape in shapes])
        slope, intercept = np.polyfit(size, value, 1)
        scatter = float(np.exp(Z95 * np.std(value - intercept - slope * size)))
        where = "calibration/denoisers.toml: least squares in logarithms"
        note = f"{name} of a model of 1e9 parameters"
        yield Entry(
            f"{name}_scale", float(np.exp(intercept)), scatter, "", "measured", "open-configs", where, note
        )
        yield Entry(f"{name}_exponent", round(float(slope), 4), 1.0, "", "measured", "open-configs", where)


def entries(pictures: Pictures) -> list[Entry]:
    """Return the figures of diffusion.toml, fitted anew."""
    stored = table("priors.toml")
    shapes = list(shape_rules())
    rules = DenoiserRules(**{entry.key: entry.median for entry in shapes})
    found = fit_diffusion(pictures, fixed(), priors())
    error = leave_models_out(pictures, rules).error
    tested = f"{CSV}: errors on models left out of the fit"

    def left_over(kind: str, chosen: Array) -> Entry:
        factor = covering_factor(error[chosen], pictures.model[chosen])
        note = f"factor on joules {kind} of a model the fit had not seen"
        return Entry(f"{kind.split()[1]}_error", 1.0, factor, "", "measured", "ml-energy-v3", tested, note)

    return [
        *(
            Entry(
                name, found.values[name], found.factors[name], p["unit"], "estimated", "ml-energy-v3",
                f"{CSV}: fit", p["note"],
            )
            for name, p in stored["diffusion"].items()
        ),
        *(
            Entry(n, p["centre"], p["factor"], *(p[k] for k in ("unit", "basis", "source", "where", "note")))
            for n, p in stored["diffusion_fixed"].items()
        ),
        left_over("an image", np.logical_not(pictures.video)),
        left_over("a video", pictures.video),
        *shapes,
    ]  # fmt: skip


HEADING: Final = """\
# Images and video: the constants of estimator/media.py, fitted to measured generation and stored here by
# `python -m estimator.calibration.diffusion --write`. Change calibration/priors.toml.
# Medians are used together; ranges say how well each alone is known; the errors are what is left.
"""


def main(arguments: Sequence[str]) -> int:
    """Print the fit beside the figures stored; 1 where they differ."""
    agree = report("diffusion.toml", HEADING, entries(measured()), write="--write" in arguments)
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
