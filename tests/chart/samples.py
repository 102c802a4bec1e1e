"""Charts of every kind, usual and extreme, with made-up figures."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

from bot.chart import (
    Chart,
    Distribution,
    Drivers,
    Part,
    Point,
    Ranges,
    Row,
    Share,
    Stages,
    Trend,
)
from estimator.figure import Z95, Spread

NOTE: Final = "World-average grid · data centre included, making the chips not · modelled"
LONG: Final = "Supercalifragilisticexpialidocious-Mixture-of-Experts-8x22B-Instruct-v0.3"


def wh(low: float, median: float, high: float) -> Spread:
    return Spread(low, median, high, "Wh")


def quantiles(spread: Spread, count: int = 20) -> tuple[float, ...]:
    """Return the middles of equally likely slices of a log-normal on each side of the median."""
    up, down = math.log(spread.high / spread.median), math.log(spread.median / spread.low)
    scores = [NormalDist().inv_cdf((place + 0.5) / count) / Z95 for place in range(count)]
    return tuple(spread.median * math.exp(score * (up if score > 0 else down)) for score in scores)


def distribution(subject: str, spread: Spread, note: str = "") -> Distribution:
    return Distribution(subject, "energy", spread, quantiles(spread), note)


USUAL: Final[dict[str, Chart]] = {
    "ranges": Ranges(
        "energy",
        (Row("One Llama 3.1 405B prompt", wh(0.7, 1.9, 5)), Row("One GPT-4o prompt", wh(0.1, 0.3, 1))),
        NOTE,
    ),
    "distribution": distribution("a million ChatGPT prompts", wh(120e3, 320e3, 900e3), NOTE),
    "drivers": Drivers(
        "a million ChatGPT prompts",
        "energy",
        (
            Share("Requests that share a chip at once", 0.48),
            Share("Length of the answers", 0.21),
            Share("Size of the model", 0.14),
            Share("What our formula leaves out", 0.004),
        ),
        NOTE,
    ),
    "trend": Trend(
        "Electricity of the world's data centres",
        "Wh",
        (
            Point(2020, 240e12, 270e12, 340e12, "Masanet et al."),
            Point(2024, 415e12, 415e12, 415e12, "IEA, 2025"),
            Point(2025, 485e12, 485e12, 485e12, "IEA, 2026"),
            Point(2028, 325e12, None, 580e12, "LBNL, 2024", forecast=True),
            Point(2030, 945e12, 945e12, 945e12, "IEA, 2025", forecast=True),
            Point(2030, 950e12, 950e12, 950e12, "IEA, 2026", forecast=True),
            Point(2035, 700e12, 1200e12, 1700e12, "IEA, 2025", forecast=True),
        ),
    ),
    "stages": Stages(
        "a million Mistral Large 2 prompts",
        "carbon",
        Spread(40e3, 130e3, 420e3, "g"),
        (
            Part("electricity", Spread(35e3, 110e3, 400e3, "g")),
            Part("embodied", Spread(5e3, 15e3, 40e3, "g")),
            Part("training", Spread(2e3, 9e3, 30e3, "g")),
        ),
        NOTE,
    ),
}

EXTREME: Final[dict[str, Chart]] = {
    "six long names": Ranges(
        "carbon",
        tuple(
            Row(f"{count} {LONG} in the Democratic Republic of the Congo", Spread(low, middle, high, "g"))
            for count, low, middle, high in (
                ("a million prompts to", 1e6, 3e6, 9e6),
                ("training", 5e9, 9e9, 1.2e10),
                ("1000 images from", 80.0, 210.0, 900.0),
                ("an hour of video from", 4e3, 9e3, 3e4),
                ("one token of", 1e-4, 4e-4, 1e-3),
                ("exactly one", 1.0, 1.0, 1.0),
            )
        ),
        NOTE * 4,
    ),
    "a name without spaces": Ranges("energy", (Row("A" * 300, wh(1, 2, 3)),)),
    "no name": Ranges("energy", (Row("", wh(1, 2, 3)), Row(" ", wh(1, 2, 3)))),
    "signs beyond the typeface": Ranges("energy", (Row("模型 🤖 Ñandú\n₂ ﬁ \u202e x", wh(1, 2, 3)),)),
    "from 1e-3 to 1e12": Ranges(
        "energy",
        (Row("tiny", wh(5e-4, 1e-3, 2e-3)), Row("huge", wh(4e11, 1e12, 3e12)), Row("none", wh(0, 0, 0))),
    ),
    "one item": Ranges("water", (Row("One ChatGPT prompt", Spread(4e-4, 2e-3, 9e-3, "L")),), "", "a subject"),
    "nothing at all": Ranges("energy", (Row("nothing", wh(0, 0, 0)),)),
    "zero beside a range": Ranges("energy", (Row("nothing", wh(0, 0, 0)), Row("some", wh(0.1, 0.3, 1)))),
    "a range from zero": Ranges("energy", (Row("some", wh(0, 0.3, 1)), Row("more", wh(0, 300, 1000)))),
    "long units": Ranges(
        "hardware",
        (
            Row("One GPT-4o prompt", Spread(1e-5, 3e-4, 1e-3, "chip-hour")),
            Row("Training GPT-4", Spread(3e7, 6e7, 9e7, "chip-hour")),
        ),
    ),
    "money": Ranges(
        "cost",
        (Row("One prompt", Spread(1e-5, 3e-5, 1e-4, "USD")), Row("A million", Spread(10, 30, 100, "USD"))),
    ),
    "a wide distribution": distribution(f"one {LONG} prompt in the Dominican Republic", wh(1e-3, 1.0, 1e6)),
    "a narrow distribution": distribution("training GPT-3", wh(1.2869e9, 1.287e9, 1.2871e9)),
    "a tiny distribution": distribution("one token", wh(1e-9, 2e-9, 5e-9)),
    "an exact distribution": Distribution("an hour of 700 W", "energy", wh(700, 700, 700), (700.0,) * 20),
    "one quantile": Distribution("a prompt", "energy", wh(1, 2, 3), (2.0,)),
    "one driver": Drivers("a prompt", "water", (Share("How the data centre is cooled", 1.0),)),
    "long drivers": Drivers(
        LONG * 3, "energy", tuple(Share(f"{LONG} {i}", 0.2 / (i + 1)) for i in range(6)), NOTE
    ),
    "one point": Trend("One point", "Wh", (Point(2024, 1e-3, 1e-3, 1e-3, "A"),)),
    "points far apart": Trend(
        "Computing for training",
        "FLOP",
        tuple(
            Point(year, 10.0**power, 10.0**power, 10.0**power, LONG)
            for year, power in ((1950, 2), (1990, 9), (2012, 17), (2025, 26))
        ),
    ),
    "ten points in two years": Trend(
        "Many",
        "%",
        tuple(Point(2024 + i % 2, i, i + 0.5, i + 1.0, f"Source {i % 4}", i % 3 == 0) for i in range(10)),
    ),
    "points at zero": Trend("Zero", "Wh", (Point(2024, 0, 0, 0, "A"), Point(2025, 0, 0, 0, "A"))),
    "a vanishing stage": Stages(
        "a prompt",
        "water",
        Spread(300, 1100, 4000, "L"),
        (Part("off_site", Spread(200, 900, 3300, "L")), Part("on_site", Spread(1e-6, 1e-5, 1e-4, "L"))),
    ),
    "one stage": Stages(LONG * 2, "carbon", Spread(1, 2, 3, "g"), (Part("embodied", Spread(1, 2, 3, "g")),)),
}

ALL: Final[dict[str, Chart]] = {**USUAL, **EXTREME}
LANGUAGES: Final = ("en", "es")
