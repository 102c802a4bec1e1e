"""A sourced figure, the random stream it draws from, and the spread of what is computed from it."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Values: TypeAlias = float | Array  # a number, or draws of it, shape (draws,)

Basis = Literal["measured", "disclosed", "estimated", "guessed"]
BASES: Final[tuple[Basis, ...]] = ("measured", "disclosed", "estimated", "guessed")

Z95: Final = NormalDist().inv_cdf(0.95)  # 90 % of a normal lies within ± this many standard deviations


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
    (McKay, Beckman and Conover 1979, doi:10.2307/1268522). Every array is cached and read-only.
    """

    def __init__(self, draws: int = 1000, seed: int = 20260) -> None:
        self.draws = draws
        self.seed = seed
        normal = NormalDist()
        self._slices: Array = (np.arange(draws) + 0.5) / draws
        self._quantiles: Array = np.array([normal.inv_cdf(float(middle)) for middle in self._slices])
        self._ends: Final = tuple((draws - 1) * share for share in (0.05, 0.5, 0.95))
        self.order = lru_cache(maxsize=2048)(self._order)
        self.normal = lru_cache(maxsize=512)(self._normal)
        self.uniform = lru_cache(maxsize=512)(self._uniform)
        self.of = lru_cache(maxsize=2048)(self._of)
        self.ranks = lru_cache(maxsize=128)(self._ranks)

    def _order(self, stream: str) -> npt.NDArray[np.int64]:
        """Return the slice that each draw of a stream lies in, shape (draws,)."""
        generator = np.random.Generator(np.random.PCG64([self.seed, zlib.crc32(stream.encode())]))
        order = generator.permutation(self.draws)
        order.flags.writeable = False
        return order

    def _normal(self, stream: str) -> Array:
        """Return standard normal draws of a stream, shape (draws,)."""
        return frozen(self._quantiles[self.order(stream)])

    def _uniform(self, stream: str) -> Array:
        """Return draws of a stream between 0 and 1, shape (draws,)."""
        return frozen(self._slices[self.order(stream)])

    def _of(self, figure: Figure, stream: str = "") -> Array:
        """Return draws of a figure in its own unit, shape (draws,).

        Positive figures are log-normal on each side of the median, others normal on each side, so that the
        5th, 50th and 95th percentile are exactly the figure's three numbers.
        """
        if figure.exact:
            return frozen(np.full(self.draws, figure.median))
        z = self.normal(stream or figure.id) / Z95
        if figure.low > 0:
            up, down = math.log(figure.high / figure.median), math.log(figure.median / figure.low)
            return frozen(figure.median * np.exp(np.where(z > 0, up * z, down * z)))
        up, down = figure.high - figure.median, figure.median - figure.low
        return frozen(figure.median + np.where(z > 0, up * z, down * z))

    def _ranks(self, streams: tuple[str, ...]) -> Array:
        """Return the ranks of streams about their mean, of unit length, shape (streams, draws)."""
        return frozen(
            np.array([self.order(stream) for stream in streams]) * self._rank_scale + self._rank_start
        )

    @property
    def _rank_scale(self) -> float:
        return math.sqrt(12.0 / (self.draws * (self.draws**2 - 1.0)))

    @property
    def _rank_start(self) -> float:
        return -(self.draws - 1) / 2 * self._rank_scale

    def correlations(self, values: Array, streams: tuple[str, ...]) -> Array:
        """Return the rank correlation (Spearman) of values, shape (draws,), with each stream."""
        rank = np.empty(self.draws)
        rank[values.argsort()] = np.arange(self.draws) * self._rank_scale + self._rank_start
        correlation: Array = self.ranks(streams) @ rank
        return correlation

    def spreads(self, values: Array) -> Array:
        """Return the 5th, 50th and 95th percentile of rows of draws, shape (rows, draws) to (rows, 3)."""
        ordered = np.sort(values, axis=-1)
        ends = []
        for end in self._ends:
            below = int(end)
            above = min(below + 1, self.draws - 1)
            step = ordered[:, above] - ordered[:, below]  # this order of terms keeps an exact value exact
            ends.append(ordered[:, below] + step * (end - below))
        return np.stack(ends, axis=-1)


def frozen(values: Array) -> Array:
    """Return an array that nobody can write to any more."""
    values.flags.writeable = False
    return values


def spread(values: Array, unit: str) -> Spread:
    """Return the 5th, 50th and 95th percentile of draws, shape (draws,)."""
    low, median, high = np.percentile(values, (5.0, 50.0, 95.0))
    return Spread(float(low), float(median), float(high), unit)
