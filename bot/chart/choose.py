"""Which charts suit an answer, the most fitting first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from bot.answer import Answer
from bot.chart.chart import (
    MOST_POINTS,
    MOST_ROWS,
    MOST_SOURCES,
    Chart,
    Distribution,
    Drivers,
    Part,
    Point,
    Ranges,
    Row,
    Share,
    Stages,
    Trend,
)
from bot.languages import Language, exactly, language
from bot.markdown import plain, sentence
from bot.wording import filters
from bot.wording.reasons import input_name
from estimator.catalogue import Catalogue
from estimator.entries import PublishedFigure
from estimator.figure import Spread
from estimator.quantiles import quantiles
from estimator.result import Estimate, ItemEstimate
from estimator.units import base, significant
from estimator.workload import Metric, Workload

DRIVERS: Final = 4  # named, the rest together
LEAST_DRIVER: Final = 0.03  # of the spread
LEAST_POINTS: Final = 3  # that make a trend
TRAINING_SHARE: Final = "training_per_use"  # the input that says how much training counts for each use
FORECAST: Final = "projection"


def choose(answer: Answer, found: Estimate, catalogue: Catalogue) -> tuple[Chart, ...]:
    """Return the charts that an answer can be shown as; empty where none would help a reader.

    `found` is the estimate that the answer was composed from. Names are in the language of the request.
    """
    return tuple(_Choice(answer, found, catalogue).charts())


class _Choice:
    """An answer, and the words for its parts."""

    def __init__(self, answer: Answer, found: Estimate, catalogue: Catalogue) -> None:
        self.answer = answer
        self.found = found
        self.catalogue = catalogue
        self.language: Language = language(answer.request.language)
        self.words: dict[str, Any] = self.language.files["chart"]
        self.filters: dict[str, Callable[..., Any]] = filters(self.language)

    def charts(self) -> Iterator[Chart]:
        answer = self.answer
        parts: tuple[Chart | None, ...]
        match answer.kind:
            case "check" if answer.verdict is not None:
                parts = (self._claim(), self._drivers())
            case "compare":
                parts = (self._sides(), self._drivers())
            case "estimate" | "equivalent" if len(answer.items) > 1:
                parts = (self._items(), self._drivers())
            case "estimate" | "equivalent":
                parts = (self._distribution(), self._drivers(), self._stages(), self._published())
            case "lookup":
                parts = (self._trend(),)
            case _:
                parts = ()
        return (part for part in parts if part is not None)

    # Of one estimate

    def _distribution(self) -> Distribution | None:
        item, metric = self.answer.item, self.answer.metric
        spread = item.spread(metric)
        if spread is None or not spread.low < spread.high:
            return None
        values = quantiles(item.workload, metric, region=self.answer.request.region, catalogue=self.catalogue)
        return Distribution(self._name(item), metric, spread, values, self._note()) if values else None

    def _drivers(self) -> Drivers | None:
        """Return what the spread of the energy comes from, inputs of one meaning together."""
        if not self.answer.items or not self.answer.drivers:
            return None
        shares: dict[str, float] = {}
        for driver in self.answer.drivers:
            if cause := self.language.labels["drivers"].get(input_name(driver.name)):
                shares[cause] = shares.get(cause, 0.0) + driver.share
        ranked = sorted(shares.items(), key=lambda pair: -pair[1])[:DRIVERS]
        rows = tuple(Share(sentence(cause), share) for cause, share in ranked if share >= LEAST_DRIVER)
        item = self.answer.item
        spine = next((metric for metric in SPINE if item.spread(metric) is not None), None)
        if len(rows) < 2 or spine is None:  # one cause is a sentence, not a chart
            return None
        return Drivers(self._name(item), spine, rows, self._note())

    def _stages(self) -> Stages | None:
        """Return where the water is used, or what the energy or the carbon of a life cycle comes from."""
        item, metric = self.answer.item, self.answer.metric
        total = item.spread(metric)
        if total is None:
            return None
        parts: tuple[Part, ...] = ()
        if metric == "water" and item.water_off_site is not None and item.water_on_site is not None:
            parts = (Part("off_site", item.water_off_site), Part("on_site", item.water_on_site))
        elif metric in ("energy", "carbon"):
            parts = self._life_cycle(item, metric, total)
        if not any(part.spread.median > 0 for part in parts):
            return None
        return Stages(self._name(item), metric, total, parts, self._note())

    def _life_cycle(self, item: ItemEstimate, metric: Metric, total: Spread) -> tuple[Part, ...]:
        """Return what a life cycle's total is made of, as far as an estimate counts it: running, a share of
        the training, making the hardware."""
        made = item.embodied if metric == "carbon" else None
        share = next((each.median for each in item.assumptions if each.name == TRAINING_SHARE), 0.0)
        electric = total.median - (made.median if made else 0.0)
        if electric <= 0 or not (made or share):
            return ()
        running, trained = electric / (1 + share), electric * share / (1 + share)
        parts = [Part("electricity", _about(running, total.unit))]
        parts += [Part("training", _about(trained, total.unit))] if trained else []
        parts += [Part("embodied", made)] if made else []
        return tuple(parts)

    def _published(self) -> Ranges | None:
        """Return our estimate beside what others have published for the same."""
        item, metric = self.answer.item, self.answer.metric
        spread = item.spread(metric)
        figures = [each for each in item.published if each.metric == metric and each.same_boundary]
        if spread is None or not spread.low < spread.high or not figures:
            return None  # an exact value is what somebody has published
        rows = [Row(self.words["rows"]["ours"], spread)]
        for each in sorted(figures, key=lambda each: -each.year)[: MOST_ROWS - 1]:
            name = self.answer.names.get(each.source) or each.source
            rows.append(Row(f"{name}, {each.year}", exactly(*base(each.value, each.unit))))
        return _ranges(metric, rows, self._note(), self._name(item))

    # Of several

    def _items(self) -> Ranges | None:
        metric = self.answer.metric
        named = [(item.workload, item.spread(metric)) for item in self.answer.items]
        return self._rows(named)

    def _sides(self) -> Ranges | None:
        return self._rows([(side.workload, side.spread) for side in self.answer.sides])

    def _rows(self, named: list[tuple[Workload, Spread | None]]) -> Ranges | None:
        elsewhere = self.answer.same_elsewhere and self.answer.kind == "compare"
        rows = [
            Row(sentence(self._place(work) if elsewhere else self._name(work)), spread)
            for work, spread in named
            if spread is not None
        ]
        subject = self._name(replace(named[0][0], region=None)) if elsewhere else ""
        if len(rows) < 2:
            return None
        return _ranges(self.answer.metric, rows[:MOST_ROWS], self._note(), subject)

    def _claim(self) -> Ranges | None:
        """Return a claim beside what we find."""
        verdict = self.answer.verdict
        ends = (
            [end for end in (verdict.claimed_low, verdict.claimed_high) if end is not None] if verdict else []
        )
        if verdict is None or not ends:
            return None
        low, high = min(ends), max(ends)
        rows = [
            Row(self.words["rows"]["claim"], Spread(low, (low + high) / 2, high, verdict.found.unit)),
            Row(self.words["rows"]["found"], verdict.found),
        ]
        subject = self._name(self.answer.item) if len(self.answer.items) == 1 else ""
        return _ranges(verdict.metric, rows, self._note(), subject)

    # Of published facts

    def _trend(self) -> Trend | None:
        """Return the series that the facts of the answer belong to: the one with most of them."""
        shown = {fact.id for fact in self.answer.facts}
        names = [each.series for each in self.catalogue.published if each.id in shown and each.series]
        if not names:
            return None
        series = max(dict.fromkeys(names), key=names.count)
        figures = [each for each in self.catalogue.published if each.series == series]
        editions: dict[str, set[int]] = {}
        for each in figures:
            editions.setdefault(each.source, set()).add(each.year)
        points = [p for each in figures if (p := self._point(each, editions[each.source])) is not None]
        if len({point.year for point in points}) < LEAST_POINTS or len(points) > MOST_POINTS:
            return None
        if len({point.source for point in points}) > MOST_SOURCES:
            return None
        unit = base(1.0, figures[0].unit)[1]
        return Trend(self.words["series"][series], unit, tuple(points))

    def _point(self, figure: PublishedFigure, editions: set[int]) -> Point | None:
        """Return a figure as a point, by who publishes it; with the year, unless it comes out every year."""
        ends = [end for end in (figure.low, figure.value, figure.high) if end is not None]
        if figure.about is None or not ends:
            return None
        low, high = (base(end, figure.unit)[0] for end in (ends[0], ends[-1]))
        value = None if figure.value is None else base(figure.value, figure.unit)[0]
        source = self.catalogue.sources[figure.source]
        name = f"{source.publisher}, {source.published[:4]}" if len(editions) == 1 else source.publisher
        return Point(figure.about, low, value, high, name, figure.kind == FORECAST)

    # Words

    def _name(self, what: ItemEstimate | Workload) -> str:
        """Return what is estimated as a reply names it, without marks of formatting."""
        return plain(self.filters["subject"]({"answer": self.answer}, what))

    def _place(self, work: Workload) -> str:
        return plain(self.filters["place"]({"answer": self.answer}, work.region))

    def _note(self) -> str:
        """Return the small print: where it runs, what it counts, how it is known."""
        answer = self.answer
        if not answer.computing:
            return ""
        parts = [
            str(self.filters["label"](answer.boundary, "boundaries")),
            str(self.filters["label"](answer.grade, "grades")),
        ]
        if answer.region:
            place = self.language.place(answer.region, answer.names.get(answer.region, ""))
            parts.insert(0, self.words["rows"]["place"].format(place=place))
        return plain(sentence(" · ".join(parts)))


def _about(value: float, unit: str) -> Spread:
    return exactly(float(significant(value, 2)), unit)


SPINE: Final[tuple[Metric, ...]] = ("energy", "carbon", "water")


def _ranges(metric: Metric, rows: list[Row], note: str, subject: str = "") -> Ranges | None:
    """Return rows as a chart; None where they can't share an axis."""
    if not rows or len({row.spread.unit for row in rows}) > 1:
        return None
    return Ranges(metric, tuple(rows), note, subject)
