"""One run: a database, both fakes, one or two bots that are killed, and a count at the end."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.alerting import target_of
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.fake_slack import FakeSlack
from bot.demo.workspace import C_ALERTS, C_ML, U_ANNA
from bot.settings import settings_from
from bot.storage.desk import Desk
from bot.storage.engine import Database
from bot.storage.opening import open_database
from tests.crash.child import FAST, Spec
from tests.crash.nursery import Child, Nursery
from tests.crash.rest import announced, polled_since, restless
from tests.crash.verdict import Verdict, verdict_of

CHANNELS = (C_ML, C_ALERTS)
QUIET_FOR = 0.3
QUIET_WITHIN = 25.0
"""Seconds after the last kill until everything must have come to rest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to the bots in one run.

    ``faults``: of Slack, by kind (`bot.demo.slack.faults`), as a mix.  ``lag``: of its history in
    seconds.  ``deaths``: for each process in the order of their start the mark at which it kills
    itself, and at the how many-th time; an empty name means any mark.  ``outside``: kills from
    outside at random moments.  ``pauses``: SIGSTOPs longer than lease and claim.
    ``scopes``: without history the declared policy ``on_ambiguous`` is all there is.
    ``lost_channel``: a channel is archived for a while.  ``storm``: many fail at once.
    """

    seed: int
    replicas: int = 1
    faults: Mapping[str, float] = field(default_factory=dict)
    lag: float = 0.0
    deaths: tuple[tuple[str, int], ...] = ()
    outside: int = 0
    pauses: int = 0
    history: bool = True
    on_ambiguous: str = "resend"
    lost_channel: bool = False
    storm: bool = False


class Arena:
    """The stage of one run."""

    def __init__(
        self,
        plan: Plan,
        nursery: Nursery,
        url: str,
        *,
        slack: FakeSlack,
        modelarts: FakeModelArts,
        reached: Path,
    ) -> None:
        self.plan = plan
        self.slack = slack
        self.modelarts = modelarts
        self.url = url
        self.kills = 0
        self.pauses = 0
        self.expected: Counter[str] = Counter()
        self._nursery = nursery
        self._reached = reached
        self._random = random.Random(plan.seed)  # noqa: S311 - chance, not secrets
        self._bots: list[Child | None] = [None] * plan.replicas
        self._deaths = list(plan.deaths)

    @property
    def settings(self) -> dict[str, str]:
        """What an operator would write."""
        return {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "SLACK_ALLOW_RESPONSE_HOSTS": "127.0.0.1",
            "MODELARTS_ENDPOINT": self.modelarts.url,
            "MODELARTS_PROJECT_ID": self.modelarts.PROJECT_ID,
            "MODELARTS_TOKEN": self.modelarts.TOKEN,
            "MODELARTS_PAGE_LIMIT": "8",
            "DATABASE_URL": self.url,
            "ON_AMBIGUOUS": self.plan.on_ambiguous,
            "PORT": "0",
        }

    async def run(self) -> Verdict:
        """Play the story, let everything come to rest, and count."""
        began = time.monotonic()
        async with open_database(self.url) as database:
            await self._subscribe(database)
            keeper = asyncio.create_task(self._keep_alive())
            vandal = asyncio.create_task(self._vandalise())
            try:
                story = asyncio.create_task(self._story(database))
                # A supervisor that fails is a failed run, not one that waits for ever.
                await asyncio.wait({story, keeper}, return_when=asyncio.FIRST_COMPLETED)
                await (story if story.done() else keeper)
                await vandal
                self.slack.faults.mix_off()
                await self._rest(database)
            finally:
                for task in (keeper, vandal):
                    task.cancel()
                await asyncio.gather(keeper, vandal, return_exceptions=True)
                await self._end_all()
            verdict = await verdict_of(database, self.slack, self.expected, CHANNELS)
        seconds = time.monotonic() - began
        return replace(verdict, kills=self.kills, pauses=self.pauses, seconds=seconds)

    async def _subscribe(self, database: Database) -> None:
        desk = Desk(database, timing=FAST)
        target = target_of(settings_from(self.settings, slack=True))
        for channel in CHANNELS:
            await desk.subscribe(
                f"key-{channel}", channel=channel, target=target, filters="", creator=U_ANNA
            )

    async def _story(self, database: Database) -> None:
        """Images fail, recover and fail again, while bots come and go."""
        await self._until("the baseline", partial(announced, database, len(CHANNELS)))
        self._mix()
        self._fail("alpha")
        await self._polled(database)
        self._fail("beta")
        self.modelarts.recover("alpha")
        await self._polled(database)
        if self.plan.lost_channel:
            self.slack.workspace.channel(C_ALERTS).archived = True
        self._fail("alpha")
        self._fail("gamma")
        await self._polled(database)
        if self.plan.storm:
            for number in range(7):
                self._fail(f"storm-{number}")
        self._fail("delta")
        await self._polled(database)
        if self.plan.lost_channel:
            await asyncio.sleep(0.3)
            self.slack.workspace.channel(C_ALERTS).archived = False
        self.modelarts.recover("beta")
        await self._polled(database)

    def _mix(self) -> None:
        if self.plan.faults:
            self.slack.faults.mix(
                seed=self.plan.seed,
                method="chat.postMessage",
                retry_after=None,
                **self.plan.faults,
            )

    def _fail(self, name: str) -> None:
        self.modelarts.fail(name)
        self.expected[name] += 1

    async def _polled(self, database: Database) -> None:
        """Wait until the present list has been read and stored: that failure counts from now."""
        since = int(time.time() * 1000)
        await self._until("a poll", partial(polled_since, database, since))

    async def _until(self, what: str, condition: Callable[[], Awaitable[bool]]) -> None:
        ends = time.monotonic() + QUIET_WITHIN
        while not await condition():
            if time.monotonic() > ends:
                raise TimeoutError(f"{what} did not come, seed {self.plan.seed}")
            await asyncio.sleep(0.03)

    async def _rest(self, database: Database) -> None:
        """Wait until nothing is owed, unclear, to be swept or to be drawn again, for a while."""
        quiet_since = 0.0
        ends = time.monotonic() + QUIET_WITHIN
        while time.monotonic() < ends:
            now = time.monotonic()
            if await restless(database):
                quiet_since = 0.0
            elif not quiet_since:
                quiet_since = now
            elif now - quiet_since > QUIET_FOR:
                return
            await asyncio.sleep(0.05)

    # Who lives and dies.

    async def _keep_alive(self) -> None:
        """A supervisor: what has ended is started again at once."""
        while True:
            for number, bot in enumerate(self._bots):
                if bot is None or bot.gone.is_set():
                    if bot is not None:
                        self.kills += 1
                    self._bots[number] = await self._nursery.start(self._spec())
            await asyncio.sleep(0.01)

    def _spec(self) -> Spec:
        name, time_of_death = self._deaths.pop(0) if self._deaths else ("", 0)
        return Spec(self.settings, str(self._reached), time_of_death, name)

    async def _vandalise(self) -> None:
        for _ in range(self.plan.outside + self.plan.pauses):
            await asyncio.sleep(self._random.uniform(0.02, 0.5))
            bot = self._random.choice(self._bots)
            if bot is None:
                continue
            if self.pauses < self.plan.pauses:
                await self._pause(bot)
            else:
                bot.send(signal.SIGKILL)

    async def _pause(self, bot: Child) -> None:
        """Longer than lease and claim: it wakes up in a world that went on without it."""
        if bot.send(signal.SIGSTOP):
            self.pauses += 1
            await asyncio.sleep((FAST.lease + FAST.claim) / 1000 * 0.7)
            bot.send(signal.SIGCONT)

    async def _end_all(self) -> None:
        await asyncio.gather(*(bot.end() for bot in self._bots if bot is not None))


def catalogue() -> list[dict[str, Any]]:
    """Images that may fail, and one that is broken from the start."""
    names = ["alpha", "beta", "gamma", "delta", *(f"storm-{n}" for n in range(7)), "calm"]
    rows = [
        {
            "id": f"id-{name}",
            "name": name,
            "tag": "1",
            "namespace": "team",
            "status": "ACTIVE",
            "type": "DEDICATED",
            "workspace_id": "0",
        }
        for name in names
    ]
    old = rows[0] | {"id": "id-old", "name": "old", "status": "ERROR"}
    return [*rows, old]


@asynccontextmanager
async def open_arena(
    plan: Plan, nursery: Nursery, url: str, reached: Path
) -> AsyncIterator[Arena]:
    """Start the fakes."""
    async with AsyncExitStack() as stack:
        modelarts = await stack.enter_async_context(FakeModelArts(catalogue()))
        slack = await stack.enter_async_context(FakeSlack())
        slack.platform.scopes = {"chat:write", "commands", "users:read", "channels:read"}
        slack.platform.scopes |= {"groups:read"}
        if plan.history:
            slack.platform.scopes |= {"channels:history", "groups:history"}
        slack.platform.history_lag = plan.lag
        yield Arena(plan, nursery, url, slack=slack, modelarts=modelarts, reached=reached)
