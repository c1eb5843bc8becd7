"""What several of a person's requests need: finding what was named."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol, TypeVar

from sqlalchemy import select, update

from bot.errors import RequestError
from bot.storage.engine import Tx
from bot.storage.rows import Row
from bot.storage.schema import CHANNEL_GATE, OUTBOX

_LONGEST_LABEL = 512
_NEXT_AT_MOST = 100


class Named(Protocol):
    """Something that people name by its id."""

    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


def referred(things: Collection[Thing], reference: str) -> Thing | None:
    """The one whose id this is, or the only one whose id begins so; case does not matter.

    Raises:
        RequestError: Several begin so.
    """
    wanted = reference.strip().lower()
    fit = [thing for thing in things if wanted and thing.id.lower().startswith(wanted)]
    exact = [thing for thing in fit if thing.id.lower() == wanted]
    if len(fit) > 1 and not exact:
        raise RequestError(
            f"{len(fit)} ids begin like that.", hint="Write a few more characters of the id."
        )
    return next(iter(exact or fit), None)


def label_to_keep(label: str) -> str:
    """A name from outside as a column can hold it: PostgreSQL takes no NUL."""
    return label.replace("\0", "\ufffd")[:_LONGEST_LABEL]


async def notice_of(tx: Tx, notice_id: str, channel: str, *, lock: bool) -> Row | None:
    """The row of ``outbox`` that goes on for this notice; None if it is not of here."""
    row: Row | None = None
    for _ in range(_NEXT_AT_MOST):
        statement = select(OUTBOX).where(OUTBOX.c.id == notice_id)
        if lock:
            statement = statement.with_for_update()
        row = (await tx.connection.execute(statement)).mappings().one_or_none()
        if row is None or not row["next_id"]:
            break
        notice_id = row["next_id"]
    return row if row is not None and row["channel_id"] == channel else None


async def probe_now(tx: Tx, channel: str) -> None:
    """Have a channel that nothing can be sent to looked at again; any other is left alone."""
    await tx.connection.execute(
        update(CHANNEL_GATE)
        .where(CHANNEL_GATE.c.channel_id == channel, CHANNEL_GATE.c.blocked != "")
        .values(probe_at_ms=tx.now_ms)
    )
