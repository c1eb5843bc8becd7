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
from bot.clock import SystemClock
from bot.errors import SettingsError
from bot.metrics import Metrics
from bot.ports import Clock
from bot.settings import Settings
from bot.slack.http_mode import Server, events_route, probe_routes
from bot.slack.identity import Identity, KnownAuthorize, who_am_i
from bot.slack.later import Tasks
from bot.slack.posts import Posts
from bot.slack.replies import Replies
from bot.slack.socket_mode import Socket
from bot.source import open_catalog, reveal
from handlers.context import Services

logger = logging.getLogger("imagebot")

DRAIN_WITHIN = 20.0
"""Seconds a stop waits for answers under way; supervisors usually kill after 30."""

SLACK_TIMEOUT = 10.0


class Bot:
    """A running bot.  ``port`` is where HTTP is really served."""

    def __init__(self, server: Server, socket: Socket | None) -> None:
        self._server = server
        self._socket = socket

    @property
    def port(self) -> int:
        """Of ``/slack/events`` (HTTP mode), ``/healthz``, ``/readyz`` and ``/metrics``."""
        return self._server.port

    async def serve(self) -> None:
        """Run until SIGTERM or SIGINT."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        how = "Socket Mode" if self._socket else "HTTP on /slack/events"
        logger.info("imagebot is ready: %s, port %d", how, self.port)
        await stop.wait()
        logger.info("stopping")


@asynccontextmanager
async def open_bot(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Bot]:
    """Build the whole bot, start listening, and take it down in the opposite order.

    Raises:
        SettingsError: If Slack refuses the token.
        BotError: If Slack cannot be reached.
    """
    clock = clock or SystemClock()
    metrics = Metrics()
    async with AsyncExitStack() as stack:
        catalog = await stack.enter_async_context(open_catalog(settings, clock))
        timeout = aiohttp.ClientTimeout(total=SLACK_TIMEOUT)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        client = _client(settings, session, reveal(settings.slack_bot_token))
        identity = await who_am_i(client)
        app = _bolt(settings, session, identity)
        later = Tasks()
        posts = Posts(session, client, settings.slack_allow_response_hosts)
        handlers.register(
            app,
            Services(
                catalog=catalog,
                reply_to=Replies(posts, metrics).to,
                later=later,
                clock=clock,
                metrics=metrics,
                button_key=settings.button_key(),
                is_home=identity.is_home,
            ),
        )
        stack.push_async_callback(later.drain, DRAIN_WITHIN)
        yield await _open_doors(stack, app, client, settings, metrics)


async def _open_doors(
    stack: AsyncExitStack,
    app: AsyncApp,
    client: AsyncWebClient,
    settings: Settings,
    metrics: Metrics,
) -> Bot:
    """Start the transport the settings ask for, and the probes."""
    socket = None
    if settings.uses_socket_mode:
        socket = Socket(app, reveal(settings.slack_app_token), client)
        stack.push_async_callback(socket.stop)
        await socket.start()
    routes = probe_routes(metrics, socket.trouble if socket else _ready)
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
    return Bot(server, socket)


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


def _ready() -> None:
    return None
