"""Answers in the database: each a statement or two on an open connection."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, RowMapping, Select, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.records import Erased, SavedAnswer, UserSettings
from bot.store.rows import answer_row, read_answer, read_user, replacing
from bot.store.tables import answers, pins, users

log = logging.getLogger(__name__)

PURGED_AT_ONCE: Final = 500  # rows of one transaction, so that no writer waits for long


async def save(connection: AsyncConnection, answer: SavedAnswer) -> bool:
    """Keep an answer, in the place of the same message's; return False where its asker wants nothing kept."""
    if answer.asker_id is not None and not (await user(connection, answer.asker_id)).remember:
        return False
    await connection.execute(replacing(connection, answers, answer_row(answer)))
    return True


async def behind(connection: AsyncConnection, message_id: int) -> SavedAnswer | None:
    return await _first(connection, select(answers).where(answers.c.message_id == message_id))


async def to_question(connection: AsyncConnection, question_message_id: int) -> SavedAnswer | None:
    found = select(answers).where(answers.c.question_message_id == question_message_id)
    return await _first(connection, found.order_by(answers.c.message_id.desc()).limit(1))


async def last_in(connection: AsyncConnection, channel_id: int, since: datetime) -> SavedAnswer | None:
    found = select(answers).where(answers.c.channel_id == channel_id, answers.c.created_at >= since)
    return await _first(connection, found.order_by(answers.c.created_at.desc()).limit(1))


async def of_asker(connection: AsyncConnection, user_id: int) -> tuple[SavedAnswer, ...]:
    found = select(answers).where(answers.c.asker_id == user_id).order_by(answers.c.created_at)
    rows = (await connection.execute(found)).mappings()
    return tuple(answer for row in rows if (answer := _read(row)))


async def forget(connection: AsyncConnection, message_ids: Collection[int]) -> int:
    """Drop the answers in these messages; return how many."""
    return await _delete(connection, answers.c.message_id.in_(list(message_ids)))


async def forget_guild(connection: AsyncConnection, guild_id: int) -> int:
    return await _delete(connection, answers.c.guild_id == guild_id)


async def forget_channel(connection: AsyncConnection, channel_id: int) -> int:
    return await _delete(connection, answers.c.channel_id == channel_id)


async def purge(connection: AsyncConnection, now: datetime) -> int:
    """Drop some answers that have expired, not the pinned ones; return how many: 0 when none is left."""
    old = (
        select(answers.c.message_id)
        .where(answers.c.expires_at <= now, ~pinned())
        .order_by(answers.c.expires_at)
        .limit(PURGED_AT_ONCE)
    )
    return await _delete(connection, answers.c.message_id.in_(old))


async def erase(connection: AsyncConnection, user_id: int) -> Erased:
    """Drop somebody's answers; those that are pinned stay for the others, without their id and words."""
    theirs = answers.c.asker_id == user_id
    deleted = await _delete(connection, theirs & ~pinned())
    kept = update(answers).where(theirs).values(asker_id=None, question_message_id=None, question=None)
    return Erased(deleted, (await connection.execute(kept)).rowcount)


def pinned() -> ColumnElement[bool]:
    """Return whether an answer is pinned, for a WHERE clause."""
    return exists().where(pins.c.message_id == answers.c.message_id, pins.c.removed_at.is_(None))


async def user(connection: AsyncConnection, user_id: int) -> UserSettings:
    found = await connection.execute(select(users).where(users.c.user_id == user_id))
    row = found.mappings().first()
    return read_user(row) if row else UserSettings(user_id)


async def _first(connection: AsyncConnection, found: Select[tuple[object, ...]]) -> SavedAnswer | None:
    row = (await connection.execute(found)).mappings().first()
    return _read(row) if row else None


def _read(row: RowMapping) -> SavedAnswer | None:
    """Return the answer of a row, or None where a version long gone wrote what nobody can read any more."""
    try:
        return read_answer(row)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        log.warning("answer %d cannot be read: %s", row["message_id"], type(error).__name__)
        return None


async def _delete(connection: AsyncConnection, gone: ColumnElement[bool]) -> int:
    return (await connection.execute(delete(answers).where(gone))).rowcount
