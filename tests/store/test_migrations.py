"""The tables: made at the first start, brought up to date with what is in them, and as the code sees them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, inspect, text

from bot.store.address import Address, read_address
from bot.store.engine import WRITES, open_engine, touch
from bot.store.errors import NewerStore, StoreError
from bot.store.records import GuildSettings, Sync
from bot.store.store import Store
from bot.store.tables import metadata
from bot.store.upgrade import HEAD, MIGRATIONS, VERSION_TABLE, migrate, revision
from tests.store.conftest import NewDatabase
from tests.store.samples import FULL_REQUEST, GUILD, HEADLINE, NOW, a_pin, an_answer

# What a database of each revision holds beside that of the ones before: table, row.
ROWS: Final[dict[str, list[tuple[str, dict[str, Any]]]]] = {
    "0001": [
        (
            "answers",
            {
                **{name: getattr(an_answer(1), name) for name in ("message_id", "channel_id", "guild_id")},
                **{name: getattr(an_answer(1), name) for name in ("asker_id", "question_message_id", "kind")},
                **{name: getattr(an_answer(1), name) for name in ("language", "data_version")},
                "request": FULL_REQUEST.as_json(),
                "created_at": an_answer(1).created_at,
                "expires_at": an_answer(1).expires_at,
            },
        ),
        ("users", {"user_id": 9, "remember": False}),
    ],
    "0002": [
        (
            "guilds",
            {
                "guild_id": GUILD,
                "language": "es",
                "metrics": ["water"],
                "private": True,
                "ask_channels": [7],
                "cooldown_seconds": 3,
                "edit_window_minutes": 15,
            },
        ),
        (
            "settings_changes",
            {"guild_id": GUILD, "changed_by": 4, "changed_at": NOW, "setting": "language", "now": "es"},
        ),
    ],
    "0003": [
        (
            "pins",
            {
                "message_id": 1,
                "channel_id": a_pin(1).channel_id,
                "guild_id": GUILD,
                "pinned_at": NOW,
                "headline": {"metric": "energy", "low": 300.0, "median": 340.5, "high": 420.0, "unit": "kWh"},
                "stale": False,
                "confirmed_at": NOW,
            },
        ),
        ("pin_changes", {"message_id": 1, "changed_at": NOW, "was_version": "1", "now_version": "2"}),
    ],
    "0004": [
        ("command_syncs", {"application_id": 1, "payload_hash": "a", "command_ids": {}, "synced_at": NOW}),
    ],
    "0005": [
        (
            "pins",
            {
                "message_id": 2,
                "channel_id": a_pin(2).channel_id,
                "guild_id": GUILD + 1,
                "pinned_at": NOW,
                "stale": False,
                "confirmed_at": NOW,
                "parent_id": 5,
                "secret": False,
                "label": "1,000 prompts of GPT-4o",
                "about": ["gpt-4o"],
                "inputs": {"0:grid:": [30.0, 41.0, 45.0]},
                "checked_version": "2",
                "shown": True,
            },
        ),
    ],
}
REVISIONS: Final = tuple(ROWS)


async def at_once(address: Address, work: Any, *arguments: Any) -> Any:
    """Run something on a database in one transaction, before the store sees it."""
    engine = open_engine(address, 5)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(**{WRITES: True})
            async with connection.begin():
                return await connection.run_sync(work, *arguments)
    finally:
        await engine.dispose()


def fill(connection: Connection, upto: str) -> None:
    """Put rows into a database as it was at a revision."""
    for made in REVISIONS[: REVISIONS.index(upto) + 1]:
        for name, row in ROWS[made]:
            connection.execute(Table(name, MetaData(), autoload_with=connection).insert().values(row))


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def test_the_migrations_are_one_row_of_numbers_and_head_is_the_last() -> None:
    found = [script.revision for script in scripts().walk_revisions()][::-1]
    assert found == [f"{number:04}" for number in range(1, len(found) + 1)]
    assert found[-1] == HEAD
    assert tuple(found) == REVISIONS, "each revision needs its rows, to be carried through the later ones"


async def test_the_first_start_makes_the_tables_that_the_code_sees(address: Address) -> None:
    store = Store(address)
    await store.open()
    await store.close()

    def differences(connection: Connection) -> list[Any]:
        options = {"compare_type": True, "version_table": VERSION_TABLE}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    def indexes(connection: Connection) -> set[str | None]:
        found = inspect(connection)
        return {index["name"] for table in metadata.tables for index in found.get_indexes(table)}

    assert await at_once(address, differences) == []
    assert await at_once(address, revision) == HEAD
    wanted = {index.name for table in metadata.tables.values() for index in table.indexes}
    assert await at_once(address, indexes) == wanted


@pytest.mark.parametrize("start", REVISIONS)
async def test_what_an_earlier_version_wrote_is_there_after_the_update(address: Address, start: str) -> None:
    await at_once(address, migrate, start)
    await at_once(address, fill, start)
    store = Store(address)
    await store.open()
    assert await at_once(address, revision) == HEAD
    assert await store.answer_behind(1) == an_answer(1, request=FULL_REQUEST)
    assert not (await store.user_settings(9)).remember
    if start >= "0002":
        assert await store.settings_of(GUILD) == GuildSettings(
            GUILD, language="es", metrics=("water",), private=True, ask_channels=(7,)
        )
        (change,) = await store.settings_changes(GUILD)
        assert (change.was, change.now) == (None, "es")
    if start >= "0003":
        (pin,) = await store.board(GUILD)
        assert pin.headline == HEADLINE
        assert len(await store.pin_history(1)) == 1
    if start >= "0004":
        assert await store.last_sync(1) == Sync(1, "a", {}, NOW)
    if start >= "0005":
        (pin,) = await store.board(GUILD + 1)
        assert (pin.about, pin.inputs) == (("gpt-4o",), {"0:grid:": (30.0, 41.0, 45.0)})
    assert await store.save_answer(an_answer(2))
    await store.close()


async def test_a_start_with_nothing_to_do_changes_nothing(address: Address) -> None:
    for _ in range(2):
        store = Store(address)
        await store.open()
        await store.save_answer(an_answer(1))
        assert await store.answer_behind(1) is not None
        await store.close()


async def test_processes_that_start_together_make_the_tables_once(new_database: NewDatabase) -> None:
    address = new_database()
    stores = [Store(address) for _ in range(4)]
    await asyncio.gather(*(store.open() for store in stores))
    await stores[0].save_answer(an_answer(1))
    assert await stores[3].answer_behind(1) == an_answer(1)
    await asyncio.gather(*(store.close() for store in stores))


async def test_a_new_file_is_set_to_wal_by_many_at_once(tmp_path: Path) -> None:
    for round_ in range(25):
        address = read_address(f"sqlite:///{tmp_path}/{round_}.sqlite3")
        await asyncio.gather(*(touch(address, 5.0) for _ in range(8)))


@pytest.mark.parametrize("number", ["9999", "a1b2c3d4"])
async def test_a_database_of_a_newer_version_is_left_alone(address: Address, number: str) -> None:
    def newer(connection: Connection) -> None:
        migrate(connection, HEAD)
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '{number}'"))

    await at_once(address, newer)
    store = Store(address)
    with pytest.raises(NewerStore, match=r"newer version of the bot .*: update the bot") as caught:
        await store.open()
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreError, match="newer version of the bot"):
        await store.answer_behind(1)
    assert await store.attempt(store.settings_of(1), None) is None
    await store.close()
    assert await at_once(address, revision) == number


async def test_another_programs_database_is_left_alone(address: Address) -> None:
    def foreign(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE pins (colour TEXT)"))

    await at_once(address, foreign)
    store = Store(address)
    with pytest.raises(StoreError, match="already holds something else's table pins"):
        await store.open()
    await store.close()
    assert await at_once(address, revision) is None


async def test_an_update_that_fails_half_way_changes_nothing(address: Address) -> None:
    await at_once(address, migrate, "0001")

    def in_the_way(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE command_syncs (colour TEXT)"))

    await at_once(address, in_the_way)
    store = Store(address)
    with pytest.raises(StoreError, match="command_syncs"):
        await store.open()
    await store.close()
    assert await at_once(address, revision) == "0001"
    assert not await at_once(address, lambda connection: inspect(connection).has_table("guilds"))
