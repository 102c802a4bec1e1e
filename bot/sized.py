"""Models of no name, known by their billions of parameters: "a 70B model"."""

from __future__ import annotations

import re
from typing import Final

BILLION: Final = 1e9
BILLIONS: Final = "bB"  # letters that end the size of a model: "70B"
_SLUG: Final = re.compile(r"(\d+(?:\.\d+)?)b-model")


def sized_slug(parameters: float) -> str:
    """Return the slug of a model of so many parameters."""
    return f"{parameters / BILLION:g}b-model"


def size_of(slug: str) -> str | None:
    """Return the billions of parameters that a slug tells, as written; None for a model that has a name."""
    told = _SLUG.fullmatch(slug)
    return told[1] if told else None
