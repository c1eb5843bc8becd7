"""Work that goes on after the ack.

Bolt starts listeners without keeping hold of them (facts: slack.md 4.5); these tasks are kept, so
that nothing is collected half-way and a stop waits for them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

logger = logging.getLogger("imagebot.later")


class Tasks:
    """A tracked set of tasks, called as `bot.ports.Later`."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def __call__(self, work: Coroutine[Any, Any, None]) -> None:
        """Start ``work`` now; its errors end in the log."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def __len__(self) -> int:
        return len(self._running)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("work after the ack failed", exc_info=error)

    async def drain(self, seconds: float) -> None:
        """Wait for what is under way, at most ``seconds``; what is left then is cancelled."""
        if not self._running:
            return
        _, left = await asyncio.wait(tuple(self._running), timeout=seconds)
        for task in left:
            task.cancel()
        if left:
            logger.warning("%d answers were cut off by the stop", len(left))
            await asyncio.wait(left)
