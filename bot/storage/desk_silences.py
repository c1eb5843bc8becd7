"""What a channel does not want to hear of for a while."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import select, update

from bot.alerts.asked import Silence
from bot.alerts.model import Json, name_based
from bot.storage.desk_notices import refuse_if_over, say
from bot.storage.desk_rows import label_to_keep, notice_of, referred
from bot.storage.engine import Tx
from bot.storage.notices import note, touch
from bot.storage.outbox.silences import release_silences, showing
from bot.storage.rows import SLICE, silence_of
from bot.storage.schema import OUTBOX, SILENCE, SUPPRESSED

_THREADS = 5
"""Messages in whose threads it is said that a silence began or ended; the newest."""


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

    Raises:
        RequestError: Everything that message tells of is over.
    """
    parent = await notice_of(tx, notice_id, wanted.channel_id, lock=True) if notice_id else None
    if parent is not None:
        await refuse_if_over(tx, parent)
    begun = replace(
        wanted,
        id=name_based("silence", key),
        label=label_to_keep(wanted.label),
        created_ms=tx.now_ms,
        ended_ms=None,
    )
    await _replace_older(tx, begun)
    await tx.connection.execute(SILENCE.insert().values(asdict(begun)))
    facts: Json = {
        "what": "silenced",
        "user": begun.creator,
        "until_ms": begun.until_ms or 0,
        "labels": [begun.label],
    }
    asked_on = {parent["id"]} if parent is not None else set()
    await _told(tx, key, begun, await showing(tx, begun) | asked_on, facts)
    return begun


async def lift(tx: Tx, key: str, *, channel: str, reference: str, user: str) -> Silence | None:
    """End it now and owe what it kept back and still goes on."""
    found = referred(await of_channel(tx, channel), reference)
    if found is None:
        return None
    # What was kept back is told now, and was never in a silenced message.
    covered = await showing(tx, found)
    await tx.connection.execute(
        update(SILENCE).where(SILENCE.c.id == found.id).values(ended_ms=tx.now_ms)
    )
    await release_silences(tx)
    facts: Json = {"what": "unsilenced", "user": user, "labels": [found.label]}
    await _told(tx, key, found, covered, facts)
    return replace(found, ended_ms=tx.now_ms)


async def _told(tx: Tx, key: str, silence: Silence, notices: set[str], facts: Json) -> None:
    """Draw these messages again, say it in the newest ones' threads and write it down."""
    await touch(tx, notices)
    found = select(OUTBOX).where(OUTBOX.c.id.in_(sorted(notices)[:SLICE]))
    newest = found.order_by(OUTBOX.c.seq.desc()).limit(_THREADS)
    rows = (await tx.connection.execute(newest)).mappings().all()
    for row in rows:
        await say(tx, key, row, facts)
    # An image has one note for all its messages; a search has none of its own to be found by.
    subjects = [silence.image_id] if silence.image_id else [silence.id, *(r["id"] for r in rows)]
    for subject in subjects:
        await note(
            tx,
            str(facts["user"]),
            str(facts["what"]),
            channel=silence.channel_id,
            subject=subject,
            detail=str(facts.get("until_ms", "")),
        )


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
