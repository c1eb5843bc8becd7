"""How Slack can let the bot down, on demand.

slack.faults.add("ratelimited", "chat.postMessage", retry_after=30)
slack.faults.add("accept_then_drop", "chat.postMessage")
slack.faults.add("not_in_channel", "chat.postMessage", times=3)
slack.faults.add("slow", "response_url", seconds=5)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

RESPONSE_URL = "response_url"
"""The name under which posts to response URLs are addressed."""


@dataclass(slots=True)
class Fault:
    """What goes wrong, where, and how often.

    Args:
        kind: ``drop`` (cut, nothing done), ``accept_then_drop`` (done, then cut),
            ``http_500``, ``html`` (200 and a page), ``slow`` (done after ``seconds``),
            ``ratelimited`` (429), or any error code, which the call is answered with.
        method: A Web API method, ``response_url``, or ``*`` for every call.
        times: How many calls it hits before it is used up.
        after: How many calls it lets pass first.
    """

    kind: str
    method: str = "*"
    times: int = 1
    after: int = 0
    retry_after: int | None = 30
    seconds: float = 1.0

    def hits(self, method: str) -> bool:
        """Count one call; True if this is one to spoil."""
        if self.method not in {"*", method} or self.times <= 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True


@dataclass(slots=True)
class Faults:
    """The faults that are waiting, first added first."""

    waiting: list[Fault] = field(default_factory=list)

    def add(
        self,
        kind: str,
        method: str = "*",
        *,
        times: int = 1,
        after: int = 0,
        retry_after: int | None = 30,
        seconds: float = 1.0,
    ) -> Fault:
        """Let something go wrong; see `Fault`.

        Args:
            retry_after: Seconds in the ``Retry-After`` of ``ratelimited``; None leaves it out.
        """
        fault = Fault(kind, method, times, after, retry_after, seconds)
        self.waiting.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """The fault that spoils this call, if any."""
        hit = next((fault for fault in self.waiting if fault.hits(method)), None)
        self.waiting = [fault for fault in self.waiting if fault.times > 0]
        return hit

    def clear(self) -> None:
        """Let everything work again."""
        self.waiting.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.waiting)
