"""The live figure of a grid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any, Final

from babel.dates import format_date
from jinja2 import pass_context
from jinja2.runtime import Context

from bot.languages import Language, exactly
from bot.live.intensity import LiveIntensity
from bot.markdown import Markdown, link
from bot.wording.quantities import SEPARATOR
from bot.wording.texts import Texts
from estimator.units import significant

DIGITS: Final = 3
WHOLE_DAY: Final = timedelta(days=1)
NOON: Final = timedelta(hours=12)  # of a day, has the same date in UTC as in the country


class Live:
    """Filters for the live figure of a grid."""

    def __init__(self, language: Language, texts: Texts) -> None:
        self.language = language
        self.labels = language.files["live"]
        self.texts = texts

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "live": self.live,
            "live_basis": self.basis,
            "live_place": self.place,
            "live_when": self.when,
        }

    @pass_context
    def place(self, context: Context, figure: LiveIntensity) -> Markdown:
        """Return the name of what the figure covers, which may be less than the country."""
        covered: str | None = self.labels["places"].get(figure.region)
        return Markdown(covered) if covered else self.texts.place(context, figure.region)

    def live(self, figure: LiveIntensity) -> Markdown:
        """Return the figure: "21 g CO₂e/kWh"."""
        value = float(significant(figure.intensity_g_per_kwh, DIGITS))
        return Markdown(self.language.quantity(exactly(value, "g/kWh")))

    def when(self, figure: LiveIntensity) -> Markdown:
        """Return the time that it is of: "14:30 UTC"; of a whole day, its date."""
        if figure.end - figure.start >= WHOLE_DAY:
            noon = (figure.start + NOON).astimezone(UTC)
            return Markdown(format_date(noon, self.labels["day"], locale=self.language.locale))
        return Markdown(f"{figure.start.astimezone(UTC):%H:%M} UTC")

    def basis(self, figure: LiveIntensity) -> Markdown:
        """Return who says so, how it is known, and what it counts."""
        parts = [
            link(figure.source.publisher, figure.source.url),
            self.labels["kinds"][figure.kind],
            self.labels["scopes"][figure.scope],
        ]
        return Markdown(SEPARATOR.join(part for part in parts if part))
