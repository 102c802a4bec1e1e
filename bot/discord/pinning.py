"""Pins: Discord and the store kept in step, one channel at a time.

A pin goes in steps that any crash may fall between: the store notes the wish, Discord pins, the store
confirms, the message says so. Whatever is left half-done, `bot.discord.pin_reconcile` finishes or takes back.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

import discord

from bot.discord.memory import now
from bot.discord.pin_faults import UNKNOWN_MESSAGE, doubtful, told
from bot.discord.pin_place import Place
from bot.discord.pin_rules import Told, unpinnable
from bot.discord.pin_showing import Showing
from bot.discord.sending import FAILURES, one_line
from bot.headline import Figures
from bot.store.asked import fingerprint
from bot.store.errors import StoreError
from bot.store.records import Pin

if TYPE_CHECKING:
    from bot.discord.client import FootprintClient
    from bot.discord.memory import Given
    from bot.store.store import Store

log = logging.getLogger(__name__)

REASON_LENGTH: Final = 500  # of the 512 characters that the audit log takes


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants pinned, and how."""

    message_id: int
    by: int
    reason: str  # for the audit log
    title: str | None = None
    note: str | None = None


class Pins:
    """Pins and unpins, each channel's one after the other. StoreError where the store fails."""

    def __init__(self, client: FootprintClient, store: Store) -> None:
        self._client = client
        self.store = store
        self.showing = Showing(client, store)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def turn(self, channel_id: int) -> asyncio.Lock:
        """Return what to hold while a channel's pins change."""
        turn = self._turns.get(channel_id)
        if turn is None:
            self._turns[channel_id] = turn = asyncio.Lock()
        return turn

    async def pin(self, wish: Wish, place: Place) -> Told:
        """Pin a message, unless it is pinned already; return what came of it."""
        async with self.turn(place.channel_id):
            return await self._pin(wish, place)

    async def unpin(self, message_id: int, place: Place, reason: str) -> Told:
        """Unpin a message; return what came of it."""
        async with self.turn(place.channel_id):
            return await self._unpin(message_id, place, reason)

    async def replace(self, old_id: int, wish: Wish, place: Place, reason: str) -> Told:
        """Unpin a message, then pin another in the room that this makes."""
        async with self.turn(place.channel_id):
            made = await self._unpin(old_id, place, reason)
            if made.path not in ("pins.unpinned", "pins.not_pinned"):
                return made
            done = await self._pin(wish, place)
            return Told("pins.replaced", done.values) if done.path == "pins.done" else done

    async def describe(self, wish: Wish, place: Place) -> Told:
        """Give a pinned answer another title and note."""
        async with self.turn(place.channel_id):
            if not await self.store.describe_pin(wish.message_id, wish.title, wish.note):
                return Told("pins.not_pinned")
            await self.showing.settle(place.channel_id)
            return Told("pins.described")

    async def figures(self, given: Given | None) -> Figures:
        """Return what is to be kept of an answer; nothing of one that nobody knows any more."""
        if given is None:
            return Figures()
        answerer, request = self._client.answerer, given.request
        return await self._client.thinking.run(lambda: answerer.figures(request))

    async def known(self, pin: Pin, *, renewed: bool) -> Pin:
        """Return a pin with what is known of its answer, which is kept from now on as long as the pin is.

        Of one made with other data than today's, the figure isn't known, unless it is `renewed`.
        """
        client = self._client
        given = await client.memory.behind(pin.message_id)
        if given is None:
            return pin
        figures = await self.figures(given)
        version = client.answerer.data_version()
        today = renewed or given.saved.data_version == version
        await client.memory.settle()
        if await self.store.answer_behind(pin.message_id) is None:  # its asker wants nothing kept of them
            nameless = replace(given.saved, asker_id=None, question_message_id=None, question=None)
            await self.store.save_answer(nameless)
        return replace(
            pin,
            headline=figures.headline if today else None,
            inputs=dict(figures.inputs) if today else None,
            label=figures.label,
            about=figures.about,
            data_version=version if today else given.saved.data_version,
            asks=fingerprint(given.request),
        )

    async def _pin(self, wish: Wish, place: Place) -> Told:
        message = self.showing.message(place.channel_id, wish.message_id)
        try:
            found = await message.fetch()
        except discord.HTTPException as error:
            return Told("pins.trouble") if doubtful(error) else told(error, place)
        given = await self._client.memory.behind(found.id)
        reason = unpinnable(found, self._client.user, given.saved.kind if given else None)
        if reason is not None:
            return reason
        before = await self.store.pin_of(found.id)
        if before is not None and before.removed_at is None:
            if found.pinned and before.on_board:
                return already(before)
            await self.store.remove_pins([found.id], now())  # begun before a crash, or unpinned by hand
        pin = Pin(
            message_id=found.id,
            channel_id=place.channel_id,
            guild_id=place.guild_id,
            pinned_by=wish.by,
            pinned_at=now(),
            title=wish.title,
            note=wish.note,
            parent_id=place.parent_id,
            secret=place.secret,
        )
        pin = await self.known(pin, renewed=True)
        if not await self.store.begin_pin(pin):
            other = await self.store.pin_of(found.id)
            return already(other or pin)
        refusal = await self._pin_there(message, wish.reason, place)
        if refusal is not None:
            return refusal
        try:
            await self.store.confirm_pin(found.id, now())
        except StoreError:  # reconciliation confirms it
            return Told("pins.unrecorded")
        try:
            await self.showing.say(pin, found, first=True)
        except (*FAILURES, StoreError) as error:
            log.warning("pin %d: its message doesn't say so yet: %s", pin.message_id, one_line(error))
        return Told("pins.done")

    async def _pin_there(self, message: discord.PartialMessage, reason: str, place: Place) -> Told | None:
        """Have Discord pin a message; where that fails, take the wish back and return why."""
        try:
            await message.pin(reason=reason)
        except FAILURES as error:
            if doubtful(error):
                pinned = await self._is_pinned(message)
                if pinned is None:  # the wish stays, and reconciliation settles it
                    log.warning("pin %d: nobody knows whether it is pinned: %s", message.id, one_line(error))
                    return Told("pins.trouble")
                if pinned:
                    return None
            await self.store.remove_pins([message.id], now())
            log.info("pin %d: refused: %s", message.id, one_line(error))
            if doubtful(error) or not isinstance(error, discord.HTTPException):
                return Told("pins.trouble")
            return told(error, place)
        return None

    async def _unpin(self, message_id: int, place: Place, reason: str) -> Told:
        pin = await self.store.pin_of(message_id)
        message = self.showing.message(place.channel_id, message_id)
        if pin is None or not pin.on_board:
            pinned = await self._is_pinned(message)
            if not pinned:
                return Told("pins.trouble" if pinned is None else "pins.not_pinned")
        try:
            await message.unpin(reason=reason)
        except FAILURES as error:
            gone = isinstance(error, discord.HTTPException) and error.code == UNKNOWN_MESSAGE
            if doubtful(error) or not isinstance(error, discord.HTTPException):
                return Told("pins.trouble")
            if not gone:
                return told(error, place)
        await self.store.remove_pins([message_id], now())
        await self.showing.settle(place.channel_id)
        return Told("pins.unpinned")

    async def _is_pinned(self, message: discord.PartialMessage) -> bool | None:
        """Return whether a message is pinned, by Discord; None where it doesn't say."""
        try:
            return (await message.fetch()).pinned
        except discord.NotFound:
            return False
        except FAILURES:
            return None


def already(pin: Pin) -> Told:
    """Return who pinned what is pinned already, and when."""
    when = f"<t:{int(pin.pinned_at.timestamp())}:R>"
    if pin.pinned_by is None:
        return Told("pins.already_by_hand", {"when": when})
    return Told("pins.already", {"user": f"<@{pin.pinned_by}>", "when": when})


def audit_reason(text: str) -> str:
    """Return a reason as the audit log takes it."""
    return text[:REASON_LENGTH]
