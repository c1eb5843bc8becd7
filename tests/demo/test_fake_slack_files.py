"""Files: announced, uploaded, shared, and what is refused on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.fake_slack import FakeSlack
from bot.demo.slack import files
from bot.demo.workspace import C_ALERTS, C_ML, C_OUT, U_ANNA, U_BOT

pytestmark = pytest.mark.anyio
Rows = list[dict[str, str | None]]
CSV = "id,name\n1,käse\n"


@asynccontextmanager
async def allowed() -> AsyncIterator[tuple[FakeSlack, AsyncWebClient]]:
    """A workspace that lets the bot upload, and Slack's own client."""
    async with FakeSlack() as slack, aiohttp.ClientSession() as session:
        slack.platform.scopes |= {"files:write", "channels:history"}
        yield slack, AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session)


async def announced(client: AsyncWebClient, length: int = 3) -> tuple[str, str]:
    answer = await client.files_getUploadURLExternal(filename="a.txt", length=length)
    return answer["file_id"], answer["upload_url"]


async def uploaded(client: AsyncWebClient) -> str:
    file_id, url = await announced(client)
    assert client.session is not None
    async with client.session.post(url, data=b"abc") as response:
        assert response.status == 200
    return file_id


async def refused(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, params=arguments)
    return str(caught.value.response["error"])


async def test_slacks_own_client_shares_a_file_with_a_comment() -> None:
    async with allowed() as (slack, client):
        answer = await client.files_upload_v2(
            channel=C_ML, filename="images.csv", title="Images", content=CSV, initial_comment="Hi"
        )
        (message,) = slack.workspace.messages(C_ML)
        stored = slack.files.find(answer["file"]["id"])

    size = len(CSV.encode())
    named = {"id": answer["file"]["id"], "title": "Images", "name": "images.csv"}
    assert message["files"] == [{**named, "mimetype": "text/csv", "size": size}]
    assert (message["user"], message["text"]) == (U_BOT, "Hi")
    assert stored is not None
    assert (stored.content.decode(), stored.channel, stored.user) == (CSV, C_ML, U_BOT)


async def test_several_files_make_one_message() -> None:
    async with allowed() as (slack, client):
        rows = [{"filename": f"{n}.txt", "content": "x"} for n in (1, 2)]
        await client.files_upload_v2(channel=C_ML, file_uploads=rows)
        (message,) = slack.workspace.messages(C_ML)

    assert [file["title"] for file in message["files"]] == ["1.txt", "2.txt"]


async def test_a_file_may_be_shared_in_a_thread() -> None:
    async with allowed() as (_, client):
        parent = await client.chat_postMessage(channel=C_ML, text="here")
        await client.files_upload_v2(
            channel=C_ML, thread_ts=parent["ts"], filename="a.txt", content="x"
        )
        thread = await client.conversations_replies(channel=C_ML, ts=parent["ts"])

    assert [len(row.get("files", [])) for row in thread["messages"]] == [0, 1]


async def test_without_a_channel_nobody_sees_the_file() -> None:
    async with allowed() as (slack, client):
        answer = await client.files_upload_v2(filename="a.txt", content="x")
        stored = slack.files.find(answer["file"]["id"])

    assert stored is not None
    assert stored.channel == ""
    assert slack.workspace.changes == 0


async def test_a_form_with_one_file_is_taken_too() -> None:
    async with allowed() as (slack, client):
        file_id, url = await announced(client)
        form = aiohttp.FormData()
        form.add_field("filename", b"abc", filename="a.txt")
        assert client.session is not None
        async with client.session.post(url, data=form) as response:
            text = await response.text()
        await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=C_ML)
        stored = slack.files.find(file_id)

    assert text == "OK - 3"
    assert stored is not None
    assert (stored.content, stored.title) == (b"abc", "a.txt")


@pytest.mark.parametrize("content", [b"", b"ab", b"abcd"])
async def test_an_upload_of_another_length_is_refused(content: bytes) -> None:
    async with allowed() as (_, client):
        file_id, url = await announced(client)
        assert client.session is not None
        async with client.session.post(url, data=content) as response:
            status = response.status

        assert status == 400
        rows = f'[{{"id": "{file_id}"}}]'
        assert await refused(client, "files.completeUploadExternal", files=rows) == (
            "file_not_found"
        )


async def test_an_address_is_good_for_one_upload() -> None:
    async with allowed() as (_, client):
        _, url = await announced(client)
        assert client.session is not None
        statuses = []
        for address in (url, url, f"{url}x"):
            async with client.session.post(address, data=b"abc") as response:
                statuses.append(response.status)

    assert statuses == [200, 404, 404]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"filename": "a.txt", "length": 0}, "missing_argument"),
        ({"filename": "a.txt", "length": -1}, "invalid_arguments"),
        ({"filename": "a.txt", "length": "many"}, "invalid_arguments"),
        ({"filename": "a.txt"}, "invalid_arguments"),
        ({"filename": "", "length": 1}, "invalid_arguments"),
        ({"filename": "a.txt", "length": files.MAX_FILE + 1}, "file_upload_size_restricted"),
        ({"filename": "a.txt", "length": 1, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
async def test_an_announcement_that_is_refused(arguments: dict[str, Any], error: str) -> None:
    async with allowed() as (_, client):
        assert await refused(client, "files.getUploadURLExternal", **arguments) == error


async def test_an_announcement_as_json_is_not_read() -> None:
    async with allowed() as (_, client):
        with pytest.raises(SlackApiError, match="invalid_arguments"):
            await client.api_call(
                "files.getUploadURLExternal", json={"filename": "a.txt", "length": 1}
            )


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C404", "channel_not_found"),
        (U_ANNA, "channel_not_found"),
        (C_OUT, "not_in_channel"),
        (C_ALERTS, "is_archived"),
    ],
)
async def test_a_file_is_shared_only_where_the_bot_may_post(channel: str, error: str) -> None:
    async with allowed() as (slack, client):
        await slack.archive(C_ALERTS)
        with pytest.raises(SlackApiError, match=error):
            await client.files_upload_v2(channel=channel, filename="a.txt", content="x")

        assert slack.workspace.changes == 0


@pytest.mark.parametrize("rows", ["", "[]", "[{}]", "[1]", "{", '[{"id": "F1"}, {"id": "F1"}]'])
async def test_ids_that_are_none_are_refused(rows: str) -> None:
    async with allowed() as (_, client):
        error = await refused(client, "files.completeUploadExternal", files=rows)

    assert error == "invalid_arguments"


async def test_a_file_is_completed_once() -> None:
    async with allowed() as (_, client):
        row: Rows = [{"id": await uploaded(client)}]
        await client.files_completeUploadExternal(files=row, channel_id=C_ML)
        with pytest.raises(SlackApiError, match="file_not_found"):
            await client.files_completeUploadExternal(files=row, channel_id=C_ML)


async def test_a_refused_file_may_be_shared_elsewhere() -> None:
    async with allowed() as (slack, client):
        row: Rows = [{"id": await uploaded(client)}]
        with pytest.raises(SlackApiError, match="not_in_channel"):
            await client.files_completeUploadExternal(files=row, channel_id=C_OUT)
        await client.files_completeUploadExternal(files=row, channel_id=C_ML)

        assert len(slack.workspace.messages(C_ML)) == 1


async def test_uploading_takes_a_scope() -> None:
    async with allowed() as (slack, client):
        slack.platform.scopes.discard("files:write")
        with pytest.raises(SlackApiError, match="files:write"):
            await client.files_upload_v2(channel=C_ML, filename="a.txt", content="x")


async def test_an_upload_can_go_wrong_on_demand() -> None:
    async with allowed() as (slack, client):
        slack.faults.add("http_500", files.UPLOAD)
        with pytest.raises(SlackRequestError, match="500"):
            await client.files_upload_v2(channel=C_ML, filename="a.txt", content="x")

        assert slack.workspace.messages(C_ML) == []


async def test_a_shared_file_settles_the_command_it_answers() -> None:
    async with allowed() as (slack, client):
        slack.connect_http(f"{slack.url}/nowhere")
        delivery = slack.record.delivery("command", user=U_ANNA, channel=C_ML)
        await client.files_upload_v2(channel=C_ML, filename="a.txt", content="x")
        (message,) = await slack.settled(delivery)

    assert message["files"][0]["name"] == "a.txt"


async def test_old_files_are_forgotten_when_there_is_too_much_of_them() -> None:
    async with allowed() as (slack, client):
        slack.files.max_held = 5
        first, second = await uploaded(client), await uploaded(client)
        for name in (first, second):
            await client.files_completeUploadExternal(files=[{"id": name}], channel_id=C_ML)

        assert slack.files.find(first) is None
        assert slack.files.find(second) is not None
