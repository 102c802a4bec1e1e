"""Writes fitted figures as a data file, and compares what a file holds with a new fit."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[1] / "data"
TOLERANCE: Final = 0.01  # relative: what rounding to three digits may change


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as a data file writes it; `factor` is the range either side, 1 for an exact one."""

    key: str
    median: float
    factor: float
    unit: str
    basis: str
    source: str
    where: str
    note: str = ""

    def as_toml(self) -> str:
        """Return the figure's table."""
        if self.factor == 1.0:
            numbers = f"value = {self.median:.6g}\n"
        else:
            low, high = self.median / self.factor, self.median * self.factor
            numbers = f"low = {low:.3g}\nmedian = {self.median:.3g}\nhigh = {high:.3g}\n"
        texts = [("unit", self.unit), ("basis", self.basis), ("source", self.source), ("where", self.where)]
        if self.note:
            texts.append(("note", self.note))
        return f"[{self.key}]\n{numbers}" + "".join(f'{key} = "{value}"\n' for key, value in texts)


def report(name: str, heading: str, entries: Iterable[Entry], *, write: bool, folder: Path = DATA) -> bool:
    """Print each figure beside the one stored; return whether they agree. `write` stores the new ones."""
    entries = list(entries)
    path = folder / name
    old = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    agree = set(old) == {entry.key for entry in entries}
    print(f"{'figure':32}{'fitted':>12}{'factor':>9}{'stored':>12}")
    for entry in entries:
        stored = old.get(entry.key, {})
        value = stored.get("value", stored.get("median", float("nan")))
        factor = stored.get("high", value) / value
        same = _near(value, entry.median) and _near(factor, entry.factor)
        agree = agree and same
        print(
            f"{entry.key:32}{entry.median:12.4g}{entry.factor:9.2f}{value:12.4g}{'' if same else '  differs'}"
        )
    if write:
        path.write_text(f"{heading}\n" + "\n".join(entry.as_toml() for entry in entries), "utf-8")
        print(f"written: {path.name}")
    return agree or write


def _near(stored: float, fitted: float) -> bool:
    return abs(stored - fitted) <= TOLERANCE * abs(fitted)
