"""Sightings, memories and polls for tests: say what matters, the rest is plausible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.alerts.blindness import Looked, looked
from bot.alerts.model import BOTH, Change, Known, Quality, Seen, Target, failed
from bot.alerts.poll import Side, TargetState
from bot.alerts.timing import Timing
from bot.alerts.transition import Compared, Comparison
from bot.modelarts.models import ImageType
from tests.factories import image

NOW_MS = 1_770_000_000_000
MINUTE_MS = 60_000
STUCK_MS = 7_200_000
TIMING = Timing(poll=MINUTE_MS, stuck=STUCK_MS)
TARGET = Target("https://modelarts.example", "p-1", "0")

OK = Side(Quality.COMPLETE, rows=1, total=1, pages=1)
ODD = Side(Quality.INCONSISTENT, rows=1, total=2, pages=1, code="inconsistent")
EMPTY = Side(Quality.INCONSISTENT, rows=0, total=0, pages=1, code="empty")
TORN = Side(Quality.PARTIAL, rows=1, total=2, pages=2, code="pages")
DARK = Side(Quality.PARTIAL, code="timeout")


def both(side: Side) -> dict[ImageType, Side]:
    """The same for both types."""
    return dict.fromkeys(BOTH, side)


def seen(status: str, image_id: str = "i-1", **fields: Any) -> Seen:
    """One sighting, with its facts where a poll keeps them."""
    facts = None
    if status not in {"ACTIVE", "DELETED"}:
        facts = image(id=image_id, status=status)
    plain: dict[str, Any] = {
        "id": image_id,
        "status": status,
        "name": "pytorch_2_1",
        "tag": "1.0",
        "namespace": "team",
        "type": "DEDICATED",
        "created_ms": 0,
        "image": facts,
    }
    return Seen(**(plain | fields))


def known(status: str, **fields: Any) -> Known:
    """The memory of an image that was seen a minute ago, with its incident if it has one."""
    plain: dict[str, Any] = {
        "status": status,
        "since_ms": NOW_MS - MINUTE_MS,
        "number": int(failed(status)),
        "open": failed(status),
        "stuck_number": 0,
        "stuck": False,
        "absent": 0,
        "name": "pytorch_2_1",
        "tag": "1.0",
        "namespace": "team",
        "type": "DEDICATED",
    }
    return Known(**(plain | fields))


def stuck(**fields: Any) -> Known:
    """The memory of an image that is told of as stuck."""
    plain = {"stuck": True, "stuck_number": 1, "since_ms": NOW_MS - STUCK_MS - MINUTE_MS}
    return known("CREATING", **(plain | fields))


def compare(
    states: Mapping[str, Known],
    rows: Iterable[Seen],
    *,
    side: Side = OK,
    baseline: Iterable[ImageType] = BOTH,
    watched: Iterable[str] = (),
    now_ms: int = NOW_MS,
) -> Compared:
    """One poll at once."""
    comparison = Comparison(
        TARGET.id,
        "poll-1",
        states,
        now_ms=now_ms,
        baseline=frozenset(baseline),
        stuck_ms=STUCK_MS,
    )
    comparison.take(rows)
    return comparison.finish(both(side), frozenset(watched))


def one_change(*args: Any, **fields: Any) -> Change:
    """The only change of one poll."""
    (change,) = compare(*args, **fields).changes
    return change


def state(**fields: Any) -> TargetState:
    """A target of which everything was seen a minute ago."""
    plain: dict[str, Any] = {
        "target": TARGET,
        "baseline": frozenset(BOTH),
        "announced": True,
        "seen_ms": dict.fromkeys(BOTH, NOW_MS - MINUTE_MS),
        "complete_ms": NOW_MS - MINUTE_MS,
        "attempt_ms": NOW_MS - MINUTE_MS,
        "known": 2,
    }
    return TargetState(**(plain | fields))


def new() -> TargetState:
    """A target that was never polled."""
    return TargetState(TARGET)


def look(before: TargetState, sides: Mapping[ImageType, Side], now_ms: int = NOW_MS) -> Looked:
    """What one poll means for seeing."""
    listed = {kind: side.rows for kind, side in sides.items()}
    return looked(before, sides, now_ms=now_ms, listed=listed, timing=TIMING)


def looks(before: TargetState, polls: Iterable[Mapping[ImageType, Side]]) -> list[Looked]:
    """One poll a minute."""
    found = []
    for number, sides in enumerate(polls):
        found.append(look(before, sides, NOW_MS + number * MINUTE_MS))
        before = found[-1].state
    return found
