"""What the Discord edge needs of the pipeline, and how it waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.live.grid import LiveGrid
from bot.live.intensity import LiveIntensity

NO_ANSWER: Final = ("hello", "refusal", "error")  # kinds of reply that answer nothing
LIMIT_SECONDS: Final = 30.0  # an answer that takes longer counts as failed; one takes milliseconds


class Reply(Protocol):
    """What the bot says to one message."""

    @property
    def text(self) -> str: ...  # Markdown, at most 2000 characters; empty: nothing is worth saying

    @property
    def kind(self) -> str: ...  # estimate, compare, refusal …

    @property
    def place(self) -> str | None: ...  # whose live figure it would tell if it were given it


class Answerer(Protocol):
    """What turns a text into a reply; `bot.pipeline` is one."""

    def answer(
        self,
        text: str,
        context: Sequence[str] | None = None,
        *,
        language: str | None = None,
        region: str | None = None,
        live: LiveIntensity | None = None,
    ) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Considered:
    """A reply, and the earlier questions that it was read with."""

    reply: Reply
    turns: tuple[str, ...]


class Thought:
    """An answer on its way, worked out in a thread so that heartbeats go on.

    With `may_stand_alone`, the message isn't known to follow the earlier ones: they count only where it makes
    no sense without them and some with them. With a `grid`, the answer tells what that emits at the moment.
    """

    def __init__(
        self,
        answerer: Answerer,
        text: str,
        turns: tuple[str, ...] = (),
        *,
        may_stand_alone: bool = False,
        language: str | None = None,
        grid: LiveGrid | None = None,
    ) -> None:
        def consider() -> Considered:
            if not turns:
                return Considered(answerer.answer(text, language=language), ())
            alone = answerer.answer(text, language=language) if may_stand_alone else None
            if alone and alone.kind not in NO_ANSWER:
                return Considered(alone, ())
            followed = answerer.answer(text, list(turns), language=language)
            return Considered(alone if alone and followed.kind in NO_ANSWER else followed, turns)

        async def consider_and_tell() -> Considered:
            considered = await asyncio.to_thread(consider)
            place = considered.reply.place if grid else None
            live = await grid.intensity(place) if grid and place else None
            if live is None:
                return considered
            context = list(considered.turns) or None
            reply = await asyncio.to_thread(answerer.answer, text, context, language=language, live=live)
            return Considered(reply, considered.turns)

        self._task = asyncio.create_task(consider_and_tell())

    async def ready_within(self, seconds: float) -> bool:
        """Return whether the answer, or its failure, is there by then."""
        done, _ = await asyncio.wait({self._task}, timeout=seconds)
        return bool(done)

    async def considered(self) -> Considered:
        """Return the answer; whatever the pipeline raised, or TimeoutError."""
        return await asyncio.wait_for(self._task, LIMIT_SECONDS)
