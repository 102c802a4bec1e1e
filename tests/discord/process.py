"""The bot as a process of its own, against a fake Discord: python -m tests.discord.process URL TOKEN."""

from __future__ import annotations

import asyncio
import sys
import time
from tempfile import TemporaryDirectory

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.config import Settings
from bot.discord.run import run
from bot.store.address import read_address
from tests.discord.conftest import Recorder


def slowly(question: str) -> str:
    """Say that an answer has begun, and take a moment."""
    print("thinking", flush=True)
    time.sleep(0.3)
    return "done"


def main(url: str, token: str) -> None:
    Route.BASE = f"{url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/gateway")
    with TemporaryDirectory() as folder:
        database = read_address(f"sqlite:///{folder}/store.sqlite3")
        settings = Settings(discord_token=token, database=database)
        asyncio.run(run(settings, Recorder(says=slowly), lambda line: print(line, flush=True)))


if __name__ == "__main__":
    main(*sys.argv[1:3])
