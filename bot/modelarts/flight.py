"""One piece of work for everybody who wants its result at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from bot.errors import UpstreamTimeout
from bot.ports import Clock

Result = TypeVar("Result")


class Flight(Generic[Result]):
    """Work that is started by whoever comes first; who comes while it goes on joins.

    Its failure is the failure of all of them: nobody starts it again in another's place.

    Args:
        at: Who is asked, for the sentence.
    """

    def __init__(self, clock: Clock, *, at: str) -> None:
        self._clock = clock
        self._at = at
        self._task: asyncio.Task[Result] | None = None

    async def join(
        self, start: Callable[[float], Coroutine[Any, Any, Result]], until: float
    ) -> Result:
        """The result, or the error, which is not kept.

        Who is cancelled while waiting stops waiting; the work goes on for the others.

        Args:
            until: A moment of the monotonic clock; that of the first ends the work.

        Raises:
            UpstreamTimeout: It was not done by then.
        """
        task = self._task
        if task is None:
            task = self._task = asyncio.create_task(self._run(start, until))
            task.add_done_callback(self._landed)
        return await asyncio.shield(task)

    async def _run(
        self, start: Callable[[float], Coroutine[Any, Any, Result]], until: float
    ) -> Result:
        try:
            async with asyncio.timeout(until - self._clock.monotonic()):
                return await start(until)
        except TimeoutError:
            raise UpstreamTimeout(
                f"{self._at} did not answer in time.", hint="Try again in a minute."
            ) from None

    def _landed(self, task: asyncio.Task[Result]) -> None:
        self._task = None
        if not task.cancelled():
            task.exception()  # looked at, or asyncio reports it when everybody has gone
