"""Runs the bot, and runs it anew while everything around it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Generic, Literal, Self, TypeVar

from bot.errors import BotError

Bot = TypeVar("Bot")
State = Literal["running", "starting", "stopped"]


class Keeper(Generic[Bot]):
    """One life of the bot after the other, as ``async with Keeper(open_life) as keeper``.

    Every life has a task of its own, which opens it and closes it again: time limits inside
    belong to the task that they were begun in, and a restart may be asked for by any.

    Args:
        open_life: Opens a new life, which is ready when it is entered.
    """

    def __init__(self, open_life: Callable[[], AbstractAsyncContextManager[Bot]]) -> None:
        self._open_life = open_life
        self._turn = asyncio.Lock()
        self._closed = False
        self._state: State = "stopped"
        self._listeners: list[Callable[[], None]] = []
        self._life: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    @property
    def state(self) -> State:
        """What the bot does now; only while it is running does anything reach it."""
        return self._state

    def watch(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have ``listener`` called after every change of `state`.

        Returns:
            Ends that.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def start(self) -> Bot:
        """Begin the first life, or the next one; one that goes on is ended first.

        Whatever goes wrong in an end or a beginning is raised here; the bot is then stopped, and
        may be started.

        Raises:
            BotError: The keeper is closed.
        """
        async with self._turn:
            await self._finish()
            if self._closed:
                raise BotError("The demo is over.", hint="Start it again.")
            return await self._begin()

    async def stop(self) -> None:
        """End the life that goes on, if there is one."""
        async with self._turn:
            await self._finish()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closed = True
        await self.stop()

    async def _begin(self) -> Bot:
        ready: asyncio.Future[Bot] = asyncio.get_running_loop().create_future()
        self._over.clear()
        life = self._life = asyncio.create_task(self._live(ready))
        either: tuple[asyncio.Future[Any], ...] = (life, ready)
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            self._life = None
            # It ended before it was ready: this raises why.
            life.result()
        return await ready

    async def _live(self, ready: asyncio.Future[Bot]) -> None:
        self._become("starting")
        try:
            async with self._open_life() as bot:
                ready.set_result(bot)
                self._become("running")
                await self._over.wait()
                self._become("stopped")
        finally:
            self._become("stopped")

    async def _finish(self) -> None:
        life, self._life = self._life, None
        if life is None:
            return
        self._over.set()
        if self._state == "starting":
            # Whoever waited for it is gone, and a start may take as long as Slack lets it.
            life.cancel()
        await asyncio.wait([life])
        if not life.cancelled():
            life.result()

    def _become(self, state: State) -> None:
        if state != self._state:
            self._state = state
            for listener in tuple(self._listeners):
                listener()
