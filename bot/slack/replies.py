"""Answers to a person: over the ``response_url``, and what to do when that no longer works.

A ``response_url`` lives 30 minutes and 5 uses and needs no invitation of the bot; after that the
answer goes by ``chat.postEphemeral``, and where the bot may not speak, by a direct message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import Metrics
from bot.ports import Outcome

logger = logging.getLogger("imagebot.replies")

_RETRY_AFTER_CAP = 30.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")

Sleep = Callable[[float], Awaitable[None]]


def allowed_url(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether a ``response_url`` may be called: https to a named host; http to named loopback."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = host in hosts or (port is not None and f"{host}:{port}" in hosts)
    plain = parts.scheme == "http" and host in _LOOPBACK
    return named and parts.username is None and (parts.scheme == "https" or plain)


class Replies:
    """Sends answers over one shared session."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        client: AsyncWebClient,
        hosts: tuple[str, ...],
        metrics: Metrics,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._session = session
        self._client = client
        self._hosts = hosts
        self._metrics = metrics
        self._sleep = sleep

    def to(self, body: dict[str, Any]) -> Reply:
        """The way back to the person behind one command or button."""
        channel = body.get("channel_id") or (body.get("channel") or {}).get("id") or ""
        user = body.get("user_id") or (body.get("user") or {}).get("id") or ""
        return Reply(self, str(body.get("response_url") or ""), str(channel), str(user))

    async def by_url(self, url: str, payload: dict[str, Any]) -> Outcome:
        """Post to a ``response_url``; a refused payload is sent again as plain text."""
        if not allowed_url(url, self._hosts):
            return Outcome(False, "no_url" if not url else "foreign_url")
        outcome = await self._post(url, payload)
        if outcome.retry_after is not None:
            await self._sleep(min(outcome.retry_after, _RETRY_AFTER_CAP))
            outcome = await self._post(url, payload)
        if not outcome.ok and "blocks" in outcome.code and "blocks" in payload:
            logger.error("Slack refused the blocks (%s); sending the text alone", outcome.code)
            plain = {key: value for key, value in payload.items() if key != "blocks"}
            outcome = await self._post(url, plain)
        return outcome

    async def _post(self, url: str, payload: dict[str, Any]) -> Outcome:
        try:
            async with self._session.post(url, json=payload, allow_redirects=False) as response:
                text = (await response.content.read(2000)).decode("utf-8", "replace").strip()
                return _outcome(response.status, text, response.headers.get("Retry-After"))
        except aiohttp.ClientConnectorError:
            return Outcome(False, "no_connection")
        except (aiohttp.ClientError, TimeoutError):
            return Outcome(False, "unanswered")

    async def by_api(self, method: str, **arguments: object) -> Outcome:
        """Call one Web API method; never raises."""
        try:
            await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            # Without a code of Slack's (HTML, a 5xx) nothing says whether it was done.
            data = getattr(error.response, "data", None)
            code = data.get("error") if isinstance(data, dict) else None
            return Outcome(False, str(code or "unanswered"))
        except (SlackClientError, aiohttp.ClientError, TimeoutError):
            return Outcome(False, "unanswered")
        return Outcome(True, "ok")

    def note(self, way: str, outcome: Outcome) -> None:
        """Count it, and log what did not arrive."""
        self._metrics.count("imagebot_replies_total", way=way, result="ok" if outcome.ok else "no")
        if not outcome.ok:
            logger.info("answer by %s not delivered: %s", way, outcome.code)


def _outcome(status: int, text: str, retry_after: str | None) -> Outcome:
    if status == 429:
        seconds = float(retry_after) if retry_after and retry_after.isdigit() else 1.0
        return Outcome(False, "ratelimited", seconds)
    if status != 200 or '"ok":false' in text.replace(" ", ""):
        return Outcome(False, text[:100] if text.isascii() and text.isprintable() else str(status))
    return Outcome(True, "ok")


class Reply:
    """One request's way back, a `bot.ports.Reply`."""

    def __init__(self, replies: Replies, url: str, channel: str, user: str) -> None:
        self._replies = replies
        self._url = url
        self.channel = channel
        self.user = user

    async def __call__(
        self,
        *,
        text: str,
        blocks: list[dict[str, Any]],
        replace_original: bool = False,
    ) -> bool:
        """Show it to the person alone; the three ways are tried in turn."""
        content = {"text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}
        payload = {
            **content,
            "response_type": "ephemeral",
            "replace_original": replace_original,
        }
        outcome = await self._replies.by_url(self._url, payload)
        self._replies.note("response_url", outcome)
        # An unanswered post may well have appeared; a second copy would be a second answer.
        if outcome.ok or outcome.code == "unanswered":
            return outcome.ok
        outcome = await self._replies.by_api(
            "chat.postEphemeral", channel=self.channel, user=self.user, **content
        )
        self._replies.note("ephemeral", outcome)
        if outcome.ok or outcome.code == "unanswered":
            return outcome.ok
        outcome = await self._replies.by_api("chat.postMessage", channel=self.user, **content)
        self._replies.note("direct", outcome)
        return outcome.ok

    async def publish(self, *, text: str, blocks: list[dict[str, Any]]) -> Outcome:
        """Post it for everyone in the channel: as the bot, or where it is no member by the URL."""
        content = {"text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}
        outcome = await self._replies.by_api("chat.postMessage", channel=self.channel, **content)
        if outcome.code in {"not_in_channel", "channel_not_found"}:
            payload = {**content, "response_type": "in_channel", "replace_original": False}
            outcome = await self._replies.by_url(self._url, payload)
        self._replies.note("share", outcome)
        return outcome
