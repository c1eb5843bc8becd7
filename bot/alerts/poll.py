"""What one poll hands to storage, and what storage knows when the rules decide.

A poll is a sandwich: the job reads the API, `bot.alerts.transition` and `bot.alerts.blindness`
compare, and storage commits a `PollRecord` in one transaction in which `bot.alerts.routing` turns
it into a `Plan` with what only the database knows (`RoutingContext`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.alerts.asked import ImageWatch, Silence, Subscription
from bot.alerts.model import Change, Incident, Known, Notice, NoticeKind, Quality, Target
from bot.modelarts.models import ImageType


@dataclass(frozen=True, slots=True)
class Side:
    """One type's part of a poll.

    ``rows``: images read.  ``total``: what ModelArts said; None if it said nothing.
    ``pages``: requests answered.  ``code``: why it is not complete: an HTTP status or error code
    of ours (``401``, ``timeout``, ``empty``, ``inconsistent``), bounded and safe to show.
    """

    quality: Quality
    rows: int = 0
    total: int | None = None
    pages: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class TargetState:
    """What the database remembers of one target between polls.

    ``failures``: polls in a row that were not complete.  ``empties``: the same, for polls that
    were empty where images were known, by type.  ``baseline``: types whose first look is done.
    ``announced``: the baseline message was written.  ``unready``: polls in a row without a
    baseline of some type, in which a part of one was read.  ``seen_ms``: last complete reading by
    type.  ``complete_ms``: last poll in which both were complete.  ``blind_since_ms``: last
    complete poll before the present blindness (or its first poll), while people have been told
    of it.  ``known``: images listed at the last complete poll.
    """

    target: Target
    failures: int = 0
    empties: Mapping[ImageType, int] = field(default_factory=dict)
    baseline: frozenset[ImageType] = frozenset()
    announced: bool = False
    unready: int = 0
    seen_ms: Mapping[ImageType, int] = field(default_factory=dict)
    complete_ms: int | None = None
    attempt_ms: int | None = None
    blind_since_ms: int | None = None
    blind_code: str = ""
    known: int = 0
    next_poll_ms: int = 0


class Sight(StrEnum):
    """What a poll changed about whether the target can be seen."""

    SAME = "same"
    LOST = "lost"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class PollRecord:
    """Everything one poll found out.

    ``term``: of the lease it ran under.  ``state``: the target's new state; ``sight``: what that
    changed.  ``blind_since_ms``: of the blindness that began or, for `Sight.BACK`, ended.
    ``changes``: in the order of image ids.  ``states``: only images whose memory changed.
    ``sightings``: for watched images, the status now; empty text for one that is gone.
    ``announce``: this poll completed the baseline.
    """

    poll_id: str
    term: int
    started_ms: int
    quality: Quality
    sides: Mapping[ImageType, Side]
    state: TargetState
    sight: Sight = Sight.SAME
    blind_since_ms: int | None = None
    changes: tuple[Change, ...] = ()
    states: Mapping[str, Known] = field(default_factory=dict)
    sightings: Mapping[str, str] = field(default_factory=dict)
    announce: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that exists and holds an incident.

    ``shown``: it is in Slack or may be (sent, sending or unknown); a waiting one will show the
    newest state by itself.
    """

    notice_id: str
    channel: str
    kind: NoticeKind
    shown: bool


@dataclass(frozen=True, slots=True)
class RoutingContext:
    """What the database knows at the moment of the commit.

    ``subscriptions``: of this target, active and paused.  ``silences``: that have not ended.
    ``told``: by incident id, for the incidents in the poll's changes.  ``recent``: by image id,
    the opening times of its FAILED incidents within `Timing.flapping` before now, those of this
    poll not counted.  ``flapping``: by (channel, image id), the newest flapping notice that is not
    over.  ``watches``: of this target, that have not ended.  ``blind``: notices of the blindness
    that ends now.  ``broken``: incidents that go on, for the announcement of a baseline only.
    """

    now_ms: int
    subscriptions: tuple[Subscription, ...] = ()
    silences: tuple[Silence, ...] = ()
    told: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    recent: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    flapping: Mapping[tuple[str, str], str] = field(default_factory=dict)
    watches: tuple[ImageWatch, ...] = ()
    blind: tuple[Told, ...] = ()
    broken: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is written beside the poll itself; every part is harmless when written twice.

    ``attach``: (notice id, channel, incident id) for incidents that join an existing notice.
    ``touched``: notices whose message must be drawn again.  ``suppressed``: (channel, incident
    id, silence id).  ``ended_silences``, ``ended_watches``: ids.  ``watch_statuses``: by watch
    id, the status from which the next change is news.  ``facts``: by notice id, what is merged
    into the facts of an existing notice.
    """

    notices: tuple[Notice, ...] = ()
    attach: tuple[tuple[str, str, str], ...] = ()
    touched: frozenset[str] = frozenset()
    suppressed: tuple[tuple[str, str, str], ...] = ()
    ended_silences: tuple[str, ...] = ()
    ended_watches: tuple[str, ...] = ()
    watch_statuses: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
