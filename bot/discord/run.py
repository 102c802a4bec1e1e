"""The bot's life on Discord: connect, serve until told to stop, finish what is in hand, close."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import Final

import aiohttp
import discord

from bot.config import Settings
from bot.discord.answerer import Answerer
from bot.discord.client import FootprintClient
from bot.discord.memory import now
from bot.discord.shelves import Library
from bot.discord.texts import load_languages
from bot.live.grid import open_grid
from bot.request.lexicon import load_words
from bot.stopping import stop_on_signals
from bot.store.store import Store, open_store
from estimator import catalogue

LOGIN_SECONDS: Final = 60.0
TOKEN_REFUSED: Final = 4004  # gateway close codes
INTENTS_REFUSED: Final = (4013, 4014)
PURGED_EVERY_SECONDS: Final = 60 * 60


class StartError(Exception):
    """The bot cannot be on Discord; the message is the one line that says why."""


async def run(settings: Settings, answerer: Answerer, report: Callable[[str], None]) -> None:
    """Serve on Discord until SIGTERM or SIGINT; `report` gets a line when it is ready. StartError."""
    async with open_grid(settings) as grid, open_store(settings.database) as store:
        library = load_library()
        await asyncio.to_thread(library.load)
        client = FootprintClient(
            answerer,
            library.languages,
            library,
            report,
            grid=grid,
            store=store,
            reads_content=settings.message_content == "on",
            keeps_questions=settings.keep_questions == "on",
            shard_ids=settings.shard_ids,
            shard_count=settings.shard_count,
        )
        upkeep = asyncio.create_task(purge_hourly(store))
        try:
            await serve(client, settings.discord_token, stop_on_signals())
        finally:
            upkeep.cancel()


def load_library() -> Library:
    """Return what options offer, from the shipped data."""
    return Library(load_languages(), catalogue.load(), load_words())


async def purge_hourly(store: Store) -> None:
    """Drop what has expired, for ever."""
    while True:
        await store.attempt(store.purge(now()), None)
        await asyncio.sleep(PURGED_EVERY_SECONDS)


async def serve(client: FootprintClient, token: str | None, stop: asyncio.Event) -> None:
    """Run a client until `stop` is set, then let it finish. StartError."""
    with start_errors(token):
        async with client:
            connection = asyncio.create_task(connect(client, token or ""))
            told = asyncio.create_task(stop.wait())
            try:
                await asyncio.wait({connection, told}, return_when=asyncio.FIRST_COMPLETED)
                if connection.done():
                    connection.result()
                    return
                await client.finish()
            finally:
                told.cancel()
                connection.cancel()
                await asyncio.gather(told, connection, return_exceptions=True)


async def connect(client: FootprintClient, token: str) -> None:
    """Log in and stay connected; TimeoutError where nothing answers the log-in."""
    async with asyncio.timeout(LOGIN_SECONDS):
        await client.login(token)
    await client.connect()


@contextlib.contextmanager
def start_errors(token: str | None) -> Iterator[None]:
    """Turn what Discord's library raises for a refused or failed connection into a StartError."""
    if not token:
        raise StartError("DISCORD_TOKEN is not set")
    try:
        yield
    except discord.LoginFailure:
        raise StartError("Discord refused the token: check DISCORD_TOKEN") from None
    except discord.PrivilegedIntentsRequired:
        raise StartError(_intents_refused()) from None
    except discord.ConnectionClosed as error:
        if error.code == TOKEN_REFUSED:
            raise StartError("Discord refused the token: check DISCORD_TOKEN") from None
        if error.code in INTENTS_REFUSED:
            raise StartError(_intents_refused()) from None
        raise StartError(f"Discord ended the connection with code {error.code}") from None
    except discord.HTTPException as error:
        raise StartError(f"Discord answered with an error: {' '.join(str(error).split())}") from None
    except (discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise StartError(f"Discord cannot be reached: {error or type(error).__name__}") from None


def _intents_refused() -> str:
    return (
        "Discord refused the intents that the bot asks for: switch Message Content on at the Bot page of the "
        "developer portal, or set MESSAGE_CONTENT=off"
    )
