"""The gateway client: hears what is said to the bot and replies, once, without a ping."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, Final

import discord

from bot.discord.answerer import Answerer, Thought
from bot.discord.commands import command_tree
from bot.discord.conversation import Heard, Memory, earlier_turns, hear
from bot.discord.intake import Intake
from bot.discord.sending import FAILURES, Sender, one_line
from bot.discord.texts import Languages
from bot.live.grid import LiveGrid

log = logging.getLogger(__name__)

TYPING_AFTER_SECONDS: Final = 1.0
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
        grid: LiveGrid | None = None,
        shard_ids: Sequence[int] | None = None,
        shard_count: int | None = None,
        **options: Any,
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        # The bot never speaks, so what discord.py would need for it is no news to the host.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
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
        self.grid = grid
        self.intake = Intake()
        self.memory = Memory()
        self.tree = command_tree(self)
        self._sender = Sender()
        self._report = report
        self._announced = False

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
            if taken and self._sender.may_answer(message):
                turns = await earlier_turns(message, me, self.memory) if heard.text else ()
                text, turns = await self._text(message, heard, turns, me)
                answer = await self._sender.reply(message, text) if text else None
                if answer:
                    self.memory.keep(message, heard.text, turns, answer)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Change the answer to a question that was corrected; link previews and pins are edits, too."""
        message, me = payload.message, self.user
        given = self.memory.given_to(message.id)
        heard = hear(message, me) if given and me else None
        if given is None or me is None or heard is None or heard.withheld or heard.text == given.text:
            return
        with self.intake.take((message.id, message.edited_at)) as taken:
            if taken:
                text, turns = await self._text(message, heard, given.turns, me)
                if text and await self._sender.change(given.answer, text):
                    self.memory.keep(message, heard.text, turns, given.answer)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take back the answer to a question that was taken back."""
        given = self.memory.given_to(payload.message_id)
        self.memory.forget(payload.message_id)
        if given:
            with self.intake.take((payload.message_id, None)) as taken:
                if taken:
                    await self._sender.delete(given.answer)

    async def finish(self) -> None:
        """Take no new work, let what is in hand be done, then close the connection."""
        if not await self.intake.finish(GRACE_SECONDS):
            log.warning("stopped with answers unfinished after %g s", GRACE_SECONDS)
        await self.close()

    async def _text(
        self, message: discord.Message, heard: Heard, turns: tuple[str, ...], me: discord.ClientUser
    ) -> tuple[str, tuple[str, ...]]:
        """Return what to say to a message, and the earlier questions that it was read with.

        That is an answer, a hello, a hint or, where something broke, an apology.
        """
        locale = _locale(message)
        texts = self.languages.texts(locale)
        if heard.withheld:
            return texts.unreadable.replace("{bot}", me.mention), ()
        thought = Thought(
            self.answerer,
            heard.text,
            turns,
            may_stand_alone=message.reference is None,
            language=self.languages.language(locale),
            grid=self.grid,
        )
        try:
            if not await thought.ready_within(TYPING_AFTER_SECONDS):
                await self._show_typing(message)
            considered = await thought.considered()
        except Exception:
            log.exception("message %d: no answer", message.id)
            return texts.apology, turns
        text = considered.reply.text
        if not heard.text:
            text = f"{text}\n{texts.how_to_ask.replace('{bot}', me.mention)}"
        return text, considered.turns

    async def _show_typing(self, message: discord.Message) -> None:
        try:
            await message.channel.typing()
        except FAILURES as error:
            log.info("message %d: cannot show typing: %s", message.id, one_line(error))


def _locale(message: discord.Message) -> str | None:
    """Return a guild's locale, or None where it says nothing: the one that every guild starts with."""
    locale = message.guild.preferred_locale if message.guild else discord.Locale.american_english
    return None if locale is discord.Locale.american_english else str(locale)
