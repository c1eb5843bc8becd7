"""The commands about alerts: ask the desk, choose the view."""

from __future__ import annotations

from bot.alerts.desk_model import Preview
from bot.alerts.model import Target, label_of
from bot.blocks.elements import Message, context, told
from bot.blocks.ledger import ledger_message
from bot.blocks.silence_list import silence_list, silenced
from bot.blocks.status import status_message
from bot.blocks.subscription_list import (
    cannot_subscribe,
    subscription_list,
    subscription_preview,
    unsubscribed,
)
from bot.blocks.watch_list import watch_list, watching
from bot.errors import ImageMissing, RequestError, UpstreamError
from bot.modelarts.models import Image
from bot.query.page import Shown
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

MOST_TARGETS = 5
"""Workspaces of one subscription: each is read as a whole at every poll."""

_MOST_NAMED = 5

CANNOT_POST = frozenset({"not_in_channel", "channel_not_found", "is_archived", "shared_channel"})
"""Answers of `Membership.can_post` with which nothing is saved.  With any other the public
confirmation is the proof: if Slack refuses it, the subscription waits and its creator is told."""


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
            return await _silence(request, asking, services)
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
    if not allowed.ok and allowed.code in CANNOT_POST:
        return cannot_subscribe(allowed.code, request.text(), asking.seal)
    filters = request.query.text()
    previews = [await alerts.desk.preview(target, filters) for target in targets]
    for number, target in enumerate(targets):
        await alerts.desk.subscribe(
            f"{asking.key}/{number}" if number else asking.key,
            channel=asking.channel,
            target=target,
            filters=filters,
            creator=asking.user,
        )
    alerts.nudge()
    return subscription_preview(filters, _together(previews), services.clock.now_ms())


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
    ended = await services.alerting().desk.unsubscribe(
        asking.key, channel=asking.channel, subscription_id=reference
    )
    if ended is None:
        raise RequestError(
            "This channel has no such subscription.",
            hint="/images subscriptions lists those it has, each with a button to end it.",
        )
    return unsubscribed(ended, asking.seal)


async def _silence(request: SilenceRequest, asking: Asking, services: Services) -> Message:
    alerts = services.alerting()
    _in_a_channel(asking, "Silences")
    image_id = filters = ""
    if isinstance(request.about, str):
        image = _one(await services.catalog.show(request.about), "silence")
        image_id, label = image.id, label_of(image.name or "", image.tag or "") or image.id
    else:
        filters = label = request.about.text()
    zone = await alerts.zone_of(asking.user) if request.span.needs_zone else ""
    silence = await alerts.desk.silence(
        asking.key,
        channel=asking.channel,
        creator=asking.user,
        label=label,
        image_id=image_id,
        filters=filters,
        until_ms=request.span.until_ms(services.clock.now_ms(), zone),
    )
    alerts.nudge()
    message = silenced(silence, asking.seal)
    return _with_hint(message, _ASSUMED) if request.span.assumed else message


_ASSUMED = (
    "Nobody said how long, so it lasts 4 hours. Another time add for 30 min, for 2 days, "
    "until tomorrow or until it changes."
)


def _with_hint(message: Message, hint: str) -> Message:
    return Message(told(message.text, hint), [*message.blocks, context(hint)])


async def _watch(request: Watch, asking: Asking, services: Services) -> Message:
    alerts = services.alerting()
    if not request.reference:
        rows = await alerts.desk.watches(asking.user)
        return watch_list(rows, services.clock.now_ms(), asking.seal)
    image = _one(await services.catalog.show(request.reference), "watch")
    begun = await alerts.desk.watch(
        asking.key, user=asking.user, target=alerts.at(image.workspace_id), image=image
    )
    return watching(begun, asking.seal)


async def _why(request: Why, asking: Asking, services: Services) -> Message:
    """An image ModelArts does not know any more is still remembered by its id."""
    desk = services.alerting().desk
    try:
        image_id = _one(await services.catalog.show(request.reference), "why").id
    except (ImageMissing, UpstreamError):
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


def _one(shown: Shown, command: str) -> Image:
    """The image that is meant.

    Raises:
        RequestError: It may be several; names each so that it can be asked for.
    """
    if shown.image is not None:
        return shown.image
    labels = [label_of(image.name or "", image.tag or "") for image in shown.choices]
    exact = [
        label if label and labels.count(label) == 1 else image.id
        for label, image in zip(labels, shown.choices, strict=True)
    ]
    named = ", ".join(exact[:_MOST_NAMED])
    more = f" and {len(exact) - _MOST_NAMED} more" if len(exact) > _MOST_NAMED else ""
    raise RequestError(
        f"{len(exact)} images are called that.",
        hint=f"Say which after {command}: {named}{more}.",
    )
