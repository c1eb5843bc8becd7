"""Whose turn it is in one channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, update

from bot.alerts.delivery_model import RowState
from bot.alerts.model import NoticeKind
from bot.alerts.timing import Timing
from bot.storage.engine import Tx
from bot.storage.outbox.moments import due
from bot.storage.rows import Row
from bot.storage.schema import CHANNEL_GATE, OUTBOX

UNFINISHED = (RowState.PENDING.value, RowState.SENDING.value, RowState.UNKNOWN.value)

_MOVED = frozenset({RowState.MERGED.value, RowState.REPLACED.value})
_HOPS = 20
"""A message is replaced after somebody deleted it: this often is more than ever happened."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a line goes.  ``ts`` is empty while the message above it is not in Slack.

    ``over``: why there will never be such a message; empty otherwise.  ``settled``: whether that
    message stays the one: of one that was unclear, a sweep may still choose an earlier copy, and
    lines under the other would be in a thread that nobody looks into.
    """

    ts: str = ""
    place: str = ""
    over: str = ""
    settled: bool = True

    @property
    def ready(self) -> bool:
        """Whether a line can be posted there."""
        return bool(self.ts) and self.settled


async def waiting_channels(tx: Tx, timing: Timing) -> Sequence[str]:
    """Channels in which something could be posted now, the one that waited longest first."""
    found = (
        select(OUTBOX.c.channel_id)
        .outerjoin(CHANNEL_GATE, CHANNEL_GATE.c.channel_id == OUTBOX.c.channel_id)
        .where(
            OUTBOX.c.state == RowState.PENDING.value,
            due(OUTBOX.c.not_before_ms, tx.now_ms, timing),
            or_(
                CHANNEL_GATE.c.channel_id.is_(None),
                (CHANNEL_GATE.c.blocked == "") & due(CHANNEL_GATE.c.next_at_ms, tx.now_ms, timing),
            ),
        )
        .group_by(OUTBOX.c.channel_id, CHANNEL_GATE.c.next_at_ms)
        .order_by(func.coalesce(CHANNEL_GATE.c.next_at_ms, 0), func.min(OUTBOX.c.seq))
    )
    return (await tx.connection.scalars(found)).all()


async def unfinished(tx: Tx, channel: str, timing: Timing) -> Sequence[Row]:
    """What a channel is still owed, in the order in which it was owed; ``due`` is one column."""
    columns = ("id", "kind", "state", "order_key", "parent_id", "unclear")
    owed = (
        select(
            *(OUTBOX.c[name] for name in columns),
            due(OUTBOX.c.not_before_ms, tx.now_ms, timing).label("due"),
        )
        .where(OUTBOX.c.channel_id == channel, OUTBOX.c.state.in_(UNFINISHED))
        .order_by(OUTBOX.c.seq)
    )
    return (await tx.connection.execute(owed)).mappings().all()


def turns(rows: Iterable[Row]) -> Iterator[Row]:
    """Those whose turn it is: pending, due, and after nothing unfinished they must come after.

    Notices with the same key keep their order, and one without a key keeps it to all others.
    Lines wait for the lines above them and hold nothing else up: a thread may be waiting for a
    message that never comes.
    """
    keys: set[str] = set()
    threads: set[str] = set()
    for row in rows:
        key = row["order_key"]
        line = row["kind"] == NoticeKind.LINE.value
        if line:
            held = "" in keys or key in threads
            threads.add(key)
        else:
            held = bool(keys) if not key else not keys.isdisjoint(("", key))
            keys.add(key)
        if not held and row["due"] and row["state"] == RowState.PENDING.value:
            yield row


async def thread_of(tx: Tx, parent_id: str) -> Thread:
    """The message under which a line goes, wherever its notice went on to."""
    for _ in range(_HOPS):
        parent = select(OUTBOX).where(OUTBOX.c.id == parent_id)
        row = (await tx.connection.execute(parent)).mappings().one_or_none()
        if row is None:
            return Thread(over="parent_missing")
        if row["state"] in _MOVED and row["next_id"]:
            parent_id = row["next_id"]
        elif row["state"] == RowState.DEAD.value:
            return Thread(over="parent_dead")
        else:
            if row["state"] != RowState.SENT.value:
                return Thread()
            unswept = row["sweep_at_ms"] is not None and not row["sweeps"]
            return Thread(ts=row["ts"], place=row["place"], settled=not unswept)
    return Thread(over="parent_missing")


async def drop(tx: Tx, notice_id: str, code: str) -> None:
    """Give up a line that has nothing to stand under."""
    await tx.connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == notice_id, OUTBOX.c.state == RowState.PENDING.value)
        .values(state=RowState.DEAD.value, code=code, done_ms=tx.now_ms)
    )
