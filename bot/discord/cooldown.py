"""How often one person, and one channel, is answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from bot.discord.recent import Recent

PERSON_AT_ONCE: Final = 10  # questions that somebody may ask in a row before the cooldown counts
CHANNEL_AT_ONCE: Final = 30  # as many messages as Discord takes of a bot in one channel in half a minute
CHANNEL_SECONDS: Final = 1.0  # between two answers in a channel, once those are used up
REMEMBERED: Final = 20_000  # people and channels

Verdict = Literal["go", "tell", "quiet"]


@dataclass(slots=True)
class Bucket:
    """Answers that somebody has left. It fills up with time."""

    left: float
    at: float
    told: bool = False  # of the cooldown, since it began


class Cooldown:
    """Who has asked how much of late. The first question too many gets a notice, the next ones silence."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._people: Recent[int, Bucket] = Recent(REMEMBERED)
        self._channels: Recent[int, Bucket] = Recent(REMEMBERED)

    def ask(self, person: int, channel: int, seconds: float) -> tuple[Verdict, float]:
        """Return whether to answer now, if not, in how many seconds; `seconds` is the server's, 0 is off."""
        if seconds <= 0:
            return "go", 0.0
        buckets = (
            (self._bucket(self._people, person, PERSON_AT_ONCE, seconds), seconds),
            (
                self._bucket(self._channels, channel, CHANNEL_AT_ONCE, CHANNEL_SECONDS),
                CHANNEL_SECONDS,
            ),
        )
        wait = max((1.0 - bucket.left) * refill for bucket, refill in buckets)
        if wait <= 0:
            for bucket, _ in buckets:
                bucket.left -= 1.0
                bucket.told = False
            return "go", 0.0
        empty = [bucket for bucket, _ in buckets if bucket.left < 1.0]
        told = any(bucket.told for bucket in empty)
        for bucket in empty:
            bucket.told = True
        return ("quiet" if told else "tell"), wait

    def _bucket(self, kept: Recent[int, Bucket], key: int, most: int, refill: float) -> Bucket:
        now = self._clock()
        bucket = kept.get(key) or Bucket(float(most), now)
        bucket.left = min(float(most), bucket.left + (now - bucket.at) / refill)
        bucket.at = now
        kept.set(key, bucket)
        return bucket
