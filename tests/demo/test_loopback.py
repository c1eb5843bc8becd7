"""The demo's servers answer this machine alone, whatever name leads to them."""

from __future__ import annotations

import aiohttp
import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.loopback import is_loopback_host

OURS = ["127.0.0.1", "127.0.0.1:3030", "localhost", "LOCALHOST:80", "[::1]", "[::1]:65535"]
OTHERS = [
    "",
    "evil.example",
    "127.0.0.1.evil.example",
    "evil.example:127.0.0.1",
    "localhost.",
    "127.0.0.1:",
    "127.0.0.1:123456",
    "127.0.0.1:80\n",
    "10.0.0.1",
    "0.0.0.0",
    "::1",
    "user@localhost",
]


@pytest.mark.parametrize("host", OURS)
def test_a_name_of_this_machine_with_any_port_is_ours(host: str) -> None:
    assert is_loopback_host(host)


@pytest.mark.parametrize("host", OTHERS)
def test_every_other_name_is_a_strangers(host: str) -> None:
    assert not is_loopback_host(host)


async def statuses(url: str, path: str) -> list[int]:
    port = url.rpartition(":")[2]
    found = []
    async with aiohttp.ClientSession() as session:
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"evil.example:{port}"):
            async with session.get(url + path, headers={"Host": host}) as response:
                found.append(response.status)
    return found


@pytest.mark.anyio
async def test_the_fake_slack_refuses_strangers() -> None:
    async with FakeSlack() as slack:
        assert await statuses(slack.url, "/api/api.test") == [200, 200, 403]
        assert len(slack.calls("api.test")) == 2


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["/-/journal", "/v1/x/images"])
async def test_the_fake_modelarts_refuses_strangers(path: str) -> None:
    async with FakeModelArts([]) as modelarts:
        *ours, strangers = await statuses(modelarts.url, path)

        assert strangers == 403
        assert 403 not in ours
