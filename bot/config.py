"""The settings, read from the environment once and validated before anything starts."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from bot.store import address
from bot.store.address import Address

Default = TypeVar("Default", int, None)

LOG_FORMATS: Final = ("text", "json")
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
SWITCH: Final = ("on", "off")


class ConfigError(Exception):
    """The environment is wrong; the message holds one line a fault."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a host can set. Every field has a default that works."""

    discord_token: str | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080  # 0: any free one
    log_format: str = "text"
    log_level: str = "INFO"
    shard_ids: tuple[int, ...] | None = None  # None: all of them
    shard_count: int | None = None  # None: as many as Discord recommends
    live_grid: str = "on"  # off: no call to anybody but Discord
    electricity_maps_token: str | None = None  # None: live figures of Great Britain, France and Spain alone
    database: Address = address.DEFAULT
    message_content: str = "off"  # on: the intent that ask channels need, which Discord grants on request
    keep_questions: str = "off"  # on: the words of questions are kept beside what they were understood to ask

    def __repr__(self) -> str:
        """Return the settings without the tokens and passwords, so that no log can hold them."""
        token = "set" if self.discord_token else "none"
        where = f"http={self.http_host}:{self.http_port}, database={self.database.shown}"
        return f"Settings(discord_token={token}, {where})"


DEFAULTS: Final = Settings()


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment; ConfigError with one line a fault where any value is wrong."""
    faults: list[str] = []
    settings = Settings(
        discord_token=_secret(environment, "DISCORD_TOKEN", faults),
        http_host=environment.get("HTTP_HOST", "").strip() or DEFAULTS.http_host,
        http_port=_whole(environment, "HTTP_PORT", 0, 65535, faults, DEFAULTS.http_port),
        log_format=_choice(environment, "LOG_FORMAT", LOG_FORMATS, faults, DEFAULTS.log_format),
        log_level=_choice(environment, "LOG_LEVEL", LOG_LEVELS, faults, DEFAULTS.log_level),
        shard_ids=_shard_ids(environment, faults),
        shard_count=_whole(environment, "SHARD_COUNT", 1, 100_000, faults, None),
        live_grid=_choice(environment, "LIVE_GRID", SWITCH, faults, DEFAULTS.live_grid),
        electricity_maps_token=_secret(environment, "ELECTRICITY_MAPS_TOKEN", faults),
        database=_database(environment, faults),
        message_content=_choice(environment, "MESSAGE_CONTENT", SWITCH, faults, DEFAULTS.message_content),
        keep_questions=_choice(environment, "KEEP_QUESTIONS", SWITCH, faults, DEFAULTS.keep_questions),
    )
    if settings.shard_ids is not None and settings.shard_count is None and not faults:
        faults.append("SHARD_IDS needs SHARD_COUNT, the number of shards over all processes")
    if settings.shard_ids and settings.shard_count and max(settings.shard_ids) >= settings.shard_count:
        faults.append(f"SHARD_IDS must be below SHARD_COUNT, which is {settings.shard_count}")
    if faults:
        raise ConfigError("\n".join(faults))
    return settings


def _secret(environment: Mapping[str, str], name: str, faults: list[str]) -> str | None:
    value = environment.get(name, "").strip()
    file = environment.get(f"{name}_FILE", "").strip()
    if value and file:
        faults.append(f"{name} and {name}_FILE are both set: keep one")
    elif file:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not a text file"
            faults.append(f"{name}_FILE: cannot read {file}: {reason}")
        else:
            if not value:
                faults.append(f"{name}_FILE: {file} is empty")
    if any(character.isspace() for character in value):
        faults.append(f"{name} has a space or a line break in it")
    return value or None


def _database(environment: Mapping[str, str], faults: list[str]) -> Address:
    url = _secret(environment, "DATABASE_URL", faults)
    try:
        return address.read_address(url) if url else DEFAULTS.database
    except ValueError as error:  # which holds nothing of the URL, since that may hold a password
        faults.append(f"DATABASE_URL {error}")
        return DEFAULTS.database


def _whole(
    environment: Mapping[str, str], name: str, low: int, high: int, faults: list[str], default: Default
) -> int | Default:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if text.isascii() and text.isdigit() and low <= int(text[:9]) <= high:
        return int(text)
    faults.append(f"{name} must be a whole number from {low} to {high}, not {text!r}")
    return default


def _choice(
    environment: Mapping[str, str], name: str, allowed: tuple[str, ...], faults: list[str], default: str
) -> str:
    text = environment.get(name, "").strip()
    for value in allowed:
        if text.casefold() == value.casefold():
            return value
    if text:
        faults.append(f"{name} must be one of {', '.join(allowed)}, not {text!r}")
    return default


def _shard_ids(environment: Mapping[str, str], faults: list[str]) -> tuple[int, ...] | None:
    text = environment.get("SHARD_IDS", "").strip()
    if not text:
        return None
    parts = [part.strip() for part in text.split(",")]
    if all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        return tuple(sorted({int(part) for part in parts}))
    faults.append(f"SHARD_IDS must be whole numbers with commas between, not {text!r}")
    return None


def set_up_logging(settings: Settings) -> None:
    """Send log records to standard error, in the settings' format and from its level up."""
    handler = logging.StreamHandler()
    if settings.log_format == "json":
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)


class JsonFormatter(logging.Formatter):
    """A log record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        body = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            body["exception"] = self.formatException(record.exc_info)
        return json.dumps(body, ensure_ascii=False)
