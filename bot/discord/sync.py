"""`footprint sync`: register the commands with Discord, at the host's word and never on start."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord import app_commands

from bot import __version__, pipeline
from bot.config import Settings
from bot.discord.client import FootprintClient
from bot.discord.commands import DataTranslator
from bot.discord.memory import now
from bot.discord.run import load_library, start_errors
from bot.store.records import Sync
from bot.store.store import open_store


async def sync(settings: Settings, report: Callable[[str], None]) -> None:
    """Make the app's global commands the bot's own, in all its languages, and say which. StartError.

    Where Discord has them as they were last registered, and they are as they were, nothing is sent: Discord
    takes few registrations a day. Their ids are kept, so that texts can hold commands to click on.
    """
    library = load_library()
    client = FootprintClient(pipeline, library.languages, library, report)
    with start_errors(settings.discord_token):
        async with client, open_store(settings.database) as store:
            await client.login(settings.discord_token or "")
            assert client.application_id is not None
            translator = DataTranslator(library.languages)
            await client.tree.set_translator(translator)
            wanted = await fingerprint(client, translator)
            there = await client.tree.fetch_commands()
            last = await store.attempt(store.last_sync(client.application_id), None)
            as_before = last is not None and (last.payload_hash, last.command_ids) == (wanted, _ids(there))
            if not as_before:
                there = await client.tree.sync()
                kept = Sync(client.application_id, wanted, _ids(there), synced_at=now())
                await store.attempt(store.save_sync(kept), None)
            application_id = client.application_id
    names = ", ".join(
        f"/{command.name}" if command.type is discord.AppCommandType.chat_input else command.name
        for command in there
    )
    done = "Registered with Discord already" if as_before else "Registered with Discord"
    report(f"{done}: {names}; described in {', '.join(library.languages)}.")
    report(f"To invite the bot: {invitation(application_id)}")


async def invite(settings: Settings, report: Callable[[str], None]) -> None:
    """Say the link that adds the bot to a server. StartError."""
    library = load_library()
    client = FootprintClient(pipeline, library.languages, library, report)
    with start_errors(settings.discord_token):
        async with client:
            await client.login(settings.discord_token or "")
            application_id = client.application_id
    assert application_id is not None
    report(invitation(application_id))


def permissions() -> discord.Permissions:
    """Return what the bot uses in a server, and nothing else."""
    return discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        embed_links=True,
        attach_files=True,
        read_message_history=True,
        pin_messages=True,
    )


def invitation(application_id: int) -> str:
    """Return the link that adds the bot to a server with the permissions that it uses, and no others."""
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(application_id, permissions=permissions(), scopes=scopes)


def _ids(commands: Sequence[app_commands.AppCommand]) -> dict[str, int]:
    """Return the commands' ids by their names."""
    return {command.name: command.id for command in commands}


async def fingerprint(client: FootprintClient, translator: DataTranslator) -> str:
    """Return what changes with the commands as they are sent, in every language."""
    commands: list[Any] = [
        await command.get_translated_payload(client.tree, translator)
        for command in client.tree.get_commands(type=discord.AppCommandType.chat_input)
    ] + [
        await menu.get_translated_payload(client.tree, translator)
        for menu in client.tree.get_commands(type=discord.AppCommandType.message)
    ]
    text = json.dumps([discord.__version__, __version__, commands], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
