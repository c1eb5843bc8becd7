"""Files that the bot shared, as people download them."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.playground.files import LONGEST_NAME, disposition, download
from bot.demo.slack.files import StoredFile
from bot.demo.workspace import C_ML, G_PRIVATE, U_ANNA, U_BEN, U_BOT
from tests.demo.visitor import Playing, playing

CSV = "id,name\n1,käse\n"


async def shared(world: Playing, channel: str, name: str = "Bücher.csv") -> str:
    """A file of the bot's, uploaded by Slack's own client; its id."""
    slack = world.stage.slack
    slack.platform.scopes |= {"files:write", "channels:history"}
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=world.session)
    where = {"channel": channel} if channel else {}
    answer = await client.files_upload_v2(filename=name, content=CSV, **where)  # type: ignore[arg-type]
    return str(answer["file"]["id"])


async def fetched(world: Playing, name: str, **query: str) -> tuple[int, object]:
    async with world.session.get(f"{world.url}/play/files/{name}", params=query) as answer:
        return answer.status, await answer.json()


@pytest.mark.anyio
async def test_a_file_of_the_bot_is_downloaded_from_its_message() -> None:
    async with playing() as world:
        anna = await world.visitor()
        await shared(world, C_ML)
        (file,) = (await anna.sees("cher.csv"))["files"]
        params = {"user": U_ANNA}
        url = f"{world.url}/play/files/{file['id']}"
        async with world.session.get(url, params=params) as answer:
            content = await answer.read()

    assert (answer.status, content) == (200, CSV.encode())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"B_cher.csv\"; filename*=UTF-8''B%C3%BCcher.csv"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.anyio
async def test_a_file_is_only_for_those_who_are_in_its_channel() -> None:
    async with playing() as world:
        secret, nowhere = await shared(world, G_PRIVATE), await shared(world, "")
        status, _ = await fetched(world, secret)
        seen = [
            await fetched(world, name, user=user)
            for name, user in ((secret, U_BEN), (nowhere, U_ANNA), ("F0NONE", U_ANNA))
        ]
        strangers = [(await fetched(world, secret, user=user))[0] for user in ("U0NONE", U_BOT)]
        async with world.session.get(f"{world.url}/play/files/{secret}?user={U_ANNA}") as answer:
            assert answer.status == 200

    assert status == 400
    assert seen == [(404, {"ok": False, "error": "There is no such file."})] * 3
    assert strangers == [404, 404]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("images.csv", "attachment; filename=\"images.csv\"; filename*=UTF-8''images.csv"),
        (
            'a";\r\nX: y/../b.csv',
            "attachment; filename=\"a____X_ y_.._b.csv\"; filename*=UTF-8''a____X_%20y_.._b.csv",
        ),
        ("Bücher.csv", "attachment; filename=\"B_cher.csv\"; filename*=UTF-8''B%C3%BCcher.csv"),
        ("..", "attachment; filename=\"file\"; filename*=UTF-8''file"),
        ("a\x85b", "attachment; filename=\"a_b\"; filename*=UTF-8''a_b"),
    ],
)
def test_a_file_has_a_name_that_leads_nowhere(name: str, header: str) -> None:
    assert disposition(name) == header


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("x" * 300 + ".csv", "x" * (LONGEST_NAME - 4) + ".csv"),
        ("x" * 300, "x" * LONGEST_NAME),
        ("x." + "y" * 300, "x." + "y" * (LONGEST_NAME - 2)),
        ("a.tar.gz", "a.tar.gz"),
    ],
)
def test_a_long_name_keeps_its_ending(name: str, kept: str) -> None:
    assert disposition(name) == f"attachment; filename=\"{kept}\"; filename*=UTF-8''{kept}"


@pytest.mark.parametrize(
    "turn",
    [*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"],
    ids=ascii,
)
def test_a_name_ends_as_it_seems_to(turn: str) -> None:
    """After U+202E, ``photo_gnp.exe`` is read as ``photo_exe.png``."""
    assert disposition(f"{turn}photo_{turn}gnp.exe{turn}") == disposition("photo_gnp.exe")


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("text/html", "text/plain; charset=utf-8"),
        ("text/csv", "text/plain; charset=utf-8"),
        ("image/svg+xml", "application/octet-stream"),
    ],
)
def test_a_file_is_never_a_page(kind: str, sent: str) -> None:
    file = StoredFile("F1", "x", "x.html", kind, b"<script>", C_ML, U_ANNA)

    assert download(file).headers["Content-Type"] == sent
