"""*Share here*: from an answer only one person sees to a message for the channel."""

from __future__ import annotations

from bot.blocks.elements import Message
from bot.blocks.image_detail import shared_detail
from bot.blocks.problem import notice
from bot.blocks.shared_list import shared_groups, shared_list
from bot.errors import RequestError
from bot.ports import Reply
from bot.query.requests import Failed, Find, Groups, Request, Show
from handlers.answer import MOST_ROWS, ROWS, found_images, request_of
from handlers.context import Services

_REFUSALS = (
    (
        frozenset({"not_in_channel", "channel_not_found"}),
        "I am no member of this channel.",
        "Type /invite and my name here, then press Share here again.",
    ),
    (
        frozenset({"is_archived"}),
        "This channel is archived, so nothing can be posted in it.",
        "Share the answer in another channel.",
    ),
    (
        frozenset({"restricted_action", "no_permission", "access_denied", "ekm_access_denied"}),
        "Only some people and apps may post in this channel.",
        "Ask an admin of the channel to let me.",
    ),
    (
        frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"}),
        "Slack asks me to slow down.",
        "Press Share here again in a minute.",
    ),
    (
        frozenset({"no_connection"}),
        "I cannot reach Slack right now.",
        "Press Share here again in a minute.",
    ),
)
"""Codes of chat.postMessage that people can do something about, and what."""


async def share(value: str, at_ms: int, reply: Reply, services: Services) -> Message:
    """Post what the button stands for, once however often it is pressed.

    Args:
        at_ms: When the press reached us.

    Returns:
        What the person who pressed is told.
    """
    state = services.seal(reply.user).open(value)
    key = f"{reply.channel}/{reply.user}/{value}"
    if not services.shared.first(key, at_ms):
        return notice("This is already shared here.")
    try:
        message = await _public(request_of(state), state.at_ms or None, reply, services)
        outcome = await reply.publish(text=message.text, blocks=message.blocks)
    except BaseException:
        services.shared.forget(key)
        raise
    if outcome.ok:
        return notice("Shared in this channel.")
    if outcome.unclear:
        services.shared.unsure_until(key, services.clock.now_ms())
        return notice(
            "Slack did not say whether the message was posted. "
            "Look in the channel; if it is not there, press Share here again."
        )
    services.shared.forget(key)
    raise _refused(outcome.code)


def _refused(code: str) -> RequestError:
    # restricted_action_read_only_channel and its kin are one to a person.
    family = "restricted_action" if code.startswith("restricted_action") else code
    for codes, message, hint in _REFUSALS:
        if family in codes:
            return RequestError(message, hint=hint)
    return RequestError(
        f"Slack did not take the message ({code}).",
        hint="Tell whoever runs this bot, with this word.",
    )


async def _public(
    request: Request, at_ms: int | None, reply: Reply, services: Services
) -> Message:
    anyone, catalog = services.seal(""), services.catalog
    match request:
        case Find() | Failed():
            page, _ = await found_images(request, catalog, services.broken(), at_ms)
            return shared_list(page, anyone, reply.user)
        case Groups():
            groups = await catalog.groups(request, page_size=ROWS, max_rows=MOST_ROWS, at_ms=at_ms)
            return shared_groups(groups, anyone, reply.user)
        case Show():
            shown = await catalog.show(request.reference)
            if shown.image is not None:
                return shared_detail(shown, anyone, reply.user)
    raise RequestError("This answer cannot be shared.", hint="Share a list or one image.")
