"""What passed between the fake Slack and the bot, and the waiting for what has yet to pass."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.demo.workspace import Message, Workspace, home_id

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the bot.

    ``kind`` is ``api``, ``response_url``, ``upload`` (a file's content) or ``ack`` (an answer in
    the body of the ack); ``answer`` is what Slack made of it, even if that never reached the bot;
    ``status`` is 0 when the connection was cut instead of answered; ``at`` is the platform's
    clock; ``delivery`` the id of the delivery that it answers, if one is known; ``number`` is 1
    for the first call of all; ``seconds``: real ones from the call to its answer, None for an ack.
    """

    kind: str
    method: str
    arguments: Mapping[str, Any]
    answer: Mapping[str, Any] | str
    status: int
    at: float
    delivery: str | None = None
    number: int = 0
    seconds: float | None = None

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
    ``payload``: what was sent, without its verification token; empty before that.
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
    payload: Mapping[str, Any] = field(default_factory=dict)
    answers: list[ApiCall] = field(default_factory=list)
    touched: list[tuple[str, str]] = field(default_factory=list)

    @property
    def view(self) -> str:
        """The id of the modal or Home tab in which it was done; empty for none."""
        event = self.payload.get("event", {})
        if event.get("type") == "app_home_opened":
            return home_id(self.user)
        return str(self.payload.get("view", {}).get("id", ""))

    @property
    def acked(self) -> bool:
        """Acknowledged in time, with 200."""
        return self.status == 200 and self.problem is None

    @property
    def messages(self) -> list[Message]:
        """The messages it led to, as they are now, in the order they were first touched."""
        found = [self.workspace.find(*place) for place in dict.fromkeys(self.touched)]
        return [message for message in found if message is not None]


Listener = Callable[[ApiCall | Delivery], None]


@dataclass(slots=True)
class Journal:
    """Every delivery and every call, in order.

    ``keep``: how many of each are kept, and of each delivery's answers; None keeps all of them,
    which tests need.  One that runs for days should be given a number.
    ``too_early``: calls that did not wait as long as Slack had asked for.
    """

    workspace: Workspace
    now: Callable[[], float]
    keep: int | None = None
    calls: list[ApiCall] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    too_early: list[ApiCall] = field(default_factory=list)
    open_requests: int = 0
    _held: dict[str, tuple[float, float]] = field(default_factory=dict)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _call_numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _listeners: list[Listener] = field(default_factory=list)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` at every change from now on; the result ends that.

        It gets each call when it is recorded, and each delivery twice: before it is sent and when
        its ack, or the lack of one, is known.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def delivery(self, kind: str, *, user: str, channel: str) -> Delivery:
        """Open the record of something that is about to be sent."""
        name = f"d-{next(self._numbers)}"
        opened = Delivery(name, kind, user, channel, self.now(), self.workspace)
        self._add(self.deliveries, opened)
        return opened

    def sending(self, delivery: Delivery, payload: Mapping[str, Any]) -> None:
        """Note what is about to be sent."""
        delivery.payload = {name: part for name, part in payload.items() if name != "token"}
        self._tell(delivery)

    def sent(self, delivery: Delivery) -> None:
        """Note that a delivery's ack is known, or that none came."""
        self._tell(delivery)
        self.ring()

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
        seconds: float | None = None,
    ) -> ApiCall:
        """Note one call; with ``delivery``, as an answer to it."""
        name, number = delivery.id if delivery else None, next(self._call_numbers)
        call = ApiCall(kind, method, arguments, answer, status, self.now(), name, number, seconds)
        self._add(self.calls, call)
        if delivery:
            self._add(delivery.answers, call)
            if touched:
                self._add(delivery.touched, touched)
        self._tell(call)
        self.ring()
        return call

    def named(self, name: str) -> Delivery | None:
        """The delivery with this id, if it is still kept."""
        return next((row for row in reversed(self.deliveries) if row.id == name), None)

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
            self._add(self.too_early, call)
        if call.status == 429:
            self._held[channel] = call.at, call.at + int(headers.get("Retry-After", 0))

    def caused_by(
        self,
        *,
        channel: str = "",
        user: str = "",
        trigger: str = "",
        message: tuple[str, str] | None = None,
        view: str = "",
    ) -> Delivery | None:
        """The newest delivery that a call is likely to answer.

        Args:
            trigger: The one that it spends; else
            message: the one that it changes, which somebody pressed or which was made for them;
            view: the one that it changes, which somebody looked at;
            channel: else where it posts, for ``user`` alone if that is given.
        """
        for delivery in reversed(self.deliveries):
            if trigger:
                found = delivery.trigger_id == trigger
            elif message:
                found = message == delivery.pressed or message in delivery.touched
            elif view:
                found = view == delivery.view
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

    def _add(self, rows: list[Row], row: Row) -> None:
        rows.append(row)
        if self.keep is not None:
            del rows[: max(0, len(rows) - self.keep)]

    def _tell(self, item: ApiCall | Delivery) -> None:
        for listener in tuple(self._listeners):
            listener(item)
