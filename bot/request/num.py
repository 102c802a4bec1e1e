"""A number that a question states, with what is said about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

NumKind = Literal["count", "percent", "money"]
Bound = Literal["", "least", "most"]
Year = Literal["", "maybe", "yes"]


@dataclass(frozen=True, slots=True)
class Num:
    """A number of a question; `tokens[start:end]` are the words it is made of, its qualifiers among them."""

    low: float
    high: float  # equal to low unless a range was stated
    start: int
    end: int
    kind: NumKind = "count"
    currency: str = ""  # ISO 4217, of money
    approximate: bool = False
    vague: bool = False  # "hundreds of", "a few"
    bound: Bound = ""  # "at least 5", "100+"; "less than 5"
    negative: bool = False
    spelled: bool = False  # in words alone
    year: Year = ""  # shaped like one; "yes" after such words as "in"
    label: bool = False  # names rather than counts: "version 3", "covid-19"
    times: bool = False  # "twice"
    alternatives: tuple[float, ...] = ()  # other readings of `low`: "1.500", "un billón"
    doubtful: bool = False  # the alternatives are about the scale word itself, whatever is counted
    suffix: str = ""  # the letter read as a scale, as written, though it may be a unit: "5m", "2B"
    bare: float | None = None  # the value without that letter
    tail: tuple[int, int] | None = None  # tokens after the noun that belong to it: "an hour and a half"

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def middle(self) -> float:
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def counted(self) -> Num:
        """Return the reading for things that come whole: "1.500 prompts" is 1500 in any language."""
        whole = max((each for each in (self.low, *self.alternatives) if each.is_integer()), default=self.low)
        if self.doubtful or not self.exact or whole == self.low:
            return self
        return replace(self, low=whole, high=whole, alternatives=(self.low,))

    def as_unit(self) -> Num:
        """Return the reading in which the suffix is a unit, left outside the number: "5m" as 5 and "m"."""
        if self.bare is None:
            return self
        return replace(self, low=self.bare, high=self.bare, end=self.end - 1, suffix="", bare=None)
