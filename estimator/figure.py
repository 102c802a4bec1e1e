"""A sourced figure, the random stream it draws from, and the spread of what is computed from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from statistics import NormalDist
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Values: TypeAlias = float | Array  # a number, or draws of it, shape (draws,)
Index: TypeAlias = npt.NDArray[np.int64]
Order: TypeAlias = npt.NDArray[np.signedinteger[Any]]


Basis = Literal["measured", "disclosed", "estimated", "guessed"]
BASES: Final[tuple[Basis, ...]] = ("measured", "disclosed", "estimated", "guessed")

Z95: Final = NormalDist().inv_cdf(0.95)  # 90 % of a normal lies within ± this many standard deviations
DECK: Final = 128  # shuffles that come first, and as many that come second


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that figures are taken from."""

    id: str
    title: str
    publisher: str
    url: str
    published: str  # ISO date, to the precision known: "2025-08"
    accessed: str  # ISO date
    licence: str = ""

    def as_json(self) -> dict[str, Any]:
        year = int(self.published[:4])
        return {
            "id": self.id,
            "title": self.title,
            "publisher": self.publisher,
            "url": self.url,
            "year": year,
        }


MIDDLE: Final = "the middle is unverified"  # in notes of a range that was read again


def unverified(note: str) -> bool:
    """Return whether the note of an entry says that it was recalled and not read again at its source."""
    return "unverified" in note


@dataclass(frozen=True, slots=True)
class Figure:
    """A number from a source, with the range that holds it nine times in ten.

    `low` and `high` are the 5th and 95th percentile; equal to `median` where the number is exact.
    """

    id: str
    low: float
    median: float
    high: float
    unit: str
    basis: Basis
    source: str  # the id of a Source
    where: str = ""  # the place in the source: table, section, page
    note: str = ""

    def __hash__(self) -> int:
        return hash(self.id)  # figures are keys of caches: all nine fields would take ten times as long

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def unverified(self) -> bool:
        """Whether it was recalled and not read again at its source."""
        return unverified(self.note)

    @property
    def unverified_ends(self) -> bool:
        """Whether its range was recalled, and not its middle alone."""
        return self.unverified and MIDDLE not in self.note


@dataclass(frozen=True, slots=True)
class Spread:
    """The 5th, 50th and 95th percentile of a quantity, in a base unit."""

    low: float
    median: float
    high: float
    unit: str

    def times(self, factor: float) -> Spread:
        return Spread(self.low * factor, self.median * factor, self.high * factor, self.unit)

    def as_json(self) -> dict[str, float | str]:
        return {"low": self.low, "median": self.median, "high": self.high, "unit": self.unit}


class Sampling:
    """Draws of figures, one random stream an input.

    A stream is keyed by the seed and the input's id, so an answer repeats to the digit, adding an input moves
    no other, and two things compared share the draws of what they share. Each stream is a Latin hypercube: a
    shuffle of the `draws` equally likely slices of the distribution, so percentiles settle with few draws
    (McKay, Beckman and Conover 1979, doi:10.2307/1268522). Arrays that are cached are read-only.

    A shuffle is two shuffles out of a deck, one after the other with the first cut in between; which two, and
    where the cut is, a hash of the id says. Of random permutations A, B, C, no cut of A∘B tells anything of
    A∘C or C∘B, nor one cut of another; so a few hundred shuffles give sixteen million that are independent
    pair by pair, and a new stream takes a tenth of the time of shuffling anew.
    """

    def __init__(self, draws: int = 1000, seed: int = 20260) -> None:
        self.draws = draws
        self.seed = seed
        normal = NormalDist()
        self._slices: Array = (np.arange(draws) + 0.5) / draws
        self._quantiles: Array = np.array([normal.inv_cdf(float(middle)) for middle in self._slices])
        ends = (draws - 1) * np.array((0.05, 0.5, 0.95))
        self._below: Final = ends.astype(np.int64)
        self._above: Final = np.minimum(self._below + 1, draws - 1)
        self._between: Final[Array] = ends - self._below
        # A rank about the middle one, over the variance of all: products with ranks add to a correlation.
        middle = np.arange(draws) - (draws - 1) / 2
        self._rank: Final[Array] = np.divide(middle, max(float((middle**2).sum()), 1.0))
        self.shuffle = lru_cache(maxsize=None)(self._shuffle)
        self.order = lru_cache(maxsize=3072)(self._order)
        self.uniform = lru_cache(maxsize=256)(self._uniform)
        self.of = lru_cache(maxsize=1536)(self._of)

    def _shuffle(self, number: int) -> Index:
        """Return a shuffle of the deck, twice over so that it can be cut, shape (2·draws,)."""
        generator = np.random.Generator(np.random.PCG64([self.seed, number]))
        once = generator.permutation(self.draws)
        twice = np.concatenate([once, once])
        twice.flags.writeable = False
        return twice

    def _order(self, stream: str) -> Order:
        """Return the slice that each draw of a stream lies in, shape (draws,).

        Few bytes a draw: many are kept, and touching new memory takes longer than the arithmetic.
        """
        number = int.from_bytes(blake2b(stream.encode(), digest_size=8).digest())
        number, first = divmod(number, DECK)
        number, second = divmod(number, DECK)
        cut = self.shuffle(first)[number % self.draws :]
        order = cut[self.shuffle(DECK + second)[: self.draws]].astype(np.min_scalar_type(-self.draws))
        order.flags.writeable = False
        return order

    def normal(self, stream: str) -> Array:
        """Return standard normal draws of a stream, shape (draws,): a new array, the caller's own."""
        return self._quantiles[self.order(stream)]

    def _uniform(self, stream: str) -> Array:
        """Return draws of a stream between 0 and 1, shape (draws,)."""
        return frozen(self._slices[self.order(stream)])

    def blended(self, first: str, second: str, correlation: float) -> Array:
        """Return standard normal draws that correlate so with one stream and are else of another.

        ρ·z₁ + √(1 − ρ²)·z₂, set anew on the slices of the distribution, as every stream lies on them.
        """
        apart = math.sqrt(1.0 - correlation**2)
        blend = np.empty(self.draws)
        blend[(correlation * self.normal(first) + apart * self.normal(second)).argsort()] = self._quantiles
        return frozen(blend)

    def _of(self, figure: Figure, stream: str = "") -> Array:
        """Return draws of a figure in its own unit, shape (draws,).

        Positive figures are log-normal on each side of the median, others normal on each side, so that the
        5th, 50th and 95th percentile are exactly the figure's three numbers.
        """
        if figure.exact:
            return frozen(np.full(self.draws, figure.median))
        z = self.normal(stream or figure.id)
        if figure.low > 0:
            up, down = math.log(figure.high / figure.median), math.log(figure.median / figure.low)
            z *= np.where(z > 0, up / Z95, down / Z95)
            np.exp(z, out=z)
            z *= figure.median
            return frozen(z)
        up, down = figure.high - figure.median, figure.median - figure.low
        z *= np.where(z > 0, up / Z95, down / Z95)
        z += figure.median
        return frozen(z)

    def correlations(self, values: Array, streams: Sequence[str]) -> Array:
        """Return the rank correlation (Spearman) of values, shape (draws,), with each stream."""
        rank = np.empty(self.draws, np.float32)
        rank[values.argsort()] = self._rank
        orders = np.array([self.order(stream) for stream in streams])
        return (orders.astype(np.float32) @ rank).astype(np.float64)

    def spreads(self, values: Array | Sequence[Array]) -> Array:
        """Return the 5th, 50th and 95th percentile of rows of draws, shape (rows, draws) to (rows, 3)."""
        ordered = np.array(values)
        ordered.sort(axis=-1)
        below = ordered.take(self._below, axis=-1)
        step = ordered.take(self._above, axis=-1) - below  # this order of terms keeps an exact value exact
        ends: Array = below + step * self._between
        return ends


def frozen(values: Array) -> Array:
    """Return an array that nobody can write to any more."""
    values.flags.writeable = False
    return values


def spread(values: Array, unit: str) -> Spread:
    """Return the 5th, 50th and 95th percentile of draws, shape (draws,)."""
    low, median, high = np.percentile(values, (5.0, 50.0, 95.0))
    return Spread(float(low), float(median), float(high), unit)
