"""How good the estimator is on measurements that its constants were not fitted to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from estimator.calibration import diffusion, ecologits, serving, text
from estimator.calibration.diffusion import Pictures
from estimator.calibration.serving import Serving
from estimator.catalogue import Catalogue
from estimator.estimate import estimate
from estimator.figure import Array, Figure
from estimator.inference import Constants, Values
from estimator.media import DenoiserRules
from estimator.workload import Assumptions, ModelShape, Workload

PRECISIONS = {bytes_a_weight: name for name, bytes_a_weight in (("bf16", 2.0), ("fp8", 1.0))}
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


def fold_catalogue(catalogue: Catalogue, constants: Constants, errors: Mapping[str, float]) -> Catalogue:
    """Return the catalogue with constants and model errors of a fit that left something out, and without the
    published figures, which would otherwise pull estimates of models that their makers have measured."""
    figures = dict(catalogue.figures)
    for name in Constants.__slots__:
        key = f"inference.{name}"
        figures[key] = _exact(figures[key], float(getattr(constants, name)))
    for key, factor in errors.items():
        figures[key] = replace(figures[key], low=1 / factor, median=1.0, high=factor)
    return replace(catalogue, figures=figures, published=(), published_about={})


def _exact(figure: Figure, value: float) -> Figure:
    return replace(figure, low=value, median=value, high=value)


@dataclass(frozen=True, slots=True, eq=False)
class TextScores:
    """The method on text, each family estimated by a fit that had not seen it."""

    serving: Serving
    known: Outcome  # every row, its configuration told
    known_baseline: dict[str, Array]  # log10 errors of EcoLogits, as shipped and told the batch
    model_only: Outcome  # each model and task, only the model told, to the geometric mean of its rows
    model_only_baseline: Array


def text_scores(catalogue: Catalogue) -> TextScores:
    """Return the scores on llm_serving.csv; needs about as long as one fit for each family."""
    rows = serving.measured()
    left_out = text.leave_families_out(rows, text.fixed())
    folds: dict[str, Catalogue] = {}
    for family, found in left_out.fits.items():
        others = rows.family != family
        factor = text.covering_factor(left_out.energy_error[others], rows.family[others])
        folds[family] = fold_catalogue(catalogue, found.constants, {"inference.model_error": factor})
    shipped = ecologits.joules_per_token(rows, told_batch=False)
    groups = _groups(rows)
    return TextScores(
        serving=rows,
        known=_outcome(
            [_configured(rows, left_out.fits[str(rows.family[i])].input_tokens, i) for i in range(len(rows))],
            [folds[str(family)] for family in rows.family],
            rows.joules_per_token * rows.output_tokens,
        ),
        known_baseline={
            "as shipped": np.log10(shipped / rows.joules_per_token),
            "told the batch": np.log10(
                ecologits.joules_per_token(rows, told_batch=True) / rows.joules_per_token
            ),
        },
        model_only=_outcome(
            [_model_only(rows, group) for group in groups],
            [folds[str(rows.family[group[0]])] for group in groups],
            np.array([_mean(rows.joules_per_token[g]) * _mean(rows.output_tokens[g]) for g in groups]),
        ),
        model_only_baseline=np.array(
            [np.log10(shipped[g[0]] / _mean(rows.joules_per_token[g])) for g in groups]
        ),
    )


def _groups(rows: Serving) -> list[Rows]:
    pairs = dict.fromkeys(zip(rows.model.tolist(), rows.task.tolist(), strict=True))
    return [np.flatnonzero((rows.model == model) & (rows.task == task)) for model, task in pairs]


def _mean(values: Array) -> float:
    return float(np.exp(np.mean(np.log(values))))


def _shape(rows: Serving, row: int) -> ModelShape:
    network = rows.network
    total, active = at(network.total_params, row), at(network.active_params, row)
    experts = rows.experts[row]
    return ModelShape(
        total_params=total,
        active_params=active if active < total else None,
        layers=int(at(network.layers, row)),
        hidden=int(at(network.hidden, row)),
        experts=int(experts) or None,
        experts_per_token=round(experts * at(network.expert_share, row)) or None,
        kv_bytes_per_token=at(network.kv_bytes, row),
    )


def at(values: Values, row: int) -> float:
    """Return one row's value."""
    return float(np.asarray(values)[row])


def _configured(rows: Serving, input_tokens: Mapping[str, float], row: int) -> Workload:
    return Workload(
        subject="measured",
        activity="text",
        tokens=float(rows.output_tokens[row]),
        assumptions=Assumptions(
            chip=str(rows.chip[row]),
            chips=int(at(rows.replica.chips, row)),
            batch=float(rows.batch[row]),
            precision=PRECISIONS[at(rows.network.weight_bytes, row)],
            input_tokens=input_tokens[str(rows.task[row])],
            cached=0.0,
            boundary="chip",
            model=_shape(rows, row),
        ),
    )


def _model_only(rows: Serving, group: Rows) -> Workload:
    first = int(group[0])
    return Workload(
        subject="measured",
        activity="text",
        tokens=_mean(rows.output_tokens[group]),
        assumptions=Assumptions(
            precision=PRECISIONS[at(rows.network.weight_bytes, first)],
            boundary="chip",
            model=_shape(rows, first),
        ),
    )


def _outcome(workloads: list[Workload], catalogues: list[Catalogue], joules: Array) -> Outcome:
    spreads = []
    for workload, catalogue in zip(workloads, catalogues, strict=True):
        energy = estimate([workload], metrics=["energy"], catalogue=catalogue).items[0].energy
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
    shaped: Outcome  # layers and width told
    unshaped: Outcome  # only the size told


def picture_scores() -> PictureScores:
    """Return the scores on diffusion.csv."""
    pictures = diffusion.measured()
    rules = DenoiserRules(**{entry.key: entry.median for entry in diffusion.shape_rules()})
    left_out = diffusion.leave_models_out(pictures, rules)

    def outcome(errors: Array) -> Outcome:
        factor = np.zeros(len(pictures))
        for model in np.unique(pictures.model):
            out = pictures.model == model
            kind = pictures.video == pictures.video[out][0]
            others = np.logical_and(kind, ~out)
            factor[out] = diffusion.covering_factor(left_out.error[others], pictures.model[others])
        return Outcome(errors, np.asarray(np.abs(errors) <= np.log10(factor)), np.square(factor))

    return PictureScores(pictures, outcome(left_out.error), outcome(left_out.unshaped_error))


def grouped(outcome: Outcome, names: Array) -> list[tuple[str, Outcome]]:
    """Return an outcome by group, the groups named by `names`, shape (rows,)."""
    return [(str(name), outcome.where(names == name)) for name in np.unique(names)]
