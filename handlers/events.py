"""What Slack tells without being asked."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.ports.alerting import StoreDown
from handlers.context import Services


async def member_joined(
    context: AsyncBoltContext, event: dict[str, Any], services: Services
) -> None:
    """The bot was invited somewhere: what waits for that channel may go out now."""
    alerts, channel = services.alerts, str(event.get("channel") or "")
    if alerts is None or not channel or event.get("user") != context.bot_user_id:
        return
    services.metrics.count("imagebot_inbound_total", kind="event", result="ok")
    services.later(_probe(channel, services))


async def _probe(channel: str, services: Services) -> None:
    alerts = services.alerting()
    try:
        await alerts.desk.joined(channel)
    except StoreDown:
        # The hourly probe finds out as well.
        services.metrics.count("imagebot_database_failures_total")
        return
    alerts.nudge()
