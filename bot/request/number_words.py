"""The words that numbers are written with in a language, read from `bot/words/<language>/numbers.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

from bot.question import fold
from bot.request.tokens import words_of

Phrase: TypeAlias = tuple[str, ...]
Phrases: TypeAlias = Mapping[str, tuple[Phrase, ...]]  # by first or last word, the longest first


@dataclass(frozen=True, slots=True)
class Suffix:
    """A letter after a numeral that stands for a scale, and what tells it from a unit."""

    value: float
    glued: bool = False  # only without a space
    unless_before: frozenset[str] = frozenset()
    only_before: frozenset[str] = frozenset()
    labels: frozenset[float] = frozenset()  # numbers that name a resolution near or after certain words
    label_near: frozenset[str] = frozenset()
    label_after: frozenset[str] = frozenset()
    label_alone_after: frozenset[str] = frozenset()  # if no word follows


@dataclass(frozen=True, slots=True)
class NumberWords:
    """A language's number words, folded. Phrases that go before a number are keyed by their last word."""

    language: str
    decimal: str
    pairs: bool
    tens: frozenset[float]
    article: frozenset[str]
    the: frozenset[str]
    determiners: frozenset[str]  # both of them
    joint: frozenset[str]  # "and"
    of: frozenset[str]
    point: frozenset[str]
    to: frozenset[str]
    either: frozenset[str]  # "or"
    between: frozenset[str]
    origin: frozenset[str]  # "from"
    minus: frozenset[str]
    small: Mapping[str, float]
    inner: Mapping[str, float]  # small numbers only inside others: "treinta y un"
    scales: Mapping[str, float]
    short_scales: Mapping[str, float]
    plurals: Mapping[str, float]
    groups: Mapping[str, float]
    vague: Mapping[str, tuple[tuple[Phrase, float], ...]]  # by first word
    halves: Mapping[str, float]
    parts: Mapping[str, tuple[tuple[Phrase, float], ...]]  # by first word
    bare_parts: Mapping[str, float]  # those that need no article before a scale
    times: Mapping[str, float]
    doubtful: Mapping[str, float]
    misspelt: Mapping[str, str]
    pronouns: Mapping[str, frozenset[str]]
    suffixes: Mapping[str, Suffix]
    tails: frozenset[str]
    pieces: frozenset[str]  # what several number words written as one are made of
    openers: frozenset[str]  # the words that a number may start with
    never: Phrases  # phrases in which a number word counts nothing
    about: Phrases  # by first word
    qualifiers: Phrases
    qualifier_of: Mapping[Phrase, str]  # about, least, most, nothing
    year_after: Phrases
    dated: frozenset[str]  # what a year stands before: "the 2023 article"
    label_after: Phrases
    about_after: Phrases
    at_least_after: Phrases
    at_most_after: Phrases
    per_cent: Phrases


_QUALIFIERS: Final = {"about": "about", "at_least": "least", "at_most": "most", "about_nothing": "nothing"}


@lru_cache(maxsize=16)
def number_words(language: str) -> NumberWords:
    """Return the number words of a language: "en", "es"."""
    file = files("bot") / "words" / language / "numbers.toml"
    return read_words(language, tomllib.loads(file.read_text(encoding="utf-8")))


def read_words(language: str, table: Mapping[str, Any]) -> NumberWords:
    """Return the number words that a parsed file holds; a missing key is a KeyError with its name."""
    values = {
        name: {fold(word): float(value) for word, value in table[name].items()}
        for name in (
            "small", "inner", "scales", "short_scales", "plurals", "groups", "halves", "bare_parts", "times",
        )
    }  # fmt: skip
    suffixes = {raw: _suffix(entry) for entry in table["suffixes"] for raw in entry["raw"]}
    scale_words = {word for name in ("scales", "short_scales", "plurals") for word in values[name]}
    misspelt = {fold(wrong): fold(right) for wrong, right in table["misspelt"].items()}
    tails = _folded(table["tails"]["units"]) | scale_words | {fold(raw) for raw in suffixes}
    tails |= {wrong for wrong, right in misspelt.items() if right in scale_words}
    pieces = set().union(*(values[name] for name in ("small", "inner", "scales", "halves"))) | _folded(
        table["and"]
    )
    vague = _valued(table["vague"])
    openers = _folded(table["article"]).union(
        vague, *(values[name] for name in values if name not in ("times", "parts"))
    )
    return NumberWords(
        language=language,
        decimal=table["decimal"],
        pairs=table["pairs"],
        tens=frozenset(float(value) for value in table["tens"]),
        article=_folded(table["article"]),
        the=_folded(table["the"]),
        determiners=_folded((*table["article"], *table["the"])),
        joint=_folded(table["and"]),
        of=_folded(table["of"]),
        point=_folded(table["point"]),
        to=_folded(table["to"]),
        either=_folded(table["or"]),
        between=_folded(table["between"]),
        origin=_folded(table["from"]),
        minus=_folded(table["minus"]),
        **values,
        doubtful={fold(word): float(value) for word, value in table.get("doubtful", {}).items()},
        misspelt=misspelt,
        pronouns={fold(word): _folded(before) for word, before in table["pronouns"].items()},
        suffixes=suffixes,
        vague=vague,
        parts=_valued(table["parts"]),
        tails=frozenset(tails),
        pieces=frozenset(piece for piece in pieces if len(piece) > 2),
        openers=openers,
        never=_phrases(table["never"], 0),
        about=_phrases(table["about"], 0),
        qualifiers=_phrases((phrase for key in _QUALIFIERS for phrase in table[key]), -1),
        qualifier_of={words_of(phrase): _QUALIFIERS[key] for key in _QUALIFIERS for phrase in table[key]},
        year_after=_phrases(table["year_after"], -1),
        dated=_folded(table["dated"]),
        label_after=_phrases(table["label_after"], -1),
        about_after=_phrases(table["about_after"], 0),
        at_least_after=_phrases(table["at_least_after"], 0),
        at_most_after=_phrases(table["at_most_after"], 0),
        per_cent=_phrases(table["per_cent"], 0),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _valued(table: Mapping[str, float]) -> dict[str, tuple[tuple[Phrase, float], ...]]:
    """Return phrases with their values, by first word, the longest first."""
    values = {words_of(phrase): float(value) for phrase, value in table.items()}
    return {
        first: tuple((phrase, values[phrase]) for phrase in phrases)
        for first, phrases in _phrases(table, 0).items()
    }


def _suffix(entry: Mapping[str, Any]) -> Suffix:
    return Suffix(
        value=float(entry["value"]),
        glued=bool(entry.get("glued", False)),
        unless_before=_folded(entry.get("unless_before", ())),
        only_before=_folded(entry.get("only_before", ())),
        labels=frozenset(float(value) for value in entry.get("labels", ())),
        label_near=_folded(entry.get("label_near", ())),
        label_after=_folded(entry.get("label_after", ())),
        label_alone_after=_folded(entry.get("label_alone_after", ())),
    )


def _phrases(phrases: Iterable[str], key: int) -> dict[str, tuple[Phrase, ...]]:
    """Return phrases as words, by the word at `key` (0 or -1), the longest first."""
    grouped: dict[str, set[Phrase]] = {}
    for phrase in phrases:
        words = words_of(phrase)
        grouped.setdefault(words[key], set()).add(words)
    return {word: tuple(sorted(group, key=lambda p: (-len(p), p))) for word, group in grouped.items()}
