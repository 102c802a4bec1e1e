"""The texts of the Discord edge: in each language the same, and checked when they are read."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from bot.discord.texts import Languages, Texts, load_languages
from bot.languages import DEFAULT, templates_folder
from bot.languages import languages as languages_of_replies
from estimator.errors import DataError

ENGLISH = (templates_folder() / "en" / "discord.toml").read_text(encoding="utf-8")


def test_every_language_that_replies_has_them(languages: Languages) -> None:
    assert tuple(languages) == languages_of_replies()


def test_each_is_translated_and_names_the_bot_where_the_others_do(languages: Languages) -> None:
    for name in languages:
        if name == DEFAULT:
            continue
        for field in fields(Texts):
            text = getattr(languages.texts(name), field.name)
            default = getattr(languages.default, field.name)
            assert text != default
            assert text.count("{bot}") == default.count("{bot}")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en-US", "en"), ("en-GB", "en"), ("es-ES", "es"), ("es-419", "es"), ("fr", None), (None, None)],
)
def test_the_language_of_a_locale(languages: Languages, locale: str | None, language: str | None) -> None:
    assert languages.language(locale) == language
    assert languages.texts(locale) is languages.texts(language or "en")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (ENGLISH + 'more = "x"\n', "en/discord.toml: more: unknown key"),
        (ENGLISH.replace("apology =", "# apology ="), "en/discord.toml: apology: missing"),
        (ENGLISH.replace('"What can you do?"', '" "'), "en/discord.toml: help_question: must be a text"),
        (
            ENGLISH.replace('ask_question = "', f'ask_question = "{"x" * 100}'),
            "en/discord.toml: ask_question: longer than 100 characters",
        ),
        ("apology = ", "en/discord.toml: "),
    ],
)
def test_a_fault_in_a_file_is_named(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "discord.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_languages(tmp_path)
    assert str(raised.value).startswith(fault)


def test_without_the_default_language_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        load_languages(tmp_path)
