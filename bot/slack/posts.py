"""One post to Slack, by ``response_url`` or Web API, and what Slack made of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import UNANSWERED, Outcome
from bot.slack.identity import code_of

logger = logging.getLogger("imagebot.replies")

_RETRY_AFTER_CAP = 30.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LONGEST_TEXT = 4000

UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack's codes after which the message may be there or not (facts: slack.md 4.3)."""

TOO_RICH = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text"}
)
"""The payload is refused, not the message: its text alone may pass."""

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


class Posts:
    """Posts over one shared session; nothing here raises."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        client: AsyncWebClient,
        hosts: tuple[str, ...],
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._session = session
        self._client = client
        self._hosts = hosts
        self._sleep = sleep

    async def by_url(self, url: str, payload: dict[str, Any]) -> Outcome:
        """Post to a ``response_url``."""
        if not allowed_url(url, self._hosts):
            return Outcome(False, "no_url" if not url else "foreign_url")
        outcome = await self._by_url(url, payload)
        if outcome.retry_after is not None:
            await self._sleep(min(outcome.retry_after, _RETRY_AFTER_CAP))
            outcome = await self._by_url(url, payload)
        if outcome.code in TOO_RICH and "blocks" in payload:
            outcome = await self._by_url(url, _simpler(payload, outcome.code))
        return outcome

    async def _by_url(self, url: str, payload: dict[str, Any]) -> Outcome:
        try:
            async with self._session.post(url, json=payload, allow_redirects=False) as response:
                text = (await response.content.read(2000)).decode("utf-8", "replace").strip()
                return _outcome(response.status, text, response.headers.get("Retry-After"))
        except aiohttp.ClientConnectorError:
            return Outcome(False, "no_connection")
        except (aiohttp.ClientError, TimeoutError):
            return Outcome(False, UNANSWERED)

    async def by_api(self, method: str, **arguments: object) -> Outcome:
        """Call one Web API method."""
        outcome = await self._by_api(method, arguments)
        if outcome.code in TOO_RICH and "blocks" in arguments:
            outcome = await self._by_api(method, _simpler(arguments, outcome.code))
        return outcome

    async def _by_api(self, method: str, arguments: dict[str, Any]) -> Outcome:
        try:
            await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            # Without a clear code (HTML, a 5xx) nothing says whether it was done.
            code = code_of(error)
            return Outcome(False, UNANSWERED if code is None or code in UNCLEAR else code)
        except aiohttp.ClientConnectorError:
            return Outcome(False, "no_connection")
        except (SlackClientError, aiohttp.ClientError, TimeoutError):
            return Outcome(False, UNANSWERED)
        return Outcome(True, "ok")


def _simpler(payload: dict[str, Any], code: str) -> dict[str, Any]:
    logger.error("Slack refused a message (%s); sending its text alone", code)
    plain = {key: value for key, value in payload.items() if key != "blocks"}
    return plain | {"text": str(payload.get("text") or "")[:_LONGEST_TEXT]}


def _outcome(status: int, text: str, retry_after: str | None) -> Outcome:
    if status == 429:
        seconds = float(retry_after) if retry_after and retry_after.isdigit() else 1.0
        return Outcome(False, "ratelimited", seconds)
    if status >= 500:
        return Outcome(False, f"http_{status}")
    code = _code(text)
    if status == 200:
        return Outcome(True, "ok") if code is None else Outcome(False, code)
    return Outcome(False, code or f"http_{status}")


def _code(text: str) -> str | None:
    """What Slack says is wrong: ``{"ok": false, "error": …}``, or the bare code as the body."""
    try:
        answer = json.loads(text)
    except ValueError:
        bare = text.isascii() and text.replace("_", "").isalpha() and len(text) <= 64
        return text if bare and text.lower() != "ok" else None
    if isinstance(answer, dict) and answer.get("ok") is False:
        return str(answer.get("error") or "refused")[:64]
    return None
