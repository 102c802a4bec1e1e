"""The texts of the Discord edge: in each language the same, and checked when they are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.discord
from bot.discord.texts import Languages, load_languages
from bot.languages import DEFAULT, templates_folder
from bot.languages import languages as languages_of_replies
from estimator.errors import DataError

ENGLISH = (templates_folder() / "en" / "discord.toml").read_text(encoding="utf-8")


def test_every_language_that_replies_has_them(languages: Languages) -> None:
    assert tuple(languages) == languages_of_replies()


# Texts that may read the same in two languages.
ALIKE = {
    "models.published", "options.tokens", "buttons.page", "models.line", "settings.line", "privacy.text",
    "activities.hardware", "activities.video", "pins.line", "pins.note", "pins.title",
    "board.line", "board.line_bare", "board.small", "stale.line", "refresh.line", "export.no",
}  # fmt: skip


def test_each_is_translated(languages: Languages) -> None:
    for name in languages:
        if name != DEFAULT:
            same = {
                path for path in languages.default if languages.texts(name)[path] == languages.default[path]
            }
            assert same <= ALIKE


def test_every_text_that_the_code_asks_for_is_there_and_every_one_is_asked_for(languages: Languages) -> None:
    code = "\n".join(file.read_text("utf-8") for file in Path(bot.discord.__file__).parent.glob("*.py"))
    tables = "notes|buttons|forms|models|settings|privacy|titles|pins|newer|refresh|stale|board|export"
    asked = set(re.findall(rf'"((?:{tables})\.[a-z_]+)"', code))
    assert asked <= set(languages.default)
    prefixes = set(re.findall(r'f"([a-z_]+(?:\.[a-z_]+)?[._]?)\{', code))
    unused = {
        path
        for path in languages.default
        if path not in asked and not any(path.startswith(prefix) for prefix in prefixes)
    }
    assert unused <= {"commands.menus.check", "commands.menus.delete"}


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
        (ENGLISH + 'more = "x"\n', "en/discord.toml: languages.more: unknown key"),
        (ENGLISH.replace("apology =", "# apology ="), "en/discord.toml: notes.apology: missing"),
        (
            ENGLISH.replace('"What can you do?"', '" "'),
            "en/discord.toml: notes.help_question: must be a text",
        ),
        (
            ENGLISH.replace('search_description = "', f'search_description = "{"x" * 100}'),
            "en/discord.toml: commands.models.search_description: longer than 100 characters",
        ),
        (
            ENGLISH.replace('name = "estimate"', 'name = "Estimate this"'),
            "en/discord.toml: commands.estimate.name: no name that Discord takes",
        ),
        (
            ENGLISH.replace("I answer again {when}", "I answer again"),
            "en/discord.toml: notes.cooldown: must have",
        ),
        ("apology = ", "en/discord.toml: "),
    ],
)
def test_a_fault_in_a_file_is_named(tmp_path: Path, text: str, fault: str) -> None:
    for language in (DEFAULT, "xx"):
        (tmp_path / language).mkdir()
    (tmp_path / "en" / "discord.toml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "xx" / "discord.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_languages(tmp_path)
    assert str(raised.value).startswith(fault.replace("en/", "xx/"))


def test_without_the_default_language_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        load_languages(tmp_path)
