"""Replies on their way to Discord: nobody is pinged, nothing is sent twice, a refusal costs one log line."""

from __future__ import annotations

import logging
import time
from typing import Final

import aiohttp
import discord

from bot.discord.recent import Recent

log = logging.getLogger(__name__)

REFUSED_SECONDS: Final = 5 * 60  # how long a channel that refused an answer is left alone
FAILURES: Final = (discord.HTTPException, aiohttp.ClientError, OSError)


class Sender:
    """Sends, changes and deletes the bot's answers, where it may."""

    def __init__(self) -> None:
        self._refused: Recent[int, float] = Recent(1_000)  # channel → when it may be tried again

    def may_answer(self, message: discord.Message) -> bool:
        """Return whether an answer can be sent at all: refused calls count against the bot."""
        until = self._refused.get(message.channel.id)
        if until is not None and time.monotonic() < until:
            return False
        permissions = _permissions(message)
        if permissions is None:
            return True
        threaded = isinstance(message.channel, discord.Thread)
        allowed = permissions.send_messages_in_threads if threaded else permissions.send_messages
        if not allowed:
            log.info("message %d: no permission to answer in channel %d", message.id, message.channel.id)
        return allowed

    async def reply(self, message: discord.Message, text: str) -> discord.PartialMessage | None:
        """Send a reply that pings nobody; None where Discord refuses it."""
        silent = discord.AllowedMentions.none()
        # With the nonce enforced, a retry after a failure half-way doesn't post twice.
        nonce = str(message.id)
        permissions = _permissions(message)
        try:
            if permissions is None or permissions.read_message_history:  # which a reply needs
                sent = await message.reply(
                    text, mention_author=False, allowed_mentions=silent, suppress_embeds=True, nonce=nonce
                )
            else:
                sent = await message.channel.send(
                    text, allowed_mentions=silent, suppress_embeds=True, nonce=nonce
                )
        except discord.Forbidden as error:
            self._refused.set(message.channel.id, time.monotonic() + REFUSED_SECONDS)
            log.warning(
                "message %d: channel %d refuses answers: %s", message.id, message.channel.id, one_line(error)
            )
        except FAILURES as error:  # the question was deleted meanwhile, or Discord has an outage
            log.warning("message %d: answer not sent: %s", message.id, one_line(error))
        else:
            return discord.PartialMessage(channel=sent.channel, id=sent.id)
        return None

    async def change(self, answer: discord.PartialMessage, text: str) -> bool:
        """Put another text in an answer; return whether it is there."""
        try:
            await answer.edit(content=text, allowed_mentions=discord.AllowedMentions.none())
        except FAILURES as error:
            log.warning("answer %d: not changed: %s", answer.id, one_line(error))
            return False
        return True

    async def delete(self, answer: discord.PartialMessage) -> None:
        try:
            await answer.delete()
        except FAILURES as error:
            log.warning("answer %d: not deleted: %s", answer.id, one_line(error))


def one_line(error: Exception) -> str:
    """Return an error as the log holds it."""
    return " ".join(str(error).split()) or type(error).__name__


def _permissions(message: discord.Message) -> discord.Permissions | None:
    """Return the bot's permissions where a message is, or None where the cache cannot tell."""
    channel = message.channel
    if message.guild is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return None
    try:
        return channel.permissions_for(message.guild.me)
    except discord.ClientException:  # a thread whose parent the bot doesn't see
        return None
