"""When pins are looked at: on start, when Discord says they changed, after an outage, every few hours."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.discord import pin_stale
from bot.discord.pin_reconcile import Reconciler
from bot.store.errors import StoreError

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.discord.pinning import Pins

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 6 * 60 * 60  # between two looks at everything: an event may be lost


class Keeper:
    """Has pins reconciled, and held against new data, beside what else the bot does."""

    def __init__(self, client: FootprintClient, pins: Pins) -> None:
        self._client = client
        self._pins = pins
        self._reconciler = Reconciler(client, pins)
        self._tasks: set[asyncio.Task[None]] = set()
        self._due = asyncio.Event()  # a look at everything
        self._going_round = False
        self._stopped = False

    def ready(self) -> None:
        """Look at everything, now and every few hours: a start, or a session whose events are lost."""
        self._due.set()
        if not self._going_round:
            self._going_round = True
            self._begin(self._go_round())

    def look_at(self, guild_id: int) -> None:
        """Look at one server."""
        self._begin(self._guild(guild_id, everywhere=True))

    def say_anew(self, channel_ids: Iterable[int]) -> None:
        """Have the pinned messages of channels say what is so now."""
        for channel_id in channel_ids:
            self._begin(self._quietly(self._settle(channel_id)))

    async def changed(self, guild_id: int, channel_id: int) -> None:
        """Look at a channel whose pins have changed, by anybody's hand."""
        with self._client.intake.hold() as held:
            if held:
                await self._reconciler.channel(guild_id, channel_id)

    async def notice(self, message: discord.Message) -> None:
        """Take Discord's notice that somebody pinned something."""
        with self._client.intake.hold() as held:
            if held:
                await self._reconciler.notice(message)

    async def deleted(self, message_ids: set[int]) -> None:
        with self._client.intake.hold() as held:
            if held:
                await self._reconciler.gone(message_ids)

    async def stop(self) -> None:
        """End what goes on in the background; what it leaves is found at the next start.

        It isn't cut off: a connection of the store that is left in the middle of something is lost.
        """
        self._stopped = True
        self._due.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _go_round(self) -> None:
        while not self._stopped:
            everywhere = self._due.is_set()  # events may have been lost; else it is but time
            self._due.clear()
            for guild in list(self._client.guilds):
                await self._guild(guild.id, everywhere=everywhere)
            await self._quietly(pin_stale.check(self._client, self._pins, self._goes_on))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), EVERY_SECONDS)

    async def _guild(self, guild_id: int, *, everywhere: bool) -> None:
        await self._quietly(self._reconciler.guild(guild_id, self._goes_on, everywhere=everywhere))

    async def _settle(self, channel_id: int) -> None:
        async with self._pins.turn(channel_id):
            await self._pins.showing.settle(channel_id)

    def _goes_on(self) -> bool:
        return not self._stopped

    async def _quietly(self, work: Awaitable[None]) -> None:
        """Do a part of a round; what breaks there spoils no other."""
        try:
            await work
        except StoreError:
            pass  # logged once, by the store; the next round finds it all
        except Exception:
            log.exception("pins: not all were looked at")

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
