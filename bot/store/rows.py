"""Records to rows and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from sqlalchemy import Insert, RowMapping, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.headline import Headline, Range
from bot.request.reading import kept_request, restored_request
from bot.store.records import (
    GuildSettings,
    Pin,
    PinChange,
    SavedAnswer,
    SettingsChange,
    Sync,
    UserSettings,
)

Record = TypeVar("Record", SavedAnswer, GuildSettings, SettingsChange, UserSettings, Pin, PinChange, Sync)


def answer_row(answer: SavedAnswer) -> dict[str, Any]:
    row = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return {**row, "request": kept_request(answer.request), "question": storable(answer.question)}


def read_answer(row: RowMapping) -> SavedAnswer:
    return _record(SavedAnswer, row, request=restored_request(row["request"]))


def guild_row(settings: GuildSettings) -> dict[str, Any]:
    row = asdict(settings)
    return {**row, "metrics": list(settings.metrics), "ask_channels": list(settings.ask_channels)}


def read_guild(row: RowMapping) -> GuildSettings:
    return _record(GuildSettings, row, metrics=tuple(row["metrics"]), ask_channels=tuple(row["ask_channels"]))


def read_settings_change(row: RowMapping) -> SettingsChange:
    return _record(SettingsChange, row)


def read_user(row: RowMapping) -> UserSettings:
    return _record(UserSettings, row)


def pin_row(pin: Pin) -> dict[str, Any]:
    texts = {name: storable(getattr(pin, name)) for name in ("title", "note", "label")}
    return {**asdict(pin), **texts, "about": list(pin.about)}


def read_pin(row: RowMapping) -> Pin:
    inputs: dict[str, Range] | None = row["inputs"] and {
        name: (low, median, high) for name, (low, median, high) in row["inputs"].items()
    }
    read = {"headline": _headline(row["headline"]), "about": tuple(row["about"] or ()), "inputs": inputs}
    return _record(Pin, row, **read)


def read_pin_change(row: RowMapping) -> PinChange:
    was, now, reasons = _headline(row["was"]), _headline(row["now"]), tuple(row["reasons"] or ())
    return _record(PinChange, row, was=was, now=now, reasons=reasons)


def read_sync(row: RowMapping) -> Sync:
    return _record(Sync, row)


def sync_row(sync: Sync) -> dict[str, Any]:
    return asdict(sync)


def storable(text: str | None) -> str | None:
    """Return a text without what PostgreSQL takes in no text: the zero character and halves of a pair."""
    if text is None:
        return None
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def inserting(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> Any:
    """Return an INSERT that knows what to do on a conflict: SQLite and PostgreSQL write it alike."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert: Insert = dialect.insert(table).values(dict(row))
    return insert


def replacing(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> Any:
    """Return an INSERT that replaces the row of the same key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    return inserting(connection, table, row).on_conflict_do_update(index_elements=keys, set_=rest)


def _headline(body: Mapping[str, Any] | None) -> Headline | None:
    return None if body is None else Headline(**body)


def _record(kind: type[Record], row: RowMapping, **read: Any) -> Record:
    names = [field.name for field in fields(kind)]
    return kind(**{**{name: row[name] for name in names}, **read})
