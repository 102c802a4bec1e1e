"""Pinned answers on Discord: their messages made to say what is so, and Discord's notices of them deleted."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.discord.answerer import of_request
from bot.discord.dealing import SILENT
from bot.discord.manner import US, manner_of
from bot.discord.memory import now
from bot.discord.pin_block import turned, with_block, without_block
from bot.discord.sending import FAILURES, one_line
from bot.discord.showing import as_file
from bot.store.records import Pin, PinChange

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.discord.memory import Given
    from bot.discord.texts import Texts
    from bot.store.store import Store

log = logging.getLogger(__name__)

NOTICES_READ: Final = 25  # messages after a pin, among which the notice of it is looked for
NOTICE_WITHIN: Final = timedelta(seconds=10)  # before the time that we have of a pin: clocks differ


class Showing:
    """What the messages of pins say. StoreError where the store fails."""

    def __init__(self, client: FootprintClient, store: Store) -> None:
        self._client = client
        self._store = store

    def message(self, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self._client.get_partial_messageable(channel_id).get_partial_message(message_id)

    async def settle(self, channel_id: int) -> None:
        """Make the messages of a channel say what is so; what Discord refuses is tried again later."""
        for pin in await self._store.unsettled_pins(channel_id):
            try:
                found = await self.message(pin.channel_id, pin.message_id).fetch()
                await self.say(pin, found, first=pin.removed_at is None)
            except discord.NotFound:
                await self._store.remove_pins([pin.message_id], now())
                await self._store.show_pin(pin.message_id, False)
            except FAILURES as error:
                log.warning("pin %d: its message says something else: %s", pin.message_id, one_line(error))

    async def say(
        self,
        pin: Pin,
        message: discord.Message,
        *,
        change: PinChange | None = None,
        first: bool = False,
        anew: bool = False,
    ) -> None:
        """Make a message say that it is pinned or no longer, and note that it does.

        The `first` time, Discord's notice goes before, so that a crash in between leaves it to be found. The
        answer itself is worked out with the pin's data where the message has other ones, and with `anew`.
        """
        texts, pinned = await self._texts(pin), pin.removed_at is None
        more: dict[str, Any] = {}
        text = without_block(message.content)
        given = await self._client.memory.behind(pin.message_id) if pinned else None
        if given is not None and (anew or self._lags(given, pin)):
            text = await self._fresh(given)
            if message.attachments:
                more["attachments"] = await self._charts(given)
        else:
            given = None
        if pinned:
            history = () if change else await self._store.pin_history(pin.message_id)
            last = change or (history[-1] if history else None)
            us_units = (await self._client.settings_of(pin.guild_id)).units == US
            text = with_block(text, pin, last, texts, us_units=us_units)
        if first:
            await self._drop_notices(pin)
        view = turned(message, texts, pinned=pinned)
        await message.edit(content=text, view=view, allowed_mentions=SILENT, **more)
        if given is not None:
            saved = replace(given.saved, data_version=self._client.answerer.data_version())
            self._client.memory.keep(replace(given, saved=saved))
        await self._store.show_pin(pin.message_id, pinned)

    async def drop(self, notice: discord.Message) -> None:
        """Delete Discord's notice of a pin of ours."""
        try:
            await notice.delete()
        except discord.NotFound:
            return
        except FAILURES as error:
            log.info("message %d: notice of a pin not deleted: %s", notice.id, one_line(error))

    async def _drop_notices(self, pin: Pin) -> None:
        channel = self._client.get_partial_messageable(pin.channel_id)
        after = pin.pinned_at - NOTICE_WITHIN
        async for message in channel.history(limit=NOTICES_READ, after=after, oldest_first=True):
            if message.type is discord.MessageType.pins_add and message.author == self._client.user:
                await self.drop(message)

    def _lags(self, given: Given, pin: Pin) -> bool:
        """Return whether a pin's figures are those of today, and its message's are not."""
        today = self._client.answerer.data_version()
        return pin.data_version == today != given.saved.data_version

    async def _fresh(self, given: Given) -> str:
        """Return an answer's text with today's data."""
        client = self._client
        settings = await client.settings_of(given.saved.guild_id)
        manner = manner_of(settings, given.saved.language)
        considered = await client.work_out(of_request(client.answerer, given.request, manner))
        return considered.reply.text

    async def _charts(self, given: Given) -> list[discord.File]:
        pictures = await self._client.thinking.draw(given.request)
        return [as_file(picture, at) for at, picture in enumerate(pictures, start=1)]

    async def _texts(self, pin: Pin) -> Texts:
        """Return the texts in a pinned answer's language; in its server's, where that isn't known."""
        languages = self._client.languages
        given = await self._client.memory.behind(pin.message_id)
        if given is not None:
            return languages.texts(given.saved.language)
        settings = await self._client.settings_of(pin.guild_id)
        guild = self._client.get_guild(pin.guild_id)
        return languages.texts(settings.language or (str(guild.preferred_locale) if guild else None))
