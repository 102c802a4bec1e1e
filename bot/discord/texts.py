"""What the bot says on Discord beside its answers: `discord.toml` and `pins.toml` of each language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any, Final

from bot.languages import DEFAULT, templates_folder
from estimator.errors import DataError

FILE: Final = "discord.toml"
PARTS: Final = ("pins",)  # files of one subject, which add to its tables
NAME: Final = re.compile(r"[-_'\w]{1,32}")  # of a command or an option, as Discord takes it
# The longest texts that Discord takes, in characters, by what their key matches.
LIMITS: Final = (
    (re.compile(r"(commands\.\w+|options)\.(\w+_)?description"), 100),
    (re.compile(r"commands\.menus\.\w+"), 32),
    (re.compile(r"buttons\.\w+"), 80),
    (re.compile(r"forms\.\w+_title"), 45),
    (re.compile(r"forms\.(?!\w+_(title|hint))\w+"), 45),
    (re.compile(r"forms\.\w+_hint"), 100),
    (re.compile(r"settings\.(\w+_hint|choose)"), 100),
    (re.compile(r"pins\.instead"), 150),
    (re.compile(r"(metrics|activities|languages)\.[\w-]+"), 100),
)
NAMES: Final = re.compile(
    r"commands\.(?!menus)\w+\.(?!(\w+_)?description)\w+|options\.(?!\w+_description)\w+"
)


class Texts:
    """One language's texts, each by its path in the file: "notes.gone"."""

    def __init__(self, language: str, entries: Mapping[str, str]) -> None:
        self.language = language
        self._entries = entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __getitem__(self, path: str) -> str:
        return self._entries[path]

    def say(self, path: str, **values: str) -> str:
        """Return a text with its gaps filled; what comes from outside must be escaped."""
        return self._entries[path].format(**values)


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
    read = {file.parent.name: _merged(file) for file in files}
    if DEFAULT not in read:
        raise DataError(FILE, DEFAULT, "the default language is missing")
    for language, entries in read.items():
        _check(f"{language}/{FILE}", entries, read[DEFAULT])
    return Languages({language: Texts(language, entries) for language, entries in read.items()})


def _merged(file: Path) -> dict[str, str]:
    """Return the texts of a language's file, and of those beside it that add to it."""
    entries = _read(file)
    for name in PARTS:
        part = file.with_name(f"{name}.toml")
        for path, text in _read(part).items() if part.exists() else ():
            if path in entries:
                raise DataError(f"{file.parent.name}/{part.name}", path, f"stands in {FILE} too")
            entries[path] = text
    return entries


def _read(file: Path) -> dict[str, str]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{file.parent.name}/{FILE}", "", str(error)) from None
    return dict(_flat(f"{file.parent.name}/{FILE}", "", tables))


def _flat(name: str, above: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the texts of a table by their paths."""
    for key, value in table.items():
        path = f"{above}{key}"
        if isinstance(value, dict):
            yield from _flat(name, f"{path}.", value)
        elif isinstance(value, str) and value.strip():
            yield path, value.strip()
        else:
            raise DataError(name, path, "must be a text")


def _check(name: str, entries: Mapping[str, str], default: Mapping[str, str]) -> None:
    """Raise DataError where a language's texts aren't those of the default one, or are too long."""
    for path in sorted(default.keys() ^ entries.keys()):
        raise DataError(name, path, "missing" if path in default else "unknown key")
    for path, text in entries.items():
        if _gaps(text) != _gaps(default[path]):
            raise DataError(name, path, f"must have the gaps {sorted(_gaps(default[path]))}")
        for pattern, most in LIMITS:
            if pattern.fullmatch(path) and len(text) > most:
                raise DataError(name, path, f"longer than {most} characters")
        if NAMES.fullmatch(path) and (not NAME.fullmatch(text) or text != text.lower()):
            raise DataError(name, path, "no name that Discord takes: one word in lower case")


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
