"""The parent's side of the zygote: start bots, kill, stop and continue them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.crash.child import Spec

PROJECT = Path(__file__).parents[2]


class Child:
    """One bot process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.gone = asyncio.Event()

    def send(self, number: signal.Signals) -> bool:
        """Send a signal; False if it has ended."""
        if self.gone.is_set():
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
            return True
        return False

    async def end(self) -> None:
        """Kill it and wait."""
        self.send(signal.SIGKILL)
        await self.gone.wait()


class Nursery:
    """Starts children through one zygote."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._children: dict[int, Child] = {}
        self._births: asyncio.Queue[Child] = asyncio.Queue()
        self._order = asyncio.Lock()
        self._over = False

    async def start(self, spec: Spec) -> Child:
        """A new bot."""
        writer = self._process.stdin
        if writer is None or self._over:
            raise RuntimeError("the zygote has ended")
        async with self._order:
            writer.write(json.dumps({"fork": spec.as_dict()}).encode() + b"\n")
            await writer.drain()
            return await asyncio.wait_for(self._births.get(), 20)

    async def listen(self) -> None:
        """Hear who was born and who has ended."""
        reader = self._process.stdout
        while reader is not None and (line := await reader.readline()):
            said = json.loads(line)
            if "pid" in said:
                child = self._children[said["pid"]] = Child(said["pid"])
                self._births.put_nowait(child)
            else:
                self._children.pop(said["gone"]).gone.set()
        self._over = True
        for child in self._children.values():
            child.gone.set()


@asynccontextmanager
async def open_nursery() -> AsyncIterator[Nursery]:
    """Start a zygote; everything it bore ends with it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crash.zygote",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=PROJECT,
    )
    nursery = Nursery(process)
    ears = asyncio.create_task(nursery.listen())
    try:
        yield nursery
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
        ears.cancel()
        await asyncio.gather(ears, return_exceptions=True)
