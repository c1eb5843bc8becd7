"""The poster: one call, one answer, and never a second try of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts.delivery_model import Answer
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


class OddSlack:
    """Says to every call what it is told to."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.pages: list[Any] = []

    async def handle(self, _: web.Request) -> web.Response:
        page = self.pages.pop(0)
        return web.json_response(page, status=self.status, headers=self.headers)


@pytest.fixture
def odd() -> OddSlack:
    return OddSlack()


@pytest.fixture
async def odd_poster(odd: OddSlack) -> AsyncIterator[Poster]:
    application = web.Application()
    application.router.add_route("*", "/{method}", odd.handle)
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-x", base_url=str(server.make_url("/")), session=session, retry_handlers=[]
        )
        yield Poster(client, Identity("T", "", "B1", "U"))


def shown(ts: str, **fields: Any) -> dict[str, Any]:
    """One of our messages as history shows it."""
    return {"ts": ts, "bot_id": "B1", "metadata": signed("n0")} | fields


@pytest.mark.parametrize("place", [None, "", {"next_cursor": ""}, {"next_cursor": None}, "odd"])
async def test_more_without_a_way_to_it_is_not_the_whole_history(
    odd: OddSlack, odd_poster: Poster, place: object
):
    odd.pages = [
        {"ok": True, "messages": [shown("1.1")], "has_more": True, "response_metadata": place}
    ]

    history = await odd_poster.history("C1", oldest_ms=0)

    assert (history.code, history.whole, len(history.messages)) == ("ok", False, 1)


async def test_what_was_read_before_a_refusal_is_not_lost(odd: OddSlack, odd_poster: Poster):
    following = {"next_cursor": "x"}
    odd.pages = [
        {
            "ok": True,
            "messages": [shown("1.1")],
            "has_more": True,
            "response_metadata": following,
        },
        {"ok": False, "error": "ratelimited"},
    ]

    history = await odd_poster.history("C1", oldest_ms=0)

    assert (history.code, history.whole, len(history.messages)) == ("ratelimited", False, 1)


@pytest.mark.parametrize(
    "messages",
    [
        "odd",
        ["odd", None, 7],
        [shown("1.1", metadata="odd")],
        [shown("1.1", metadata=["odd"])],
        [shown("1.1", metadata={"event_type": ["odd"]})],
    ],
)
async def test_what_is_no_message_of_ours_is_passed_over(
    odd: OddSlack, odd_poster: Poster, messages: object
):
    odd.pages = [{"ok": True, "messages": messages}]

    history = await odd_poster.history("C1", oldest_ms=0)

    assert (history.code, history.messages) == ("ok", ())


async def test_a_mark_without_contents_names_no_notice(odd: OddSlack, odd_poster: Poster):
    bare = {"event_type": "imagebot_notice", "event_payload": "odd"}
    odd.pages = [{"ok": True, "messages": [shown("1.1", metadata=bare)]}]

    (message,) = (await odd_poster.history("C1", oldest_ms=0)).messages

    assert (message.notice_id, message.signature) == ("", "")


@pytest.mark.parametrize(
    ("text", "seconds"), [("17", 17), (" 17 ", 17), ("-1", None), ("1.5", None), ("soon", None)]
)
async def test_a_wait_is_whole_seconds_or_unknown(
    odd: OddSlack, odd_poster: Poster, text: str, seconds: int | None
):
    odd.status, odd.headers = 429, {"Retry-After": text}
    odd.pages = [{"ok": False, "error": "ratelimited"}]

    answer = await odd_poster.post("C1", text="x", blocks=None, seconds=5)

    assert answer == Answer(False, "ratelimited", retry_after=seconds)


async def test_a_wait_in_a_digit_that_is_no_number_is_unknown(odd: OddSlack, odd_poster: Poster):
    odd.status, odd.headers = 429, {"Retry-After": "²"}
    odd.pages = [{"ok": False, "error": "ratelimited"}]

    assert (await odd_poster.history("C1", oldest_ms=0)).retry_after is None


@pytest.mark.parametrize("ok", [1, "false", "true", ["no"]])
async def test_an_ok_that_is_not_true_is_no_answer(odd: OddSlack, odd_poster: Poster, ok: object):
    odd.pages = [{"ok": ok, "ts": "1.1", "channel": "C1"}] * 3

    posted = await odd_poster.post("C1", text="x", blocks=None, seconds=5)
    read = await odd_poster.history("C1", oldest_ms=0)
    deleted = await odd_poster.delete("C1", "1.1")

    assert [posted.code, read.code, deleted.code] == ["no_answer"] * 3


@pytest.mark.parametrize(
    ("asked", "said", "code"),
    [
        ("C1", "C1", "ok"),
        ("C1", "C2", "no_answer"),
        ("G1", "C1", "no_answer"),
        ("U1", "D1", "ok"),
    ],
)
async def test_a_message_in_another_channel_is_no_proof_of_ours(
    odd: OddSlack, odd_poster: Poster, asked: str, said: str, code: str
):
    odd.pages = [{"ok": True, "ts": "1.1", "channel": said}]

    assert (await odd_poster.post(asked, text="x", blocks=None, seconds=5)).code == code
