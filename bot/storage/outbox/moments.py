"""Whether a moment has come, for a clock that may have been set back."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, or_

from bot.alerts.delivery import HOUR
from bot.alerts.timing import Timing

Moment = Column[int] | Column[int | None]


def horizon(timing: Timing) -> int:
    """No wait that we ever write is half as long, in milliseconds."""
    return 2 * max(HOUR + timing.pace, timing.probe, timing.rate_cap, *timing.sweeps)


def due(column: Moment, now_ms: int, timing: Timing) -> ColumnElement[bool]:
    """It has come, or lies so far ahead that it was written before the clock was set back."""
    return or_(column <= now_ms, column > now_ms + horizon(timing))


def claim_over(column: Moment, now_ms: int, timing: Timing) -> ColumnElement[bool]:
    """A claim ran out, by a clock that may have been set back."""
    return or_(column < now_ms, column > now_ms + 2 * timing.claim)


def later(known_ms: int, wanted_ms: int, now_ms: int, timing: Timing) -> int:
    """Of two moments to wait for the later one, unless the known one makes no sense."""
    return wanted_ms if known_ms > now_ms + horizon(timing) else max(known_ms, wanted_ms)
