"""The commands about alerts: ask the desk, choose the view."""

from __future__ import annotations

from bot.alerts.codes import Policy, policy_of
from bot.alerts.desk_model import Preview
from bot.alerts.model import Target
from bot.blocks.elements import Message
from bot.blocks.ledger import ledger_message
from bot.blocks.silence_list import silence_list
from bot.blocks.status import status_message
from bot.blocks.subscription_list import (
    cannot_subscribe,
    subscription_list,
    subscription_preview,
    unsubscribed,
)
from bot.blocks.watch_list import watch_list, watching
from bot.errors import RequestError, UpstreamError
from bot.query.requests import (
    AlertRequest,
    SilenceRequest,
    Silences,
    Status,
    Subscribe,
    Subscriptions,
    Unsubscribe,
    Watch,
    Why,
)
from handlers.context import Asking, Services
from handlers.meant import meant
from handlers.silencing import silence

MOST_TARGETS = 5
"""Workspaces of one subscription: each is read as a whole at every poll."""

CANNOT_POST = frozenset({"not_in_channel", "channel_not_found", "is_archived", "shared_channel"})
"""Answers of `Membership.can_post` with which nothing is saved, as with a token that is refused.
With any other the public confirmation is the proof: if Slack refuses it, the subscription waits
and its creator is told."""


async def answer_alert(request: AlertRequest, asking: Asking, services: Services) -> Message:
    """Answer one command.

    Raises:
        RequestError: With the way out.
        StoreDown: Nothing was changed.
    """
    match request:
        case Subscribe():
            return await subscribe(request, asking, services)
        case Unsubscribe():
            return await unsubscribe(request.reference, asking, services)
        case SilenceRequest():
            _in_a_channel(asking, "Silences")
            return await silence(request, asking, services)
        case Watch():
            return await _watch(request, asking, services)
        case Why():
            return await _why(request, asking, services)
        case _:
            return await _listed(request, asking, services)


async def _listed(
    request: Subscriptions | Silences | Status, asking: Asking, services: Services
) -> Message:
    desk, now_ms = services.alerting().desk, services.clock.now_ms()
    match request:
        case Subscriptions():
            rows = await desk.subscriptions(asking.channel)
            return subscription_list(rows, now_ms, asking.seal)
        case Silences():
            return silence_list(await desk.silences(asking.channel), now_ms, asking.seal)
        case Status():
            return status_message(await desk.health(asking.channel))


async def subscribe(request: Subscribe, asking: Asking, services: Services) -> Message:
    """Save it, where the channel can be told; what it would have said goes to the person."""
    alerts = services.alerting()
    _in_a_channel(asking, "Alerts")
    targets = _bounded(alerts.targets(request.query))
    allowed = await alerts.membership.can_post(asking.channel)
    if not allowed.ok and _definite(allowed.code):
        return cannot_subscribe(allowed.code, request.text(), asking.seal)
    filters = request.query.text()
    previews = [await alerts.desk.preview(target, filters) for target in targets]
    there = {
        (row.target_id, row.filters) for row in await alerts.desk.subscriptions(asking.channel)
    }
    already = all((target.id, filters) in there for target in targets)
    for number, target in enumerate(targets):
        await alerts.desk.subscribe(
            f"{asking.key}/{number}" if number else asking.key,
            channel=asking.channel,
            target=target,
            filters=filters,
            creator=asking.user,
        )
    alerts.nudge()
    return subscription_preview(
        filters, _together(previews), services.clock.now_ms(), already=already
    )


def _definite(code: str) -> bool:
    # A right to ask that is missing is no right to post that is missing.
    refused = policy_of(code) is Policy.WORKSPACE and code != "missing_scope"
    return refused or code in CANNOT_POST


def _bounded(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    if len(targets) <= MOST_TARGETS:
        return targets
    raise RequestError(
        f"A subscription is about {MOST_TARGETS} workspaces at most.",
        hint="Subscribe several times, each time for some of them.",
    )


def _in_a_channel(asking: Asking, what: str) -> None:
    # Ids of direct messages begin so (docs.slack.dev, conversations).
    if asking.channel.startswith("D"):
        raise RequestError(
            f"{what} belong to a channel, and this is a direct message.",
            hint="Type the command in a channel. To be told here of one image, "
            "type /images watch and its name.",
        )


def _together(previews: list[Preview]) -> Preview:
    """Several workspaces as one."""
    latest = [preview.latest for preview in previews if preview.latest is not None]
    counts = [preview.known for preview in previews if preview.known is not None]
    return Preview(
        fired=sum(preview.fired for preview in previews),
        days=min(preview.days for preview in previews),
        latest=max(latest, key=lambda incident: incident.opened_ms, default=None),
        broken=sum(preview.broken for preview in previews),
        known=sum(counts) if len(counts) == len(previews) else None,
    )


async def unsubscribe(reference: str, asking: Asking, services: Services) -> Message:
    """End a subscription of this channel."""
    alerts = services.alerting()
    ended = await alerts.desk.unsubscribe(
        asking.key, channel=asking.channel, subscription_id=reference, user=asking.user
    )
    if ended is None:
        raise RequestError(
            "This channel has no such subscription.",
            hint="/images subscriptions lists those it has, each with a button to end it.",
        )
    # The public line of the channel says it too.
    alerts.nudge()
    return unsubscribed(ended, asking.seal)


async def _watch(request: Watch, asking: Asking, services: Services) -> Message:
    alerts = services.alerting()
    if not request.reference:
        rows = await alerts.desk.watches(asking.user)
        return watch_list(rows, services.clock.now_ms(), asking.seal)
    image = await meant(request.reference, "watch", services)
    begun = await alerts.desk.watch(
        asking.key, user=asking.user, target=alerts.at(image.workspace_id), image=image
    )
    return watching(begun, asking.seal)


async def _why(request: Why, asking: Asking, services: Services) -> Message:
    """An image that nobody can find by its name any more is still remembered by its id."""
    desk = services.alerting().desk
    try:
        image_id = (await meant(request.reference, "why", services, gone=True)).id
    except (RequestError, UpstreamError):
        ledger = await desk.ledger(request.reference, asking.channel)
        if ledger is None:
            raise
    else:
        ledger = await desk.ledger(image_id, asking.channel)
    if ledger is None:
        raise RequestError(
            "No look at ModelArts has seen this image yet.",
            hint="The next look will. /images status says when that is.",
        )
    return ledger_message(ledger, services.clock.now_ms())
