"""Values that were read lately, so that not every message asks the database."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Final, Generic, TypeVar

from bot.store.errors import StoreError

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

FRESH_SECONDS: Final = 60.0  # another process may have changed it meanwhile
REMEMBERED: Final = 10_000


class Recall(Generic[Key, Value]):
    """The latest values by key. One that was forgotten while it was being read is not put back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._values: OrderedDict[Key, tuple[Value, float]] = OrderedDict()
        self._reads: dict[Key, asyncio.Task[Value]] = {}
        self._forgotten = 0  # how often: tells a read from before a change from one after it

    async def get(self, key: Key, read: Callable[[], Awaitable[Value]]) -> Value:
        """Return a value from memory, or read anew, once for all who wait; where that fails, as it last was.

        StoreError.
        """
        known = self._values.get(key)
        if known and self._clock() < known[1]:
            self._values.move_to_end(key)
            return known[0]
        forgotten = self._forgotten
        reading = self._reads.get(key)
        if reading is None:
            reading = self._reads[key] = asyncio.create_task(self._read(key, read, forgotten))
            reading.add_done_callback(lambda done: self._is_read(key, done))
        try:
            return await asyncio.shield(reading)  # who gives up leaves it to the others
        except StoreError:
            if known and forgotten == self._forgotten:
                return known[0]
            raise

    async def _read(self, key: Key, read: Callable[[], Awaitable[Value]], forgotten: int) -> Value:
        value = await read()
        if forgotten == self._forgotten:
            self._values[key] = (value, self._clock() + FRESH_SECONDS)
            self._values.move_to_end(key)
            if len(self._values) > REMEMBERED:
                self._values.popitem(last=False)
        return value

    def _is_read(self, key: Key, done: asyncio.Task[Value]) -> None:
        if self._reads.get(key) is done:
            del self._reads[key]
        if not done.cancelled():
            done.exception()  # nobody may be waiting for it any more

    def forget(self, key: Key) -> None:
        """Drop a value that has changed."""
        self._forgotten += 1
        self._values.pop(key, None)
        self._reads.pop(key, None)

    def clear(self) -> None:
        """Drop all values."""
        self._forgotten += 1
        self._values.clear()
        self._reads.clear()
