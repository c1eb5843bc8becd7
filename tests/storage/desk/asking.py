"""What several tests ask a desk for, in few words."""

from __future__ import annotations

from bot.alerts.asked import Silence, Subscription
from bot.alerts.desk_model import LedgerLine
from bot.storage.schema import OUTBOX, OUTBOX_ITEM
from tests.storage.desk.world import ADA, HERE, World

HOUR = 3_600_000


async def end(world: World, subscription: Subscription, user: str = ADA) -> Subscription | None:
    return await world.desk.unsubscribe(
        world.key(), channel=HERE, subscription_id=subscription.id, user=user
    )


async def begin(
    world: World,
    image_id: str = "i-1",
    *,
    filters: str = "",
    hours: int | None = 1,
    notice: str = "",
    key: str = "",
) -> Silence:
    return await world.desk.silence(
        key or world.key(),
        channel=HERE,
        creator=ADA,
        label="env:1.0",
        image_id=image_id,
        filters=filters,
        until_ms=None if hours is None else world.clock.now_ms() + hours * HOUR,
        notice_id=notice,
    )


async def revision(world: World, notice: str) -> int:
    number: int = (await world.row(OUTBOX, id=notice))["revision"]
    return number


async def alerts(world: World) -> set[str]:
    """Incidents that this channel is told of."""
    return {
        row["incident_id"] for row in await world.rows(OUTBOX_ITEM) if row["channel_id"] == HERE
    }


async def told(world: World, *what: str, image_id: str = "i-1") -> list[LedgerLine]:
    """The ledger's lines of these kinds."""
    ledger = await world.desk.ledger(image_id, HERE)
    assert ledger is not None
    return [line for line in ledger.lines if line.what in what]


async def details(world: World, *what: str) -> list[str]:
    return [line.detail for line in await told(world, *what)]
