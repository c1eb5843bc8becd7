"""What is polled, and what is remembered of it."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from bot.alerts.asked import SubscriptionState
from bot.alerts.model import Target
from bot.alerts.poll import TargetState
from bot.modelarts.models import ImageType
from bot.storage import targets
from bot.storage.engine import Database, Tx
from bot.storage.schema import SUBSCRIPTION, TARGET, WATCH

pytestmark = pytest.mark.anyio

TARGET_A = Target("https://modelarts.example", "a" * 32, "0")
TARGET_B = Target("https://modelarts.example", "b" * 32, "0")

FULL = TargetState(
    TARGET_A,
    failures=2,
    empties={ImageType.DEDICATED: 1},
    baseline=frozenset(ImageType),
    announced=True,
    unready=3,
    seen_ms={ImageType.DEDICATED: 5, ImageType.BUILD_IN: 6},
    complete_ms=7,
    attempt_ms=8,
    blind_since_ms=9,
    blind_code="401",
    known=10,
    next_poll_ms=11,
)


async def ensure(database: Database, target: Target, *, configured: bool = False) -> None:
    await database.write(partial(targets.ensure, target=target, configured=configured))


async def read(database: Database, target: Target = TARGET_A) -> TargetState | None:
    return await database.read(partial(targets.read, target_id=target.id))


async def polled(database: Database) -> list[Target]:
    return [state.target for state in await database.read(targets.read_all)]


async def test_a_new_one_has_nothing_to_remember(database: Database):
    await ensure(database, TARGET_A)

    assert await read(database) == TargetState(TARGET_A)
    assert await read(database, TARGET_B) is None


async def test_everything_is_remembered(database: Database):
    await ensure(database, TARGET_A)
    await ensure(database, TARGET_B)
    await database.write(partial(targets.write, state=FULL))

    assert await read(database) == FULL
    assert await read(database, TARGET_B) == TargetState(TARGET_B)


async def test_a_restart_forgets_nothing(database: Database):
    await ensure(database, TARGET_A, configured=True)
    await database.write(partial(targets.write, state=FULL))
    await ensure(database, TARGET_A, configured=True)

    assert await read(database) == FULL


async def test_what_another_version_remembers_does_not_matter(database: Database):
    await ensure(database, TARGET_A)
    stored = '{"failures":1,"mood":"fine"}'

    async def overwrite(tx: Tx) -> None:
        await tx.connection.execute(TARGET.update().values(state=stored))

    await database.write(overwrite)

    assert await read(database) == TargetState(TARGET_A, failures=1)


async def test_the_configured_one_is_polled_though_nobody_asked(database: Database):
    await ensure(database, TARGET_A, configured=True)
    await ensure(database, TARGET_B)

    assert await polled(database) == [TARGET_A]


async def test_a_subscription_does_not_make_it_less_configured(database: Database):
    await ensure(database, TARGET_A, configured=True)
    await ensure(database, TARGET_A, configured=False)

    assert await polled(database) == [TARGET_A]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (SubscriptionState.ACTIVE, [TARGET_A]),
        (SubscriptionState.PAUSED, [TARGET_A]),
        (SubscriptionState.DELETED, []),
    ],
)
async def test_it_is_polled_while_a_channel_is_subscribed(
    database: Database, state: SubscriptionState, expected: list[Target]
):
    await ensure(database, TARGET_A)
    await ensure(database, TARGET_B)
    row = {"id": "s", "channel_id": "C1", "target_id": TARGET_A.id, "filters": "", "creator": "U1"}

    async def subscribe(tx: Tx) -> None:
        await tx.connection.execute(
            SUBSCRIPTION.insert().values(**row, created_ms=1, state=state.value)
        )

    await database.write(subscribe)

    assert await polled(database) == expected


@pytest.mark.parametrize(("ended_ms", "expected"), [(None, [TARGET_A]), (5, [])])
async def test_it_is_polled_while_somebody_waits_for_an_image(
    database: Database, ended_ms: int | None, expected: list[Target]
):
    await ensure(database, TARGET_A)
    row = {"id": "w", "user_id": "U1", "target_id": TARGET_A.id, "image_id": "i", "label": "x"}

    async def wait(tx: Tx) -> None:
        await tx.connection.execute(
            WATCH.insert().values(**row, status="CREATING", created_ms=1, ended_ms=ended_ms)
        )

    await database.write(wait)

    assert await polled(database) == expected


async def test_a_project_that_the_settings_no_longer_name_is_not_polled(database: Database):
    """Its list cannot be read any more; what was asked for goes on with the new one."""
    old, new = Target("https://a", "p-1", "0"), Target("https://a", "p-2", "0")

    async def work(tx: Tx) -> tuple[list[Target], list[str]]:
        await targets.adopt(tx, old)
        row = {
            "id": "s-1",
            "channel_id": "C1",
            "target_id": old.id,
            "filters": "",
            "creator": "U1",
            "created_ms": 1,
            "state": "active",
        }
        await tx.connection.execute(SUBSCRIPTION.insert().values(**row))
        await targets.adopt(tx, new)
        asked = await tx.connection.scalars(select(SUBSCRIPTION.c.target_id))
        return [one.target for one in await targets.read_all(tx)], list(asked)

    polled, asked = await database.write(work)

    assert polled == [new]
    assert asked == [new.id]


async def test_the_first_poll_is_at_the_start(database: Database):
    """However long the last trouble made the next one wait."""

    async def work(tx: Tx) -> TargetState | None:
        target = Target("https://a", "p-1", "0")
        await targets.adopt(tx, target)
        await targets.write(tx, TargetState(target, next_poll_ms=10**15))
        await targets.adopt(tx, target)
        return await targets.read(tx, target.id)

    state = await database.write(work)

    assert state is not None
    assert state.next_poll_ms == 0
