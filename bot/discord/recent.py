"""A mapping that holds its newest entries and drops the oldest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The last `size` entries set, so that what a long-running bot remembers stays bounded."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[Key, Value] = OrderedDict()

    def __contains__(self, key: Key) -> bool:
        return key in self._entries

    def get(self, key: Key) -> Value | None:
        return self._entries.get(key)

    def set(self, key: Key, value: Value) -> None:
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def items(self) -> Iterator[tuple[Key, Value]]:
        return iter(self._entries.items())

    def pop(self, key: Key) -> Value | None:
        return self._entries.pop(key, None)
