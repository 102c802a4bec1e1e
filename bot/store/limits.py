"""How long the store may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits, in seconds."""

    busy_seconds: float = 5.0  # one write of SQLite waits for another program's
    read_seconds: float = 1.5  # Discord waits 3 s for a sign of life, and an answer may need a read first
    write_seconds: float = 8.0  # with the wait for the writers before it
    start_seconds: float = 60.0  # a migration may have much to do
    retry_seconds: float = 15.0  # between attempts to open a database that would not open
    pause_seconds: float = 5.0  # after a read that took too long, reads fail at once
