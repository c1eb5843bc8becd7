"""What is remembered of every image, however many there are."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from bot.alerts.model import Known
from bot.storage import states
from bot.storage.engine import Database, Tx
from bot.storage.schema import IMAGE_STATE
from tests.factories import FakeClock

pytestmark = pytest.mark.anyio

PLAIN = Known(
    "ACTIVE", 1_770_000_000_000, 0, False, 0, False, 0, "name", "1.0", "team", "DEDICATED"
)
FAILED = Known("ERROR", 5, 3, True, 2, True, 1, "näme'\"%s:x", "", "", "BUILD_IN")


async def write(database: Database, known: dict[str, Known], target_id: str = "t") -> None:
    await database.write(partial(states.write, target_id=target_id, states=known))


async def test_every_field_is_remembered(database: Database):
    known = {"i-1": PLAIN, "i-2": FAILED}
    await write(database, known)

    assert await states.load(database, "t") == known


async def test_yes_and_no_are_not_one_and_nought(database: Database):
    await write(database, {"i-1": FAILED, "i-2": PLAIN})
    loaded = await states.load(database, "t")

    assert loaded["i-1"].open is loaded["i-1"].stuck is True
    assert loaded["i-2"].open is loaded["i-2"].stuck is False


async def test_what_changed_replaces_what_was_known_and_nothing_else(
    database: Database, clock: FakeClock
):
    await write(database, {"i-1": PLAIN, "i-2": PLAIN})
    clock.advance(60)
    await write(database, {"i-2": FAILED, "i-3": FAILED})

    async def changes(tx: Tx) -> dict[str, int]:
        rows = await tx.connection.execute(
            select(IMAGE_STATE.c.image_id, IMAGE_STATE.c.changed_ms)
        )
        return {row.image_id: row.changed_ms for row in rows}

    now = clock.now_ms()
    assert await states.load(database, "t") == {"i-1": PLAIN, "i-2": FAILED, "i-3": FAILED}
    assert await database.read(changes) == {"i-1": now - 60_000, "i-2": now, "i-3": now}


async def test_targets_do_not_share_images(database: Database):
    await write(database, {"i-1": PLAIN}, "t")
    await write(database, {"i-1": FAILED}, "u")

    assert await states.load(database, "t") == {"i-1": PLAIN}
    assert await states.load(database, "u") == {"i-1": FAILED}


async def test_of_a_new_target_nothing_is_known(database: Database):
    await write(database, {})

    assert await states.load(database, "t") == {}


@pytest.mark.parametrize(
    "count", [states.READ - 1, states.READ, states.READ + 1, 2 * states.READ + states.WRITTEN // 2]
)
async def test_no_image_is_lost_between_slices(database: Database, count: int):
    """Ids differ in case and length: each database may order them in its own way."""
    known = {f"{'xX'[i % 2]}{i:x}": PLAIN._replace(since_ms=i) for i in range(count)}
    await write(database, known)

    assert await states.load(database, "t") == known
