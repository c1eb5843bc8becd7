"""What those hear who know of an incident already: a message drawn again, a line below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.alerts.model import Change, ChangeKind, Incident, Json, Notice, NoticeKind, name_based
from bot.alerts.poll import Told

_LABELS = 5
_LABEL_LENGTH = 200
"""Characters of a name in a line's facts; it is shown shorter."""

MIXED = "mixed"
"""Said where several images ended in several ways."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """``touched``: notices whose message must be drawn again.  ``lines``: what is said in their
    threads, one line for each notice and kind of change."""

    touched: frozenset[str]
    lines: tuple[Notice, ...]


def follow_up(
    poll_id: str,
    changes: Sequence[Change],
    told: Mapping[str, tuple[Told, ...]],
) -> FollowUp:
    """Tell of what changed or ended in one poll.

    A message that waits will show the newest state by itself.  A silence keeps back new messages,
    not the story of one that is there.
    """
    touched: set[str] = set()
    said: dict[tuple[Told, ChangeKind], list[Incident]] = {}
    for change in changes:
        if change.kind is ChangeKind.OPENED:
            continue
        for notice in told.get(change.incident.id, ()):
            touched.add(notice.notice_id)
            if notice.shown:
                said.setdefault((notice, change.kind), []).append(change.incident)
    lines = tuple(_line(poll_id, *key, incidents) for key, incidents in said.items())
    return FollowUp(frozenset(touched), lines)


def _line(poll_id: str, told: Told, what: ChangeKind, incidents: Sequence[Incident]) -> Notice:
    facts: Json = {
        "what": what.value,
        "labels": [incident.label[:_LABEL_LENGTH] for incident in incidents[:_LABELS]],
        "count": len(incidents),
    }
    statuses = {incident.status for incident in incidents}
    if len(statuses) == 1:
        facts["status"] = statuses.pop()
    if what is ChangeKind.CLOSED:
        facts |= _end(incidents)
    return Notice(
        id=name_based("line", told.notice_id, poll_id, what.value),
        channel=told.channel,
        kind=NoticeKind.LINE,
        order_key=told.notice_id,
        facts=facts,
        parent=told.notice_id,
    )


def _end(incidents: Sequence[Incident]) -> Json:
    closings = {incident.closing.value for incident in incidents if incident.closing}
    facts: Json = {"closing": closings.pop() if len(closings) == 1 else MIXED}
    if len(incidents) > 1:
        return facts
    one = incidents[0]
    if one.replaced_by:
        facts["replaced_by"] = one.replaced_by[:_LABEL_LENGTH]
    # The opening is not known of an incident that was forgotten meanwhile.
    if one.opened_ms and one.closed_ms is not None:
        facts["lasted_ms"] = max(0, one.closed_ms - one.opened_ms)
    return facts
