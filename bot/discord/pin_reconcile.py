"""What Discord shows of pins → what the store knows: after a crash, an absence, a pin or unpin by hand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import discord

from bot.discord.memory import now
from bot.discord.pin_place import find_channel, rights, stand
from bot.discord.recent import Recent
from bot.discord.sending import FAILURES, one_line
from bot.store.errors import StoreError
from bot.store.records import Pin, Reconciled

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.discord.pin_place import Anywhere
    from bot.discord.pinning import Pins

log = logging.getLogger(__name__)

REMEMBERED: Final = 1_000  # people who pinned something by hand of late
PAUSE_SECONDS: Final = 0.05  # between two channels, so that a start leaves room for answers


class Reconciler:
    """Puts channels' pins right, one channel at a time."""

    def __init__(self, client: FootprintClient, pins: Pins) -> None:
        self._client = client
        self._pins = pins
        self._waiting: set[int] = set()  # channels whose turn is to come
        self._by_hand: Recent[int, int] = Recent(REMEMBERED)  # message → who pinned it

    async def channel(self, guild_id: int, channel_id: int) -> Reconciled | None:
        """Make the store agree with what is pinned in a channel; None where that can't be told."""
        if channel_id in self._waiting:  # it will see what happened until its turn
            return None
        self._waiting.add(channel_id)
        try:
            async with self._pins.turn(channel_id):
                self._waiting.discard(channel_id)
                return await self._channel(guild_id, channel_id)
        except StoreError:
            return None  # logged once, by the store
        except FAILURES as error:
            log.warning("channel %d: pins not read: %s", channel_id, one_line(error))
            return None
        finally:
            self._waiting.discard(channel_id)

    async def guild(self, guild_id: int, goes_on: Callable[[], bool], *, everywhere: bool) -> None:
        """Put every channel of a server right where an answer is pinned, or `everywhere` where one may be."""
        store = self._pins.store
        found = store.channels_with_pins(guild_id, answered=everywhere)
        for channel_id in await store.attempt(found, ()):
            if not goes_on():
                return
            await self.channel(guild_id, channel_id)
            await asyncio.sleep(PAUSE_SECONDS)

    async def notice(self, message: discord.Message) -> None:
        """Take Discord's notice of a pin: our own goes away, another's tells who pinned by hand."""
        me, reference = self._client.user, message.reference
        if me is None or message.guild is None:
            return
        if message.author.id == me.id:
            await self._pins.showing.drop(message)
        elif reference is not None and reference.message_id is not None:
            self._by_hand.set(reference.message_id, message.author.id)
            await self.channel(message.guild.id, message.channel.id)

    async def gone(self, message_ids: set[int]) -> None:
        """Take messages that were deleted off the board."""
        store = self._pins.store
        await store.attempt(store.remove_pins(message_ids, now()), 0)

    async def _channel(self, guild_id: int, channel_id: int) -> Reconciled | None:
        store, guild = self._pins.store, self._client.get_guild(guild_id)
        if guild is None or guild.me is None or guild.unavailable:
            return None
        channel = await find_channel(self._client, guild_id, channel_id)
        if channel is None:
            if await self._is_gone(channel_id):
                await store.forget_channel(channel_id)
            return None
        ours = rights(channel, guild.me)
        if not (ours.view_channel and ours.read_message_history):
            return None  # Discord then shows no pins at all, which would mean nothing
        seen_at = now()
        there = await self._there(channel_id)
        # What was begun before this turn came up was left by a crash: no time needs to be given to it.
        done = await store.reconcile_pins(guild_id, channel_id, there, seen_at, timedelta(0))
        for message_id in there:
            await self._learn(guild_id, channel, message_id, adopted=message_id in done.adopted)
        await self._pins.showing.settle(channel_id)
        if done != Reconciled():
            log.info("channel %d: %d pins adopted, %d confirmed, %d gone", channel_id, *_counts(done))
        return done

    async def _there(self, channel_id: int) -> dict[int, datetime]:
        """Return the bot's own pinned messages in a channel, and since when they are."""
        me = self._client.user
        found: dict[int, datetime] = {}
        async for message in self._client.get_partial_messageable(channel_id).pins(limit=None):
            if me is not None and message.author.id == me.id:
                found[message.id] = message.pinned_at
        return found

    async def _learn(self, guild_id: int, channel: Anywhere, message_id: int, *, adopted: bool) -> None:
        """Keep what is known of an answer that was pinned by hand, and by whom."""
        store = self._pins.store
        if adopted:
            pin = await store.pin_of(message_id)
            if pin is not None and pin.asks is None:
                parent_id, secret = stand(channel)
                bare = Pin(
                    message_id, channel.id, guild_id, None, pin.pinned_at, parent_id=parent_id, secret=secret
                )
                known = await self._pins.known(bare, renewed=False)
                await store.learn_pin(known)
                version = self._client.answerer.data_version()
                if known.data_version not in (None, version):
                    await store.mark_stale([message_id])
        by = self._by_hand.get(message_id)
        if by is not None:
            await store.attribute_pin(message_id, by)

    async def _is_gone(self, channel_id: int) -> bool:
        """Return whether Discord says that there is no such channel, and not just that we can't see it."""
        try:
            await self._client.fetch_channel(channel_id)
        except discord.NotFound:
            return True
        except (*FAILURES, discord.InvalidData):
            return False
        return False


def _counts(done: Reconciled) -> tuple[int, int, int]:
    return len(done.adopted), len(done.confirmed), len(done.removed)
