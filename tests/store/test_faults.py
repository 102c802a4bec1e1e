"""Databases that are locked, gone, read-only, something else or out of reach: one line, and on we go."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.address import Address, read_address
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.limits import Limits
from bot.store.records import GuildSettings
from bot.store.store import Store, open_store
from tests.store.conftest import NewDatabase
from tests.store.samples import GUILD, NOW, a_pin, an_answer

ROOT = Path(__file__).parents[2]
HASTY = Limits(busy_seconds=0.2, read_seconds=0.5, write_seconds=1.0, retry_seconds=0.05, pause_seconds=0.3)


async def opened(address: Address) -> Store:
    store = Store(address, HASTY)
    await store.open()
    return store


@contextmanager
def locked(address: Address) -> Iterator[None]:
    """Another program writes to the file meanwhile."""
    with closing(sqlite3.connect(address.target, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def delete(address: Address) -> None:
    Path(address.target).unlink()


def overwrite(address: Address) -> None:
    Path(address.target).write_bytes(b"not a database at all, but long enough to be looked at. " * 40)


def forbid_writing(address: Address) -> None:
    Path(address.target).chmod(0o444)


def beside(address: Address) -> list[str]:
    """Return the names of the files in a database's folder."""
    return sorted(file.name for file in Path(address.target).parent.iterdir())


def modes(address: Address) -> set[int]:
    """Return the permissions of the files in a database's folder."""
    return {file.stat().st_mode & 0o777 for file in Path(address.target).parent.iterdir()}


def kill_in_the_middle_of_a_write(address: Address) -> None:
    url = address.target if address.kind == "postgresql" else f"sqlite:///{address.target}"
    command = [sys.executable, "-m", "tests.store.process", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        process.kill()


async def in_time(store: Store, seconds: float = 5) -> None:
    """Wait until the store answers again."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                return await store.check()
            except StoreError:
                await asyncio.sleep(0.02)


async def test_sqlite_is_set_up_to_read_while_it_writes(file: Address) -> None:
    store = Store(file)
    await store.open()

    async def pragmas(on: AsyncConnection) -> list[object]:
        names = ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
        return [(await on.execute(text(f"PRAGMA {name}"))).scalar() for name in names]

    assert await store._database.read(pragmas) == ["wal", 5000, 1, 1]
    await store.close()
    assert beside(file) == ["kept.sqlite3"], "closing leaves one file"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has such modes")
async def test_a_new_file_is_for_the_bots_user_alone(file: Address) -> None:
    store = Store(file)
    await store.open()
    await store.save_answer(an_answer(1))
    assert modes(file) == {0o600}
    await store.close()


async def test_the_log_never_holds_what_people_wrote(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer = an_answer(1, question="private words", asker_id=77_777_777)
    await store.save_answer(answer)
    await store.begin_pin(a_pin(1, note="private words"))
    with pytest.raises(StoreError):
        await store.save_answer(replace(answer, data_version=None))  # type: ignore[arg-type]
    assert "private words" not in caplog.text
    assert "77777777" not in caplog.text


async def test_a_locked_file_delays_no_answer_and_works_again_after(
    file: Address, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    store = await opened(file)
    await store.save_answer(an_answer(1))
    with locked(file):
        with pytest.raises(StoreError, match=r"^the store .*kept\.sqlite3 is locked by another program$"):
            await store.save_answer(an_answer(2))
        assert await store.attempt(store.save_answer(an_answer(2)), False) is False
        assert await store.answer_behind(1) == an_answer(1), "reading goes on"
    assert await store.save_answer(an_answer(2))
    told = [record.message for record in caplog.records if record.name.startswith("bot.store.database")]
    assert [line.rpartition(" is ")[2] or line for line in told[:1]] == ["locked by another program"]
    assert len(told) <= 4
    assert told[-1].endswith("works again")
    await store.close()


async def test_a_file_locked_at_the_start_is_opened_when_it_is_free(
    file: Address, caplog: pytest.LogCaptureFixture
) -> None:
    await (await opened(file)).close()
    with locked(file):
        async with open_store(file, HASTY) as store:
            assert caplog.messages == [f"the store {file.shown} is locked by another program"]
            assert await store.attempt(store.settings_of(GUILD), GuildSettings(GUILD)) == GuildSettings(GUILD)
    store = Store(file, HASTY)
    with locked(file), pytest.raises(StoreError):
        await store.open()
    await in_time(store)
    assert await store.save_answer(an_answer(1))
    await store.close()


async def test_a_deleted_file_is_noticed_and_begun_anew(file: Address) -> None:
    store = await opened(file)
    await store.save_answer(an_answer(1))
    delete(file)
    with pytest.raises(StoreError, match="is gone: it was moved or deleted"):
        await store.save_answer(an_answer(2))
    await in_time(store)
    assert await store.answer_behind(1) is None
    assert await store.save_answer(an_answer(2))
    await store.close()
    assert beside(file) == ["kept.sqlite3"]


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store = Store(read_address(f"sqlite:///{tmp_path}/nowhere/kept.sqlite3"))
    with pytest.raises(StoreError, match=r"nowhere/kept\.sqlite3 cannot be opened: its folder is missing"):
        await store.open()
    await store.close()


async def test_a_file_of_something_else(file: Address) -> None:
    overwrite(file)
    store = Store(file)
    with pytest.raises(StoreError, match="is no SQLite database"):
        await store.open()
    await store.close()


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """A user whom permissions hold back: root's rights are put down for the test."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this platform has no users to become")
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    yield
    if mine == 0:
        os.seteuid(0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="footprint-store-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


async def test_a_read_only_file(public_folder: Path, request: pytest.FixtureRequest) -> None:
    address = read_address(f"sqlite:///{public_folder}/kept.sqlite3")
    await (await opened(address)).close()
    forbid_writing(address)
    request.getfixturevalue("unprivileged")
    store = Store(address)
    with pytest.raises(StoreError, match=r"kept\.sqlite3 is read-only$"):
        await store.open()
    await store.close()


async def test_a_folder_in_which_the_bot_may_not_write(public_folder: Path, unprivileged: None) -> None:
    store = Store(read_address(f"sqlite:///{public_folder}/kept.sqlite3"))
    with pytest.raises(StoreError, match=r"cannot be opened: .*no permission$"):
        await store.open()
    await store.close()


async def test_a_read_only_postgresql(postgresql: NewDatabase) -> None:
    address = postgresql()
    reading = read_address(f"{address.target}&options=-c%20default_transaction_read_only%3Don")
    store = Store(reading)
    with pytest.raises(StoreError, match=r"it is read-only$"):
        await store.open()
    await store.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:p%40ss-hidden@127.0.0.1:1/db",
        "postgres://me:p%40ss-hidden@127.0.0.1:1/db?sslmode=disable",
        "postgresql://me@127.0.0.1:1/db?password=p%40ss-hidden",
        "postgresql://me:p%40ss-hidden@127.0.0.1:notaport/db",
        "postgresql://me:p%40ss-hidden@127.0.0.1:1/db?nonsense=1",
    ],
)
async def test_a_server_out_of_reach_and_no_password_in_sight(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = Store(read_address(url))
    with pytest.raises(
        StoreError, match=r"^the store postgresql://me@127\.0\.0\.1:[^?]*/db failed: ."
    ) as caught:
        await store.open()
    await store.close()
    for text_ in (str(caught.value), repr(store), repr(read_address(url)), caplog.text):
        assert "hidden" not in text_
        assert "\n" not in str(caught.value)


async def test_a_server_that_never_answers_delays_only_the_first_question() -> None:
    over, left = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()
        await writer.wait_closed()
        left.set()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    database = Database(read_address(f"postgresql://me@127.0.0.1:{port}/db"), Limits(start_seconds=0.3))
    with pytest.raises(StoreError, match="does not answer in time"):
        await database.open()
    async with asyncio.timeout(5):  # twenty waits of a start each would take longer
        for _ in range(20):
            with pytest.raises(StoreError):
                await database.read(lambda on: on.execute(text("SELECT 1")))
    await database.close()
    over.set()
    await asyncio.wait_for(left.wait(), 5)
    server.close()


async def test_a_read_that_takes_too_long_is_cut_off_and_the_next_ones_fail_at_once(
    postgresql: NewDatabase,
) -> None:
    store = await opened(postgresql())
    with pytest.raises(StoreError, match="does not answer in time"):
        await store._database.read(lambda on: on.execute(text("SELECT pg_sleep(30)")))
    async with asyncio.timeout(0.9 * HASTY.read_seconds):  # without waiting once more
        with pytest.raises(StoreError, match="does not answer in time"):
            await store.answer_behind(1)
    await asyncio.sleep(HASTY.pause_seconds)
    assert await store.answer_behind(1) is None
    await store.close()


async def test_a_server_that_dropped_its_connections_is_asked_again(postgresql: NewDatabase) -> None:
    store = await opened(postgresql())
    await store.save_answer(an_answer(1))
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    others = f"{ended} AND pid <> pg_backend_pid()"
    other = await opened(read_address(store._address.target))
    await other._database.read(lambda on: on.execute(text(others)))
    assert await store.answer_behind(1) == an_answer(1)
    await other.close()
    await store.close()


async def test_a_store_that_was_never_opened_or_is_closed_says_so(file: Address) -> None:
    store = Store(file)
    with pytest.raises(StoreError, match="is not open"):
        await store.check()
    await store.open()
    await store.check()
    await store.close()
    with pytest.raises(StoreError, match="is closed"):
        await store.check()
    await store.close()


async def test_in_an_outage_settings_stay_as_they_were(file: Address) -> None:
    store = await opened(file)
    await store.change_settings(GUILD, 4, NOW, language="es")
    await store.settings_of(GUILD)
    delete(file)
    assert (await store.settings_of(GUILD)).language == "es"
    await store.close()


async def test_a_fault_is_told_once_and_not_at_every_question(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = read_address(f"sqlite:///{tmp_path}/nowhere/kept.sqlite3")
    async with open_store(address, HASTY) as store:
        for _ in range(50):
            assert await store.attempt(store.answer_behind(1), None) is None
    assert len(caplog.messages) == 1


async def test_a_process_killed_in_the_middle_of_a_write_leaves_a_good_database(address: Address) -> None:
    kill_in_the_middle_of_a_write(address)
    store = Store(address)
    await store.open()
    assert await store.answer_behind(1) == an_answer(1)
    assert await store.answer_behind(2) is None
    assert await store.save_answer(an_answer(2))
    await store.close()
    if address.kind == "sqlite":
        with closing(sqlite3.connect(address.target)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
