"""What units measure, and how long periods last: the same in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from estimator.workload import Metric

CALENDAR_YEAR: Final = re.compile(
    r"20[1-4]\d"
)  # a number that is taken for a year where nothing says what it counts
METRIC_OF: Final[Mapping[str, Metric]] = {
    "mWh": "energy", "Wh": "energy", "kWh": "energy", "MWh": "energy", "GWh": "energy", "TWh": "energy",
    "J": "energy", "kJ": "energy", "MJ": "energy", "GJ": "energy",
    "cal": "energy", "kcal": "energy", "BTU": "energy",
    "mg": "carbon", "g": "carbon", "kg": "carbon", "t": "carbon", "kt": "carbon", "Mt": "carbon",
    "lb": "carbon",
    "mL": "water", "cL": "water", "L": "water", "m3": "water", "gallon": "water", "oz": "water",
    "pint": "water",
    "USD": "cost", "EUR": "cost", "GBP": "cost", "JPY": "cost", "INR": "cost", "MXN": "cost", "ARS": "cost",
    "CLP": "cost", "COP": "cost", "PEN": "cost", "BRL": "cost", "UYU": "cost", "peso": "cost", "CAD": "cost",
    "AUD": "cost", "CHF": "cost", "CNY": "cost", "SEK": "cost", "cent": "cost",
}  # fmt: skip

POWER_W: Final[Mapping[str, float]] = {"W": 1.0, "kW": 1e3, "MW": 1e6, "GW": 1e9}

DAYS: Final[Mapping[str, float]] = {
    "second": 1 / 86_400, "minute": 1 / 1_440, "hour": 1 / 24, "day": 1.0, "weekday": 7 / 5, "night": 1.0,
    "weekend-day": 7 / 2, "other-day": 2.0, "week": 7.0, "fortnight": 14.0, "month": 30.0, "quarter": 90.0,
    "term": 120.0, "semester": 180.0, "year": 365.0, "decade": 3_650.0,
}  # fmt: skip

SECONDS: Final[Mapping[str, float]] = {"second": 1.0, "minute": 60.0, "hour": 3_600.0}

TOKENS_PER_WORD: Final = 4 / 3
WORDS_PER_PAGE: Final = 500.0
# Tokens of one of what a text is measured by.
TOKENS_OF: Final[Mapping[str, float]] = {
    "token": 1.0, "word": TOKENS_PER_WORD, "page": WORDS_PER_PAGE * TOKENS_PER_WORD,
}  # fmt: skip
# Fields of Assumptions, by the tokens that they tell.
TOKEN_FIELDS: Final[Mapping[str, str]] = {
    "input-token": "input_tokens", "reasoning-token": "reasoning_tokens",
}  # fmt: skip
PER_CENT: Final = 100.0
MONTHS_PER_YEAR: Final = 12.0


def periods_in(span: str, rate: str) -> float:
    """Return how many periods of `rate` a period of `span` holds."""
    if (span, rate) == ("year", "month"):
        return MONTHS_PER_YEAR
    return DAYS[span] / DAYS[rate]
