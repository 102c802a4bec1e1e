"""The one error that callers of the store meet."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot do what was asked; the message is the one line that says why, without any secret."""


class NewerStore(StoreError):
    """The database was written by a newer version of the bot, so waiting does not help."""
