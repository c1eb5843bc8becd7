"""A person at the prompt, typing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.demo.terminal.prompt import converse
from bot.demo.terminal.world import World
from tests.demo.slack_standin import StandIn, stand_in


class Player:
    """A person at the prompt whose lines are typed one by one."""

    def __init__(self, bot: StandIn) -> None:
        self.bot = bot
        self.text = ""
        self.prompts = 0
        self._typed = asyncio.Queue[str | None]()
        self._bell = asyncio.Event()

    async def read(self) -> str | None:
        """The next line."""
        return await self._typed.get()

    def write(self, text: str) -> None:
        """One more piece of the screen."""
        self.text += f"{text}\n"
        self._bell.set()

    def prompt(self) -> None:
        """Asked for a line."""
        self.prompts += 1
        self._bell.set()

    async def types(self, line: str | None, *, shows: str = "") -> str:
        """Type a line and wait for words on the screen; what came since."""
        start = len(self.text)
        self._typed.put_nowait(line)
        await self.shows(shows, start)
        return self.text[start:]

    async def shows(self, words: str, start: int = 0) -> str:
        """Everything on the screen once these words stand there."""
        async with asyncio.timeout(5):
            while words not in self.text[start:]:
                self._bell.clear()
                await self._bell.wait()
        return self.text


@asynccontextmanager
async def at_the_prompt(around: World | None = None) -> AsyncIterator[Player]:
    async with stand_in() as bot:
        player = Player(bot)
        play = converse(
            bot.slack, player.read, player.write, width=80, world=around, prompt=player.prompt
        )
        playing = asyncio.create_task(play)
        await player.shows("You are Anna Winter")
        try:
            yield player
        finally:
            await player.types(None)
            await asyncio.wait_for(playing, 10)
