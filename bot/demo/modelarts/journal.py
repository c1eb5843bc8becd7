"""The fake ModelArts' record of what it was asked."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

KEPT = 100_000
"""Calls kept unless told otherwise."""

LISTS = ("data", "groups", "workspaces", "projects")
"""Under which name the rows of an answer stand."""
MAX_SAID = 500
"""Characters kept of an error."""

Listener = Callable[["Call"], None]


@dataclass(slots=True)
class Call:
    """One request.

    ``path`` and ``query_string``: as they arrived, still percent-encoded.
    ``query``: decoded; of a name given twice the last value.
    ``status``: what was answered, 0 while or because nothing was.
    ``at``: seconds since 1970 at the arrival.
    ``number``: 1 for the first call of all.
    ``seconds``: real ones from the arrival to the answer, or to the end without one.
    ``said``: how many rows were answered (``rows``) of how many there are (``total``), or the
    ``error_code`` and ``error_msg`` of a refusal; only filled in while somebody listens.
    """

    method: str
    path: str
    query_string: str
    at: float
    query: dict[str, str] = field(default_factory=dict)
    status: int = 0
    number: int = 0
    seconds: float = 0.0
    said: Mapping[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.query:
            self.query = dict(parse_qsl(self.query_string, keep_blank_values=True))

    def plain(self) -> dict[str, Any]:
        """For ``GET /-/journal``."""
        names = ("method", "path", "query_string", "query", "status", "at")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Journal:
    """Every call, oldest first.

    Args:
        keep: How many; one that runs for weeks forgets the older half each time it is full.
    """

    keep: int = KEPT
    calls: list[Call] = field(default_factory=list)
    _began: dict[int, float] = field(default_factory=dict)
    _listeners: list[Listener] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with each call when it was answered; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def arrived(self, method: str, path: str, query_string: str, at: float) -> Call:
        """Note a request."""
        call = Call(method, path, query_string, at, number=next(self._numbers))
        if len(self.calls) >= self.keep:
            del self.calls[: max(1, len(self.calls) - self.keep // 2)]
        self.calls.append(call)
        self._began[call.number] = time.perf_counter()
        return call

    def answered(self, call: Call, status: int, body: bytes) -> None:
        """Note what is about to be answered."""
        call.status = status
        # Reading a page of 1000 rows again costs as much as writing it did.
        call.said = _said(body) if self._listeners else {}

    def ended(self, call: Call) -> None:
        """Note that a request is over, with an answer or without one."""
        call.seconds = time.perf_counter() - self._began.pop(call.number)
        for listener in tuple(self._listeners):
            listener(call)


def _said(body: bytes) -> dict[str, str | int]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(answer, dict):
        return {}
    said: dict[str, str | int] = {}
    for name in LISTS:
        if isinstance(rows := answer.get(name), list):
            said["rows"] = len(rows)
    if isinstance(answer.get("total"), int):
        said["total"] = answer["total"]
    older = answer.get("error")
    error = older if isinstance(older, dict) else {}
    for name, text in (
        ("error_code", answer.get("error_code", error.get("code"))),
        ("error_msg", answer.get("error_msg", error.get("message"))),
    ):
        said |= {} if text is None else {name: str(text)[:MAX_SAID]}
    return said
