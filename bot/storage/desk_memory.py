"""What is remembered of a target's failures: what was, and what goes on."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.alerts.desk_model import Preview
from bot.alerts.model import BOTH, Incident, Quality, Target
from bot.alerts.poll import TargetState
from bot.alerts.subscription import Filters, fired, pictured
from bot.ports.desk import Broken
from bot.query.model import Query
from bot.storage import targets
from bot.storage.engine import Tx
from bot.storage.incidents import going_on
from bot.storage.rows import incident_of
from bot.storage.schema import INCIDENT, POLL_RUN

_DAY_MS = 86_400_000
_DAYS = 7


async def preview(tx: Tx, target: Target, filters: str) -> Preview:
    """What the last days would have said; what was failed at the first look is no news."""
    wanted = Filters(filters)
    since_ms = tx.now_ms - _DAYS * _DAY_MS
    recent = fired(await _since(tx, target.id, since_ms), wanted.query or Query(), since_ms)
    ongoing = await going_on(tx, target.id)
    state = await targets.read(tx, target.id)
    return Preview(
        fired=len(recent),
        days=await _days(tx, target.id),
        latest=recent[-1] if recent else None,
        broken=sum(wanted.match(one, tx.now_ms) for one in ongoing),
        known=known(state),
    )


def known(state: TargetState | None) -> int | None:
    """How many images a target has; None before it was ever read as a whole."""
    return None if state is None or state.complete_ms is None else state.known


async def broken(tx: Tx, target_id: str) -> Broken | None:
    """What goes on; None as long as a type of images was never looked at."""
    state = await targets.read(tx, target_id)
    if state is None or not state.baseline.issuperset(BOTH):
        return None
    newest = select(func.max(POLL_RUN.c.started_ms)).where(
        POLL_RUN.c.target_id == target_id, POLL_RUN.c.quality != Quality.PARTIAL.value
    )
    ongoing = await going_on(tx, target_id)
    return Broken(
        images=tuple(map(pictured, ongoing)),
        since={one.image_id: one.opened_ms for one in ongoing},
        # How long something was broken before the first look, nobody knows.
        at_least=frozenset(one.image_id for one in ongoing if one.baseline),
        known=known(state),
        as_of_ms=max(await tx.connection.scalar(newest) or 0, state.complete_ms or 0),
    )


async def _since(tx: Tx, target_id: str, opened_ms: int) -> list[Incident]:
    rows = await tx.connection.execute(
        select(INCIDENT).where(
            INCIDENT.c.target_id == target_id, INCIDENT.c.opened_ms >= opened_ms
        )
    )
    return list(map(incident_of, rows.mappings()))


async def _days(tx: Tx, target_id: str) -> int:
    """Days the memory reaches back, begun ones count; 0 before the first poll."""
    first: int | None = await tx.connection.scalar(
        select(func.min(POLL_RUN.c.started_ms)).where(POLL_RUN.c.target_id == target_id)
    )
    if first is None:
        return 0
    return min(_DAYS, max(1, -((first - tx.now_ms) // _DAY_MS)))
