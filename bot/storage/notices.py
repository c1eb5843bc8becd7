"""What every transaction does that owes Slack a message or has one drawn again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select, update

from bot.alerts.model import Notice
from bot.storage.engine import Tx
from bot.storage.rows import as_json, from_json, sliced, unless_there
from bot.storage.schema import AUDIT, OUTBOX, OUTBOX_ITEM


async def owe(tx: Tx, notices: Iterable[Notice]) -> int:
    """Write notices and what they hold; one that is there already is left alone.

    An incident that another notice of the channel holds stays there: `OUTBOX_ITEM`'s key is the
    promise that each incident is in one message of a channel.  A notice all of whose incidents
    are held elsewhere is not owed.

    Returns:
        How many notices were new.
    """
    new = 0
    for notice in notices:
        incidents = await _untold(tx, notice)
        if notice.incidents and not incidents:
            continue
        statement = unless_there(tx.connection, OUTBOX).values(
            id=notice.id,
            channel_id=notice.channel,
            kind=notice.kind.value,
            order_key=notice.order_key,
            parent_id=notice.parent,
            facts=as_json(notice.facts),
            created_ms=tx.now_ms,
        )
        new += (await tx.connection.execute(statement)).rowcount
        await attach(tx, [(notice.channel, notice.id, one) for one in incidents])
    return new


async def _untold(tx: Tx, notice: Notice) -> list[str]:
    told: set[str] = set()
    for some in sliced(notice.incidents):
        held = select(OUTBOX_ITEM.c.incident_id).where(
            OUTBOX_ITEM.c.channel_id == notice.channel,
            OUTBOX_ITEM.c.incident_id.in_(some),
        )
        told.update((await tx.connection.scalars(held)).all())
    return [one for one in notice.incidents if one not in told]


async def attach(tx: Tx, items: Iterable[tuple[str, str, str]]) -> None:
    """Put incidents into notices: (channel, notice id, incident id)."""
    rows = [
        {"channel_id": channel, "outbox_id": notice, "incident_id": incident}
        for channel, notice, incident in items
    ]
    for some in sliced(rows):
        await tx.connection.execute(unless_there(tx.connection, OUTBOX_ITEM), some)


async def touch(tx: Tx, notices: Collection[str]) -> None:
    """Have their messages drawn again, with what the database says then."""
    ids = sorted(notices)
    for some in sliced(ids):
        await tx.connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id.in_(some))
            .values(revision=OUTBOX.c.revision + 1, edit_not_before_ms=0)
        )


async def add_facts(tx: Tx, notice_id: str, facts: Mapping[str, object]) -> None:
    """Merge into what a notice says beside its incidents."""
    known = await tx.connection.scalar(select(OUTBOX.c.facts).where(OUTBOX.c.id == notice_id))
    if known is not None:
        await tx.connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id == notice_id)
            .values(facts=as_json(from_json(known) | dict(facts)))
        )


async def note(
    tx: Tx, who: str, what: str, *, channel: str = "", subject: str = "", detail: str = ""
) -> None:
    """Write down who did what, for `/images why` and for whoever asks later."""
    await tx.connection.execute(
        AUDIT.insert().values(
            at_ms=tx.now_ms,
            who=who,
            what=what,
            channel_id=channel,
            subject=subject,
            detail=detail[:500],
        )
    )
