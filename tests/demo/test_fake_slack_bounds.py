"""Numbers and answers of any size are refused with a code, never with a crash."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.demo.blockkit.content import MAX_DEPTH, read_json
from bot.demo.slack.deliveries import ack_answer
from bot.demo.slack.files import MAX_WAITING
from bot.demo.workspace import C_ML
from tests.demo.slack_standin import StandIn, stand_in

pytestmark = pytest.mark.anyio
UPLOAD_URL = "files.getUploadURLExternal"


async def announced(bot: StandIn, length: str) -> dict[str, Any]:
    """Ask, with a form, where to upload a file to."""
    bot.slack.platform.scopes.add("files:write")
    form = {"token": "xoxb-demo", "filename": "a.txt", "length": length}
    async with bot.session.post(f"{bot.slack.api_url}{UPLOAD_URL}", data=form) as response:
        return dict(await response.json())


@pytest.mark.parametrize("length", ["9" * 5000, "9" * 16, "²"])
async def test_a_length_of_many_digits_is_refused(length: str) -> None:
    async with stand_in() as bot:
        assert (await announced(bot, length))["error"] == "invalid_arguments"


async def uploaded(session: aiohttp.ClientSession, address: str) -> int:
    async with session.post(address, data=b"x") as response:
        return response.status


async def test_of_many_uploads_that_wait_the_oldest_is_forgotten() -> None:
    async with stand_in() as bot:
        urls = [(await announced(bot, "1"))["upload_url"] for _ in range(MAX_WAITING + 1)]

        assert await uploaded(bot.session, urls[0]) == 404
        assert await uploaded(bot.session, urls[1]) == 200
        assert await uploaded(bot.session, urls[-1]) == 200


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"limit": "9" * 5000}, "invalid_arguments"),
        ({"limit": "²"}, "invalid_arguments"),
        ({"limit": [1]}, "invalid_arguments"),
        ({"cursor": "9" * 5000}, "invalid_cursor"),
        ({"oldest": [1]}, "invalid_ts_oldest"),
    ],
)
async def test_history_is_not_read_with_what_is_no_number(
    arguments: dict[str, Any], error: str
) -> None:
    async with stand_in() as bot:
        bot.slack.platform.scopes.add("channels:history")
        await bot.slack.say("hello")
        answer = await bot.api("conversations.history", channel=C_ML, **arguments)

        assert answer["error"] == error


@pytest.mark.parametrize("body", ["[" * 100_000, "hello", "7", "null"])
def test_an_ack_that_is_no_object_is_a_text(body: str) -> None:
    assert ack_answer(body) == {"text": body}


async def test_a_body_that_is_nested_without_end_says_nothing() -> None:
    async with stand_in() as bot:
        headers = {"Authorization": "Bearer xoxb-demo", "Content-Type": "application/json"}
        url = f"{bot.slack.api_url}chat.postMessage"
        async with bot.session.post(url, data="[" * 100_000, headers=headers) as response:
            answer = await response.json()

        assert answer["error"] == "channel_not_found"


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a": ', "}")])
def test_json_is_read_to_a_depth(opens: str, closes: str) -> None:
    """As deep as nobody nests, and no deeper than everybody can look into."""
    deepest = opens * MAX_DEPTH + "7" + closes * MAX_DEPTH

    assert read_json(deepest) is not None
    assert read_json(opens + deepest + closes) is None


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a": -Infinity}', "[", ""])
def test_what_is_no_json_is_not_read(text: str) -> None:
    assert read_json(text) is None
