"""What the Discord edge needs of the pipeline, and how it waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

NO_ANSWER: Final = ("hello", "refusal", "error")  # kinds of reply that answer nothing
LIMIT_SECONDS: Final = 30.0  # an answer that takes longer counts as failed; one takes milliseconds


class Reply(Protocol):
    """What the bot says to one message."""

    @property
    def text(self) -> str: ...  # Markdown, at most 2000 characters; empty: nothing is worth saying

    @property
    def kind(self) -> str: ...  # estimate, compare, refusal …


class Answerer(Protocol):
    """What turns a text into a reply; `bot.pipeline` is one."""

    def answer(
        self,
        text: str,
        context: Sequence[str] | None = None,
        *,
        language: str | None = None,
        region: str | None = None,
    ) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Considered:
    """A reply, and the earlier questions that it was read with."""

    reply: Reply
    turns: tuple[str, ...]


class Thought:
    """An answer on its way, worked out in a thread so that heartbeats go on.

    With `may_stand_alone`, the message isn't known to follow the earlier ones: they count only where it makes
    no sense without them and some with them.
    """

    def __init__(
        self,
        answerer: Answerer,
        text: str,
        turns: tuple[str, ...] = (),
        *,
        may_stand_alone: bool = False,
        language: str | None = None,
    ) -> None:
        def consider() -> Considered:
            if not turns:
                return Considered(answerer.answer(text, language=language), ())
            alone = answerer.answer(text, language=language) if may_stand_alone else None
            if alone and alone.kind not in NO_ANSWER:
                return Considered(alone, ())
            followed = answerer.answer(text, list(turns), language=language)
            return Considered(alone if alone and followed.kind in NO_ANSWER else followed, turns)

        self._task = asyncio.create_task(asyncio.to_thread(consider))

    async def ready_within(self, seconds: float) -> bool:
        """Return whether the answer, or its failure, is there by then."""
        done, _ = await asyncio.wait({self._task}, timeout=seconds)
        return bool(done)

    async def considered(self) -> Considered:
        """Return the answer; whatever the pipeline raised, or TimeoutError."""
        return await asyncio.wait_for(self._task, LIMIT_SECONDS)
