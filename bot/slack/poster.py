"""Slack for the delivery jobs: one call, one answer, nothing tried twice, nothing raised.

The client behind it has no retry handlers: the SDK's own would post a message a second time when
the answer was lost (facts: reliability.md E1).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.alerts.delivery_model import Answer, FoundMessage, History
from bot.slack.identity import Identity, code_of

logger = logging.getLogger("imagebot.poster")

READ_SECONDS = 10.0
_PAGE = 200
_MOST_PAGES = 50
_QUIET = {"unfurl_links": False, "unfurl_media": False}


class Poster:
    """`bot.ports.alerting.Poster` and `bot.ports.desk.Membership` over the Web API.

    Args:
        client: With a token and without retry handlers.
        identity: Who we are: only our own messages are believed.
    """

    def __init__(self, client: AsyncWebClient, identity: Identity) -> None:
        self._client = client
        self._identity = identity

    async def post(
        self,
        channel: str,
        *,
        text: str,
        blocks: list[dict[str, Any]] | None,
        thread_ts: str = "",
        metadata: dict[str, Any] | None = None,
        seconds: float,
    ) -> Answer:
        """``chat.postMessage``."""
        content = _content(text, blocks, metadata) | _QUIET
        if thread_ts:
            content["thread_ts"] = thread_ts
        call = self._client.api_call("chat.postMessage", json={"channel": channel, **content})
        answer = await self._asked(call, seconds)
        elsewhere = channel.startswith(("C", "G")) and answer.channel not in ("", channel)
        if answer.ok and (not answer.ts or elsewhere):
            # An ok without the message's stamp, or for another channel, is no proof of a message.
            return Answer(False, "no_answer")
        return answer

    async def update(
        self,
        channel: str,
        ts: str,
        *,
        text: str,
        blocks: list[dict[str, Any]] | None,
        metadata: dict[str, Any] | None = None,
        seconds: float,
    ) -> Answer:
        """``chat.update``; without blocks, those that were there are taken away."""
        content = _content(text, blocks, metadata) | {"blocks": blocks or []}
        call = self._client.api_call("chat.update", json={"channel": channel, "ts": ts, **content})
        return await self._asked(call, seconds)

    async def delete(self, channel: str, ts: str) -> Answer:
        """``chat.delete``; a message that is not there counts as deleted."""
        call = self._client.api_call("chat.delete", json={"channel": channel, "ts": ts})
        answer = await self._asked(call, READ_SECONDS)
        return Answer(True, "ok", ts=ts) if answer.code == "message_not_found" else answer

    async def can_post(self, channel: str) -> Answer:
        """``conversations.info``: ``ok`` for a member of a channel that is in use.

        A channel shared with another organisation answers ``shared_channel``: alerts name
        internal things (reliability.md 7.1).
        """
        call = self._client.api_call("conversations.info", params={"channel": channel})
        answer, data = await self._read(call)
        if not answer.ok:
            return answer
        about = _dict(data.get("channel"))
        if about.get("is_archived"):
            return Answer(False, "is_archived")
        if about.get("is_ext_shared") or about.get("is_pending_ext_shared"):
            return Answer(False, "shared_channel")
        if about.get("is_member") is False:
            return Answer(False, "not_in_channel")
        return answer

    async def token_works(self) -> bool:
        """``auth.test``."""
        return (await self._asked(self._client.api_call("auth.test"), READ_SECONDS)).ok

    async def zone_of(self, user: str) -> str:
        """The person's time zone by its IANA name; UTC where Slack does not say."""
        call = self._client.api_call("users.info", params={"user": user})
        _, data = await self._read(call)
        zone = _dict(data.get("user")).get("tz")
        return zone if isinstance(zone, str) and zone else "UTC"

    async def history(self, channel: str, *, oldest_ms: int, thread_ts: str = "") -> History:
        """Our own messages since then: of the channel, or of one thread."""
        method = "conversations.replies" if thread_ts else "conversations.history"
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{max(0, oldest_ms) / 1000:.6f}",
            "inclusive": "true",
            "include_all_metadata": "true",
            "limit": str(_PAGE),
        }
        if thread_ts:
            asked["ts"] = thread_ts
        found: list[FoundMessage] = []
        for _ in range(_MOST_PAGES):
            answer, data = await self._read(self._client.api_call(method, params=asked))
            if not answer.ok:
                return History(answer.code, tuple(found), False, answer.retry_after)
            found += self._ours(data.get("messages"))
            cursor = _dict(data.get("response_metadata")).get("next_cursor")
            if not data.get("has_more") or not cursor:
                # More, and no way to it, is not the end.
                return History("ok", tuple(found), whole=not data.get("has_more"))
            asked["cursor"] = cursor
        return History("ok", tuple(found), whole=False)

    def _ours(self, messages: object) -> list[FoundMessage]:
        """Anybody can copy metadata: only messages of our own bot count."""
        found = []
        for message in map(_dict, messages if isinstance(messages, list) else ()):
            metadata = _dict(message.get("metadata"))
            payload = _dict(metadata.get("event_payload"))
            own = message.get("bot_id") == self._identity.bot_id != ""
            if own and metadata.get("event_type") == "imagebot_notice":
                found.append(
                    FoundMessage(
                        str(message.get("ts") or ""),
                        str(payload.get("id") or ""),
                        str(payload.get("sig") or ""),
                    )
                )
        return found

    async def _read(self, call: Awaitable[AsyncSlackResponse]) -> tuple[Answer, dict[str, Any]]:
        data: dict[str, Any] = {}
        answer = await self._asked(call, READ_SECONDS, data)
        return answer, data

    async def _asked(
        self,
        call: Awaitable[AsyncSlackResponse],
        seconds: float,
        data: dict[str, Any] | None = None,
    ) -> Answer:
        try:
            async with asyncio.timeout(seconds):
                response = await call
        except SlackApiError as error:
            return _refused(error)
        except aiohttp.ClientConnectorError:
            # Covers a refused connection, a name that is not found, and TLS.
            return Answer(False, "not_sent")
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return Answer(False, "no_answer")
        read = _dict(response.data)
        if read.get("ok") is not True:
            # The SDK takes anything for an ok that is not empty.
            return Answer(False, "no_answer")
        if data is not None:
            data.update(read)
        place = read.get("channel")
        return Answer(
            True,
            "ok",
            ts=str(read.get("ts") or ""),
            channel=place if isinstance(place, str) else "",
        )


def _content(
    text: str, blocks: list[dict[str, Any]] | None, metadata: dict[str, Any] | None
) -> dict[str, Any]:
    content: dict[str, Any] = {"text": text}
    if blocks:
        content["blocks"] = blocks
    if metadata is not None:
        content["metadata"] = metadata
    return content


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _refused(error: SlackApiError) -> Answer:
    status = getattr(error.response, "status_code", 200)
    headers: Mapping[str, str] = getattr(error.response, "headers", None) or {}
    if status == 429:
        return Answer(False, "ratelimited", retry_after=_seconds(headers))
    if status >= 500:
        return Answer(False, f"http_{status}")
    code = code_of(error)
    if code is None:
        return Answer(False, "no_answer")
    limited = code in {"ratelimited", "rate_limited"}
    return Answer(False, code[:64], retry_after=_seconds(headers) if limited else None)


def _seconds(headers: Mapping[str, str]) -> float | None:
    for name, value in headers.items():
        digits = value.strip()
        # A digit need not be one that a number can be read from.
        if name.lower() == "retry-after" and digits.isascii() and digits.isdigit():
            return float(digits)
    return None
