"""`footprint sync`: register the slash commands with Discord, at the host's word and never on start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

import discord

from bot.config import Settings
from bot.discord.client import FootprintClient
from bot.discord.commands import DataTranslator
from bot.discord.run import start_errors
from bot.discord.texts import load_languages
from bot.live.intensity import LiveIntensity


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
    report(f"To invite the bot: {invitation(registered[0].application_id)}")


def invitation(application_id: int) -> str:
    """Return the link that adds the bot to a server with the permissions that it uses, and no others."""
    permissions = discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
    )
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(application_id, permissions=permissions, scopes=scopes)


class _Mute:
    """Stands in for the pipeline where nothing will be asked."""

    def answer(
        self,
        text: str,
        context: Sequence[str] | None = None,
        *,
        language: str | None = None,
        region: str | None = None,
        live: LiveIntensity | None = None,
    ) -> NoReturn:
        raise AssertionError("nothing is answered while commands are registered")
