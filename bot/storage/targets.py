"""What is polled, and how each of them stands."""

from __future__ import annotations

from dataclasses import replace

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


async def adopt(tx: Tx, target: Target) -> None:
    """Make this what the settings name, to be looked at as soon as can be.

    Only one project can be read.  What was asked for of another one, which the settings named
    before, goes on with the same workspace of this one: its first look is announced there.
    """
    await ensure(tx, target, configured=True)
    same = (TARGET.c.endpoint == target.endpoint) & (TARGET.c.project_id == target.project_id)
    await tx.connection.execute(update(TARGET).where(same).values(next_poll_ms=0))
    left = select(TARGET.c.id, TARGET.c.workspace_id).where(~same)
    for old_id, workspace_id in (await tx.connection.execute(left)).all():
        heir = replace(target, workspace_id=workspace_id)
        if await _move_wishes(tx, old_id, heir.id):
            await ensure(tx, heir, configured=False)
    await tx.connection.execute(update(TARGET).where(~same).values(configured=False))


async def _move_wishes(tx: Tx, old_id: str, new_id: str) -> bool:
    """Whether anybody had asked for anything."""
    other = SUBSCRIPTION.alias()
    same_wish = exists().where(
        other.c.target_id == new_id,
        other.c.channel_id == SUBSCRIPTION.c.channel_id,
        other.c.filters == SUBSCRIPTION.c.filters,
    )
    of_old = SUBSCRIPTION.c.target_id == old_id
    await tx.connection.execute(
        update(SUBSCRIPTION)
        .where(of_old, same_wish)
        .values(state=SubscriptionState.DELETED.value, deleted_ms=tx.now_ms)
    )
    moved = await tx.connection.execute(
        update(SUBSCRIPTION).where(of_old, ~same_wish).values(target_id=new_id)
    )
    waiting = await tx.connection.execute(
        update(WATCH)
        .where(WATCH.c.target_id == old_id, WATCH.c.ended_ms.is_(None))
        .values(target_id=new_id)
    )
    return moved.rowcount + waiting.rowcount > 0


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
