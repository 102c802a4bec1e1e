"""Settings: what a host writes, and what a host reads when it is wrong."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from bot.config import ConfigError, JsonFormatter, Settings, read_settings
from bot.store.address import Address


def test_nothing_set_gives_defaults_that_work() -> None:
    assert read_settings({}) == Settings()


def test_every_setting_is_read() -> None:
    settings = read_settings(
        {
            "DISCORD_TOKEN": " abc.def ",
            "HTTP_HOST": "0.0.0.0",
            "HTTP_PORT": "0",
            "LOG_FORMAT": "JSON",
            "LOG_LEVEL": "debug",
            "SHARD_IDS": "2, 0",
            "SHARD_COUNT": "4",
            "LIVE_GRID": "OFF",
            "ELECTRICITY_MAPS_TOKEN": "xyz",
            "DATABASE_URL": "sqlite:///data/kept.sqlite3",
        }
    )
    kept = Address("sqlite", "data/kept.sqlite3", "data/kept.sqlite3")
    assert settings == Settings("abc.def", "0.0.0.0", 0, "json", "DEBUG", (0, 2), 4, "off", "xyz", kept)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("HTTP_PORT", "eighty", "HTTP_PORT must be a whole number from 0 to 65535, not 'eighty'"),
        ("HTTP_PORT", "65536", "HTTP_PORT must be"),
        ("HTTP_PORT", "-1", "HTTP_PORT must be"),
        ("HTTP_PORT", "1" * 5000, "HTTP_PORT must be"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT must be one of text, json"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be one of"),
        ("LIVE_GRID", "yes", "LIVE_GRID must be one of on, off"),
        ("ELECTRICITY_MAPS_TOKEN", "a b", "ELECTRICITY_MAPS_TOKEN has a space"),
        ("ELECTRICITY_MAPS_TOKEN_FILE", "no-such-file", "ELECTRICITY_MAPS_TOKEN_FILE: cannot read"),
        ("SHARD_IDS", "0-3", "SHARD_IDS must be whole numbers"),
        ("SHARD_IDS", "0", "SHARD_IDS needs SHARD_COUNT"),
        ("SHARD_COUNT", "0", "SHARD_COUNT must be"),
        (
            "DATABASE_URL",
            "mysql://me:hidden@host/db",
            "DATABASE_URL must be sqlite:///FILE or postgresql://[^h]*$",
        ),
        ("DATABASE_URL", "footprint.sqlite3", "DATABASE_URL must be sqlite:///FILE"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL must name a file after sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL must name a file after sqlite:///"),
        ("DATABASE_URL", "postgresql://me:hidden@[::1/db", "DATABASE_URL cannot be read: it must be [^h]*$"),
        ("DATABASE_URL_FILE", "no-such-file", "DATABASE_URL_FILE: cannot read"),
        ("DISCORD_TOKEN", "abc def", "DISCORD_TOKEN has a space"),
        ("DISCORD_TOKEN_FILE", "no-such-file", "DISCORD_TOKEN_FILE: cannot read no-such-file"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str, fault: str) -> None:
    with pytest.raises(ConfigError, match="^" + fault.replace("(", r"\(")):
        read_settings({name: value})


def test_each_fault_has_its_line() -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings({"HTTP_PORT": "x", "LOG_LEVEL": "y", "SHARD_COUNT": "z"})
    assert len(str(caught.value).splitlines()) == 3


def test_a_shard_beyond_the_count_is_refused() -> None:
    with pytest.raises(ConfigError, match="below SHARD_COUNT"):
        read_settings({"SHARD_IDS": "4", "SHARD_COUNT": "4"})


def test_a_token_may_come_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("abc.def\n", encoding="utf-8")
    assert read_settings({"DISCORD_TOKEN_FILE": str(file)}).discord_token == "abc.def"
    assert read_settings({"ELECTRICITY_MAPS_TOKEN_FILE": str(file)}).electricity_maps_token == "abc.def"
    file.write_text("postgresql://me:hidden@host/db\n", encoding="utf-8")
    assert read_settings({"DATABASE_URL_FILE": str(file)}).database.shown == "postgresql://me@host/db"
    with pytest.raises(ConfigError, match="both set"):
        read_settings({"DISCORD_TOKEN_FILE": str(file), "DISCORD_TOKEN": "x"})
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="is empty"):
        read_settings({"DISCORD_TOKEN_FILE": str(file)})
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not a text file"):
        read_settings({"DISCORD_TOKEN_FILE": str(file)})


def test_no_representation_holds_the_token() -> None:
    settings = read_settings(
        {
            "DISCORD_TOKEN": "secret",
            "ELECTRICITY_MAPS_TOKEN": "secret",
            "DATABASE_URL": "postgresql://me:secret@host/db?sslpassword=secret",
        }
    )
    assert "secret" not in repr(settings)
    assert "secret" not in repr(settings.database)


def test_a_json_log_line_is_one_object() -> None:
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, "read %s\nlines", ("two",), None)
    assert json.loads(JsonFormatter().format(record))["message"] == "read two\nlines"
