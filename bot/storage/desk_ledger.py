"""Why an alert came or did not: everything about one image, put in the order of time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, select

from bot.alerts.delivery_model import RowState
from bot.alerts.desk_model import Ledger, LedgerLine
from bot.alerts.model import label_of
from bot.alerts.timing import GONE_AFTER
from bot.storage import desk_ledger_lines as lines
from bot.storage.engine import Tx
from bot.storage.rows import Row, incident_of
from bot.storage.schema import (
    ATTEMPT,
    AUDIT,
    IMAGE_STATE,
    INCIDENT,
    OUTBOX,
    OUTBOX_ITEM,
    POLL_RUN,
    SUBSCRIPTION,
    SUPPRESSED,
)

_MOST = 20
"""Incidents that are told, the newest."""


async def ledger(tx: Tx, image_id: str, channel: str, *, reads: bool = True) -> Ledger | None:
    """None if the image was never seen.

    Args:
        reads: Whether Slack's history can be read.
    """
    states = await _rows(tx, IMAGE_STATE, IMAGE_STATE.c.image_id == image_id)
    newest = select(INCIDENT).where(INCIDENT.c.image_id == image_id)
    newest = newest.order_by(INCIDENT.c.opened_ms.desc(), INCIDENT.c.number.desc()).limit(_MOST)
    rows = (await tx.connection.execute(newest)).mappings().all()[::-1]
    state = max(states, key=_newest, default=None)
    if state is None and not rows:
        return None
    told = [
        *await _of_polls(tx, rows),
        *(line for row in rows for line in lines.of_incident(row, _changed_ms(row, states))),
        *await _of_matches(tx, rows, channel),
        *await _of_suppressions(tx, rows, channel),
        *await _of_notices(tx, image_id, rows, channel, reads=reads),
    ]
    incidents = tuple(map(incident_of, rows))
    return Ledger(
        image_id=image_id,
        label=_label(state) or (incidents[-1].label if incidents else image_id),
        status=state["status"] if state else incidents[-1].status,
        since_ms=state["since_ms"] if state else None,
        incidents=incidents,
        lines=lines.in_order(told),
        gone_ms=state["changed_ms"] if state and state["absent"] >= GONE_AFTER else None,
    )


def _newest(state: Row) -> tuple[bool, int]:
    """An image that is there comes before the same one that is gone elsewhere."""
    return state["absent"] < GONE_AFTER, state["changed_ms"]


def _label(state: Row | None) -> str:
    return "" if state is None else label_of(state["name"], state["tag"])


def _changed_ms(incident: Row, states: Sequence[Row]) -> int | None:
    """When it became what it is; known only as long as it still is."""
    for state in states:
        same = (state["target_id"], state["status"]) == (incident["target_id"], incident["status"])
        if same and incident["closed_ms"] is None:
            since_ms: int = state["since_ms"]
            return since_ms
    return None


async def _of_polls(tx: Tx, incidents: Sequence[Row]) -> list[LedgerLine]:
    ids = {row["poll_id"] for row in incidents}
    return [lines.of_poll(row) for row in await _rows(tx, POLL_RUN, POLL_RUN.c.id.in_(ids))]


async def _of_matches(tx: Tx, incidents: Sequence[Row], channel: str) -> list[LedgerLine]:
    asked = await _rows(tx, SUBSCRIPTION, SUBSCRIPTION.c.channel_id == channel)
    found = [
        lines.of_match(incident_of(row), subscription)
        for row in incidents
        for subscription in asked
        if row["target_id"] == subscription["target_id"]
    ]
    return [line for line in found if line is not None]


async def _of_suppressions(tx: Tx, incidents: Sequence[Row], channel: str) -> list[LedgerLine]:
    ids = [row["id"] for row in incidents]
    here = (SUPPRESSED.c.channel_id == channel) & SUPPRESSED.c.incident_id.in_(ids)
    return [lines.of_suppression(row) for row in await _rows(tx, SUPPRESSED, here)]


async def _of_notices(
    tx: Tx, image_id: str, incidents: Sequence[Row], channel: str, *, reads: bool
) -> list[LedgerLine]:
    notices = await _notices(tx, incidents, channel)
    ids = [row["id"] for row in notices]
    attempts = await _rows(tx, ATTEMPT, ATTEMPT.c.outbox_id.in_(ids))
    here = (AUDIT.c.channel_id == channel) & AUDIT.c.subject.in_([image_id, *ids])
    notes = await _rows(tx, AUDIT, here & AUDIT.c.what.in_(lines.NOTED))
    tried = {key: [one for one in attempts if one["outbox_id"] == key] for key in ids}
    return [
        *(line for row in notices for line in lines.of_notice(row, tried[row["id"]], reads=reads)),
        *(lines.of_attempt(row, channel) for row in attempts),
        # A silence of a search is noted with each message that it covers.
        *dict.fromkeys(map(lines.of_note, notes)),
    ]


async def _notices(tx: Tx, incidents: Sequence[Row], channel: str) -> list[Row]:
    """The messages of the channel that hold them, and those whose place these took."""
    ids = [row["id"] for row in incidents]
    items = select(OUTBOX_ITEM.c.outbox_id).where(
        OUTBOX_ITEM.c.channel_id == channel, OUTBOX_ITEM.c.incident_id.in_(ids)
    )
    found = {row["id"]: row for row in await _rows(tx, OUTBOX, OUTBOX.c.id.in_(items))}
    # Of the many that one group took in, only this image's own are of interest.
    images = {row["image_id"] for row in incidents}
    own = (OUTBOX.c.state == RowState.REPLACED.value) | OUTBOX.c.order_key.in_(images)
    newer = list(found)
    while newer:
        before = await _rows(tx, OUTBOX, OUTBOX.c.next_id.in_(newer) & own)
        newer = [row["id"] for row in before if row["id"] not in found]
        found |= {row["id"]: row for row in before}
    return list(found.values())


async def _rows(tx: Tx, table: Table, condition: ColumnElement[bool]) -> Sequence[Row]:
    return (await tx.connection.execute(select(table).where(condition))).mappings().all()
