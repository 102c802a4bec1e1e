"""What a reply says, before it has words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from bot.request import Request
from estimator.estimate import (
    Assumption, BudgetAnswer, Comparison, Driver, Fact, ItemEstimate, Published, Verdict,
)  # fmt: skip
from estimator.figure import Source, Spread
from estimator.workload import Metric

Kind = Literal[
    "estimate", "compare", "equivalent", "budget", "check", "lookup", "explain", "help", "hello", "refusal", "error"
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Reason = Literal[
    "",
    "unknown-name",  # a name that the catalogue lacks
    "unknown-term",  # a term that no page explains
    "no-figure",  # no published figure on what was asked
    "not-understood",  # about the subject, and not clear enough
    "not-for-me",  # about something else
    "no-estimate",  # understood, and nothing to estimate it with
    "out-of-range",  # beyond what the method is valid for
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)

@dataclass(frozen=True, slots=True)
class Picture:
    """How much of an everyday thing equals the items in one respect."""

    thing: str
    unit: str  # the thing's own: hour, km, item …
    basis: Metric
    amount: Spread


Pictures: TypeAlias = tuple[tuple[Metric, tuple[Picture, ...]], ...]  # by what they equal the items in


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reply says. Parts that it does not need are empty or None."""

    kind: Kind
    request: Request
    reason: Reason = ""
    metric: Metric = "energy"  # the one in the first line
    metrics: tuple[Metric, ...] = ()  # the others, in the order shown
    items: tuple[ItemEstimate, ...] = ()
    items_left: int = 0  # how many more there are than shown
    names: Mapping[str, str] = field(default_factory=dict)  # proper names by slug and by region code
    pictures: Pictures = ()
    drivers: tuple[Driver, ...] = ()
    published: tuple[Published, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    comparison: Comparison | None = None
    budget: BudgetAnswer | None = None
    verdict: Verdict | None = None
    factor: float | None = None  # how many times the claim is above or below what we find, at least 1
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()
    term: str = ""  # the page that explains
    asked: str = ""  # the words or value that were not understood, as written
    nearest: tuple[str, ...] = ()  # names, terms or ids near to it
    limits: str = ""  # what a value may be
    others: tuple[Answer, ...] = ()  # answers to the further requests of the message

    @property
    def item(self) -> ItemEstimate:
        """The first thing estimated."""
        return self.items[0]
