"""The composition root: the only module that imports both sides."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.alerting import Alerts, World, open_alerts, timing_of
from bot.alerts.timing import Timing
from bot.clock import SystemClock
from bot.errors import BotError, SettingsError
from bot.marks import Mark, unmarked
from bot.metrics import Metrics
from bot.modelarts.client import ModelArtsClient
from bot.ports import Clock
from bot.settings import Settings
from bot.slack.http_mode import Server, events_route, probe_routes
from bot.slack.identity import Identity, KnownAuthorize, who_am_i
from bot.slack.later import Tasks
from bot.slack.posts import Posts
from bot.slack.replies import Replies
from bot.slack.socket_mode import Socket
from bot.source import catalog_over, open_sources, reveal
from bot.storage.opening import open_database
from handlers.context import Alerting, Services

logger = logging.getLogger("imagebot")

DRAIN_WITHIN = 12.0
"""Seconds a stop waits for answers under way; supervisors usually kill after 30."""

SLACK_TIMEOUT = 10.0


class Bot:
    """A running bot.  ``port`` is where HTTP is really served."""

    def __init__(self, server: Server, socket: Socket | None, dead: asyncio.Event) -> None:
        self._server = server
        self._socket = socket
        self._dead = dead

    @property
    def port(self) -> int:
        """Of ``/slack/events`` (HTTP mode), ``/healthz``, ``/readyz`` and ``/metrics``."""
        return self._server.port

    async def serve(self) -> None:
        """Run until SIGTERM or SIGINT.

        Raises:
            BotError: If the scheduler does not run any more; a supervisor should start anew.
        """
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        how = "Socket Mode" if self._socket else "HTTP on /slack/events"
        logger.info("imagebot is ready: %s, port %d", how, self.port)
        waiting = [asyncio.create_task(each.wait()) for each in (stop, self._dead)]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        if self._dead.is_set():
            raise BotError("The scheduler stopped.", hint="Start the bot again.")
        logger.info("stopping")


@asynccontextmanager
async def open_bot(
    settings: Settings,
    clock: Clock | None = None,
    timing: Timing | None = None,
    mark: Mark = unmarked,
) -> AsyncIterator[Bot]:
    """Build the whole bot, start listening, and take it down in the opposite order.

    Args:
        clock: Instead of the machine's and the database's own, for tests and for the demo.
        timing: Instead of what the settings say.
        mark: Called at the places where a crash would hurt most (`bot.marks`).

    Raises:
        SettingsError: If Slack refuses the token, or the database cannot be used.
        BotError: If Slack cannot be reached.
    """
    async with AsyncExitStack() as stack:
        world, client, lookups = await _world(
            stack, settings, clock, timing or timing_of(settings), mark
        )
        yield await _assemble(stack, world, client, lookups)


async def _world(
    stack: AsyncExitStack, settings: Settings, clock: Clock | None, timing: Timing, mark: Mark
) -> tuple[World, AsyncWebClient, ModelArtsClient]:
    """Everything outside: the database, ModelArts, and Slack, which is asked who we are."""
    ours = clock or SystemClock()
    database = await stack.enter_async_context(
        open_database(reveal(settings.database_url), clock=clock, mark=mark)
    )
    sources = await stack.enter_async_context(
        open_sources(settings, ours, poll_deadline=timing.poll_deadline / 1000)
    )
    patience = aiohttp.ClientTimeout(total=SLACK_TIMEOUT)
    session = await stack.enter_async_context(aiohttp.ClientSession(timeout=patience))
    client = _client(settings, session, reveal(settings.slack_bot_token))
    world = World(
        settings=settings,
        database=database,
        scan=sources.watch,
        session=session,
        identity=await who_am_i(client),
        metrics=Metrics(),
        later=Tasks(),
        clock=ours,
        timing=timing,
        mark=mark,
    )
    return world, client, sources.lookups


async def _assemble(
    stack: AsyncExitStack, world: World, client: AsyncWebClient, lookups: ModelArtsClient
) -> Bot:
    """The alerts, then the listeners, then the doors: nobody is heard before all is ready."""
    dead = asyncio.Event()
    alerts = await stack.enter_async_context(open_alerts(world, dead.set))
    hosts = world.settings.slack_allow_response_hosts
    replies = Replies(Posts(world.session, client, hosts), world.metrics)
    app = _bolt(world.settings, world.session, world.identity)
    handlers.register(app, _services(world, alerts, lookups, replies))
    stack.push_async_callback(world.later.drain, DRAIN_WITHIN)
    return await _open_doors(stack, app, client, world=world, alerts=alerts, dead=dead)


def _services(
    world: World, alerts: Alerts, lookups: ModelArtsClient, replies: Replies
) -> Services:
    settings = world.settings
    return Services(
        catalog=catalog_over(lookups, settings, world.clock),
        reply_to=replies.to,
        later=world.later,
        clock=world.clock,
        metrics=world.metrics,
        button_key=settings.button_key(),
        is_home=world.identity.is_home,
        alerts=Alerting(
            desk=alerts.desk,
            membership=alerts.poster,
            target=alerts.target,
            zone_of=alerts.poster.zone_of,
            nudge=alerts.nudge,
        ),
    )


async def _open_doors(
    stack: AsyncExitStack,
    app: AsyncApp,
    client: AsyncWebClient,
    *,
    world: World,
    alerts: Alerts,
    dead: asyncio.Event,
) -> Bot:
    """Start the transport the settings ask for, and the probes."""
    settings, metrics = world.settings, world.metrics
    socket = None
    if settings.uses_socket_mode:
        socket = Socket(app, reveal(settings.slack_app_token), client)
        stack.push_async_callback(socket.stop)
        await socket.start()

    def trouble() -> str | None:
        return (socket.trouble() if socket else None) or alerts.trouble()

    routes = probe_routes(metrics, trouble)
    if socket is None:
        routes.append(events_route(app, reveal(settings.slack_signing_secret), metrics))
    server = Server(routes)
    stack.push_async_callback(server.stop)
    try:
        await server.start(settings.host, settings.port)
    except OSError as error:
        raise SettingsError(
            f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror}.",
            hint="Set HOST and PORT to a free address; port 0 takes any free one.",
        ) from error
    return Bot(server, socket, dead)


def _bolt(settings: Settings, session: aiohttp.ClientSession, identity: Identity) -> AsyncApp:
    return AsyncApp(
        name="imagebot",
        # Without a token: with one, Bolt asks Slack who we are while a person waits.
        client=_client(settings, session, None),
        authorize=KnownAuthorize(identity, reveal(settings.slack_bot_token)),
        # The events route verifies before it reads (bot/slack/inbound.py).
        signing_secret=reveal(settings.slack_signing_secret) or "verified-before",
        # The ack leaves with the response; Bolt's default waits for it in 10 ms steps.
        process_before_response=True,
    )


def _client(
    settings: Settings, session: aiohttp.ClientSession, token: str | None
) -> AsyncWebClient:
    return AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        session=session,
        # Never the connection handler: it would post a message a second time.
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
    )
