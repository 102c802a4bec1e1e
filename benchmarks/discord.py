"""The bot as a process of its own on a fake Discord: how much chatter it takes, how soon it acknowledges."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import pipeline
from bot.config import Settings
from bot.discord.client import FootprintClient
from bot.discord.run import load_library, serve, stop_on_signals
from bot.discord.sync import sync
from bot.store.address import read_address
from bot.store.store import open_store
from tests.discord.fake import FakeDiscord
from tests.discord.fake.people import Person
from tests.discord.fake.world import Channel

CHANNELS: Final = 100
PEOPLE: Final = 300
PACE: Final = 3_000  # events a second
PACED_SECONDS: Final = 5
FLOOD: Final = 20_000  # events, as fast as the fake can send them
ONE_IN: Final = 100  # is a question
AT_ONCE: Final = 50  # interactions
TICK_S: Final = 0.005
QUESTIONS: Final = (
    "how much energy do {n} GPT-4o prompts use?",
    "carbon of {n} Claude Sonnet 4 prompts in France",
    "water for {n} Llama 3.1 405B prompts",
    "GPT-4o or o3: which uses more for {n} prompts?",
)
CHATTER: Final = "good morning, has anybody seen the slides of {n}?"


def measure() -> list[tuple[str, str]]:
    """Return the events a second that one process takes, its loop's lag, and the time to acknowledge."""
    return asyncio.run(_measured())


@dataclass
class Town:
    """A fake Discord with people in it, and the bot's process."""

    discord: FakeDiscord
    channels: list[Channel]
    people: list[Person]
    process: asyncio.subprocess.Process

    async def lag_ms(self) -> float:
        """Return the 99th percentile of the loop's lag since the last time that this was asked."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"lag\n")
        return float(json.loads(await self.process.stdout.readline()))


async def _measured() -> list[tuple[str, str]]:
    async with _town() as town:
        await _talk(town, 500, None)  # warms up
        await town.lag_ms()
        paced = await _talk(town, PACE * PACED_SECONDS, PACE)
        paced_lag = await town.lag_ms()
        flooded = await _talk(town, FLOOD, None)
        flood_lag = await town.lag_ms()
        waits = await _interactions(town)
    return [
        (f"chatter at {PACE} events/s, 1 in {ONE_IN} a question", f"{paced:.0f} events/s taken"),
        ("  loop lag, 99th percentile", f"{paced_lag:.1f} ms"),
        ("chatter as fast as it can be sent, all answered", f"{flooded:.0f} events/s"),
        ("  loop lag, 99th percentile", f"{flood_lag:.1f} ms"),
        (
            f"acknowledged, {AT_ONCE} commands at once",
            f"median {1000 * waits[len(waits) // 2]:.0f} ms, 99th percentile {1000 * waits[-1]:.0f} ms",
        ),
    ]


async def _talk(town: Town, count: int, pace: float | None) -> float:
    """Say so much, one in a hundred to the bot; return the events a second until it has answered all."""
    discord, began, questions = town.discord, time.perf_counter(), []
    for number in range(count):
        turn = number // ONE_IN
        channel, person = town.channels[(turn + number) % CHANNELS], town.people[turn % PEOPLE]
        if number % ONE_IN == 0:
            text = QUESTIONS[number // ONE_IN % len(QUESTIONS)].format(n=number + 1)
            questions.append(await person.says(channel, f"{discord.bot.mention} {text}"))
        else:
            await person.says(channel, CHATTER.format(n=number))
        if number % 50 == 0:
            due = number / pace if pace else 0.0
            await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
    answered = [False] * len(questions)

    def all_answered() -> bool:
        for at, question in enumerate(questions):
            answered[at] = answered[at] or bool(discord.answers(question))
        return all(answered)

    await discord.gateway.heard()
    await discord.until(all_answered, "every answer", 60)
    took = time.perf_counter() - began
    for channel in town.channels:
        channel.messages.clear()
    return count / took


async def _interactions(town: Town) -> list[float]:
    """Use a command fifty times at once, and return how long each waited for a sign of life, sorted."""
    used = [
        await person.slash("estimate", channel, model=model, count=number + 1)
        for number, (person, channel) in enumerate(
            zip(town.people[:AT_ONCE], town.channels[:AT_ONCE], strict=True)
        )
        for model in (("gpt-4o", "claude-sonnet-4", "o3", "llama-3.1-405b", "sora-2")[number % 5],)
    ]
    await town.discord.until(lambda: all(each.answers for each in used), "every answer", 30)
    return sorted(each.waited for each in used)


@asynccontextmanager
async def _town() -> AsyncIterator[Town]:
    async with FakeDiscord() as discord:
        with TemporaryDirectory() as folder:
            database = read_address(f"sqlite:///{folder}/store.sqlite3")
            await sync(Settings(discord_token=discord.token, database=database), lambda line: None)
            owner = discord.person("owner")
            guild = discord.guild("Town", owner)
            people = [discord.person(f"person {number}") for number in range(PEOPLE)]
            for person in people:
                guild.add_member(person.user)
            channels = [guild.add_channel(f"channel {number}") for number in range(CHANNELS)]
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "benchmarks.discord", discord.url, discord.token, folder),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            assert process.stdout is not None
            await process.stdout.readline()
            try:
                yield Town(discord, channels, people, process)
            finally:
                process.terminate()
                await process.wait()
            assert discord.problems == [], discord.problems[:3]


# The bot's process


async def run(url: str, token: str, folder: Path) -> None:
    """Serve on a fake Discord; tell the loop's lag whenever a line comes in."""
    Route.BASE = f"{url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/gateway")
    pipeline.load()
    library = load_library()
    library.load()
    lags: list[float] = []
    async with open_store(read_address(f"sqlite:///{folder}/store.sqlite3")) as store:
        client = FootprintClient(
            pipeline, library.languages, library, lambda line: print(line, flush=True), store=store
        )
        tasks = [asyncio.create_task(_keep_time(lags)), asyncio.create_task(_tell(lags))]
        await serve(client, token, stop_on_signals())
        for task in tasks:
            task.cancel()


async def _keep_time(lags: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICK_S)
        lags.append(time.perf_counter() - began - TICK_S)


async def _tell(lags: list[float]) -> None:
    """Print the 99th percentile in ms for every line that comes in, and begin again."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        ordered = sorted(lags) or [0.0]
        print(json.dumps(1000 * ordered[int(0.99 * (len(ordered) - 1))]), flush=True)
        lags.clear()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
