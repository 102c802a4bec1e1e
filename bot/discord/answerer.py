"""What the Discord edge needs of the pipeline, and how it waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final, Protocol

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


class Thought:
    """An answer on its way, worked out in a thread so that heartbeats go on."""

    def __init__(
        self, answerer: Answerer, text: str, turns: Sequence[str] = (), *, language: str | None = None
    ) -> None:
        self._task = asyncio.create_task(
            asyncio.to_thread(answerer.answer, text, list(turns) or None, language=language)
        )

    async def ready_within(self, seconds: float) -> bool:
        """Return whether the answer, or its failure, is there by then."""
        done, _ = await asyncio.wait({self._task}, timeout=seconds)
        return bool(done)

    async def reply(self) -> Reply:
        """Return the answer; whatever the pipeline raised, or TimeoutError."""
        return await asyncio.wait_for(self._task, LIMIT_SECONDS)
