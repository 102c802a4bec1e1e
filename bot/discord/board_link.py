"""The line under an answer that leads to a pinned one, which answers the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import discord

from bot.discord.answerer import NO_ANSWER, Considered
from bot.discord.pin_place import rights
from bot.discord.pin_words import linked
from bot.store.asked import fingerprint

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.store.records import Pin

LIMIT: Final = 2000  # characters of a message
UNANSWERED: Final = (*NO_ANSWER, "help")


async def pointed(
    client: FootprintClient, considered: Considered, text: str, guild_id: int | None, channel_id: int | None
) -> str:
    """Return a text with a line that leads to the pin which answers the same, where there is one to see.

    Everybody may come to read it, so only what the whole server sees is pointed to, and what is pinned here.
    """
    reply, store = considered.reply, client.store
    if store is None or guild_id is None or reply.kind in UNANSWERED or not text:
        return text
    found = await store.attempt(store.pins_answering(guild_id, fingerprint(reply.request)), ())
    seen = [pin for pin in found if is_open(client, pin, channel_id)]
    if not seen:
        return text
    pin = min(seen, key=lambda each: (each.channel_id != channel_id, each.stale))
    texts = client.languages.texts(reply.language)
    path = "board.here_already_stale" if pin.stale else "board.here_already"
    line = texts.say(path, link=linked(pin, texts))
    return f"{text}\n{line}" if len(text) + len(line) < LIMIT else text


def is_open(client: FootprintClient, pin: Pin, channel_id: int | None) -> bool:
    """Return whether a pin stands here, or where everybody in the server reads."""
    if pin.channel_id == channel_id:
        return True
    guild = client.get_guild(pin.guild_id)
    if guild is None or pin.secret:
        return False
    channel = guild.get_channel_or_thread(pin.channel_id) or (
        guild.get_channel(pin.parent_id) if pin.parent_id else None
    )
    if channel is None or (isinstance(channel, discord.Thread) and channel.is_private()):
        return False
    theirs = rights(channel, guild.default_role)
    return theirs.view_channel and theirs.read_message_history
