"""The rules for shapes of models whose makers publish none, as lines through the shapes of open models."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from estimator.calibration.serving import cache_bytes, expert_share, table
from estimator.calibration.stored import Entry
from estimator.figure import Z95, Array
from estimator.inference import BILLION

WHERE = "calibration/shapes.toml: least squares in logarithms"


def rules() -> Iterator[Entry]:
    """Yield the figures that `estimator.inference.ShapeRules` reads."""
    shapes = [shape for shape in table("shapes.toml").values() if "attention_layers" not in shape]
    total = np.array([shape["total_b"] for shape in shapes], float) * 1e9
    active = np.array([shape.get("active_b", shape["total_b"]) for shape in shapes], float) * 1e9
    layers = np.array([shape["layers"] for shape in shapes], float)
    hidden = np.array([shape["hidden"] for shape in shapes], float)
    cache = np.array([cache_bytes(shape) for shape in shapes])
    share = np.array([expert_share(shape) for shape in shapes])
    yield from _line("layers", np.sqrt(total * active), layers, "", "layers of a model of √(P·A) = 1e9")
    yield from _line("hidden", active, hidden, "", "width of a model of 1e9 active parameters")
    yield from _line("kv", active, cache, "B/token", "key-value cache a token, of 1e9 active parameters")
    sparse = share > 0
    ratio = np.log(share[sparse] * total[sparse] / active[sparse])
    yield Entry(
        "expert_share_scale", float(np.exp(ratio.mean())), float(np.exp(Z95 * ratio.std())), "", "measured",
        "open-configs", "calibration/shapes.toml: geometric mean over mixtures of experts",
        "share of the experts that a token picks, relative to the share of the parameters that is active",
    )  # fmt: skip


def _line(name: str, size: Array, value: Array, unit: str, note: str) -> Iterator[Entry]:
    x, y = np.log(size / BILLION), np.log(value)
    slope, intercept = np.polyfit(x, y, 1)
    scatter = float(np.exp(Z95 * np.std(y - intercept - slope * x)))
    yield Entry(
        f"{name}_scale", float(np.exp(intercept)), scatter, unit, "measured", "open-configs", WHERE, note
    )
    yield Entry(f"{name}_exponent", float(round(slope, 4)), 1.0, "", "measured", "open-configs", WHERE)
