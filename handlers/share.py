"""*Share here*: from an answer only one person sees to a message for the channel."""

from __future__ import annotations

from bot.blocks.elements import Message
from bot.blocks.image_detail import shared_detail
from bot.blocks.problem import notice
from bot.blocks.shared_list import shared_groups, shared_list
from bot.errors import RequestError
from bot.ports import Reply
from bot.query.requests import Failed, Find, Groups, Request, Show
from handlers.answer import MOST_ROWS, ROWS, request_of
from handlers.context import Services


async def share(value: str, reply: Reply, services: Services) -> Message:
    """Post what the button stands for, once however often it is pressed.

    Returns:
        What the person who pressed is told.
    """
    state = services.seal(reply.user).open(value)
    key = f"{reply.channel}/{reply.user}/{value}"
    if not services.shared.first(key):
        return notice("This is already shared here.")
    try:
        at_ms = state.at_ms or None
        message = await _public(request_of(state), at_ms, reply, services)
        outcome = await reply.publish(text=message.text, blocks=message.blocks)
    except BaseException:
        services.shared.forget(key)
        raise
    if outcome.ok:
        return notice("Shared in this channel.")
    if outcome.code == "unanswered":
        return notice(
            "Slack did not confirm the message. Look in the channel before you share it again."
        )
    services.shared.forget(key)
    raise RequestError(
        "Slack does not let me post in this channel.",
        hint="Invite me with /invite @imagebot, or ask an admin of the channel. Then press again.",
    )


async def _public(
    request: Request, at_ms: int | None, reply: Reply, services: Services
) -> Message:
    anyone, catalog = services.seal(""), services.catalog
    match request:
        case Find() | Failed():
            page = await catalog.find(request, page_size=ROWS, max_rows=MOST_ROWS, at_ms=at_ms)
            return shared_list(page, anyone, reply.user)
        case Groups():
            groups = await catalog.groups(request, page_size=ROWS, max_rows=MOST_ROWS, at_ms=at_ms)
            return shared_groups(groups, anyone, reply.user)
        case Show():
            shown = await catalog.show(request.reference)
            if shown.image is not None:
                return shared_detail(shown, anyone, reply.user)
    raise RequestError("This answer cannot be shared.", hint="Share a list or one image.")
