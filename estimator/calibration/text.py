"""Fits the constants of text inference; as a program prints them beside those stored (`--write` stores)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from estimator.calibration.fit import Fitted, Prior, evidence, fit
from estimator.calibration.serving import Serving, measured, table
from estimator.calibration.shapes import rules
from estimator.calibration.stored import Entry, report
from estimator.figure import Z95, Array
from estimator.inference import Constants, Step, decoding_step
from estimator.serving import ANSWER_TOKENS

INPUT: Final = "input_tokens."
ENERGY_SPREAD: Final = 0.25  # of a row's error in ln J, before its tail; time is fitted a little more loosely
TIME_SPREAD: Final = 0.35
COVERED: Final = 0.88  # of rows of families left out that the model error is to cover


@dataclass(frozen=True, slots=True)
class TextFit:
    """The constants fitted, and the mean input tokens of each task found along the way."""

    constants: Constants
    input_tokens: dict[str, float]
    fitted: Fitted

    def predict(self, serving: Serving) -> Step:
        """Return energy and time of each measured configuration."""
        return decoding_step(
            serving.network, serving.replica, serving.load(self.input_tokens), self.constants
        )


def priors() -> dict[str, Prior]:
    """Return what is believed of each parameter before the fit."""
    stored = table("priors.toml")
    text = {name: Prior(entry["centre"], entry["factor"]) for name, entry in stored["text"].items()}
    inputs = {INPUT + name: Prior(e["centre"], e["factor"]) for name, e in stored["text_inputs"].items()}
    return text | inputs


def fixed() -> dict[str, float]:
    """Return the constants that are not fitted."""
    return {name: float(entry["centre"]) for name, entry in table("priors.toml")["text_fixed"].items()}


def assemble(values: Mapping[str, float], held: Mapping[str, float]) -> tuple[Constants, dict[str, float]]:
    """Return constants and input tokens by task from the parameters of a fit and the constants not fitted."""
    names = {field.name for field in fields(Constants)}
    constants = Constants(**{name: value for name, value in {**held, **values}.items() if name in names})
    inputs = {name.removeprefix(INPUT): v for name, v in values.items() if name.startswith(INPUT)}
    return constants, inputs


def fit_text(serving: Serving, held: Mapping[str, float], beliefs: Mapping[str, Prior]) -> TextFit:
    """Return the most probable constants given measured joules and step times."""

    def predict(values: Mapping[str, float]) -> Array:
        constants, inputs = assemble(values, held)
        step = decoding_step(serving.network, serving.replica, serving.load(inputs), constants)
        return np.asarray(np.log(np.concatenate([step.joules_per_token, step.seconds])))

    weights = evidence(serving.sweep, serving.family)
    count = len(serving)
    fitted = fit(
        predict,
        np.log(np.concatenate([serving.joules_per_token, serving.step_s])),
        np.concatenate([weights, weights]),
        beliefs,
        scale=np.repeat([ENERGY_SPREAD, TIME_SPREAD], count),
    )
    constants, inputs = assemble(fitted.values, held)
    return TextFit(constants, inputs, fitted)


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """What each family's rows turn out to be when the fit has not seen the family, shape (rows,)."""

    energy_error: Array  # log10 of predicted over measured joules
    time_error: Array
    fits: dict[str, TextFit]


def leave_families_out(serving: Serving, held: Mapping[str, float]) -> LeftOut:
    """Return the errors on each family of constants fitted to all the others."""
    beliefs = priors()
    energy, time = np.zeros(len(serving)), np.zeros(len(serving))
    fits = {}
    for family in np.unique(serving.family):
        out = serving.family == family
        fits[str(family)] = found = fit_text(serving.where(~out), held, beliefs)
        unseen = serving.where(out)
        step = found.predict(unseen)
        energy[out] = np.log10(step.joules_per_token / unseen.joules_per_token)
        time[out] = np.log10(step.seconds / unseen.step_s)
    return LeftOut(energy, time, fits)


def covering_factor(errors: Array, families: Array, share: float = COVERED) -> float:
    """Return the factor either side of a prediction that holds `share` of the rows.

    Rows of a family of n count n^−½ each: a middle way between counting rows, which lets the largest family
    speak for all, and counting families, which lets one odd family.
    """
    _, family, sizes = np.unique(families, return_inverse=True, return_counts=True)
    weights = sizes[family] ** -0.5
    order = np.argsort(np.abs(errors))
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(10 ** np.interp(share, reached, np.abs(errors)[order]))


def entries(serving: Serving) -> list[Entry]:
    """Return the figures of inference.toml, fitted anew."""
    held, stored = fixed(), table("priors.toml")
    found = fit_text(serving, held, priors())
    left_out = leave_families_out(serving, held)

    def left_over(name: str, errors: Array, note: str) -> Entry:
        factor = covering_factor(errors, serving.family)
        where = f"{CSV}: errors on families left out of the fit"
        return Entry(name, 1.0, factor, "", "measured", "ml-energy-v3", where, note)

    known, factors = found.fitted.values, found.fitted.factors
    return [
        *(
            Entry(
                name,
                known[name],
                factors[name],
                p["unit"],
                "estimated",
                "ml-energy-v3",
                f"{CSV}: fit",
                p["note"],
            )
            for name, p in stored["text"].items()
        ),
        *(
            Entry(
                name, p["centre"], p["factor"], *(p[k] for k in ("unit", "basis", "source", "where", "note"))
            )
            for name, p in stored["text_fixed"].items()
        ),
        left_over(
            "model_error",
            left_out.energy_error,
            "factor on joules a token that holds nine rows in ten of a family the fit had not seen",
        ),
        left_over("time_error", left_out.time_error, "the same on step time and chip-seconds"),
        Entry(
            "error_correlation",
            round(rank_correlation(left_out.energy_error, left_out.time_error), 3),
            1.0,
            "",
            "measured",
            "ml-energy-v3",
            f"{CSV}: errors on families left out of the fit",
            "rank correlation of the errors of energy and of time",
        ),
        *alone(serving, found.input_tokens),
        *rules(),
    ]


def rank_correlation(first: Array, second: Array) -> float:
    """Return Spearman's correlation of two arrays without ties."""
    one, other = (np.argsort(np.argsort(values)) for values in (first, second))
    return float(np.corrcoef(one, other)[0, 1])


def alone(serving: Serving, input_tokens: Mapping[str, float]) -> Iterator[Entry]:
    """Yield what a measured deployment is asked where nobody says: input tokens by the length of the answer,
    a line through the tasks in logarithms, and the batch, of the geometric means by model and task.

    A task of n rows weighs √n.
    """
    tasks = np.unique(serving.task)
    rows = [serving.task == task for task in tasks]
    output = np.array([np.log(serving.output_tokens[row]).mean() for row in rows]) - np.log(ANSWER_TOKENS)
    asked = np.log([input_tokens[str(task)] for task in tasks])
    weights = np.sqrt([float(row.sum()) for row in rows])
    slope, middle = np.polyfit(output, asked, 1, w=np.sqrt(weights))
    off = asked - middle - slope * output
    scatter = float(np.exp(Z95 * np.sqrt((weights * off**2).sum() / weights.sum())))
    yield Entry(
        "alone_input_scale", float(np.exp(middle)), scatter, "tokens", "estimated", "ml-energy-v3",
        f"{CSV}: input tokens found by the fit, by task",
        f"input of a prompt that stands alone, for an answer of {ANSWER_TOKENS:g} tokens",
    )  # fmt: skip
    yield Entry(
        "alone_input_exponent", round(float(slope), 3), 1.0, "", "estimated", "ml-energy-v3",
        f"{CSV}: input tokens found by the fit, by task",
        "input ∝ output^exponent: short answers follow long inputs (code, pictures), long ones questions",
    )  # fmt: skip
    groups = np.unique(np.char.add(serving.model.astype(str), serving.task.astype(str)), return_inverse=True)
    counts = np.bincount(groups[1])
    batch = np.bincount(groups[1], np.log(serving.batch)) / counts
    yield Entry(
        "alone_batch", float(np.exp(np.median(batch))), float(np.exp(Z95 * batch.std())), "sequences",
        "measured", "ml-energy-v3", f"{CSV}: geometric means by model and task",
        "batch of a deployment that somebody measures or runs alone",
    )  # fmt: skip


CSV: Final = "calibration/llm_serving.csv"
HEADING: Final = """\
# Text inference: the constants of estimator/inference.py, fitted to measured serving and stored here by
# `python -m estimator.calibration.text --write`. Not to be edited by hand: change calibration/priors.toml.
# The medians are used together; the ranges say how well each alone is known; model_error is what is left.
"""


def main(arguments: Sequence[str]) -> int:
    """Print the fit beside the figures stored; 1 where they differ."""
    agree = report("inference.toml", HEADING, entries(measured()), write="--write" in arguments)
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
