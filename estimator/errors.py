"""The errors that callers of `estimator` may meet.

EstimatorError
├── DataError      a data file is wrong; raised at load, names the file and the entry
├── UnknownName    a request names something the catalogue lacks; carries the nearest names
└── OutOfRange     a request's value is outside what a formula is valid for; names the field
"""

from __future__ import annotations

import reprlib


class EstimatorError(Exception):
    """What every error of this package is."""


class DataError(EstimatorError):
    """A data file is wrong. The message starts with the file and the entry."""

    def __init__(self, file: str, entry: str, problem: str) -> None:
        super().__init__(f"{file}: {entry}: {problem}" if entry else f"{file}: {problem}")
        self.file = file
        self.entry = entry
        self.problem = problem


class UnknownName(EstimatorError):
    """A request names something that the catalogue lacks."""

    def __init__(self, field: str, name: str, nearest: tuple[str, ...] = ()) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"{field}: unknown name {name!r}{hint}")
        self.field = field
        self.name = name
        self.nearest = nearest


class OutOfRange(EstimatorError):
    """A request's value is outside what a formula is valid for."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        super().__init__(f"{field}: {reprlib.repr(value)} is outside {allowed}")
        self.field = field
        self.value = value
        self.allowed = allowed
