"""A demo that runs for days holds what it is told to hold, and no more."""

from __future__ import annotations

import gc
from collections import Counter

import pytest
from aiohttp import web

from bot.demo.slack.drafts import MAX_KEPT, Drafts
from bot.demo.slack.journal import ApiCall, Delivery
from bot.demo.slack.platform import TRIGGER_KEPT, ApiError, Triggers
from bot.demo.slack.replies import KEPT_FOR
from bot.demo.workspace import C_ML, KEPT_EPHEMERAL, U_ANNA, U_BEN, U_BOT, Change, Workspace
from tests.demo.slack_samples import actions, button
from tests.demo.slack_standin import Hands, Received, StandIn, stand_in

pytestmark = pytest.mark.anyio
OURS = (Delivery, ApiCall, Change)


def alive() -> Counter[type]:
    """How many of each there are in the whole program."""
    gc.collect()
    return Counter(type(thing) for thing in gc.get_objects() if type(thing) in OURS)


async def test_sixty_commands_leave_what_is_kept() -> None:
    """Response URLs, triggers and the changes that were told hold nothing."""

    async def spoken(_: Received) -> web.StreamResponse:
        return web.json_response({"text": "hello", "blocks": [actions(button())]})

    before = alive()
    async with stand_in() as bot:
        bot.answer = spoken
        bot.slack.keep(10)
        for _ in range(60):
            ask = await bot.slack.command("find")
            await bot.reply(ask.response_url, text="and more")
            press = await bot.slack.press(ask.messages[0], "next")
        del ask, press
        grown = alive() - before

        assert grown[Delivery] == 10
        # Ten in the journal, and those of the deliveries in it.
        assert grown[ApiCall] <= 20
        assert grown[Change] == 0
        assert bot.slack.workspace.changes == 120


def posted(workspace: Workspace, times: int, visible_to: str | None) -> list[str]:
    content = {"text": "hello"}
    return [
        workspace.post(C_ML, content, author=U_BOT, visible_to=visible_to)["ts"]
        for _ in range(times)
    ]


async def test_the_newest_messages_of_a_channel_are_kept() -> None:
    async with stand_in() as bot:
        bot.slack.keep(3)
        workspace = bot.slack.workspace
        only_anna = posted(workspace, 1, U_ANNA)
        public = posted(workspace, 5, None)

        assert [row["ts"] for row in workspace.messages(C_ML)] == public[2:]
        assert [row["ts"] for row in workspace.seen_by(U_ANNA, C_ML)] == only_anna + public[2:]
        with pytest.raises(KeyError):
            workspace.posted_at(C_ML, public[0])


async def test_the_newest_messages_for_one_person_are_kept() -> None:
    async with stand_in() as bot:
        bot.slack.keep(3)
        workspace = bot.slack.workspace
        bens = posted(workspace, 1, U_BEN)
        annas = posted(workspace, KEPT_EPHEMERAL + 5, U_ANNA)

        assert [row["ts"] for row in workspace.seen_by(U_ANNA, C_ML)] == annas[5:]
        assert [row["ts"] for row in workspace.seen_by(U_BEN, C_ML)] == bens


async def test_nothing_is_forgotten_unless_somebody_asks_for_it() -> None:
    async with stand_in() as bot:
        posted(bot.slack.workspace, KEPT_EPHEMERAL + 5, U_ANNA)

        assert len(bot.slack.workspace.seen_by(U_ANNA, C_ML)) == KEPT_EPHEMERAL + 5


async def test_an_address_is_forgotten_a_while_after_it_expired() -> None:
    hands = Hands()
    async with stand_in(hands) as bot:
        old = await expired(bot, hands, 30 * 60 + 1)
        assert await bot.reply(old, text="late") == (404, "expired_url")

        old = await expired(bot, hands, KEPT_FOR + 1)
        assert await bot.reply(old, text="late") == (404, "not_found")


async def expired(bot: StandIn, hands: Hands, seconds: float) -> str:
    old = (await bot.slack.command("find")).response_url
    hands.seconds += seconds
    await bot.slack.command("find")
    return old


@pytest.mark.parametrize(
    ("seconds", "error"),
    [(4.0, "expired_trigger_id"), (TRIGGER_KEPT + 1, "invalid_trigger_id")],
)
async def test_a_trigger_is_forgotten_a_while_after_it_expired(seconds: float, error: str) -> None:
    hands = Hands()
    triggers = Triggers(hands)
    old = triggers.give(U_ANNA)
    hands.seconds += seconds
    triggers.give(U_ANNA)

    with pytest.raises(ApiError, match=error):
        triggers.spend(old)


async def test_a_trigger_that_was_used_is_forgotten_too() -> None:
    hands = Hands()
    triggers = Triggers(hands)
    old = triggers.give(U_ANNA)
    triggers.spend(old)
    hands.seconds += TRIGGER_KEPT + 1
    triggers.give(U_ANNA)

    with pytest.raises(ApiError, match="invalid_trigger_id"):
        triggers.spend(old)


async def test_old_choices_and_offers_are_forgotten() -> None:
    drafts = Drafts()
    label = {"type": "plain_text", "text": "Label"}
    for number in range(MAX_KEPT + 1):
        spot = (U_ANNA, f"V{number}", "block", "action")
        drafts.keep(spot, "static_select", number)
        drafts.offer(spot, [{"text": label, "value": "v"}])
    first, last = (U_ANNA, "V0", "block", "action"), (U_ANNA, f"V{MAX_KEPT}", "block", "action")

    assert drafts.chosen(first, "static_select", None) is None
    assert drafts.chosen(last, "static_select", None) == MAX_KEPT
    assert (drafts.offered(first), len(drafts.offered(last))) == ([], 1)


async def test_of_many_offers_of_one_menu_the_newest_are_kept() -> None:
    drafts, spot = Drafts(), (U_ANNA, "V1", "block", "action")
    label = {"type": "plain_text", "text": "Label"}
    drafts.offer(spot, [{"text": label, "value": str(n)} for n in range(MAX_KEPT + 2)])

    values = [option["value"] for option in drafts.offered(spot)]
    assert values == [str(n) for n in range(2, MAX_KEPT + 2)]
