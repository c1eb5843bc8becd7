"""Incidents, subscriptions, silences and records for tests: say what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.alerts.asked import ImageWatch, Silence, Subscription
from bot.alerts.model import (
    Change,
    ChangeKind,
    Closing,
    Incident,
    IncidentKind,
    Notice,
    NoticeKind,
    Quality,
    incident_id,
)
from bot.alerts.poll import Plan, PollRecord, RoutingContext, TargetState, Told
from bot.alerts.routing import plan
from bot.alerts.timing import Timing
from tests.alerts.polls import MINUTE_MS, NOW_MS, OK, TARGET, both
from tests.factories import image

TIMING = Timing()


def incident(image_id: str = "i-1", **fields: Any) -> Incident:
    """A failure that began in this poll; ``facts`` may be given as fields of an image."""
    kind = fields.get("kind", IncidentKind.FAILED)
    number = fields.get("number", 1)
    status = fields.get("status", "CREATING" if kind is IncidentKind.STUCK else "ERROR")
    facts = {"id": image_id, "name": image_id, "status": status} | fields.pop("facts", {})
    plain: dict[str, Any] = {
        "id": incident_id(TARGET.id, image_id, kind, number),
        "target_id": TARGET.id,
        "image_id": image_id,
        "kind": kind,
        "number": number,
        "status": status,
        "opened_ms": NOW_MS,
        "facts": image(**facts),
        "poll_id": "poll-1",
    }
    return Incident(**(plain | fields))


def opened(image_id: str = "i-1", **fields: Any) -> Change:
    """An image failed."""
    return Change(ChangeKind.OPENED, incident(image_id, **fields), "ACTIVE")


def stuck(image_id: str = "i-1", **fields: Any) -> Change:
    """An image hangs."""
    return Change(
        ChangeKind.OPENED, incident(image_id, kind=IncidentKind.STUCK, **fields), "CREATING"
    )


def changed(image_id: str = "i-1", **fields: Any) -> Change:
    """A failure of an hour ago: CREATE_FAILED became ERROR."""
    fields = {"opened_ms": NOW_MS - 60 * MINUTE_MS, "poll_id": "poll-0"} | fields
    return Change(ChangeKind.CHANGED, incident(image_id, **fields), "CREATE_FAILED")


def closed(image_id: str = "i-1", closing: Closing = Closing.RECOVERED, **fields: Any) -> Change:
    """A failure of an hour ago is over."""
    plain = {
        "opened_ms": NOW_MS - 60 * MINUTE_MS,
        "closed_ms": NOW_MS,
        "closing": closing,
        "poll_id": "poll-0",
    }
    return Change(ChangeKind.CLOSED, incident(image_id, **(plain | fields)), "ERROR")


def subscription(channel: str = "C1", filters: str = "", **fields: Any) -> Subscription:
    """Of a day ago."""
    plain: dict[str, Any] = {
        "id": f"{channel}/{filters}",
        "channel_id": channel,
        "target_id": TARGET.id,
        "filters": filters,
        "creator": "U1",
        "created_ms": NOW_MS - 1440 * MINUTE_MS,
    }
    return Subscription(**(plain | fields))


def silence(channel: str = "C1", image_id: str = "i-1", **fields: Any) -> Silence:
    """For an hour from now; of a search if ``filters`` are given."""
    plain: dict[str, Any] = {
        "id": f"silence/{channel}/{image_id}",
        "channel_id": channel,
        "image_id": "" if "filters" in fields else image_id,
        "filters": "",
        "label": image_id,
        "creator": "U1",
        "created_ms": NOW_MS - MINUTE_MS,
        "until_ms": NOW_MS + 60 * MINUTE_MS,
    }
    return Silence(**(plain | fields))


def watch(image_id: str = "i-1", status: str = "CREATING", **fields: Any) -> ImageWatch:
    """Somebody waits for an image that is being saved."""
    plain: dict[str, Any] = {
        "id": f"watch/{image_id}",
        "user_id": "U1",
        "target_id": TARGET.id,
        "image_id": image_id,
        "label": f"{image_id}:1.0",
        "status": status,
        "created_ms": NOW_MS - MINUTE_MS,
    }
    return ImageWatch(**(plain | fields))


def told(
    notice_id: str, channel: str = "C1", kind: NoticeKind = NoticeKind.ALERT, *, shown: bool = True
) -> Told:
    """A notice that was posted."""
    return Told(notice_id, channel, kind, shown)


def record(*changes: Change, **fields: Any) -> PollRecord:
    """A complete poll of a target that was looked at before."""
    plain: dict[str, Any] = {
        "poll_id": "poll-1",
        "term": 1,
        "started_ms": NOW_MS,
        "quality": Quality.COMPLETE,
        "sides": both(OK),
        "state": TargetState(TARGET, known=300),
        "changes": tuple(sorted(changes, key=lambda change: change.incident.image_id)),
    }
    return PollRecord(**(plain | fields))


def context(*subscriptions: Subscription, **fields: Any) -> RoutingContext:
    """At the moment of the commit; nobody knows anything yet."""
    return RoutingContext(now_ms=NOW_MS, subscriptions=subscriptions, **fields)


def planned(
    changes: Sequence[Change] = (),
    subscriptions: Sequence[Subscription] = (),
    *,
    poll: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Plan:
    """What one poll is planned to do; by default for one channel that wants everything."""
    return plan(
        record(*changes, **(poll or {})),
        context(*(subscriptions or (subscription(),)), **fields),
        TIMING,
    )


def in_channels(notices: Sequence[Notice]) -> dict[str, list[NoticeKind]]:
    """Kinds of notices by channel."""
    found: dict[str, list[NoticeKind]] = {}
    for notice in notices:
        found.setdefault(notice.channel, []).append(notice.kind)
    return found


def at(change: Change, **fields: Any) -> Change:
    """The same change of another incident."""
    return replace(change, incident=replace(change.incident, **fields))
