"""What a channel does not want to hear of for a while."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import select, update

from bot.alerts.asked import Silence
from bot.alerts.model import name_based
from bot.alerts.silence import Quiet
from bot.storage.desk_notices import say
from bot.storage.desk_rows import label_to_keep, notice_of, referred
from bot.storage.engine import Tx
from bot.storage.notices import note, touch
from bot.storage.outbox.silences import release_silences
from bot.storage.rows import incident_of, silence_of
from bot.storage.schema import INCIDENT, OUTBOX_ITEM, SILENCE, SUPPRESSED


async def of_channel(tx: Tx, channel: str) -> tuple[Silence, ...]:
    """Those that have not ended, oldest first."""
    columns = SILENCE.c
    statement = select(SILENCE).where(
        columns.channel_id == channel,
        columns.ended_ms.is_(None),
        columns.until_ms.is_(None) | (columns.until_ms > tx.now_ms),
    )
    rows = await tx.connection.execute(statement.order_by(columns.created_ms, columns.id))
    return tuple(map(silence_of, rows.mappings()))


async def silence(tx: Tx, key: str, wanted: Silence, notice_id: str) -> Silence:
    """Begin it, in place of an older one about the same.

    Args:
        wanted: Without an id; begins now.
        notice_id: The message on which it was asked for, if there is one.
    """
    begun = replace(
        wanted,
        id=name_based("silence", key),
        label=label_to_keep(wanted.label),
        created_ms=tx.now_ms,
        ended_ms=None,
    )
    await _replace_older(tx, begun)
    await tx.connection.execute(SILENCE.insert().values(asdict(begun)))
    drawn_again = await _covered(tx, begun)
    parent = await notice_of(tx, notice_id, begun.channel_id, lock=True) if notice_id else None
    if parent is not None:
        drawn_again.add(parent["id"])
        facts = {
            "what": "silenced",
            "user": begun.creator,
            "until_ms": begun.until_ms or 0,
            "labels": [begun.label],
        }
        await say(tx, key, parent, facts)
    await touch(tx, drawn_again)
    await note(tx, begun.creator, "silenced", channel=begun.channel_id, subject=begun.id)
    return begun


async def lift(tx: Tx, *, channel: str, reference: str) -> Silence | None:
    """End it now and owe what it kept back and still goes on."""
    found = referred(await of_channel(tx, channel), reference)
    if found is None:
        return None
    await tx.connection.execute(
        update(SILENCE).where(SILENCE.c.id == found.id).values(ended_ms=tx.now_ms)
    )
    await release_silences(tx)
    await touch(tx, await _covered(tx, found))
    await note(tx, "", "lifted", channel=channel, subject=found.id)
    return replace(found, ended_ms=tx.now_ms)


async def _replace_older(tx: Tx, begun: Silence) -> None:
    """End those about the same; what they kept back is kept back by the new one."""
    older = (
        (SILENCE.c.channel_id == begun.channel_id)
        & (SILENCE.c.image_id == begun.image_id)
        & (SILENCE.c.filters == begun.filters)
        & SILENCE.c.ended_ms.is_(None)
    )
    ids = (await tx.connection.scalars(select(SILENCE.c.id).where(older).with_for_update())).all()
    if ids:
        await tx.connection.execute(
            update(SUPPRESSED).where(SUPPRESSED.c.silence_id.in_(ids)).values(silence_id=begun.id)
        )
        await tx.connection.execute(
            update(SILENCE).where(SILENCE.c.id.in_(ids)).values(ended_ms=tx.now_ms)
        )


async def _covered(tx: Tx, silence: Silence) -> set[str]:
    """Notices of the channel that hold something of it that goes on."""
    held = (
        select(INCIDENT, OUTBOX_ITEM.c.outbox_id)
        .join(OUTBOX_ITEM, OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
        .where(OUTBOX_ITEM.c.channel_id == silence.channel_id, INCIDENT.c.closed_ms.is_(None))
    )
    if silence.image_id:
        held = held.where(INCIDENT.c.image_id == silence.image_id)
    rows = (await tx.connection.execute(held)).mappings().all()
    quiet = Quiet(silence)
    return {row["outbox_id"] for row in rows if quiet.covers(incident_of(row), tx.now_ms)}
