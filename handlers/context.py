"""What listeners reach by name: one middleware puts it into Bolt's context."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.catalog import Catalog
from bot.metrics import Metrics
from bot.ports import Clock, Later, Reply
from bot.query.page_token import Seal

Middleware = Callable[..., Awaitable[None]]


class Turn:
    """One press among those on the same message: worked on at once, shown in its turn."""

    def __init__(self, before: asyncio.Event | None, done: asyncio.Event) -> None:
        self._before = before
        self._done = done

    async def come(self) -> None:
        """Wait until the presses before this one have been answered."""
        if self._before is not None:
            await self._before.wait()

    def end(self) -> None:
        """Let the next one come."""
        self._done.set()


class Turns:
    """Keeps the order of presses on one message, so that the last one is what stays.

    All are worked on at the same time: behind a slow upstream nobody waits for the others' work.
    """

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Event] = {}

    @contextmanager
    def of(self, message: str) -> Iterator[Turn]:
        """Take a turn; an empty ``message`` is in no order with anything."""
        if not message:
            yield Turn(None, asyncio.Event())
            return
        done = asyncio.Event()
        turn = Turn(self._last.get(message), done)
        self._last[message] = done
        try:
            yield turn
        finally:
            turn.end()
            if self._last.get(message) is done:
                del self._last[message]


@dataclass(slots=True)
class Once:
    """Remembers the last keys it saw, and when, so that what must act once does."""

    limit: int = 5000
    _seen: dict[str, int | None] = field(default_factory=dict)

    def first(self, key: str, at_ms: int = 0) -> bool:
        """True the first time, or if `unsure_until` was said before ``at_ms``."""
        unsure = self._seen.get(key, None)
        if key in self._seen and (unsure is None or at_ms <= unsure):
            return False
        self._seen[key] = None
        if len(self._seen) > self.limit:
            del self._seen[next(iter(self._seen))]
        return True

    def forget(self, key: str) -> None:
        """Let it be done again: it did not work."""
        self._seen.pop(key, None)

    def unsure_until(self, key: str, at_ms: int) -> None:
        """Nobody knows whether it worked; who presses after this moment was told so."""
        self._seen[key] = at_ms


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
    seen: Once = field(default_factory=Once)

    def is_new(self, body: dict[str, Any]) -> bool:
        """False for a copy: sockets deliver again, and a signed request can be played again."""
        action = (body.get("actions") or [{}])[0]
        parts = (
            body.get("trigger_id"),
            body.get("response_url"),
            body.get("text"),
            action.get("action_ts"),
            action.get("action_id"),
            action.get("value"),
        )
        if not parts[0] or self.seen.first("/".join(str(part) for part in parts)):
            return True
        self.metrics.count("imagebot_inbound_total", kind="any", result="copy")
        return False

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
