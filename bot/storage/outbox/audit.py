"""Whether what is written down keeps what was promised, and how much of it there is."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, func, not_, or_, select

from bot.alerts.delivery_model import RowState
from bot.alerts.model import NoticeKind
from bot.alerts.timing import Timing
from bot.storage.engine import Tx
from bot.storage.outbox.gates import TEAM, lost
from bot.storage.outbox.moments import due
from bot.storage.outbox.queue import UNFINISHED, thread_of, turns, unfinished
from bot.storage.schema import AUDIT, CHANNEL_GATE, INCIDENT, OUTBOX, OUTBOX_ITEM

STALE = 600_000
"""Whatever could have been posted for so long, in milliseconds, should have been."""

_GONE = (RowState.MERGED.value, RowState.REPLACED.value)
_GIVEN_UP = (OUTBOX.c.state == RowState.DEAD.value, OUTBOX.c.kind != NoticeKind.LINE.value)


async def audit(tx: Tx, timing: Timing) -> list[str]:
    """Sentences about promises that do not hold."""
    found = []
    for query, sentence in (
        (_unowed(), "{} open incidents are in fewer messages than they were routed to."),
        (_orphans(), "{} incidents belong to a message that does not exist."),
        (_left_behind(), "{} incidents belong to a message that was replaced."),
        (_lost_sent(), "{} messages count as sent, but nobody knows where they are."),
        (_dead(), "{} messages about failures that go on were given up."),
    ):
        count = await tx.connection.scalar(query) or 0
        if count:
            found.append(sentence.format(count))
    stale = await _stale(tx, timing)
    if stale:
        found.append(f"{stale} messages could have been posted for ten minutes and were not.")
    return found


def _unowed() -> Select[int]:
    held = (
        select(func.count())
        .where(OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
        .correlate(INCIDENT)
        .scalar_subquery()
    )
    return select(func.count()).where(
        INCIDENT.c.closed_ms.is_(None), INCIDENT.c.owed > 0, INCIDENT.c.owed > held
    )


def _orphans() -> Select[int]:
    return (
        select(func.count())
        .select_from(OUTBOX_ITEM.outerjoin(OUTBOX, OUTBOX.c.id == OUTBOX_ITEM.c.outbox_id))
        .where(OUTBOX.c.id.is_(None))
    )


def _left_behind() -> Select[int]:
    return (
        select(func.count())
        .select_from(OUTBOX_ITEM.join(OUTBOX, OUTBOX.c.id == OUTBOX_ITEM.c.outbox_id))
        .where(OUTBOX.c.state.in_(_GONE), OUTBOX.c.revision <= OUTBOX.c.shown)
    )


def _lost_sent() -> Select[int]:
    return select(func.count()).where(OUTBOX.c.state == RowState.SENT.value, OUTBOX.c.ts == "")


def _dead() -> Select[int]:
    return (
        select(func.count(OUTBOX.c.id.distinct()))
        .select_from(OUTBOX.join(OUTBOX_ITEM, OUTBOX_ITEM.c.outbox_id == OUTBOX.c.id))
        .join(INCIDENT, INCIDENT.c.id == OUTBOX_ITEM.c.incident_id)
        .where(*_GIVEN_UP, INCIDENT.c.closed_ms.is_(None))
    )


async def _stale(tx: Tx, timing: Timing) -> int:
    before = tx.now_ms - STALE
    back = await _back(tx, before)
    if TEAM in back or not await _team_free(tx, before, timing):
        return 0
    old = (OUTBOX.c.created_ms <= before) & (OUTBOX.c.not_before_ms <= before)
    found = (
        select(OUTBOX.c.channel_id, OUTBOX.c.id)
        .outerjoin(CHANNEL_GATE, CHANNEL_GATE.c.channel_id == OUTBOX.c.channel_id)
        .where(OUTBOX.c.state == RowState.PENDING.value, old, _free(before, timing))
    )
    waiting: dict[str, set[str]] = {}
    for channel, notice_id in await tx.connection.execute(found):
        if channel not in back:
            waiting.setdefault(channel, set()).add(notice_id)
    return sum([await _overdue(tx, *each, timing) for each in waiting.items()])


async def _back(tx: Tx, since_ms: int) -> frozenset[str]:
    """Channels, or the workspace, that were lost and have been back for less than that."""
    resumed = select(AUDIT.c.channel_id).where(
        AUDIT.c.what == "resumed", AUDIT.c.at_ms > since_ms, AUDIT.c.at_ms <= tx.now_ms
    )
    return frozenset(await tx.connection.scalars(resumed))


async def _team_free(tx: Tx, at_ms: int, timing: Timing) -> bool:
    shut = select(CHANNEL_GATE.c.channel_id).where(
        CHANNEL_GATE.c.channel_id == TEAM, not_(_free(at_ms, timing))
    )
    return await tx.connection.scalar(shut) is None


def _free(at_ms: int, timing: Timing) -> ColumnElement[bool]:
    return or_(
        CHANNEL_GATE.c.channel_id.is_(None),
        (CHANNEL_GATE.c.blocked == "") & due(CHANNEL_GATE.c.next_at_ms, at_ms, timing),
    )


async def _overdue(tx: Tx, channel: str, old: set[str], timing: Timing) -> int:
    count = 0
    for row in turns(await unfinished(tx, channel, timing)):
        if row["id"] in old:
            waits = row["parent_id"] and not (await thread_of(tx, row["parent_id"])).ready
            count += 0 if waits else 1
    return count


async def gauges(tx: Tx) -> dict[str, float]:
    """By the names under which Prometheus reads them."""
    counted = select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
    rows = {row[0]: row[1] for row in await tx.connection.execute(counted)}
    shut = select(CHANNEL_GATE.c.channel_id).where(CHANNEL_GATE.c.blocked != "")
    # What waits for a lost channel is counted there; its age would drown all others.
    oldest = select(func.min(OUTBOX.c.created_ms)).where(
        OUTBOX.c.state.in_(UNFINISHED), OUTBOX.c.channel_id.not_in(shut)
    )
    since = await tx.connection.scalar(oldest)
    blocked = select(func.count()).where(
        CHANNEL_GATE.c.blocked != "", CHANNEL_GATE.c.channel_id != TEAM
    )
    dead = select(func.count()).select_from(OUTBOX).where(*_GIVEN_UP)
    incidents = select(func.count()).where(INCIDENT.c.closed_ms.is_(None))
    return {
        **{
            f'imagebot_outbox_rows{{state="{state.value}"}}': float(rows.get(state.value, 0))
            for state in RowState
        },
        "imagebot_outbox_oldest_seconds": (
            0.0 if since is None else max(0, tx.now_ms - since) / 1000
        ),
        "imagebot_channels_blocked": float(await tx.connection.scalar(blocked) or 0),
        "imagebot_workspace_blocked": float(await lost(tx)),
        "imagebot_notices_dead": float(await tx.connection.scalar(dead) or 0),
        "imagebot_incidents_open": float(await tx.connection.scalar(incidents) or 0),
    }
