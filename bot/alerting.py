"""The half of the composition root that watches and alerts."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts.model import Quality, Target
from bot.alerts.poll import PollRecord
from bot.alerts.timing import Timing
from bot.clock import SystemClock
from bot.jobs.deliver import Deliver, Signer
from bot.jobs.reconcile import Reconcile
from bot.jobs.rota import STOP_WITHIN, Rota
from bot.jobs.scheduler import Scheduler
from bot.jobs.upkeep import TEAM, Upkeep
from bot.jobs.watch import Watch
from bot.marks import Mark
from bot.metrics import Metrics
from bot.ports import Clock
from bot.ports.alerting import ImageScan
from bot.query.page_token import Seal
from bot.settings import Settings
from bot.slack.identity import Identity
from bot.slack.later import Tasks
from bot.slack.poster import Poster
from bot.source import reveal
from bot.storage.desk import Desk
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from bot.storage.polls import Polls


@dataclass(frozen=True, slots=True)
class World:
    """What both halves of the bot share.

    ``clock`` is None in production, where every database keeps its own time.
    """

    settings: Settings
    database: Database
    scan: ImageScan
    session: aiohttp.ClientSession
    identity: Identity
    metrics: Metrics
    later: Tasks
    clock: Clock
    timing: Timing
    mark: Mark


@dataclass(slots=True)
class Alerts:
    """The running half: what listeners and probes may use of it."""

    desk: Desk
    poster: Poster
    nudge: Callable[[], None]
    target: Target
    trouble: Callable[[], str | None]


def timing_of(settings: Settings) -> Timing:
    """Production's timing with the interval that was set."""
    usual = Timing()
    poll = int(settings.poll_interval * 1000)
    return replace(
        usual,
        poll=poll,
        slow_poll=max(poll, usual.slow_poll),
        slowest_poll=max(poll, usual.slowest_poll),
    )


def target_of(settings: Settings) -> Target:
    """What is watched without anybody's asking.

    A project that is only known by its region keeps one name, whatever IAM says or fails to say.
    """
    project = settings.modelarts_project_id or f"region:{settings.region_name}"
    return Target(settings.endpoint, project, settings.modelarts_workspace_id)


@asynccontextmanager
async def open_alerts(world: World, dead: Callable[[], None]) -> AsyncIterator[Alerts]:
    """Start watching and sending; everything is stopped in the opposite order.

    Args:
        dead: Called if the scheduler does not run any more.
    """
    target, timing = target_of(world.settings), world.timing
    scheduler = Scheduler(SystemClock(), world.metrics, dead)
    poster = Poster(_client(world), world.identity)
    outbox = _outbox(world)
    polls = Polls(world.database, owner=uuid.uuid4().hex, timing=timing, clock=world.clock)
    await polls.ensure_target(target)
    # Slack has just taken the token: if it was refused before, that is over.
    await outbox.probed(TEAM, ok=True)
    rota = _rota(world, poster, polls, outbox, scheduler)
    for entry in rota.entries(timing):
        scheduler.add(*entry)
    scheduler.start()
    try:
        yield Alerts(
            Desk(world.database, timing=timing, looks_mode=lambda: _looks(world)),
            poster,
            lambda: scheduler.nudge("deliver"),
            target,
            rota.upkeep.trouble,
        )
    finally:
        await scheduler.stop(STOP_WITHIN / 2)
        await rota.stop()


def _client(world: World) -> AsyncWebClient:
    return AsyncWebClient(
        token=reveal(world.settings.slack_bot_token),
        base_url=world.settings.slack_api_url,
        session=world.session,
        # Never a handler: the SDK's own would post a message a second time (measured).
        retry_handlers=[],
    )


def _outbox(world: World) -> Outbox:
    return Outbox(
        world.database,
        timing=world.timing,
        on_ambiguous=world.settings.on_ambiguous,
        workspace_url=world.identity.url,
    )


def _rota(
    world: World, poster: Poster, polls: Polls, outbox: Outbox, scheduler: Scheduler
) -> Rota:
    def nudge() -> None:
        scheduler.nudge("deliver")

    upkeep = Upkeep(store=outbox, poster=poster, metrics=world.metrics, nudge=nudge)
    watch = Watch(
        scan=world.scan,
        store=polls,
        clock=world.clock,
        timing=world.timing,
        metrics=world.metrics,
        committed=_Committed(world, upkeep, nudge),
        mark=world.mark,
    )
    return Rota(watch, *_senders(world, poster, outbox), upkeep)


def _senders(world: World, poster: Poster, outbox: Outbox) -> tuple[Deliver, Reconcile]:
    settings = world.settings
    signer = Signer(settings.metadata_key(), world.identity.team_id)
    deliver = Deliver(
        store=outbox,
        poster=poster,
        clock=world.clock,
        timing=world.timing,
        signer=signer,
        seal=Seal(settings.button_key()),
        metrics=world.metrics,
        mark=world.mark,
    )
    reconcile = Reconcile(
        store=outbox,
        poster=poster,
        timing=world.timing,
        signer=signer,
        metrics=world.metrics,
        reads=lambda: world.identity.reads_history,
        mark=world.mark,
    )
    return deliver, reconcile


@dataclass(slots=True)
class _Committed:
    """What follows a stored poll: messages go out, an outside monitor hears that all is well."""

    world: World
    upkeep: Upkeep
    nudge: Callable[[], None]

    async def __call__(self, record: PollRecord) -> None:
        if record.state.complete_ms is not None:
            name = f'imagebot_last_complete_seconds{{target="{record.state.target.id[:8]}"}}'
            self.world.metrics.gauge(name, record.state.complete_ms / 1000)
        self.nudge()
        well = record.quality is Quality.COMPLETE and self.upkeep.clean
        well = well and self.upkeep.trouble() is None
        if well and self.world.settings.heartbeat_url:
            self.world.later(self._beat(reveal(self.world.settings.heartbeat_url)))

    async def _beat(self, url: str) -> None:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
            async with self.world.session.get(url, allow_redirects=False):
                pass


def _looks(world: World) -> str:
    return "history" if world.identity.reads_history else world.settings.on_ambiguous
