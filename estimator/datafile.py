"""Reads one data file entry by entry; every key must be known, every value of its kind."""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from estimator.errors import DataError
from estimator.figure import BASES, Figure


class Table:
    """An entry of a data file. Each `take` reads one key; `finish` refuses the keys that nobody took.

    `cited` collects the source ids met, with the place that cites them.
    """

    __slots__ = ("cited", "entry", "file", "raw", "taken")

    def __init__(self, file: str, entry: str, raw: Any, cited: dict[str, tuple[str, str]]) -> None:
        self.file = file
        self.entry = entry
        self.cited = cited
        self.taken: set[str] = set()
        if not isinstance(raw, dict):
            raise self.error("must be a table")
        self.raw: dict[str, Any] = raw

    def error(self, problem: str) -> DataError:
        return DataError(self.file, self.entry, problem)

    def __contains__(self, key: str) -> bool:
        return key in self.raw

    def _take(self, key: str, kind: type | tuple[type, ...], default: Any, wanted: str) -> Any:
        self.taken.add(key)
        value = self.raw.get(key)
        if value is None:
            if default is Ellipsis:
                raise self.error(f"{key} is missing")
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(f"{key} must be {wanted}, not {value!r}")
        return value

    def text(self, key: str, default: Any = ...) -> str:
        value: str = self._take(key, str, default, "text")
        if default is Ellipsis and not value.strip():
            raise self.error(f"{key} is empty")
        return value

    def flag(self, key: str) -> bool:
        value: bool = self._take(key, bool, False, "true or false")
        return value

    def number(self, key: str, default: Any = ...) -> Any:
        value = self._take(key, (int, float), default, "a number")
        if value is not None and not math.isfinite(value):
            raise self.error(f"{key} is not finite")
        return float(value) if value is not None else value

    def count(self, key: str) -> int | None:
        value: int | None = self._take(key, int, None, "a whole number")
        if value is not None and value <= 0:
            raise self.error(f"{key} must be above zero")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._take(key, list, [], "a list of texts")
        if not all(isinstance(value, str) and value for value in values):
            raise self.error(f"{key} must be a list of texts")
        return tuple(values)

    def source(self, key: str = "source", *, default: Any = ...) -> str:
        name = self.text(key, default)
        if name:
            self.cited.setdefault(name, (self.file, self.entry))
        return name

    def table(self, key: str) -> Table | None:
        value = self._take(key, dict, None, "a table")
        return None if value is None else Table(self.file, f"{self.entry}.{key}", value, self.cited)

    def tables(self, key: str) -> list[Table]:
        values = self._take(key, list, [], "a list of tables")
        return [Table(self.file, f"{self.entry}.{key}[{i}]", v, self.cited) for i, v in enumerate(values)]

    def figure(self, key: str, name: str, unit: str, *, above: float | None = None) -> Figure | None:
        """Return the figure under a key, in `unit` and no lower than `above`; None where it is not given."""
        inner = self.table(key)
        return None if inner is None else inner.as_figure(name, frozenset({unit}), above=above)

    def as_figure(self, name: str, units: frozenset[str], *, above: float | None = None) -> Figure:
        """Return the figure that this table is."""
        raw = self.raw
        if "value" in raw:
            if not {"low", "median", "high"}.isdisjoint(raw):
                raise self.error("value and a range exclude each other")
            low = median = high = self.number("value")
        else:
            low, median, high = self.number("low"), self.number("median"), self.number("high")
        unit = self.text("unit", "")
        if unit not in units:
            wanted = " or ".join(sorted(units)) if len(units) < 4 else "a known unit"
            raise self.error(f"unit is {unit!r}, not {wanted!r}")
        if not low <= median <= high:
            raise self.error(f"low {low:g}, median {median:g}, high {high:g} are out of order")
        if above is not None and not low >= above:
            raise self.error(f"low {low:g} is below {above:g}")
        basis = self.text("basis")
        if basis not in BASES:
            raise self.error(f"basis is {basis!r}, not one of {', '.join(BASES)}")
        where, note = self.text("where", ""), self.text("note", "")
        figure = Figure(name, low, median, high, unit, basis, self.source(), where, note)
        self.finish()
        return figure

    def finish(self) -> None:
        """Refuse keys that nobody took."""
        unknown = sorted(self.raw.keys() - self.taken)
        if unknown:
            raise self.error(f"unknown key {', '.join(unknown)}")


def tables(root: Path, file: str, cited: dict[str, tuple[str, str]]) -> Iterator[tuple[str, Table]]:
    """Yield the top-level tables of a TOML file with their names; nothing where there is no such file."""
    path = root / file
    if not path.exists():
        return
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(file, "", str(error)) from None
    for name, raw in content.items():
        yield name, Table(file, name, raw, cited)


def rows(root: Path, file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows of a CSV file with their line numbers; nothing where there is no such file."""
    path = root / file
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            raise DataError(file, "line 1", f"columns must be {', '.join(columns)}")
        try:
            for row in reader:
                if None in row or None in row.values():
                    raise DataError(file, f"line {reader.line_num}", "wrong number of columns")
                yield reader.line_num, row
        except csv.Error as error:
            raise DataError(file, f"line {reader.line_num}", str(error)) from None


def cell(file: str, line: int, row: Mapping[str, str], column: str) -> float:
    """Return the number in a cell."""
    try:
        value = float(row[column])
    except ValueError:
        raise DataError(file, f"line {line}", f"{column} is {row[column]!r}, not a number") from None
    if not math.isfinite(value):
        raise DataError(file, f"line {line}", f"{column} is not finite")
    return value
