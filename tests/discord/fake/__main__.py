"""Discord in a terminal: type as a user, see what the bot answers. python -m tests.discord.fake

A line is said in #general. "@bot" in it mentions the bot, "/estimate model=gpt-4o count=1000" is a command
("/ask …" and the like take all that follows for their first option), "> …" replies to the bot's last answer,
"! How?" presses a button of it, "= field=text" fills in the form that opened, "dm …" is a direct message.
"""

from __future__ import annotations

import asyncio
import shlex
import sys
from tempfile import TemporaryDirectory
from typing import Any

from bot import pipeline
from bot.config import Settings
from bot.discord.client import FootprintClient
from bot.discord.run import load_library, serve
from bot.discord.sync import sync
from bot.store.address import read_address
from bot.store.store import open_store
from tests.discord.fake.discord import FakeDiscord
from tests.discord.fake.interactions import Interaction
from tests.discord.fake.people import BOOLEAN, INTEGER, Impossible, Person
from tests.discord.fake.world import Channel, Message


async def main() -> None:
    with TemporaryDirectory() as folder:
        address = read_address(f"sqlite:///{folder}/store.sqlite3")
        async with FakeDiscord() as discord, open_store(address) as store:
            await sync(Settings(discord_token=discord.token, database=address), print)
            library = load_library()
            client = FootprintClient(
                pipeline, library.languages, library, print, store=store, guild_ready_timeout=0.1
            )
            await talk(discord, client)
            for problem in discord.problems:
                print(f"Discord would refuse: {problem}", file=sys.stderr)


async def talk(discord: FakeDiscord, client: FootprintClient) -> None:
    """Do what is typed, line by line, and show what the bot makes of it."""
    you = discord.person("you")
    general = discord.guild("Home", you).add_channel("general")
    stop = asyncio.Event()
    bot = asyncio.create_task(serve(client, discord.token, stop))
    await discord.until(client.is_ready, "the bot")
    shown: dict[int, str] = {}
    happened: Message | Interaction | None = None
    while line := await asyncio.to_thread(_read):
        try:
            happened = await _act(discord, you, general, line, happened)
        except (Impossible, ValueError) as error:
            print(error)
            continue
        await discord.settles(0.3)
        places = [general, discord.direct(you.user)]
        for message in (seen for place in places for seen in you.sees(place)):
            if message.author is discord.bot and shown.get(message.id) != message.content:
                shown[message.id] = message.content
                private = " (only you see this)" if message.seen_by else ""
                text = message.content.replace(discord.bot.mention, f"@{discord.bot.name}")
                print(f"\n{discord.bot.name}{private}:\n{text}\n")
                for name, alt in message.alt.items():
                    print(f"  [{name}: {alt}]")
                print("  " + "  ".join(f"[{label}]" for label in message.labels))
        if isinstance(happened, Interaction) and happened.form:
            print(f"\n{happened.form['title']}: {', '.join(_fields(happened.form))}")
        if isinstance(happened, Interaction) and happened.acknowledged is None:
            print("The application did not respond")
    stop.set()
    await bot


def _fields(form: dict[str, Any]) -> list[str]:
    return [part["component"]["custom_id"] for part in form["components"]]


def _read() -> str:
    print("you> ", end="", flush=True)
    return sys.stdin.readline()


async def _act(
    discord: FakeDiscord, you: Person, general: Channel, line: str, before: Message | Interaction | None
) -> Message | Interaction | None:
    """Do what a line says."""
    text = line.strip()
    answers = [message for message in you.sees(general) if message.author is discord.bot]
    if not text:
        return None
    if text.startswith("/"):
        name, _, rest = text[1:].partition(" ")
        return await you.slash(name, general, **_options(discord, name, rest))
    if text.startswith("dm "):
        return await you.writes_to_bot(text.removeprefix("dm "))
    if text.startswith(">") and answers:
        return await you.replies(answers[-1], text.removeprefix(">").strip())
    if text.startswith("!") and answers:
        return await you.presses(answers[-1], text.removeprefix("!").strip())
    if text.startswith("=") and isinstance(before, Interaction):
        name, _, value = text.removeprefix("=").strip().partition("=")
        return await you.submits(before, **{name.strip(): value.strip()})
    return await you.says(general, text.replace("@bot", discord.bot.mention))


def _options(discord: FakeDiscord, name: str, rest: str) -> dict[str, Any]:
    """Return the options that follow a command: all of it as the first, or name=value pairs."""
    known = next((command for command in discord.commands if command["name"] == name), {"options": []})
    options = {option["name"]: option["type"] for option in known.get("options") or []}
    if not rest or "=" not in rest:
        return {next(iter(options)): rest} if rest and options else {}
    pairs = (part.partition("=") for part in shlex.split(rest))
    return {
        key: int(value)
        if options.get(key) == INTEGER
        else value == "true"
        if options.get(key) == BOOLEAN
        else value
        for key, _, value in pairs
    }


if __name__ == "__main__":
    asyncio.run(main())
