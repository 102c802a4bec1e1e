"""Discord in a terminal: type as a user, see what the bot answers. python -m tests.discord.fake

A line is said in #general. "@bot" in it mentions the bot, "/ask …" and "/help" are commands, "> …" replies to
the bot's last answer, "dm …" is a direct message.
"""

from __future__ import annotations

import asyncio
import sys

from bot import pipeline
from bot.config import Settings
from bot.discord.client import FootprintClient
from bot.discord.run import serve
from bot.discord.sync import sync
from bot.discord.texts import load_languages
from tests.discord.fake.discord import FakeDiscord
from tests.discord.fake.interactions import Interaction
from tests.discord.fake.people import Person
from tests.discord.fake.world import Channel, Message


async def main() -> None:
    async with FakeDiscord() as discord:
        you = discord.person("you")
        general = discord.guild("Home", you).add_channel("general")
        await sync(Settings(discord_token=discord.token), print)
        stop = asyncio.Event()
        client = FootprintClient(pipeline, load_languages(), print, guild_ready_timeout=0.1)
        bot = asyncio.create_task(serve(client, discord.token, stop))
        await discord.until(client.is_ready, "the bot")
        shown: set[int] = set()
        while line := await asyncio.to_thread(_read):
            happened = await _act(discord, you, general, line)
            await discord.settles(0.3)
            places = [general, discord.direct(you.user)]
            for message in (seen for place in places for seen in you.sees(place)):
                if message.author is discord.bot and message.id not in shown:
                    shown.add(message.id)
                    private = " (only you see this)" if message.seen_by else ""
                    text = message.content.replace(discord.bot.mention, f"@{discord.bot.name}")
                    print(f"\n{discord.bot.name}{private}:\n{text}\n")
            if isinstance(happened, Interaction) and happened.acknowledged is None:
                print("The application did not respond")
        stop.set()
        await bot
        for problem in discord.problems:
            print(f"Discord would refuse: {problem}", file=sys.stderr)


def _read() -> str:
    print("you> ", end="", flush=True)
    return sys.stdin.readline()


async def _act(
    discord: FakeDiscord, you: Person, general: Channel, line: str
) -> Message | Interaction | None:
    """Do what a line says."""
    text = line.strip()
    answers = discord.spoken(general)
    if not text:
        return None
    if text.startswith("/ask "):
        return await you.slash("ask", general, question=text.removeprefix("/ask ").strip())
    if text == "/help":
        return await you.slash("help", general)
    if text.startswith("dm "):
        return await you.writes_to_bot(text.removeprefix("dm "))
    if text.startswith(">") and answers:
        return await you.replies(answers[-1], text.removeprefix(">").strip())
    return await you.says(general, text.replace("@bot", discord.bot.mention))


if __name__ == "__main__":
    asyncio.run(main())
