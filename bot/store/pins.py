"""Pinned answers in the database.

A pin is begun here before Discord is asked, and confirmed after it has said yes. So whatever breaks between
the two, the store knows title, note and who pinned; `reconcile` then settles it by what Discord shows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.records import Headline, Pin, PinChange, Reconciled
from bot.store.rows import inserting, pin_row, read_pin, read_pin_change, storable
from bot.store.tables import Moment, pin_changes, pins

BEGUN_FOR: Final = timedelta(minutes=2)  # a pin that Discord has not confirmed by then has failed


async def begin(connection: AsyncConnection, pin: Pin) -> bool:
    """Note that an answer is about to be pinned; return False, and change nothing, where it already is."""
    row = pin_row(pin)
    new = inserting(connection, pins, row).on_conflict_do_update(
        index_elements=["message_id"],
        set_={name: value for name, value in row.items() if name != "message_id"},
        where=pins.c.removed_at.is_not(None),
    )
    # Without the option, SQLAlchemy doesn't ask how many rows an INSERT wrote.
    options = {"preserve_rowcount": True}
    return bool((await connection.execute(new, execution_options=options)).rowcount)


async def confirm(connection: AsyncConnection, message_id: int, at: datetime) -> bool:
    """Note that Discord has pinned it; return False where there is no such pin."""
    begun = _active(pins.c.message_id == message_id)
    done = (
        update(pins)
        .where(*begun)
        .values(confirmed_at=func.coalesce(pins.c.confirmed_at, literal(at, Moment())))
    )
    return bool((await connection.execute(done)).rowcount)


async def remove(connection: AsyncConnection, message_ids: Collection[int], at: datetime) -> int:
    """Take pins off the board; their history stays. Return how many there were."""
    gone = update(pins).where(*_active(pins.c.message_id.in_(list(message_ids)))).values(removed_at=at)
    return (await connection.execute(gone)).rowcount


async def one(connection: AsyncConnection, message_id: int) -> Pin | None:
    """Return what is known of a message's pin, removed or not."""
    found = await connection.execute(select(pins).where(pins.c.message_id == message_id))
    row = found.mappings().first()
    return read_pin(row) if row else None


async def board(
    connection: AsyncConnection, guild_id: int, channel_id: int | None, limit: int | None, offset: int
) -> tuple[Pin, ...]:
    """Return the confirmed pins of a server, or of one of its channels, the newest first."""
    found = select(pins).where(*_board(guild_id, channel_id))
    ordered = found.order_by(pins.c.pinned_at.desc(), pins.c.message_id.desc())
    return await _pins(connection, ordered.limit(limit).offset(offset))


async def count(connection: AsyncConnection, guild_id: int, channel_id: int | None) -> int:
    found = select(func.count()).select_from(pins).where(*_board(guild_id, channel_id))
    return (await connection.execute(found)).scalar_one()


async def answering(connection: AsyncConnection, guild_id: int, asks: str) -> tuple[Pin, ...]:
    """Return the pins of a server that answer what a fingerprint stands for, the newest first."""
    found = select(pins).where(*_board(guild_id, None), pins.c.asks == asks)
    return await _pins(connection, found.order_by(pins.c.pinned_at.desc()))


async def outdated(connection: AsyncConnection, data_version: str, after: int, limit: int) -> tuple[Pin, ...]:
    """Return pins made with other data than these, by message id from the one after `after`."""
    old = pins.c.data_version.is_distinct_from(data_version)
    found = select(pins).where(*_active(old), pins.c.confirmed_at.is_not(None), pins.c.message_id > after)
    return await _pins(connection, found.order_by(pins.c.message_id).limit(limit))


async def mark_stale(connection: AsyncConnection, message_ids: Collection[int]) -> tuple[int, ...]:
    """Mark pins whose headline no longer holds; return those that were not marked before."""
    fresh = _active(pins.c.message_id.in_(list(message_ids)), pins.c.stale.is_(False))
    found = (await connection.execute(select(pins.c.message_id).where(*fresh).with_for_update())).scalars()
    marked = tuple(sorted(found))
    await connection.execute(update(pins).where(pins.c.message_id.in_(marked)).values(stale=True))
    return marked


async def refresh(
    connection: AsyncConnection,
    message_id: int,
    headline: Headline | None,
    data_version: str,
    at: datetime,
    by: int | None,
) -> PinChange | None:
    """Give a pin its new headline, with which it is no longer stale, and keep what it was.

    Return that; None where there is no such pin. Where the headline is the same, nothing is added to history.
    """
    found = select(pins).where(*_active(pins.c.message_id == message_id)).with_for_update()
    row = (await connection.execute(found)).mappings().first()
    if row is None:
        return None
    pin = read_pin(row)
    now = None if headline is None else asdict(headline)
    fresh = update(pins).where(pins.c.message_id == message_id)
    await connection.execute(fresh.values(headline=now, data_version=data_version, stale=False))
    change = PinChange(message_id, at, by, pin.headline, headline, pin.data_version, data_version)
    if headline != pin.headline:
        await connection.execute(insert(pin_changes).values(asdict(change)))
    return change


async def describe(connection: AsyncConnection, message_id: int, title: str | None, note: str | None) -> bool:
    told = update(pins).where(*_active(pins.c.message_id == message_id))
    values = {"title": storable(title), "note": storable(note)}
    return bool((await connection.execute(told.values(values))).rowcount)


async def history(connection: AsyncConnection, message_id: int) -> tuple[PinChange, ...]:
    """Return what a pin's headline has been, the oldest change first."""
    found = select(pin_changes).where(pin_changes.c.message_id == message_id).order_by(pin_changes.c.id)
    return tuple(read_pin_change(row) for row in (await connection.execute(found)).mappings())


async def reconcile(
    connection: AsyncConnection,
    guild_id: int,
    channel_id: int,
    there: Mapping[int, datetime],
    seen_at: datetime,
) -> Reconciled:
    """Make a channel's pins what Discord shows: `there` are the bot's own pinned messages, and since when.

    `seen_at` is when Discord was first asked: what was confirmed after that is left alone, and what was begun
    gets its time to be confirmed.
    """
    found = await _pins(connection, select(pins).where(pins.c.channel_id == channel_id).with_for_update())
    known = {pin.message_id: pin for pin in found if pin.removed_at is None}
    adopted = tuple(sorted(there.keys() - known.keys()))
    removed_once = {pin.message_id for pin in found}
    for message_id in adopted:
        pinned_at = there[message_id]
        if message_id in removed_once:  # it keeps its title, note and history
            again = update(pins).where(pins.c.message_id == message_id)
            values = {"pinned_at": pinned_at, "pinned_by": None, "confirmed_at": seen_at, "removed_at": None}
            await connection.execute(again.values(values))
        else:
            pin = Pin(message_id, channel_id, guild_id, None, pinned_at, confirmed_at=seen_at)
            await begin(connection, pin)
    confirmed = tuple(
        pin.message_id for pin in known.values() if pin.message_id in there and pin.confirmed_at is None
    )
    for message_id in confirmed:
        await confirm(connection, message_id, seen_at)
    removed = tuple(
        pin.message_id for pin in known.values() if pin.message_id not in there and _settled(pin) < seen_at
    )
    await remove(connection, removed, seen_at)
    return Reconciled(adopted, confirmed, removed)


async def by_person(connection: AsyncConnection, user_id: int) -> tuple[Pin, ...]:
    return await _pins(connection, select(pins).where(pins.c.pinned_by == user_id).order_by(pins.c.pinned_at))


async def changes_by(connection: AsyncConnection, user_id: int) -> tuple[PinChange, ...]:
    found = select(pin_changes).where(pin_changes.c.changed_by == user_id).order_by(pin_changes.c.id)
    return tuple(read_pin_change(row) for row in (await connection.execute(found)).mappings())


async def forget_guild(connection: AsyncConnection, guild_id: int) -> int:
    """Drop a server's pins with all their history; return how many."""
    return (await connection.execute(delete(pins).where(pins.c.guild_id == guild_id))).rowcount


async def forget_channel(connection: AsyncConnection, channel_id: int) -> int:
    return (await connection.execute(delete(pins).where(pins.c.channel_id == channel_id))).rowcount


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Drop pins that were removed before a time, with all their history."""
    return (await connection.execute(delete(pins).where(pins.c.removed_at < before))).rowcount


def _settled(pin: Pin) -> datetime:
    """Return when a pin's absence in Discord begins to mean something."""
    return pin.confirmed_at or pin.pinned_at + BEGUN_FOR


def _active(*conditions: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (pins.c.removed_at.is_(None), *conditions)


def _board(guild_id: int, channel_id: int | None) -> tuple[ColumnElement[bool], ...]:
    here = _active(pins.c.guild_id == guild_id, pins.c.confirmed_at.is_not(None))
    return here if channel_id is None else (*here, pins.c.channel_id == channel_id)


async def _pins(connection: AsyncConnection, found: Select[tuple[object, ...]]) -> tuple[Pin, ...]:
    return tuple(read_pin(row) for row in (await connection.execute(found)).mappings())
