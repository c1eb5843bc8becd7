"""Slack's bad days, and its modals."""

from __future__ import annotations

import aiohttp
import pytest

from bot.demo.workspace import C_ML, U_ANNA
from tests.demo.slack_samples import GOOD, plain, section
from tests.demo.slack_standin import Hands, stand_in

pytestmark = pytest.mark.anyio
MODAL = {"type": "modal", "title": plain("Search"), "blocks": [section()]}
POST = "chat.postMessage"


async def test_rate_limits_say_how_long() -> None:
    """429 with Retry-After, as often as asked, after as many good calls as asked."""
    async with stand_in() as bot:
        bot.slack.faults.add("ratelimited", POST, retry_after=7, after=1)
        url, headers = f"{bot.slack.api_url}{POST}", {"Authorization": "Bearer xoxb-demo"}
        seen = []
        for _ in range(3):
            body = {"channel": C_ML, "text": "x"}
            async with bot.session.post(url, json=body, headers=headers) as response:
                seen.append((response.status, response.headers.get("Retry-After")))

        assert seen == [(200, None), (429, "7"), (200, None)]


async def test_an_error_code_spoils_only_its_method() -> None:
    """And nothing is posted."""
    async with stand_in() as bot:
        bot.slack.faults.add("not_in_channel", POST, times=2)

        assert (await bot.api("auth.test"))["ok"]
        for _ in range(2):
            answer = await bot.api(POST, channel=C_ML, text="x")
            assert answer == {"ok": False, "error": "not_in_channel"}
        assert bot.slack.workspace.messages(C_ML) == []


@pytest.mark.parametrize(("kind", "posted"), [("drop", 0), ("accept_then_drop", 1)])
async def test_cut_connections(kind: str, posted: int) -> None:
    """The caller cannot tell whether the message is there."""
    async with stand_in() as bot:
        bot.slack.faults.add(kind, POST)
        with pytest.raises(aiohttp.ClientError):
            await bot.api(POST, channel=C_ML, text="x")

        assert len(bot.slack.workspace.messages(C_ML)) == posted
        assert bot.slack.calls(POST)[0].status == 0
        assert not bot.slack.calls(POST)[0].ok


async def test_answers_that_are_no_json() -> None:
    """A 500, and a page with status 200."""
    async with stand_in() as bot:
        bot.slack.faults.add("http_500", "response_url")
        bot.slack.faults.add("html", "response_url")
        ask = await bot.slack.command("find")

        assert (await bot.reply(ask.response_url, text="x"))[0] == 500
        assert "<html>" in (await bot.reply(ask.response_url, text="x"))[1]
        assert bot.slack.workspace.seen_by(U_ANNA, C_ML) == []


async def test_a_slow_call_does_not_hold_up_the_end() -> None:
    """It is done late; stopping lets it go."""
    async with stand_in() as bot:
        bot.slack.faults.add("slow", POST, seconds=0.02)
        answer = await bot.api(POST, channel=C_ML, text="x")
        bot.slack.faults.add("slow", POST, seconds=600)
        timeout = aiohttp.ClientTimeout(total=0.05)
        with pytest.raises(TimeoutError):
            await bot.session.post(f"{bot.slack.api_url}{POST}", json={}, timeout=timeout)

        assert answer["ok"]


async def test_a_workspace_may_not_know_a_new_block() -> None:
    """New blocks come in stages."""
    async with stand_in() as bot:
        bot.slack.platform.unknown_blocks.add("data_visualization")
        answer = await bot.api(POST, channel=C_ML, text="x", blocks=[GOOD["chart"]])

        assert answer["error"] == "invalid_blocks"


async def test_faults_can_be_taken_back() -> None:
    """All at once."""
    async with stand_in() as bot:
        bot.slack.faults.add("drop")
        bot.slack.faults.clear()

        assert (await bot.api("auth.test"))["ok"]
        assert list(bot.slack.faults) == []


async def test_a_trigger_opens_one_modal_within_three_seconds() -> None:
    """Then it is exchanged, or expired."""
    hands = Hands()
    async with stand_in(hands) as bot:
        first = await bot.slack.command("search")
        opened = await bot.api("views.open", trigger_id=first.trigger_id, view=MODAL)
        again = await bot.api("views.open", trigger_id=first.trigger_id, view=MODAL)
        second = await bot.slack.command("search")
        hands.seconds += 3.1
        late = await bot.api("views.open", trigger_id=second.trigger_id, view=MODAL)
        never = await bot.api("views.open", trigger_id="1.2.3", view=MODAL)

        assert opened["view"]["id"] in bot.slack.workspace.views
        assert again["error"] == "exchanged_trigger_id"
        assert late["error"] == "expired_trigger_id"
        assert never["error"] == "invalid_trigger_id"
        assert first.answers[0].method == "views.open"


async def test_views_are_updated_and_published() -> None:
    """A stale hash is a conflict; a Home tab is one per person."""
    async with stand_in() as bot:
        ask = await bot.slack.command("search")
        view = (await bot.api("views.open", trigger_id=ask.trigger_id, view=MODAL))["view"]
        place = {"view_id": view["id"], "view": MODAL}
        newer = await bot.api("views.update", **place, hash=view["hash"])
        stale = await bot.api("views.update", **place, hash=view["hash"])
        home = {"type": "home", "blocks": [section()]}
        await bot.api("views.publish", user_id=U_ANNA, view=home)
        shown = await bot.api("views.publish", user_id=U_ANNA, view=home)

        assert newer["view"]["id"] == view["id"]
        assert stale["error"] == "hash_conflict"
        kinds = [row["type"] for row in bot.slack.workspace.views.values()]
        assert sorted(kinds) == ["home", "modal"]
        assert shown["view"]["id"] in bot.slack.workspace.views


async def test_a_bad_view_says_where() -> None:
    """Inputs need a button to submit them; titles are short."""
    async with stand_in() as bot:
        ask = await bot.slack.command("search")
        bad = {**MODAL, "title": plain("x" * 25), "blocks": [GOOD["input"]]}
        answer = await bot.api("views.open", trigger_id=ask.trigger_id, view=bad)

        assert answer["error"] == "invalid_arguments"
        assert answer["errors"] == [
            "must be less than 25 characters [json-pointer:/view/title/text]",
            (
                "must define `submit` to use an `input` block in modals "
                "[json-pointer:/view/blocks/0/input]"
            ),
        ]
