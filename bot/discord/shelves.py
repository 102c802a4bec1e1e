"""What each option offers, in each language: models, everyday things, places, topics, terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from babel import Locale

from bot.discord.index import Entry, Index, squash
from bot.discord.texts import Languages
from bot.languages import Language, language
from bot.request.lexicon import Words
from bot.wording.quantities import spread_of
from estimator.catalogue import Catalogue

WORLD: Final = "WLD"
# What is offered before anything is typed.
FIRST_MODELS: Final = (
    "chatgpt", "claude", "gemini", "gpt-4o", "claude-sonnet-4", "deepseek", "llama", "mistral", "grok",
    "microsoft-copilot", "meta-ai", "le-chat", "qwen",
)  # fmt: skip
FIRST_THINGS: Final = (
    "streaming-hour",
    "google-search",
    "phone-charge",
    "kettle-cup",
    "car-km",
    "shower-8min",
    "burger",
)
FIRST_PLACES: Final = (
    WORLD, "US", "GB", "FR", "DE", "ES", "IE", "NL", "SE", "PL", "IN", "CN", "JP", "SG", "AU", "CA", "BR",
    "MX", "US-VA", "US-TX", "US-CA", "US-OR", "CA-QC",
)  # fmt: skip


@dataclass(frozen=True)
class Shelves:
    """The indexes of one language, each made when it is first looked into."""

    catalogue: Catalogue
    words: Words
    language: Language

    @cached_property
    def models(self) -> Index:
        """Models, services and chips."""
        return Index((*self._services(), *self._models(), *self._chips()))

    @cached_property
    def subjects(self) -> Index:
        """All that can be compared: models, services, chips and everyday things."""
        return Index((*self._services(), *self._models(), *self._things(), *self._chips()))

    @cached_property
    def trained(self) -> Index:
        """Models alone: what can have been trained."""
        return Index(self._models())

    @cached_property
    def known(self) -> Index:
        """Models and services: what `/models` lists."""
        return Index((*self._services(), *self._models()))

    @cached_property
    def places(self) -> Index:
        """Countries, states and cloud regions, with what a kilowatt-hour emits there."""
        return Index(self._places())

    @cached_property
    def topics(self) -> Index:
        """What facts have been published on. One without a title is another name of those with its facts."""
        figures: dict[str, set[str]] = {}
        for figure in self.catalogue.published:
            for topic in figure.topics:
                figures.setdefault(topic, set()).add(figure.id)
        titles = {each: title for each, title in self._titles["topics"].items() if each in figures}
        told = {figure for topic in titles for figure in figures[topic]}
        rest = [topic for topic in figures if topic not in titles]
        alone = {topic: written(topic) for topic in rest if not figures[topic] <= told}
        return Index(
            Entry(
                topic,
                title,
                tuple(other for other in rest if figures[other] <= figures[topic]) + self._said(topic),
            )
            for topic, title in sorted((titles | alone).items(), key=lambda pair: squash(pair[1]))
        )

    @cached_property
    def terms(self) -> Index:
        """What a page explains."""
        titles = self._titles["terms"]
        return Index(
            Entry(term, titles.get(term, written(term)), self._said(term)) for term in self.language.terms
        )

    def place(self, code: str) -> str:
        """Return the name of a place."""
        return self.places.label(code).partition(" · ")[0] if code in self.places else code

    def load(self) -> None:
        """Make every index."""
        assert all(
            (self.models, self.subjects, self.trained, self.known, self.places, self.topics, self.terms)
        )

    def first(self, kind: str) -> tuple[str, ...]:
        """Return what a kind of option offers before anything is typed."""
        if kind == "subjects":
            return (*FIRST_MODELS[:8], *FIRST_THINGS)
        return FIRST_PLACES if kind == "places" else FIRST_MODELS

    def _services(self) -> Iterator[Entry]:
        for slug, service in self.catalogue.services.items():
            yield Entry(slug, _made(service.name, service.maker), service.aliases, service.maker)

    def _models(self) -> Iterator[Entry]:
        newest = sorted(self.catalogue.models.items(), key=lambda pair: pair[1].released, reverse=True)
        for slug, model in newest:
            yield Entry(slug, _made(model.name, model.maker), model.aliases, model.maker)

    def _chips(self) -> Iterator[Entry]:
        for slug, chip in self.catalogue.chips.items():
            yield Entry(slug, _made(chip.name, chip.maker), chip.aliases, chip.maker)

    def _things(self) -> Iterator[Entry]:
        forms: dict[str, Any] = self.language.files["things"]
        for slug, thing in self.catalogue.things.items():
            if slug in forms:
                yield Entry(slug, forms[slug]["one"], thing.aliases)

    def _places(self) -> Iterator[Entry]:
        english = Locale.parse("en")
        cloud: dict[str, list[str]] = {}
        for name, code in self.catalogue.cloud_regions.items():
            cloud.setdefault(code, []).append(name)
        for code, grid in self.catalogue.grids.items():
            place = self.language.place(code, grid.name)
            label = f"{place} · {self.language.quantity(spread_of(grid.carbon))}"
            other = (code, grid.name, english.territories.get(code, ""), *cloud.get(code, ()))
            yield Entry(code, label[:1].upper() + label[1:], tuple(name for name in other if name))

    @property
    def _titles(self) -> dict[str, dict[str, str]]:
        titles: dict[str, dict[str, str]] = self.language.files["titles"]
        return titles

    def _said(self, topic: str) -> tuple[str, ...]:
        """Return how a question calls a topic or a term."""
        pack = self.words.packs[self.language.name]
        return tuple(each.title for each in pack.topics if each.id == topic)


def written(slug: str) -> str:
    """Return what stands for the title of something that has none."""
    words = slug.replace("-", " ")
    return words[:1].upper() + words[1:]


def _made(name: str, maker: str) -> str:
    """Return a name with who makes it, unless it says so."""
    return name if name.casefold().startswith(maker.casefold()) else f"{name} · {maker}"


class Library:
    """The shelves of every language."""

    def __init__(self, languages: Languages, catalogue: Catalogue, words: Words) -> None:
        self.catalogue = catalogue
        self._shelves = {name: Shelves(catalogue, words, language(name)) for name in languages}
        self.languages = languages

    def of(self, locale: str | None) -> Shelves:
        """Return the shelves in a locale's language, in the default one where the bot lacks it."""
        return self._shelves[self.languages.texts(locale).language]

    def load(self) -> None:
        """Make every index, so that nobody waits for it."""
        for shelves in self._shelves.values():
            shelves.load()
