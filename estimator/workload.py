"""What is to be estimated: the estimator's input."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final, Literal, get_args

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
    price: float | None = None  # USD/kWh
    steps: int | None = None
    width: int | None = None
    height: int | None = None
    frames: int | None = None
    model: ModelShape | None = None

    def as_json(self) -> dict[str, Any]:
        return given(self)


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


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that somebody states, in the unit stated."""

    metric: Metric | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    per: str | None = None  # what one unit of it is about: prompt, image, run, day

    def as_json(self) -> dict[str, Any]:
        return {"metric": self.metric, "low": self.low, "high": self.high, "unit": self.unit, "per": self.per}


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
