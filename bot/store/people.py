"""What the store holds about one person: shown, and erased."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Table, delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import answers as answer_rows
from bot.store import board as board_rows
from bot.store import guilds as guild_rows
from bot.store import pins as pin_rows
from bot.store.records import Erased, UserExport
from bot.store.rows import replacing
from bot.store.tables import pin_changes, pins, settings_changes, users

NAMED: Final[tuple[tuple[Table, Column[int]], ...]] = (  # what stays for others when the person's id goes
    (settings_changes, settings_changes.c.changed_by),
    (pins, pins.c.pinned_by),
    (pin_changes, pin_changes.c.changed_by),
)


async def export(connection: AsyncConnection, user_id: int) -> UserExport:
    return UserExport(
        settings=await answer_rows.user(connection, user_id),
        answers=await answer_rows.of_asker(connection, user_id),
        pins=await pin_rows.by_person(connection, user_id),
        pin_changes=await board_rows.changes_by(connection, user_id),
        settings_changes=await guild_rows.changes_by(connection, user_id),
    )


async def erase(connection: AsyncConnection, user_id: int) -> Erased:
    """Delete a person's answers, and their id from what others still need: pinned answers, pins, changes.

    That they want nothing kept stays, or it would be kept again from the next question on.
    """
    done = await answer_rows.erase(connection, user_id)
    plain = delete(users).where(users.c.user_id == user_id, users.c.remember.is_(True))
    deleted = done.deleted + (await connection.execute(plain)).rowcount
    anonymised = done.anonymised
    unsaid = update(pins).where(pins.c.pinned_by == user_id).values(shown=False)  # the message names them
    await connection.execute(unsaid.where(pins.c.removed_at.is_(None)))
    for table, column in NAMED:
        nameless = update(table).where(column == user_id).values({column: None})
        anonymised += (await connection.execute(nameless)).rowcount
    return Erased(deleted, anonymised)


async def set_remember(connection: AsyncConnection, user_id: int, remember: bool) -> Erased:
    """Keep somebody's answers from now on, or not, and then drop those that are kept."""
    row = {"user_id": user_id, "remember": remember}
    await connection.execute(replacing(connection, users, row))
    return Erased() if remember else await answer_rows.erase(connection, user_id)
