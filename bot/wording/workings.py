"""How an answer was computed, with its numbers put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from bot.languages import Language
from bot.markdown import Markdown
from estimator.units import rough
from estimator.workings import Working

DIGITS: Final = 4  # as many as let a calculator come to the same three
UNTOLD: Final = 1.0  # of a factor that changes nothing
FACTORS: Final = ("error", "at_work", "host", "idle", "pue")  # told with a sign before, a name behind


class Workings:
    """The filter for the lines of a computation."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.labels = language.labels

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"formula": self.formula}

    def formula(self, lines: Iterable[Working]) -> Markdown:
        """Return the lines of a computation as a list."""
        return Markdown("\n".join(f"- {self._line(line)}" for line in lines))

    def _line(self, line: Working) -> str:
        told = {name: self._number(name, *number) for name, number in line.numbers.items()}
        factors = "".join(told[name] for name in FACTORS if name in told)
        pattern: str = self.labels["workings"][line.key]
        return pattern.format(**told, factors=factors)

    def _number(self, name: str, value: float, unit: str) -> str:
        number = self.language.amount(rough(value, unit, DIGITS))
        if name not in FACTORS:
            return number
        return "" if value == UNTOLD else str(self.labels["factors"][name].format(n=number))
