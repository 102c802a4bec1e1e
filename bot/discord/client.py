"""The gateway client: hears what is said to the bot and replies, once, without a ping."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import aiohttp
import discord

from bot.discord.answerer import Answerer, Thought
from bot.discord.commands import command_tree
from bot.discord.conversation import Heard, Memory, earlier_turns, hear
from bot.discord.intake import Intake
from bot.discord.recent import Recent
from bot.discord.texts import Languages

log = logging.getLogger(__name__)

TYPING_AFTER_SECONDS: Final = 1.0
REFUSED_SECONDS: Final = 5 * 60  # how long a channel that refused an answer is left alone
GRACE_SECONDS: Final = 10.0  # for what is in hand when the bot is told to stop
MESSAGES_CACHED: Final = 100


class FootprintClient(discord.AutoShardedClient):
    """The bot. It needs no privileged intent and keeps no members, presences or history."""

    def __init__(
        self,
        answerer: Answerer,
        languages: Languages,
        report: Callable[[str], None],
        *,
        shard_ids: Sequence[int] | None = None,
        shard_count: int | None = None,
        **options: Any,
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        if shard_ids is not None:
            options["shard_ids"] = list(shard_ids)
        super().__init__(
            intents=intents,
            shard_count=shard_count,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=MESSAGES_CACHED,
            **options,
        )
        self.answerer = answerer
        self.languages = languages
        self.intake = Intake()
        self.memory = Memory()
        self.tree = command_tree(self)
        self._report = report
        self._announced = False
        self._refused: Recent[int, float] = Recent(1_000)  # channel → when it may be tried again

    async def on_ready(self) -> None:
        if not self._announced:  # a new session after a fault is ready once more
            self._announced = True
            count = len(self.guilds)
            self._report(f"Ready on Discord as {self.user}, in {count} server{'' if count == 1 else 's'}.")

    async def on_message(self, message: discord.Message) -> None:
        me = self.user
        heard = hear(message, me) if me else None
        if me is None or heard is None:
            return
        with self.intake.take(message.id) as taken:
            if taken and self._may_answer(message):
                await self._answer(message, heard, me)

    async def finish(self) -> None:
        """Take no new work, let what is in hand be done, then close the connection."""
        if not await self.intake.finish(GRACE_SECONDS):
            log.warning("stopped with answers unfinished after %g s", GRACE_SECONDS)
        await self.close()

    async def _answer(self, message: discord.Message, heard: Heard, me: discord.ClientUser) -> None:
        locale = str(message.guild.preferred_locale) if message.guild else None
        texts = self.languages.texts(locale)
        try:
            if heard.kind == "hello":
                await self._reply(message, texts.hello.replace("{bot}", me.mention))
            elif heard.kind == "unreadable":
                await self._reply(message, texts.unreadable.replace("{bot}", me.mention))
            else:
                turns = await earlier_turns(message, me, self.memory)
                text = await self._think(message, heard.text, turns, self.languages.language(locale))
                answer = await self._reply(message, text) if text else None
                if answer:
                    direct = message.channel.id if isinstance(message.channel, discord.DMChannel) else None
                    self.memory.keep(answer.id, (*turns, heard.text), direct)
        except Exception:
            log.exception("message %d: no answer", message.id)
            await self._reply(message, texts.apology)

    async def _think(
        self, message: discord.Message, text: str, turns: Sequence[str], language: str | None
    ) -> str:
        """Return the answer's text, showing the bot as typing if that takes a while."""
        thought = Thought(self.answerer, text, turns, language=language)
        if await thought.ready_within(TYPING_AFTER_SECONDS):
            return await thought.text()
        try:
            await message.channel.typing()
        except discord.HTTPException as error:
            log.info("message %d: cannot show typing: %s", message.id, error)
        return await thought.text()

    async def _reply(self, message: discord.Message, text: str) -> discord.Message | None:
        """Send a reply that pings nobody; None, with one line in the log, where Discord refuses it."""
        silent = discord.AllowedMentions.none()
        # With the nonce enforced, a retry after a failure half-way doesn't post twice.
        nonce = str(message.id)
        try:
            if self._may_read_history(message):
                return await message.reply(
                    text, mention_author=False, allowed_mentions=silent, suppress_embeds=True, nonce=nonce
                )
            return await message.channel.send(
                text, allowed_mentions=silent, suppress_embeds=True, nonce=nonce
            )
        except discord.Forbidden as error:
            self._refused.set(message.channel.id, time.monotonic() + REFUSED_SECONDS)
            log.warning(
                "message %d: channel %d refuses answers: %s", message.id, message.channel.id, _one_line(error)
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            # The question was deleted meanwhile, or Discord has an outage.
            log.warning("message %d: answer not sent: %s", message.id, _one_line(error))
        return None

    def _may_answer(self, message: discord.Message) -> bool:
        """Return whether an answer can be sent at all: refused calls count against the bot."""
        until = self._refused.get(message.channel.id)
        if until is not None and time.monotonic() < until:
            return False
        permissions = self._permissions(message)
        if permissions is None:
            return True
        threaded = isinstance(message.channel, discord.Thread)
        allowed = permissions.send_messages_in_threads if threaded else permissions.send_messages
        if not allowed:
            log.info("message %d: no permission to answer in channel %d", message.id, message.channel.id)
        return allowed

    def _may_read_history(self, message: discord.Message) -> bool:
        permissions = self._permissions(message)
        return permissions is None or permissions.read_message_history  # which a reply needs

    def _permissions(self, message: discord.Message) -> discord.Permissions | None:
        """Return the bot's permissions where the message is, or None where the cache cannot tell."""
        channel = message.channel
        if message.guild is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return None
        try:
            return channel.permissions_for(message.guild.me)
        except discord.ClientException:  # a thread whose parent the bot doesn't see
            return None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
