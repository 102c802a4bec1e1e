"""The limits of what the formulae accept, and the errors that name the field which is outside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from estimator.errors import OutOfRange

PRECISIONS: Final = ("bf16", "fp8", "fp4")

# Field of `Assumptions` or `ModelShape`: (least, is the least itself allowed, most, must be whole)
LIMITS: Final[dict[str, tuple[float, bool, float, bool]]] = {
    "chips": (1, True, 1e7, True),
    "batch": (1, True, 1e6, False),
    "input_tokens": (0, True, 1e9, False),
    "cached": (0, True, 1, False),
    "reasoning_tokens": (0, True, 1e9, False),
    "pue": (1, True, 10, False),
    "wue": (0, True, 1000, False),
    "grid": (0, True, 10_000, False),
    "price": (0, True, 1000, False),
    "steps": (1, True, 10_000, True),
    "width": (1, True, 100_000, True),
    "height": (1, True, 100_000, True),
    "frames": (1, True, 1e6, True),
    "training_tokens": (1, True, 1e17, False),
    "training_examples": (1, True, 1e14, False),
    "training_prompts": (1, True, 1e12, False),
    "samples": (1, True, 1e6, False),
    "rated": (0, True, 1e12, False),
    "utilisation": (1e-6, True, 1, False),
    "development": (1, True, 1000, False),
    "total_params": (1, True, 1e18, False),
    "active_params": (1, True, 1e18, False),
    "layers": (1, True, 100_000, True),
    "hidden": (1, True, 1e7, True),
    "experts": (1, True, 1e6, True),
    "experts_per_token": (1, True, 1e6, True),
    "kv_bytes_per_token": (0.001, True, 1e9, False),
    "guidance_passes": (1, True, 100, True),
    "token_side": (1, True, 10_000, False),
    "token_frames": (1, True, 10_000, False),
}
AMOUNT: Final = (0.0, True, 1e36, False)
TOKENS: Final = (0.01, True, 1e9, False)
POWER: Final = (0.0, True, 1e15, False)


def check(value: float, limits: tuple[float, bool, float, bool], field: str) -> None:
    """Raise OutOfRange where a number is not finite or outside its limits."""
    least, closed, most, whole = limits
    kind = "whole numbers" if whole else "numbers"
    if math.isinf(least):
        allowed = f"finite {kind}"
    elif closed:
        allowed = f"{kind} {least:g} to {most:g}"
    else:
        allowed = f"{kind} above {least:g} up to {most:g}"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise OutOfRange(field, value, allowed)
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite or value < least or value > most or (value == least and not closed):
        raise OutOfRange(field, value, allowed)
    if whole and value != int(value):
        raise OutOfRange(field, value, allowed)


def choice(value: object, allowed: tuple[str, ...], field: str) -> str:
    """Return a text that must be one of a few; OutOfRange where it is not."""
    if not isinstance(value, str) or value not in allowed:
        raise OutOfRange(field, value, ", ".join(allowed))
    return value


def mapping(content: object, field: str) -> Mapping[str, Any]:
    """Return a JSON object; OutOfRange where it is none."""
    if not isinstance(content, Mapping):
        raise OutOfRange(field, content, "JSON objects")
    return content


def number(raw: Mapping[str, Any], name: str, field: str, default: float | None = None) -> float | None:
    """Return a finite number under a key, or the default where it is absent or null."""
    value = raw.get(name)
    if value is None:
        return default
    check(value, (-math.inf, True, math.inf, False), f"{field}.{name}")
    return float(value)


def text(raw: Mapping[str, Any], name: str, field: str) -> str | None:
    """Return a text under a key, or None where it is absent or null."""
    value = raw.get(name)
    if value is not None and not isinstance(value, str):
        raise OutOfRange(f"{field}.{name}", value, "texts")
    return value
