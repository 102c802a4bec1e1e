"""Replies on their way to Discord: nobody is pinged, nothing is sent twice, a refusal costs one log line."""

from __future__ import annotations

import logging
import time
from typing import Any, Final

import aiohttp
import discord

from bot.discord.recent import Recent

log = logging.getLogger(__name__)

REFUSED_SECONDS: Final = 5 * 60  # how long a channel that refused an answer is left alone
NO_HISTORY: Final = 160002  # Discord's code where a reply needs the permission to read message history
NOD: Final = "👍"
FAILURES: Final = (discord.HTTPException, aiohttp.ClientError, OSError)


class Sender:
    """Sends, changes and deletes the bot's answers, where it may."""

    def __init__(self) -> None:
        self._refused: Recent[int, float] = Recent(1_000)  # channel → when it may be tried again

    def may_answer(self, message: discord.Message) -> bool:
        """Return whether to try: Discord bans an address for a while after too many refused calls."""
        until = self._refused.get(message.channel.id)
        return until is None or time.monotonic() >= until

    async def reply(
        self, message: discord.Message, text: str, view: discord.ui.View | None = None
    ) -> discord.PartialMessage | None:
        """Send a reply that pings nobody; None where Discord refuses it."""
        options: dict[str, Any] = {
            "allowed_mentions": discord.AllowedMentions.none(),
            "suppress_embeds": True,
            # With the nonce enforced, a retry after a failure half-way doesn't post twice.
            "nonce": str(message.id),
        }
        if view is not None and view.children:
            options["view"] = view
        try:
            try:
                sent = await message.reply(text, mention_author=False, **options)
            except discord.HTTPException as error:
                if error.code != NO_HISTORY:
                    raise
                sent = await message.channel.send(text, **options)
        except FAILURES as error:
            self._note(message, error)
            return None
        return discord.PartialMessage(channel=sent.channel, id=sent.id)

    async def nod(self, message: discord.Message) -> None:
        """Show by a reaction that a message was read, where reactions are allowed."""
        guild = message.guild
        may = message.channel.permissions_for(guild.me) if guild else discord.Permissions.all()
        if not (may.add_reactions and may.read_message_history):
            return
        try:
            await message.add_reaction(NOD)
        except FAILURES as error:
            log.info("message %d: no reaction: %s", message.id, one_line(error))

    async def change(
        self, answer: discord.PartialMessage, text: str, view: discord.ui.View | None = None
    ) -> bool:
        """Put another text in an answer, without the pictures of the old one; return whether it is there."""
        try:
            await answer.edit(
                content=text, view=view, attachments=[], allowed_mentions=discord.AllowedMentions.none()
            )
        except FAILURES as error:
            log.warning("answer %d: not changed: %s", answer.id, one_line(error))
            return False
        return True

    async def may_go(self, answer: discord.PartialMessage) -> bool:
        """Return whether an answer may be deleted with its question: it is there, and nobody pinned it."""
        try:
            return not (await answer.fetch()).pinned
        except discord.NotFound:
            return False
        except FAILURES as error:
            log.warning("answer %d: not read: %s", answer.id, one_line(error))
            return False

    async def delete(self, answer: discord.PartialMessage) -> None:
        try:
            await answer.delete()
        except FAILURES as error:
            log.warning("answer %d: not deleted: %s", answer.id, one_line(error))

    def _note(self, message: discord.Message, error: Exception) -> None:
        """Log why an answer wasn't sent: no permission, the question deleted meanwhile, an outage."""
        if isinstance(error, discord.Forbidden):
            self._refused.set(message.channel.id, time.monotonic() + REFUSED_SECONDS)
        where = message.channel.id
        log.warning("message %d in channel %d: answer not sent: %s", message.id, where, one_line(error))


def one_line(error: Exception) -> str:
    """Return an error as the log holds it."""
    return " ".join(str(error).split()) or type(error).__name__
