"""Slack's requests over HTTP, and the pages an operator's probes ask for."""

from __future__ import annotations

import logging
from collections.abc import Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.metrics import Metrics
from bot.slack.inbound import MAX_BODY, Refused, checked_payload
from bot.slack.manifest import EVENTS_PATH

logger = logging.getLogger("imagebot.http")

_BACKLOG = 1024
"""Connections the system keeps for us; with 128, a burst of commands waits a second for TCP."""


def events_route(app: AsyncApp, signing_secret: str, metrics: Metrics) -> web.RouteDef:
    """Everything Slack sends: commands, buttons, events."""
    verifier = SignatureVerifier(signing_secret)

    async def events(request: web.Request) -> web.StreamResponse:
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            # Slack sends none; unpacking a stranger's body would be work before the check.
            return _refuse(Refused(401, "bad_encoding"), metrics)
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return _refuse(Refused(413, "too_large"), metrics)
        if body == b"ssl_check=1" or body.startswith(b"ssl_check=1&"):
            return web.Response()
        checked = checked_payload(verifier, request.headers, body)
        if isinstance(checked, Refused):
            return _refuse(checked, metrics)
        # The mode tells Bolt that the sender was verified before, as a socket's is.
        bolt_request = AsyncBoltRequest(
            mode="socket_mode",
            body=checked,
            headers={
                name: request.headers[name]
                for name in ("X-Slack-Retry-Num", "X-Slack-Retry-Reason")
                if name in request.headers
            },
        )
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    return web.post(EVENTS_PATH, events)


def _refuse(refused: Refused, metrics: Metrics) -> web.Response:
    metrics.count("imagebot_inbound_total", kind="unknown", result=refused.reason)
    logger.warning("request refused: %s", refused.reason)
    return web.Response(status=refused.status, text=refused.reason)


def probe_routes(metrics: Metrics, ready: Callable[[], str | None]) -> list[web.RouteDef]:
    """``/healthz``, ``/readyz`` and ``/metrics``.

    Args:
        ready: None when the bot can answer, else the reason why it cannot.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        reason = ready()
        return web.Response(text=f"{reason or 'ready'}\n", status=503 if reason else 200)

    async def metrics_page(_: web.Request) -> web.Response:
        return web.Response(text=metrics.text(), content_type="text/plain")

    return [
        web.get("/healthz", healthz),
        web.get("/readyz", readyz),
        web.get("/metrics", metrics_page),
    ]


class Server:
    """A listening socket.  ``port`` is the real one, also when 0 was asked for."""

    def __init__(self, routes: list[web.RouteDef]) -> None:
        application = web.Application(client_max_size=MAX_BODY)
        application.add_routes(routes)
        self._runner = web.AppRunner(application, access_log=None, auto_decompress=False)
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Listen; OSError if the address is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=_BACKLOG)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Finish what is being answered, then close."""
        await self._runner.cleanup()
