"""What passed between the fake Slack and the bot, and the waiting for what has yet to pass."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.demo.workspace import Message, Workspace


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the bot.

    ``kind`` is ``api``, ``response_url`` or ``ack`` (an answer in the body of the ack);
    ``answer`` is what Slack made of it, even if that never reached the bot; ``status`` is 0 when
    the connection was cut instead of answered; ``at`` is the platform's clock; ``delivery`` the
    id of the delivery that it answers, if one is known.
    """

    kind: str
    method: str
    arguments: Mapping[str, Any]
    answer: Mapping[str, Any] | str
    status: int
    at: float
    delivery: str | None = None

    @property
    def ok(self) -> bool:
        """Whether Slack said that it did what was asked."""
        return self.status == 200 and (
            self.answer["ok"] is True if isinstance(self.answer, Mapping) else True
        )


@dataclass(slots=True, eq=False)
class Delivery:
    """One thing that Slack sent to the bot, and what came of it.

    ``status`` is that of the ack (0: none came); ``problem`` is what the person would be shown:
    ``operation_timeout`` (later than 3 s), ``dispatch_failed`` (nobody there, or no 200).
    ``pressed``: channel and ts of the message whose button it was.
    ``errors``: what the ack of a submitted view finds wrong with it, by ``block_id``.
    """

    id: str
    kind: str
    user: str
    channel: str
    at: float
    workspace: Workspace = field(repr=False)
    response_url: str = ""
    trigger_id: str = ""
    status: int = 0
    ack_body: str = ""
    ack_seconds: float = 0.0
    problem: str | None = None
    sent: int = 0
    pressed: tuple[str, str] | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    answers: list[ApiCall] = field(default_factory=list)
    touched: list[tuple[str, str]] = field(default_factory=list)

    @property
    def acked(self) -> bool:
        """Acknowledged in time, with 200."""
        return self.status == 200 and self.problem is None

    @property
    def messages(self) -> list[Message]:
        """The messages it led to, as they are now, in the order they were first touched."""
        found = [self.workspace.find(*place) for place in dict.fromkeys(self.touched)]
        return [message for message in found if message is not None]


@dataclass(slots=True)
class Journal:
    """Every delivery and every call, in order.

    ``too_early``: calls that did not wait as long as Slack had asked for.
    """

    workspace: Workspace
    now: Callable[[], float]
    calls: list[ApiCall] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    too_early: list[ApiCall] = field(default_factory=list)
    open_requests: int = 0
    _held: dict[str, tuple[float, float]] = field(default_factory=dict)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def delivery(self, kind: str, *, user: str, channel: str) -> Delivery:
        """Open the record of something that is about to be sent."""
        name = f"d-{next(self._numbers)}"
        opened = Delivery(name, kind, user, channel, self.now(), self.workspace)
        self.deliveries.append(opened)
        return opened

    def record(
        self,
        kind: str,
        method: str,
        arguments: Mapping[str, Any],
        answer: Mapping[str, Any] | str,
        *,
        status: int = 200,
        delivery: Delivery | None = None,
        touched: tuple[str, str] | None = None,
    ) -> ApiCall:
        """Note one call; with ``delivery``, as an answer to it."""
        name = delivery.id if delivery else None
        call = ApiCall(kind, method, arguments, answer, status, self.now(), name)
        self.calls.append(call)
        if delivery:
            delivery.answers.append(call)
            if touched:
                delivery.touched.append(touched)
        self.ring()
        return call

    def watch_pace(self, call: ApiCall, began: float, headers: Mapping[str, str]) -> None:
        """Note whether a post or an edit came before its channel's last 429 was over.

        Args:
            began: When the call arrived, by the platform's clock.
            headers: Of its answer.
        """
        channel = str(call.arguments.get("channel", ""))
        if call.method not in {"chat.postMessage", "chat.update"}:
            return
        told, until = self._held.get(channel, (began, began))
        if told <= began < until:
            self.too_early.append(call)
        if call.status == 429:
            self._held[channel] = call.at, call.at + int(headers.get("Retry-After", 0))

    def caused_by(
        self,
        *,
        channel: str = "",
        user: str = "",
        trigger: str = "",
        message: tuple[str, str] | None = None,
    ) -> Delivery | None:
        """The newest delivery that a call is likely to answer.

        Args:
            trigger: The one that it spends; else
            message: the one that it changes, which somebody pressed or which was made for them;
            channel: else where it posts, for ``user`` alone if that is given.
        """
        for delivery in reversed(self.deliveries):
            if trigger:
                found = delivery.trigger_id == trigger
            elif message:
                found = message == delivery.pressed or message in delivery.touched
            else:
                found = channel == delivery.channel and user in {"", delivery.user}
            if found:
                return delivery
        return None

    def ring(self) -> None:
        """Wake everybody who waits for something to change."""
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    async def until(self, happened: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Wait until ``happened()``; looked at after every change, never in between.

        Raises:
            TimeoutError: Says ``what`` did not happen.
        """
        try:
            async with asyncio.timeout(seconds):
                while not happened():
                    await self._bell.wait()
        except TimeoutError:
            raise TimeoutError(f"{what} (waited {seconds:g} s)") from None
