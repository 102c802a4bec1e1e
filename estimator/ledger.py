"""The inputs that one estimate draws, in the order it asks for them: its assumptions, its drivers, its
sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from estimator.catalogue import Catalogue
from estimator.figure import Array, Figure, Index, Sampling, Values, unverified
from estimator.result import Assumption, Driver, Grade

OF: Final = ":"  # between an input's name and what it is of, in the ledger's own keys
APART: Final = "/"  # in a stream, between the figure drawn and what it is drawn apart for
NOISE: Final = 3.0  # correlations below so many standard deviations of chance are none
IMPORTANT: Final = 0.1  # share of the spread from which an input counts for the grade


@dataclass(frozen=True, slots=True)
class Input:
    """A drawn input: the assumption it is told as, and the stream that it draws from."""

    assumption: Assumption
    stream: str  # "" where nothing is drawn
    priced: bool = False  # a figure in money, whose source is cited last


@lru_cache(maxsize=8192)
def drawn_input(name: str, figure: Figure, stream: str) -> Input:
    """Return the input that a figure is."""
    name, _, of = name.partition(OF)
    ends = figure.low, figure.median, figure.high
    priced = figure.unit.startswith("USD")
    told = Assumption(name, *ends, figure.unit, figure.basis, figure.source, of, figure.unverified)
    return Input(told, stream, priced)


@lru_cache(maxsize=2048)
def fixed_input(name: str, value: float, unit: str, basis: str, source: str) -> Input:
    """Return the input that a number is."""
    name, _, of = name.partition(OF)
    return Input(Assumption(name, value, value, value, unit, basis, source, of), "")


@lru_cache(maxsize=2048)
def choice_input(name: str, stream: str) -> Input:
    """Return the input that a choice among cases is."""
    name, _, of = name.partition(OF)
    return Input(Assumption(name, 0.0, 0.5, 1.0, "", "estimated", "", of), stream)


class Ledger:
    """Draws inputs and keeps account of them."""

    __slots__ = (
        "catalogue", "doubted", "inputs", "picked", "price_lists", "sampling", "sources", "workings",
    )  # fmt: skip

    def __init__(self, catalogue: Catalogue, sampling: Sampling) -> None:
        self.catalogue = catalogue
        self.sampling = sampling
        self.inputs: dict[str, Input] = {}
        self.sources: dict[str, None] = {}
        self.price_lists: dict[str, None] = {}
        self.doubted: dict[str, str] = {}  # entries that were recalled, with their source
        self.workings: dict[str, Mapping[str, Values]] = {}  # what the formulae computed on the way
        self.picked: Index | None = None  # of each draw, the model that answers

    def draw(self, figure: str | Figure, name: str = "", stream: str = "") -> Array | float:
        """Return the draws of a figure, shape (draws,), or its number where it is exact.

        `name` is what the assumption is called, by default the last part of the figure's id; `stream` is the
        random stream, by default the figure's id.
        """
        if isinstance(figure, str):
            figure = self.catalogue.figure(figure)
        name = name or figure.id.rpartition(".")[2]
        stream = "" if figure.low == figure.high else stream or figure.id
        if name not in self.inputs:
            self.note(name, figure, stream)
        return self.sampling.of(figure, stream) if stream else figure.median

    def note(self, name: str, figure: Figure, stream: str = "") -> None:
        """Keep account of an input that is not drawn here."""
        self.inputs[name] = noted = drawn_input(name, figure, stream)
        (self.price_lists if noted.priced else self.sources)[figure.source] = None

    def chance(self, name: str, stream: str) -> Array:
        """Return draws between 0 and 1 that choose among the cases of an input."""
        self.inputs[name] = choice_input(name, stream)
        return self.sampling.uniform(stream)

    def tell(self, name: str, value: float, unit: str, basis: str, source: str) -> None:
        """Keep account of a number that is not drawn: of a model's picture, the share of a chip."""
        self.inputs[name] = fixed_input(name, value, unit, basis, source)
        if source:
            self.sources[source] = None

    def derive(self, name: str, values: Values, unit: str, figure: Figure) -> None:
        """Keep account of what follows from inputs and is told beside them, known as well as `figure` is."""
        low, median, high = self.sampling.spreads([np.broadcast_to(values, self.sampling.draws)])[0].tolist()
        told = Assumption(name, low, median, high, unit, figure.basis, figure.source)
        self.inputs.setdefault(name, Input(told, ""))

    def show(self, step: str, **numbers: Values) -> None:
        """Keep what a step of the computation took and gave, for who asks how it was done."""
        self.workings[step] = numbers

    def doubt(self, name: str, note: str, source: str) -> None:
        """Keep account of an entry of the data, where its note says that nobody read it again."""
        if unverified(note):
            self.doubted[name] = source

    @property
    def recalled(self) -> tuple[tuple[str, str], ...]:
        """What was recalled and not read again, entries and single figures, each with its source."""
        figures = (each.assumption for each in self.inputs.values())
        told = {key(each): each.source for each in figures if each.unverified}
        return tuple({**self.doubted, **told}.items())

    def state(self, name: str, value: float, unit: str = "") -> float:
        """Return a number that the question fixes."""
        self.inputs[name] = Input(Assumption(name, value, value, value, unit, "stated", ""), "")
        return value

    def given(self, name: str, value: float | None, figure: str, unit: str = "") -> Values:
        """Return the number that the question fixes, or else the draws of a figure."""
        return self.draw(figure, name) if value is None else self.state(name, value, unit)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """All inputs but the mere choices among cases, whose cases are told apart."""
        return tuple(
            [each.assumption for each in self.inputs.values() if each.assumption.source or not each.stream]
        )

    def drivers(self, values: Array) -> tuple[Driver, ...]:
        """Return the inputs' shares of the spread of values, the largest first: squared rank correlations
        that chance does not explain, normalised to sum to one."""
        drawn = [each for each in self.inputs.values() if each.stream]
        if not drawn or not values.max() > values.min():
            return ()
        squares = self.sampling.correlations(values, [each.stream for each in drawn]) ** 2
        squares[squares < NOISE**2 / self.sampling.draws] = 0.0
        total = float(squares.sum())
        if not total > 0:
            return ()
        shares = sorted(zip((squares / total).tolist(), drawn, strict=True), key=lambda pair: -pair[0])
        return tuple(
            [Driver(each.assumption.name, share, each.assumption.of) for share, each in shares if share > 0]
        )

    def grade(self, drivers: tuple[Driver, ...], basis: tuple[str, ...]) -> Grade:
        """Return the grade that the weakest important input leaves; where nothing drives the spread, that of
        the inputs `basis`.

        What was measured of other models or servers, and is drawn for all, leaves an estimate modelled.
        """
        names = [key(driver) for driver in drivers if driver.share >= IMPORTANT] or basis
        bases = {self.inputs[name].assumption.basis for name in names}
        streams = [self.inputs[name].stream.partition(APART)[0] for name in names]
        carried = any(stream in self.catalogue.figures for stream in streams)
        if "guessed" in bases:
            return "guessed"
        if "estimated" in bases or (carried and "measured" in bases) or not bases - {"stated"}:
            return "modelled"
        return "disclosed" if "disclosed" in bases else "measured"

    def cited(self, drivers: tuple[Driver, ...], beside: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the sources of the inputs, those that drive the spread first, of what stands beside, and of
        prices last."""
        last = [each for each in self.price_lists if each not in self.sources]
        first = [self.inputs[key(driver)].assumption.source for driver in drivers]
        return tuple(dict.fromkeys(each for each in (*first, *self.sources, *beside, *last) if each))


def key(told: Driver | Assumption) -> str:
    """Return what the ledger keeps an input under."""
    return f"{told.name}{OF}{told.of}" if told.of else told.name
