"""What may be put into an option, found as it is typed: by name, by other names, by what is nearly a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import combining, normalize

from rapidfuzz import fuzz, process

MOST: Final = 25  # choices that Discord takes
LABEL_LENGTH: Final = 100
NEAR: Final = 72  # of 100, for a choice to be offered
SURE: Final = 86  # of 100, for what was typed to be taken for a name
FUZZY_LETTERS: Final = 3  # shorter texts are not guessed at
TYPED_LENGTH: Final = 100  # of what is typed, beyond it nothing is compared


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be chosen."""

    value: str  # what a request calls it
    label: str  # as people read it
    names: tuple[str, ...]  # other ways to write it
    maker: str = ""


class Index:
    """Entries by their names. Looking up does no input or output and takes a few milliseconds."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, Entry] = {}
        self._keys: list[str] = []  # every name, squashed
        self._values: list[str] = []  # whose name it is
        self._words: list[tuple[str, ...]] = []  # the words of each name
        self._exact: dict[str, str] = {}
        for entry in entries:
            if entry.value in self._entries:
                continue
            self._entries[entry.value] = entry
            label = entry.label.partition(" · ")[0]
            for name in dict.fromkeys((entry.value, label, *entry.names)):
                if key := squash(name):
                    self._exact.setdefault(key, entry.value)
                    self._keys.append(key)
                    self._values.append(entry.value)
                    self._words.append(words(name))

    def __contains__(self, value: str) -> bool:
        return value in self._entries

    def __iter__(self) -> Iterable[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def label(self, value: str) -> str:
        return self._entries[value].label

    def search(self, typed: str, first: Sequence[str] = ()) -> list[Entry]:
        """Return up to 25 entries for what was typed, the likeliest first; `first` where nothing was."""
        key = squash(typed[:TYPED_LENGTH])
        if not key:
            return self._listed((*first, *self._entries))
        return self._listed(self._ranked(typed[:TYPED_LENGTH], key))

    def matching(self, typed: str) -> list[Entry]:
        """Return every entry for what was typed, by name or maker; all of them for nothing."""
        key = squash(typed[:TYPED_LENGTH])
        if not key:
            return list(self._entries.values())
        made = [entry.value for entry in self._entries.values() if squash(entry.maker).startswith(key)]
        return [self._entries[value] for value in dict.fromkeys((*self._ranked(typed, key), *made))]

    def resolve(self, typed: str) -> str | None:
        """Return the value that a text means, or None where it is nobody's name, nor nearly one."""
        if typed in self._entries:
            return typed
        key = squash(typed[:TYPED_LENGTH])
        if key in self._exact:
            return self._exact[key]
        if len(key) < FUZZY_LETTERS:
            return None
        found = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=SURE)
        return self._values[found[2]] if found and _digits(found[0]) == _digits(key) else None

    def _ranked(self, typed: str, key: str) -> list[str]:
        """Return values by how well a name fits: it starts so, a word of it does, it holds it, it is near."""
        asked = words(typed)
        ranks: dict[str, tuple[int, int, int]] = {}
        for at, (name, value) in enumerate(zip(self._keys, self._values, strict=True)):
            if name.startswith(key):
                rank = 0 if name == key else 1
            elif all(any(word.startswith(part) for word in self._words[at]) for part in asked):
                rank = 2
            elif key in name:
                rank = 3
            else:
                continue
            place = (rank, len(name) if rank < 2 else 0, at)
            ranks[value] = min(ranks.get(value, place), place)
        found = sorted(ranks, key=ranks.__getitem__)
        if len(found) < MOST and len(key) >= FUZZY_LETTERS:
            near = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=NEAR, limit=2 * MOST)
            found += [self._values[at] for _, _, at in near]
        return list(dict.fromkeys(found))

    def _listed(self, values: Iterable[str]) -> list[Entry]:
        known = (value for value in dict.fromkeys(values) if value in self._entries)
        return [self._entries[value] for value, _ in zip(known, range(MOST), strict=False)]


def squash(text: str) -> str:
    """Return text as names are compared: letters and digits in lower case, without accents."""
    plain = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return "".join(sign for sign in plain if sign.isalnum())


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, each squashed."""
    spaced = "".join(sign if sign.isalnum() or combining(sign) else " " for sign in text)
    return tuple(word for part in spaced.split() if (word := squash(part)))


def clipped_label(label: str) -> str:
    """Return a label as long as Discord takes it."""
    return label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
