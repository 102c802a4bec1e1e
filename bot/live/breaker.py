"""How long a source that failed is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

FIRST: Final = timedelta(minutes=1)  # after one failure; doubled with each further one in a row
LONGEST: Final = timedelta(minutes=15)  # reached with the fifth
TOLD_LONGEST: Final = timedelta(days=1)  # of what a source itself asks for
JITTER: Final = 0.2  # of a pause, so that many processes don't come back at once


class Breaker:
    """Lets calls through until one fails; then, after a pause, one at a time until one succeeds."""

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._jitter = jitter  # returns a number from 0 to 1
        self.failures = 0  # in a row
        self._until: datetime | None = None
        self._trying = False

    def admits(self, now: datetime) -> bool:
        """Return whether a call may be made."""
        return self._until is None or (now >= self._until and not self._trying)

    def begin(self) -> None:
        """Note a call that was let through."""
        self._trying = True

    def succeeded(self) -> None:
        self.failures = 0
        self._until = None
        self._trying = False

    def failed(self, now: datetime, told: timedelta | None = None) -> timedelta:
        """Return the pause that follows a failure, at least as long as the source itself asks for."""
        self.failures += 1
        self._trying = False
        # The exponent is held down: a source that is gone for good fails for ever.
        pause = min(FIRST * 2.0 ** min(self.failures - 1, 10), LONGEST)
        pause *= 1 + JITTER * self._jitter()
        if told is not None:
            pause = max(pause, min(told, TOLD_LONGEST))
        self._until = now + pause
        return pause
