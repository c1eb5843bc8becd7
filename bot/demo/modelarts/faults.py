"""The faults of the fake ModelArts: what can go wrong, and when it is due.

| kind | what happens | fields |
| --- | --- | --- |
| ``status`` | an error with its body, 502 as a web page | ``status code text retry_after`` |
| ``body`` | any body at all | ``text status content_type`` |
| ``html`` ``empty_body`` ``nesting`` | 200 with a web page, nothing, 100 000 brackets | |
| ``error_200`` | 200 whose body is an error | ``code text`` |
| ``redirect`` | 302 to another host | ``location`` |
| ``gzip_bomb`` | 200 that unpacks to spaces | ``megabytes`` |
| ``nan`` ``truncated`` ``empty_list`` | the right answer with a NaN, cut, without rows | |
| ``short_body`` | fewer bytes than ``Content-Length`` says | |
| ``latency`` ``drip`` | the right answer late; byte by byte | ``seconds``, of each byte |
| ``hang`` ``reset`` | no answer: closed after a while; at once | ``seconds`` |
| ``insert`` ``delete`` | the right answer after an image came or went at the front | |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

FaultKind = Literal[
    "status",
    "body",
    "html",
    "empty_body",
    "nesting",
    "error_200",
    "redirect",
    "gzip_bomb",
    "nan",
    "truncated",
    "empty_list",
    "short_body",
    "latency",
    "drip",
    "hang",
    "reset",
    "insert",
    "delete",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    ``times``: how many calls it hits (a standing fault: all of them).
    ``nth``: the first call it hits, counted from 1 among the calls that fit since it was set.
    ``path``: how the path must begin, with or without ``/v1/{project_id}``: ``/images``.
    ``seconds``: the kind's own default if None (hang 20, latency 1, drip 0.3).
    ``retry_after``: sent as it is, a number or a date; None sends no such header.
    """

    kind: FaultKind
    status: Annotated[int, Field(ge=200, le=599)] = 503
    times: Annotated[int, Field(ge=1)] = 1
    nth: Annotated[int, Field(ge=1)] = 1
    path: str = ""
    seconds: Annotated[float, Field(ge=0)] | None = None
    retry_after: str | None = None
    code: str | None = None
    text: str | None = None
    content_type: str = "application/json"
    location: str = "http://modelarts.invalid/"
    megabytes: Annotated[int, Field(ge=1, le=1024)] = 64

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    @property
    def pause(self) -> float:
        """Seconds to wait, of each byte for ``drip``."""
        if self.seconds is not None:
            return self.seconds
        return {"hang": 20.0, "latency": 1.0, "drip": 0.3}.get(self.kind, 0.0)

    def fits(self, path: str) -> bool:
        """Whether the path begins as this fault wants it."""
        short = path
        if path.startswith("/v1/"):
            short = "/" + path.removeprefix("/v1/").partition("/")[2]
        return path.startswith(self.path) or short.startswith(self.path)


class _Armed:
    """A fault with its counters."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.hits = 0
        self._seen = 0

    def sees(self, path: str) -> bool:
        """Count the call if it fits, and say whether it is late enough to be hit."""
        if not self.fault.fits(path):
            return False
        self._seen += 1
        return self._seen >= self.fault.nth


class Faults:
    """The faults that are set: a queue, each used up after its times, and one that stays.

    A call is hit by the first fault of the queue that is due, else by the standing one.
    """

    def __init__(self) -> None:
        self._queue: list[_Armed] = []
        self._standing: _Armed | None = None

    @property
    def queue(self) -> list[Fault]:
        """What is still to come, in order."""
        return [armed.fault for armed in self._queue]

    @property
    def standing(self) -> Fault | None:
        """The fault that hits every call no other one hits; None for none."""
        return self._standing.fault if self._standing else None

    @standing.setter
    def standing(self, fault: Fault | None) -> None:
        self._standing = _Armed(fault) if fault else None

    def add(self, *faults: Fault) -> None:
        """Put faults at the end of the queue."""
        self._queue.extend(_Armed(fault) for fault in faults)

    def clear(self) -> None:
        """Back to a server without faults."""
        self._queue.clear()
        self._standing = None

    def due(self, path: str) -> Fault | None:
        """Count one call and take the fault that hits it."""
        ready = [armed for armed in self._queue if armed.sees(path)]
        standing = self._standing is not None and self._standing.sees(path)
        if ready:
            first = ready[0]
            first.hits += 1
            if first.hits >= first.fault.times:
                self._queue.remove(first)
            return first.fault
        return self.standing if standing else None
