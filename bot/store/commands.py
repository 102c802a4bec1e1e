"""In the database: the commands as they were last registered with Discord."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.records import Sync
from bot.store.rows import read_sync, replacing, sync_row
from bot.store.tables import command_syncs


async def last_sync(connection: AsyncConnection, application_id: int) -> Sync | None:
    found = select(command_syncs).where(command_syncs.c.application_id == application_id)
    row = (await connection.execute(found)).mappings().first()
    return read_sync(row) if row else None


async def save_sync(connection: AsyncConnection, sync: Sync) -> None:
    await connection.execute(replacing(connection, command_syncs, sync_row(sync)))
