"""Silences that are over: what they kept back and still goes on is owed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import exists, select, update

from bot.alerts.asked import Silence, SubscriptionState
from bot.alerts.grouping import notices_for
from bot.alerts.model import Incident, Notice
from bot.alerts.silence import Quiet
from bot.alerts.subscription import Filters
from bot.storage.engine import Tx
from bot.storage.notices import owe, touch
from bot.storage.rows import incident_of, silence_of
from bot.storage.schema import INCIDENT, OUTBOX_ITEM, SILENCE, SUBSCRIPTION, SUPPRESSED


async def release_silences(tx: Tx) -> int:
    """End those whose time is over, and owe what any silence that is over kept back.

    Returns:
        How many notices are owed now.
    """
    await _end(tx)
    owed = 0
    for (channel, silence_id), incidents in (await _kept_back(tx)).items():
        free = await _uncovered(tx, channel, incidents)
        notices = _notices(channel, silence_id, await _wanted(tx, channel, free))
        await owe(tx, notices)
        owed += len(notices)
    return owed


async def _end(tx: Tx) -> None:
    over = SILENCE.c.ended_ms.is_(None) & (SILENCE.c.until_ms <= tx.now_ms)
    rows = (await tx.connection.execute(select(SILENCE).where(over))).mappings().all()
    for silence in map(silence_of, rows):
        await tx.connection.execute(
            update(SILENCE).where(SILENCE.c.id == silence.id).values(ended_ms=silence.until_ms)
        )
        # Messages say until when their image is silenced.
        await touch(tx, await showing(tx, silence))


async def showing(tx: Tx, silence: Silence) -> set[str]:
    """Notices of the channel that hold something of it that goes on, whether it is over or not."""
    held = (
        select(INCIDENT, OUTBOX_ITEM.c.outbox_id)
        .join(OUTBOX_ITEM, OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
        .where(OUTBOX_ITEM.c.channel_id == silence.channel_id, INCIDENT.c.closed_ms.is_(None))
    )
    if silence.image_id:
        held = held.where(INCIDENT.c.image_id == silence.image_id)
    rows = (await tx.connection.execute(held)).mappings().all()
    quiet = Quiet(replace(silence, until_ms=None, ended_ms=None))
    # A search may ask for an age: what it found when it began was drawn so.
    moments = {silence.created_ms, tx.now_ms}
    return {
        row["outbox_id"]
        for row in rows
        for incident in [incident_of(row)]
        if any(quiet.covers(incident, at_ms) for at_ms in moments)
    }


async def _kept_back(tx: Tx) -> dict[tuple[str, str], list[Incident]]:
    """By channel and silence, oldest first: what goes on and is in no message of the channel."""
    told = exists().where(
        OUTBOX_ITEM.c.channel_id == SUPPRESSED.c.channel_id,
        OUTBOX_ITEM.c.incident_id == SUPPRESSED.c.incident_id,
    )
    found = (
        select(INCIDENT, SUPPRESSED.c.channel_id, SUPPRESSED.c.silence_id)
        .join(SUPPRESSED, SUPPRESSED.c.incident_id == INCIDENT.c.id)
        .join(SILENCE, SILENCE.c.id == SUPPRESSED.c.silence_id)
        .where(INCIDENT.c.closed_ms.is_(None), SILENCE.c.ended_ms.is_not(None), ~told)
        .order_by(
            SUPPRESSED.c.channel_id, INCIDENT.c.opened_ms, INCIDENT.c.image_id, INCIDENT.c.id
        )
    )
    kept: dict[tuple[str, str], list[Incident]] = {}
    for row in (await tx.connection.execute(found)).mappings():
        kept.setdefault((row["channel_id"], row["silence_id"]), []).append(incident_of(row))
    return kept


async def _uncovered(tx: Tx, channel: str, incidents: list[Incident]) -> list[Incident]:
    """Those that no other silence covers; the others are kept back by that one from now on."""
    begun = select(SILENCE).where(SILENCE.c.channel_id == channel, SILENCE.c.ended_ms.is_(None))
    rows = (await tx.connection.execute(begun.order_by(SILENCE.c.id))).mappings().all()
    others = [Quiet(silence_of(row)) for row in rows]
    free = []
    for incident in incidents:
        quiet = next((one for one in others if one.covers(incident, tx.now_ms)), None)
        if quiet is None:
            free.append(incident)
        else:
            await _hand_over(tx, channel, incident, quiet.silence)
    return free


async def _hand_over(tx: Tx, channel: str, incident: Incident, to: Silence) -> None:
    await tx.connection.execute(
        update(SUPPRESSED)
        .where(SUPPRESSED.c.channel_id == channel, SUPPRESSED.c.incident_id == incident.id)
        .values(silence_id=to.id)
    )


async def _wanted(tx: Tx, channel: str, incidents: list[Incident]) -> list[Incident]:
    """Those that a subscription of the channel still asks for."""
    if not incidents:
        return []
    found = select(SUBSCRIPTION.c.target_id, SUBSCRIPTION.c.filters).where(
        SUBSCRIPTION.c.channel_id == channel,
        SUBSCRIPTION.c.state != SubscriptionState.DELETED.value,
    )
    wishes = [(row[0], Filters(row[1])) for row in await tx.connection.execute(found)]
    return [
        incident
        for incident in incidents
        if any(
            target == incident.target_id and filters.match(incident, incident.opened_ms)
            for target, filters in wishes
        )
    ]


def _notices(channel: str, silence_id: str, incidents: list[Incident]) -> tuple[Notice, ...]:
    if not incidents:
        return ()
    # What one silence kept back may be released in parts, each a message of its own.
    return notices_for(channel, incidents, cause=f"{silence_id} {incidents[0].id}")
