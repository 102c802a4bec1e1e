"""Places where computing runs, as people name them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from babel import Locale

from bot.request.lexicon import ROLES, Pack, Phrase, longest_by_first, words_as_tokens
from bot.request.tokens import Token, words_of
from estimator.catalogue import Catalogue

LETTERS: Final = 2  # of a country code


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places in one language, folded and cut into tokens."""

    phrases: Mapping[Phrase, str]  # → ISO 3166-1 alpha-2 or ISO 3166-2
    longest: Mapping[str, int]
    codes: frozenset[str]
    cloud: frozenset[Phrase]  # names of cloud regions, never anything else
    cloud_starts: frozenset[str]  # their first words
    words: frozenset[str]  # of all names: none is a misspelt word
    namesakes: Mapping[Phrase, tuple[str, ...]]  # all places of a name that several have, likely ones first
    unasked: frozenset[Phrase]  # names of several places that nearly always mean one of them
    demonyms: frozenset[Phrase]  # adjectives: "Spanish"
    risky: frozenset[Phrase]  # ordinary words or people's names as well
    unless: frozenset[str]  # words that make a name before them something else: "georgia font"
    capitals: frozenset[Phrase]  # names that are another word in small letters: Spanish "usa"
    folk: frozenset[str]  # people, who are where no computing runs
    states: frozenset[str]  # codes of two letters that are a state's before a country's

    def at(
        self, tokens: Sequence[Token], start: int, stop: int | None = None, *, shouted: bool = False
    ) -> tuple[str, int] | None:
        """Return the longest place that starts at a token and ends before `stop`, and where it ends."""
        longest = self.longest.get(tokens[start].text)
        if longest is None:
            return None
        for end in range(min(len(tokens) if stop is None else stop, start + longest), start, -1):
            phrase = tuple(token.text for token in tokens[start:end])
            place = self.phrases.get(phrase)
            if place is None:
                continue
            if phrase in self.capitals and (shouted or not all(t.raw.isupper() for t in tokens[start:end])):
                continue
            return place, end
        return None

    def code(self, tokens: Sequence[Token], start: int, stop: int) -> tuple[str, int] | None:
        """Return a place given by its code in capitals before `stop`: "FR", "US-VA"."""
        first = tokens[start].raw
        if not (first.isupper() and len(first) == LETTERS and first.isalpha()):
            return None
        if start + 1 < stop and tokens[start + 1].before == "-":
            both = f"{first}-{tokens[start + 1].raw}"
            if both in self.codes:
                return both, start + 2
            return None
        if first in self.codes and first not in self.states:
            return first, start + 1
        return (f"US-{first}", start + 1) if f"US-{first}" in self.codes else None


def read_places(pack: Pack, catalogue: Catalogue) -> Places:
    """Return the names of places in a pack's language: those of CLDR, of its word files and of cloud regions.

    Where a name has several places, the word files come before CLDR, and what is earlier in them first.
    """
    parts, people = _table(pack.language, "subdivisions"), _table(pack.language, "people")
    order = {key: place for place, (kind, key) in enumerate(pack.first) if kind == "places"}
    named: dict[Phrase, list[str]] = {}
    for code, names in parts["names"].items():
        for name in names:
            named.setdefault(words_as_tokens(name), []).append(code)
    for phrase, tags in pack.phrases.items():
        keys = [tag.key for tag in tags if tag.kind == "places" and tag.key not in ROLES]
        for key in sorted(keys, key=order.__getitem__):
            named.setdefault(phrase, []).append(key)
    for name, code in territories(pack.language):
        named.setdefault(words_as_tokens(name), []).append(code)
        whose = words_as_tokens(name + parts["possessive"])  # "swedens grid"
        if whose not in named and len(whose) == 1 and whose[0] not in pack.vocabulary:
            named[whose] = [code]
    first = {words_as_tokens(name): code for name, code in parts["first"].items()}
    for phrase, code in first.items():
        named[phrase].insert(0, code)
    demonyms: dict[Phrase, str] = {}
    for code, names in people["demonyms"].items():
        for name in names:
            if (phrase := words_as_tokens(name)) not in named:
                demonyms[phrase] = code
    phrases = {phrase: codes[0] for phrase, codes in named.items()} | demonyms
    cloud = {words_of(name): code for name, code in catalogue.cloud_regions.items()}
    phrases |= cloud
    return Places(
        phrases=phrases,
        longest=longest_by_first(phrases),
        codes=frozenset(catalogue.grids) | frozenset(phrases.values()),
        cloud=frozenset(cloud),
        cloud_starts=frozenset(phrase[0] for phrase in cloud),
        words=frozenset(word for phrase in phrases for word in phrase),
        namesakes={
            phrase: tuple(codes) for phrase, each in named.items() if len(codes := dict.fromkeys(each)) > 1
        },
        unasked=frozenset(first),
        demonyms=frozenset(demonyms),
        risky=frozenset(words_as_tokens(name) for name in parts["risky"]) | _of_role(pack, "risky"),
        unless=frozenset(word for name in parts["unless"] for word in words_as_tokens(name)),
        capitals=_of_role(pack, "capitals"),
        folk=frozenset(word for name in people["folk"] for word in words_as_tokens(name)),
        states=frozenset(parts["states"]),
    )


@lru_cache(maxsize=8)
def territories(language: str) -> tuple[tuple[str, str], ...]:
    """Return the names of countries in a language, each with its code, from CLDR."""
    named: Iterable[tuple[str, str]] = Locale.parse(language).territories.items()
    real = ((code, name) for code, name in named if len(code) == LETTERS and code.isalpha())
    return tuple((name, code) for code, name in real if code not in ("ZZ", "XA", "XB", "EZ", "QO", "UN"))


@lru_cache(maxsize=8)
def countries(language: str) -> Mapping[str, str]:
    """Return the names of countries in a language, by their code."""
    return {code: name for name, code in territories(language)}


@lru_cache(maxsize=8)
def subdivisions(language: str) -> Mapping[str, str]:
    """Return the names of states, provinces and the like in a language, by their code."""
    return {code: str(names[0]) for code, names in _table(language, "subdivisions")["names"].items()}


def _of_role(pack: Pack, role: str) -> frozenset[Phrase]:
    return frozenset(
        phrase
        for phrase, tags in pack.phrases.items()
        if any(tag.kind == "places" and tag.key == role for tag in tags)
    )


@lru_cache(maxsize=8)
def _table(language: str, name: str) -> dict[str, Any]:
    file = files("bot") / "words" / language / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
