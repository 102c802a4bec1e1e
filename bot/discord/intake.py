"""What the bot has taken on to answer: each event once, and nothing new once it is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.discord.recent import Recent

REMEMBERED: Final = 10_000  # events; a resumed session replays the last minutes at most


class Intake:
    """The events in hand. A replay after a reconnect, or a second delivery, is not taken again."""

    def __init__(self) -> None:
        self._seen: Recent[Hashable, None] = Recent(REMEMBERED)
        self._in_hand = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False

    @contextmanager
    def take(self, event: Hashable) -> Iterator[bool]:
        """Hold an event, told by its id, while it is answered; yields False if it is not to be answered."""
        if self._closed or event in self._seen:
            yield False
            return
        self._seen.set(event, None)
        with self.hold():
            yield True

    @contextmanager
    def hold(self) -> Iterator[bool]:
        """Hold something else that must be over before the bot stops; yields False if it is stopping."""
        if self._closed:
            yield False
            return
        self._in_hand += 1
        self._idle.clear()
        try:
            yield True
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._idle.set()

    async def finish(self, seconds: float) -> bool:
        """Take nothing more; return whether all in hand was done within that time."""
        self._closed = True
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0  # of those who wait in it, and who has the turn


class InTurn:
    """Has what concerns one thing happen in its order: a correction waits for the answer that it corrects."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, _Line] = {}

    @asynccontextmanager
    async def of(self, thing: Hashable) -> AsyncIterator[None]:
        """Wait until all that came before about a thing is done."""
        line = self._lines.setdefault(thing, _Line())
        line.length += 1
        try:
            async with line.lock:
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[thing]
