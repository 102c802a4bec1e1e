"""The bot as a process of its own, against a fake Discord: python -m tests.discord.process URL TOKEN."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.config import Settings
from bot.discord.run import run
from bot.live.intensity import LiveIntensity


@dataclass(frozen=True)
class Said:
    text: str
    kind: str = "estimate"
    place: str | None = None


class Slow:
    """A pipeline that says when it begins, and takes a moment."""

    def answer(
        self,
        text: str,
        context: Sequence[str] | None = None,
        *,
        language: str | None = None,
        region: str | None = None,
        live: LiveIntensity | None = None,
    ) -> Said:
        print("thinking", flush=True)
        time.sleep(0.3)
        return Said("done")


def main(url: str, token: str) -> None:
    Route.BASE = f"{url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/gateway")
    asyncio.run(run(Settings(discord_token=token), Slow(), lambda line: print(line, flush=True)))


if __name__ == "__main__":
    main(*sys.argv[1:3])
