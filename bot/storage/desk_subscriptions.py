"""Which channel hears of what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from sqlalchemy import ColumnElement, select, update

from bot.alerts.announcing import blind_notice
from bot.alerts.asked import Subscription, SubscriptionState
from bot.alerts.model import Json, Notice, NoticeKind, Target, name_based
from bot.alerts.subscription import Filters, subscription_id
from bot.errors import RequestError
from bot.storage import targets
from bot.storage.desk_memory import known
from bot.storage.desk_rows import probe_now, referred
from bot.storage.engine import Tx
from bot.storage.incidents import going_on
from bot.storage.notices import add_facts, note, owe, touch
from bot.storage.rows import subscription_of, unless_there
from bot.storage.schema import CHANNEL_GATE, OUTBOX, SUBSCRIPTION

UNDO_MS = 600_000
"""How long a deleted subscription can be brought back as it was."""

_DELETED = SubscriptionState.DELETED.value


@dataclass(frozen=True, slots=True)
class Wish:
    """What a channel wants to hear of; a channel has each wish once."""

    channel: str
    target_id: str
    filters: str

    @property
    def same(self) -> ColumnElement[bool]:
        """Where it is."""
        columns = SUBSCRIPTION.c
        return (
            (columns.channel_id == self.channel)
            & (columns.target_id == self.target_id)
            & (columns.filters == self.filters)
        )

    def id(self, turn: int) -> str:
        """Short, and the same for the same wish; the next ``turn`` if another has that."""
        first = subscription_id(self.channel, self.target_id, self.filters)
        if not turn:
            return first
        return name_based("subscription", first, turn)[: len(first)]


async def of_channel(tx: Tx, channel: str) -> tuple[Subscription, ...]:
    """Without deleted ones, oldest first."""
    return await _where(
        tx, (SUBSCRIPTION.c.channel_id == channel) & (SUBSCRIPTION.c.state != _DELETED)
    )


async def paused(tx: Tx) -> tuple[Subscription, ...]:
    """Of all channels that cannot be posted to, oldest first."""
    return await _where(tx, SUBSCRIPTION.c.state == SubscriptionState.PAUSED.value)


async def subscribe(
    tx: Tx, key: str, *, channel: str, target: Target, filters: str, creator: str
) -> Subscription:
    """Save it and owe its confirmation; the one that is there already is left as it is."""
    await targets.ensure(tx, target, configured=False)
    await probe_now(tx, channel)
    wish = Wish(channel, target.id, filters)
    subscription, new = await _saved(tx, wish, creator)
    if new:
        await owe(tx, [await _confirmation(tx, key, subscription)])
        state = await targets.read(tx, target.id)
        if state is not None and state.blind_since_ms is not None:
            # The others were told when it began.
            await owe(tx, [blind_notice(channel, state)])
        await note(tx, creator, "subscribed", channel=channel, subject=subscription.id)
    return subscription


async def unsubscribe(tx: Tx, *, channel: str, reference: str, user: str) -> Subscription | None:
    """Delete it, and say so where it was confirmed.

    What is owed stays owed: it had happened before anybody said stop.
    """
    found = referred(await of_channel(tx, channel), reference)
    if found is None:
        return None
    await _confirmed_anew(tx, found, {"ended_by": user})
    await note(tx, user, "unsubscribed", channel=channel, subject=found.id)
    return await _changed(tx, found.id, state=_DELETED, deleted_ms=tx.now_ms)


async def undo(tx: Tx, *, channel: str, reference: str, user: str) -> Subscription | None:
    """Bring back what was deleted within `UNDO_MS`: paused if the channel is lost meanwhile."""
    deleted = await _where(
        tx,
        (SUBSCRIPTION.c.channel_id == channel)
        & (SUBSCRIPTION.c.state == _DELETED)
        & (SUBSCRIPTION.c.deleted_ms > tx.now_ms - UNDO_MS),
    )
    found = referred(deleted, reference)
    if found is None:
        return None
    await _confirmed_anew(tx, found, {"ended_by": None})
    await note(tx, user, "subscribed", channel=channel, subject=found.id, detail="undo")
    gate = select(CHANNEL_GATE.c.blocked).where(CHANNEL_GATE.c.channel_id == channel)
    reason = await tx.connection.scalar(gate) or ""
    state = SubscriptionState.PAUSED if reason else SubscriptionState.ACTIVE
    return await _changed(tx, found.id, state=state.value, reason=reason, deleted_ms=None)


async def edit(
    tx: Tx, *, channel: str, reference: str, filters: str, user: str
) -> Subscription | None:
    """Give it other filters; its id, its age and what it already told stay.

    Raises:
        RequestError: Another subscription of the channel says the same.
    """
    found = referred(await of_channel(tx, channel), reference)
    if found is None or found.filters == filters:
        return found
    wish = Wish(channel, found.target_id, filters)
    other = await _there(tx, wish)
    if other is not None and other.state is not SubscriptionState.DELETED:
        raise RequestError(
            f"Subscription {other.id} of this channel already asks for exactly that.",
            hint=f"Choose other filters, or end this one: /images unsubscribe {found.id}",
        )
    # A channel has each wish once, and a deleted one counts.
    await tx.connection.execute(SUBSCRIPTION.delete().where(wish.same))
    await note(tx, user, "edited", channel=channel, subject=found.id)
    edited = await _changed(tx, found.id, filters=filters)
    await _confirmed_anew(tx, edited, {"changed_by": user, **await _meaning(tx, edited)})
    return edited


async def _saved(tx: Tx, wish: Wish, creator: str) -> tuple[Subscription, bool]:
    """The subscription with this wish, and whether it began now."""
    active = {"creator": creator, "created_ms": tx.now_ms, "state": SubscriptionState.ACTIVE.value}
    for turn in count():
        statement = unless_there(tx.connection, SUBSCRIPTION).values(
            id=wish.id(turn),
            channel_id=wish.channel,
            target_id=wish.target_id,
            filters=wish.filters,
            **active,
        )
        new = await tx.connection.scalar(statement.returning(SUBSCRIPTION.c.id)) is not None
        there = await _there(tx, wish)
        if there is None:
            # An edited subscription keeps the id of what it said before.
            continue
        if there.state is SubscriptionState.DELETED:
            return await _changed(tx, there.id, reason="", deleted_ms=None, **active), True
        return there, new
    raise AssertionError("unreachable")


async def _confirmation(tx: Tx, key: str, subscription: Subscription) -> Notice:
    return Notice(
        id=name_based("subscribed", key),
        channel=subscription.channel_id,
        kind=NoticeKind.SUBSCRIBED,
        # Its own, so that no alert waits for a mere confirmation.
        order_key=subscription.id,
        facts={
            "creator": subscription.creator,
            "subscription": subscription.id,
            **await _meaning(tx, subscription),
        },
    )


async def _meaning(tx: Tx, subscription: Subscription) -> Json:
    """Which images it is about, and how many that is now."""
    filters = Filters(subscription.filters)
    failures = await going_on(tx, subscription.target_id)
    return {
        "filters": subscription.filters,
        "known": known(await targets.read(tx, subscription.target_id)),
        "broken": sum(filters.match(one, tx.now_ms) for one in failures),
    }


async def _confirmed_anew(tx: Tx, subscription: Subscription, facts: Json) -> None:
    """Have the public confirmation say what became of it.

    A subscription that was made again has a new confirmation; the older ones tell of their time.
    """
    newest = (
        select(OUTBOX.c.id)
        .where(
            OUTBOX.c.channel_id == subscription.channel_id,
            OUTBOX.c.kind == NoticeKind.SUBSCRIBED.value,
            OUTBOX.c.order_key == subscription.id,
            OUTBOX.c.next_id == "",
        )
        .order_by(OUTBOX.c.seq.desc())
        .limit(1)
        .with_for_update()
    )
    notice_id = await tx.connection.scalar(newest)
    if notice_id is not None:
        await add_facts(tx, notice_id, facts)
        await touch(tx, [notice_id])


async def _there(tx: Tx, wish: Wish) -> Subscription | None:
    rows = await tx.connection.execute(select(SUBSCRIPTION).where(wish.same).with_for_update())
    row = rows.mappings().one_or_none()
    return None if row is None else subscription_of(row)


async def _where(tx: Tx, condition: ColumnElement[bool]) -> tuple[Subscription, ...]:
    order = (SUBSCRIPTION.c.created_ms, SUBSCRIPTION.c.id)
    rows = await tx.connection.execute(select(SUBSCRIPTION).where(condition).order_by(*order))
    return tuple(map(subscription_of, rows.mappings()))


async def _changed(tx: Tx, subscription_id: str, **values: object) -> Subscription:
    row = SUBSCRIPTION.c.id == subscription_id
    await tx.connection.execute(update(SUBSCRIPTION).where(row).values(**values))
    return (await _where(tx, row))[0]
