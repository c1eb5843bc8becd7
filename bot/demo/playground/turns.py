"""What a visitor does to the world: each switch of the page, and what it takes."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from bot.demo.playground.acts import Acts, done
from bot.demo.playground.requests import (
    AnyTurn,
    BotTurn,
    ChannelTurn,
    ImageTurn,
    ModelArtsTurn,
    Refused,
    SkipTurn,
    SlackTurn,
    SpeedTurn,
)
from bot.demo.playground.staging import PlayableStage
from bot.demo.playground.switches import Switches
from bot.errors import BotError

logger = logging.getLogger("imagebot.playground")


class Turns:
    """Turns the switches; use it as ``async with``, for a restart goes on in the background."""

    def __init__(self, stage: PlayableStage, acts: Acts, switches: Switches) -> None:
        self._stage = stage
        self._acts = acts
        self._switches = switches
        self._restart: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Turns:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._restart is not None:
            self._restart.cancel()
            await asyncio.wait([self._restart])

    async def turn(self, turn: AnyTurn) -> dict[str, Any]:
        """Do what one switch says, on behalf of a person."""
        self._acts.person(turn.user)
        match turn:
            case ImageTurn():
                self._switches.image(turn)
            case SpeedTurn():
                self._switches.speed(turn.rate)
            case SkipTurn():
                self._switches.skip(turn.seconds)
            case ModelArtsTurn():
                self._switches.modelarts(turn.mode)
            case SlackTurn():
                self._switches.slack(turn.mode)
            case BotTurn():
                self._start_anew()
            case ChannelTurn():
                delivery = await self._acts.move(turn.user, turn.channel, turn.act)
                self._switches.tell()
                return done(delivery)
        return done()

    def _start_anew(self) -> None:
        if self._restart is not None and not self._restart.done():
            raise Refused("imagebot is being restarted already.", 409)
        self._restart = asyncio.create_task(self._restarted())

    async def _restarted(self) -> None:
        try:
            await self._stage.restart()
        except BotError:
            # The page shows that the bot is stopped; the terminal says why.
            logger.exception("the bot could not be started again")
