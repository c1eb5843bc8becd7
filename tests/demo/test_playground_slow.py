"""Pages that do not read, and what is only told on the side."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.demo.workspace import C_ML, G_PRIVATE, U_ANNA, U_BEN
from tests.demo.visitor import playing

pytestmark = pytest.mark.anyio
LONG = "x" * 8000
MOST = 5000
"""Messages; the machine holds some megabytes for a page before the playground notices."""


async def test_a_page_that_does_not_read_at_all_is_let_go() -> None:
    async with playing() as world:
        workspace = world.stage.slack.workspace
        others = len(workspace._listeners)
        with socket.socket() as page:
            page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            page.connect(("127.0.0.1", int(world.url.rpartition(":")[2])))
            page.sendall(
                f"GET /play/events?user={U_ANNA} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            )
            async with asyncio.timeout(20):
                while len(workspace._listeners) == others:  # noqa: ASYNC110 - nobody is told of it
                    await asyncio.sleep(0.01)
                for _ in range(MOST):
                    workspace.post(C_ML, {"text": LONG}, author=U_BEN)
                    await asyncio.sleep(0)
                while len(workspace._listeners) > others:  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.01)


async def test_a_change_that_nobody_announced_is_seen_with_the_next_call() -> None:
    """Who is in a channel is told with whatever passes next, and before it."""
    async with playing() as world:
        ben, slack = await world.visitor(U_BEN), world.stage.slack
        slack.workspace.channel(G_PRIVATE).members.add(U_BEN)
        headers = {"Authorization": f"Bearer {slack.bot_token}"}
        async with world.session.post(f"{slack.api_url}auth.test", headers=headers) as answer:
            assert (await answer.json())["ok"]
        await ben.hears("log", lambda line: line["title"] == "auth.test")

        assert [kind for kind, _ in ben.events[:3]] == ["snapshot", "channels", "log"]
