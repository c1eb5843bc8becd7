"""Who may ask: only people of the Slack workspace the bot is installed in.

Bolt's own check compares no workspaces: a validly signed request of a foreign one would be
answered (facts: reliability.md E5).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.blocks.problem import notice
from handlers.context import Services

FOREIGN = "I belong to another Slack workspace, so I cannot answer here."


def only_home(services: Services) -> Callable[..., Awaitable[BoltResponse | None]]:
    """The middleware that turns strangers away with a sentence."""

    async def check(
        context: AsyncBoltContext, body: dict[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        if services.is_home(context.team_id, context.enterprise_id):
            await next_()
            return None
        services.metrics.count("imagebot_inbound_total", kind="any", result="foreign")
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": FOREIGN})
        if "event" in body:
            # Nobody waits for an answer to an event.
            return BoltResponse(status=200, body="")
        message = notice(FOREIGN)
        services.later(_tell(services, body, message.text, message.blocks))
        return BoltResponse(status=200, body="")

    return check


async def _tell(
    services: Services, body: dict[str, Any], text: str, blocks: list[dict[str, Any]]
) -> None:
    await services.reply_to(body)(text=text, blocks=blocks)
