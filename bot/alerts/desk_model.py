"""What a person is told of the alerts when they ask, as values between the store and the views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.alerts.asked import Subscription
from bot.alerts.model import Incident
from bot.alerts.poll import TargetState


@dataclass(frozen=True, slots=True)
class Preview:
    """What a subscription would mean.  ``days``: how far the memory reaches, at most 7.

    ``fired``: incidents in that time that match.  ``latest``: the newest of them.
    ``broken``: matching incidents that go on.  ``known``: images of the target; None before the
    first look.
    """

    fired: int
    days: int
    latest: Incident | None
    broken: int
    known: int | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One thing that happened to an image or a message about it.

    ``what``: one of ``seen opened changed closed matched unmatched silenced unsilenced suppressed
    owed attempt sent edited looked healed acked merged held dead``.  ``channel``: if it happened
    to a message.  ``detail``: our own words, codes and ids, never text from outside; of ``acked``
    ``by U…`` or ``taken back by U…``; of ``silenced`` ``by U… until`` and milliseconds or
    ``change``; of ``unsilenced`` ``by U…``, or empty.  ``ts``: Slack's, if there is one.
    """

    at_ms: int
    what: str
    detail: str = ""
    channel: str = ""
    ts: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Why an alert came or did not: newest incident last.

    ``status``, ``since_ms``: the last that was seen.  ``gone_ms``: when the polls found that the
    image is not in the list any more; None while it is.
    """

    image_id: str
    label: str
    status: str
    since_ms: int | None
    incidents: tuple[Incident, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    gone_ms: int | None = None


@dataclass(frozen=True, slots=True)
class QueueState:
    """``oldest_ms``: how long the oldest waiting notice has waited.  ``states``: rows by state."""

    states: Mapping[str, int] = field(default_factory=dict)
    oldest_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """What ``/images status`` shows.

    ``blocked``: channel id (``*`` for the workspace) to Slack's code.  ``paused``: subscriptions.
    ``looks``: how an unclear send is settled: ``history``, ``resend`` or ``hold``.
    ``here``: subscriptions of the asking channel.
    """

    now_ms: int
    targets: tuple[TargetState, ...]
    queue: QueueState
    blocked: Mapping[str, str]
    paused: tuple[Subscription, ...]
    looks: str
    incidents: int
    here: tuple[Subscription, ...] = ()
    poll_ms: int = 60_000
