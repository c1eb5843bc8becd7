"""What people do with a message: say that they are on it, read all that it holds."""

from __future__ import annotations

import json

from sqlalchemy import select, update

from bot.alerts.delivery_model import RowState
from bot.alerts.model import Incident, Json, Notice, NoticeKind, label_of, name_based
from bot.errors import RequestError
from bot.storage.desk_rows import notice_of
from bot.storage.engine import Tx
from bot.storage.notices import note, owe, touch
from bot.storage.rows import Row, incident_of
from bot.storage.schema import INCIDENT, OUTBOX, OUTBOX_ITEM

_SHOWN = frozenset({RowState.SENT, RowState.SENDING, RowState.UNKNOWN, RowState.HELD})
"""States in which a message is in Slack, or may be."""


_LIVES_ON = NoticeKind.FLAPPING
"""Goes on when its incidents are over: the next one is to come."""


async def acknowledge(
    tx: Tx, key: str, *, notice_id: str, channel: str, user: str, on: bool
) -> bool:
    """This person is on it, or nobody is any more; what is so already is left alone.

    Raises:
        RequestError: Everything the message tells of is over.
    """
    row = await notice_of(tx, notice_id, channel, lock=True)
    if row is None:
        return False
    await refuse_if_over(tx, row)
    before, after = row["acked_by"], user if on else ""
    if after == before:
        return True
    await tx.connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == row["id"])
        .values(acked_by=after, acked_ms=tx.now_ms if on else None)
    )
    await touch(tx, [row["id"]])
    what = "acked" if on else "unacked"
    holder = "" if on or before == user else before
    facts: Json = {"what": what, "user": user} | ({"holder": holder} if holder else {})
    await say(tx, key, row, facts)
    await note(tx, user, what, channel=channel, subject=row["id"], detail=holder)
    return True


async def refuse_if_over(tx: Tx, row: Row) -> None:
    """Refuse what makes sense only as long as something of a message goes on.

    Raises:
        RequestError: Everything it tells of is over.
    """
    if row["kind"] == _LIVES_ON:
        return
    going_on = (
        select(INCIDENT.c.id)
        .join(OUTBOX_ITEM, OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
        .where(OUTBOX_ITEM.c.outbox_id == row["id"], INCIDENT.c.closed_ms.is_(None))
        .limit(1)
    )
    if await tx.connection.scalar(going_on) is None:
        raise RequestError(
            "This is over already.", hint="/images failed shows what is broken now."
        )


async def say(tx: Tx, key: str, parent: Row, facts: Json) -> None:
    """Owe one line in the thread of a message, if there is a message."""
    if parent["state"] not in _SHOWN:
        return
    line = Notice(
        id=name_based("line", parent["id"], key),
        channel=parent["channel_id"],
        kind=NoticeKind.LINE,
        order_key=parent["id"],
        facts=facts,
        parent=parent["id"],
    )
    await owe(tx, [line])


async def notice_incidents(
    tx: Tx, notice_id: str, channel: str, *, offset: int, limit: int
) -> tuple[tuple[Incident, ...], int] | None:
    """One page, those that go on first, then by label; and how many there are."""
    row = await notice_of(tx, notice_id, channel, lock=False)
    if row is None:
        return None
    held = (
        select(INCIDENT)
        .join(OUTBOX_ITEM, OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
        .where(OUTBOX_ITEM.c.outbox_id == row["id"])
    )
    rows = (await tx.connection.execute(held)).mappings().all()
    page = sorted(rows, key=_place)[offset : offset + limit]
    return tuple(map(incident_of, page)), len(rows)


def _place(row: Row) -> tuple[bool, str, str]:
    # Thousands may be held, of which a few are shown: only those are read as images.
    facts = json.loads(row["facts"])
    label = label_of(facts.get("name") or "", facts.get("tag") or "") or row["image_id"]
    return row["closed_ms"] is not None, label, row["id"]
