"""The demo's stage: both fakes, and between them the very bot that production runs."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

from bot.alerting import timing_of
from bot.alerts.timing import Timing
from bot.app import Bot, open_bot
from bot.demo.clock import DemoClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.keeper import Keeper, State
from bot.demo.slack.platform import DEMO_SCOPES
from bot.demo.slack.signing import DEMO_KEYS, Keys
from bot.demo.timeline import events, play
from bot.demo.workspace import C_ALERTS, U_BEN
from bot.marks import Mark, unmarked
from bot.ports import Clock
from bot.settings import Settings, settings_from
from bot.slack.manifest import COMMANDS, EVENTS, EVENTS_PATH

PAGE_LIMIT = 50
"""Small enough that the demo's 144 images take several pages, as real projects do."""
POLL_SECONDS = 5
"""Nobody who plays wants to wait a minute for what they did themselves."""
SEED = 1
"""The story that the demo tells."""


@dataclass(slots=True)
class Stage:
    """Both fakes and the bot between them."""

    modelarts: FakeModelArts
    slack: FakeSlack
    bot: Bot


class OpenStage(Stage):
    """A stage whose bot can be started anew; ``bot`` is the one that was started last.

    ``poll``: seconds on the clock between two looks of the bot at ModelArts.
    """

    def __init__(
        self,
        modelarts: FakeModelArts,
        slack: FakeSlack,
        bot: Bot,
        *,
        keeper: Keeper[Bot],
        clock: Clock | None,
        poll: float,
    ) -> None:
        super().__init__(modelarts, slack, bot)
        self.poll = poll
        self._keeper = keeper
        self._clock = clock

    @property
    def clock(self) -> DemoClock:
        """What the fakes and the bot go by.

        Raises:
            TypeError: They go by the real time, or by a clock that cannot be set.
        """
        if not isinstance(self._clock, DemoClock):
            raise TypeError("The stage was opened without a clock of the demo's.")
        return self._clock

    @property
    def state(self) -> State:
        """What the bot does now."""
        return self._keeper.state

    def watch(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after every change of `state`; the result ends that."""
        return self._keeper.watch(listener)

    async def restart(self) -> None:
        """Stop the bot and start it again, with the same database.

        What people do meanwhile reaches nobody.

        Raises:
            BotError: As `open_bot`; the bot is then stopped, and may be started.
        """
        self.bot = await self._keeper.start()


def stage_settings(
    modelarts: FakeModelArts,
    slack: FakeSlack,
    *,
    socket_mode: bool = False,
    changes: Mapping[str, str] | None = None,
) -> Settings:
    """The settings a person would write for these two servers, with ``changes`` on top."""
    values = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "SLACK_ALLOW_RESPONSE_HOSTS": "127.0.0.1",
        "MODELARTS_ENDPOINT": modelarts.url,
        "MODELARTS_PROJECT_ID": modelarts.PROJECT_ID,
        "MODELARTS_ACCESS_KEY": modelarts.ACCESS_KEY,
        "MODELARTS_SECRET_KEY": modelarts.SECRET_KEY,
        "MODELARTS_PAGE_LIMIT": str(PAGE_LIMIT),
        "PORT": "0",
    }
    if socket_mode:
        values["SLACK_APP_TOKEN"] = slack.app_token
    return settings_from(values | dict(changes or {}), slack=True)


@asynccontextmanager
async def open_stage(
    images: Sequence[Mapping[str, Any]],
    *,
    socket_mode: bool = False,
    changes: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    timing: Timing | None = None,
    scopes: Iterable[str] = DEMO_SCOPES,
    mark: Mark = unmarked,
    keys: Keys = DEMO_KEYS,
) -> AsyncIterator[OpenStage]:
    """Start the fakes, then the bot against them.

    Args:
        changes: Settings by name.  Without a ``DATABASE_URL`` the data lasts as long as the stage.
        clock: For all three; signatures and the patience of people keep the real time.
        scopes: What Slack lets the bot do.
        keys: Of Slack and the bot.
    """
    now = time.time if clock is None else lambda: clock.now_ms() / 1000
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="imagebot-"))
        modelarts = await stack.enter_async_context(FakeModelArts(images, now=now))
        slack = await stack.enter_async_context(
            FakeSlack(now=now, patience=time.time, scopes=scopes, keys=keys)
        )
        slack.platform.commands, slack.platform.events = set(COMMANDS), set(EVENTS)
        own = {"DATABASE_URL": f"sqlite:///{folder}/imagebot.db"} | dict(changes or {})
        settings = stage_settings(modelarts, slack, socket_mode=socket_mode, changes=own)
        life = partial(_open_life, slack, settings, clock=clock, timing=timing, mark=mark)
        keeper = await stack.enter_async_context(Keeper(life))
        poll = (timing or timing_of(settings)).poll / 1000
        bot = await keeper.start()
        yield OpenStage(modelarts, slack, bot, keeper=keeper, clock=clock, poll=poll)


@asynccontextmanager
async def _open_life(
    slack: FakeSlack,
    settings: Settings,
    *,
    clock: Clock | None,
    timing: Timing | None,
    mark: Mark,
) -> AsyncIterator[Bot]:
    """A bot that Slack reaches, until it stops."""
    opened = slack.sockets.opened
    async with open_bot(settings, clock, timing, mark) as bot:
        if settings.uses_socket_mode:
            await slack.connected(opened=opened + 1)
        else:
            slack.connect_http(f"http://127.0.0.1:{bot.port}{EVENTS_PATH}")
        yield bot


@asynccontextmanager
async def alive(stage: Stage, clock: DemoClock) -> AsyncIterator[None]:
    """Ben wants to hear of failures in #ml-alerts, and images fail and recover."""
    asked = await stage.slack.command("subscribe", user=U_BEN, channel=C_ALERTS)
    with contextlib.suppress(TimeoutError):
        await stage.slack.settled(asked)
    story = events(SEED, stage.modelarts.images)
    playing = asyncio.create_task(play(story, stage.modelarts, clock, poll=POLL_SECONDS))
    try:
        yield
    finally:
        playing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await playing
