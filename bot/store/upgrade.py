"""A database brought to what the code needs, or refused."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import NewerStore, StoreError
from bot.store.tables import metadata

log = logging.getLogger(__name__)

HEAD: Final = "0005"  # the last of the migrations; a test holds it to them
VERSION_TABLE: Final = "footprint_version"  # Alembic's own name may belong to another program's tables here
UPGRADE_LOCK: Final = 7_066_421  # any number, the same in every process of the bot
MIGRATIONS: Final = Path(__file__).parent / "migrations"


async def upgrade(connection: AsyncConnection) -> None:
    """Run the migrations that a database lacks, all or none, in the open write transaction.

    NewerStore where a newer bot wrote it; StoreError where tables of the same names belong to something else.
    Alembic is imported only where there is something to run: it takes 11 MB.
    """
    if connection.dialect.name == "postgresql":  # another process may be starting too: one after the other
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        await connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        if (await connection.execute(text("SHOW transaction_read_only"))).scalar() == "on":
            raise StoreError("it is read-only")
    found = await connection.run_sync(revision)
    if found == HEAD:
        return
    if found is not None and (not re.fullmatch(r"\d{4}", found) or found > HEAD):
        raise NewerStore(
            f"it was written by a newer version of the bot (tables {found}, here {HEAD}): update the bot"
        )
    if found is None:
        foreign = await connection.run_sync(_taken)
        if foreign:
            raise StoreError(f"it already holds something else's table {foreign}")
    await connection.run_sync(migrate, HEAD)
    log.info("the store's tables are brought from %s to %s", found or "none", HEAD)


def revision(connection: Connection) -> str | None:
    """Return the last migration that a database has had, or None where it has had none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return found


def _taken(connection: Connection) -> str | None:
    """Return a table that stands where one of ours should go."""
    return min(set(inspect(connection).get_table_names()) & metadata.tables.keys(), default=None)


def migrate(connection: Connection, target: str) -> None:
    """Run the migrations up to a target in the open transaction."""
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each of its plugins
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)
