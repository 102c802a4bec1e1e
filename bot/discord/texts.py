"""What the bot says on Discord beside its answers, from `templates/<language>/discord.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from bot.languages import DEFAULT, templates_folder
from estimator.errors import DataError

FILE: Final = "discord.toml"
DESCRIPTION_LIMIT: Final = 100  # characters of a command's or an option's description
DESCRIPTIONS: Final = ("ask_description", "ask_question", "help_description")


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's texts. `{bot}` in them stands for the bot's mention."""

    unreadable: str  # to a message whose text Discord withholds
    apology: str  # when something broke
    how_to_ask: str  # what a hello and /help add: the ways to reach the bot
    help_question: str  # what /help asks the pipeline
    ask_description: str
    ask_question: str
    help_description: str


class Languages:
    """The texts of every language, and which of them a Discord locale gets."""

    def __init__(self, texts: Mapping[str, Texts]) -> None:
        self._texts = texts
        self.default = texts[DEFAULT]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def language(self, locale: str | None) -> str | None:
        """Return the language of a locale ("es-419" is "es"), or None where the bot lacks it."""
        language = locale.partition("-")[0] if locale else None
        return language if language in self._texts else None

    def texts(self, locale: str | None) -> Texts:
        """Return a locale's texts, in the default language where the bot lacks its own."""
        language = self.language(locale)
        return self._texts[language] if language else self.default


def load_languages(templates: Path | None = None) -> Languages:
    """Return the texts below a templates folder, the shipped one by default; DataError where one is wrong."""
    files = sorted((templates or templates_folder()).glob(f"*/{FILE}"))
    texts = {file.parent.name: _read(file) for file in files}
    if DEFAULT not in texts:
        raise DataError(FILE, DEFAULT, "the default language is missing")
    return Languages(texts)


def _read(file: Path) -> Texts:
    name = f"{file.parent.name}/{FILE}"
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(name, "", str(error)) from None
    wanted = {field.name for field in fields(Texts)}
    for key in sorted(wanted ^ entries.keys()):
        raise DataError(name, key, "missing" if key in wanted else "unknown key")
    for key, text in entries.items():
        if not isinstance(text, str) or not text.strip():
            raise DataError(name, key, "must be a text")
        if key in DESCRIPTIONS and len(text) > DESCRIPTION_LIMIT:
            raise DataError(name, key, f"longer than {DESCRIPTION_LIMIT} characters")
    return Texts(**{key: text.strip() for key, text in entries.items()})
