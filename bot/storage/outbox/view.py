"""What a notice says at this moment, from what the database knows."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import case, func, select

from bot.alerts.delivery_model import NoticeView
from bot.alerts.model import Incident, NoticeKind
from bot.alerts.silence import Quiet
from bot.storage.engine import Tx
from bot.storage.rows import Row, from_json, incident_of, silence_of
from bot.storage.schema import INCIDENT, OUTBOX_ITEM, SILENCE

FIRST = 5
"""Incidents that a message lists itself."""


async def notice_view(tx: Tx, row: Row) -> NoticeView:
    """Of a row of the outbox."""
    facts = from_json(row["facts"])
    first = await _first(tx, row["id"])
    counted = await _counted(tx, row["id"])
    continues = facts.get("continues")
    images = {incident.image_id for incident in first}
    only = first[0] if len(images) == 1 and counted.images == 1 else None
    return NoticeView(
        id=row["id"],
        kind=NoticeKind(row["kind"]),
        channel=row["channel_id"],
        now_ms=tx.now_ms,
        facts=facts,
        incidents=first,
        total=counted.total,
        ongoing=counted.ongoing,
        statuses=counted.statuses,
        closings=counted.closings,
        acked_by=row["acked_by"],
        acked_ms=row["acked_ms"],
        silenced_until=await _silenced(tx, row["channel_id"], only) if only else None,
        repeat=bool(row["repeat"]),
        continues=continues if isinstance(continues, str) else "",
    )


class _Counts:
    """How many incidents there are, by what they are."""

    def __init__(self) -> None:
        self.total = 0
        self.ongoing = 0
        self.images = 0
        self.statuses: Counter[str] = Counter()
        self.closings: Counter[str] = Counter()


async def _first(tx: Tx, notice_id: str) -> tuple[Incident, ...]:
    found = (
        select(INCIDENT)
        .join(OUTBOX_ITEM, OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
        .where(OUTBOX_ITEM.c.outbox_id == notice_id)
        .order_by(
            case((INCIDENT.c.closed_ms.is_(None), 0), else_=1),
            # Of what is over the newest says how things are now.
            case((INCIDENT.c.closed_ms.is_(None), INCIDENT.c.opened_ms)),
            INCIDENT.c.opened_ms.desc(),
            INCIDENT.c.image_id,
            INCIDENT.c.id,
        )
        .limit(FIRST)
    )
    return tuple(map(incident_of, (await tx.connection.execute(found)).mappings()))


async def _counted(tx: Tx, notice_id: str) -> _Counts:
    parts = (INCIDENT.c.first_status, INCIDENT.c.closing, INCIDENT.c.closed_ms.is_(None))
    found = (
        select(*parts, func.count())
        .join(OUTBOX_ITEM, OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
        .where(OUTBOX_ITEM.c.outbox_id == notice_id)
        .group_by(*parts)
    )
    counts = _Counts()
    images = select(func.count(INCIDENT.c.image_id.distinct())).join(
        OUTBOX_ITEM, OUTBOX_ITEM.c.incident_id == INCIDENT.c.id
    )
    of_notice = OUTBOX_ITEM.c.outbox_id == notice_id
    counts.images = await tx.connection.scalar(images.where(of_notice)) or 0
    for status, closing, goes_on, many in await tx.connection.execute(found):
        counts.total += many
        counts.statuses[status] += many
        if goes_on:
            counts.ongoing += many
        elif closing:
            counts.closings[closing] += many
    return counts


async def _silenced(tx: Tx, channel: str, incident: Incident) -> int | None:
    """Until when any silence of the channel covers it; 0 until its status changes."""
    found = select(SILENCE).where(
        SILENCE.c.channel_id == channel,
        SILENCE.c.image_id.in_((incident.image_id, "")),
        SILENCE.c.ended_ms.is_(None),
    )
    silences = map(silence_of, (await tx.connection.execute(found)).mappings())
    moments = [
        silence.until_ms or 0 for silence in silences if Quiet(silence).covers(incident, tx.now_ms)
    ]
    if not moments:
        return None
    return 0 if 0 in moments else max(moments)
