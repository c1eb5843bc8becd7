"""What piled up while a channel could not be posted to becomes one message (P7)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update

from bot.alerts.delivery import about_notice
from bot.alerts.delivery_model import Level, RowState
from bot.alerts.model import COLLAPSIBLE, NoticeKind
from bot.alerts.timing import GROUP_ABOVE
from bot.storage.engine import Tx
from bot.storage.rows import Row, from_json, sliced
from bot.storage.schema import OUTBOX, OUTBOX_ITEM

_KINDS = tuple(sorted(kind.value for kind in COLLAPSIBLE))


def collapsible(row: Row) -> bool:
    """Whether nobody can have seen it and it is of a kind that may join others."""
    return row["kind"] in _KINDS and not row["unclear"]


async def collapse(tx: Tx, channel: str) -> bool:
    """Put the incidents that wait for this channel into one notice, if they are too many.

    The notice that waited longest takes in the others, so that what must come after any of them
    comes after it.  The channel's gate is held meanwhile.

    What Slack refused for its own sake stays alone, so that it takes nothing along when it is
    given up.  A group would wait for one that is before it, for hours perhaps: until that one is
    through, each goes by itself.
    """
    waiting = await _waiting(tx, channel)
    rows = [row for row in waiting if not _refused(row)]
    if len(rows) < 2 or waiting[0] is not rows[0] or await _held(tx, rows) <= GROUP_ABOVE:
        return False
    heir, *others = (row["id"] for row in rows)
    await _merge(tx, others, heir)
    await tx.connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == heir)
        .values(
            kind=NoticeKind.GROUP.value,
            order_key="",
            facts="{}",
            level=Level.BLOCKS.value,
            attempts=0,
            not_before_ms=0,
        )
    )
    tx.mark("collapse.written")
    return True


async def _merge(tx: Tx, others: Sequence[str], heir: str) -> None:
    for some in sliced(others):
        await tx.connection.execute(
            update(OUTBOX_ITEM).where(OUTBOX_ITEM.c.outbox_id.in_(some)).values(outbox_id=heir)
        )
        await tx.connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id.in_(some))
            .values(
                state=RowState.MERGED.value,
                next_id=heir,
                shown=OUTBOX.c.revision,
                done_ms=tx.now_ms,
            )
        )


async def _waiting(tx: Tx, channel: str) -> Sequence[Row]:
    # Who is on it, and which message one goes on from, would be lost in a group.
    found = (
        select(OUTBOX.c.id, OUTBOX.c.facts, OUTBOX.c.attempts, OUTBOX.c.code)
        .where(
            OUTBOX.c.channel_id == channel,
            OUTBOX.c.state == RowState.PENDING.value,
            OUTBOX.c.kind.in_(_KINDS),
            OUTBOX.c.unclear.is_(False),
            OUTBOX.c.acked_by == "",
        )
        .order_by(OUTBOX.c.seq)
        .with_for_update(skip_locked=True)
    )
    rows = (await tx.connection.execute(found)).mappings().all()
    return [row for row in rows if not from_json(row["facts"]).get("continues")]


def _refused(row: Row) -> bool:
    return row["attempts"] > 0 and about_notice(row["code"])


async def _held(tx: Tx, rows: Sequence[Row]) -> int:
    ids = [row["id"] for row in rows]
    held = 0
    for some in sliced(ids):
        those = OUTBOX_ITEM.c.outbox_id.in_(some)
        held += await tx.connection.scalar(select(func.count()).where(those)) or 0
    return held
