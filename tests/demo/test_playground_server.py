"""Who is answered by the playground, and with what headers; the page as it is."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.demo.workspace import C_ML, U_ANNA
from bot.errors import SettingsError
from tests.demo.visitor import Playing, playing

pytestmark = pytest.mark.anyio
SAY = {"user": U_ANNA, "channel": C_ML, "text": "hello"}
FOREIGN = (
    "evil.example:{port}",
    "10.0.0.1",
    "127.0.0.1.evil.example",
    "127.0.0.1.evil.example:{port}",
    "localhost.evil.example",
    "evil.example:127",
    "evil-localhost:{port}",
)


async def posted(
    world: Playing, body: object, headers: dict[str, str], route: str = "say"
) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body)
    sent = {"Content-Type": "application/json", **headers}
    async with world.session.post(f"{world.url}/play/{route}", data=data, headers=sent) as answer:
        return answer.status, await answer.json()


def port_of(world: Playing) -> str:
    return world.url.rpartition(":")[2]


async def test_other_names_of_this_machine_are_refused() -> None:
    """A foreign name that leads here would let a foreign page read along."""
    async with playing() as world:
        port = port_of(world)
        ours = [f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"]
        seen = {}
        for host in (*ours, *(name.format(port=port) for name in FOREIGN)):
            headers = {"Host": host}
            async with world.session.get(f"{world.url}/play/images", headers=headers) as answer:
                seen[host] = answer.status

        assert [host for host, status in seen.items() if status == 200] == ours
        assert len(seen) == len(ours) + len(FOREIGN)
        assert set(seen.values()) == {200, 403}


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_post_of_another_page_is_refused(origin: str) -> None:
    async with playing() as world:
        status, answer = await posted(world, SAY, {"Origin": origin})

        assert (status, answer["ok"]) == (403, False)
        assert world.stage.slack.workspace.messages(C_ML) == []


async def test_a_post_of_its_own_page_is_taken() -> None:
    async with playing() as world:
        status, _ = await posted(world, SAY, {"Origin": world.url})

        assert status == 200
        (message,) = world.stage.slack.workspace.messages(C_ML)
        assert message["text"] == "hello"


async def test_a_form_is_refused() -> None:
    """A foreign page may send forms without being asked about its origin."""
    async with playing() as world:
        status, _ = await posted(world, SAY, {"Content-Type": "text/plain"})

        assert status == 415


async def test_a_large_body_is_refused() -> None:
    async with playing() as world:
        status, answer = await posted(world, {**SAY, "text": "x" * 300_000}, {})

        assert (status, answer["error"]) == (
            413,
            "This is more than the playground takes at once.",
        )


async def test_every_answer_forbids_what_the_page_does_not_need() -> None:
    async with playing() as world:
        seen = []
        for path in ("/", "/assets/none.js", "/play/images", "/play/none"):
            async with world.session.get(f"{world.url}{path}") as answer:
                seen.append(answer.headers)

        for headers in seen:
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'self'; style-src 'self' 'unsafe-inline'")
            assert "frame-ancestors 'none'; base-uri 'none'; form-action 'none'" in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"


async def test_a_page_that_is_not_built_says_so(tmp_path: Path) -> None:
    async with playing(built=tmp_path) as world, world.session.get(f"{world.url}/") as answer:
        assert answer.status == 503
        assert answer.content_type == "text/html"
        assert "Run make web, or imagebot demo --terminal." in await answer.text()


async def test_the_built_page_is_served(tmp_path: Path) -> None:
    """The page is asked for anew each time, its assets only once."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>built</p>")
    (tmp_path / "assets" / "main-1a2b.js").write_text("1")
    async with playing(built=tmp_path) as world:
        async with world.session.get(f"{world.url}/") as page:
            assert (await page.text(), page.headers["Cache-Control"]) == (
                "<p>built</p>",
                "no-cache",
            )
        async with world.session.get(f"{world.url}/assets/main-1a2b.js") as asset:
            assert asset.content_type == "text/javascript"
            assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "name", ["..%2Findex.html", "%2Fetc%2Fpasswd", "%2e%2e", "a%00b", "", "a" * 3000]
)
async def test_only_assets_are_served(tmp_path: Path, name: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>built</p>")
    async with playing(built=tmp_path) as world:
        # What clients tidy up must reach the server as it is.
        reader, writer = await asyncio.open_connection("127.0.0.1", int(port_of(world)))
        writer.write(f"GET /assets/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        status = (await reader.readline()).split()[1]
        writer.close()

        assert status in {b"404", b"400"}


async def test_a_busy_port_is_a_sentence_with_a_way_out() -> None:
    async with playing() as world:
        with pytest.raises(SettingsError) as refused:
            async with playing(port=int(port_of(world))):
                pass

    assert "it is taken" in refused.value.message
    assert refused.value.hint == 'Choose another one: make demo ARGS="--port 3031"'


async def test_nobody_else_on_the_network_reaches_it() -> None:
    async with playing() as world:
        assert world.url.startswith("http://127.0.0.1:")


async def test_what_a_person_of_no_account_asks_is_refused() -> None:
    """Strangers, and the bot itself."""
    async with playing() as world:
        for user in ("U0NOBODY", "U0IMAGEBOT", "USLACKBOT"):
            for route, more in (("home", {}), ("enter", {}), ("say", SAY | {"user": user})):
                status, _ = await posted(world, {"user": user, **more}, {}, route)
                assert status == 404
