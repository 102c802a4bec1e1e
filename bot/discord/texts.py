"""What the bot says on Discord beside its answers, from `templates/<language>/discord.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from estimator.errors import DataError

FALLBACK: Final = "en"
DESCRIPTION_LIMIT: Final = 100  # characters of a command's or an option's description


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's texts. `{bot}` in them stands for the bot's mention."""

    hello: str  # to a mention with nothing else in it
    unreadable: str  # to a message whose text Discord withholds
    apology: str  # when something broke
    help_question: str  # what /help asks the pipeline
    how_to_ask: str  # what /help adds: the ways to reach the bot
    ask_description: str
    ask_question: str
    help_description: str


class Languages:
    """The texts of every language, and which of them a Discord locale gets."""

    def __init__(self, texts: Mapping[str, Texts]) -> None:
        self._texts = texts
        self.default = texts[FALLBACK]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def language(self, locale: str | None) -> str | None:
        """Return the language of a locale ("es-419" is "es"), or None where the bot lacks it."""
        language = locale.partition("-")[0] if locale else None
        return language if language in self._texts else None

    def texts(self, locale: str | None) -> Texts:
        """Return a locale's texts, in the fallback language where the bot lacks its own."""
        language = self.language(locale)
        return self._texts[language] if language else self.default


def load_languages(templates: Traversable | None = None) -> Languages:
    """Return the texts below a templates folder, the shipped one by default; DataError where one is wrong."""
    root = templates or _shipped()
    folders = sorted(
        (folder for folder in root.iterdir() if folder.joinpath("discord.toml").is_file()),
        key=lambda folder: folder.name,
    )
    texts = {folder.name: _read(folder) for folder in folders}
    if FALLBACK not in texts:
        raise DataError("discord.toml", FALLBACK, "the fallback language is missing")
    return Languages(texts)


def _shipped() -> Traversable:
    packaged = files("bot") / "templates"  # in a wheel; in the source tree they are the package's neighbour
    return packaged if packaged.is_dir() else files("bot") / ".." / "templates"


def _read(folder: Traversable) -> Texts:
    name = f"templates/{folder.name}/discord.toml"
    try:
        entries = tomllib.loads(folder.joinpath("discord.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(name, "", str(error)) from None
    wanted = {field.name for field in fields(Texts)}
    for key in sorted(wanted ^ entries.keys()):
        raise DataError(name, key, "missing" if key in wanted else "unknown key")
    for key, text in entries.items():
        if not isinstance(text, str) or not text.strip():
            raise DataError(name, key, "must be a text")
        if key in ("ask_description", "ask_question", "help_description") and len(text) > DESCRIPTION_LIMIT:
            raise DataError(name, key, f"longer than {DESCRIPTION_LIMIT} characters")
    return Texts(**{key: text.strip() for key, text in entries.items()})
