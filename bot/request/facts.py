"""What a message states, before it is known what it asks."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.request.names import Name
from bot.request.numbers import Num
from bot.request.spans import Tagged
from estimator.workload import METRICS, Metric


@dataclass(slots=True)
class Mention:
    """A model, service or chip that is named; `at` are its place among the spans."""

    name: Name
    at: int
    edits: int = 0
    text: str = ""
    generic: bool = False  # "an AI", no name
    unknown: bool = False  # a name in no list
    region: str | None = None


@dataclass(slots=True)
class Count:
    """A number of something."""

    low: float
    high: float
    key: str  # a key of nouns.toml, or "bare"
    at: int  # span of the number
    noun_at: int  # span of what is counted
    num: Num | None = None

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def scale(self, low: float, high: float) -> None:
        """Take so many times the number, from its lower end to its higher."""
        self.low, self.high = self.low * low, self.high * high


@dataclass(slots=True)
class Quantity:
    """A number of a unit that measures one of the metrics, or a power, a share or a ratio."""

    low: float
    high: float
    unit: str
    metric: Metric | None
    at: int
    unit_at: int
    bound: str = ""
    per: str | None = None
    used: bool = False


@dataclass(slots=True)
class Use:
    """An everyday thing that is named, and how many of it."""

    thing: str
    at: int
    amount: float | None = None
    unit: str = "item"  # what the amount counts: item, hour, minute, second, km, mile
    number_at: int | None = None


@dataclass(slots=True)
class Period:
    """A rate ("a day"), a span ("for a year") or a frequency ("5 days a week")."""

    role: str  # rate, span, frequency, either
    unit: str  # a key of DAYS
    n: float
    at: int
    of: str = ""  # of a frequency: the period it repeats in
    spread: bool = False  # "over a week": the count is already the total


@dataclass(slots=True)
class Facts:
    """Everything that a message states."""

    tagged: Tagged
    mentions: list[Mention] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    homes: list[tuple[str, int]] = field(default_factory=list)  # places where no computing runs
    namesakes: dict[int, tuple[str, ...]] = field(default_factory=dict)  # span → other places it may mean
    metrics: list[Metric] = field(default_factory=list)
    dropped: set[Metric] = field(default_factory=set)  # metrics that a question leaves out
    negated: set[int] = field(default_factory=set)  # spans under a negation
    bound: set[int] = field(default_factory=set)  # spans that a field of the request carries
    told: set[int] = field(default_factory=set)  # spans that tell the topic
    levers: dict[str, range] = field(default_factory=dict)  # what would change it → tokens that say so
    left: dict[int, str] = field(default_factory=dict)  # span → what is said there that no field can carry
    asked: str | None = None  # what "how many" asks for: a key of nouns.toml, "thing" or "unit"
    fixed: dict[str, Any] = field(default_factory=dict)  # inputs of the method, by their field of Assumptions
    currency: str = "USD"  # of the price of electricity that is fixed
    inputs: list[tuple[int, str, Any]] = field(default_factory=list)  # where each of them is stated
    contrast: tuple[str, Any, Any] | None = None  # an input and its two values: "batch 1 vs batch 64"
    thinking: set[bool] = field(default_factory=set)  # whether a model is said to reason, or not to, or both
    one_each: bool = False  # people are counted, or times, and not how much each does
    training: bool = False
    fine_tuning: bool = False

    def fix(self, name: str, value: Any, at: int) -> None:
        """Note that a question fixes an input of the method."""
        self.fixed[name] = value
        self.inputs.append((at, name, value))

    def unfix(self, name: str) -> None:
        """Leave out an input that can't be carried, and note the words that state it."""
        del self.fixed[name]
        self.left |= {at: self.tagged.spans[at].text for at, key, _ in self.inputs if key == name}
        self.inputs = [each for each in self.inputs if each[1] != name]

    def convert(self, name: str, factor: float, digits: int) -> None:
        """Put an input in another unit, rounded to so many digits after the point."""
        self.fixed[name] = round(self.fixed[name] * factor, digits)
        self.inputs = [
            (at, key, round(value * factor, digits) if key == name else value)
            for at, key, value in self.inputs
        ]

    def counted(self, *keys: str) -> list[Count]:
        return [count for count in self.counts if count.key in keys]

    def drop(self, count: Count) -> None:
        """Take a count out: what it says is carried otherwise, or multiplies nothing."""
        self.counts = [each for each in self.counts if each is not count]
        self.bound.add(count.at)

    def leave(self, count: Count) -> None:
        """Take a count out, and note that no field carries it."""
        spans = self.tagged.spans
        self.drop(count)
        self.left[count.at] = self.tagged.said(spans[count.at].start, spans[max(count.at, count.noun_at)].end)

    def rule_out(self, places: Iterable[int]) -> None:
        """Leave out the metrics that some spans name."""
        for at in places:
            if named := {metric for metric in METRICS if self.tagged.spans[at].has("metrics", metric)}:
                self.negated.add(at)
                self.dropped |= named

    def one_of(self, at: int) -> bool:
        """Return whether an article within two spans before one counts it: "a litre", "a whole tonne"."""
        articles = self.tagged.pack.numbers.article
        return any(before.text.lower() in articles for before in self.tagged.spans[max(0, at - 2) : at])

    def drop_periods(self, places: Container[int]) -> None:
        """Take out the periods at some spans, whose words say something else."""
        self.periods = [period for period in self.periods if period.at not in places]
