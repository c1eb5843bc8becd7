"""What listeners reach by name: one middleware puts it into Bolt's context."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.catalog import Catalog
from bot.metrics import Metrics
from bot.ports import Clock, Later, Reply
from bot.query.page_token import Seal

Middleware = Callable[..., Awaitable[None]]


class Turns:
    """Presses on one message are answered in the order in which they were made."""

    def __init__(self) -> None:
        self._queues: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, message: str) -> AsyncIterator[None]:
        """Wait for those who came before; asyncio's locks are first come, first served."""
        lock, waiting = self._queues.get(message, (asyncio.Lock(), 0))
        self._queues[message] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._queues[message]
            if waiting == 1:
                del self._queues[message]
            else:
                self._queues[message] = (lock, waiting - 1)


@dataclass(slots=True)
class Once:
    """Remembers the last one-shot presses, so that a double click acts once."""

    limit: int = 1000
    _seen: dict[str, None] = field(default_factory=dict)

    def first(self, key: str) -> bool:
        """True the first time; the oldest keys are forgotten."""
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > self.limit:
            del self._seen[next(iter(self._seen))]
        return True

    def forget(self, key: str) -> None:
        """Let it be done again: it did not work."""
        self._seen.pop(key, None)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a listener works with."""

    catalog: Catalog
    reply_to: Callable[[dict[str, Any]], Reply]
    later: Later
    clock: Clock
    metrics: Metrics
    button_key: bytes
    is_home: Callable[[str | None, str | None], bool]
    turns: Turns = field(default_factory=Turns)
    shared: Once = field(default_factory=Once)

    def seal(self, user: str) -> Seal:
        """Seals what only ``user`` may press; an empty id means anyone."""
        return Seal(self.button_key, user)


def provide(services: Services) -> Middleware:
    """The middleware that gives every listener ``services``."""

    async def provide_services(
        context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]
    ) -> None:
        context["services"] = services
        await next_()

    return provide_services
