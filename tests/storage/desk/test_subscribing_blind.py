"""Whoever subscribes while nothing can be seen hears of it like the others."""

from __future__ import annotations

import pytest

from bot.alerts.announcing import blind_id
from bot.storage.schema import OUTBOX
from tests.storage.desk.world import TARGET, World

pytestmark = pytest.mark.anyio


async def test_a_subscription_in_the_dark_is_told_so(world: World):
    await world.target_state(complete_ms=None, blind_since_ms=5, blind_code="401")

    await world.desk.subscribe("k-1", channel="C1", target=TARGET, filters="", creator="U1")

    owed = [row["id"] for row in await world.rows(OUTBOX)]
    assert blind_id("C1", TARGET.id, 5) in owed
