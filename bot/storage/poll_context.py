"""What the database knows that decides who hears of a poll: only what this poll needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from bot.alerts.announcing import blind_id
from bot.alerts.asked import ImageWatch, Silence, Subscription, SubscriptionState
from bot.alerts.delivery_model import RowState
from bot.alerts.model import Change, ChangeKind, IncidentKind, NoticeKind
from bot.alerts.poll import PollRecord, RoutingContext, Sight, Told
from bot.alerts.timing import Timing
from bot.storage import incidents
from bot.storage.engine import Tx
from bot.storage.rows import Row, silence_of, sliced, subscription_of, watch_of
from bot.storage.schema import INCIDENT, OUTBOX, OUTBOX_ITEM, SILENCE, SUBSCRIPTION, WATCH

_SHOWN = frozenset({RowState.SENDING, RowState.UNKNOWN, RowState.HELD, RowState.SENT})
_OVER = (RowState.MERGED.value, RowState.REPLACED.value, RowState.DEAD.value)
_TOLD = (OUTBOX.c.id, OUTBOX.c.channel_id, OUTBOX.c.kind, OUTBOX.c.state, OUTBOX.c.next_id)


async def read(tx: Tx, record: PollRecord, timing: Timing) -> RoutingContext:
    """Everything `bot.alerts.routing.plan` asks for, from before this poll is written."""
    target_id = record.state.target.id
    failures = _failures(record.changes)
    broken = await incidents.going_on(tx, target_id) if record.announce else ()
    concerned = [change.incident.id for change in record.changes]
    concerned += [incident.id for incident in broken]
    return RoutingContext(
        now_ms=tx.now_ms,
        subscriptions=await _subscriptions(tx, target_id),
        silences=await _silences(tx) if concerned else (),
        told=await _told(tx, concerned),
        recent=await _recent(tx, target_id, failures, timing),
        flapping=await _flapping(tx, target_id, failures, timing),
        watches=await _watches(tx, target_id) if record.sightings else (),
        blind=await _blind(tx, record) if record.sight is Sight.BACK else (),
        broken=broken,
    )


def _failures(changes: Sequence[Change]) -> list[str]:
    """Ids of images with a failure that somebody may be told of now."""
    return [
        change.incident.image_id
        for change in changes
        if change.kind is not ChangeKind.CLOSED and change.incident.kind is IncidentKind.FAILED
    ]


async def _subscriptions(tx: Tx, target_id: str) -> tuple[Subscription, ...]:
    rows = await tx.connection.execute(
        select(SUBSCRIPTION).where(
            SUBSCRIPTION.c.target_id == target_id,
            SUBSCRIPTION.c.state != SubscriptionState.DELETED.value,
        )
    )
    return tuple(map(subscription_of, rows.mappings()))


async def _silences(tx: Tx) -> tuple[Silence, ...]:
    rows = await tx.connection.execute(select(SILENCE).where(SILENCE.c.ended_ms.is_(None)))
    return tuple(map(silence_of, rows.mappings()))


async def _watches(tx: Tx, target_id: str) -> tuple[ImageWatch, ...]:
    rows = await tx.connection.execute(
        select(WATCH)
        .where(WATCH.c.target_id == target_id, WATCH.c.ended_ms.is_(None))
        .order_by(WATCH.c.id)
    )
    return tuple(map(watch_of, rows.mappings()))


async def _told(tx: Tx, ids: Sequence[str]) -> dict[str, tuple[Told, ...]]:
    """Who was told, by incident; what changes in a notice that is merged now is passed on."""
    told: dict[str, list[Told]] = defaultdict(list)
    for batch in sliced(ids):
        rows = await tx.connection.execute(
            select(OUTBOX_ITEM.c.incident_id, *_TOLD)
            .join(OUTBOX, OUTBOX.c.id == OUTBOX_ITEM.c.outbox_id)
            .where(OUTBOX_ITEM.c.incident_id.in_(batch))
            .order_by(OUTBOX.c.id)
        )
        for row in rows.mappings():
            told[row["incident_id"]].append(_told_of(row))
    return {incident: tuple(notices) for incident, notices in told.items()}


def _told_of(row: Row) -> Told:
    return Told(
        notice_id=row["id"],
        channel=row["channel_id"],
        kind=NoticeKind(row["kind"]),
        shown=row["state"] in _SHOWN,
    )


async def _recent(
    tx: Tx, target_id: str, images: Sequence[str], timing: Timing
) -> dict[str, tuple[int, ...]]:
    """When these images failed lately; what this poll found is not written yet."""
    recent: dict[str, list[int]] = defaultdict(list)
    for batch in sliced(images):
        rows = await tx.connection.execute(
            select(INCIDENT.c.image_id, INCIDENT.c.opened_ms)
            .where(
                INCIDENT.c.target_id == target_id,
                INCIDENT.c.image_id.in_(batch),
                INCIDENT.c.kind == IncidentKind.FAILED.value,
                INCIDENT.c.opened_ms >= tx.now_ms - timing.flapping,
            )
            .order_by(INCIDENT.c.opened_ms)
        )
        for image_id, opened_ms in rows:
            recent[image_id].append(opened_ms)
    return {image_id: tuple(moments) for image_id, moments in recent.items()}


async def _flapping(
    tx: Tx, target_id: str, images: Sequence[str], timing: Timing
) -> dict[tuple[str, str], str]:
    """The newest message that counts, by channel and image; an hour without a failure ends it."""
    newest: dict[tuple[str, str], str] = {}
    for batch in sliced(images):
        rows = await tx.connection.execute(
            select(OUTBOX.c.channel_id, INCIDENT.c.image_id, OUTBOX.c.id)
            .join(OUTBOX_ITEM, OUTBOX_ITEM.c.incident_id == INCIDENT.c.id)
            .join(OUTBOX, OUTBOX.c.id == OUTBOX_ITEM.c.outbox_id)
            .where(
                INCIDENT.c.target_id == target_id,
                INCIDENT.c.image_id.in_(batch),
                INCIDENT.c.opened_ms >= tx.now_ms - timing.flapping,
                OUTBOX.c.kind == NoticeKind.FLAPPING.value,
                OUTBOX.c.state.not_in(_OVER),
            )
            .order_by(OUTBOX.c.seq)
        )
        newest.update({(channel, image_id): notice for channel, image_id, notice in rows})
    return newest


async def _blind(tx: Tx, record: PollRecord) -> tuple[Told, ...]:
    """The notices that told of the blindness that is over: their ids say of which."""
    if record.blind_since_ms is None:
        return ()
    rows = await tx.connection.execute(
        select(*_TOLD).where(OUTBOX.c.kind == NoticeKind.BLIND.value).order_by(OUTBOX.c.id)
    )
    there = {row["id"]: row for row in rows.mappings()}
    target_id, since_ms = record.state.target.id, record.blind_since_ms
    found = []
    for notice, row in there.items():
        if notice == blind_id(row["channel_id"], target_id, since_ms):
            last = row
            while last["next_id"] in there:
                # Its message was lost, and another one goes on.
                last = there[last["next_id"]]
            found.append(_told_of(last))
    return tuple(found)
