"""An invitation of the bot sets free what waits for the channel."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.context.async_context import AsyncBoltContext

from handlers.events import member_joined
from tests.handlers.desk import Scene, scene

pytestmark = pytest.mark.anyio


async def joined(here: Scene, event: dict[str, Any]) -> None:
    """Somebody came into a channel."""
    context = AsyncBoltContext({"bot_user_id": "UBOT"})
    await member_joined(context, event, here.services)
    await here.drained()


async def test_a_channel_that_the_bot_comes_into_is_looked_at_again():
    here = scene()

    await joined(here, {"user": "UBOT", "channel": "C7"})

    assert here.desk.done == ["joined C7"]
    assert here.nudges == ["nudge"]


@pytest.mark.parametrize("event", [{"user": "U1", "channel": "C7"}, {"user": "UBOT"}, {}])
async def test_other_people_are_none_of_its_business(event: dict[str, Any]):
    here = scene()

    await joined(here, event)

    assert here.desk.done == []


async def test_a_database_that_is_away_breaks_nothing():
    here = scene()
    here.desk.down = True

    await joined(here, {"user": "UBOT", "channel": "C7"})

    assert here.nudges == []
