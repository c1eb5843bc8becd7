"""``silence``: in a channel, about one image or what a search finds."""

from __future__ import annotations

from bot.blocks.elements import Message, context, told
from bot.blocks.silence_list import silenced
from bot.errors import RequestError
from bot.modelarts.models import FAILED_STATUSES, Image
from bot.query.requests import SilenceRequest
from bot.query.spans import SpanKind
from handlers.context import Asking, Services
from handlers.meant import label, meant

_LONGEST = 100
"""Characters of a name in a sentence."""

_ASSUMED = (
    "Nobody said how long, so it lasts 4 hours. Another time add for 30 min, for 2 days, "
    "until tomorrow or until it changes."
)


async def silence(request: SilenceRequest, asking: Asking, services: Services) -> Message:
    """Begin it.

    Raises:
        RequestError: With the way out.
        UpstreamError: Nobody remembers the image, and ModelArts failed.
        StoreDown: Nothing was changed.
    """
    alerts = services.alerting()
    if isinstance(request.about, str):
        image = await meant(request.about, "silence", services)
        _can_change(image, request)
        image_id, filters, name = image.id, "", label(image)
    else:
        image_id, filters = "", request.about.text()
        name = filters or "all images"
    zone = await alerts.zone_of(asking.user) if request.span.needs_zone else ""
    begun = await alerts.desk.silence(
        asking.key,
        channel=asking.channel,
        creator=asking.user,
        label=name,
        image_id=image_id,
        filters=filters,
        until_ms=request.span.until_ms(services.clock.now_ms(), zone),
    )
    alerts.nudge()
    message = silenced(begun, asking.seal)
    return _with_hint(message, _ASSUMED) if request.span.assumed else message


def _can_change(image: Image, request: SilenceRequest) -> None:
    """Refuse to wait for a change of what is well: its next change is the failure."""
    if request.span.kind is not SpanKind.CHANGE or image.status in FAILED_STATUSES:
        return
    name = label(image)
    name = name if len(name) <= _LONGEST else image.id
    raise RequestError(
        f"{name} is not broken now, so there is no failure whose end “until it changes” "
        "could wait for.",
        hint=f"Say for how long: /images silence {name} for 4h",
    )


def _with_hint(message: Message, hint: str) -> Message:
    return Message(told(message.text, hint), [*message.blocks, context(hint)])
