"""The structured request: what a question was understood to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from estimator.workload import Budget, Claim, Metric, Workload

Intent = Literal[
    "estimate", "compare", "equivalent", "budget", "check", "lookup", "explain", "help", "none"
]  # fmt: skip
INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)

# What a message leaves open and its reading fills in: which model, what to work out, how much each does, a
# spelling, a count.
Guess = Literal["model", "work", "each", "spelling", "amount"]

CONFIDENT: Final = 0.8  # at this confidence or more the bot answers without asking back


@dataclass(frozen=True, slots=True)
class Stated:
    """A count, as a message states it."""

    key: str  # of nouns.toml: prompt, person, video …
    n: float


@dataclass(frozen=True, slots=True)
class Often:
    """A rate, a span or a frequency, as a message states it."""

    role: str
    unit: str  # day, week, month …
    n: float = 1.0
    of: str = ""  # of a frequency: the period it repeats in
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """What the amounts of a request were multiplied of; "and for a year?" replaces one part of it."""

    counts: tuple[Stated, ...] = ()
    periods: tuple[Often, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """Words that leave a number open, and the one value that it was taken with: "20 to 30", "a few"."""

    words: str
    value: float


@dataclass(frozen=True, slots=True)
class Request:
    """A question as the rest of the program sees it. Empty `metrics`: none was named, so the default set."""

    intent: Intent
    metrics: tuple[Metric, ...] = ()
    items: tuple[Workload, ...] = ()
    region: str | None = None  # ISO 3166-1 alpha-2 or ISO 3166-2, where it runs
    versus: tuple[str, ...] = ()  # ids of everyday things
    claim: Claim | None = None
    budget: Budget | None = None
    topic: str | None = None
    years: tuple[int, ...] = ()  # that a lookup is asked about
    language: str = "en"
    confidence: float = 1.0
    unused: tuple[str, ...] = ()  # words of the question that no field carries
    others: tuple[Request, ...] = ()  # the further requests of one message
    alternatives: tuple[Request, ...] = ()  # close other readings
    unknown: tuple[str, ...] = ()  # words that stand where a name should and are in no list
    guessed: tuple[Guess, ...] = ()
    ascending: bool = False  # what is compared is listed from the least on
    taken: tuple[Taken, ...] = field(default=(), compare=False)
    told_in: str = field(default="", compare=False)  # the unit or currency that the answer is asked for in
    pace: Pace | None = field(default=None, compare=False)  # for a follow-up; None where it is not known
    # What was asked before it, of one thing as it is itself: what "which is worse?" compares it with.
    earlier: Request | None = field(default=None, compare=False)
    understood: str = ""  # one line that restates the request

    def as_json(self) -> dict[str, Any]:
        return {
            "intent": self.intent,
            "metrics": list(self.metrics),
            "items": [item.as_json() for item in self.items],
            "region": self.region,
            "versus": list(self.versus),
            "claim": self.claim.as_json() if self.claim else None,
            "budget": self.budget.as_json() if self.budget else None,
            "topic": self.topic,
            "years": list(self.years),
            "language": self.language,
            "confidence": self.confidence,
            "unused": list(self.unused),
            "others": [other.as_json() for other in self.others],
            "alternatives": [other.as_json() for other in self.alternatives],
            "unknown": list(self.unknown),
            "guessed": list(self.guessed),
            "ascending": self.ascending,
            "told_in": self.told_in or None,
            "taken": [{"words": each.words, "value": each.value} for each in self.taken],
            "understood": self.understood,
        }
