"""What is to be estimated: the estimator's input, and its reading from JSON objects."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal, cast, get_args

from estimator.errors import OutOfRange
from estimator.limits import AMOUNT, LIMITS, POWER, PRECISIONS, TOKENS, check, choice, mapping, number, text

Metric = Literal["energy", "carbon", "water", "cost", "hardware"]
METRICS: Final[tuple[Metric, ...]] = get_args(Metric)

Activity = Literal[
    "text", "reasoning", "image", "video", "audio", "embedding", "code-agent",
    "training", "fine-tuning", "hardware", "everyday",
]  # fmt: skip
ACTIVITIES: Final[tuple[Activity, ...]] = get_args(Activity)

Unit = Literal["prompt", "token", "image", "second", "run", "hour", "day", "year", "item"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)

Boundary = Literal["chip", "server", "facility", "lifecycle"]
BOUNDARIES: Final[tuple[Boundary, ...]] = get_args(Boundary)
# What a published figure may count besides: the water that cools the data centre, without the power plants';
# the carbon that contracts for renewable electricity leave.
COUNTED: Final = (*BOUNDARIES, "on-site", "contracts")

# Whole; with adapters, over quantised weights too; reinforcement from people's preferences, or from rewards
# that a program checks.
Method = Literal["full", "lora", "qlora", "rlhf", "rlvr"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)
# Power plants whose carbon and water are both known, by the names of their figures.
Plant = Literal["solar", "wind", "hydro", "nuclear", "renewable", "gas", "coal"]
PLANTS: Final[tuple[Plant, ...]] = get_args(Plant)
LEARNING: Final[tuple[Activity, ...]] = ("training", "fine-tuning")
REINFORCEMENT: Final[tuple[Method, ...]] = ("rlhf", "rlvr")


@dataclass(frozen=True, slots=True)
class ModelShape:
    """A model that the catalogue lacks, as a request describes it. Parameters are counts, not billions."""

    total_params: float
    active_params: float | None = None
    layers: int | None = None
    hidden: int | None = None
    experts: int | None = None
    experts_per_token: int | None = None
    kv_bytes_per_token: float | None = None
    guidance_passes: int | None = None
    token_side: float | None = (
        None  # pixels that a token of a picture is wide and high: autoencoder times patch
    )
    token_frames: float | None = None  # frames that a token of a video stands for, after the first


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a question fixes of the method's inputs; None leaves an input to be drawn."""

    chip: str | None = None
    chips: int | None = None  # per replica
    batch: float | None = None
    precision: str | None = None  # bf16, fp8, fp4
    input_tokens: float | None = None
    cached: float | None = None  # share of the input tokens, 0 to 1
    reasoning_tokens: float | None = None
    boundary: Boundary | None = None
    pue: float | None = None
    wue: float | None = None  # L/kWh
    grid: float | None = None  # g CO2e/kWh
    plant: Plant | None = None  # that makes the electricity, whose water and carbon then count
    price: float | None = None  # USD/kWh
    steps: int | None = None
    width: int | None = None
    height: int | None = None
    frames: int | None = None
    training_tokens: float | None = None  # that a training or tuning learns from, every epoch counted
    training_examples: float | None = None  # the same, where their length is not said
    method: Method | None = None  # of fine-tuning
    training_prompts: float | None = None  # of reinforcement: that answers are sampled to
    samples: float | None = None  # of reinforcement: answers a prompt
    rated: float | None = None  # of reinforcement: answers that people compare
    utilisation: float | None = None  # share of the chips' peak FLOP/s that a training reaches
    development: float | None = None  # all training over the final run: failed runs and experiments in
    model: ModelShape | None = None

    def as_json(self) -> dict[str, Any]:
        return given(self)


NOTHING: Final = Assumptions()


@dataclass(frozen=True, slots=True)
class Workload:
    """One thing to estimate: an item of a request."""

    subject: str  # slug
    activity: Activity
    amount: float = 1.0
    unit: Unit = "prompt"
    tokens: float | None = None  # of output, a prompt
    region: str | None = None  # ISO 3166-1 alpha-2 or ISO 3166-2, where this item alone runs
    power: float | None = None  # watts
    assumptions: Assumptions | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "subject": self.subject,
            "activity": self.activity,
            "amount": self.amount,
            "unit": self.unit,
            "tokens": self.tokens,
            "region": self.region,
            "power": self.power,
            "assumptions": self.assumptions.as_json() if self.assumptions else None,
        }


# What totals are of: all of AI is a part of all data centres.
Whole = Literal["ai", "data-centres"]
WHOLES: Final[tuple[Whole, ...]] = get_args(Whole)
Than = Literal["more", "less"]
THAN: Final[tuple[Than, ...]] = get_args(Than)
OF_CLAIM: Final = ("year", "whole", "than")  # what is said of a claim where it is known


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that somebody states, in the unit stated."""

    metric: Metric | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    per: str | None = None  # what one unit of it is about: prompt, image, run, day
    year: int | None = None  # that it is about, of what is published
    whole: Whole | None = None  # that it is about, of what is published
    than: Than | None = None  # of a ratio or a share: so much more or less than the other

    def as_json(self) -> dict[str, Any]:
        known = {
            "metric": self.metric,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "per": self.per,
        }
        return known | {name: value for name in OF_CLAIM if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class Budget:
    """A quantity to be spent, in the unit stated."""

    metric: Metric
    value: float
    unit: str

    def as_json(self) -> dict[str, Any]:
        return {"metric": self.metric, "value": self.value, "unit": self.unit}


def given(record: Any) -> dict[str, Any]:
    """Return the fields of a record that are not None, records in it alike."""
    pairs = ((field.name, getattr(record, field.name)) for field in fields(record))
    return {
        name: given(value) if isinstance(value, ModelShape) else value
        for name, value in pairs
        if value is not None
    }


def as_run(workload: Workload) -> Workload:
    """Return a training or tuning of so many tokens as the one run that learns from them; others as given."""
    if workload.unit != "token" or workload.activity not in LEARNING or workload.amount < 1:
        return workload
    learned = replace(workload.assumptions or NOTHING, training_tokens=workload.amount)
    return replace(workload, amount=1.0, unit="run", assumptions=learned)


def check_workload(workload: Workload, field: str) -> None:
    """Raise OutOfRange where a field of a workload is outside what the formulae accept."""
    choice(workload.activity, ACTIVITIES, f"{field}.activity")
    choice(workload.unit, UNITS, f"{field}.unit")
    check(workload.amount, AMOUNT, f"{field}.amount")
    if workload.tokens is not None:
        check(workload.tokens, TOKENS, f"{field}.tokens")
    if workload.power is not None:
        check(workload.power, POWER, f"{field}.power")
    if workload.assumptions is not None:
        check_assumptions(workload.assumptions, f"{field}.assumptions")
        _check_training(workload.assumptions, workload.activity, f"{field}.assumptions")


def _check_training(given: Assumptions, activity: Activity, field: str) -> None:
    """Raise OutOfRange where what is assumed of a training contradicts the activity or itself."""
    if given.method is not None and activity != "fine-tuning":
        raise OutOfRange(f"{field}.method", given.method, "the activity fine-tuning")
    for name in ("training_prompts", "samples", "rated"):
        value = getattr(given, name)
        if value is None:
            continue
        if given.method not in REINFORCEMENT:
            raise OutOfRange(f"{field}.{name}", value, f"the methods {' and '.join(REINFORCEMENT)}")
        if given.training_tokens is not None and name != "rated":
            raise OutOfRange(f"{field}.{name}", value, "a run whose training_tokens are left open")
    if given.training_examples is not None and (activity != "fine-tuning" or given.method in REINFORCEMENT):
        raise OutOfRange(f"{field}.training_examples", given.training_examples, "fine-tuning without rewards")
    if given.training_examples is not None and given.training_tokens is not None:
        raise OutOfRange(
            f"{field}.training_examples", given.training_examples, "a run whose training_tokens are left open"
        )


def check_assumptions(assumptions: Assumptions, field: str) -> None:
    """Raise OutOfRange where an assumption is outside what the formulae accept, or contradicts another."""
    for name, limits in LIMITS.items():
        value = getattr(assumptions, name, None)
        if value is not None:
            check(value, limits, f"{field}.{name}")
    if assumptions.precision is not None:
        choice(assumptions.precision, PRECISIONS, f"{field}.precision")
    if assumptions.method is not None:
        choice(assumptions.method, METHODS, f"{field}.method")
    if assumptions.plant is not None:
        choice(assumptions.plant, PLANTS, f"{field}.plant")
    if assumptions.boundary is not None:
        choice(assumptions.boundary, BOUNDARIES, f"{field}.boundary")
    shape = assumptions.model
    if shape is not None:
        at = f"{field}.model"
        for name, limits in LIMITS.items():
            value = getattr(shape, name, None)
            if value is not None:
                check(value, limits, f"{at}.{name}")
        if shape.active_params is not None and shape.active_params > shape.total_params:
            raise OutOfRange(f"{at}.active_params", shape.active_params, "at most total_params")
        if shape.experts and shape.experts_per_token and shape.experts_per_token > shape.experts:
            raise OutOfRange(f"{at}.experts_per_token", shape.experts_per_token, "at most experts")


def read_workload(content: object, field: str = "items[0]") -> Workload:
    """Return the workload that a JSON object describes; absent keys take defaults, unknown ones are let
    be."""
    raw = mapping(content, field)
    activity = choice(raw.get("activity") or "text", ACTIVITIES, f"{field}.activity")
    subject = raw.get("subject")
    if not isinstance(subject, str) or not subject.strip():
        raise OutOfRange(
            f"{field}.subject", subject, "names of a model, a service, hardware or an everyday thing"
        )
    default: dict[str, Unit] = {
        "image": "image", "video": "second", "audio": "second", "training": "run", "fine-tuning": "run",
        "hardware": "hour", "everyday": "item",
    }  # fmt: skip
    unit = choice(raw.get("unit") or default.get(activity, "prompt"), UNITS, f"{field}.unit")
    region = raw.get("region")
    if region is not None and not isinstance(region, str):
        raise OutOfRange(f"{field}.region", region, "region codes such as FR or US-VA")
    assumptions = raw.get("assumptions")
    workload = Workload(
        subject=subject.strip(),
        activity=cast(Activity, activity),
        amount=number(raw, "amount", field, 1.0) or 0.0,
        unit=cast(Unit, unit),
        tokens=number(raw, "tokens", field),
        region=region or None,
        power=number(raw, "power", field),
        assumptions=None if assumptions is None else read_assumptions(assumptions, f"{field}.assumptions"),
    )
    check_workload(workload, field)
    return workload


def read_assumptions(content: object, field: str) -> Assumptions | None:
    """Return the assumptions that a JSON object describes; None where it fixes nothing."""
    raw = mapping(content, field)
    values: dict[str, Any] = {}
    for name in ("chip", "precision", "boundary", "method", "plant"):
        value = raw.get(name)
        if value is not None:
            if not isinstance(value, str):
                raise OutOfRange(f"{field}.{name}", value, "texts")
            values[name] = value
    for name in (
        "chips", "batch", "input_tokens", "cached", "reasoning_tokens", "pue", "wue", "grid", "price",
        "steps", "width", "height", "frames", "training_tokens", "training_examples", "training_prompts",
        "samples", "rated", "utilisation", "development",
    ):  # fmt: skip
        value = number(raw, name, field)
        if value is not None:
            check(value, LIMITS[name], f"{field}.{name}")
            values[name] = int(value) if LIMITS[name][3] else value
    if raw.get("model") is not None:
        values["model"] = read_shape(raw["model"], f"{field}.model")
    assumptions = Assumptions(**values)
    check_assumptions(assumptions, field)
    return assumptions if values else None


def read_shape(content: object, field: str) -> ModelShape:
    """Return the model that a JSON object describes."""
    raw = mapping(content, field)
    total = number(raw, "total_params", field)
    if total is None:
        raise OutOfRange(f"{field}.total_params", None, "numbers above 0")
    values: dict[str, Any] = {}
    for name in (
        "active_params", "layers", "hidden", "experts", "experts_per_token", "kv_bytes_per_token",
        "guidance_passes", "token_side", "token_frames",
    ):  # fmt: skip
        value = number(raw, name, field)
        if value is not None:
            check(value, LIMITS[name], f"{field}.{name}")
            values[name] = int(value) if LIMITS[name][3] else value
    return ModelShape(total_params=total, **values)


def read_claim(content: object, field: str = "claim") -> Claim:
    """Return the claim that a JSON object describes."""
    raw = mapping(content, field)
    metric = raw.get("metric")
    if metric is not None:
        choice(metric, METRICS, f"{field}.metric")
    low, high = number(raw, "low", field), number(raw, "high", field)
    if low is not None and high is not None and low > high:
        raise OutOfRange(f"{field}.low", low, f"numbers up to high, {high:g}")
    year, whole = number(raw, "year", field), raw.get("whole")
    if whole is not None:
        choice(whole, WHOLES, f"{field}.whole")
    than = raw.get("than")
    if than is not None:
        choice(than, THAN, f"{field}.than")
    return Claim(
        cast(Metric | None, metric),
        low,
        high,
        text(raw, "unit", field),
        text(raw, "per", field),
        int(year) if year is not None else None,
        cast(Whole | None, whole),
        cast(Than | None, than),
    )


def read_budget(content: object, field: str = "budget") -> Budget:
    """Return the budget that a JSON object describes."""
    raw = mapping(content, field)
    value = number(raw, "value", field)
    if value is None:
        raise OutOfRange(f"{field}.value", None, "numbers of 0 or more")
    check(value, AMOUNT, f"{field}.value")
    metric = choice(raw.get("metric"), METRICS, f"{field}.metric")
    unit = text(raw, "unit", field)
    if unit is None:
        raise OutOfRange(f"{field}.unit", None, "units")
    return Budget(cast(Metric, metric), value, unit)
