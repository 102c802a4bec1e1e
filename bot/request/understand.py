"""A message and what it follows → the request it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question import clean
from bot.request.decide import decide
from bot.request.facts import Facts
from bot.request.language import vote
from bot.request.lexicon import Words
from bot.request.names import Names, read_names
from bot.request.observe import observe
from bot.request.places import Places, read_places
from bot.request.request import Request
from bot.request.spans import tag
from bot.request.tokens import scan
from estimator.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Known:
    """What messages are read with: words, names, places."""

    words: Words
    names: Names
    places: dict[str, Places]
    tails: frozenset[str]


_KNOWN: dict[tuple[int, int], tuple[Catalogue, Words, Known]] = {}  # by identity: the two are kept alive here


def known(catalogue: Catalogue, words: Words) -> Known:
    """Return the tables for a catalogue and word packs, built once."""
    key = (id(catalogue), id(words))
    if key not in _KNOWN:
        common = frozenset(word for pack in words.packs.values() for word in pack.vocabulary)
        places = {language: read_places(pack, catalogue) for language, pack in words.packs.items()}
        tails = frozenset(tail for pack in words.packs.values() for tail in pack.numbers.tails)
        _KNOWN[key] = catalogue, words, Known(words, read_names(catalogue, common), places, tails)
    return _KNOWN[key][2]


def understand(
    text: str, context: str | Sequence[str] | Request | None, catalogue: Catalogue, words: Words
) -> Request:
    """Return what a message asks for, in the light of what it follows."""
    tables = known(catalogue, words)
    return decide(read(text, tables, None))


def read(text: str, tables: Known, language: str | None) -> Facts:
    question = clean(text)
    tokens = scan(question, tables.tails)
    voted = vote(question.text, tokens, tables.words, language)
    pack = tables.words.packs[voted]
    others = [other for other in tables.words.packs.values() if other is not pack]
    return observe(tag(question, tokens, pack, others, tables.names, tables.places[voted]))
