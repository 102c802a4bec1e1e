"""Where replies are worked out: on threads, so that heartbeats go on, and with live figures where due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from bot.discord.answerer import Answerer, Considered, Work
from bot.live.grid import LiveGrid
from bot.request import Request

if TYPE_CHECKING:
    from bot.chart import Picture

Result = TypeVar("Result")

LIMIT_SECONDS: Final = 30.0  # an answer that takes longer counts as failed; one takes milliseconds
# Each further thread can keep the loop from its turn for another 5 ms, and two keep two cores busy.
THREADS: Final = 2


class Thinking:
    """The threads: a few for replies, one for charts, whose library keeps 10 MB for each that ever drew."""

    def __init__(self, answerer: Answerer, grid: LiveGrid | None = None) -> None:
        self._answerer = answerer
        self._grid = grid
        self._desk = ThreadPoolExecutor(THREADS, thread_name_prefix="answer")
        self._easel = ThreadPoolExecutor(1, thread_name_prefix="chart")

    def begin(self, work: Work) -> Thought[Considered]:
        """Start to work out a reply, which tells what the grid emits at the moment where that is known."""

        async def consider() -> Considered:
            considered = await self.run(work)
            place = considered.reply.place if self._grid else None
            live = await self._grid.intensity(place) if self._grid and place else None
            if live is None:
                return considered
            told = await self.run(lambda: self._answerer.with_live(considered.reply, live))
            return replace(considered, reply=told)

        return Thought(consider())

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do some other work of a few milliseconds."""
        return await asyncio.get_running_loop().run_in_executor(self._desk, work)

    async def draw(self, request: Request) -> tuple[Picture, ...]:
        """Return the charts of a request."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._easel, self._answerer.charts, request)

    def close(self) -> None:
        for threads in (self._desk, self._easel):
            threads.shutdown(wait=False, cancel_futures=True)


class Thought(Generic[Result]):
    """A reply on its way, or what is made of one."""

    def __init__(self, work: Coroutine[Any, Any, Result]) -> None:
        self._task = asyncio.create_task(work)

    async def ready_within(self, seconds: float) -> bool:
        """Return whether it, or its failure, is there by then."""
        done, _ = await asyncio.wait({self._task}, timeout=seconds)
        return bool(done)

    async def result(self) -> Result:
        """Return it; whatever the pipeline raised, or TimeoutError."""
        return await asyncio.wait_for(self._task, LIMIT_SECONDS)
