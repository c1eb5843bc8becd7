"""The poster: one call, one answer, and never a second try of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts.metadata import metadata
from bot.demo.fake_slack import FakeSlack
from bot.demo.workspace import C_ML, C_OUT, U_ANNA, U_BEN
from bot.slack.identity import Identity, who_am_i
from bot.slack.poster import Poster

pytestmark = pytest.mark.anyio

KEY = b"k" * 32


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.platform.scopes |= {"channels:history", "groups:history", "channels:read"}
        yield fake


@pytest.fixture
async def poster(slack: FakeSlack) -> AsyncIterator[Poster]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token=slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[]
        )
        yield Poster(client, await who_am_i(client))


def signed(notice: str) -> dict[str, object]:
    return metadata(KEY, "T0DEMO", C_ML, notice)


async def test_a_post_says_where_it_stands(slack: FakeSlack, poster: Poster):
    answer = await poster.post(C_ML, text="hello", blocks=None, seconds=5)

    (message,) = slack.workspace.messages(C_ML)
    assert (answer.ok, answer.ts, answer.channel) == (True, message["ts"], C_ML)


@pytest.mark.parametrize(
    ("fault", "code", "posted"),
    [
        ("accept_then_drop", "no_answer", 1),
        ("drop", "no_answer", 0),
        ("http_500", "http_500", 0),
        ("html", "no_answer", 0),
        ("internal_error", "internal_error", 0),
        ("not_in_channel", "not_in_channel", 0),
        ("ratelimited", "ratelimited", 0),
    ],
)
async def test_every_fault_is_one_call_and_one_code(
    slack: FakeSlack, poster: Poster, fault: str, code: str, posted: int
):
    """The SDK's own handler would post again after a lost answer."""
    slack.faults.add(fault, "chat.postMessage")

    answer = await poster.post(C_ML, text="hello", blocks=None, seconds=5)

    assert (answer.ok, answer.code) == (False, code)
    assert len(slack.calls("chat.postMessage")) == 1
    assert len(slack.workspace.messages(C_ML)) == posted


async def test_retry_after_is_passed_on_to_the_second(slack: FakeSlack, poster: Poster):
    slack.faults.add("ratelimited", "chat.postMessage", retry_after=17)

    assert (await poster.post(C_ML, text="x", blocks=None, seconds=5)).retry_after == 17


async def test_a_call_ends_with_its_time(slack: FakeSlack, poster: Poster):
    slack.faults.add("slow", "chat.postMessage", seconds=5)

    answer = await poster.post(C_ML, text="x", blocks=None, seconds=0.1)

    assert answer.code == "no_answer"


async def test_no_connection_is_known_not_to_have_sent():
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-x", base_url="http://127.0.0.1:9/", session=session, retry_handlers=[]
        )
        poster = Poster(client, Identity("T", "", "B", "U"))

        assert (await poster.post(C_ML, text="x", blocks=None, seconds=5)).code == "not_sent"


async def test_an_update_takes_blocks_away_that_are_not_sent(slack: FakeSlack, poster: Poster):
    block = {"type": "section", "text": {"type": "plain_text", "text": "old"}}
    posted = await poster.post(C_ML, text="old", blocks=[block], seconds=5)

    answer = await poster.update(C_ML, posted.ts, text="new", blocks=None, seconds=5)

    (message,) = slack.workspace.messages(C_ML)
    assert answer.ok
    assert (message["text"], message.get("blocks") or []) == ("new", [])


async def test_deleting_what_is_gone_is_done(poster: Poster):
    assert (await poster.delete(C_ML, "1.000001")).ok


async def test_history_brings_our_own_messages_from_every_page(slack: FakeSlack, poster: Poster):
    for number in range(3):
        await poster.post(C_ML, text="x", blocks=None, metadata=signed(f"n{number}"), seconds=5)
    copied = {"text": "copied", "metadata": signed("n0")}
    slack.workspace.post(C_ML, copied, author=U_BEN)

    history = await poster.history(C_ML, oldest_ms=0)

    assert sorted(message.notice_id for message in history.messages) == ["n0", "n1", "n2"]
    assert (history.code, history.whole) == ("ok", True)


async def test_history_of_a_thread(poster: Poster):
    parent = await poster.post(C_ML, text="top", blocks=None, seconds=5)
    line = await poster.post(
        C_ML, text="x", blocks=None, thread_ts=parent.ts, metadata=signed("n"), seconds=5
    )

    history = await poster.history(C_ML, oldest_ms=0, thread_ts=parent.ts)

    assert [message.ts for message in history.messages] == [line.ts]


async def test_history_that_may_not_be_read_says_so(slack: FakeSlack, poster: Poster):
    slack.platform.scopes.discard("channels:history")

    assert (await poster.history(C_ML, oldest_ms=0)).code == "missing_scope"


@pytest.mark.parametrize(
    ("channel", "archived", "code"),
    [(C_ML, False, "ok"), (C_ML, True, "is_archived"), (C_OUT, False, "not_in_channel")],
)
async def test_membership(
    slack: FakeSlack, poster: Poster, channel: str, archived: bool, code: str
):
    slack.workspace.channel(channel).archived = archived

    assert (await poster.can_post(channel)).code == code


async def test_the_zone_of_a_person_is_utc_where_slack_does_not_say(
    slack: FakeSlack, poster: Poster
):
    unknown = await poster.zone_of(U_ANNA)
    slack.platform.scopes.add("users:read")

    assert (unknown, await poster.zone_of(U_ANNA)) == ("UTC", "Europe/Berlin")


async def test_the_identity_knows_what_the_token_may_do(slack: FakeSlack):
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, session=session)

        identity = await who_am_i(client)

    assert identity.reads_history
    assert identity.url == f"{slack.url}/"
