"""The tables as the code sees them; `bot/store/migrations` makes them so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """A time with its zone in, in UTC out; SQLite has no zones, so there the zone is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _snowflake(name: str, *arguments: Any, key: bool = False, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, *arguments, primary_key=key, autoincrement=False, nullable=nullable)


def _number() -> Column[int]:
    """Return a key that the database counts; SQLite does so for INTEGER alone."""
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _json() -> JSON:
    """Return a type whose None is the database's NULL, not JSON's."""
    return JSON(none_as_null=True)


metadata: Final = MetaData()

answers: Final = Table(
    "answers",
    metadata,
    _snowflake("message_id", key=True),
    _snowflake("channel_id"),
    _snowflake("guild_id", nullable=True),
    _snowflake("asker_id", nullable=True),
    _snowflake("question_message_id", nullable=True),
    Column("kind", String(32), nullable=False),
    Column("language", String(16), nullable=False),
    Column("request", _json(), nullable=False),
    Column("data_version", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("question", Text),
    Index("answers_by_question", "question_message_id"),
    Index("answers_by_channel", "channel_id", "created_at"),
    Index("answers_by_guild", "guild_id"),
    Index("answers_by_asker", "asker_id"),
    Index("answers_by_expiry", "expires_at"),
)

users: Final = Table(
    "users",
    metadata,
    _snowflake("user_id", key=True),
    Column("remember", Boolean, nullable=False),
)

guilds: Final = Table(
    "guilds",
    metadata,
    _snowflake("guild_id", key=True),
    Column("language", String(16)),
    Column("region", String(16)),
    Column("metrics", _json(), nullable=False),
    Column("units", String(16)),
    Column("private", Boolean, nullable=False),
    Column("ask_channels", _json(), nullable=False),
    _snowflake("pin_role", nullable=True),
    _snowflake("board_channel", nullable=True),
    Column("cooldown_seconds", Integer, nullable=False),
    Column("edit_window_minutes", Integer, nullable=False),
)

settings_changes: Final = Table(
    "settings_changes",
    metadata,
    _number(),
    _snowflake("guild_id", ForeignKey("guilds.guild_id", ondelete="CASCADE")),
    _snowflake("changed_by", nullable=True),
    Column("changed_at", Moment, nullable=False),
    Column("setting", String(32), nullable=False),
    Column("was", _json()),
    Column("now", _json()),
    Index("settings_changes_by_guild", "guild_id", "id"),
    Index("settings_changes_by_person", "changed_by"),
    Index("settings_changes_by_time", "changed_at"),
)

# No foreign key to answers: a message that somebody pinned by hand may be older than what is kept of it.
pins: Final = Table(
    "pins",
    metadata,
    _snowflake("message_id", key=True),
    _snowflake("channel_id"),
    _snowflake("guild_id"),
    _snowflake("pinned_by", nullable=True),
    Column("pinned_at", Moment, nullable=False),
    Column("title", Text),
    Column("note", Text),
    Column("headline", _json()),
    Column("data_version", String(64)),
    Column("asks", String(64)),
    Column("stale", Boolean, nullable=False),
    Column("confirmed_at", Moment),
    Column("removed_at", Moment),
    _snowflake("parent_id", nullable=True),
    Column("secret", Boolean, nullable=False),
    Column("label", Text),
    Column("about", _json()),
    Column("inputs", _json()),
    Column("checked_version", String(64)),
    Column("shown", Boolean, nullable=False),
    Index("pins_by_guild", "guild_id", "pinned_at"),
    Index("pins_by_channel", "channel_id", "pinned_at"),
    Index("pins_by_question", "guild_id", "asks"),
    Index("pins_by_person", "pinned_by"),
)

pin_changes: Final = Table(
    "pin_changes",
    metadata,
    _number(),
    _snowflake("message_id", ForeignKey("pins.message_id", ondelete="CASCADE")),
    Column("changed_at", Moment, nullable=False),
    _snowflake("changed_by", nullable=True),
    Column("was", _json()),
    Column("now", _json()),
    Column("was_version", String(64)),
    Column("now_version", String(64)),
    Column("reasons", _json()),
    Index("pin_changes_by_message", "message_id", "id"),
    Index("pin_changes_by_person", "changed_by"),
)

command_syncs: Final = Table(
    "command_syncs",
    metadata,
    _snowflake("application_id", key=True),
    Column("payload_hash", String(64), nullable=False),
    Column("command_ids", _json(), nullable=False),
    Column("synced_at", Moment, nullable=False),
)
