"""A poll of 100 000 images: memory, time, and how late it makes everything else.

The bot runs in a process of its own, so that its memory is its own; the fakes stay here.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.alerts.timing import Timing
from bot.app import open_bot
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.stage import stage_settings
from bot.settings import settings_from

PROJECT = Path(__file__).parents[2]
POLLS = 3
POLLS_HEAD = """
| poll of 100 000 images | seconds | whole process, peak | loop late, p99 | loop late, worst |
| --- | --- | --- | --- | --- |"""
_PROBE = 0.005


def row(number: int) -> dict[str, Any]:
    """One image of many, with all that real ones say."""
    return {
        "id": f"{number:08x}-0000-4000-8000-000000000000",
        "name": f"nb-snapshot-{number // 20}",
        "tag": f"2026{number % 9999:04d}",
        "namespace": f"team-{number % 50}",
        "status": "ACTIVE",
        "type": "DEDICATED",
        "arch": "x86_64",
        "service_type": "COMMON",
        "resource_categories": ["GPU", "CPU"],
        "visibility": "PRIVATE",
        "origin": "IMAGE_SAVE",
        "size": 4_200_000_000 + number,
        "create_at": 1_780_000_000_000 + number,
        "update_at": 1_780_000_100_000 + number,
        "description": "saved from a notebook",
        "workspace_id": "0",
        "dev_services": ["NOTEBOOK", "SSH"],
        "swr_path": f"swr.example.com/team-{number % 50}/nb-snapshot-{number // 20}:{number}",
    }


def _peak_mb() -> float:
    """Of this program alone: `getrusage` also counts what the process was before it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def _bot(settings: dict[str, str]) -> None:
    """Poll three times and print what it took, once for each."""
    timing = replace(Timing(), poll=500, poll_deadline=300_000)
    late: list[float] = []

    async def probe() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_PROBE)
            late.append(time.perf_counter() - before - _PROBE)

    seen, done = 0, asyncio.Event()

    def mark(name: str) -> None:
        nonlocal seen
        now = time.perf_counter()
        if name == "poll.begun":
            late.clear()
            mark.began = now  # type: ignore[attr-defined]
        if name == "poll.committed":
            seen += 1
            worst = sorted(late)
            peak = _peak_mb()
            said = {
                "poll": seen,
                "seconds": now - mark.began,  # type: ignore[attr-defined]
                "peak_mb": peak,
                "lag_p99_ms": worst[int(len(worst) * 0.99)] * 1000,
                "lag_max_ms": worst[-1] * 1000,
            }
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()
            if seen == POLLS:
                done.set()

    ticking = asyncio.create_task(probe())
    async with open_bot(settings_from(settings, slack=True), timing=timing, mark=mark):
        await done.wait()
    ticking.cancel()


def poll_line(said: dict[str, float]) -> str:
    """One row of the table."""
    which = "the first look" if said["poll"] == 1 else f"number {said['poll']:.0f}, no news"
    return (
        f"| {which} | {said['seconds']:.1f} | {said['peak_mb']:.0f} MB | "
        f"{said['lag_p99_ms']:.0f} ms | {said['lag_max_ms']:.0f} ms |"
    )


async def measured(count: int) -> list[dict[str, float]]:
    """Three polls of so many images: the first look, and two without news."""
    async with AsyncExitStack() as stack:
        modelarts = await stack.enter_async_context(FakeModelArts([row(n) for n in range(count)]))
        slack = await stack.enter_async_context(FakeSlack())
        folder = stack.enter_context(TemporaryDirectory())
        settings = stage_settings(modelarts, slack)
        values = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "SLACK_ALLOW_RESPONSE_HOSTS": "127.0.0.1",
            "MODELARTS_ENDPOINT": modelarts.url,
            "MODELARTS_PROJECT_ID": settings.modelarts_project_id or "",
            "MODELARTS_TOKEN": modelarts.TOKEN,
            "DATABASE_URL": f"sqlite:///{folder}/imagebot.db",
            "PORT": "0",
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bench.watch",
            json.dumps(values),
            cwd=PROJECT,
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate()
    return [json.loads(line) for line in output.splitlines()]


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1].startswith("{"):
        asyncio.run(_bot(json.loads(sys.argv[1])))
    else:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
        print(POLLS_HEAD, *map(poll_line, asyncio.run(measured(count))), sep="\n")  # noqa: T201 - its output
