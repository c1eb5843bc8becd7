"""The sampler on a stage: the fake Slack, an idle ModelArts, and an app that is not imagebot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.demo.clock import DemoClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.playground.server import serve_playground
from bot.demo.playground.staging import BotState
from bot.demo.slack.platform import DEMO_SCOPES
from tests.browser.sampler import NOON, sampler
from tests.demo.bolts import PATH, served


@dataclass(frozen=True)
class SamplerStage:
    """The least a playground can stand on."""

    slack: FakeSlack
    modelarts: FakeModelArts
    clock: DemoClock
    poll: float = 5.0
    state: BotState = "running"

    async def restart(self) -> None:
        """It has nothing to forget."""

    def watch(self, listener: Callable[[], None]) -> Callable[[], None]:
        """It never changes."""
        del listener
        return lambda: None


@asynccontextmanager
async def serve_sampler() -> AsyncIterator[str]:
    """The address of a page whose bot is the sampler."""
    clock = DemoClock(start=NOON)
    scopes = {*DEMO_SCOPES, "files:write", "im:history"}
    async with (
        FakeModelArts([], now=clock.now) as modelarts,
        FakeSlack(now=clock.now, scopes=scopes) as slack,
    ):
        slack.platform.events |= {"app_home_opened"}
        app = sampler(slack.bot_token, slack.signing_secret, slack.api_url)
        stage = SamplerStage(slack, modelarts, clock)
        async with served(app.web_app(PATH, 0), slack), serve_playground(stage, port=0) as url:
            yield url
