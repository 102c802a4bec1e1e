"""Bots that can be killed: a process that has all in memory forks one for each line that it reads.

python -m tests.discord.killable; a line is "URL TOKEN FILE-OF-THE-STORE", the answer the process's number.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import pipeline
from bot.discord.run import load_library, serve
from bot.store.address import read_address
from bot.store.store import open_store
from tests.discord.conftest import HastyClient


def main() -> None:
    pipeline.load()
    library = load_library()
    library.load()
    print("loaded", flush=True)
    for line in sys.stdin:
        url, token, file = line.split()
        child = os.fork()
        if child == 0:
            asyncio.run(run(url, token, Path(file), library))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)


async def run(url: str, token: str, file: Path, library: object) -> None:
    Route.BASE = f"{url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/gateway")
    async with open_store(read_address(f"sqlite:///{file}")) as store:
        client = HastyClient(
            pipeline, library.languages, library, print, store=store, guild_ready_timeout=0.02
        )
        await serve(client, token, asyncio.Event())


if __name__ == "__main__":
    main()
