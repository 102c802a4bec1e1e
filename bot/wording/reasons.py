"""Where a range comes from, and what was assumed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.answer import Answer
from bot.answer.answer import DRIVERS_NAMED, WORTH_NAMING
from bot.languages import Language, exactly
from bot.markdown import Markdown, fitting, lines_within, sentence
from bot.wording.quantities import SEPARATOR, Quantities, in_percent
from bot.wording.sourcing import source_link
from bot.wording.texts import Texts
from bot.wording.things import Things
from estimator.figure import Figure, Source, Spread
from estimator.levers import Lever
from estimator.result import Assumption, Driver
from estimator.units import rough

BASES: Final = ("energy", "carbon", "water", "cost")
RECALLED_SHOWN: Final = 3
REST_LENGTH: Final = 1950  # characters of the inputs that follow in a message of their own
SIZE_DIGITS: Final = 3
INPUT_DIGITS: Final = 4  # of the middle of an input, as in the computation beside it
# Inputs that are told in percent.
SHARES: Final = (
    "audio_power", "audio_reached", "cached", "chip_load", "hardware_load", "load", "training_per_use",
    "utilisation",
)  # fmt: skip
CITED: Final = ("prompts_per_day",)  # inputs that are told with their source
DOUBLED: Final = 100  # percent more, from which it reads better as so many times
SHARED: Final = 2.0  # requests at once, below which none are told
WORLD: Final = "WLD"
UNITS_TOLD: Final = (
    "L/kWh",
    "g/kWh",
    "USD/kWh",
    "W",
    "Wh",
    "g",
    "L",
    "USD",
    "USD/chip-hour",
    "chip-hour",
    "parameters",
)  # of inputs; the words for the others name what is counted


class Reasons:
    """Filters for drivers and assumptions."""

    def __init__(self, language: Language, quantities: Quantities, texts: Texts, things: Things) -> None:
        self.language = language
        self.texts = texts
        self.things = things
        self.labels = language.labels
        self.quantities = quantities

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "because": self.because,
            "assumed": self.assumed,
            "grid_of": self.grid_of,
            "recalled": self.recalled,
            "size": self.size,
            "thinking": self.thinking,
            "input_list": self.input_list,
            "input_rest": self.input_rest,
            "lever": self.lever,
        }

    def recalled(self, names: Iterable[str]) -> Markdown:
        """Return what nobody read again at its source, a few of it: "the chips' data and their rent"."""
        words: Mapping[str, str] = self.labels["recalled"]
        told = dict.fromkeys(words.get(name) or self.things.forms(name)["one"] for name in names)
        return Markdown(self.language.listing(list(told), limit=RECALLED_SHOWN))

    def because(self, drivers: Iterable[Driver], most: int = DRIVERS_NAMED) -> Markdown:
        """Return what the range comes from, inputs of one meaning together: "Half of the range …"."""
        shares: dict[str, float] = {}
        for driver in drivers:
            if reason := self.labels["drivers"].get(input_name(driver.name)):
                shares[reason] = shares.get(reason, 0.0) + driver.share
        ranked = sorted(shares.items(), key=lambda pair: -pair[1])[:most]
        words = self.labels["because"]
        parts = [
            words["part" if place else "first"].format(share=self._share(share), driver=reason)
            for place, (reason, share) in enumerate(ranked)
            if share >= WORTH_NAMING
        ]
        return sentence(words["all"].format(parts=words["between"].join(parts))) if parts else Markdown("")

    def _share(self, share: float) -> str:
        shares: Mapping[str, str] = self.labels["shares"]
        return shares[min(shares, key=lambda key: abs(float(key) - share))]

    @pass_context
    def input_list(self, context: Context, assumptions: Iterable[Assumption], length: int) -> Markdown:
        """Return inputs a line, each with how it is known and by whom: as many as fit, then a count."""
        return lines_within(self._inputs(context, assumptions), self.labels["numbers"]["below"], length)

    @pass_context
    def input_rest(self, context: Context, assumptions: Iterable[Assumption], length: int) -> Markdown:
        """Return the inputs that a list of such a length has no room for."""
        numbers, lines = self.labels["numbers"], self._inputs(context, assumptions)
        left = lines[fitting(lines, length) :]
        listed = lines_within(left, numbers["rest"], REST_LENGTH)
        return Markdown(f"{numbers['above']}\n{listed}") if left else listed

    def _inputs(self, context: Context, assumptions: Iterable[Assumption]) -> list[str]:
        answer: Answer = context["answer"]
        lines: dict[str, None] = {}
        for each in assumptions:
            if told := self._told(each, INPUT_DIGITS):
                known = [self._known(each, answer.library.get(each.source))]
                known += [self.labels["published"]["unverified"]] if each.unverified else []
                lines[f"- {told}: {', '.join(known)}"] = None
        return list(lines)

    def _known(self, input_: Assumption, source: Source | None) -> str:
        """Return how an input is known and by whom; of a guess, that it is ours and what it goes by."""
        bases: Mapping[str, str] = self.labels["bases"]
        if source is None:
            return bases.get(input_.basis, input_.basis)
        if input_.basis == "guessed":
            return bases["guess-from"].format(source=source_link(source))
        return f"{bases.get(input_.basis, input_.basis)}, {source_link(source)}"

    @pass_context
    def assumed(self, context: Context, assumptions: Iterable[Assumption]) -> Markdown:
        """Return inputs with their ranges: "64 requests at once (12–350) · PUE 1.2 (1.1–1.6)".

        How many use a service in a day is told with who says so, as all else goes by it; so is what an
        everyday thing takes.
        """
        answer: Answer = context["answer"]
        parts = []
        for (name, thing, named), group in groupby(assumptions, _told_together):
            every = [self._told(each, INPUT_DIGITS, more=at > 0) for at, each in enumerate(group)]
            told = [each for each in every if each]
            source = answer.library.get(named) if name in CITED or thing else None
            listed = [self.language.listing(told)] if thing and told else told
            parts += [f"{each} ({source_link(source)})" if source else each for each in listed]
        return Markdown(SEPARATOR.join(parts))

    def _told(self, input_: Assumption, digits: int = 0, *, more: bool = False) -> str:
        """Return an input in words: "64 requests at once (12–350)"; nothing where it has no words.

        The middle has so many digits, or those that the range can bear. `more` of what a thing takes has the
        quantity alone.
        """
        pattern: str | None = self.labels["inputs"].get(input_name(input_.name))
        if input_.of in BASES:  # what one of an everyday thing takes
            whole: str = self.labels["inputs"]["thing"]
            pattern = "{q}" if more else whole.replace("{thing}", self.things.forms(input_.name)["one"])
        if pattern is None or (input_.name == "batch" and input_.median < SHARED):
            return ""
        unit = input_.unit if input_.unit in UNITS_TOLD else ""
        spread = Spread(input_.low, input_.median, input_.high, unit)
        if input_name(input_.name) in SHARES:
            spread = in_percent(spread)
        middle = self.language.shown(spread)
        if digits and not middle.exact:
            middle = rough(spread.median, spread.unit, digits)
        return self.language.filled(pattern, middle) + self.quantities.bracket(spread, "ends")

    @pass_context
    def lever(self, context: Context, lever: Lever) -> Markdown:
        """Return a change with its effects: "in Sweden: 93% less carbon, twice the water"."""
        words = self.labels["levers"]
        change: str = lever.change
        if change == "asked" and lever.to == WORLD:
            change = "asked-world"
        to = self.texts.place(context, lever.to) if lever.change in ("region", "asked") else lever.to
        if lever.change == "smaller":
            to = self.texts.named(context, lever.to)
        changes: dict[str, int] = {metric: round(100 * (spread.median - 1)) for metric, spread in lever.left}
        if len(changes) == len(words["less"]) - 1 and len(set(changes.values())) == 1:
            changes = {"all": next(iter(changes.values()))}
        effects = [self._effect(what, percent) for what, percent in changes.items()]
        return Markdown(words[change].format(to=to) + ": " + self.language.listing(effects))

    def _effect(self, what: str, percent: int) -> str:
        words = self.labels["levers"]
        if percent >= DOUBLED:
            return str(words["times"][what].format(n=self.language.amount(rough(1 + percent / 100, "times"))))
        share = self.language.quantity(exactly(abs(percent), "%"))
        return str(words["less" if percent < 0 else "more"][what].format(n=share))

    def size(self, size: Assumption | None) -> Markdown:
        """Return how much of a model works on each token: " · 37 billion parameters at work per token"."""
        if size is None:
            return Markdown("")
        pattern = self.labels["sizes"]["known" if size.basis in ("measured", "disclosed") else "guessed"]
        seen = rough(size.median, "parameters", SIZE_DIGITS)
        return Markdown(pattern.format(q=self.language.amount(seen)))

    def thinking(self, tokens: Assumption | None) -> Markdown:
        """Return how much a model reasons before it answers: " · some 2,000 tokens of reasoning first"."""
        if tokens is None:
            return Markdown("")
        number = self.language.number(rough(tokens.median, "", 2).median)
        return Markdown(self.labels["sizes"][tokens.name].format(n=number))

    def grid_of(self, grid: Figure | None) -> Markdown:
        """Return how clean the electricity of a place is: " · electricity at 590 g CO₂e/kWh"."""
        if grid is None:
            return Markdown("")
        quantity = self.language.quantity(Spread(grid.low, grid.median, grid.high, grid.unit))
        return Markdown(self.labels["sizes"]["grid"].format(q=quantity))


def _told_together(input_: Assumption) -> tuple[str, bool, str]:
    """Return what inputs that are told together share: the thing and the source of what it takes."""
    return input_.name, input_.of in BASES, input_.source


def input_name(name: str) -> str:
    """Return an input's name without what tells one model's or chip's from another's: "batch", "chip"."""
    return re.split(r"[^a-z0-9_]", name, maxsplit=1)[0]
