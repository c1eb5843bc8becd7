"""The nouns of alerting, as values.  Times are milliseconds since 1970, UTC."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.modelarts.models import FAILED_STATUSES, Image, ImageType

_SPACE = uuid.UUID("6f5d3f0e-5c1b-5e0a-9a57-1f6f0c1f4f7e")
"""The namespace of our ids: the same facts give the same id, so nothing is written twice."""

Json = dict[str, object]


def name_based(*parts: object) -> str:
    """An id that is the same in every process and after every crash, for the same parts."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(str(part) for part in parts)))


@dataclass(frozen=True, slots=True)
class Target:
    """What is polled: one workspace of one project, both types of image in each poll."""

    endpoint: str
    project_id: str
    workspace_id: str

    @property
    def id(self) -> str:
        """The same after every restart."""
        return name_based("target", self.endpoint, self.project_id, self.workspace_id)


class Quality(StrEnum):
    """How far one reading of a list can be trusted (reliability.md, chapter 5)."""

    COMPLETE = "complete"
    INCONSISTENT = "inconsistent"
    """Every page came, but they contradict each other, or it is empty where images were known."""
    PARTIAL = "partial"
    """A page is missing, or all of them."""


class Seen(NamedTuple):
    """One image in one poll.  ``image`` is there where its facts may be needed for a message:
    failed, not yet ready, or in a status we do not know."""

    id: str
    status: str
    """Upper case; empty if none was sent."""
    name: str
    tag: str
    namespace: str
    type: str
    created_ms: int
    image: Image | None


class Known(NamedTuple):
    """What is remembered of one image between polls.

    ``since_ms``: when this status was first seen.  ``number``: of the latest incident, 0 if there
    was none; ``stuck_number``: of the latest stuck stay.  ``open``, ``stuck``: whether they go on.
    ``absent``: complete polls in a row without it.
    """

    status: str
    since_ms: int
    number: int
    open: bool
    stuck_number: int
    stuck: bool
    absent: int
    name: str
    tag: str
    namespace: str
    type: str


class IncidentKind(StrEnum):
    """What is wrong with an image."""

    FAILED = "failed"
    """One stay in CREATE_FAILED or ERROR."""
    STUCK = "stuck"
    """One stay in CREATING that takes too long: a soft notice."""


class Closing(StrEnum):
    """How an incident ended."""

    RECOVERED = "recovered"
    """Seen ACTIVE."""
    RETRIED = "retried"
    """Seen CREATING or INIT again."""
    DELETED = "deleted"
    """Seen with the status DELETED."""
    REPLACED = "replaced"
    """Deleted or gone, and a newer image has its name."""
    GONE = "gone"
    """Absent from three complete polls."""
    FAILED = "failed"
    """Only of a stuck stay: it ended in a failure, which is an incident of its own."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One stay of one image in a bad status.

    ``facts``: the image as it was seen last in this stay.  ``baseline``: it was there at the very
    first look, so nobody was paged.  ``closing`` is None while it goes on.  ``replaced_by``: name
    and tag.  ``silence_id``, ``acked_by``: kept with the message, not here.
    """

    id: str
    target_id: str
    image_id: str
    kind: IncidentKind
    number: int
    status: str
    opened_ms: int
    facts: Image
    baseline: bool = False
    closed_ms: int | None = None
    closing: Closing | None = None
    replaced_by: str = ""
    poll_id: str = ""

    @property
    def label(self) -> str:
        """``name:tag``, or the id where there is no name; raw text, to be escaped."""
        return label_of(self.facts.name or "", self.facts.tag or "") or self.image_id


def label_of(name: str, tag: str) -> str:
    """``name:tag`` of what is there."""
    return f"{name}:{tag}" if name and tag else name or tag


def incident_id(target_id: str, image_id: str, kind: IncidentKind, number: int) -> str:
    """Of the ``number``-th stay."""
    return name_based("incident", target_id, image_id, kind.value, number)


class ChangeKind(StrEnum):
    """What one poll found out about an incident."""

    OPENED = "opened"
    CHANGED = "changed"
    """CREATE_FAILED became ERROR or the other way round: the same incident."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Change:
    """One incident that began, changed or ended in one poll.

    ``incident``: as it is after this poll.  ``before``: the status before; empty if the image was
    not known.  For a close of an incident whose image is not there any more, ``incident.facts``
    holds what the state remembers (id, name, tag, type); the stored facts stay.
    """

    kind: ChangeKind
    incident: Incident
    before: str = ""


class NoticeKind(StrEnum):
    """What a message is about."""

    ALERT = "alert"
    """One incident."""
    GROUP = "group"
    """Several incidents in one message."""
    FLAPPING = "flapping"
    """One image that fails again and again; counts."""
    STUCK = "stuck"
    BASELINE = "baseline"
    """What was already broken at the first look."""
    BLIND = "blind"
    """The bot cannot see a target."""
    LINE = "line"
    """One line in the thread of another notice."""
    LOST = "lost"
    """To a creator: a channel cannot be posted to."""
    WATCH = "watch"
    """To one person: the image they wait for."""
    SUBSCRIBED = "subscribed"
    """The one public line that confirms a subscription."""


COLLAPSIBLE = frozenset({NoticeKind.ALERT, NoticeKind.GROUP, NoticeKind.STUCK})
"""What may be put together into one group while it still waits."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that is owed: goes into the outbox in the transaction that found the reason.

    ``id``: name-based, so that the same reason is owed once.  ``channel``: a channel's or, for a
    direct message, a person's id.  ``order_key``: notices of one channel with the same key, or
    where one has none, are posted in the order in which they were owed.  ``facts``: what the
    incidents do not say, as JSON.  ``parent``: for a `LINE`, the notice whose thread it is.
    """

    id: str
    channel: str
    kind: NoticeKind
    order_key: str = ""
    incidents: tuple[str, ...] = ()
    facts: Json = field(default_factory=dict)
    parent: str = ""


def failed(status: str) -> bool:
    """Whether this status is a failure; upper case is expected."""
    return status in FAILED_STATUSES


BOTH = (ImageType.BUILD_IN, ImageType.DEDICATED)
