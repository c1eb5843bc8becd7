"""What listeners reach by name: one middleware puts it into Bolt's context."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.alerts.model import Target
from bot.broken import BrokenLookups
from bot.catalog import Catalog
from bot.errors import RequestError
from bot.metrics import Metrics
from bot.ports import Clock, Later, Reply
from bot.ports.desk import Desk, Membership
from bot.query.model import Op, Query
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
class Alerting:
    """What the commands and buttons about alerts work with.

    ``target``: the configured one.  ``zone_of``: a person's time zone by its IANA name.
    ``nudge``: says that there may be something to post.
    """

    desk: Desk
    membership: Membership
    target: Target
    zone_of: Callable[[str], Awaitable[str]]
    nudge: Callable[[], None]

    def targets(self, query: Query) -> tuple[Target, ...]:
        """Where a search looks: the workspaces it names, or the configured one."""
        named = (
            value
            for term in query.conditions
            if term.field == "workspace_id" and term.op is Op.IS
            for value in term.values
        )
        return tuple(map(self.at, named)) or (self.target,)

    def at(self, workspace_id: str | None) -> Target:
        """The target of a workspace; of the configured one if none is named."""
        if not workspace_id:
            return self.target
        return replace(self.target, workspace_id=workspace_id)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and where.

    ``key``: the request's own id; what it changes is changed once.  ``at_ms``: the moment
    relative times count from; None means now.  ``seal``: for the buttons of the answer.
    """

    key: str
    channel: str
    user: str
    seal: Seal
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a listener works with.  ``alerts``: None where there are none."""

    catalog: Catalog
    reply_to: Callable[[dict[str, Any]], Reply]
    later: Later
    clock: Clock
    metrics: Metrics
    button_key: bytes
    is_home: Callable[[str | None, str | None], bool]
    alerts: Alerting | None = None
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

    def alerting(self) -> Alerting:
        """What alerts need.

        Raises:
            RequestError: There are no alerts here.
        """
        if self.alerts is None:
            raise RequestError(
                "Alerts are not switched on here.", hint="Ask whoever runs this bot."
            )
        return self.alerts

    def broken(self) -> BrokenLookups | None:
        """Look-ups of failures that are remembered; None without alerts."""
        if self.alerts is None:
            return None
        return BrokenLookups(self.alerts.desk, self.clock, self.alerts.targets)

    def asking(self, reply: Reply, key: str, at_ms: int | None = None) -> Asking:
        """Who asks, for the answer; Slack gives every request a ``trigger_id`` for its key."""
        # Without one it cannot be told from its copies, but must not be taken for another's.
        key = key or secrets.token_hex(16)
        return Asking(key, reply.channel, reply.user, self.seal(reply.user), at_ms)

    def seal(self, user: str) -> Seal:
        """Seals what only ``user`` may press; an empty id means anyone."""
        return Seal(self.button_key, user)


def request_key(body: dict[str, Any]) -> str:
    """The request's own id, the same in every copy of it; empty if Slack gave none."""
    return str(body.get("trigger_id") or body.get("response_url") or "")


def provide(services: Services) -> Middleware:
    """The middleware that gives every listener ``services``."""

    async def provide_services(
        context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]
    ) -> None:
        context["services"] = services
        await next_()

    return provide_services
