"""Where a range comes from, and what was assumed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from bot.languages import Language
from bot.markdown import Markdown, sentence
from bot.wording.quantities import SEPARATOR, Quantities
from estimator.figure import Spread
from estimator.result import Assumption, Driver
from estimator.units import rough

DRIVERS_SHOWN: Final = 2
SIZE_DIGITS: Final = 3
WORTH_NAMING: Final = 0.1  # of the spread
UNITS_TOLD: Final = (
    "L/kWh",
    "g/kWh",
    "USD/kWh",
    "W",
)  # of inputs; the words for the others name what is counted


class Reasons:
    """Filters for drivers and assumptions."""

    def __init__(self, language: Language, quantities: Quantities) -> None:
        self.language = language
        self.labels = language.labels
        self.quantities = quantities

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"because": self.because, "assumed": self.assumed, "size": self.size}

    def because(self, drivers: Iterable[Driver]) -> Markdown:
        """Return what the range comes from, inputs of one meaning together: "Half of the range …"."""
        shares: dict[str, float] = {}
        for driver in drivers:
            if reason := self.labels["drivers"].get(input_name(driver.name)):
                shares[reason] = shares.get(reason, 0.0) + driver.share
        ranked = sorted(shares.items(), key=lambda pair: -pair[1])[:DRIVERS_SHOWN]
        words = self.labels["because"]
        parts = [
            words["part" if place else "first"].format(share=self._share(share), driver=reason)
            for place, (reason, share) in enumerate(ranked)
            if share >= WORTH_NAMING
        ]
        return sentence(words["all"].format(parts=words["between"].join(parts))) if parts else Markdown("")

    def _share(self, share: float) -> str:
        shares: Mapping[str, str] = self.labels["shares"]
        return shares[min(shares, key=lambda key: abs(float(key) - share))]

    def assumed(self, assumptions: Iterable[Assumption]) -> Markdown:
        """Return inputs with their ranges: "64 requests at once (12–350) · PUE 1.2 (1.1–1.6)"."""
        parts = []
        for each in assumptions:
            if pattern := self.labels["inputs"].get(input_name(each.name)):
                unit = each.unit if each.unit in UNITS_TOLD else ""
                spread = Spread(each.low, each.median, each.high, unit)
                quantity = pattern.format(q=self.language.quantity(spread))
                parts.append(quantity + self.quantities.bracket(spread, "ends"))
        return Markdown(SEPARATOR.join(parts))

    def size(self, size: Assumption | None) -> Markdown:
        """Return how much of a model works on each token: " · 37 billion parameters at work per token"."""
        if size is None:
            return Markdown("")
        pattern = self.labels["sizes"]["known" if size.basis in ("measured", "disclosed") else "guessed"]
        seen = rough(size.median, "parameters", SIZE_DIGITS)
        return Markdown(pattern.format(q=self.language.amount(seen)))


def input_name(name: str) -> str:
    """Return an input's name without what tells one model's or chip's from another's: "batch", "chip"."""
    return re.split(r"[^a-z0-9_]", name, maxsplit=1)[0]
