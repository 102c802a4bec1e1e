"""Quantities, their ranges, and what was stated or claimed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.languages import Language, exactly
from bot.markdown import Markdown
from estimator.figure import Figure, Spread
from estimator.result import ItemEstimate, Verdict
from estimator.units import STATED_DIGITS, Shown, Told, base, rough, shown, significant
from estimator.workload import Metric

NEARLY_SURE: Final = 0.995
SEPARATOR: Final = " · "


class Quantities:
    """Filters for quantities."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.labels = language.labels

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "about": self.about,
            "bracket": self.bracket,
            "bracket_times": lambda times: self.bracket(times if times.median >= 1 else in_percent(times)),
            "cooling": self.cooling,
            "cost_line": self.cost_line,
            "costs": self.costs,
            "count": lambda number: Markdown(self.language.count(number)),
            "exact": lambda spread: shown(spread).exact,
            "metric_line": self.metric_line,
            "of_scaled": self.of_scaled,
            "percent": self.percent,
            "quantity": lambda spread: Markdown(self.language.quantity(spread)),
            "range": lambda spread, unit="": Markdown(self.language.range(spread, unit)),
            "range_times": lambda times: Markdown(self.language.range(replace(times, unit="times"))),
            "spent": self.spent,
            "spread": spread_of,
            "total_line": self.total_line,
            "times": lambda factor: self.roughly(rough(factor, "times")),
            "value": self.value,
        }

    def about(self, spread: Spread, unit: str = "") -> Markdown:
        """Return a quantity that is known roughly as such: "about 320 kWh"; an exact one as it is."""
        seen = self.language.shown(spread, unit)
        return Markdown(self.language.amount(seen)) if seen.exact else self.roughly(seen)

    def roughly(self, seen: Shown) -> Markdown:
        """Return "about 320 kWh"."""
        numbers = self.labels["numbers"]
        told = self.language.amount(seen)
        scaled = {scale["other"] for scale in numbers["scales"]}.intersection(told.split())
        if seen.unit == "%":
            form = "share"
        elif self.language.category(seen.median) == "one":
            form = "one"
        else:
            # "unas 3 veces", but "unos 2 millones de veces"
            feminine = seen.unit in numbers["feminine"] and not scaled
            form = "feminine" if feminine else "other"
        return Markdown(numbers["about"][form].format(q=told))

    def cooling(self, item: ItemEstimate) -> Markdown:
        """Return the share of an item's water that cools the data centre: "about 20%"."""
        assert item.water_on_site is not None
        assert item.water_off_site is not None
        on_site, off_site = item.water_on_site.median, item.water_off_site.median
        return self.roughly(rough(100 * on_site / (on_site + off_site), "%", 1))

    def bracket(self, spread: Spread, pattern: str = "range", unit: str = "") -> Markdown:
        """Return a spread's ends in brackets, with a space before; nothing where it is exact."""
        if shown(spread, unit).exact:
            return Markdown("")
        text = self.labels["brackets"][pattern]
        range_, ends = self.language.range(spread, unit), self.language.ends(spread, unit)
        return Markdown(text.format(range=range_, ends=ends))

    def value(self, spread: Spread | None) -> Markdown:
        """Return a quantity with its ends: "320 kWh (120–900)"; a dash where there is none."""
        if spread is None:
            return Markdown("–")
        return Markdown(self.language.quantity(spread) + self.bracket(spread, "ends"))

    def metric_line(self, item: ItemEstimate, metrics: Iterable[Metric]) -> Markdown:
        """Return metrics of an item on a line: "Carbon 130 kg CO₂e (40–420) · Water 1.1 m³ (0.3–4)"."""
        named = [(self.labels["metrics"][metric], item.spread(metric)) for metric in metrics]
        return Markdown(SEPARATOR.join(f"{name} {self.value(spread)}" for name, spread in named if spread))

    def total_line(self, total: Mapping[Metric, Spread], metrics: Iterable[Metric]) -> Markdown:
        """Return what several things take together on a line, as of one."""
        named = ((self.labels["metrics"][metric], total.get(metric)) for metric in metrics)
        return Markdown(SEPARATOR.join(f"{name} {self.value(spread)}" for name, spread in named if spread))

    def cost_line(self, item: ItemEstimate) -> Markdown:
        """Return what an item costs in further senses than the first line tells: the chips' rent."""
        return self.costs(further_costs(item))

    def costs(self, costs: Iterable[tuple[str, Spread]]) -> Markdown:
        """Return figures by what they are of: "Electricity €3 (1–9) · Rent …", "Energy 1,300 J …"."""
        named = (
            (self.labels["costs"].get(kind) or self.labels["metrics"][kind], spread) for kind, spread in costs
        )
        return Markdown(SEPARATOR.join(f"{name} {self.value(spread)}" for name, spread in named))

    def of_scaled(self, number: str) -> Markdown:
        """Return what joins a number as written to a noun: " de" after "12 millones", else nothing."""
        numbers = self.labels["numbers"]
        last, words = number.split()[-1:], {scale["other"] for scale in numbers["scales"]}
        return Markdown(f" {numbers['link']}" if numbers["link"] and words.intersection(last) else "")

    def percent(self, share: float) -> Markdown:
        """Return a probability, never as certain: "97%", "more than 99%"."""
        if share >= NEARLY_SURE:
            return Markdown(self.labels["numbers"]["nearly_sure"])
        return Markdown(self.language.quantity(exactly(round(share * 100), "%")))

    def stated(self, value: float, unit: str, digits: int = STATED_DIGITS) -> str:
        """Return a quantity that somebody stated, in the unit stated."""
        rounded = significant(value, digits)
        return self.language.amount(Shown(rounded, rounded, rounded, unit))

    def spent(self, spent: tuple[float, str], metric: str) -> Markdown:
        """Return a budget as what it can do: "1 kWh is enough for", "$5 buys" at a list price."""
        value, unit = spent
        pattern = self.labels["budgets"][metric][self.language.category(significant(value, STATED_DIGITS))]
        return Markdown(pattern.format(q=self.stated(value, unit)))

    def claimed(self, verdict: Verdict, told: Told) -> Markdown:
        """Return what is claimed, in a unit of its metric: "500 mL", "2–5 L", "at most 1 L"."""
        unit, digits = told.unit, told.digits
        if unit == "times" and verdict.found.median < 1 and 0 < (verdict.claimed_high or 1.0) < 1:
            verdict, unit = _in_percent(verdict), "%"  # as what is found
        size = base(1.0, unit)[0]
        low, high = (
            None if end is None else end / size for end in (verdict.claimed_low, verdict.claimed_high)
        )
        if unit == "times" and low == high == 1:
            return Markdown(self.labels["claims"]["as_much"])
        if low is not None and high is not None:
            ends = (significant(low, digits), significant(high, digits))
            return Markdown(self.language.between(*ends, unit))
        pattern = self.labels["claims"]["at_most" if low is None else "at_least"]
        return Markdown(pattern.format(q=self.stated((high if low is None else low) or 0.0, unit, digits)))


def _in_percent(verdict: Verdict) -> Verdict:
    """Return a verdict on a share with what is claimed in percent."""
    low, high = (None if end is None else end * 100 for end in (verdict.claimed_low, verdict.claimed_high))
    return replace(verdict, claimed_low=low, claimed_high=high)


def in_percent(share: Spread) -> Spread:
    """Return a share in percent."""
    return replace(share.times(100), unit="%")


def spread_of(figure: Figure) -> Spread:
    """Return the range of a figure."""
    return Spread(figure.low, figure.median, figure.high, figure.unit)


def further_costs(item: ItemEstimate) -> list[tuple[str, Spread]]:
    """Return what an item costs but for its electricity and its list price."""
    return [(kind, spread) for kind, spread in item.costs if kind not in ("electricity", "api")]
