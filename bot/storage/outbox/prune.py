"""What is forgotten, and when."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, delete, exists, func, select

from bot.alerts.delivery_model import RowState
from bot.alerts.timing import GONE_AFTER, KEEP_DAYS
from bot.storage.engine import Database, Tx
from bot.storage.schema import (
    ATTEMPT,
    AUDIT,
    IMAGE_STATE,
    INBOX,
    INCIDENT,
    OUTBOX,
    OUTBOX_ITEM,
    POLL_RUN,
    SILENCE,
    SUBSCRIPTION,
    SUPPRESSED,
    WATCH,
)

SLICE = 400
"""Rows that one transaction forgets: a poll that waits for the database waits for no more."""

_DAY = 86_400_000
_INBOX = 25 * 3_600_000
"""Slack may deliver an event again a day later (reliability.md 7.3)."""

_POLLS = 14 * _DAY
_UNFINISHED = (RowState.SENDING.value, RowState.UNKNOWN.value)
"""Forgotten only once it is known what became of them."""


async def prune(database: Database) -> None:
    """Forget everything that is too old, in small transactions."""
    for forget in (_notices, _incidents, _images, _rest):
        while await database.write(forget) >= SLICE:
            pass


def _before(tx: Tx) -> int:
    return tx.now_ms - KEEP_DAYS * _DAY


async def _notices(tx: Tx) -> int:
    """Messages, and what waited in vain for a lost channel; what tells of something that goes on
    is still edited."""
    goes_on = exists().where(
        OUTBOX_ITEM.c.outbox_id == OUTBOX.c.id,
        OUTBOX_ITEM.c.incident_id == INCIDENT.c.id,
        INCIDENT.c.closed_ms.is_(None),
    )
    return await _forget(
        tx,
        select(OUTBOX.c.id).where(
            OUTBOX.c.state.not_in(_UNFINISHED),
            func.coalesce(OUTBOX.c.done_ms, OUTBOX.c.created_ms) < _before(tx),
            ~goes_on,
        ),
    )


async def _forget(tx: Tx, which: Select[tuple[str]]) -> int:
    ids = (await tx.connection.scalars(which.limit(SLICE).with_for_update(skip_locked=True))).all()
    if ids:
        await tx.connection.execute(delete(OUTBOX_ITEM).where(OUTBOX_ITEM.c.outbox_id.in_(ids)))
        await tx.connection.execute(delete(ATTEMPT).where(ATTEMPT.c.outbox_id.in_(ids)))
        await tx.connection.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(ids)))
    return len(ids)


async def _incidents(tx: Tx) -> int:
    told = exists().where(OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
    found = select(INCIDENT.c.id).where(INCIDENT.c.closed_ms < _before(tx), ~told).limit(SLICE)
    ids = (await tx.connection.scalars(found)).all()
    if ids:
        await tx.connection.execute(delete(SUPPRESSED).where(SUPPRESSED.c.incident_id.in_(ids)))
        await tx.connection.execute(delete(INCIDENT).where(INCIDENT.c.id.in_(ids)))
    return len(ids)


async def _images(tx: Tx) -> int:
    """Images that vanished.  Their incidents go first: the numbers of those would begin anew."""
    remembered = exists().where(
        INCIDENT.c.target_id == IMAGE_STATE.c.target_id,
        INCIDENT.c.image_id == IMAGE_STATE.c.image_id,
    )
    found = (
        select(IMAGE_STATE.c.target_id, IMAGE_STATE.c.image_id)
        .where(
            IMAGE_STATE.c.absent >= GONE_AFTER,
            IMAGE_STATE.c.changed_ms < _before(tx),
            ~remembered,
        )
        .limit(SLICE)
    )
    rows = (await tx.connection.execute(found)).all()
    for target_id, image_id in rows:
        await tx.connection.execute(
            delete(IMAGE_STATE).where(
                IMAGE_STATE.c.target_id == target_id, IMAGE_STATE.c.image_id == image_id
            )
        )
    return len(rows)


async def _rest(tx: Tx) -> int:
    """What nothing else hangs on."""
    before = _before(tx)
    most = 0
    for key, old in (
        (INBOX.c.key, INBOX.c.received_ms < tx.now_ms - _INBOX),
        (POLL_RUN.c.id, POLL_RUN.c.started_ms < tx.now_ms - _POLLS),
        (AUDIT.c.seq, AUDIT.c.at_ms < before),
        (SILENCE.c.id, SILENCE.c.ended_ms < before),
        (WATCH.c.id, WATCH.c.ended_ms < before),
        (SUBSCRIPTION.c.id, SUBSCRIPTION.c.deleted_ms < before),
    ):
        most = max(most, await _forget_simple(tx, key, old))
    return most


async def _forget_simple(tx: Tx, key: ColumnElement[object], old: ColumnElement[bool]) -> int:
    keys = (await tx.connection.scalars(select(key).where(old).limit(SLICE))).all()
    if keys:
        await tx.connection.execute(delete(key.table).where(key.in_(keys)))
    return len(keys)
