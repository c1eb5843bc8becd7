"""How the alerts are: what `/images status` shows."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.alerts.delivery_model import RowState
from bot.alerts.desk_model import Health, QueueState
from bot.storage import desk_subscriptions, targets
from bot.storage.engine import Tx
from bot.storage.schema import CHANNEL_GATE, INCIDENT, OUTBOX


async def health(tx: Tx, channel: str, *, looks: str, poll_ms: int) -> Health:
    """All of it, with the subscriptions of the channel that asks."""
    gates = select(CHANNEL_GATE.c.channel_id, CHANNEL_GATE.c.blocked)
    blocked = await tx.connection.execute(
        gates.where(CHANNEL_GATE.c.blocked != "").order_by(CHANNEL_GATE.c.channel_id)
    )
    ongoing = select(func.count()).select_from(INCIDENT).where(INCIDENT.c.closed_ms.is_(None))
    return Health(
        now_ms=tx.now_ms,
        targets=await targets.read_all(tx),
        queue=await _queue(tx),
        blocked={row.channel_id: row.blocked for row in blocked},
        paused=await desk_subscriptions.paused(tx),
        looks=looks,
        incidents=await tx.connection.scalar(ongoing) or 0,
        here=await desk_subscriptions.of_channel(tx, channel),
        poll_ms=poll_ms,
    )


async def _queue(tx: Tx) -> QueueState:
    counted = select(OUTBOX.c.state, func.count().label("rows")).group_by(OUTBOX.c.state)
    oldest = await tx.connection.scalar(
        select(func.min(OUTBOX.c.created_ms)).where(OUTBOX.c.state == RowState.PENDING.value)
    )
    return QueueState(
        states={row.state: row.rows for row in await tx.connection.execute(counted)},
        oldest_ms=None if oldest is None else max(0, tx.now_ms - oldest),
    )
