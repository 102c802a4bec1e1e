"""A process that dies in the middle of a write: `python -m tests.store.process URL`."""

from __future__ import annotations

import asyncio
import sys

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import answers
from bot.store.address import read_address
from bot.store.store import Store
from tests.store.samples import an_answer


async def main(url: str) -> None:
    """Keep one answer, then begin to keep many and never finish."""
    store = Store(read_address(url))
    await store.open()
    await store.save_answer(an_answer(1))

    async def work(on: AsyncConnection) -> None:
        for message_id in range(2, 400):
            await answers.save(on, an_answer(message_id, question="x" * 2000))
        print("written", flush=True)
        await asyncio.sleep(60)

    await store._database.write(work)


asyncio.run(main(sys.argv[1]))
