"""An image that fails again and again is told of once, in a message that counts."""

from __future__ import annotations

from collections.abc import Iterable

from bot.alerts.model import Incident, Json, Notice, NoticeKind, name_based
from bot.alerts.timing import FLAPPING_FROM, Timing


def entries(recent: Iterable[int], opened_ms: int, timing: Timing) -> tuple[int, ...]:
    """When the image failed within `Timing.flapping`, this time last; ``recent`` is without it."""
    first = opened_ms - timing.flapping
    return (*sorted(moment for moment in recent if first <= moment <= opened_ms), opened_ms)


def flaps(recent: Iterable[int], opened_ms: int, timing: Timing) -> bool:
    """Whether this failure is the third within `Timing.flapping`, or a later one."""
    return len(entries(recent, opened_ms, timing)) >= FLAPPING_FROM


def flapping_notice(
    channel: str, incident: Incident, recent: Iterable[int], timing: Timing
) -> Notice:
    """The message that counts from this failure on; the earlier ones have their own."""
    when = entries(recent, incident.opened_ms, timing)
    facts: Json = {"since_ms": when[0], "earlier": len(when) - 1}
    return Notice(
        id=name_based("flapping", channel, incident.id),
        channel=channel,
        kind=NoticeKind.FLAPPING,
        order_key=incident.image_id,
        incidents=(incident.id,),
        facts=facts,
    )
