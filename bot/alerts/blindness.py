"""Whether a target can be seen, counted in polls: no clock that is set has a say in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.alerts.model import BOTH, Quality
from bot.alerts.poll import Side, Sight, TargetState
from bot.alerts.snapshot import EMPTY, overall
from bot.alerts.timing import BLIND_AFTER, EMPTY_DOUBTED, Timing
from bot.modelarts.models import ImageType

_READY_AFTER = 3
"""Polls in a row that read something of a list, before an odd list counts as looked at."""

# The login, the right or the address is wrong: asking often mends nothing (reliability.md, 5).
_SLOW = frozenset({"400", "401"})
_SLOWEST = frozenset({"403", "404"})


@dataclass(frozen=True, slots=True)
class Looked:
    """What a poll means for seeing; parts of a `bot.alerts.poll.PollRecord`.

    ``blind_since_ms``: of the blindness that began or ended with this poll, else None.
    ``announce``: the first look at both types is done, and nobody was told yet.
    """

    state: TargetState
    sight: Sight
    blind_since_ms: int | None
    announce: bool


def looked(
    state: TargetState,
    sides: Mapping[ImageType, Side],
    *,
    now_ms: int,
    listed: Mapping[ImageType, int],
    timing: Timing,
) -> Looked:
    """Take one poll into account.

    Args:
        listed: Images listed, by type.
        timing: Only for when a blindness began that was there from the first poll on.
    """
    complete = overall(sides) is Quality.COMPLETE
    baseline, unready = _baseline(state, sides)
    ready = baseline.issuperset(BOTH)
    whole = [kind for kind, side in sides.items() if side.quality is Quality.COMPLETE]
    after = replace(
        state,
        failures=0 if complete else state.failures + 1,
        empties={kind: _empties(state, kind, sides.get(kind)) for kind in BOTH},
        baseline=baseline,
        announced=state.announced or ready,
        unready=unready,
        seen_ms={**state.seen_ms, **dict.fromkeys(whole, now_ms)},
        complete_ms=now_ms if complete else state.complete_ms,
        attempt_ms=now_ms,
        known=sum(listed.values()) if complete else state.known,
    )
    sight, since_ms = _sight(after, state.blind_since_ms, now_ms, timing)
    blind = since_ms if sight is Sight.LOST else state.blind_since_ms
    after = replace(
        after,
        blind_since_ms=None if complete else blind,
        blind_code="" if complete or blind is None else _code(sides),
    )
    after = replace(after, next_poll_ms=_next_poll(state, after, timing))
    return Looked(after, sight, since_ms, ready and not state.announced)


def interval(state: TargetState, timing: Timing) -> int:
    """Milliseconds from the start of the last poll to the start of the next.

    Slower only once people were told that nothing is seen, and not while one of the types is:
    its failures are not to wait for the other's.
    """
    if state.blind_since_ms is None or state.attempt_ms in state.seen_ms.values():
        return timing.poll
    if state.blind_code in _SLOWEST:
        return timing.slowest_poll
    return timing.slow_poll if state.blind_code in _SLOW else timing.poll


def _next_poll(state: TargetState, after: TargetState, timing: Timing) -> int:
    """Sight that returns does not wait for the pause that was made while there was none."""
    began_ms = state.attempt_ms or after.attempt_ms or 0
    return min(state.next_poll_ms, began_ms + interval(after, timing))


def _sight(
    after: TargetState, told_ms: int | None, now_ms: int, timing: Timing
) -> tuple[Sight, int | None]:
    """What changed, and since when it was dark; ``told_ms``: the blindness people know of."""
    if not after.failures:
        return (Sight.SAME, None) if told_ms is None else (Sight.BACK, told_ms)
    if told_ms is not None or after.failures < BLIND_AFTER:
        return Sight.SAME, None
    if after.complete_ms is not None:
        return Sight.LOST, after.complete_ms
    # Nobody kept when the first poll was, but it was so many polls ago.
    return Sight.LOST, now_ms - (after.failures - 1) * timing.poll


def _baseline(
    state: TargetState, sides: Mapping[ImageType, Side]
) -> tuple[frozenset[ImageType], int]:
    """The types whose first look is done, and polls in a row that read a part of another.

    A complete reading is a first look.  The third odd one is too: were it not, a list that never
    agrees with itself would never page anyone.
    """
    done = state.baseline | {
        kind for kind, side in sides.items() if side.quality is Quality.COMPLETE
    }
    read = {kind for kind, side in sides.items() if _answered(side)} - done
    unready = state.unready + 1 if read else 0
    if unready >= _READY_AFTER:
        return done | read, 0
    return done, unready


def _answered(side: Side) -> bool:
    return bool(side.rows) or side.quality is not Quality.PARTIAL


def _empties(state: TargetState, kind: ImageType, side: Side | None) -> int:
    """Readings in a row without an image; one that failed says neither yes nor no."""
    before = state.empties.get(kind, 0)
    if side is None or not _answered(side):
        return before
    if side.rows or (side.quality is not Quality.COMPLETE and side.code != EMPTY):
        return 0
    return min(before + 1, EMPTY_DOUBTED)


def _code(sides: Mapping[ImageType, Side]) -> str:
    """The reason to name: what nobody can mend by waiting, then the less complete side's."""
    dark = [sides[kind] for kind in BOTH if kind in sides and sides[kind].code]
    lasting = [side.code for side in dark if side.code in _SLOW | _SLOWEST]
    partial = [side.code for side in dark if side.quality is Quality.PARTIAL]
    return next(iter(lasting + partial + [side.code for side in dark]), "")
