"""What messages are read with: words, names, places; and a message read with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.question import Question, clean
from bot.request.facts import Facts
from bot.request.language import vote
from bot.request.lexicon import Words
from bot.request.names import Names, read_names
from bot.request.observe import observe
from bot.request.places import Places, read_places
from bot.request.spans import tag
from bot.request.tokens import Token, scan
from estimator.catalogue import Catalogue
from estimator.entries import Thing
from estimator.figure import Figure
from estimator.quantity import base_unit
from estimator.workload import Metric


@dataclass(frozen=True, slots=True)
class Known:
    """What messages are read with: words, names, places."""

    words: Words
    catalogue: Catalogue
    names: Names
    places: dict[str, Places]
    tails: frozenset[str]
    thing_units: Mapping[str, str]
    things: Mapping[str, frozenset[Metric]]


DOLLAR: Final = "USD"  # that prices are in
PRICE_DIGITS: Final = 6  # after the point
_KNOWN: dict[tuple[int, int], Known] = {}  # by identity of the catalogue and the words, which it keeps alive


def known(catalogue: Catalogue, words: Words) -> Known:
    """Return the tables for a catalogue and word packs, built once."""
    key = (id(catalogue), id(words))
    if key not in _KNOWN:
        common = frozenset(word for pack in words.packs.values() for word in pack.vocabulary)
        places = {language: read_places(pack, catalogue) for language, pack in words.packs.items()}
        tails = frozenset(tail for pack in words.packs.values() for tail in pack.numbers.tails)
        units = {thing: entry.unit for thing, entry in catalogue.things.items()}
        things = {thing: measures_of(entry) for thing, entry in catalogue.things.items()}
        _KNOWN[key] = Known(words, catalogue, read_names(catalogue, common), places, tails, units, things)
    return _KNOWN[key]


def measures_of(thing: Thing) -> frozenset[Metric]:
    """Return the metrics that an everyday thing's figures give."""
    figures: tuple[tuple[Metric, Figure | None], ...] = (
        ("energy", thing.energy), ("carbon", thing.carbon), ("water", thing.water),
    )  # fmt: skip
    return frozenset(metric for metric, figure in figures if figure is not None)


def read_tokens(question: Question, tokens: tuple[Token, ...], language: str, tables: Known) -> Facts:
    """Return the facts of a message, or of some of its tokens, in one language."""
    pack = tables.words.packs[language]
    others = [other for other in tables.words.packs.values() if other is not pack]
    facts = observe(
        tag(
            question,
            tokens,
            pack,
            others,
            tables.names,
            [tables.places[each.language] for each in (pack, *others)],
            tables.thing_units,
            tables.things,
        )
    )
    if "price" in facts.fixed:
        known_as = base_unit(facts.currency, tables.catalogue, DOLLAR)
        if known_as is not None and known_as[0] == DOLLAR:
            facts.convert("price", known_as[1], PRICE_DIGITS)
        else:
            facts.unfix("price")
    return facts


def read(text: str, tables: Known, language: str | None) -> Facts:
    """Return the facts of a message taken by itself."""
    question = clean(text)
    tokens = scan(question, tables.tails)
    return read_tokens(
        question,
        tokens,
        language or vote(question.text, tokens, tables.words, None, tables.names.keys),
        tables,
    )
