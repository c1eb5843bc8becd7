"""The slash command."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.blocks.elements import Message
from bot.ports import Reply
from bot.query.grammar import parse_request
from bot.query.page_token import ButtonState
from handlers.answering import answer_request
from handlers.context import Services, request_key
from handlers.errors import answered


async def images_command(ack: AsyncAck, command: dict[str, Any], services: Services) -> None:
    """Answer ``/images …`` to the person alone."""
    await ack()
    if not services.is_new(command):
        return
    services.metrics.count("imagebot_inbound_total", kind="command", result="ok")
    text, reply = command.get("text") or "", services.reply_to(command)
    services.later(answer_command(text, reply, services, key=request_key(command)))


async def answer_command(text: str, reply: Reply, services: Services, *, key: str = "") -> None:
    """Read the command and answer it; what cannot be read or had is answered as well."""
    at_ms = services.clock.now_ms()

    async def work() -> Message:
        asking = services.asking(reply, key, at_ms)
        return await answer_request(parse_request(text), asking, services)

    await answered(services, reply, work(), retry=ButtonState(command=text, at_ms=at_ms))
