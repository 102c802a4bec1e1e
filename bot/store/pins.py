"""Pinned answers in the database: from the wish to pin one until it is pinned no more.

A pin is begun here before Discord is asked, and confirmed after it has said yes. So whatever breaks between
the two, the store knows title, note and who pinned; `reconcile` then settles it by what Discord shows. That
the message itself says that it is pinned, or no longer does, is `shown`: `unsettled` are those where it lags.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.records import Pin, Reconciled
from bot.store.rows import inserting, pin_row, read_pin, storable
from bot.store.tables import Moment, pins

BEGUN_FOR: Final = timedelta(minutes=2)  # a pin that Discord has not confirmed by then has failed
LEARNED: Final = ("headline", "data_version", "asks", "parent_id", "secret", "label", "about", "inputs")


async def begin(connection: AsyncConnection, pin: Pin) -> bool:
    """Note that an answer is about to be pinned; return False, and change nothing, where it already is."""
    row = pin_row(pin)
    # What still says that it was pinned before says so in other words than it should.
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
    begun = active(pins.c.message_id == message_id)
    done = (
        update(pins)
        .where(*begun)
        .values(confirmed_at=func.coalesce(pins.c.confirmed_at, literal(at, Moment())))
    )
    return bool((await connection.execute(done)).rowcount)


async def remove(connection: AsyncConnection, message_ids: Collection[int], at: datetime) -> int:
    """Take pins off the board; their history stays. Return how many there were."""
    gone = update(pins).where(*active(pins.c.message_id.in_(list(message_ids)))).values(removed_at=at)
    return (await connection.execute(gone)).rowcount


async def one(connection: AsyncConnection, message_id: int) -> Pin | None:
    """Return what is known of a message's pin, removed or not."""
    found = await connection.execute(select(pins).where(pins.c.message_id == message_id))
    row = found.mappings().first()
    return read_pin(row) if row else None


async def describe(connection: AsyncConnection, message_id: int, title: str | None, note: str | None) -> bool:
    """Change a pin's title and note, which its message doesn't show yet; return False where there is none."""
    told = update(pins).where(*active(pins.c.message_id == message_id))
    values = {"title": storable(title), "note": storable(note), "shown": False}
    return bool((await connection.execute(told.values(values))).rowcount)


async def learn(connection: AsyncConnection, pin: Pin) -> bool:
    """Give a pin that was made by hand what is known of its answer; its title, note and time stay."""
    row = pin_row(pin)
    told = update(pins).where(*active(pins.c.message_id == pin.message_id))
    values = {name: row[name] for name in LEARNED}
    return bool((await connection.execute(told.values(values))).rowcount)


async def attribute(connection: AsyncConnection, message_id: int, user_id: int) -> bool:
    """Note who made a pin of which that wasn't known; return whether it wasn't."""
    nameless = active(pins.c.message_id == message_id, pins.c.pinned_by.is_(None))
    told = update(pins).where(*nameless).values(pinned_by=user_id, shown=False)
    return bool((await connection.execute(told)).rowcount)


async def unsettled(connection: AsyncConnection, channel_id: int) -> tuple[Pin, ...]:
    """Return pins whose message doesn't say so, and messages that say it and are pinned no more."""
    silent = pins.c.removed_at.is_(None) & pins.c.confirmed_at.is_not(None) & pins.c.shown.is_(False)
    untrue = pins.c.removed_at.is_not(None) & pins.c.shown.is_(True)
    found = select(pins).where(pins.c.channel_id == channel_id, or_(silent, untrue))
    return await read_pins(connection, found.order_by(pins.c.message_id))


async def show(connection: AsyncConnection, message_id: int, shown: bool) -> None:
    """Note whether a message says that it is pinned."""
    await connection.execute(update(pins).where(pins.c.message_id == message_id).values(shown=shown))


async def reconcile(
    connection: AsyncConnection,
    guild_id: int,
    channel_id: int,
    there: Mapping[int, datetime],
    seen_at: datetime,
    begun_for: timedelta = BEGUN_FOR,
) -> Reconciled:
    """Make a channel's pins what Discord shows: `there` are the bot's own pinned messages, and since when.

    `seen_at` is when Discord was first asked: what was confirmed after that is left alone, and what was begun
    gets its time to be confirmed.
    """
    found = await read_pins(connection, select(pins).where(pins.c.channel_id == channel_id).with_for_update())
    known = {pin.message_id: pin for pin in found if pin.removed_at is None}
    adopted = tuple(sorted(there.keys() - known.keys()))
    removed_once = {pin.message_id for pin in found}
    for message_id in adopted:
        pinned_at = there[message_id]
        if message_id in removed_once:  # it keeps its title, note and history
            again = update(pins).where(pins.c.message_id == message_id)
            values = {"pinned_at": pinned_at, "pinned_by": None, "confirmed_at": seen_at, "removed_at": None}
            await connection.execute(again.values(**values, shown=False))
        else:
            pin = Pin(message_id, channel_id, guild_id, None, pinned_at, confirmed_at=seen_at)
            await begin(connection, pin)
    confirmed = tuple(
        pin.message_id for pin in known.values() if pin.message_id in there and pin.confirmed_at is None
    )
    for message_id in confirmed:
        await confirm(connection, message_id, seen_at)
    removed = tuple(
        pin.message_id
        for pin in known.values()
        if pin.message_id not in there and (pin.confirmed_at or pin.pinned_at + begun_for) < seen_at
    )
    await remove(connection, removed, seen_at)
    return Reconciled(adopted, confirmed, removed)


async def by_person(connection: AsyncConnection, user_id: int) -> tuple[Pin, ...]:
    return await read_pins(
        connection, select(pins).where(pins.c.pinned_by == user_id).order_by(pins.c.pinned_at)
    )


async def forget_guild(connection: AsyncConnection, guild_id: int) -> int:
    """Drop a server's pins with all their history; return how many."""
    return (await connection.execute(delete(pins).where(pins.c.guild_id == guild_id))).rowcount


async def forget_channel(connection: AsyncConnection, channel_id: int) -> int:
    """Drop the pins of a channel and of its threads."""
    there = or_(pins.c.channel_id == channel_id, pins.c.parent_id == channel_id)
    return (await connection.execute(delete(pins).where(there))).rowcount


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Drop pins that were removed before a time, with all their history."""
    return (await connection.execute(delete(pins).where(pins.c.removed_at < before))).rowcount


def active(*conditions: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Return conditions that only pins meet which nobody has removed."""
    return (pins.c.removed_at.is_(None), *conditions)


async def read_pins(connection: AsyncConnection, found: Select[tuple[object, ...]]) -> tuple[Pin, ...]:
    """Return the pins that a statement finds."""
    return tuple(read_pin(row) for row in (await connection.execute(found)).mappings())
