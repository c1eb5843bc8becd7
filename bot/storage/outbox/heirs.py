"""Notices that go on for others: after a merge, and after a message was lost."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.alerts.delivery_model import Claim, RowState
from bot.alerts.model import name_based
from bot.storage.engine import Tx
from bot.storage.notices import note, touch
from bot.storage.rows import Row, as_json, from_json, unless_there
from bot.storage.schema import OUTBOX, OUTBOX_ITEM

_MOVED = (RowState.MERGED.value, RowState.REPLACED.value)
_AT_ONCE = 50


async def pass_on(tx: Tx) -> None:
    """What was changed in a notice while its incidents moved on belongs to its heir.

    A poll that read the notice before the move may attach to it after the move.
    """
    found = (
        select(OUTBOX.c.id, OUTBOX.c.next_id, OUTBOX.c.revision)
        .where(
            OUTBOX.c.state.in_(_MOVED),
            OUTBOX.c.revision > OUTBOX.c.shown,
            OUTBOX.c.next_id != "",
        )
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for notice_id, heir, revision in (await tx.connection.execute(found)).all():
        await _move_items(tx, notice_id, heir)
        await touch(tx, [heir])
        await tx.connection.execute(
            update(OUTBOX).where(OUTBOX.c.id == notice_id).values(shown=revision)
        )


async def _move_items(tx: Tx, notice_id: str, heir: str) -> None:
    await tx.connection.execute(
        update(OUTBOX_ITEM).where(OUTBOX_ITEM.c.outbox_id == notice_id).values(outbox_id=heir)
    )


async def replace_lost(tx: Tx, row: Row, claim: Claim, workspace_url: str) -> None:
    """A message is gone from Slack: a new notice goes on with all that it held."""
    heir = name_based("again", row["id"], row["ts"])
    await tx.connection.execute(
        unless_there(tx.connection, OUTBOX).values(
            id=heir,
            channel_id=row["channel_id"],
            kind=row["kind"],
            order_key=row["order_key"],
            parent_id=row["parent_id"],
            facts=as_json(from_json(row["facts"]) | _link(row, workspace_url)),
            level=row["level"],
            with_metadata=row["with_metadata"],
            acked_by=row["acked_by"],
            acked_ms=row["acked_ms"],
            created_ms=tx.now_ms,
        )
    )
    await _move_items(tx, row["id"], heir)
    await tx.connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == row["id"])
        .values(
            state=RowState.REPLACED.value,
            next_id=heir,
            shown=max(row["shown"], claim.revision),
            edit_claim_id="",
            sweep_at_ms=None,
            done_ms=tx.now_ms,
        )
    )
    await note(tx, "", "replaced", channel=row["channel_id"], subject=row["id"], detail=heir)


def _link(row: Row, workspace_url: str) -> dict[str, object]:
    place = row["place"] or row["channel_id"]
    if not (workspace_url and row["ts"]):
        return {}
    home = workspace_url.rstrip("/")
    return {"continues": f"{home}/archives/{place}/p{row['ts'].replace('.', '')}"}
