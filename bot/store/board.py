"""The board in the database: which pins a server has, which of them no longer hold, what they have been."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.headline import Headline, Range
from bot.store.pins import active, read_pins
from bot.store.records import Pin, PinChange
from bot.store.rows import read_pin, read_pin_change
from bot.store.tables import answers, pin_changes, pins


async def board(
    connection: AsyncConnection, guild_id: int, channel_id: int | None, limit: int | None, offset: int
) -> tuple[Pin, ...]:
    """Return the confirmed pins of a server, or of one of its channels, the newest first."""
    found = select(pins).where(*_on_board(guild_id, channel_id))
    ordered = found.order_by(pins.c.pinned_at.desc(), pins.c.message_id.desc())
    return await read_pins(connection, ordered.limit(limit).offset(offset))


async def count(connection: AsyncConnection, guild_id: int, channel_id: int | None) -> int:
    found = select(func.count()).select_from(pins).where(*_on_board(guild_id, channel_id))
    return (await connection.execute(found)).scalar_one()


async def answering(connection: AsyncConnection, guild_id: int, asks: str) -> tuple[Pin, ...]:
    """Return the pins of a server that answer what a fingerprint stands for, the newest first."""
    found = select(pins).where(*_on_board(guild_id, None), pins.c.asks == asks)
    return await read_pins(connection, found.order_by(pins.c.pinned_at.desc()))


async def answered(connection: AsyncConnection, guild_id: int) -> frozenset[str]:
    """Return the fingerprints of all that a server's pins answer."""
    found = select(pins.c.asks).where(*_on_board(guild_id, None), pins.c.asks.is_not(None))
    return frozenset((await connection.execute(found)).scalars())


async def channels(connection: AsyncConnection, guild_id: int, answered: bool) -> tuple[int, ...]:
    """Return a server's channels where pins are; with `answered`, then those where answers were given."""
    pinned = select(pins.c.channel_id).where(pins.c.guild_id == guild_id)
    lagging = pinned.where(pins.c.removed_at.is_(None) | pins.c.shown.is_(True)).distinct()
    others = select(answers.c.channel_id).where(answers.c.guild_id == guild_id).distinct()
    found: dict[int, None] = {}
    for statement in (lagging, others) if answered else (lagging,):
        found |= dict.fromkeys((await connection.execute(statement)).scalars())
    return tuple(found)


async def outdated(connection: AsyncConnection, data_version: str, after: int, limit: int) -> tuple[Pin, ...]:
    """Return pins never held against these data, by message id from the one after `after`."""
    old = func.coalesce(pins.c.checked_version, pins.c.data_version).is_distinct_from(data_version)
    found = select(pins).where(*active(old), pins.c.confirmed_at.is_not(None), pins.c.message_id > after)
    return await read_pins(connection, found.order_by(pins.c.message_id).limit(limit))


async def mark_stale(
    connection: AsyncConnection, message_ids: Collection[int], data_version: str | None
) -> tuple[int, ...]:
    """Mark pins whose headline no longer holds with these data; return those that were not marked before."""
    fresh = active(pins.c.message_id.in_(list(message_ids)), pins.c.stale.is_(False))
    found = (await connection.execute(select(pins.c.message_id).where(*fresh).with_for_update())).scalars()
    marked = tuple(sorted(found))
    await _check(connection, message_ids, data_version, True)
    return marked


async def mark_true(connection: AsyncConnection, message_ids: Collection[int], data_version: str) -> None:
    """Note pins whose headline holds with these data."""
    await _check(connection, message_ids, data_version, False)


async def refresh(
    connection: AsyncConnection,
    message_id: int,
    headline: Headline | None,
    data_version: str,
    at: datetime,
    by: int | None,
    inputs: Mapping[str, Range] | None,
    reasons: tuple[str, ...],
) -> PinChange | None:
    """Give a pin its new headline, with which it is no longer stale, and keep what it was.

    Return that; None where there is no such pin. Where the headline is the same, nothing is added to history.
    """
    found = select(pins).where(*active(pins.c.message_id == message_id)).with_for_update()
    row = (await connection.execute(found)).mappings().first()
    if row is None:
        return None
    pin = read_pin(row)
    values = {
        "headline": None if headline is None else asdict(headline),
        "data_version": data_version,
        "checked_version": data_version,
        "inputs": pin.inputs if inputs is None else inputs,
        "stale": False,
    }
    await connection.execute(update(pins).where(pins.c.message_id == message_id).values(values))
    was, now = pin.headline, headline
    change = PinChange(message_id, at, by, was, now, pin.data_version, data_version, reasons)
    if was != now:
        kept = asdict(change) | {"reasons": list(reasons)}
        await connection.execute(insert(pin_changes).values(kept))
    return change


async def history(connection: AsyncConnection, message_id: int) -> tuple[PinChange, ...]:
    """Return what a pin's headline has been, the oldest change first."""
    found = select(pin_changes).where(pin_changes.c.message_id == message_id).order_by(pin_changes.c.id)
    return tuple(read_pin_change(row) for row in (await connection.execute(found)).mappings())


async def changes_by(connection: AsyncConnection, user_id: int) -> tuple[PinChange, ...]:
    found = select(pin_changes).where(pin_changes.c.changed_by == user_id).order_by(pin_changes.c.id)
    return tuple(read_pin_change(row) for row in (await connection.execute(found)).mappings())


async def _check(
    connection: AsyncConnection, message_ids: Collection[int], data_version: str | None, stale: bool
) -> None:
    checked = update(pins).where(*active(pins.c.message_id.in_(list(message_ids))))
    version = {} if data_version is None else {"checked_version": data_version}
    await connection.execute(checked.values(stale=stale, **version))


def _on_board(guild_id: int, channel_id: int | None) -> tuple[ColumnElement[bool], ...]:
    here = active(pins.c.guild_id == guild_id, pins.c.confirmed_at.is_not(None))
    return here if channel_id is None else (*here, pins.c.channel_id == channel_id)
