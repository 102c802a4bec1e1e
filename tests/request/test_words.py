"""The word packs: the same keys in every language, each used, none holding what the others forbid."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from bot.request.lexicon import OTHER, TAGGED
from bot.request.measures import METRIC_OF
from estimator import catalogue

WORDS = Path(str(files("bot") / "words"))
LANGUAGES = sorted(each.name for each in WORDS.iterdir() if each.is_dir() and not each.name.startswith("_"))
FILES = (*TAGGED, *OTHER)
OPTIONAL = {"numbers", "places"}  # a language may name more places, or need other kinds of numbers


def table(language: str, file: str) -> dict[str, object]:
    return tomllib.loads((WORDS / language / f"{file}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_file(language: str, file: str) -> None:
    assert (WORDS / language / f"{file}.toml").is_file()


@pytest.mark.parametrize("file", [file for file in FILES if file not in OPTIONAL])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str, file: str) -> None:
    assert set(table(language, file)) == set(table("en", file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_literal_words(language: str) -> None:
    signs = set("^$|\\()[]{}*")
    phrases = [
        phrase
        for file in TAGGED
        for key, surfaces in table(language, file).items()
        for phrase in surfaces  # type: ignore[attr-defined]
    ]
    assert not [phrase for phrase in phrases if signs & set(phrase) and phrase not in ("$", "$/kwh", "us$")]
    assert not [phrase for phrase in phrases if phrase != phrase.strip() or not phrase]


@pytest.mark.parametrize("language", LANGUAGES)
def test_things_are_in_the_catalogue_or_completed_by_a_period_and_a_place(language: str) -> None:
    known = catalogue.load().things
    stems = {thing.split("-")[0] for thing in known}
    unknown = [
        key for key in table(language, "things") if key not in known and key.split("-")[0] not in stems
    ]
    assert not unknown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_measures_something(language: str) -> None:
    power_and_ratio = {"W", "kW", "MW", "GW", "%", "times"}
    assert set(table(language, "units")) <= set(METRIC_OF) | power_and_ratio


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_has_a_reader(language: str) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(str(files("bot"))).rglob("*.py"))
    assert not [key for key in table(language, "cues") if f'"{key}"' not in code]
