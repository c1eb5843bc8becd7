"""The values between the outbox, the rules of delivery and Slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.alerts.model import Incident, Json, NoticeKind


class RowState(StrEnum):
    """Where a notice is (reliability.md 4.2)."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """Sent, perhaps: Slack's history is asked before anything else happens."""
    HELD = "held"
    """Unknown, history cannot be read, and ``ON_AMBIGUOUS=hold``."""
    SENT = "sent"
    MERGED = "merged"
    """Its incidents moved into another notice before it was ever sent."""
    REPLACED = "replaced"
    """Its message is gone from Slack; another notice goes on."""
    DEAD = "dead"
    """Slack refuses it in every form; the operator is told."""


class Step(StrEnum):
    """What a claim is for."""

    POST = "post"
    EDIT = "edit"


class Level(StrEnum):
    """How richly a notice is drawn; a refused payload goes one down."""

    BLOCKS = "blocks"
    TEXT = "text"
    LINE = "line"
    """One fixed ASCII line with the notice's id."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Everything a view needs to draw a notice, as it is at this moment.

    ``incidents``: the first few, those that go on first; ``total``: how many there are;
    ``ongoing``: how many go on; ``statuses``: how many by status at failure; ``closings``: how
    many by how they ended.  ``acked_by``: a person's id.  ``silenced_until``: None if no silence
    covers it, 0 for "until it changes".  ``repeat``: it may already be there once ("possible
    repeat").  ``parent_ts``, ``parent_channel``: for a line.  ``continues``: link to the message
    it goes on from.
    """

    id: str
    kind: NoticeKind
    channel: str
    now_ms: int
    facts: Json = field(default_factory=dict)
    incidents: tuple[Incident, ...] = ()
    total: int = 0
    ongoing: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    closings: Mapping[str, int] = field(default_factory=dict)
    acked_by: str = ""
    acked_ms: int | None = None
    silenced_until: int | None = None
    repeat: bool = False
    continues: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make one call to Slack, committed before the call.

    ``seconds``: for the whole call, from the moment the claim was asked for; 0 or less means
    too late.  ``channel``: where to post, a person's id for a direct message.  ``ts``: of the
    message to edit, in ``place`` (empty: ``channel``); ``thread_ts``: for a line.  ``revision``:
    what an edit will have shown.  ``attempt``: from 1.  ``with_metadata``: False once Slack
    refused it.
    """

    notice_id: str
    claim_id: str
    step: Step
    channel: str
    seconds: float
    attempt: int
    level: Level
    view: NoticeView
    ts: str = ""
    place: str = ""
    thread_ts: str = ""
    revision: int = 0
    with_metadata: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack made of one call.

    ``code``: ``ok``, Slack's own word, or ours: ``no_answer`` (anything after the first byte
    left), ``not_sent`` (no connection), ``http_500`` and its like, ``too_late``.
    ``retry_after``: seconds.  ``channel``: where it was really posted.
    """

    ok: bool
    code: str
    ts: str = ""
    channel: str = ""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of a claimed notice; `bot.alerts.delivery.settlement` decides.

    ``state``: the row's new state.  ``wait_ms``: until it may be claimed (or looked for).
    ``gate_ms``: until anything may be sent to this channel; ``team_gate_ms``: to any.
    ``block_channel``, ``block_team``: Slack's code, if nothing can be sent there until a probe
    succeeds.  ``level``, ``drop_metadata``: how it is tried next.  ``unclear``: it may have been
    shown all the same.  ``lost_message``: the message to edit is gone, a new one goes on.
    ``counts``: whether this was an attempt.  ``skip_edit``: this revision is given up.
    """

    state: RowState
    wait_ms: int = 0
    gate_ms: int = 0
    team_gate_ms: int = 0
    block_channel: str = ""
    block_team: str = ""
    level: Level | None = None
    drop_metadata: bool = False
    unclear: bool = False
    lost_message: bool = False
    counts: bool = True
    skip_edit: bool = False
    strike: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One channel's (or thread's) notices whose fate is unknown; one history call answers all.

    ``oldest_ms``: where to start reading.  ``rows``: notice id to how often it was looked for.
    ``channel``: the notice's own; ``place``: where Slack said it posted before, if it ever did.
    ``since``: notice id to when the try began of which nobody knows what became; ``now_ms``: by
    the same clock.
    """

    channel: str
    place: str
    thread_ts: str
    oldest_ms: int
    rows: Mapping[str, int]
    since: Mapping[str, int] = field(default_factory=dict)
    now_ms: int = 0


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """One message of ours in Slack's history."""

    ts: str
    notice_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class History:
    """What reading history brought.

    ``code``: ``ok``, or why it could not be read.  ``whole``: every page from the oldest on.
    ``messages``: those of the pages that were read, also where the next one was refused.
    """

    code: str
    messages: tuple[FoundMessage, ...] = ()
    whole: bool = True
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class SweepRow:
    """A notice that was once unclear and may have a late copy.

    ``ts``: the message that counts.  ``strays``: other messages that are known to be its copies.
    """

    notice_id: str
    channel: str
    place: str
    thread_ts: str
    ts: str
    oldest_ms: int
    strays: tuple[str, ...] = ()
