"""The connections to a database: SQLite through aiosqlite, PostgreSQL through psycopg."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sqlite3
import time
from typing import Any, Final

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.address import Address
from bot.store.errors import StoreError

CONNECTING: Final = {
    "connect_timeout": "5",
    "application_name": "footprint",
}  # where the URL says nothing of it
WRITES: Final = "footprint_writes"  # the option of a connection whose transaction will write
WAL: Final = (
    "PRAGMA journal_mode = WAL"  # readers and the writer don't wait for each other; it stays with a file
)
BUSY_PAUSE: Final = 0.02  # seconds
PRAGMAS: Final = (
    "PRAGMA synchronous = NORMAL",  # with WAL: a power cut may undo the last writes, and damages nothing
    "PRAGMA foreign_keys = ON",
)


def open_engine(address: Address, busy_seconds: float) -> AsyncEngine:
    """Return an engine, which connects at its first use. StoreError where the driver is not installed."""
    return _sqlite(address, busy_seconds) if address.kind == "sqlite" else _postgresql(address)


def _sqlite(address: Address, busy_seconds: float) -> AsyncEngine:
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # below, it logs what people wrote
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=address.target),
        connect_args={"isolation_level": None, "timeout": busy_seconds},
        pool_size=3,  # a thread each; one writes, the others read
        max_overflow=0,
        json_serializer=_json,
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        try:
            cursor = connection.cursor()
            for pragma in PRAGMAS:
                cursor.execute(pragma)
            cursor.close()
        except BaseException:
            connection.close()  # the pool leaves a connection open, and its thread, that this refuses
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver begins no transaction before a DDL statement, and one that first reads and then writes
        # fails at once where another has written meanwhile: so a writer takes the lock at its start.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(address: Address) -> AsyncEngine:
    try:
        from psycopg import AsyncConnection
    except ImportError:  # it is missing, or libpq is
        remedy = "pip install 'footprint-bot[postgres]'"
        raise StoreError(f"the store {address.shown} needs PostgreSQL's driver: {remedy}") from None

    # No prepared statements: a pooler such as PgBouncer may hand the next transaction another connection.
    options: dict[str, Any] = {
        name: value for name, value in CONNECTING.items() if name not in address.target
    }

    async def connect(*_: Any, **__: Any) -> AsyncConnection[Any]:
        # libpq reads the string itself: whatever a host's URL says of TLS or sockets is meant as written.
        return await AsyncConnection.connect(address.target, prepare_threshold=None, **options)

    return create_async_engine(
        "postgresql+psycopg://",
        async_creator=connect,
        pool_size=5,
        pool_pre_ping=True,
        json_serializer=_json,
        hide_parameters=True,
    )


def _json(value: Any) -> str:
    return json.dumps(value, allow_nan=False)  # PostgreSQL takes no NaN, and SQLite shall not either


async def touch(address: Address, busy_seconds: float) -> None:
    """Open SQLite's file, set it to WAL and close it; a new one is for the bot's user alone. sqlite3.Error.

    aiosqlite leaves a thread behind for a moment where it cannot open a file: this finds out without one.
    SQLite does not wait for another program that sets a file to WAL, but fails at once: so this tries again.
    """

    def open_and_close() -> None:
        with contextlib.suppress(OSError):  # it is there, or SQLite says what is wrong
            os.close(os.open(address.target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        deadline = time.monotonic() + busy_seconds
        with contextlib.closing(sqlite3.connect(address.target, timeout=busy_seconds)) as connection:
            while True:
                try:
                    connection.execute(WAL)
                    return
                except sqlite3.OperationalError as error:
                    if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
                    time.sleep(BUSY_PAUSE)

    if address.kind == "sqlite":
        await asyncio.to_thread(open_and_close)


def explain(error: BaseException, address: Address) -> str:
    """Return one line on why a database did not do what was asked, for the host to read."""
    if isinstance(error, TimeoutError):
        return f"the store {address.shown} does not answer in time"
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    known = _explain_sqlite(cause) if address.kind == "sqlite" else _explain_postgresql(cause)
    if known:
        return f"the store {address.shown} {known}"
    reason = address.without_secrets(" ".join(str(cause).split())) or type(cause).__name__
    if isinstance(error, SQLAlchemyError) and not isinstance(error, DBAPIError):
        reason = f"{type(error).__name__}: {reason}"
    return f"the store {address.shown} failed: {reason}"


def _explain_postgresql(error: BaseException) -> str | None:
    """Return what a server said, without the detail, which quotes what people wrote."""
    state: str | None = getattr(error, "sqlstate", None)
    if not state:
        return None
    diagnosis = getattr(error, "diag", None)
    said: str | None = getattr(diagnosis, "message_primary", None)
    quotes_a_value = state.startswith("22")  # data exceptions
    return f"failed: {type(error).__name__ if quotes_a_value or not said else said}"


def _explain_sqlite(error: BaseException) -> str | None:
    return {
        sqlite3.SQLITE_BUSY: "is locked by another program",
        sqlite3.SQLITE_LOCKED: "is locked by another program",
        sqlite3.SQLITE_READONLY: "is read-only",
        sqlite3.SQLITE_CANTOPEN: "cannot be opened: its folder is missing, or there is no permission",
        sqlite3.SQLITE_NOTADB: "is no SQLite database",
        sqlite3.SQLITE_CORRUPT: "is damaged: restore a copy",
        sqlite3.SQLITE_FULL: "is full: no space is left on its disk",
        sqlite3.SQLITE_IOERR: "cannot be read or written: its disk fails",
    }.get(_code(error))


def _code(error: BaseException) -> int:
    """Return SQLite's primary result code; 0 for an error that is not its own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
