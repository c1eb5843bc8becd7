"""Notices, incidents and what surrounds them, for the tests of the views of alerts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from bot.alerts.asked import ImageWatch, Silence, Subscription
from bot.alerts.delivery_model import Level, NoticeView
from bot.alerts.desk_model import Health, QueueState
from bot.alerts.model import Closing, Incident, IncidentKind, NoticeKind, Target
from bot.alerts.poll import TargetState
from bot.blocks.elements import Message
from bot.blocks.notices import MOST, drawn
from bot.modelarts.models import ImageType
from tests.blocks.samples import ANYONE, DAY, HOUR, NOW, failed
from tests.blocks.slack_rules import check, complete

MINUTE = 60_000
NOTICE = "0f6a1c1e-5b6c-5d57-9a57-7d2b64b0a001"
LINK = "https://lab.slack.com/archives/C1/p1770000000000100"
TARGET = Target("https://modelarts.example", "0" * 32, "0")
MOST_BLOCKS = 10


def incident(which: int = 1, /, **fields: Any) -> Incident:
    """A saved environment that failed 38 minutes ago; ``which`` makes it another image."""
    image = failed(
        id=f"11111111-0000-4000-8000-{which:012}",
        name="train-env",
        tag=f"1.{which}",
        namespace="team-a",
        arch="x86_64",
        resource_categories=["GPU"],
        **fields.pop("image", {}),
    )
    plain: dict[str, Any] = {
        "id": f"22222222-0000-5000-8000-{which:012}",
        "target_id": TARGET.id,
        "image_id": image.id,
        "kind": IncidentKind.FAILED,
        "number": 1,
        "status": "CREATE_FAILED",
        "opened_ms": NOW - 38 * MINUTE,
        "facts": image,
    }
    return Incident(**(plain | fields))


def stuck_incident(**fields: Any) -> Incident:
    """An image that has been saved for three hours."""
    image = {"status": "CREATING", "status_message": None, "create_at": NOW - 3 * HOUR}
    plain: dict[str, Any] = {
        "kind": IncidentKind.STUCK,
        "status": "CREATING",
        "opened_ms": NOW - HOUR,
    }
    return incident(**(plain | {"image": image} | fields))


def ended(one: Incident, closing: Closing, **fields: Any) -> Incident:
    """The same, over since now."""
    plain: dict[str, Any] = {"closing": closing, "closed_ms": NOW}
    return replace(one, **(plain | fields))


def view(kind: NoticeKind, *incidents: Incident, **fields: Any) -> NoticeView:
    """A notice about these, with the sums that storage would give."""
    plain: dict[str, Any] = {
        "id": NOTICE,
        "kind": kind,
        "channel": "C1",
        "now_ms": NOW,
        "incidents": incidents,
        "total": len(incidents),
        "ongoing": sum(one.closing is None for one in incidents),
        "statuses": Counter(one.status for one in incidents),
        "closings": Counter(one.closing.value for one in incidents if one.closing is not None),
    }
    return NoticeView(**(plain | fields))


def many(count: int, **fields: Any) -> tuple[Incident, ...]:
    """So many different images; every seventh is in ERROR."""
    return tuple(
        incident(number, status="ERROR" if number % 7 == 0 else "CREATE_FAILED", **fields)
        for number in range(1, count + 1)
    )


def checked(notice: NoticeView, *own: str, user: str = "U12") -> Message:
    """The notice as it looks, after everything that must hold for any notice.

    Args:
        own: Our own links to channels and messages, which may be live.
        user: Who may be mentioned.
    """
    message = drawn(notice, Level.BLOCKS, ANYONE)
    bare = drawn(notice, Level.TEXT, ANYONE)
    line = drawn(notice, Level.LINE, ANYONE)

    check_links(message, *own, user=user)
    assert len(message.blocks) <= MOST_BLOCKS
    assert size(message) <= MOST
    assert told_in_full(message)
    assert bare == Message(message.text, [])
    assert line.blocks == []
    assert line.text.isascii()
    assert line.text.isprintable()
    return message


def check_links(message: Message, *own: str, user: str = "U12") -> None:
    """What Slack demands, with our own links taken for words."""
    check(Message(_without(message.text, own), _without(message.blocks, own)), sharer=user)


def _without(value: Any, own: tuple[str, ...]) -> Any:
    """The same with these links replaced by a word."""
    if isinstance(value, list):
        return [_without(part, own) for part in value]
    if isinstance(value, dict):
        return {key: _without(part, own) for key, part in value.items()}
    if isinstance(value, str):
        for link in own:
            value = value.replace(link, "x")
    return value


def size(message: Message) -> int:
    """Characters of everything, with the blocks as the JSON that is sent."""
    drawn_as = json.dumps(message.blocks, ensure_ascii=False, separators=(",", ":"))
    return len(drawn_as) + len(message.text)


def told_in_full(message: Message) -> bool:
    """Every number of the blocks stands in the text, unless it was cut, which it says."""
    return message.text.endswith("\n…") or complete(message)


def seen(message: Message, *own: str) -> Message:
    """The message, once Slack would take it and its text says everything."""
    check_links(message, *own)
    assert told_in_full(message)
    return message


def subscription(number: int = 1, **fields: Any) -> Subscription:
    """One of a channel."""
    plain: dict[str, Any] = {
        "id": f"3333333{number}-0000-5000-8000-000000000000",
        "channel_id": "C1",
        "target_id": TARGET.id,
        "filters": "namespace=team-a",
        "creator": "U12",
        "created_ms": NOW - 3 * DAY,
    }
    return Subscription(**(plain | fields))


def silence(**fields: Any) -> Silence:
    """Of one image, for four hours."""
    plain: dict[str, Any] = {
        "id": "44444444-0000-5000-8000-000000000000",
        "channel_id": "C1",
        "image_id": "11111111-0000-4000-8000-000000000001",
        "filters": "",
        "label": "train-env:1.1",
        "creator": "U12",
        "created_ms": NOW - HOUR,
        "until_ms": NOW + 3 * HOUR,
    }
    return Silence(**(plain | fields))


def watch(**fields: Any) -> ImageWatch:
    """Somebody waits for an image that is being saved."""
    plain: dict[str, Any] = {
        "id": "55555555-0000-5000-8000-000000000000",
        "user_id": "U12",
        "target_id": TARGET.id,
        "image_id": "11111111-0000-4000-8000-000000000001",
        "label": "train-env:1.1",
        "status": "CREATING",
        "created_ms": NOW - 20 * MINUTE,
    }
    return ImageWatch(**(plain | fields))


def health(**fields: Any) -> Health:
    """All is well."""
    seen = {ImageType.BUILD_IN: NOW - 20_000, ImageType.DEDICATED: NOW - 20_000}
    state = TargetState(TARGET, seen_ms=seen, known=300, next_poll_ms=NOW + 40_000)
    plain: dict[str, Any] = {
        "now_ms": NOW,
        "targets": (state,),
        "queue": QueueState({"sent": 12}),
        "blocked": {},
        "paused": (),
        "looks": "history",
        "incidents": 12,
        "here": (subscription(),),
    }
    return Health(**(plain | fields))
