"""A maximum a posteriori fit of positive parameters, with heavy-tailed errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from estimator.figure import Z95, Array

Parameters = Mapping[str, float]
Predict = Callable[[Parameters], Array]


@dataclass(frozen=True, slots=True)
class Prior:
    """A log-normal belief: the centre, and the factor either side that holds it nine times in ten."""

    centre: float
    factor: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """The most probable parameters, and the factor either side that holds each nine times in ten."""

    values: dict[str, float]
    factors: dict[str, float]
    loss: float


def fit(
    predict: Predict,
    measured: Array,
    weights: Array,
    priors: Mapping[str, Prior],
    *,
    scale: Array,
    tail: float = 4.0,
    steps: int = 200,
) -> Fitted:
    """Return the parameters that make predictions and priors together most probable.

    `predict` gives natural logarithms, as `measured` holds them, shape (rows,). Errors are Student's t with
    `tail` degrees of freedom and spread `scale`, so that a row far off pulls little. `weights` say how much
    independent evidence a row is. Levenberg-Marquardt on iteratively reweighted squares, in the logarithms of
    the parameters; the Hessian's inverse at the end gives the factors (Laplace's approximation).
    """
    names = list(priors)
    centre = np.log([priors[name].centre for name in names])
    spread = np.log([priors[name].factor for name in names]) / Z95

    def residuals(theta: Array) -> Array:
        return (predict(dict(zip(names, np.exp(theta).tolist(), strict=True))) - measured) / scale

    def loss(theta: Array, errors: Array) -> float:
        likelihood = weights * (tail + 1.0) / 2.0 * np.log1p(errors * errors / tail)
        return float(likelihood.sum() + 0.5 * (((theta - centre) / spread) ** 2).sum())

    theta, damping = centre, 1e-2
    errors = residuals(theta)
    now = loss(theta, errors)
    hessian = np.diag(spread**-2.0)
    for _ in range(steps):
        slopes = np.stack(
            [(residuals(theta + 1e-5 * unit) - errors) / 1e-5 for unit in np.eye(len(theta))], 1
        )
        pull = weights * (tail + 1.0) / (tail + errors * errors)
        hessian = (slopes * pull[:, None]).T @ slopes + np.diag(spread**-2.0)
        gradient = slopes.T @ (pull * errors) + (theta - centre) / spread**2
        before = now
        while damping < 1e8:
            step = np.linalg.solve(hessian + damping * np.diag(np.diag(hessian)), -gradient)
            tried = theta + np.clip(step, -1.0, 1.0)
            tried_errors = residuals(tried)
            if (found := loss(tried, tried_errors)) <= now:
                theta, errors, now = tried, tried_errors, found
                damping /= 3.0
                break
            damping *= 4.0
        if before - now < 1e-9 * before:
            break
    deviation = np.sqrt(np.diag(np.linalg.inv(hessian)))
    return Fitted(
        values=dict(zip(names, np.exp(theta).tolist(), strict=True)),
        factors=dict(zip(names, np.exp(Z95 * deviation).tolist(), strict=True)),
        loss=now,
    )


def evidence(sweeps: Array, families: Array, rows_a_sweep: float = 1.5) -> Array:
    """Return how much independent evidence each row is, shape (rows,).

    Rows of one sweep (one set-up, another batch) share most of their error, and so do sweeps of one family: a
    sweep of n rows counts as √n, a family of total m as √m; all together count `rows_a_sweep` a sweep.
    """
    _, sweep, sizes = np.unique(sweeps, return_inverse=True, return_counts=True)
    weights = sizes[sweep] ** -0.5
    _, family = np.unique(families, return_inverse=True)
    weights = weights / np.sqrt(np.bincount(family, weights))[family]
    return np.asarray(weights * rows_a_sweep * len(sizes) / weights.sum())
