"""The word packs: what people say in each language, from `bot/words/<language>/*.toml`."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, NamedTuple, TypeAlias

from bot.question import fold
from bot.request.number_words import NumberWords, number_words
from bot.request.tokens import words_of

Phrase: TypeAlias = tuple[str, ...]


class Tag(NamedTuple):
    """What a phrase may mean: a key of one of the files."""

    kind: str  # the file: "metrics", "nouns", "cues" …
    key: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What is looked up, explained or claimed, found when each group has a phrase in the question."""

    id: str
    intent: str
    groups: tuple[frozenset[Phrase], ...]
    beside: frozenset[Phrase]  # words that also tell it, of no group
    title: str  # how the topic is said back
    preferred: int = (
        0  # over topics that more words tell: a company's figures over those of all; -1 after others
    )
    strays: int | None = None  # words of a message that neither tell it nor are common, at most; None: any
    ordinary: bool = False  # its words are also those of everyday talk
    unless: frozenset[Phrase] = frozenset()  # words that tell another matter: a claim of water, not of energy


@dataclass(frozen=True, slots=True)
class Pack:
    """The words of one language, folded and cut into tokens."""

    language: str
    phrases: Mapping[Phrase, frozenset[Tag]]
    said: Mapping[Phrase, frozenset[Tag]]  # of them, those that are not names of places alone
    lengths: Mapping[str, tuple[int, ...]]  # of the phrases that start with a word, the longest first
    numbered_starts: frozenset[str]  # first words of the phrases that hold digits: "24/7", "us-east-1"
    topics: tuple[Topic, ...]
    topic_phrases: frozenset[Phrase]  # every phrase of any group
    topics_by: Mapping[Phrase, tuple[int, ...]]  # places in `topics`, by each phrase of their rarest group
    topic_lengths: Mapping[str, tuple[int, ...]]
    levers: Mapping[Phrase, str]  # what would change an estimate, by the words for it
    lever_lengths: Mapping[str, tuple[int, ...]]
    function: frozenset[str]  # the commonest words
    fillers: frozenset[str]  # words that may stand inside any phrase
    linking: frozenset[str]  # words that may join what a message changes of the question before it
    signs: frozenset[str]  # letters and marks that tell the language
    vocabulary: frozenset[str]  # every word that the pack knows
    typos: Mapping[tuple[str, int], tuple[str, ...]]  # words worth correcting to, by first letter and length
    restate: Mapping[str, str]
    first: Mapping[tuple[str, str], str]  # the first phrase of each key, to say it back with
    numbers: NumberWords


@dataclass(frozen=True, slots=True)
class Words:
    """The word packs of every language."""

    packs: Mapping[str, Pack]
    own: Mapping[str, frozenset[str]]  # of each pack's vocabulary, what no other knows
    own_function: Mapping[str, frozenset[str]]  # of its commonest words, those that are not of another's


TAGGED: Final = ("metrics", "units", "nouns", "periods", "cues", "things", "places", "assumptions")
# Keys of places.toml that are no places.
ROLES: Final = frozenset(
    {
        "preposition", "joining", "grid", "elsewhere", "state", "country", "risky", "capitals", "code-words",
    }
)  # fmt: skip
OTHER: Final = ("function", "innocent", "topics", "claims", "levers", "restate", "numbers")
CORRECTED: Final = ("metrics", "units", "nouns", "things")  # misspelt words are looked for in these files
TYPO_LETTERS: Final = 4  # shorter words are too near to others


def load_words() -> Words:
    """Return every complete word pack that the package holds."""
    folders = (each for each in (files("bot") / "words").iterdir() if each.is_dir())
    packs = {
        each.name: load_pack(each)
        for each in folders
        if all((each / f"{kind}.toml").is_file() for kind in (*TAGGED, *OTHER))
    }
    return Words(
        dict(sorted(packs.items())),
        _own({language: pack.vocabulary for language, pack in packs.items()}),
        _own({language: pack.function for language, pack in packs.items()}),
    )


def _own(words: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return of each language's words those that no other has."""
    return {
        language: those.difference(*(other for each, other in words.items() if each != language))
        for language, those in words.items()
    }


def load_pack(folder: Traversable) -> Pack:
    """Return the word pack of one language's folder."""
    tables = {kind: _table(folder, kind) for kind in (*TAGGED, *OTHER[:-1])}
    phrases: dict[Phrase, set[Tag]] = {}
    for kind in TAGGED:
        for key, surfaces in tables[kind].items():
            tag = Tag(kind, key)
            for surface in surfaces:
                if phrase := words_as_tokens(surface):
                    phrases.setdefault(phrase, set()).add(tag)
    topics = _topics(
        tables["topics"] | {name: {"intent": "check"} | claim for name, claim in tables["claims"].items()}
    )
    topic_phrases = frozenset(
        phrase
        for topic in topics
        for group in (*topic.groups, topic.beside, topic.unless)
        for phrase in group
    )
    function = frozenset(word for each in tables["function"]["words"] for word in words_as_tokens(each))
    innocent = frozenset(word for each in tables["innocent"]["words"] for word in words_as_tokens(each))
    levers = {
        words_as_tokens(surface): lever
        for lever, surfaces in tables["levers"].items()
        for surface in surfaces
    }
    known = {word for phrase in (*phrases, *topic_phrases, *levers) for word in phrase}
    numbers = number_words(folder.name)
    vocabulary = frozenset(known | function | innocent | numbers.tails | words_in(_table(folder, "numbers")))
    return Pack(
        language=folder.name,
        phrases={phrase: frozenset(tags) for phrase, tags in phrases.items()},
        said={
            phrase: frozenset(tags)
            for phrase, tags in phrases.items()
            if any(tag.kind != "places" or tag.key in ROLES for tag in tags)
        },
        lengths=lengths_by_first(phrases),
        numbered_starts=frozenset(
            phrase[0] for phrase in phrases if any(word[0].isdigit() for word in phrase)
        ),
        topics=topics,
        topic_phrases=topic_phrases,
        topics_by=_by_rarest_group(topics),
        topic_lengths=lengths_by_first(topic_phrases),
        levers=levers,
        lever_lengths=lengths_by_first(levers),
        function=function,
        fillers=frozenset(fold(word) for word in tables["function"]["fillers"]),
        linking=frozenset(word for each in tables["function"]["linking"] for word in words_as_tokens(each)),
        signs=frozenset(tables["function"].get("signs", ())),
        vocabulary=vocabulary,
        typos=_typos(phrases),
        restate={key: str(value) for key, value in tables["restate"].items()},
        first={
            (kind, key): surfaces[0] for kind in TAGGED for key, surfaces in tables[kind].items() if surfaces
        },
        numbers=numbers,
    )


def words_as_tokens(surface: str) -> Phrase:
    """Return a phrase of a word file as folded tokens; plain words take a short cut."""
    if surface.replace(" ", "").isalpha():
        return tuple(fold(surface).split())
    return words_of(surface)


def lengths_by_first(phrases: Iterable[Phrase]) -> dict[str, tuple[int, ...]]:
    """Return, for each first word, how many tokens its phrases have, the longest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


def longest_phrase(
    texts: Sequence[str], at: int, pack: Pack, limit: int | None = None
) -> tuple[int, frozenset[Tag]] | None:
    """Return where the longest phrase that starts at a token ends, and what it may mean."""
    stop = len(texts) if limit is None else limit
    for size in pack.lengths.get(texts[at], ()):
        tags = pack.said.get(tuple(texts[at : at + size])) if at + size <= stop else None
        if tags:
            return at + size, tags
    return None


def longest_by_first(phrases: Iterable[Phrase]) -> dict[str, int]:
    """Return, for each first word, how many tokens its longest phrase has."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


def words_in(value: object) -> frozenset[str]:
    """Return every word that a part of a word file holds, in its keys and in its phrases."""
    if isinstance(value, str):
        return frozenset(words_as_tokens(value))
    if isinstance(value, Mapping):
        return frozenset(word for key, part in value.items() for word in words_in(key) | words_in(part))
    if isinstance(value, list):
        return frozenset(word for part in value for word in words_in(part))
    return frozenset()


def _table(folder: Traversable, kind: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{kind}.toml").read_text(encoding="utf-8"))


def _topics(table: Mapping[str, Any]) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            entry.get("id", topic),
            entry["intent"],
            tuple(_phrases(group) for group in entry["words"]),
            _phrases(entry.get("beside", ())),
            _title(entry),
            int(entry.get("preferred", 0)),
            entry.get("strays"),
            bool(entry.get("ordinary", False)),
            _phrases(entry.get("unless", ())),
        )
        for topic, entry in table.items()
    )


def _phrases(surfaces: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(phrase for surface in surfaces if (phrase := words_as_tokens(surface)))


def _by_rarest_group(topics: Sequence[Topic]) -> dict[Phrase, tuple[int, ...]]:
    """Return the places of topics by each phrase of one group of theirs, that which the fewest others share.

    A topic needs a phrase of every group, so that a message names none whose rarest group it does not.
    """
    shared = Counter(phrase for topic in topics for group in topic.groups for phrase in group)
    found: dict[Phrase, list[int]] = {}
    for place, topic in enumerate(topics):
        for phrase in min(topic.groups, key=lambda group: sum(shared[each] for each in group)):
            found.setdefault(phrase, []).append(place)
    return {phrase: tuple(places) for phrase, places in found.items()}


def _title(entry: Mapping[str, Any]) -> str:
    return str(entry.get("title") or " ".join(group[0] for group in entry["words"]))


def _typos(phrases: Mapping[Phrase, Iterable[Tag]]) -> dict[tuple[str, int], tuple[str, ...]]:
    """Return the words of the files whose misspellings are corrected, by first letter and length."""
    found: dict[tuple[str, int], set[str]] = {}
    for phrase, tags in phrases.items():
        if any(tag.kind in CORRECTED for tag in tags):
            for word in phrase:
                if len(word) >= TYPO_LETTERS and word.isalpha():
                    found.setdefault((word[0], len(word)), set()).add(word)
    return {place: tuple(sorted(words)) for place, words in found.items()}
