"""What Slack sends us and who answers it: the routing table."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp

from bot.blocks import ids
from handlers.access import only_home
from handlers.commands import images_command
from handlers.context import Services, provide
from handlers.errors import listener_failed
from handlers.events import member_joined
from handlers.image_actions import pressed
from handlers.views import form_submitted


def register(app: AsyncApp, services: Services) -> None:
    """Connect every listener.

    The command comes first and one listener takes all our actions: each listener ahead of the
    one that matches costs every request about 10 µs (docs/performance.md).
    """
    app.middleware(only_home(services))
    app.middleware(provide(services))
    app.command(ids.COMMAND)(images_command)
    app.action(re.compile(f"^{re.escape(ids.PREFIX)}"))(pressed)
    app.view(ids.EDIT_VIEW)(form_submitted)
    app.event("member_joined_channel")(member_joined)
    app.error(listener_failed)
