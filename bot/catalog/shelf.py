"""A bounded memory: what was used last stays."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Shelf(Generic[Key, Value]):
    """The values used last: at most ``most`` of them, and so many rows in all.

    Args:
        weigh: The rows of a value.  A single value may be heavier than ``most_rows``.
    """

    def __init__(self, most: int, most_rows: int, weigh: Callable[[Value], int]) -> None:
        self._most = most
        self._most_rows = most_rows
        self._weigh = weigh
        self._values: dict[Key, Value] = {}  # the one used last stands last
        self._rows = 0

    def __len__(self) -> int:
        return len(self._values)

    @property
    def rows(self) -> int:
        """The rows of everything that is kept."""
        return self._rows

    def get(self, key: Key) -> Value | None:
        """The value, now the one used last."""
        value = self._values.pop(key, None)
        if value is not None:
            self._values[key] = value
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep it, and let go of what was not used for longest."""
        self.drop(key)
        self._values[key] = value
        self._rows += self._weigh(value)
        while len(self._values) > self._most or (
            self._rows > self._most_rows and len(self._values) > 1
        ):
            self.drop(next(iter(self._values)))

    def drop(self, key: Key) -> None:
        """Let go of it."""
        value = self._values.pop(key, None)
        if value is not None:
            self._rows -= self._weigh(value)

    def drop_where(self, gone: Callable[[Value], bool]) -> None:
        """Let go of every such value."""
        for key in [key for key, value in self._values.items() if gone(value)]:
            self.drop(key)
