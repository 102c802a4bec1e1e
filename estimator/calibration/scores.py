"""How good the estimator is on measurements that its constants were not fitted to.

Every estimate goes the way of any other: a JSON object read as a workload, then `estimate`, with
the catalogue of a fit that left out what is estimated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from estimator.calibration import diffusion, ecologits, requests, serving, text
from estimator.calibration.diffusion import Pictures
from estimator.calibration.serving import Serving
from estimator.calibration.stored import Entry
from estimator.catalogue import Catalogue
from estimator.estimate import estimate
from estimator.figure import Array, Figure
from estimator.inference import Constants
from estimator.media import DenoiserRules, DiffusionConstants
from estimator.workload import read_workload

JOULES_A_WH = 3600.0
Rows: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Estimates beside measurements, shape (rows,): log10 of median over truth, inside, high over low."""

    error: Array
    inside: npt.NDArray[np.bool_]
    width: Array

    def where(self, chosen: Array) -> Outcome:
        """Return the rows chosen, by a mask of shape (rows,)."""
        return Outcome(self.error[chosen], self.inside[chosen], self.width[chosen])

    def __len__(self) -> int:
        return len(self.error)

    @property
    def median_error(self) -> float:
        return float(np.median(np.abs(self.error)))

    @property
    def bias(self) -> float:
        return float(np.median(self.error))

    @property
    def share_inside(self) -> float:
        return float(np.mean(self.inside))

    @property
    def median_width(self) -> float:
        return float(np.median(self.width))


def fold_catalogue(
    catalogue: Catalogue, constants: Constants | DiffusionConstants, errors: Mapping[str, float]
) -> Catalogue:
    """Return the catalogue with constants and model errors of a fit that left something out, and without the
    published figures, which would otherwise pull estimates of models that their makers have measured."""
    figures = dict(catalogue.figures)
    file = "inference" if isinstance(constants, Constants) else "diffusion"
    for name in constants.__slots__:
        key = f"{file}.{name}"
        figures[key] = _exact(figures[key], float(getattr(constants, name)))
    for key, factor in errors.items():
        figures[key] = replace(figures[key], low=1 / factor, median=1.0, high=factor)
    return replace(catalogue, figures=figures, published=(), published_about={})


def _figures(catalogue: Catalogue, entries: Iterable[Entry]) -> dict[str, Figure]:
    """Return figures of text inference as fitted anew."""
    return {
        key: replace(
            catalogue.figures[key],
            low=each.median / each.factor,
            median=each.median,
            high=each.median * each.factor,
        )
        for each in entries
        for key in (f"inference.{each.key}",)
    }


def _exact(figure: Figure, value: float) -> Figure:
    return replace(figure, low=value, median=value, high=value)


@dataclass(frozen=True, slots=True, eq=False)
class TextScores:
    """The method on text, each family estimated by a fit that had not seen it."""

    serving: Serving
    known: Outcome  # every row, its configuration told
    known_baseline: dict[str, Array]  # log10 errors of EcoLogits, as shipped and told the batch
    model_only: Outcome  # each model and task, to the geometric mean: only the model and output tokens told
    model_alone: Outcome  # the same without the answer's length
    model_only_baseline: Array


def text_scores(catalogue: Catalogue) -> TextScores:
    """Return the scores on llm_serving.csv; needs about as long as one fit for each family."""
    rows = serving.measured()
    left_out = text.leave_families_out(rows, text.fixed())
    folds: dict[str, Catalogue] = {}
    for family, found in left_out.fits.items():
        others = rows.family != family
        factor = text.covering_factor(left_out.energy_error[others], rows.family[others])
        fold = fold_catalogue(catalogue, found.constants, {"inference.model_error": factor})
        asked = text.alone(rows.where(others), found.input_tokens)
        folds[family] = replace(fold, figures={**fold.figures, **_figures(fold, asked)})
    shipped = ecologits.joules_per_token(rows, told_batch=False)
    groups = _groups(rows)
    of_group = [folds[str(rows.family[group[0]])] for group in groups]
    means = np.array([_mean(rows.joules_per_token[group]) for group in groups])
    first = [int(group[0]) for group in groups]
    lengths = [_mean(rows.output_tokens[group]) for group in groups]
    return TextScores(
        serving=rows,
        known=outcome(
            [requests.configured(rows, row) for row in range(len(rows))],
            [folds[str(family)] for family in rows.family],
            rows.joules_per_token,
        ),
        known_baseline={
            "as shipped": np.log10(shipped / rows.joules_per_token),
            "told the batch": np.log10(
                ecologits.joules_per_token(rows, told_batch=True) / rows.joules_per_token
            ),
        },
        model_only=outcome(
            [requests.model_only(rows, row, length) for row, length in zip(first, lengths, strict=True)],
            of_group,
            means,
        ),
        model_alone=outcome([requests.model_only(rows, row) for row in first], of_group, means),
        model_only_baseline=np.log10(shipped[first] / means),
    )


def _groups(rows: Serving) -> list[Rows]:
    pairs = dict.fromkeys(zip(rows.model.tolist(), rows.task.tolist(), strict=True))
    return [np.flatnonzero((rows.model == model) & (rows.task == task)) for model, task in pairs]


def _mean(values: Array) -> float:
    return float(np.exp(np.mean(np.log(values))))


def outcome(items: Sequence[dict[str, Any]], catalogues: Sequence[Catalogue], joules: Array) -> Outcome:
    """Return how estimates of items of requests compare with measured joules."""
    spreads = []
    for item, catalogue in zip(items, catalogues, strict=True):
        energy = estimate([read_workload(item)], metrics=["energy"], catalogue=catalogue).items[0].energy
        assert energy is not None
        spreads.append((energy.low, energy.median, energy.high))
    low, median, high = (np.array(column) * JOULES_A_WH for column in zip(*spreads, strict=True))
    return Outcome(
        np.log10(median / joules), np.logical_and(low <= joules, joules <= high), np.asarray(high / low)
    )


@dataclass(frozen=True, slots=True, eq=False)
class PictureScores:
    """The method on images and video, each model estimated by a fit that had not seen it."""

    pictures: Pictures
    shaped: Outcome  # layers, width, size of a token and chips told
    scattered: Outcome  # the same without the chips
    uncut: Outcome  # the same without chips and the size of a token
    unshaped: Outcome  # only the parameters and the chips told


def picture_scores(catalogue: Catalogue) -> PictureScores:
    """Return the scores on diffusion.csv."""
    pictures = diffusion.measured()
    rules = DenoiserRules(**{entry.key: entry.median for entry in diffusion.shape_rules()})
    left_out = diffusion.leave_models_out(pictures, rules)
    folds: dict[str, Catalogue] = {}
    for model, constants in left_out.fits.items():
        out = pictures.model == model
        kind = pictures.video == pictures.video[out][0]
        others = np.logical_and(kind, ~out)
        factor = diffusion.covering_factor(left_out.error[others], pictures.model[others])
        name = "video_error" if pictures.video[out][0] else "image_error"
        folds[model] = fold_catalogue(catalogue, constants, {f"diffusion.{name}": factor})
    catalogues = [folds[str(model)] for model in pictures.model]

    def told(**known: bool) -> Outcome:
        items = [requests.picture(pictures, row, **known) for row in range(len(pictures))]
        return outcome(items, catalogues, pictures.joules)

    return PictureScores(
        pictures, told(), told(chips=False), told(chips=False, cut=False), told(shape=False, cut=False)
    )


def grouped(outcome: Outcome, names: Array) -> list[tuple[str, Outcome]]:
    """Return an outcome by group, the groups named by `names`, shape (rows,)."""
    return [(str(name), outcome.where(names == name)) for name in np.unique(names)]
