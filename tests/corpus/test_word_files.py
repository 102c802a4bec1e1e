"""The word files of each language mirror those of English: the same files, keys and gaps to fill in."""

from __future__ import annotations

import string
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from bot.question import fold
from bot.request.number_words import number_words

WORDS = files("bot") / "words"
LANGUAGES = sorted(each.name for each in WORDS.iterdir() if each.is_dir())
FILES = sorted(each.name for each in (WORDS / "en").iterdir())


def table(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / language / name).read_text(encoding="utf-8"))


def gaps(pattern: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(pattern) if field}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_file(language: str) -> None:
    assert sorted(each.name for each in (WORDS / language).iterdir()) == FILES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_file_has_the_keys_of_the_english_one(language: str, name: str) -> None:
    assert set(table(language, name)) == set(table("en", name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_are_found_by_as_many_groups_of_words(language: str) -> None:
    english, other = table("en", "topics.toml"), table(language, "topics.toml")
    shape = {topic: (entry["intent"], len(entry["words"])) for topic, entry in english.items()}
    assert {topic: (entry["intent"], len(entry["words"])) for topic, entry in other.items()} == shape


@pytest.mark.parametrize("language", LANGUAGES)
def test_restatements_fill_in_the_same_names(language: str) -> None:
    english, other = table("en", "restate.toml"), table(language, "restate.toml")
    assert {key: gaps(other[key]) for key in other} == {key: gaps(english[key]) for key in english}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_word_has_two_values(language: str) -> None:
    raw = table(language, "numbers.toml")
    for name in ("small", "scales", "plurals", "groups"):
        values: dict[str, set[float]] = {}
        for word, value in raw[name].items():
            values.setdefault(fold(word), set()).add(float(value))
        assert all(len(each) == 1 for each in values.values()), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_misspelt_number_word_is_no_word_and_means_one(language: str) -> None:
    words = number_words(language)
    known = {
        **words.small,
        **words.scales,
        **words.short_scales,
        **words.plurals,
        **words.groups,
        **words.halves,
    }
    known |= dict.fromkeys((*words.parts, *words.vague), 0.0)
    assert set(words.misspelt.values()) <= set(known)
    assert not set(words.misspelt) & set(known)
