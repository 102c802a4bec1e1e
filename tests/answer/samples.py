"""Requests with made-up estimates, so that a reply's words can be read without the figures moving."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal

from bot.answer import Answer, behind, compose
from bot.answer.asking import Hint
from bot.answer.now import with_live
from bot.languages import languages
from bot.live.intensity import Kind, LiveIntensity, Scope
from bot.request import Request
from bot.request.request import Taken
from estimator.catalogue import Catalogue
from estimator.claims import KnownClaim
from estimator.entries import Chip, Grid, Model, Price, PublishedFigure, Run, Service, Thing, TrainingRecord
from estimator.errors import EstimatorError, OutOfRange, UnknownName
from estimator.figure import Figure, Source, Spread
from estimator.levers import Change, Lever
from estimator.result import (
    Assumption,
    BudgetAnswer,
    Comparison,
    Driver,
    Equivalent,
    Estimate,
    Fact,
    ItemEstimate,
    Published,
    Ruling,
    Verdict,
)
from estimator.workings import Working
from estimator.workload import Activity, Assumptions, Budget, Claim, Metric, Workload

OPENAI = Source("openai", "A blog post", "OpenAI", "https://example.org/openai", "2025-06", "2026-11-24")
SERVING = Source("serving", "A study", "Doe et al.", "https://example.org/serving", "2025-09", "2026-11-24")
GRIDS = Source("grids", "A data set", "Ember", "https://example.org/grids_(2026)", "2026", "2026-11-24")
STUDY = Source("li-2023", "A study", "Li et al.", "https://example.org/li", "2023-04", "2026-11-24")
PRESS = Source("wapo-2024", "An article", "A newspaper", "https://example.org/press", "2024", "2026-11-24")
EARLY = Source("devries-2023", "A comment", "de Vries", "https://example.org/devries", "2023", "2026-11-24")
MAKER = Source("altman-2025", "A post", "Sam Altman", "https://example.org/altman", "2025", "2026-11-24")
REPORT = Source("elsworth-2025", "A report", "Google", "https://example.org/report", "2025", "2026-11-24")
OUTSIDER = Source("ludvigsen-gpt4", "A reckoning", "Ludvigsen", "https://example.org/l", "2023", "2026-11-24")
REVIEW = Source("mit-tr-2025", "A review", "A magazine", "https://example.org/m", "2025", "2026-11-24")
CITED = (STUDY, PRESS, EARLY, MAKER, REPORT, OUTSIDER, REVIEW)  # by pages
SOURCES = {each.id: each for each in (OPENAI, SERVING, GRIDS)}


def figure(median: float, unit: str, low: float | None = None, high: float | None = None) -> Figure:
    return Figure("figure", low or median, median, high or median, unit, "estimated", "serving")


def thing(key: str, unit: str, group: str, *, rain: bool = False, **metrics: float) -> Thing:
    units = {"energy": "Wh", "carbon": "g", "water": "L"}
    known = {name: figure(value, units[name], value / 2, value * 2) for name, value in metrics.items()}
    return Thing(
        key,
        unit,
        known.get("energy"),
        known.get("carbon"),
        known.get("water"),
        None,
        group,
        True,
        "",
        rain=rain,
    )


THINGS = (
    thing("phone-charge", "charge", "screens", energy=15),
    thing("led-hour", "hour", "screens", energy=9),
    thing("streaming-hour", "hour", "net", energy=77, carbon=55),
    thing("google-search", "search", "net", energy=0.3),
    thing("ev-km", "km", "transport", energy=168),
    thing("car-km", "km", "transport", carbon=190),
    thing("home-day-us", "day", "home", energy=29356),
    thing("home-year-us", "year", "home", energy=10.7e6),
    thing("home-day-es", "day", "home", energy=8964),
    thing("home-year-es", "year", "home", energy=3.27e6),
    thing("home-day-fr", "day", "home", energy=12329),
    thing("microwave-minute", "minute", "heating", energy=20),
    thing("bottle-water", "bottle", "water", water=0.5),
    thing("drop-water", "drop", "water", water=5e-5),
    thing("olympic-pool", "pool", "water", water=2.5e6),
    thing("burger", "burger", "food", rain=True, carbon=3500, water=2400),
    thing("person-year-us", "year", "people", carbon=17.5e6),
)


LISTED = Price(2.5, 10.0, "USD/Mtoken", "openai", "2026-08")
RUNS = (Run("gpt-4o", "2026-01", "", 0.6), Run("big-1", "2026-01", "", 0.4))


def model(key: str, name: str, on: str = "") -> Model:
    training = TrainingRecord(on=on) if on else None
    return Model(key, name, "", "2024-05", "text", "", (), False, False, None, None, training=training)


def grid(code: str, name: str, grams: float) -> Grid:
    carbon = Figure(f"grid.{code}", grams * 0.9, grams, grams * 1.1, "g/kWh", "estimated", "grids")
    price = Figure(f"price.{code}", 0.08, 0.1, 0.15, "USD/kWh", "estimated", "grids")
    return Grid(code, name, "country", carbon, "life-cycle", "generation", 2025, price=price)


def published_fact(key: str, english: str, spanish: str, year: int) -> PublishedFigure:
    return PublishedFigure(
        key, "data-centre", "hardware", "energy", None, 945e12, None, "Wh", "year", "facility", "",
        "projection", year, "grids", ("data-centres-2030",), {"en": english, "es": spanish}, False,
    )  # fmt: skip


def told(key: str, value: float, unit: str, source: str, counts: str = "") -> PublishedFigure:
    return PublishedFigure(
        key, "gpt-3", "text", "water", None, value, None, unit, "prompt", "", "", "model-estimate", 2023,
        source, (), {}, False, counts=counts,
    )  # fmt: skip


TOLD = (
    told("li-gpt3-request-us", 0.0169, "L", "li-2023"),
    told("wapo-email-water", 0.519, "L", "wapo-2024"),
    told("wapo-email-energy", 140, "Wh", "wapo-2024"),
    told("devries-chatgpt-2-9", 2.9, "Wh", "devries-2023"),
    told("openai-altman-energy", 0.34, "Wh", "altman-2025"),
    told("openai-altman-water", 0.00032, "L", "altman-2025"),
    told("google-gemini-median-prompt-water", 0.00026, "L", "elsworth-2025", "on-site"),
    told("gpt4-energy-ludvigsen", 55e9, "Wh", "ludvigsen-gpt4"),
)


def known(
    name: str, standing: str, ruling: Ruling, between: tuple[float, float] | None = None, **figures: Figure
) -> KnownClaim:
    return KnownClaim(
        name, "", standing, ruling, False, "", (), (), None, (), None, between, False, False, None, (), None,
        {}, "",
        {key: replace(each, id=f"claims.{name}.{key}") for key, each in figures.items()}, ("li-2023",),
    )  # fmt: skip


CLAIMS = (
    known(
        "bottle", "wrong", "contradicted", (0.1, 0.6), volume=figure(0.5, "L"), answers=figure(30, "", 10, 50)
    ),
    known("gpt-4-san-francisco", "unproven", "unknown", leaked=figure(57e9, "Wh", 52e9, 62e9)),
)
FACTS = (
    published_fact("base", "The agency expects 945 TWh in 2030.", "La agencia prevé 945 TWh en 2030.", 2025),
    published_fact("high", "Its high case is 1,700 TWh.", "Su caso alto es de 1700 TWh.", 2024),
)


def catalogue() -> Catalogue:
    """Return a catalogue of a few entries with made-up figures."""
    values: dict[str, object] = dict.fromkeys(Catalogue.__dataclass_fields__, MappingProxyType({}))
    values |= {
        "sources": SOURCES | {each.id: each for each in CITED},
        "models": {each.id: each for each in (
            replace(model("gpt-4o", "GPT-4o"), price=LISTED),
            replace(model("big-1", "Big_1 [405B]"), price=replace(LISTED, input=5.0, output=20.0)),
            model("big-1-thinks", "Big 1 thinks", "big-1"),
        )},
        "services": {
            "chatgpt": Service("chatgpt", "ChatGPT", "", "text", "", (), False, RUNS, None, None, ""),
        },
        "chips": {"h100": Chip("h100", "H100", "", "", (), {}, 0, 0, 700, None, None, None, "serving")},
        "things": {each.id: each for each in THINGS},
        "grids": {
            each.region: each
            for each in (
                grid("WLD", "World", 460), grid("FR", "France", 41), grid("PL", "Poland", 590),
                grid("US-VA", "Virginia", 320),
            )
        },
        "published": (*FACTS, *TOLD),
        "published_about": {},
        "units": {"USD": ("USD", 1.0), "EUR": ("USD", 1.25)},
        "claims": {each.id: each for each in CLAIMS},
    }  # fmt: skip
    return Catalogue(**values)  # type: ignore[arg-type]


def spread(median: float, unit: str, width: float = 2.7) -> Spread:
    return Spread(median / width, median, median * width, unit)


PER_PROMPT = {"energy": (0.32, "Wh"), "carbon": (0.13, "g"), "water": (0.0011, "L"), "cost": (3.2e-5, "USD")}
ASSUMED = (
    Assumption("batch", 12, 64, 350, "sequences", "estimated", "serving"),
    Assumption("output_tokens", 180, 350, 800, "tokens", "estimated", "serving"),
    Assumption("grid", 414, 460, 506, "g/kWh", "estimated", "grids"),
)
DRIVERS = (Driver("batch", 0.5), Driver("output_tokens", 0.21), Driver("total_params/gpt-4o", 0.12))


WATER = Published(
    "g-w", 0.00026, "L", "water", "openai", OPENAI.url, False, 2025, "vendor-disclosed", "on-site"
)


def item(workload: Workload, factor: float = 1.0, **changes: object) -> ItemEstimate:
    """Return an estimate of a workload that is proportional to its amount."""
    values = {
        name: spread(each * factor * workload.amount, unit) for name, (each, unit) in PER_PROMPT.items()
    }
    whole = ItemEstimate(
        workload,
        workload.region or "WLD",
        values["energy"],
        values["carbon"],
        values["water"],
        values["cost"],
        spread(1e-4 * factor * workload.amount, "chip-hour"),
        "facility",
        "modelled",
        ASSUMED,
        DRIVERS,
        (
            Published("altman", 0.34 * workload.amount, "Wh", "energy", "openai", OPENAI.url, False, 2025,
                      "vendor-disclosed", ""),
            Published("lab", 0.3 * workload.amount, "Wh", "energy", "serving", SERVING.url, True, 2025,
                      "measured", "facility"),
        ),
        values["water"].times(0.3),
        values["water"].times(0.7),
        (
            ("electricity", values["cost"]), ("api", values["cost"].times(80)),
            ("rent", values["cost"].times(20)),
        ),
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Sample:
    """A request with what was found for it."""

    name: str
    request: Request
    found: Estimate | EstimatorError
    live: tuple[LiveIntensity, Estimate | None] | None = None  # and what was found with it
    effects: tuple[Lever, ...] = ()  # what the question supposes
    pointed: Mapping[str, Any] = field(default_factory=dict)  # what the message's words add to an unclear one

    def answer(self, language: str, catalogue: Catalogue) -> Answer:
        answer = compose(replace(self.request, language=language), self.found, catalogue)
        answer = replace(answer, effects=self.effects, **self.pointed)
        return with_live(answer, *self.live) if self.live else answer


BEHIND: tuple[Literal["how", "sources"], ...] = ("how", "sources")
CHATGPT = Workload("chatgpt", "text", 1e6, "prompt")
GPT = Workload("gpt-4o", "text", 1, "prompt")
BIG = Workload("big-1", "text", 1, "prompt")
SAMPLES: dict[str, Callable[[], Sample]] = {}


def sample(function: Callable[[], tuple[Any, ...]]) -> None:
    name = function.__name__.strip("_").replace("_", "-")
    SAMPLES[name] = lambda: Sample(name, *function())


def left(*metrics: Metric, share: float) -> tuple[tuple[Metric, Spread], ...]:
    return tuple((metric, spread(share, "", 1.2)) for metric in metrics)


LEVERS = (
    Lever("smaller", "gpt-4o", left("energy", "carbon", "water", "cost", share=0.13)),
    Lever("shorter", "", left("energy", "carbon", share=0.55)),
    Lever("region", "FR", (*left("carbon", share=0.09), *left("water", share=2.4), *left("cost", share=1.2))),
)


def step(key: str, **numbers: float | tuple[float, str]) -> Working:
    """Return a line of a computation; numbers without a unit are bare."""
    return Working(key, {k: n if isinstance(n, tuple) else (n, "") for k, n in numbers.items()})


STEPS = (
    step("power", full=49.02, chips=4, watts=700, batch=96, joules=1.43),
    step("tokens", joules=1.43, tokens=450, error=1.0, chip=(0.1787, "Wh")),
    step("wall", before=(0.1787, "Wh"), host=1.35, pue=1.18, after=(0.2847, "Wh")),
    step("carbon", energy=(0.2847, "Wh"), grid=(460, "g/kWh"), carbon=(0.131, "g")),
    step("amount", one=(0.2847, "Wh"), amount=1e6, total=(284700, "Wh")),
    step("ends-disclosed", answer=(320000, "Wh")),
)


def behind_samples() -> Iterator[tuple[str, Answer]]:
    """Return what stands behind some of the samples, by name, in each language."""
    for name in ("estimate-of-a-million-prompts", "estimate-of-water"):
        sample = SAMPLES[name]()
        for kind in BEHIND:
            for tag in languages():
                request = replace(sample.request, language=tag)
                yield tag, behind(request, sample.found, catalogue(), kind, LEVERS, STEPS)


def samples() -> Iterator[Sample]:
    for build in SAMPLES.values():
        yield build()


def one(intent: str, *items: ItemEstimate, **more: object) -> tuple[Request, Estimate]:
    """Return a request for items and the estimate that holds them; `found_…` go into the estimate."""
    estimate = {key[6:]: value for key, value in more.items() if key.startswith("found_")}
    asked = {key: value for key, value in more.items() if not key.startswith("found_")}
    request = Request(intent, items=tuple(each.workload for each in items), **asked)  # type: ignore[arg-type]
    found = Estimate(items=items, sources=tuple(SOURCES.values()), **estimate)  # type: ignore[arg-type]
    return request, found


@sample
def _estimate_of_a_million_prompts() -> tuple[Request, Estimate]:
    return one("estimate", item(CHATGPT), understood="1,000,000 × ChatGPT prompt", unused=("28", "@everyone"))


@sample
def _estimate_measured() -> tuple[Request, Estimate]:
    return one("estimate", item(GPT, grade="measured", drivers=(), published=()))


@sample
def _estimate_disclosed() -> tuple[Request, Estimate]:
    return one("estimate", item(GPT, grade="disclosed"), region="US-VA")


def supposed(change: Change, *metrics: Metric, share: float, to: str = "WLD") -> tuple[Lever, ...]:
    return (Lever(change, to, tuple((metric, spread(share, "", 1.2)) for metric in metrics)),)


@sample
def _estimate_in_a_clean_place() -> tuple[Any, ...]:
    request, found = one("estimate", item(replace(GPT, region="FR"), region="FR"), region="FR")
    return request, found, None, supposed("asked", "carbon", share=0.09)


@sample
def _estimate_with_coarse_weights() -> tuple[Any, ...]:
    request, found = one("estimate", item(GPT))
    return request, found, None, supposed("asked-inputs", "energy", "carbon", share=0.6)


@sample
def _estimate_guessed() -> tuple[Request, Estimate]:
    return one("estimate", item(GPT, grade="guessed", published=()))


@sample
def _estimate_of_water() -> tuple[Request, Estimate]:
    return one(
        "estimate", item(replace(GPT, region="FR"), energy=None, carbon=None, cost=None), metrics=("water",)
    )


@sample
def _estimate_of_cost_with_a_stated_length() -> tuple[Request, Estimate]:
    stated = Assumption("output_tokens", 400, 400, 400, "tokens", "stated", "")
    work = Workload("gpt-4o", "text", 1000, "prompt", tokens=400)
    return one("estimate", item(work, assumptions=(stated, *ASSUMED[:1])), metrics=("cost",))


@sample
def _estimate_of_carbon() -> tuple[Request, Estimate]:
    return one("estimate", item(replace(CHATGPT, amount=1.5e9)), metrics=("carbon",))


@sample
def _estimate_of_carbon_over_the_life_cycle() -> tuple[Request, Estimate]:
    work = replace(CHATGPT, amount=1e6, assumptions=Assumptions(boundary="lifecycle"))
    found = item(work, boundary="lifecycle", embodied=spread(11_000, "g"), published=())
    return one("estimate", found, metrics=("carbon",))


@sample
def _estimate_of_tuning_on_clean_power() -> tuple[Request, Estimate]:
    fixed = Assumptions(method="lora", training_tokens=1e8, grid=21, plant="renewable")
    return one(
        "estimate", item(Workload("big-1", "fine-tuning", 1, "run", assumptions=fixed), 1e5, published=())
    )


def live(region: str, grams: float, scope: Scope, kind: Kind, hours: float = 0.5) -> LiveIntensity:
    start = datetime(2026, 11, 23, 23, tzinfo=UTC)
    end = start + timedelta(hours=hours)
    return LiveIntensity(region, grams, scope, kind, start, end, GRIDS, end)


@sample
def _estimate_with_a_live_figure() -> tuple[Request, Estimate, tuple[LiveIntensity, Estimate]]:
    request, found = one("estimate", item(CHATGPT, region="GB"), metrics=("carbon",), region="GB")
    now = item(CHATGPT, region="GB", carbon=spread(6.5e4, "g"))
    return request, found, (live("GB", 207.6, "direct", "forecast"), Estimate(items=(now,)))


@sample
def _estimates_with_a_live_figure_of_a_day() -> tuple[Request, Estimate, tuple[LiveIntensity, None]]:
    request, found = one("estimate", item(GPT, region="FR"), item(BIG, region="FR"), region="FR")
    return request, found, (live("FR", 19, "direct", "measured", hours=24), None)


@sample
def _lookup_of_a_grid_with_a_live_figure() -> tuple[Request, Estimate, tuple[LiveIntensity, None]]:
    request = Request("lookup", topic="grid-intensity", region="FR")
    return request, Estimate(), (live("FR", 43, "life-cycle", "estimated", hours=1), None)


@sample
def _estimate_of_chip_hours() -> tuple[Request, Estimate]:
    return one("estimate", item(replace(CHATGPT, amount=2.5e6)), metrics=("hardware",))


@sample
def _estimate_of_several_things() -> tuple[Request, Estimate]:
    works = (
        GPT, replace(BIG, amount=20), Workload("gpt-4o", "text", 2e6, "token", region="PL"),
        Workload("gpt-4o", "image", 3, "image"), Workload("gpt-4o", "video", 600, "second"),
        Workload("gpt-4o", "audio", 90, "second"), Workload("gpt-4o", "embedding", 5, "prompt"),
    )  # fmt: skip
    return one("estimate", *(item(work) for work in works))


@sample
def _estimate_of_what_nobody_read_again() -> tuple[Request, Estimate]:
    names = ("chip:h100", "price", "shape", "ewif", "host")
    return one("estimate", replace(item(GPT), recalled=tuple((name, "serving") for name in names)))


@sample
def _estimate_of_training() -> tuple[Request, Estimate]:
    exact = Spread(1.287e9, 1.287e9, 1.287e9, "Wh")
    work = Workload("big-1", "training", 1, "run")
    return one("estimate", item(work, 1e9, energy=exact, grade="disclosed", drivers=(), published=()))


@sample
def _estimate_of_cost_in_euros() -> tuple[Request, Estimate]:
    asked = {"metrics": ("cost",), "told_in": "EUR", "taken": (Taken("20 to 30", 25.0),)}
    return one("estimate", item(CHATGPT), **asked)


@sample
def _estimate_of_what_a_training_cost() -> tuple[Request, Estimate]:
    work = Workload("chatgpt", "training", 1, "run")
    whole = item(work, 1e9, drivers=(), published=())
    return one("estimate", replace(whole, model="gpt-4o"), metrics=("cost",))


@sample
def _estimate_of_a_training_on_top_of_another() -> tuple[Request, Estimate]:
    work = Workload("big-1-thinks", "training", 1, "run")
    return one("estimate", item(work, 1e8, drivers=(), published=()))


@sample
def _estimate_of_chips() -> tuple[Request, Estimate]:
    return one("estimate", item(Workload("h100", "hardware", 192, "hour"), 3000, published=()))


@sample
def _estimate_of_a_data_centre() -> tuple[Request, Estimate]:
    return one("estimate", item(Workload("data-centre", "hardware", 1, "day", power=1e8), 8e9, published=()))


@sample
def _everyday_thing() -> tuple[Request, Estimate]:
    work = Workload("google-search", "everyday", 1, "item")
    return one("estimate", item(work, assumptions=(), drivers=(), published=()))


@sample
def _everyday_things_with_amounts() -> tuple[Request, Estimate]:
    works = (Workload("car-km", "everyday", 5, "item"), Workload("streaming-hour", "everyday", 2, "hour"))
    return one("estimate", *(item(work, 100, assumptions=(), drivers=(), published=()) for work in works))


WAYS: Final[tuple[tuple[Activity, float], ...]] = (("reasoning", 5), ("text", 1))


@sample
def _comparison() -> tuple[Request, Estimate]:
    comparison = Comparison("energy", Spread(1 / 17, 1 / 6, 1 / 2, ""), 1, 0.97, 0, 0.97)
    return one("compare", item(GPT), item(BIG, 6), found_comparison=comparison)


@sample
def _comparison_of_places() -> tuple[Request, Estimate]:
    comparison = Comparison("carbon", Spread(13, 14.4, 16, ""), 0, 1.0, 1, 1.0)
    first, second = (
        item(replace(GPT, region=region), factor) for region, factor in (("PL", 14.4), ("FR", 1))
    )
    return one("compare", first, second, metrics=("carbon",), found_comparison=comparison)


@sample
def _comparison_with_reasoning_and_without() -> tuple[Request, Estimate]:
    comparison = Comparison("energy", Spread(2, 5, 13, ""), 0, 0.99, 1, 0.99)
    first, second = (item(replace(GPT, activity=way), factor, published=()) for way, factor in WAYS)
    return one("compare", first, second, found_comparison=comparison)


@sample
def _comparison_too_close_to_call() -> tuple[Request, Estimate]:
    return one(
        "compare",
        item(GPT),
        item(BIG),
        found_comparison=Comparison("energy", spread(1.02, ""), 0, 0.52, 1, 0.52),
    )


@sample
def _comparison_of_three() -> tuple[Request, Estimate]:
    three = (item(GPT), item(BIG, 6), item(replace(BIG, subject="chatgpt"), 2))
    return one("compare", *three, found_comparison=Comparison("energy", spread(1 / 6, ""), 1, 0.9, 0, 0.8))


@sample
def _comparison_of_seven() -> tuple[Request, Estimate]:
    seven = [item(replace(GPT, subject=f"model-{number}"), number) for number in range(1, 8)]
    return one("compare", *seven, found_comparison=Comparison("energy", spread(1 / 2, ""), 6, 0.9, 0, 0.7))


@sample
def _comparison_with_food() -> tuple[Request, Estimate]:
    comparison = Comparison("water", spread(1 / 2e6, ""), 1, 1.0, 0, 1.0, (("burger", spread(2400, "L")),))
    things = ("burger",)
    return one("compare", item(GPT), versus=things, metrics=("water",), found_comparison=comparison)


@sample
def _comparison_without_a_common_measure() -> tuple[Request, Estimate]:
    return one("compare", item(GPT, energy=None), item(BIG, carbon=None, water=None, cost=None))


@sample
def _comparison_of_the_best_known() -> tuple[Request, Estimate]:
    three = (item(GPT), item(BIG, 6), item(replace(BIG, subject="chatgpt"), 2))
    comparison = Comparison("energy", spread(1 / 6, ""), 1, 0.9, 0, 0.8)
    return one("compare", *three, found_comparison=comparison, guessed=("model",), confidence=0.6)


@sample
def _comparison_with_two_everyday_things() -> tuple[Request, Estimate]:
    beside = (("streaming-hour", spread(77, "Wh")), ("google-search", spread(0.3, "Wh")))
    comparison = Comparison("energy", spread(1 / 240, ""), 1, 1.0, 2, 0.6, beside)
    things = ("streaming-hour", "google-search")
    return one("compare", item(GPT), versus=things, found_comparison=comparison)


@sample
def _comparison_with_an_everyday_thing() -> tuple[Request, Estimate]:
    comparison = Comparison("energy", spread(1 / 240, ""), 1, 1.0, 0, 1.0)
    return one("compare", item(GPT), versus=("streaming-hour",), found_comparison=comparison)


@sample
def _estimate_of_several_things_together() -> tuple[Request, Estimate]:
    apart = SAMPLES["estimate-of-several-things"]()
    total = (("energy", spread(900, "Wh")), ("carbon", spread(400, "g")), ("water", spread(3.1, "L")))
    return apart.request, replace(apart.found, total=total)  # type: ignore[type-var, return-value]


@sample
def _equivalent() -> tuple[Request, Estimate]:
    both = (
        Equivalent("streaming-hour", "energy", spread(4200, "hour")),
        Equivalent("car-km", "carbon", spread(680, "km")),
    )
    return one("equivalent", item(CHATGPT), versus=("streaming-hour", "car-km"), found_equivalents=both)


@sample
def _equivalent_of_a_sliver() -> tuple[Request, Estimate]:
    sliver = (Equivalent("phone-charge", "energy", spread(0.0021, "charge")),)
    return one("equivalent", item(GPT), versus=("phone-charge",), found_equivalents=sliver)


@sample
def _estimate_of_a_model_of_ones_own() -> tuple[Request, Estimate]:
    return one("estimate", item(replace(GPT, subject="70b-model", amount=1000), published=()))


@sample
def _equivalent_of_less_than_one() -> tuple[Request, Estimate]:
    share = (Equivalent("phone-charge", "energy", spread(0.021, "charge")),)
    return one("equivalent", item(GPT), versus=("phone-charge",), found_equivalents=share)


@sample
def _budget() -> tuple[Request, Estimate]:
    amount = BudgetAnswer(Spread(2300, 6200, 17000, "prompt"))
    return one("budget", item(GPT), budget=Budget("energy", 2, "kWh"), found_budget=amount)


@sample
def _budget_of_money() -> tuple[Request, Estimate]:
    amount = BudgetAnswer(Spread(2e5, 6e5, 1.7e6, "prompt"))
    return one("budget", item(GPT), budget=Budget("cost", 20, "EUR"), found_budget=amount)


@sample
def _budget_of_money_at_the_list_price() -> tuple[Request, Estimate]:
    amount = BudgetAnswer(Spread(2e5, 6e5, 1.7e6, "prompt"))
    return one("budget", item(GPT), budget=Budget("cost", 20, "USD"), found_budget=amount)


@sample
def _budget_of_money_of_two_prices() -> tuple[Request, Estimate]:
    amount = BudgetAnswer(Spread(2e5, 6e5, 1.7e6, "prompt"))
    work = replace(CHATGPT, amount=1.0)
    return one("budget", item(work), budget=Budget("cost", 20, "USD"), found_budget=amount)


@sample
def _estimate_of_what_tokens_cost() -> tuple[Request, Estimate]:
    return one("estimate", item(replace(GPT, amount=1e6, unit="token")), metrics=("cost",))


@sample
def _budget_of_an_everyday_thing() -> tuple[Request, Estimate]:
    share = (Equivalent("streaming-hour", "energy", spread(1 / 240, "hour")),)
    return one("budget", item(GPT), versus=("streaming-hour",), found_equivalents=share)


@sample
def _budget_of_counted_everyday_things() -> tuple[Request, Estimate]:
    share = (Equivalent("streaming-hour", "energy", spread(1 / 240, "hour")),)
    asked, found = one("equivalent", item(GPT), versus=("streaming-hour",), found_equivalents=share)
    hours = Workload("streaming-hour", "everyday", 3, "item")
    return replace(asked, items=(*asked.items, hours)), found


@sample
def _budget_for_less_than_one() -> tuple[Request, Estimate]:
    amount = BudgetAnswer(Spread(0.1, 0.3, 0.8, "image"))
    image = Workload("gpt-4o", "image", 1, "image")
    return one("budget", item(image, 10), budget=Budget("water", 0.01, "L"), found_budget=amount)


def check(
    ruling: str, low: float | None, high: float | None, why: str, known: str = "", **more: object
) -> tuple[Request, Estimate]:
    found = spread(0.0011, "L")
    verdict = Verdict(ruling, "water", low, high, found, why, known)  # type: ignore[arg-type]
    claim = Claim("water", low, high, "L", "prompt")
    return one("check", item(replace(CHATGPT, amount=1)), claim=claim, found_verdict=verdict, **more)


@sample
def _check_contradicted() -> tuple[Request, Estimate]:
    understood = "true? · water · 0.5 L a prompt"
    return check("contradicted", 0.5, 0.5, "far-above", "bottle", understood=understood)


@sample
def _check_of_words_alone() -> tuple[Request, Estimate]:
    verdict = Verdict(
        "unknown", "energy", None, None, spread(55e9, "Wh"), "no-quantity", "gpt-4-san-francisco", "standing"
    )
    return Request("check", claim=Claim("energy")), Estimate(verdict=verdict)


@sample
def _check_of_a_published_share() -> tuple[Request, Estimate]:
    verdict = Verdict(
        "exaggerated", "energy", 20.0, 20.0, Spread(4.4, 4.4, 4.4, "%"), "above", rests="published"
    )
    facts = (Fact("base", "", None, "", 2025, "grids", GRIDS.url),)
    return Request("check", claim=Claim("energy", 20, 20, "%")), Estimate(verdict=verdict, facts=facts)


@sample
def _check_of_a_place_of_which_nothing_is_published() -> tuple[Request, Estimate]:
    verdict = Verdict("unknown", "energy", None, None, Spread(0, 0, 0, ""), "unpublished", rests="published")
    facts = (Fact("base", "", None, "", 2025, "grids", GRIDS.url),)
    request = Request("check", claim=Claim("energy", 20, 20, "%"), region="IE")
    return request, Estimate(verdict=verdict, facts=facts)


@sample
def _check_of_what_lies_between_published_figures() -> tuple[Request, Estimate]:
    found = Spread(138e12, 156e12, 176e12, "Wh")
    verdict = Verdict("supported", "energy", 150e12, 150e12, found, "inside", rests="published")
    return Request("check", claim=Claim("energy", 150, 150, "TWh")), Estimate(verdict=verdict)


@sample
def _check_of_what_is_reckoned_from_what_is_published() -> tuple[Request, Estimate]:
    found = Spread(0.7, 1.0, 1.5, "%")
    verdict = Verdict(
        "exaggerated", "energy", 4.0, 4.0, found, "above", rests="published", figure="claims.ai-us.share"
    )
    return Request("check", claim=Claim("energy", 4, 4, "%")), Estimate(verdict=verdict)


@sample
def _check_contradicted_of_no_known_claim() -> tuple[Request, Estimate]:
    return check("contradicted", 0.05, 0.05, "far-above")


@sample
def _check_understated() -> tuple[Request, Estimate]:
    return check("understated", None, 0.0002, "below")


@sample
def _check_supported() -> tuple[Request, Estimate]:
    return check("supported", 0.001, 0.0013, "inside")


@sample
def _check_possible_but_far_from_the_middle() -> tuple[Request, Estimate]:
    return check("supported", 0.0025, 0.0025, "inside")


@sample
def _check_of_a_bound_above_the_middle() -> tuple[Request, Estimate]:
    return check("supported", 0.0025, None, "at-least-possible")


@sample
def _check_without_a_quantity() -> tuple[Request, Estimate]:
    return check("unknown", None, None, "no-quantity")


@sample
def _check_of_what_a_maker_counts_otherwise() -> tuple[Request, Estimate]:
    verdict = Verdict(
        "supported", "water", 0.00026, 0.00026, spread(0.00025, "L"), "inside", sense="on-site", figure="g-w"
    )
    return _against(WATER, verdict)


@sample
def _check_of_a_published_figure_outside_the_range() -> tuple[Request, Estimate]:
    verdict = Verdict(
        "supported", "water", 0.00026, 0.00026, spread(0.0011, "L"), "below", rests="published", figure="g-w"
    )
    return _against(WATER, verdict)


@sample
def _check_of_an_estimate_of_then() -> tuple[Request, Estimate]:
    verdict = Verdict(
        "outdated", "water", 0.0169, 0.0169, spread(0.0011, "L"), "above", rests="published", figure="g-w"
    )
    then = replace(WATER, value=0.0169, year=2023, kind="model-estimate", boundary="facility")
    return _against(then, verdict)


def _against(figure: Published, verdict: Verdict) -> tuple[Request, Estimate]:
    """Return a claim in mL of one prompt, with its verdict beside a published figure."""
    assert verdict.claimed_low is not None
    told = round(verdict.claimed_low * 1000, 2)
    claim = Claim("water", told, told, "mL", "prompt")
    work = replace(CHATGPT, amount=1)
    return one("check", item(work, published=(figure,)), claim=claim, found_verdict=verdict)


@sample
def _check_of_a_price() -> tuple[Request, Estimate]:
    verdict = Verdict("exaggerated", "cost", 0.01, 0.01, spread(0.0026, "USD"), "above", sense="api")
    claim = Claim("cost", 0.01, 0.01, "USD", "prompt")
    return one("check", item(GPT), claim=claim, found_verdict=verdict)


@sample
def _check_against_zero() -> tuple[Request, Estimate]:
    return check("contradicted", 0.0, 0.0, "far-below")


@sample
def _check_of_a_multiple() -> tuple[Request, Estimate]:
    verdict = Verdict("contradicted", "energy", 10, 10, spread(0.9, "times", 1.5), "far-above")
    claim = Claim("energy", 10, 10, "times", "prompt")
    request = {"claim": claim, "versus": ("google-search",), "found_verdict": verdict}
    return one("check", item(GPT), **request)


@sample
def _check_of_a_share() -> tuple[Request, Estimate]:
    verdict = Verdict("exaggerated", "energy", 1, 1, spread(0.021, "times", 1.5), "above")
    claim = Claim("energy", 1, 1, "times", "prompt")
    return one("check", item(GPT), claim=claim, versus=("phone-charge",), found_verdict=verdict)


@sample
def _check_of_so_many_homes() -> tuple[Request, Estimate]:
    verdict = Verdict("exaggerated", "energy", 360, 360, spread(121, "times", 1.1), "above")
    claim = Claim("energy", 360, 360, "times", "prompt")
    homes = {"claim": claim, "versus": ("home-year-us",), "found_verdict": verdict}
    return one("check", item(replace(CHATGPT, amount=4e9)), **homes)


@sample
def _lookup() -> tuple[Request, Estimate]:
    facts = tuple(Fact(f.id, f.text["en"], 945e12, "Wh", f.year, f.source, GRIDS.url) for f in FACTS)
    return Request("lookup", topic="data-centres-2030"), Estimate(facts=facts, sources=(GRIDS,))


@sample
def _lookup_of_what_a_service_once_took() -> tuple[Any, ...]:
    facts = tuple(Fact(f.id, f.text["en"], 945e12, "Wh", f.year, f.source, GRIDS.url) for f in FACTS[:1])
    day = item(replace(CHATGPT, amount=1, unit="day"))
    told = Verdict("unknown", "cost", None, None, spread(1.7e6, "USD"), "", sense="rent")
    request = Request("lookup", topic="data-centres-2030")
    found = Estimate(facts=facts, sources=(GRIDS,))
    return request, found, None, (), {"today": (day, told), "names": {"chatgpt": "ChatGPT"}}


@sample
def _lookup_of_a_place_of_which_nothing_is_published() -> tuple[Request, Estimate]:
    facts = (Fact("base", "", None, "", 2025, "grids", GRIDS.url),)
    return Request("lookup", topic="ai-us", region="ES"), Estimate(facts=facts)


@sample
def _lookup_of_a_year_without_a_figure() -> tuple[Any, ...]:
    facts = (Fact("base", "", None, "", 2025, "grids", GRIDS.url),)
    request = Request("lookup", topic="data-centres-share", years=(2012, 2013))
    return request, Estimate(facts=facts), None, (), {"years_left": (2012, 2013)}


@sample
def _lookup_of_a_grid_in_another_year() -> tuple[Request, Estimate]:
    return Request("lookup", topic="grid-intensity", region="PL", years=(2019,)), Estimate()


@sample
def _lookup_of_a_grid() -> tuple[Request, Estimate]:
    return Request("lookup", topic="grid-intensity", region="PL"), Estimate()


@sample
def _lookup_of_a_price() -> tuple[Request, Estimate]:
    return Request("lookup", topic="electricity-price", region="FR"), Estimate()


@sample
def _lookup_without_a_figure() -> tuple[Request, Estimate]:
    return Request("lookup", topic="data-centre-noise"), Estimate()


@sample
def _lookup_of_nothing_in_particular() -> tuple[Request, Estimate]:
    return Request("lookup"), Estimate()


@sample
def _explain() -> tuple[Request, Estimate]:
    return Request("explain", topic="jevons-paradox"), Estimate()


@sample
def _unknown_term() -> tuple[Request, Estimate]:
    return Request("explain", topic="fine-tunning"), Estimate()


@sample
def _help() -> tuple[Request, Estimate]:
    return Request("help"), Estimate()


@sample
def _hello() -> tuple[Request, Estimate]:
    return Request("none"), Estimate()


@sample
def _not_for_me() -> tuple[Request, Estimate]:
    return Request("none", understood="not a question for this bot"), Estimate()


@sample
def _not_understood() -> tuple[Request, Estimate]:
    return Request("estimate", understood="?"), Estimate()


@sample
def _a_day_of_a_service_whose_use_nobody_counts() -> tuple[Request, EstimatorError]:
    error = OutOfRange("items[0].unit", "day", "units of text")
    return Request("estimate", items=(replace(CHATGPT, amount=1, unit="day"),)), error


@sample
def _a_day_of_a_service() -> tuple[Request, Estimate]:
    day = replace(CHATGPT, amount=1, unit="day")
    used = Assumption("prompts_per_day", 2.5e9, 2.5e9, 2.5e9, "prompts/day", "disclosed", "openai")
    found = item(replace(CHATGPT, amount=2.5e9))
    return one("estimate", replace(found, workload=day, assumptions=(used, *found.assumptions)))


@sample
def _unknown_name() -> tuple[Request, EstimatorError]:
    return Request("estimate"), UnknownName("items[0].subject", "gpt-4x", ("gpt-4o", "big-1"))


@sample
def _unknown_name_from_the_question() -> tuple[Request, Estimate]:
    return Request("estimate", unknown=("blorgotron *9000* <@&1> https://x.y",)), Estimate()


@sample
def _out_of_range() -> tuple[Request, EstimatorError]:
    return Request("estimate"), OutOfRange("items[0].assumptions.pue", 0.5, "numbers 1 to 10")


@sample
def _out_of_range_without_limits() -> tuple[Request, EstimatorError]:
    return Request("estimate"), OutOfRange("items[0].activity", "video", "activities that can be estimated")


@sample
def _too_little_is_published() -> tuple[Request, EstimatorError]:
    return Request("estimate"), EstimatorError("nothing to estimate it with")


NO_QUESTION = Request("none", understood="not a question for this bot")


@sample
def _thanks() -> tuple[Any, ...]:
    return NO_QUESTION, Estimate(), None, None, {"kind": "thanks", "reason": ""}


@sample
def _unclear_about_something() -> tuple[Any, ...]:
    hints = (Hint("text", "gpt-4o"), Hint("water", ""), Hint("chip", "h100"))
    return (
        NO_QUESTION,
        Estimate(),
        None,
        None,
        {"about": hints, "names": {"gpt-4o": "GPT-4o", "h100": "H100"}},
    )


def doubtful(*items: Workload, **more: Any) -> tuple[Request, Estimate]:
    """Return a request that the parser is unsure of, with the line that restates it."""
    works = items or (GPT,)
    more = {"confidence": 0.6, "understood": "estimate: energy · 1 prompt of GPT-4o", **more}
    return one("estimate", *(item(work, published=()) for work in works), **more)


@sample
def _asks_which_model() -> tuple[Request, Estimate]:
    return doubtful(replace(CHATGPT, amount=1), guessed=("model",))


@sample
def _asks_which_model_of_a_comparison() -> tuple[Request, Estimate]:
    places = SAMPLES["comparison-of-places"]()
    assert isinstance(places.found, Estimate)
    return replace(places.request, confidence=0.75, guessed=("model",)), places.found


@sample
def _asks_what_about_it() -> tuple[Request, Estimate]:
    return doubtful(guessed=("work",))


@sample
def _guessed_how_much_each() -> tuple[Request, Estimate]:
    return doubtful(replace(CHATGPT, amount=50), guessed=("each",))


@sample
def _asks_about_a_spelling_and_a_huge_count() -> tuple[Request, Estimate]:
    return doubtful(replace(GPT, amount=1e20), guessed=("spelling", "amount"))


@sample
def _asks_which_place() -> tuple[Request, Estimate]:
    work, other = replace(GPT, amount=100), "estimate: footprint · 100 prompts of GPT-4o · in Georgia"
    country = Request("estimate", items=(work,), region="GE", understood=other)
    return doubtful(work, region="US-GA", alternatives=(country,), guessed=("model",))


@sample
def _asks_which_count() -> tuple[Request, Estimate]:
    huge, large = replace(CHATGPT, amount=1e12), replace(CHATGPT, amount=1e9)
    other = Request("estimate", items=(large,), understood="1,000,000,000 prompts of ChatGPT")
    return doubtful(huge, alternatives=(other,), confidence=0.95)


@sample
def _asks_which_of_two_names() -> tuple[Request, Estimate]:
    other = Request("estimate", items=(BIG,), understood="1 prompt of Big 1")
    return doubtful(alternatives=(other,))


@sample
def _asks_which_reading() -> tuple[Request, Estimate]:
    other = Request("lookup", topic="pue", understood="published figures: *PUE*")
    return doubtful(alternatives=(other,))


@sample
def _leaves_out_a_year() -> tuple[Request, Estimate]:
    return doubtful(unused=("2019",))


@sample
def _asks_what_a_number_counts() -> tuple[Request, Estimate]:
    return doubtful(unused=("45", "@here", "45"))


@sample
def _asks_about_a_word_left_out() -> tuple[Request, Estimate]:
    return doubtful(unused=("fortnightly",), unknown=("blorgotron",))


@sample
def _asks_whether_it_understood() -> tuple[Request, Estimate]:
    return doubtful(confidence=0.7)


@sample
def _asks_after_a_claim_that_goes_round() -> tuple[Request, Estimate]:
    return check("contradicted", 0.5, 0.5, "far-above", "bottle", guessed=("model",), confidence=0.75)


@sample
def _check_nearly_right() -> tuple[Request, Estimate]:
    return check("exaggerated", 0.0013, 0.0013, "above")


@sample
def _check_nearly_right_but_low() -> tuple[Request, Estimate]:
    return check("understated", 0.0010, 0.0010, "below")


@sample
def _check_against_bottles() -> tuple[Request, Estimate]:
    verdict = Verdict("contradicted", "water", 1.5, 1.5, spread(0.0011, "L"), "far-above")
    claim = Claim("water", 3, 3, "bottle-water", "prompt")
    return one("check", item(GPT), claim=claim, versus=("bottle-water",), found_verdict=verdict)


@sample
def _check_against_a_thing_of_no_number() -> tuple[Request, Estimate]:
    verdict = Verdict("contradicted", "energy", 14.9993, 14.9993, spread(0.3, "Wh"), "far-above")
    return one("check", item(GPT), claim=Claim(), versus=("phone-charge",), found_verdict=verdict)


@sample
def _comparison_of_reasoning() -> tuple[Request, Estimate]:
    thought = Assumption("reasoning_multiple", 2, 6, 20, "", "estimated", "serving")
    tokens = replace(thought, name="reasoning_tokens", low=900, median=2000, high=9000)
    first = item(replace(BIG, activity="reasoning"), 6, assumptions=(thought,))
    second = item(replace(GPT, activity="reasoning"), assumptions=(tokens,))
    comparison = Comparison("energy", Spread(2, 6, 17, ""), 0, 0.97, 1, 0.97)
    return one("compare", first, second, found_comparison=comparison)


@sample
def _estimate_of_a_stated_length_after_another() -> tuple[Any, ...]:
    request, found = one("estimate", item(replace(GPT, tokens=225)))
    every: tuple[Metric, ...] = ("energy", "carbon", "water", "cost")
    return (
        request,
        found,
        None,
        (Lever("before", "", tuple((metric, spread(0.54, "", 1.2)) for metric in every)),),
    )


@sample
def _lookup_of_a_grid_with_no_figures_of_its_own() -> tuple[Request, Estimate]:
    return Request("lookup", topic="grid-intensity", region="PL-14"), Estimate()
