"""`footprint sync`: register the slash commands with Discord, at the host's word and never on start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from bot.config import Settings
from bot.discord.client import FootprintClient
from bot.discord.commands import DataTranslator
from bot.discord.run import start_errors
from bot.discord.texts import load_languages


async def sync(settings: Settings, report: Callable[[str], None]) -> None:
    """Replace the app's global commands with the bot's, in all its languages, and say which. StartError."""
    languages = load_languages()
    client = FootprintClient(_Mute(), languages, report)
    with start_errors(settings.discord_token):
        async with client:
            await client.login(settings.discord_token or "")
            await client.tree.set_translator(DataTranslator(languages))
            registered = await client.tree.sync()
    names = ", ".join(f"/{command.name}" for command in registered)
    report(f"Registered with Discord: {names}; described in {', '.join(languages)}.")


class _Mute:
    """Stands in for the pipeline where nothing will be asked."""

    def answer(
        self,
        text: str,
        context: Sequence[str] | None = None,
        *,
        language: str | None = None,
        region: str | None = None,
    ) -> NoReturn:
        raise AssertionError("nothing is answered while commands are registered")
