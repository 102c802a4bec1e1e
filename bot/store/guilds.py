"""Servers' settings in the database, and who changed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.records import GuildSettings, SettingsChange
from bot.store.rows import guild_row, inserting, read_guild, read_settings_change
from bot.store.tables import guilds, settings_changes


async def settings(connection: AsyncConnection, guild_id: int) -> GuildSettings:
    """Return a server's settings: the defaults where it has changed none."""
    found = await connection.execute(select(guilds).where(guilds.c.guild_id == guild_id))
    row = found.mappings().first()
    return read_guild(row) if row else GuildSettings(guild_id)


async def change(
    connection: AsyncConnection, guild_id: int, by: int | None, at: datetime, changes: Mapping[str, Any]
) -> GuildSettings:
    """Change what differs, note each, and return the settings as they now are."""
    first = inserting(connection, guilds, guild_row(GuildSettings(guild_id))).on_conflict_do_nothing()
    await connection.execute(first)
    found = await connection.execute(select(guilds).where(guilds.c.guild_id == guild_id).with_for_update())
    before = read_guild(found.mappings().one())
    after = replace(before, **changes)
    was, now = guild_row(before), guild_row(after)
    differing = {name: value for name, value in now.items() if value != was[name]}
    if not differing:
        return after
    await connection.execute(update(guilds).where(guilds.c.guild_id == guild_id).values(differing))
    for name, value in differing.items():
        noted = {"guild_id": guild_id, "changed_by": by, "changed_at": at, "setting": name}
        await connection.execute(insert(settings_changes).values(**noted, was=was[name], now=value))
    return after


async def changes_of(connection: AsyncConnection, guild_id: int, limit: int) -> tuple[SettingsChange, ...]:
    """Return a server's latest changes, the newest first."""
    found = select(settings_changes).where(settings_changes.c.guild_id == guild_id)
    rows = await connection.execute(found.order_by(settings_changes.c.id.desc()).limit(limit))
    return tuple(read_settings_change(row) for row in rows.mappings())


async def changes_by(connection: AsyncConnection, user_id: int) -> tuple[SettingsChange, ...]:
    found = select(settings_changes).where(settings_changes.c.changed_by == user_id)
    rows = await connection.execute(found.order_by(settings_changes.c.id))
    return tuple(read_settings_change(row) for row in rows.mappings())


async def forget(connection: AsyncConnection, guild_id: int) -> int:
    return (await connection.execute(delete(guilds).where(guilds.c.guild_id == guild_id))).rowcount


async def purge_changes(connection: AsyncConnection, before: datetime) -> int:
    old = delete(settings_changes).where(settings_changes.c.changed_at < before)
    return (await connection.execute(old)).rowcount
