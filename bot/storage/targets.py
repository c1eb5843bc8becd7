"""What is polled, and how each of them stands."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import exists, or_, select, update

from bot.alerts.asked import SubscriptionState
from bot.alerts.model import Target
from bot.alerts.poll import TargetState
from bot.modelarts.models import ImageType
from bot.storage.engine import Tx
from bot.storage.rows import Row, unless_there
from bot.storage.schema import SUBSCRIPTION, TARGET, WATCH


async def ensure(tx: Tx, target: Target, *, configured: bool) -> None:
    """Remember a target; what is known of one that is there already stays.

    Args:
        configured: Whether the settings name it: then it is polled though nobody subscribed.
    """
    await tx.connection.execute(
        unless_there(tx.connection, TARGET).values(
            id=target.id,
            endpoint=target.endpoint,
            project_id=target.project_id,
            workspace_id=target.workspace_id,
            configured=configured,
        )
    )
    if configured:
        await tx.connection.execute(
            update(TARGET).where(TARGET.c.id == target.id).values(configured=True)
        )


async def read_all(tx: Tx) -> tuple[TargetState, ...]:
    """All that are polled: configured, subscribed to, or with somebody waiting for an image."""
    subscribed = exists().where(
        SUBSCRIPTION.c.target_id == TARGET.c.id,
        SUBSCRIPTION.c.state != SubscriptionState.DELETED.value,
    )
    watched = exists().where(WATCH.c.target_id == TARGET.c.id, WATCH.c.ended_ms.is_(None))
    rows = await tx.connection.execute(
        select(TARGET).where(or_(TARGET.c.configured, subscribed, watched)).order_by(TARGET.c.id)
    )
    return tuple(_state_of(row) for row in rows.mappings())


async def read(tx: Tx, target_id: str) -> TargetState | None:
    """One of them, polled or not."""
    rows = await tx.connection.execute(select(TARGET).where(TARGET.c.id == target_id))
    row = rows.mappings().one_or_none()
    return None if row is None else _state_of(row)


async def write(tx: Tx, state: TargetState) -> None:
    """Write all of it, `TargetState.next_poll_ms` too, for a target that `ensure` knows."""
    await tx.connection.execute(
        update(TARGET)
        .where(TARGET.c.id == state.target.id)
        .values(
            next_poll_ms=state.next_poll_ms,
            attempt_ms=state.attempt_ms,
            complete_ms=state.complete_ms,
            known=state.known,
            state=_Rest.model_validate(state).model_dump_json(),
        )
    )


class _Rest(BaseModel):
    """What `TargetState` says beyond the columns; fields of another version are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)

    failures: int = 0
    empties: dict[ImageType, int] = Field(default_factory=dict)
    baseline: frozenset[ImageType] = frozenset()
    announced: bool = False
    unready: int = 0
    seen_ms: dict[ImageType, int] = Field(default_factory=dict)
    blind_since_ms: int | None = None
    blind_code: str = ""


def _state_of(row: Row) -> TargetState:
    rest = _Rest.model_validate_json(row["state"])
    return TargetState(
        target=Target(row["endpoint"], row["project_id"], row["workspace_id"]),
        complete_ms=row["complete_ms"],
        attempt_ms=row["attempt_ms"],
        known=row["known"],
        next_poll_ms=row["next_poll_ms"],
        **dict(rest),
    )
