"""The words of a chart in one language, and its alt text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.languages import Language, exactly
from bot.markdown import one_line
from estimator.figure import Spread
from estimator.units import Shown, shown
from estimator.workload import Metric

ALT_LENGTH: Final = 1024  # characters that Discord takes
NAME_LENGTHS: Final = (80, 60, 40, 24, 12)  # of names in an alt text, the longest that fits
LEAST_SHARE: Final = 0.005
LARGE: Final = 1_000_000  # from which a number is written with a word


class Words:
    """What charts say in a language: its own table, and quantities as replies write them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.table: dict[str, Any] = language.files["chart"]

    def say(self, part: str, key: str, **values: str) -> str:
        """Return a sentence of the table with its gaps filled."""
        pattern: str = self.table[part][key]
        return pattern.format(**values)

    def metric(self, metric: Metric) -> str:
        text: str = self.table["metrics"][metric]
        return text

    def stage(self, stage: str) -> str:
        """Return the name of a stage of a life cycle."""
        text: str = self.table["stages"]["names"][stage]
        return text

    def quantity(self, spread: Spread) -> str:
        return self.language.quantity(spread)

    def ends(self, spread: Spread) -> str:
        """Return the ends of a range in the unit of its median; nothing where it is exact."""
        return "" if shown(spread).exact else self.language.ends(spread)

    def value(self, spread: Spread) -> str:
        """Return a quantity with its range: "320 kWh (120–900)"."""
        ends = self.ends(spread)
        return f"{self.quantity(spread)} ({ends})" if ends else self.quantity(spread)

    def tick(self, tick: Shown, unit: bool) -> str:
        """Return a value on an axis, with or without its unit."""
        if unit:
            return self.language.amount(tick)
        large = tick.median >= LARGE
        return self.language.count(float(tick.median)) if large else self.language.number(tick.median)

    def percent(self, share: float) -> str:
        """Return a share in whole percent; one that would read as nothing as less than one."""
        if 0 < share < LEAST_SHARE:
            return self.say("shares", "least", one=self._percent(1))
        return self._percent(round(share * 100))

    def _percent(self, value: int) -> str:
        return self.language.quantity(exactly(value, "%"))

    def alt(self, part: str, rows: Sequence[tuple[str, str]], subject: str, note: str, **values: str) -> str:
        """Return an alt text: the first sentence, a name and its numbers a row, the small print.

        Names are cut, all alike, as far as it takes for every number to fit.
        """
        text = ""
        for length in NAME_LENGTHS:
            listed = "; ".join(
                self.say("alt", "row", name=_cut(name, length), value=value) for name, value in rows
            )
            text = self.say(part, "alt", subject=_cut(subject, 2 * length), rows=listed, **values)
            for whole in (f"{text} {one_line(note)}".strip(), text):
                if len(whole) <= ALT_LENGTH:
                    return whole
        return text[: ALT_LENGTH - 1] + "…"


def _cut(text: str, length: int) -> str:
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
