"""Names of models, services and chips, as people write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations
from typing import Final, Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.request.tokens import Token
from estimator.catalogue import Catalogue
from estimator.workload import Activity

NameKind = Literal["model", "service", "chip", "unknown"]

TAIL: Final = 4  # tokens after a family's alias that may make a name with it
WINDOW: Final = 7  # tokens of the longest name: "llama 3.1 nemotron ultra 253 b v1"
CARD_DIGITS: Final = 4  # of a graphics card's number
FUZZY_LETTERS: Final = 5  # shorter names are never guessed at, nor from words shorter by more than one
VERY_LONG_LETTERS: Final = 12  # from here on the first letter may be wrong
PLURAL: Final = "s"  # "8 H100s", in every language
MOST_EDITS: Final = 2
LONG_LETTERS: Final = 7  # from here on two edits are allowed
_DIGITS: Final = re.compile(r"\d+")
_VERSION: Final = re.compile(r"v?\d+(?:\.\d+)*[a-z]?|\d+x\d+b|[a-z]\d+")
_SIGN: Final = frozenset("-_'.·:/")


@dataclass(frozen=True, slots=True)
class Name:
    """An entry of the catalogue that a question may name."""

    slug: str
    kind: NameKind
    activity: Activity
    maker: str = ""
    ambiguous: bool = False  # an ordinary word as well: counts only beside other evidence


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a question; `tokens[start:end]` spell it."""

    name: Name
    start: int
    end: int
    edits: int = 0  # letters that had to be changed


@dataclass(frozen=True, slots=True)
class Names:
    """Every way to write every name, squashed to letters and digits."""

    keys: Mapping[str, Name]
    starts: frozenset[str]  # what any of them starts with
    near: Mapping[tuple[str, str, int], tuple[str, ...]]  # keys by first letter ("" if long), digits, length
    groups: Mapping[str, frozenset[tuple[str, ...]]]  # key → the runs of digits that it is written with
    articles: frozenset[str]  # words of one letter
    numbers: Mapping[str, Name]  # cards that people call by their number alone: "a 4090"

    def read(
        self, tokens: Sequence[Token], known: Sequence[bool], common: Container[str] = frozenset()
    ) -> list[Found]:
        """Return the names in a question, the longest at each place.

        `known` words are never misspelt, and no misspelt name of several words holds a `common` one.
        """
        found: list[Found] = []
        place = 0
        while place < len(tokens):
            hit = self._exact(tokens, place)
            near = self._fuzzy(tokens, place, known, common)
            if near and (hit is None or near.end > hit.end):
                hit = near
            if hit:
                found.append(hit)
            place = hit.end if hit else place + 1
        return found

    def _exact(self, tokens: Sequence[Token], start: int) -> Found | None:
        best: Found | None = None
        for end, key in windows(tokens, start):
            if key not in self.starts:
                break
            name = self.keys.get(key)
            if (
                name
                and end - start > 1
                and tokens[start].text in self.articles
                and tokens[start + 1].before == " "
            ):
                continue  # "a 100 MW data centre"
            if name and whole(tokens, start, end) and self._apart(tokens, start, end, key):
                best = Found(name, start, end)
        return self._canonical(tokens, best) if best else None

    def _canonical(self, tokens: Sequence[Token], hit: Found) -> Found:
        """Return a name with what follows, where its alias hid that they are one: "deepsek r1"."""
        if hit.name.kind != "service" or squash(hit.name.slug) == self._key(tokens, hit):
            return hit
        key, best = squash(hit.name.slug), hit
        for end in range(hit.end + 1, min(len(tokens), hit.end + TAIL) + 1):
            last = tokens[end - 1]
            if last.kind == "symbol" or "," in last.before or "\n" in last.before:
                break
            key += squash(last.text)
            counted = end == hit.end + 1 and last.kind == "number" and "." not in last.text
            if key in self.keys and not counted and whole(tokens, hit.start, end):
                best = Found(self.keys[key], hit.start, end)
        return best

    def _key(self, tokens: Sequence[Token], hit: Found) -> str:
        return "".join(squash(token.text) for token in tokens[hit.start : hit.end])

    def _apart(self, tokens: Sequence[Token], start: int, end: int, key: str) -> bool:
        """Return whether a last number stands as in the name: "gemini 25" is no Gemini 2.5."""
        last = tokens[end - 1]
        if (
            last.kind == "number"
            and last.before == " "
            and tokens[end - 2].kind == "number"
            and end - start > 1
        ):
            return False  # "GPT-3 5 times"
        if last.kind != "number" or end - start < 2 or last.before == "-":
            return True
        runs = tuple(run for token in tokens[start:end] for run in _DIGITS.findall(token.text))
        return key not in self.groups or runs in self.groups[key]

    def _fuzzy(
        self, tokens: Sequence[Token], start: int, known: Sequence[bool], common: Container[str]
    ) -> Found | None:
        best: Found | None = None
        strange = False
        for end, key in windows(tokens, start):
            if len(tokens[end - 1].text) > 1 and tokens[end - 1].text in common:
                break
            strange = strange or not (known[end - 1] or squash(tokens[end - 1].text) in self.keys)
            if not strange or len(key) < FUZZY_LETTERS - 1 or not whole(tokens, start, end):
                continue
            digits = "".join(_DIGITS.findall(key))
            first = "" if len(key) >= VERY_LONG_LETTERS and not known[start] else key[0]
            choices = [
                each
                for length in range(len(key) - MOST_EDITS, len(key) + MOST_EDITS + 1)
                for each in self.near.get((first, digits, length), ())
            ]
            if not choices:
                continue
            match = process.extractOne(key, choices, scorer=OSA.distance, score_cutoff=MOST_EDITS)
            if match and match[1] > 1 and (len(match[0]) < LONG_LETTERS or len(key) < LONG_LETTERS - 1):
                continue
            if match and _DIGITS.findall(match[0]) == _DIGITS.findall(key):
                edits = int(match[1])
                versioned = any(sign.isdigit() for sign in tokens[end - 1].text)
                if best is None or edits <= best.edits + versioned:
                    best = Found(self.keys[match[0]], start, end, edits)
        return best

    def relative(self, name: Name, tail: str) -> Name | None:
        """Return the name of the same family that ends in `tail`: beside "llama 405b", "70b" is a Llama."""
        parts = _parts(name.slug)
        numbered = parts[-1][-1].isdigit() and tail[0].isdigit()
        for length in range(len(parts) - numbered, 0, -1):
            hit = self.keys.get(squash("".join(parts[:length])) + tail)
            if hit and hit.slug != name.slug and hit.maker == name.maker:
                return hit
        return None


def windows(tokens: Sequence[Token], start: int) -> Iterator[tuple[int, str]]:
    """Yield the ends and squashed texts of the runs of tokens that start at a place."""
    key = ""
    for end in range(start, min(start + WINDOW, len(tokens))):
        token = tokens[end]
        if end > start and ("\n" in token.before or "," in token.before):
            return
        if token.kind == "symbol" and token.text != "+":
            glued = token.before == "" and end + 1 < len(tokens) and tokens[end + 1].before == ""
            if end == start or token.text not in _SIGN or not glued:
                return
            continue
        key += squash(token.text)
        yield end + 1, key


def whole(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a run of tokens ends where a word does."""
    return end == len(tokens) or tokens[end].before != "" or tokens[end].kind == "symbol"


@lru_cache(maxsize=8192)
def squash(text: str) -> str:
    """Return text as names are matched: letters, digits and plus signs alone."""
    return "".join(sign for sign in text.casefold() if sign.isalnum() or sign == "+")


def read_names(catalogue: Catalogue, common: frozenset[str]) -> Names:
    """Return the names of a catalogue; `common` words are too ordinary to stand for a model alone."""
    keys: dict[str, Name] = {}
    groups: dict[str, set[tuple[str, ...]]] = {}
    derived: list[tuple[str, Name]] = []
    for name, surfaces in _entries(catalogue):
        for surface in surfaces:
            keys.setdefault(squash(surface), name)
            groups.setdefault(squash(surface), set()).add(tuple(_DIGITS.findall(surface)))
        for surface in surfaces:
            derived += [(key, name) for key in _reordered(surface)]
            if name.kind == "chip" and surface[-1].isdigit():
                derived.append((squash(surface) + PLURAL, name))
        derived += [
            (key, replace(name, ambiguous=True)) for key in _without_family(name.slug, catalogue, common)
        ]
        if name.kind == "model":
            derived += [(key, name) for key in _without_version(name.slug)]
    owners = Counter(key for key, _ in {(key, name.slug) for key, name in derived})
    for key, name in derived:
        if owners[key] == 1:
            keys.setdefault(key, name)
    near: dict[tuple[str, str, int], list[str]] = {}
    for key in keys:
        if len(key) >= FUZZY_LETTERS and key[0].isalpha():
            digits = "".join(_DIGITS.findall(key))
            near.setdefault((key[0], digits, len(key)), []).append(key)
            if len(key) >= VERY_LONG_LETTERS - 2:
                near.setdefault(("", digits, len(key)), []).append(key)
    return Names(
        keys,
        frozenset(key[:end] for key in keys for end in range(1, len(key) + 1)),
        {place: tuple(group) for place, group in near.items()},
        {key: frozenset(runs) for key, runs in groups.items()},
        frozenset(word for word in common if len(word) == 1),
        dict(_numbered(catalogue)),
    )


def _entries(catalogue: Catalogue) -> Iterator[tuple[Name, list[str]]]:
    for slug, service in catalogue.services.items():
        name = Name(slug, "service", service.activity, service.maker, service.ambiguous)
        yield name, [slug, service.name, *service.aliases]
    for slug, model in catalogue.models.items():
        name = Name(slug, "model", model.activity, model.maker, model.ambiguous)
        yield name, [slug, model.name, *model.aliases]
    for slug, chip in catalogue.chips.items():
        yield Name(slug, "chip", "hardware", chip.maker), [slug, chip.name, *chip.aliases]


def _numbered(catalogue: Catalogue) -> Iterator[tuple[str, Name]]:
    for slug, chip in catalogue.chips.items():
        number = slug.rpartition("-")[2]
        if number.isdigit() and len(number) == CARD_DIGITS:
            yield number, Name(slug, "chip", "hardware", chip.maker)


def _parts(surface: str) -> list[str]:
    return [part for part in re.split(r"[\s\-_]+", surface.casefold()) if part]


def _reordered(surface: str) -> Iterator[str]:
    """Yield a name of three or four parts with the later ones in another order: "claude 3.7 sonnet"."""
    first, *rest = _parts(surface)
    if 2 <= len(rest) <= 3 and any(_VERSION.fullmatch(part) for part in rest):
        for order in permutations(rest):
            yield squash(first + "".join(order))


def _without_family(slug: str, catalogue: Catalogue, common: frozenset[str]) -> Iterable[str]:
    """Yield a name without its family, where a word tells it still: "sonnet 4", "opus 4.1"."""
    first, *rest = _parts(slug)
    words = [part for part in rest if not _VERSION.fullmatch(part)]
    if first not in catalogue.services or not words or all(len(w) < 4 or w in common for w in words):
        return []
    return {squash("".join(order)) for order in permutations(rest)}


def _without_version(slug: str) -> Iterable[str]:
    """Yield a name of family, version and size without the version: "llama 405b"."""
    parts = _parts(slug)
    if len(parts) == 3 and re.fullmatch(r"\d+(\.\d+)?", parts[1]) and re.fullmatch(r"\d+(x\d+)?b", parts[2]):
        return [squash(parts[0] + parts[2])]
    return []
