"""The fake ModelArts by itself."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from pathlib import Path

import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.modelarts.alone import introduction, serve_modelarts
from bot.errors import SettingsError
from tests.demo.modelarts_caller import call, rows

pytestmark = pytest.mark.anyio


class Lines(list[str]):
    """Printed lines that can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()

    def out(self, line: str) -> None:
        self.append(line)
        self.begun.set()


async def started(catalog: Path | None) -> str:
    """The first line printed, after which the server is stopped."""
    lines = Lines()
    serving = asyncio.create_task(serve_modelarts(0, catalog, lines.out))
    await asyncio.wait_for(lines.begun.wait(), 5)
    address = lines[0].split()[-1]
    assert (await call("GET", f"{address}/-/journal")).status == 200
    serving.cancel()
    await asyncio.wait([serving])
    with pytest.raises(OSError, match="Cannot connect"):
        await call("GET", address)
    return lines[0]


async def test_it_serves_the_demo_images_until_it_is_cancelled() -> None:
    assert "with 164 images" in await started(None)


async def test_it_serves_a_saved_reply(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps({"data": rows(3)}), "utf-8")

    assert "with 3 images" in await started(saved)


async def test_the_commands_it_prints_work() -> None:
    async with FakeModelArts(rows(3, type="DEDICATED")) as fake:
        text = introduction(fake)
        example = shlex.split(next(line for line in text if "X-Auth-Token" in line))
        name, _, token = example[2].partition(": ")
        listed = await call("GET", example[3], headers={name: token})
        fault = shlex.split(text[-1])
        queued = await call("POST", fault[3], body=json.loads(fault[2]))

    assert listed.ids == ["i-0", "i-1"]
    assert queued.json["queue"][0]["status"] == 503
    assert any(re.search(r"DEMOAK / DEMOSK", line) for line in text)


async def test_a_taken_port_ends_it_with_a_sentence() -> None:
    async with FakeModelArts([]) as fake:
        port = int(fake.url.rpartition(":")[2])
        with pytest.raises(SettingsError, match=str(port)):
            await serve_modelarts(port, None, print)


async def test_a_bad_catalogue_ends_it_before_it_listens(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.json"):
        await serve_modelarts(0, tmp_path / "none.json", print)
