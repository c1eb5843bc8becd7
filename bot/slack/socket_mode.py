"""Slack's requests over a web socket, for installs without a public address."""

from __future__ import annotations

import asyncio

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.identity import asked, unreachable

CONNECT_WITHIN = 20.0
"""Seconds for the first connection; later ones are tried for as long as the bot runs."""


class Socket:
    """One connection to Slack that renews itself; the listeners are the HTTP mode's own."""

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token, web_client=client)
        self._app_token = app_token
        self._client = client

    async def start(self) -> None:
        """Connect.

        Raises:
            SettingsError: If Slack refuses the app token.
            BotError: If Slack cannot be reached.
        """
        # The SDK retries a refused token for ever; asking once ourselves fails at the start, and
        # the address we get spares its own first question (the call's limit is one a minute).
        self._handler.client.wss_uri = await self._address()
        try:
            async with asyncio.timeout(CONNECT_WITHIN):
                await self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt lacks it
        except TimeoutError:
            raise unreachable() from None

    async def _address(self) -> str:
        answer = await asked(
            self._client.apps_connections_open(app_token=self._app_token),
            "SLACK_APP_TOKEN",
            "Make an app-level token with the scope connections:write.",
        )
        return str(answer["url"])

    def trouble(self) -> str | None:
        """Why nothing can arrive now, or None."""
        session = self._handler.client.current_session
        return "not connected to Slack" if session is None or session.closed else None

    async def stop(self) -> None:
        """Close the connection and everything that watches it."""
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # Bolt lacks it
