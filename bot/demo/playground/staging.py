"""What the playground needs of the stage it stands on: both fakes, the clock, and the bot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from bot.demo.clock import DemoClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack

BotState = Literal["running", "starting", "stopped"]


class PlayableStage(Protocol):
    """A stage whose bot can be started anew.

    ``clock`` is the one that both fakes and the bot go by.
    ``poll``: seconds on the clock between two looks of the bot at ModelArts.
    """

    @property
    def slack(self) -> FakeSlack: ...

    @property
    def modelarts(self) -> FakeModelArts: ...

    @property
    def clock(self) -> DemoClock: ...

    @property
    def poll(self) -> float: ...

    @property
    def state(self) -> BotState: ...

    async def restart(self) -> None:
        """Stop the bot and start it again, with the same database."""

    def watch(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` whenever ``state`` changes; the result ends that."""
