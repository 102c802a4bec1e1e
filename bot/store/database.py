"""A database that may come and go: opened and upgraded, asked within a time limit, opened again by itself."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
import traceback
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.address import Address
from bot.store.engine import WRITES, explain, open_engine, touch
from bot.store.errors import NewerStore, StoreError
from bot.store.limits import Limits
from bot.store.upgrade import upgrade

log = logging.getLogger(__name__)
Found = TypeVar("Found")
Work = Callable[[AsyncConnection], Awaitable[Found]]


class Database:
    """One engine. Each call is one transaction on one connection, and any number may run at the same time."""

    def __init__(self, address: Address, limits: Limits) -> None:
        self._address = address
        self._limits = limits
        self._engine: AsyncEngine | None = None
        self._file: tuple[int, int] | None = None  # device and number of SQLite's file
        self._why_not = f"the store {address.shown} is not open"  # no error: it would hold a dead connection
        self._hopeless = False
        self._retry_at = float("inf")
        self._reads_from = 0.0
        self._opening = asyncio.Lock()
        self._reopening: asyncio.Task[None] | None = None
        # SQLite has one writer: a queue here is fair and wakes at once, while its own waiting polls.
        self._turn = asyncio.Lock() if address.kind == "sqlite" else None
        self._running = 0  # transactions
        self._idle = asyncio.Event()
        self._idle.set()
        self._told = ""

    async def open(self) -> None:
        """Open the database, made and upgraded where need be. StoreError: it is tried again by and by."""
        async with self._opening:
            if self._engine is not None:
                return
            try:
                self._engine = await self._opened()
            except StoreError as error:
                self._note(error)
                self._hopeless = isinstance(error, NewerStore)
                self._why_not = str(error)
                self._retry_at = time.monotonic() + self._limits.retry_seconds
                raise
            self._file = self._identity()

    async def close(self) -> None:
        """Close every connection, once what is going on with them is over."""
        self._hopeless = True
        self._why_not = f"the store {self._address.shown} is closed"
        if self._reopening:
            self._reopening.cancel()
            await asyncio.gather(self._reopening, return_exceptions=True)
        engine, self._engine = self._engine, None
        with suppress(TimeoutError):  # a connection that is closed in use is lost
            await asyncio.wait_for(self._idle.wait(), self._limits.write_seconds)
        if engine:
            await engine.dispose()

    async def read(self, work: Work[Found]) -> Found:
        """Return what some statements find. StoreError."""
        if time.monotonic() < self._reads_from:
            raise self._note(StoreError(f"the store {self._address.shown} does not answer in time"))
        try:
            return await self._run(work, self._limits.read_seconds, writes=False)
        except _TookTooLong:
            self._reads_from = time.monotonic() + self._limits.pause_seconds
            raise

    async def write(self, work: Work[Found]) -> Found:
        """Run some statements, all or none, and return what they do. StoreError."""
        return await self._run(work, self._limits.write_seconds, writes=True)

    async def _run(self, work: Work[Found], seconds: float, *, writes: bool) -> Found:
        engine = await self._present()
        self._running += 1
        self._idle.clear()
        try:
            async with asyncio.timeout(seconds), self._turn if writes and self._turn else nullcontext():
                found = await _transaction(engine, work, writes=writes)
        except (SQLAlchemyError, OSError) as error:
            where = "".join(
                traceback.format_tb(error.__traceback__)
            )  # without the message: it may quote a row
            log.debug("%s in the store:\n%s", type(error).__name__, where)
            kind = _TookTooLong if isinstance(error, TimeoutError) else StoreError
            raise self._note(kind(explain(error, self._address))) from None
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()
        if self._told:
            self._told = ""
            log.info("the store %s works again", self._address.shown)
        return found

    async def _opened(self) -> AsyncEngine:
        """Return an engine on a database with all its tables."""
        engine = open_engine(self._address, self._limits.busy_seconds)
        try:
            async with asyncio.timeout(self._limits.start_seconds):
                await touch(self._address, self._limits.busy_seconds)
                await _transaction(engine, upgrade, writes=True)
        except BaseException as error:
            await engine.dispose()
            if isinstance(error, StoreError):
                raise type(error)(f"the store {self._address.shown}: {error}") from None
            if isinstance(error, SQLAlchemyError | sqlite3.Error | OSError):
                raise StoreError(explain(error, self._address)) from None
            raise
        return engine

    async def _present(self) -> AsyncEngine:
        """Return the engine. StoreError where there is none; then it is opened again when that may help."""
        engine = self._engine
        if engine is not None and self._file != self._identity():
            self._engine = None
            self._why_not = f"the store {self._address.shown} is gone: it was moved or deleted"
            self._retry_at = time.monotonic()
            await engine.dispose()
            engine = None
        if engine is None:
            if not self._hopeless and time.monotonic() >= self._retry_at and not self._reopening:
                self._reopening = asyncio.create_task(self._reopen())
            raise self._note(StoreError(self._why_not))
        return engine

    async def _reopen(self) -> None:
        try:
            await self.open()
        except StoreError:
            return
        else:
            self._told = ""
            log.info("the store %s is open again", self._address.shown)
        finally:
            self._reopening = None

    def _identity(self) -> tuple[int, int] | None:
        """Return what tells SQLite's file from another of its name; None: PostgreSQL, or it is gone."""
        if self._address.kind != "sqlite":
            return None
        try:
            found = Path(self._address.target).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _note(self, error: StoreError) -> StoreError:
        """Log a fault once, not at every question that meets it."""
        if str(error) != self._told:
            self._told = str(error)
            log.warning("%s", error)
        return error


class _TookTooLong(StoreError):
    """The time limit of a call has passed."""


async def _transaction(engine: AsyncEngine, work: Work[Found], *, writes: bool) -> Found:
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: writes})
        async with connection.begin():
            return await work(connection)


async def probe(connection: AsyncConnection) -> None:
    """Ask the least that a database can be asked."""
    await connection.execute(text("SELECT 1"))
