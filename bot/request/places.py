"""Places where computing runs, as people name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale

from bot.request.lexicon import Pack, Phrase, longest_by_first, words_as_tokens
from bot.request.tokens import Token, words_of
from estimator.catalogue import Catalogue

# Keys of places.toml that are no places.
ROLES: Final = frozenset({"preposition", "grid", "elsewhere", "state", "country", "risky", "code-words"})
LETTERS: Final = 2  # of a country code


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places in one language, folded and cut into tokens."""

    phrases: Mapping[Phrase, str]  # → ISO 3166-1 alpha-2 or ISO 3166-2
    longest: Mapping[str, int]
    codes: frozenset[str]
    cloud: frozenset[Phrase]  # names of cloud regions, never anything else
    words: frozenset[str]  # of all names: none is a misspelt word
    twins: Mapping[Phrase, str]  # the country of a name that is a state's too: "Georgia"

    def at(self, tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
        """Return the longest place that starts at a token, and where it ends."""
        for end in range(min(len(tokens), start + self.longest.get(tokens[start].text, 0)), start, -1):
            place = self.phrases.get(tuple(token.text for token in tokens[start:end]))
            if place:
                return place, end
        return None

    def code(self, tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
        """Return a place given by its code in capitals: "FR", "US-VA"."""
        first = tokens[start].raw
        if not (first.isupper() and len(first) == LETTERS and first.isalpha()):
            return None
        if start + 1 < len(tokens) and tokens[start + 1].before == "-":
            both = f"{first}-{tokens[start + 1].raw}"
            if both in self.codes:
                return both, start + 2
            return None
        if first in self.codes:
            return first, start + 1
        return (f"US-{first}", start + 1) if f"US-{first}" in self.codes else None


def read_places(pack: Pack, catalogue: Catalogue) -> Places:
    """Return the names of places in a pack's language: those of CLDR, of the pack and of cloud regions."""
    phrases: dict[Phrase, str] = {}
    for name, code in territories(pack.language):
        phrases[words_as_tokens(name)] = code
    cloud = frozenset(words_of(name) for name in catalogue.cloud_regions)
    phrases |= {words_of(name): code for name, code in catalogue.cloud_regions.items()}
    for phrase, tags in pack.phrases.items():
        for tag in tags:
            if tag.kind == "places" and tag.key not in ROLES:
                phrases[phrase] = tag.key
    twins = {
        phrase: code
        for name, code in territories(pack.language)
        if phrases[phrase := words_as_tokens(name)] != code and "-" in phrases[phrase]
    }
    words = frozenset(word for phrase in phrases for word in phrase)
    codes = frozenset(catalogue.grids) | frozenset(phrases.values())
    return Places(phrases, longest_by_first(phrases), codes, cloud, words, twins)


@lru_cache(maxsize=8)
def territories(language: str) -> tuple[tuple[str, str], ...]:
    """Return the names of countries in a language, each with its code, from CLDR."""
    named: Iterable[tuple[str, str]] = Locale.parse(language).territories.items()
    real = ((code, name) for code, name in named if len(code) == LETTERS and code.isalpha())
    return tuple((name, code) for code, name in real if code not in ("ZZ", "XA", "XB", "EZ", "QO", "UN"))
