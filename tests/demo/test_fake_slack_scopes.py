"""An event comes only to an app that subscribed to it and has the scope it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.demo.fake_slack import FakeSlack
from bot.demo.slack.journal import Delivery
from bot.demo.slack.platform import event_scope
from bot.demo.workspace import C_ML, C_OUT, D_BOT, G_PRIVATE, U_ANNA, U_BOT
from tests.demo.slack_standin import stand_in

pytestmark = pytest.mark.anyio
Act = Callable[[FakeSlack], Awaitable[Delivery | None]]


async def invited(slack: FakeSlack, channel: str) -> Delivery | None:
    await slack.kick(channel)
    return await slack.invite(channel)


ACTS: list[tuple[str, Act]] = [
    ("app_mentions:read", lambda slack: slack.say(f"<@{U_BOT}> hello", channel=C_ML)),
    ("app_mentions:read", lambda slack: slack.say(f"<@{U_BOT}> hello", channel=G_PRIVATE)),
    ("im:history", lambda slack: slack.say("hello", channel=D_BOT)),
    ("channels:read", lambda slack: invited(slack, C_OUT)),
    ("groups:read", lambda slack: invited(slack, G_PRIVATE)),
]


@pytest.mark.parametrize(("scope", "act"), ACTS)
async def test_without_its_scope_an_event_is_silent(scope: str, act: Act) -> None:
    async with stand_in() as bot:
        everything = {name for name, _ in ACTS}
        bot.slack.platform.scopes = everything - {scope}
        silent = await act(bot.slack)
        bot.slack.platform.scopes = {scope}
        heard = await act(bot.slack)

        assert silent is None
        assert heard is not None
        assert heard.acked
        assert len(bot.received) == 1


async def test_the_home_tab_takes_no_scope() -> None:
    async with stand_in() as bot:
        bot.slack.platform.scopes = set()
        delivery = await bot.slack.open_home(U_ANNA)

        assert delivery is not None
        assert delivery.acked


def test_what_is_not_known_takes_no_scope() -> None:
    assert event_scope("reaction_added", "public") is None
