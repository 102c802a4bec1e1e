"""What the bot has answered: the latest from memory, what was before a restart from the store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.discord.answerer import Turn
from bot.discord.recent import Recent
from bot.request import Request
from bot.store.records import ANSWERS_KEPT, SavedAnswer

if TYPE_CHECKING:
    from bot.store.store import Store

log = logging.getLogger(__name__)

REMEMBERED: Final = 2_000  # answers
TURNS: Final = 8  # that a follow-up is read with; beyond, the request that they came to
PAUSE: Final = timedelta(minutes=15)  # after it, a direct message starts afresh


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that the bot gave. The turns that it came of are kept in memory alone."""

    saved: SavedAnswer
    turns: tuple[Turn, ...] = ()  # oldest first; empty where they aren't known any more

    @property
    def request(self) -> Request:
        return self.saved.request

    @property
    def context(self) -> tuple[Turn, ...]:
        """What a follow-up is read with. Texts say more than the request: so many a day, for a month."""
        return self.turns if self.turns and len(self.turns) <= TURNS else (self.request,)

    def belongs_to(self, user_id: int) -> bool:
        return self.saved.asker_id == user_id


def now() -> datetime:
    return datetime.now(UTC)


class Memory:
    """Where answers are found again, by their message, by the question, by the channel."""

    def __init__(self, store: Store | None = None, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._clock = clock
        self._given: Recent[int, Given] = Recent(REMEMBERED)  # by answer
        self._to: Recent[int, int] = Recent(REMEMBERED)  # question → answer
        self._last: Recent[int, int] = Recent(REMEMBERED)  # channel of direct messages → answer
        self._gone: Recent[int, None] = Recent(REMEMBERED)  # answers that were forgotten
        self._saving: set[asyncio.Task[bool]] = set()

    def keep(self, given: Given, *, direct: bool = False) -> None:
        """Remember an answer at once, and in the store as soon as may be."""
        saved = replace(given.saved, created_at=self._clock(), expires_at=self._clock() + ANSWERS_KEPT)
        given = replace(given, saved=saved)
        self._given.set(saved.message_id, given)
        self._gone.pop(saved.message_id)
        if saved.question_message_id is not None:
            self._to.set(saved.question_message_id, saved.message_id)
        if direct:
            self._last.set(saved.channel_id, saved.message_id)
        if self._store:
            task = asyncio.create_task(self._store.attempt(self._store.save_answer(saved), False))
            self._saving.add(task)
            task.add_done_callback(self._saving.discard)

    async def behind(self, message_id: int) -> Given | None:
        """Return the answer that a message of the bot holds."""
        if message_id in self._gone:
            return None
        given = self._given.get(message_id)
        if given or self._store is None:
            return given
        return _given(await self._store.attempt(self._store.answer_behind(message_id), None))

    async def to_question(self, message_id: int) -> Given | None:
        """Return the answer to a message."""
        answer_id = self._to.get(message_id)
        if answer_id is not None:
            return await self.behind(answer_id)
        if self._store is None:
            return None
        saved = await self._store.attempt(self._store.answer_to(message_id), None)
        return _given(saved) if saved and saved.message_id not in self._gone else None

    async def lately(self, channel_id: int) -> Given | None:
        """Return the last answer of a direct conversation that is still going on."""
        since = self._clock() - PAUSE
        answer_id = self._last.get(channel_id)
        if answer_id is not None:
            given = await self.behind(answer_id)
            return given if given and given.saved.created_at >= since else None
        if self._store is None:
            return None
        saved = await self._store.attempt(self._store.last_answer_in(channel_id, since), None)
        return _given(saved) if saved and saved.message_id not in self._gone else None

    def age(self, given: Given) -> timedelta:
        return self._clock() - given.saved.created_at

    def forget(self, message_id: int) -> None:
        """Drop the answer in a message that is gone."""
        given = self._given.pop(message_id)
        self._gone.set(message_id, None)
        if given:
            if given.saved.question_message_id is not None:
                self._to.pop(given.saved.question_message_id)
            if self._last.get(given.saved.channel_id) == message_id:
                self._last.pop(given.saved.channel_id)
        if self._store:
            task = asyncio.create_task(self._store.attempt(self._store.forget_answer(message_id), False))
            self._saving.add(task)
            task.add_done_callback(self._saving.discard)

    def forget_person(self, user_id: int) -> None:
        """Drop the answers to somebody's questions from memory; the store has its own call for that."""
        for message_id in [key for key, given in self._given.items() if given.belongs_to(user_id)]:
            given = self._given.pop(message_id)
            if given and given.saved.question_message_id is not None:
                self._to.pop(given.saved.question_message_id)

    def forget_guild(self, guild_id: int) -> None:
        """Drop the answers of a server from memory; the store has its own call for that."""
        for message_id in [key for key, given in self._given.items() if given.saved.guild_id == guild_id]:
            self._given.pop(message_id)

    async def settle(self) -> None:
        """Return when all that is to be stored is."""
        while self._saving:
            await asyncio.gather(*self._saving, return_exceptions=True)


def _given(saved: SavedAnswer | None) -> Given | None:
    return Given(saved) if saved else None
