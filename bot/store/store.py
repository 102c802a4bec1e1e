"""The store: what the bot keeps, behind methods named after what callers do.

    async with open_store(settings.database) as store:  # one line in the log where it cannot be opened
        saved = await store.attempt(store.save_answer(answer), False)
        server = await store.attempt(store.settings_of(guild_id), GuildSettings(guild_id))

Every method raises StoreError, with one line that says why, where the database is locked, full, unreachable,
gone or newer than the code; the fault is logged once, not at every call. `attempt` is for the callers to whom
the store is a help and no need: whoever answers a question goes on without it. Those who promised somebody
something (a setting changed, data erased, a pin) await the method itself and tell them when it fails. A read
fails within 1.5 s and a write within 8 s, so read before the answer, write after it or once it is deferred.
A database that would not open is tried again every 15 s; one that a newer bot wrote is not.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final, TypeVar, Unpack

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.headline import Headline, Range
from bot.store import answers, board, commands, guilds, people, pins
from bot.store.address import Address
from bot.store.database import Database, probe
from bot.store.errors import StoreError
from bot.store.limits import Limits
from bot.store.recall import Recall
from bot.store.records import (
    HISTORY_KEPT,
    Changes,
    Erased,
    Forgotten,
    GuildSettings,
    Pin,
    PinChange,
    Purged,
    Reconciled,
    SavedAnswer,
    SettingsChange,
    Sync,
    UserExport,
    UserSettings,
)

Found = TypeVar("Found")
Otherwise = TypeVar("Otherwise")

LIMITS: Final = Limits()
SHOWN: Final = 50  # changes of a server's settings, unless told how many


@asynccontextmanager
async def open_store(address: Address, limits: Limits = LIMITS) -> AsyncIterator[Store]:
    """Open a store for a while. Where it cannot be opened, that is logged and the bot runs without it."""
    store = Store(address, limits)
    try:
        await store.attempt(store.open(), None)
        yield store
    finally:
        await store.close()


class Store:
    """What outlives a restart. All methods may be called at the same time."""

    def __init__(self, address: Address, limits: Limits = LIMITS) -> None:
        self._address = address
        self._database = Database(address, limits)
        self._guilds: Recall[int, GuildSettings] = Recall()
        self._pinned: Recall[int, frozenset[str]] = Recall()  # fingerprints of what pins answer, by server

    def __repr__(self) -> str:
        """Return where the store is, without its password."""
        return f"Store({self._address.shown})"

    async def open(self) -> None:
        """Open the database; the first time makes it, later ones bring its tables up to date. StoreError."""
        await self._database.open()

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()

    async def attempt(self, work: Awaitable[Found], otherwise: Otherwise) -> Found | Otherwise:
        """Return what a method of the store finds, or `otherwise` where the store fails; that is logged."""
        try:
            return await work
        except StoreError:
            return otherwise

    async def check(self) -> None:
        """Return if the database answers, for a health probe. StoreError."""
        await self._database.read(probe)

    # Answers

    async def save_answer(self, answer: SavedAnswer) -> bool:
        """Keep an answer, in the place of the same message's; False where its asker wants nothing kept."""
        return await self._database.write(lambda on: answers.save(on, answer))

    async def answer_behind(self, message_id: int) -> SavedAnswer | None:
        """Return what is known of a message in which the bot answered."""
        return await self._database.read(lambda on: answers.behind(on, message_id))

    async def answer_to(self, question_message_id: int) -> SavedAnswer | None:
        """Return the answer to a message, the latest if there are several."""
        return await self._database.read(lambda on: answers.to_question(on, question_message_id))

    async def last_answer_in(self, channel_id: int, since: datetime) -> SavedAnswer | None:
        """Return the latest answer in a channel, not older than `since`: what a direct message follows."""
        return await self._database.read(lambda on: answers.last_in(on, channel_id, since))

    async def forget_answer(self, message_id: int) -> bool:
        """Drop an answer whose message was deleted (its pin: `remove_pins`); False where none was kept."""
        return bool(await self.forget_answers((message_id,)))

    async def forget_answers(self, message_ids: Collection[int]) -> int:
        """Drop the answers whose messages were deleted; return how many were kept."""
        return await self._database.write(lambda on: answers.forget(on, message_ids))

    # Servers

    async def settings_of(self, guild_id: int) -> GuildSettings:
        """Return a server's settings, from memory for a minute; in an outage the last that are known."""
        return await self._guilds.get(
            guild_id, lambda: self._database.read(lambda on: guilds.settings(on, guild_id))
        )

    async def change_settings(
        self, guild_id: int, by: int, at: datetime, **changes: Unpack[Changes]
    ) -> GuildSettings:
        """Change some settings of a server, note who did so, and return all of them as they now are."""
        try:
            return await self._database.write(lambda on: guilds.change(on, guild_id, by, at, changes))
        finally:
            self._guilds.forget(guild_id)

    async def settings_changes(self, guild_id: int, limit: int = SHOWN) -> tuple[SettingsChange, ...]:
        """Return who changed what in a server, the latest first."""
        return await self._database.read(lambda on: guilds.changes_of(on, guild_id, limit))

    async def forget_guild(self, guild_id: int) -> Forgotten:
        """Drop everything of a server that removed the bot; not for one that is only unavailable."""

        async def work(on: AsyncConnection) -> Forgotten:
            return Forgotten(
                answers=await answers.forget_guild(on, guild_id),
                pins=await pins.forget_guild(on, guild_id),
                settings=await guilds.forget(on, guild_id),
            )

        try:
            return await self._repin(work)
        finally:
            self._guilds.forget(guild_id)

    async def forget_channel(self, channel_id: int) -> Forgotten:
        """Drop the answers and pins of a channel or thread that was deleted."""

        async def work(on: AsyncConnection) -> Forgotten:
            return Forgotten(
                answers=await answers.forget_channel(on, channel_id),
                pins=await pins.forget_channel(on, channel_id),
            )

        return await self._repin(work)

    # Pins

    async def _repin(self, work: Callable[[AsyncConnection], Awaitable[Found]]) -> Found:
        """Change which pins there are."""
        try:
            return await self._database.write(work)
        finally:
            self._pinned.clear()

    async def begin_pin(self, pin: Pin) -> bool:
        """Note a pin before Discord is asked for it; False where there is one already, or one begun."""
        return await self._database.write(lambda on: pins.begin(on, pin))

    async def confirm_pin(self, message_id: int, at: datetime) -> bool:
        """Note that Discord has pinned it, which puts it on the board; False where it was not begun."""
        return await self._repin(lambda on: pins.confirm(on, message_id, at))

    async def remove_pins(self, message_ids: Collection[int], at: datetime) -> int:
        """Take pins off the board, unpinned or refused by Discord; return how many were on it."""
        return await self._repin(lambda on: pins.remove(on, message_ids, at))

    async def pin_of(self, message_id: int) -> Pin | None:
        """Return what is known of an answer's pin; `removed_at` tells whether it is one still."""
        return await self._database.read(lambda on: pins.one(on, message_id))

    async def board(
        self, guild_id: int, channel_id: int | None = None, *, limit: int | None = None, offset: int = 0
    ) -> tuple[Pin, ...]:
        """Return the pins of a server or of one of its channels, the newest first."""
        return await self._database.read(lambda on: board.board(on, guild_id, channel_id, limit, offset))

    async def pins_on_board(self, guild_id: int, channel_id: int | None = None) -> int:
        """Return how many pins a server has, or one of its channels."""
        return await self._database.read(lambda on: board.count(on, guild_id, channel_id))

    async def pins_answering(self, guild_id: int, asks: str) -> tuple[Pin, ...]:
        """Return the pins of a server that answer a request of this fingerprint, the newest first.

        Every answer asks for them and hardly one has any, so what they answer is known from memory.
        """
        known = await self._pinned.get(
            guild_id, lambda: self._database.read(lambda on: board.answered(on, guild_id))
        )
        if asks not in known:
            return ()
        return await self._database.read(lambda on: board.answering(on, guild_id, asks))

    async def outdated_pins(self, data_version: str, after: int = 0, limit: int = 100) -> tuple[Pin, ...]:
        """Return pins of all servers never held against these data, by message id, behind `after`."""
        return await self._database.read(lambda on: board.outdated(on, data_version, after, limit))

    async def mark_stale(
        self, message_ids: Collection[int], data_version: str | None = None
    ) -> tuple[int, ...]:
        """Mark pins whose headline no longer holds; return those that nobody has been told of yet."""
        return await self._database.write(lambda on: board.mark_stale(on, message_ids, data_version))

    async def mark_true(self, message_ids: Collection[int], data_version: str) -> None:
        """Note pins whose headline still holds with these data."""
        await self._database.write(lambda on: board.mark_true(on, message_ids, data_version))

    async def refresh_pin(
        self,
        message_id: int,
        headline: Headline | None,
        data_version: str,
        at: datetime,
        by: int | None,
        inputs: Mapping[str, Range] | None = None,
        reasons: tuple[str, ...] = (),
    ) -> PinChange | None:
        """Give a pin its figure of today; return what it was and is, or None where there is no such pin."""
        return await self._database.write(
            lambda on: board.refresh(on, message_id, headline, data_version, at, by, inputs, reasons)
        )

    async def describe_pin(self, message_id: int, title: str | None, note: str | None) -> bool:
        """Change a pin's title and note; False where there is no such pin."""
        return await self._database.write(lambda on: pins.describe(on, message_id, title, note))

    async def pin_history(self, message_id: int) -> tuple[PinChange, ...]:
        """Return what a pin's headline has been, the oldest change first."""
        return await self._database.read(lambda on: board.history(on, message_id))

    async def learn_pin(self, pin: Pin) -> bool:
        """Give a pin that was made by hand what is known of its answer; False where there is none."""
        return await self._repin(lambda on: pins.learn(on, pin))

    async def attribute_pin(self, message_id: int, user_id: int) -> bool:
        """Note who made a pin of which that wasn't known; False where it was."""
        return await self._database.write(lambda on: pins.attribute(on, message_id, user_id))

    async def unsettled_pins(self, channel_id: int) -> tuple[Pin, ...]:
        """Return the pins of a channel whose message says something else of it than is so."""
        return await self._database.read(lambda on: pins.unsettled(on, channel_id))

    async def show_pin(self, message_id: int, shown: bool) -> None:
        """Note whether a message says that it is pinned."""
        await self._database.write(lambda on: pins.show(on, message_id, shown))

    async def channels_with_pins(self, guild_id: int, *, answered: bool) -> tuple[int, ...]:
        """Return the channels of a server where answers are pinned; with `answered`, where any may be."""
        return await self._database.read(lambda on: board.channels(on, guild_id, answered))

    async def reconcile_pins(
        self,
        guild_id: int,
        channel_id: int,
        there: Mapping[int, datetime],
        seen_at: datetime,
        begun_for: timedelta = pins.BEGUN_FOR,
    ) -> Reconciled:
        """Make a channel's pins what Discord shows: the bot's own pinned messages there, and since when.

        `seen_at` is when Discord was asked, before its first page: a pin of after that is left alone, and one
        that was begun less than `begun_for` before it.
        """
        return await self._repin(
            lambda on: pins.reconcile(on, guild_id, channel_id, there, seen_at, begun_for)
        )

    # People

    async def user_settings(self, user_id: int) -> UserSettings:
        """Return what somebody has decided about what is kept of them."""
        return await self._database.read(lambda on: answers.user(on, user_id))

    async def set_remember(self, user_id: int, remember: bool) -> Erased:
        """Keep somebody's answers from now on; or none of them, and drop those that are kept."""
        return await self._database.write(lambda on: people.set_remember(on, user_id, remember))

    async def export_user(self, user_id: int) -> UserExport:
        """Return everything that is held about somebody."""
        return await self._database.read(lambda on: people.export(on, user_id))

    async def erase_user(self, user_id: int) -> Erased:
        """Delete somebody's answers, and their id from what stays for others; a wish to keep none stays."""
        return await self._database.write(lambda on: people.erase(on, user_id))

    # Upkeep

    async def purge(self, now: datetime) -> Purged:
        """Drop what has expired, in small transactions that let others write in between; hourly is fine."""
        dropped = 0
        while some := await self._database.write(lambda on: answers.purge(on, now)):
            dropped += some
        before = now - HISTORY_KEPT
        return Purged(
            answers=dropped,
            settings_changes=await self._database.write(lambda on: guilds.purge_changes(on, before)),
            pins=await self._database.write(lambda on: pins.purge(on, before)),
        )

    async def last_sync(self, application_id: int) -> Sync | None:
        """Return how the commands were last registered with Discord."""
        return await self._database.read(lambda on: commands.last_sync(on, application_id))

    async def save_sync(self, sync: Sync) -> None:
        """Note how the commands were registered with Discord."""
        await self._database.write(lambda on: commands.save_sync(on, sync))
