"""Measured configurations as the items of requests, as somebody from outside would send them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from estimator.calibration.diffusion import Pictures
from estimator.calibration.serving import Serving
from estimator.figure import Values

PRECISIONS: Final = {2.0: "bf16", 1.0: "fp8"}  # by bytes a weight


def at(values: Values, row: int) -> float:
    """Return one row's value."""
    return float(np.asarray(values)[row])


def configured(rows: Serving, row: int) -> dict[str, Any]:
    """Return an output token of a measured configuration: all is told but the input and the model's name."""
    return _token(
        rows,
        row,
        float(rows.output_tokens[row]),
        chip=str(rows.chip[row]),
        chips=int(at(rows.replica.chips, row)),
        batch=float(rows.batch[row]),
        precision=PRECISIONS[at(rows.network.weight_bytes, row)],
    )


def model_only(rows: Serving, row: int, output_tokens: float | None = None) -> dict[str, Any]:
    """Return an output token of the model of a row, of which nothing more is told."""
    return _token(rows, row, output_tokens)


def _token(rows: Serving, row: int, output_tokens: float | None, **assumptions: Any) -> dict[str, Any]:
    model = {"boundary": "chip", "model": _shape(rows, row), **assumptions}
    return {
        "subject": "measured",
        "activity": "text",
        "amount": 1,
        "unit": "token",
        "tokens": output_tokens,
        "assumptions": model,
    }


def _shape(rows: Serving, row: int) -> dict[str, Any]:
    network = rows.network
    total, active = at(network.total_params, row), at(network.active_params, row)
    experts = rows.experts[row]
    return {
        "total_params": total,
        "active_params": active if active < total else None,
        "layers": int(at(network.layers, row)),
        "hidden": int(at(network.hidden, row)),
        "experts": int(experts) or None,
        "experts_per_token": round(experts * at(network.expert_share, row)) or None,
        "kv_bytes_per_token": at(network.kv_bytes, row),
    }


def picture(
    pictures: Pictures, row: int, *, shape: bool = True, cut: bool = True, chips: bool = True
) -> dict[str, Any]:
    """Return an image or a clip of a measured configuration, with or without the model's shape, how it cuts
    pictures into tokens, and the chips."""
    denoiser, canvas = pictures.denoiser, pictures.canvas
    video = bool(pictures.video[row])
    model: dict[str, Any] = {
        "total_params": at(denoiser.params, row),
        "guidance_passes": int(at(denoiser.passes, row)),
    }
    if shape:
        model |= {
            "layers": int(at(denoiser.layers, row)),
            "hidden": int(at(denoiser.hidden, row)),
        }
    if cut:
        model |= {
            "token_side": at(canvas.token_side, row),
            "token_frames": at(canvas.token_frames, row) if video else None,
        }
    assumptions: dict[str, Any] = {
        "chip": str(pictures.chip[row]),
        "chips": int(at(pictures.replica.chips, row)) if chips else None,
        "batch": float(pictures.batch[row]),
        "steps": int(at(denoiser.steps, row)),
        "width": int(at(canvas.width, row)),
        "height": int(at(canvas.height, row)),
        "frames": int(at(canvas.frames, row)) if video else None,
        "boundary": "chip",
        "model": model,
    }
    return {
        "subject": "measured",
        "activity": "video" if video else "image",
        "amount": 1,
        "unit": "item" if video else "image",
        "assumptions": assumptions,
    }
