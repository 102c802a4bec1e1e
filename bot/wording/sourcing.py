"""Sources, published figures and facts, with their links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.answer import Answer
from bot.answer.listed import ListPrice
from bot.languages import Language
from bot.markdown import Markdown, clipped, escape, fitting, lines_within, link
from bot.wording.quantities import SEPARATOR, Quantities, spread_of
from bot.wording.texts import Texts
from estimator.figure import Figure, Source, Spread
from estimator.result import Fact, Published
from estimator.ruling import printed
from estimator.units import EXACT_DIGITS, base, rough, rung, significant

SOURCES_LENGTH: Final = 1900
TITLE_LENGTHS: Final = (80, 40, 0)  # of sources, the longest that leaves room for all
FACT_LENGTH: Final = 320
PERCENT: Final = re.compile(r"(\d)\s?%")
PUBLISHED_DIGITS: Final = EXACT_DIGITS  # as many as our own exact figures beside it
WRITTEN: Final = {"s": "second"}  # units of data that words have by another name


PARTS: Final = ("chip", "server", "on-site")  # what is counted that is less than ours


class Sourcing:
    """Filters for what others have published."""

    def __init__(self, language: Language, quantities: Quantities, texts: Texts) -> None:
        self.language = language
        self.labels = language.labels
        self.quantities = quantities
        self.texts = texts

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "cite": self.cite,
            "fact": self.fact,
            "figure": self.figure,
            "figures": self.figures,
            "links": lambda sources: Markdown(SEPARATOR.join(source_link(source) for source in sources)),
            "percent_figure": self.percent_figure,
            "prices": self.prices,
            "published_range": self.published_range,
            "reported": self.reported,
            "sheets": self.sheets,
            "source_list": self.source_list,
            "span": self.span,
        }

    @pass_context
    def figures(self, context: Context, published: Iterable[Published]) -> Markdown:
        """Return published figures with who says so, how they are known, and what they count: "340 kWh
        ([OpenAI, 2025](<…>), stated by the maker, what it counts isn't said)"."""
        answer: Answer = context["answer"]
        words = self.labels["published"]
        parts = []
        for each in published:
            value = rough(*base(each.value, each.unit), digits=PUBLISHED_DIGITS)
            source = link(_dated(answer.names.get(each.source, ""), str(each.year)), each.url)
            remarks = self._remarks(each.counted, each.accounting, unverified=each.unverified)
            if each.same_boundary:
                remarks[0] = words["same"].format(counted=remarks[0])
            if _beyond(each, answer):
                remarks.append(words["beyond"])
            notes = words["between"].join([source, self.texts.label(each.kind, "kinds"), *remarks])
            parts.append(words["figure"].format(q=self.language.amount(value), notes=notes))
        return Markdown(self.language.listing(parts))

    @pass_context
    def reported(self, context: Context, figure: str) -> Markdown:
        """Return a published figure that a page quotes by its id, with its source and with what it counts, in
        the words that every reply tells that with."""
        answer: Answer = context["answer"]
        found = answer.quoted[figure]
        words = self.labels["published"]
        remarks = self._remarks(found.counted, found.accounting, unverified=found.unverified)
        notes = words["between"].join([source_link(answer.library[found.source]), *remarks])
        return Markdown(words["figure"].format(q=self.figure(context, figure), notes=notes))

    def _remarks(self, counted: str, accounting: str, *, unverified: bool) -> list[str]:
        """Return what a published figure counts, how its carbon is counted, and whether it was read again."""
        remarks = [] if accounting and not counted else [self.labels["counted"][counted or "unsaid"]]
        remarks += [self.labels["accountings"][accounting]] if accounting else []
        return [*remarks, self.labels["published"]["unverified"]] if unverified else remarks

    @pass_context
    def source_list(self, context: Context, sources: Iterable[Source]) -> Markdown:
        """Return sources a line, with whether they were read again and as much of their titles as leaves room
        for all in a message; where none does, as many as fit with whole titles, then a count."""
        return lines_within(
            self._lines(context["answer"], list(sources)), self.labels["numbers"]["rest"], SOURCES_LENGTH
        )

    def sheets(self, answer: Answer) -> list[tuple[Source, ...]]:
        """Return the sources of an answer as the lists of one message each hold them."""
        left, found = list(answer.sources), []
        lines = self._lines(answer, left)
        while left:
            size = max(fitting(lines, SOURCES_LENGTH), 1)
            found.append(tuple(left[:size]))
            left, lines = left[size:], lines[size:]
        return found

    def _lines(self, answer: Answer, sources: list[Source]) -> list[str]:
        every = [self._with_titles(answer, sources, length) for length in TITLE_LENGTHS]
        return next((lines for lines in every if fitting(lines, SOURCES_LENGTH) == len(lines)), every[0])

    def _with_titles(self, answer: Answer, sources: list[Source], length: int) -> list[str]:
        doubt: str = self.labels["published"]["in_part"]
        return [
            f"- {source_link(source)}"
            + (f": {escape(clipped(source.title, length))}" if length else "")
            + (f" ({doubt})" if source.id in answer.recalled_from else "")
            for source in sources
        ]

    @pass_context
    def fact(self, context: Context, fact: Fact, strong: bool = False) -> Markdown:
        """Return a published fact with its source."""
        answer: Answer = context["answer"]
        percent: str = self.labels["units"]["%"]["other"].replace("_", self.labels["numbers"]["unit_space"])
        told = PERCENT.sub(lambda found: percent.replace("{n}", found[1]), fact.text.rstrip("."))
        text = escape(clipped(told, FACT_LENGTH))
        source = link(_dated(answer.names.get(fact.source, ""), str(fact.year)), fact.url)
        words = self.labels["published"]
        notes = [source]
        notes += [self.labels["accountings"][fact.accounting]] if fact.accounting else []
        notes += [words["unverified"]] if fact.unverified else []
        told = words["figure"].format(q=f"**{text}**" if strong else text, notes=words["between"].join(notes))
        return Markdown(f"{told}.")

    def prices(self, listed: Sequence[ListPrice]) -> Markdown:
        """Return the list price of each model with its source and date: "GPT-4o $2.50 as input, $10 as output
        ([Simon Willison, 2026](<…>), 2026-08)"."""
        words = self.labels["listed"]
        parts = []
        for each in listed:
            ends = {
                "input": self.language.quantity(each.input),
                "output": self.language.quantity(each.output),
            }
            told = words["each"].format(**ends)
            parts.append(words["of"].format(model=escape(each.model), price=told) if each.model else told)
        known = dict.fromkeys(f"{source_link(each.source)}, {each.date}" for each in listed)
        text = self.labels["published"]["figure"].format(
            q=words["between"].join(parts), notes="; ".join(known)
        )
        return Markdown(text)

    @pass_context
    def cite(self, context: Context, source: str) -> Markdown:
        """Return the link to a source that a page cites by its id."""
        answer: Answer = context["answer"]
        return source_link(answer.library[source])

    @pass_context
    def figure(self, context: Context, figure: str) -> Markdown:
        """Return a figure that a page quotes by its id, with its range: "1.2 (1.1–1.6)"."""
        answer: Answer = context["answer"]
        found = answer.figures[figure]
        unit = self._unit(found)
        if found.exact:
            told = self.language.amount(rough(found.median, unit, PUBLISHED_DIGITS))
        else:
            told = self.quantities.value(replace(spread_of(found), unit=unit))
        return self._marked(told, doubtful=found.unverified and figure not in answer.quoted)

    def _marked(self, told: str, *, doubtful: bool) -> Markdown:
        """Return a figure with a mark where nobody read it again at its source."""
        words = self.labels["published"]
        return Markdown(words["figure"].format(q=told, notes=words["unverified"]) if doubtful else told)

    def _unit(self, figure: Figure) -> str:
        """Return the unit to tell a figure in; none where the language has no word for it."""
        unit = WRITTEN.get(figure.unit, figure.unit)
        return unit if unit in self.labels["units"] else ""

    @pass_context
    def span(self, context: Context, figure: str) -> Markdown:
        """Return the ends of a figure that a page quotes by its id: "36–64 g CO₂e"."""
        answer: Answer = context["answer"]
        found = answer.figures[figure]
        unit = self._unit(found)
        low, median, high = (base(end, unit) for end in (found.low, found.median, found.high))
        name, size = rung(median[0], median[1])
        ends = (significant(low[0] / size, PUBLISHED_DIGITS), significant(high[0] / size, PUBLISHED_DIGITS))
        return self._marked(self.language.between(*ends, name), doubtful=found.unverified_ends)

    def published_range(self, found: Spread, unit: str) -> Markdown:
        """Return what somebody published, in full: "6.7–12%"; a single figure where it is one."""
        size = base(1.0, unit)[0]
        low, high = (significant(end / size, PUBLISHED_DIGITS) for end in (found.low, found.high))
        return Markdown(self.language.between(low, high, unit))

    @pass_context
    def percent_figure(self, context: Context, figure: str) -> Markdown:
        """Return a share that a page quotes by its id, in percent."""
        answer: Answer = context["answer"]
        share: Spread = spread_of(answer.figures[figure])
        return self.quantities.value(replace(share.times(100), unit="%"))


def _beyond(published: Published, answer: Answer) -> bool:
    """Return whether a figure that counts what ours does, or doesn't say, lies outside the range that stands
    above it, or one that counts a part of it above that range."""
    range_ = answer.item.spread(published.metric) if answer.items and answer.usual else None
    if range_ is None or range_.low == range_.high:
        return False
    low, _, high = printed(range_)
    value = base(published.value, published.unit)[0]
    if published.same_boundary or not published.counted:
        return not low <= value <= high
    return published.counted in PARTS and value > high


def source_link(source: Source) -> Markdown:
    """Return the link to a source: `[Elsworth et al., Google, 2025](<https://…>)`."""
    return link(_dated(source.publisher, source.published[:4]), source.url)


def _dated(publisher: str, year: str) -> str:
    return f"{publisher}, {year}" if publisher else year
