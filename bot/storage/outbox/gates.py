"""When each channel may be sent to: pace, what Slack asked for, and channels that are lost."""

from __future__ import annotations

from sqlalchemy import func, not_, or_, select, true, update

from bot.alerts.asked import SubscriptionState
from bot.alerts.delivery import is_direct
from bot.alerts.delivery_model import RowState
from bot.alerts.model import Notice, NoticeKind, name_based
from bot.alerts.timing import Timing
from bot.storage.engine import Tx
from bot.storage.notices import note, owe
from bot.storage.outbox.moments import due, later
from bot.storage.rows import Row, unless_there
from bot.storage.schema import CHANNEL_GATE, OUTBOX, SUBSCRIPTION

TEAM = "*"
"""The gate of the whole workspace."""

STRIKES = 3
"""So many channels that Slack slows down one after another are a slow workspace."""


async def team_open(tx: Tx, timing: Timing) -> bool:
    """Whether anything may be sent at all."""
    shut = select(CHANNEL_GATE.c.channel_id).where(
        CHANNEL_GATE.c.channel_id == TEAM,
        or_(
            CHANNEL_GATE.c.blocked != "",
            not_(due(CHANNEL_GATE.c.next_at_ms, tx.now_ms, timing)),
        ),
    )
    return await tx.connection.scalar(shut) is None


async def lost(tx: Tx) -> bool:
    """Whether the workspace is blocked: the token or the app is refused."""
    found = select(CHANNEL_GATE.c.blocked).where(CHANNEL_GATE.c.channel_id == TEAM)
    return bool(await tx.connection.scalar(found))


async def hold(tx: Tx, channel: str, timing: Timing) -> bool:
    """Lock a channel's gate until the end of the transaction, if it is open.

    Whoever holds it is the only one to send to the channel; nobody waits for it.
    """
    free = (
        select(CHANNEL_GATE.c.channel_id)
        .where(
            CHANNEL_GATE.c.channel_id == channel,
            CHANNEL_GATE.c.blocked == "",
            due(CHANNEL_GATE.c.next_at_ms, tx.now_ms, timing),
        )
        .with_for_update(skip_locked=True)
    )
    await _ensure(tx, channel)
    return await tx.connection.scalar(free) is not None


async def passed(tx: Tx, channel: str, timing: Timing) -> None:
    """A call to this channel begins: the next one keeps its distance."""
    await tx.connection.execute(
        update(CHANNEL_GATE)
        .where(CHANNEL_GATE.c.channel_id == channel)
        .values(next_at_ms=tx.now_ms + timing.pace)
    )


async def shut(tx: Tx, channel: str, wait_ms: int, timing: Timing) -> None:
    """Send nothing there for so long."""
    known = await _locked(tx, channel)
    at_ms = later(known["next_at_ms"], tx.now_ms + wait_ms, tx.now_ms, timing)
    await tx.connection.execute(
        update(CHANNEL_GATE).where(CHANNEL_GATE.c.channel_id == channel).values(next_at_ms=at_ms)
    )


async def strike(tx: Tx, channel: str, wait_ms: int, timing: Timing) -> None:
    """Slack slowed this channel down; after several channels in a row, the workspace rests."""
    await tx.connection.execute(
        update(CHANNEL_GATE).where(CHANNEL_GATE.c.channel_id == channel).values(strikes=1)
    )
    struck = select(func.count()).where(CHANNEL_GATE.c.strikes > 0)
    if (await tx.connection.scalar(struck) or 0) >= STRIKES:
        await shut(tx, TEAM, wait_ms, timing)
        await _no_strikes(tx)


async def accepted(tx: Tx, channel: str) -> None:
    """Slack took something: the row of strikes is broken, and a loss of this channel is over."""
    await _no_strikes(tx)
    await tx.connection.execute(
        update(CHANNEL_GATE)
        .where(
            CHANNEL_GATE.c.channel_id == channel,
            CHANNEL_GATE.c.blocked == "",
            CHANNEL_GATE.c.blocked_ms.is_not(None),
        )
        .values(blocked_ms=None)
    )


async def _no_strikes(tx: Tx) -> None:
    await tx.connection.execute(
        update(CHANNEL_GATE).where(CHANNEL_GATE.c.strikes > 0).values(strikes=0)
    )


async def block(tx: Tx, channel: str, code: str, timing: Timing) -> None:
    """Nothing can be sent there until a probe succeeds; what is owed waits.

    The channel's subscriptions pause, and each of their creators is told once for each reason
    until something is accepted there again: where we may not ask whether a channel is back, each
    probe is a message, and its refusal is no news.
    """
    known = await _locked(tx, channel)
    if known["blocked"]:
        return
    wait_ms = timing.auth_probe if channel == TEAM else timing.probe
    since_ms = known["blocked_ms"] or tx.now_ms
    await tx.connection.execute(
        update(CHANNEL_GATE)
        .where(CHANNEL_GATE.c.channel_id == channel)
        .values(blocked=code, blocked_ms=since_ms, probe_at_ms=tx.now_ms + wait_ms)
    )
    if channel != TEAM:
        await _pause(tx, channel, code, since_ms)
    await note(tx, "", "blocked", channel=channel, detail=code)
    tx.mark("block.written")


async def _pause(tx: Tx, channel: str, code: str, since_ms: int) -> None:
    alive = (
        SUBSCRIPTION.c.channel_id == channel,
        SUBSCRIPTION.c.state != SubscriptionState.DELETED.value,
    )
    creators = select(SUBSCRIPTION.c.creator).where(*alive).distinct()
    people = sorted(one for one in await tx.connection.scalars(creators) if is_direct(one))
    await tx.connection.execute(
        update(SUBSCRIPTION)
        .where(*alive)
        .values(state=SubscriptionState.PAUSED.value, reason=code)
    )
    await owe(tx, [_lost(channel, code, person, since_ms) for person in people])


def _lost(channel: str, code: str, person: str, since_ms: int) -> Notice:
    return Notice(
        id=name_based("lost", channel, person, since_ms, code),
        channel=person,
        kind=NoticeKind.LOST,
        order_key=channel,
        facts={"channel": channel, "code": code, "since_ms": since_ms},
    )


async def blocked(tx: Tx, timing: Timing) -> tuple[tuple[str, str], ...]:
    """(channel, code) whose time to be probed has come."""
    found = (
        select(CHANNEL_GATE.c.channel_id, CHANNEL_GATE.c.blocked)
        .where(
            CHANNEL_GATE.c.blocked != "",
            due(CHANNEL_GATE.c.probe_at_ms, tx.now_ms, timing),
        )
        .order_by(CHANNEL_GATE.c.channel_id)
    )
    return tuple((row[0], row[1]) for row in await tx.connection.execute(found))


async def probed(tx: Tx, channel: str, timing: Timing, *, ok: bool) -> None:
    """Let it send again, or probe later."""
    known = await _locked(tx, channel)
    if not known["blocked"]:
        return
    wait_ms = timing.auth_probe if channel == TEAM else timing.probe
    after = {"blocked": "", "probe_at_ms": None} if ok else {"probe_at_ms": tx.now_ms + wait_ms}
    await tx.connection.execute(
        update(CHANNEL_GATE).where(CHANNEL_GATE.c.channel_id == channel).values(**after)
    )
    if not ok:
        return
    await tx.connection.execute(
        update(SUBSCRIPTION)
        .where(
            SUBSCRIPTION.c.channel_id == channel,
            SUBSCRIPTION.c.state == SubscriptionState.PAUSED.value,
        )
        .values(state=SubscriptionState.ACTIVE.value, reason="")
    )
    await _look_first(tx, channel)
    await note(tx, "", "resumed", channel=channel, detail=known["blocked"])
    tx.mark("resume.written")


async def _look_first(tx: Tx, channel: str) -> None:
    """What was to be sent as a possible repeat: history may be readable again by now."""
    there = OUTBOX.c.channel_id == channel if channel != TEAM else true()
    await tx.connection.execute(
        update(OUTBOX)
        .where(
            there,
            OUTBOX.c.state == RowState.PENDING.value,
            OUTBOX.c.unclear.is_(True),
            OUTBOX.c.repeat.is_(True),
        )
        .values(state=RowState.UNKNOWN.value, repeat=False, looks=0, look_at_ms=tx.now_ms)
    )


async def _locked(tx: Tx, channel: str) -> Row:
    await _ensure(tx, channel)
    gate = select(CHANNEL_GATE).where(CHANNEL_GATE.c.channel_id == channel).with_for_update()
    return (await tx.connection.execute(gate)).mappings().one()


async def _ensure(tx: Tx, channel: str) -> None:
    there = select(CHANNEL_GATE.c.channel_id).where(CHANNEL_GATE.c.channel_id == channel)
    if await tx.connection.scalar(there) is None:
        await tx.connection.execute(
            unless_there(tx.connection, CHANNEL_GATE).values(channel_id=channel)
        )
