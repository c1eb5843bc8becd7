"""Bringing something to the bot, over signed HTTP or a socket, and reading its ack."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.demo.blockkit.content import read_json
from bot.demo.slack.journal import Delivery, Journal
from bot.demo.slack.signing import FORM, JSON, form_body, json_body, payload_body, signed_headers
from bot.demo.slack.socket import Sockets

ACK_SECONDS = 3.0
COMMAND, INTERACTION, EVENT = "slash_commands", "interactive", "events_api"


@dataclass(slots=True)
class Courier:
    """Delivers to ``events_url``, or over Socket Mode when that is not set.

    Args:
        stamp: The clock that deliveries are signed by, which is the bot's own: the real one.
        ack_limit: Seconds the bot has; Slack gives 3.
        redeliveries: How often an envelope is sent again when its ack is missing.
    """

    journal: Journal
    sockets: Sockets
    secret: str
    stamp: Callable[[], float] = time.time
    events_url: str | None = None
    session: aiohttp.ClientSession | None = None
    ack_limit: float = ACK_SECONDS
    redeliveries: int = 0

    async def send(
        self,
        delivery: Delivery,
        kind: str,
        payload: Mapping[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Deliver one payload and note what the ack was.

        Args:
            headers: Further ones, such as ``x-slack-retry-num``; HTTP only.
        """
        self.journal.sending(delivery, payload)
        if self.events_url is None:
            await self._send_envelope(delivery, kind, payload)
        else:
            body, content_type = _written(kind, payload)
            signed = self.headers(body, content_type=content_type)
            await self.post(delivery, body, {**signed, **(headers or {})})
        self.journal.sent(delivery)

    def headers(
        self, body: bytes, *, timestamp: str | None = None, content_type: str = FORM
    ) -> dict[str, str]:
        """The headers of a rightly signed request, by default as of now."""
        stamp = str(int(self.stamp())) if timestamp is None else timestamp
        return signed_headers(self.secret, body, stamp, content_type)

    async def post(self, delivery: Delivery, body: bytes, headers: Mapping[str, str]) -> None:
        """One POST to the bot, whatever it holds."""
        if self.session is None or self.events_url is None:
            raise RuntimeError("Call start() and connect_http() first.")
        delivery.sent += 1
        began = time.perf_counter()
        try:
            async with (
                asyncio.timeout(self.ack_limit),
                self.session.post(
                    self.events_url, data=body, headers=headers, allow_redirects=False
                ) as response,
            ):
                delivery.ack_body = await response.text()
                delivery.status = response.status
        except TimeoutError:
            delivery.problem = "operation_timeout"
        except aiohttp.ClientError:
            delivery.problem = "dispatch_failed"
        delivery.ack_seconds = time.perf_counter() - began
        if delivery.problem is None and delivery.status != 200:
            delivery.problem = "dispatch_failed"

    async def _send_envelope(
        self, delivery: Delivery, kind: str, payload: Mapping[str, Any]
    ) -> None:
        envelope: dict[str, Any] = {
            "envelope_id": f"envelope-{delivery.id}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != EVENT,
        }
        if kind == EVENT:
            envelope |= {"retry_attempt": 0, "retry_reason": ""}
        for attempt in range(self.redeliveries + 1):
            if attempt:
                envelope |= {"retry_attempt": attempt, "retry_reason": "timeout"}
            if await self._acknowledged(delivery, envelope):
                return

    async def _acknowledged(self, delivery: Delivery, envelope: Mapping[str, Any]) -> bool:
        delivery.sent += 1
        began = time.perf_counter()
        try:
            ack = await self.sockets.ask(envelope, seconds=self.ack_limit)
        except ConnectionError:
            delivery.problem = "dispatch_failed"
            return False
        delivery.ack_seconds = time.perf_counter() - began
        if ack is None:
            delivery.problem = "operation_timeout"
            return False
        delivery.status, delivery.problem = 200, None
        answer = ack.get("payload")
        if answer and envelope["accepts_response_payload"]:
            delivery.ack_body = json.dumps(answer)
        return True


def _written(kind: str, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    if kind == COMMAND:
        return form_body(payload), FORM
    if kind == INTERACTION:
        return payload_body(payload), FORM
    return json_body(payload), JSON


def ack_answer(body: str) -> Mapping[str, Any] | None:
    """What the body of a command's ack says, if it says something: JSON, or plain text."""
    if not body.strip():
        return None
    read = read_json(body)
    return (read or None) if isinstance(read, dict) else {"text": body}
