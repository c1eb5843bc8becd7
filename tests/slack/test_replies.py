"""An answer reaches the person by the first way that works, once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import Metrics
from bot.slack.http_mode import Server
from bot.slack.posts import Posts, allowed_url
from bot.slack.replies import Replies

pytestmark = pytest.mark.anyio

Handler = Callable[[str, dict[str, Any]], web.Response]


class Slack:
    """Two doors, ``/hook`` and ``/api/…``, that answer as the test says."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, list[web.Response]] = {}
        self.waited: list[float] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        name = request.path.removeprefix("/").removeprefix("api/")
        self.calls.append((name, await request.json()))
        left = self.answers.get(name)
        return left.pop(0) if left else web.json_response({"ok": True})

    @property
    def ways(self) -> list[str]:
        return [name for name, _ in self.calls]

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    fake = Slack()
    server = Server([web.post("/{tail:.*}", fake.handle)])
    await server.start("127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.port}"
    yield fake
    await server.stop()


@pytest.fixture
async def reply_to(slack: Slack) -> AsyncIterator[Callable[[str], Any]]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-t", base_url=f"{slack.url}/api/", session=session)
        posts = Posts(session, client, ("127.0.0.1",), sleep=slack.sleep)
        replies = Replies(posts, Metrics())
        yield lambda url: replies.to({"response_url": url, "channel_id": "C1", "user_id": "U1"})


Send = Callable[[str], Awaitable[bool]]


@pytest.fixture
def send(reply_to: Callable[[str], Any]) -> Send:
    async def say(url: str) -> bool:
        sent: bool = await reply_to(url)(text="hello", blocks=[{"type": "divider"}])
        return sent

    return say


async def test_the_response_url_is_tried_first_and_alone(slack: Slack, send: Send):
    delivered = await send(f"{slack.url}/hook")

    assert delivered
    assert slack.ways == ["hook"]
    assert slack.calls[0][1]["response_type"] == "ephemeral"


@pytest.mark.parametrize(
    "expired",
    [
        web.Response(status=404, text="expired_url"),
        web.Response(status=404, text="used_url"),
        web.json_response({"ok": False, "error": "expired_url"}),
    ],
)
async def test_an_expired_url_falls_back_to_an_ephemeral_message(
    slack: Slack, send: Send, expired: web.Response
):
    slack.answers["hook"] = [expired]

    delivered = await send(f"{slack.url}/hook")

    assert delivered
    assert slack.ways == ["hook", "chat.postEphemeral"]
    assert slack.calls[1][1]["user"] == "U1"


async def test_where_the_bot_may_not_speak_the_answer_comes_as_a_direct_message(
    slack: Slack, send: Send
):
    slack.answers["hook"] = [web.Response(status=404, text="expired_url")]
    slack.answers["chat.postEphemeral"] = [
        web.json_response({"ok": False, "error": "not_in_channel"})
    ]

    delivered = await send(f"{slack.url}/hook")

    assert delivered
    assert slack.ways == ["hook", "chat.postEphemeral", "chat.postMessage"]
    assert slack.calls[2][1]["channel"] == "U1"


async def test_a_foreign_response_url_is_never_called(slack: Slack, send: Send):
    """Somebody listens there, but under a name that is not allowed."""
    delivered = await send(f"{slack.url.replace('127.0.0.1', 'localhost')}/hook")

    assert delivered
    assert slack.ways == ["chat.postEphemeral"]


async def test_refused_blocks_are_sent_again_as_plain_text(slack: Slack, send: Send):
    slack.answers["hook"] = [web.Response(status=400, text="invalid_blocks")]

    delivered = await send(f"{slack.url}/hook")

    assert delivered
    assert slack.ways == ["hook", "hook"]
    assert "blocks" not in slack.calls[1][1]


async def test_a_rate_limit_is_waited_for_as_long_as_slack_says(slack: Slack, send: Send):
    slack.answers["hook"] = [web.Response(status=429, headers={"Retry-After": "7"})]

    delivered = await send(f"{slack.url}/hook")

    assert delivered
    assert slack.waited == [7.0]
    assert slack.ways == ["hook", "hook"]


async def test_a_redirect_is_not_followed(slack: Slack, send: Send):
    slack.answers["hook"] = [web.Response(status=302, headers={"Location": f"{slack.url}/else"})]

    await send(f"{slack.url}/hook")

    assert slack.ways == ["hook", "chat.postEphemeral"]


async def test_an_unanswered_post_is_not_made_a_second_time_another_way(slack: Slack, send: Send):
    """It may well have appeared."""
    slack.answers["hook"] = [web.Response(status=404, text="expired_url")]
    slack.answers["chat.postEphemeral"] = [web.Response(status=500, text="<html>")]

    delivered = await send(f"{slack.url}/hook")

    assert not delivered
    assert slack.ways == ["hook", "chat.postEphemeral"]


async def test_blocks_that_the_web_api_refuses_are_sent_again_as_text(slack: Slack, send: Send):
    slack.answers["chat.postEphemeral"] = [
        web.json_response({"ok": False, "error": "invalid_blocks"})
    ]

    delivered = await send("https://evil.example/hook")

    assert delivered
    assert slack.ways == ["chat.postEphemeral", "chat.postEphemeral"]
    assert "blocks" not in slack.calls[1][1]


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable"])
async def test_a_code_that_leaves_it_open_is_unclear_not_refused(
    slack: Slack, reply_to: Callable[[str], Any], code: str
):
    slack.answers["chat.postMessage"] = [web.json_response({"ok": False, "error": code})]

    outcome = await reply_to(f"{slack.url}/hook").publish(text="x", blocks=[])

    assert outcome.unclear


async def test_a_5xx_of_the_response_url_is_unclear_when_publishing(
    slack: Slack, reply_to: Callable[[str], Any]
):
    slack.answers["chat.postMessage"] = [
        web.json_response({"ok": False, "error": "not_in_channel"})
    ]
    slack.answers["hook"] = [web.Response(status=503)]

    outcome = await reply_to(f"{slack.url}/hook").publish(text="x", blocks=[])

    assert outcome.unclear


async def test_publishing_where_the_bot_is_no_member_goes_by_the_url(
    slack: Slack, reply_to: Callable[[str], Any]
):
    slack.answers["chat.postMessage"] = [
        web.json_response({"ok": False, "error": "not_in_channel"})
    ]

    outcome = await reply_to(f"{slack.url}/hook").publish(text="x", blocks=[])

    assert outcome.ok
    assert slack.ways == ["chat.postMessage", "hook"]
    assert slack.calls[1][1]["response_type"] == "in_channel"


async def test_publishing_is_not_repeated_when_slack_gives_no_clear_answer(
    slack: Slack, reply_to: Callable[[str], Any]
):
    slack.answers["chat.postMessage"] = [web.Response(status=500, text="<html>")]

    outcome = await reply_to(f"{slack.url}/hook").publish(text="x", blocks=[])

    assert outcome.code == "unanswered"
    assert slack.ways == ["chat.postMessage"]


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hooks.slack.com/commands/1", True),
        ("http://hooks.slack.com/commands/1", False),
        ("https://hooks.slack.com.evil.example/1", False),
        ("https://hooks.slack.com@evil.example/1", False),
        ("https://user@hooks.slack.com/1", False),
        ("https://evil.example/hooks.slack.com", False),
        ("http://127.0.0.1:99/1", False),
        ("ftp://hooks.slack.com/1", False),
        ("https://[::1", False),
        ("https://hooks.slack.com:bad/1", False),
        ("", False),
    ],
)
async def test_only_named_hosts_over_https_may_be_called(url: str, allowed: bool):
    assert allowed_url(url, ("hooks.slack.com",)) is allowed


async def test_loopback_may_be_called_without_tls_only_when_named():
    assert allowed_url("http://127.0.0.1:99/1", ("127.0.0.1",))
    assert allowed_url("http://127.0.0.1:99/1", ("127.0.0.1:99",))
    assert not allowed_url("http://127.0.0.1:98/1", ("127.0.0.1:99",))
