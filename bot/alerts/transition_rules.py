"""What one sighting of one image, or its absence, means for its incidents.

A failure counts whenever it is seen.  An incident ends only by evidence: a status that we know to
be no failure, or three complete polls in a row without the image (reliability.md, P4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.alerts.model import (
    BOTH,
    Change,
    ChangeKind,
    Closing,
    Incident,
    IncidentKind,
    Known,
    Seen,
    failed,
    incident_id,
)
from bot.alerts.timing import GONE_AFTER
from bot.modelarts.models import FAILED_STATUSES, Image, ImageType

CREATING = "CREATING"
DELETED = "DELETED"

_GOOD = {
    "ACTIVE": Closing.RECOVERED,
    CREATING: Closing.RETRIED,
    "INIT": Closing.RETRIED,
    DELETED: Closing.DELETED,
}
"""How each of these ends a failure.  A status that is neither here nor a failure says nothing."""

WORTH_A_LOOK = FAILED_STATUSES | {CREATING}
"""With these, an image may change although its status does not."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is the same for all images of a poll.

    ``baseline``: types whose first look was done before this poll.  ``stuck_ms``: CREATING for
    longer than this is stuck.
    """

    target_id: str
    poll_id: str
    now_ms: int
    baseline: frozenset[ImageType]
    stuck_ms: int

    def first_look(self, row: Seen) -> bool:
        """Whether nobody is to be paged for what was there already.

        An image of a type we do not know belongs to neither first look: it waits for both.
        """
        return row.type not in self.baseline and not self.baseline.issuperset(BOTH)


class Verdict(NamedTuple):
    """What is remembered from now on, and what happened."""

    known: Known
    changes: tuple[Change, ...] = ()


def sighted(row: Seen, old: Known | None, moment: Moment) -> Verdict:
    """The image is there.  The same sighting again gives the same memory and no change."""
    last = _memory_before(row, old, moment)
    status, since_ms = _status_after(row, last, moment)
    found = [*_stuck_change(row, last, since_ms, moment), *_failure_change(row, old, last, moment)]
    opened = {one.incident.kind for one in found if one.kind is ChangeKind.OPENED}
    closed = {one.incident.kind for one in found if one.kind is ChangeKind.CLOSED}
    fails, hangs = IncidentKind.FAILED, IncidentKind.STUCK
    known = Known(
        status=status,
        since_ms=since_ms,
        number=last.number + (fails in opened),
        open=fails in opened or (last.open and fails not in closed),
        stuck_number=last.stuck_number + (hangs in opened),
        stuck=hangs in opened or (last.stuck and hangs not in closed),
        absent=0,
        name=row.name,
        tag=row.tag,
        namespace=row.namespace,
        type=row.type,
    )
    return Verdict(known, tuple(found))


def missed(image_id: str, old: Known, moment: Moment) -> Verdict:
    """A complete poll was without it.  Its numbers stay, so that no incident's id comes twice."""
    if old.absent + 1 < GONE_AFTER:
        return Verdict(old._replace(absent=old.absent + 1))
    gone = old._replace(absent=GONE_AFTER, open=False, stuck=False)
    row = Seen(image_id, "", old.name, old.tag, old.namespace, old.type, 0, None)
    changes = []
    if old.stuck:
        changes.append(_closed(row, old, IncidentKind.STUCK, Closing.GONE, moment))
    if old.open:
        changes.append(_closed(row, old, IncidentKind.FAILED, Closing.GONE, moment))
    return Verdict(gone, tuple(changes))


def _memory_before(row: Seen, old: Known | None, moment: Moment) -> Known:
    """What is remembered; of an image that was gone only the numbers."""
    if old is not None and old.absent < GONE_AFTER:
        return old
    number, stuck_number = (old.number, old.stuck_number) if old else (0, 0)
    names = (row.name, row.tag, row.namespace, row.type)
    return Known("", moment.now_ms, number, False, stuck_number, False, 0, *names)


def _status_after(row: Seen, last: Known, moment: Moment) -> tuple[str, int]:
    """The status to remember, and since when.

    While an incident goes on, a status we do not know is forgotten: ERROR, QUEUED, ERROR is one
    incident in one status.
    """
    unclear = not failed(row.status) and row.status not in _GOOD
    if row.status == last.status or (unclear and (last.open or last.stuck)):
        return last.status, last.since_ms
    return row.status, moment.now_ms


def _failure_change(row: Seen, old: Known | None, last: Known, moment: Moment) -> list[Change]:
    kind = IncidentKind.FAILED
    if not failed(row.status):
        closing = _GOOD.get(row.status) if last.open else None
        return [_closed(row, last, kind, closing, moment)] if closing else []
    if not last.open:
        opened = _opened(row, last, kind, moment)
        baseline = old is None and moment.first_look(row)
        return [replace(opened, incident=replace(opened.incident, baseline=baseline))]
    if row.status == last.status:
        return []
    incident = replace(_stay(row, last, kind, moment), status=row.status)
    return [Change(ChangeKind.CHANGED, incident, last.status)]


def _stuck_change(row: Seen, last: Known, since_ms: int, moment: Moment) -> list[Change]:
    kind = IncidentKind.STUCK
    if last.stuck:
        closing = Closing.FAILED if failed(row.status) else _GOOD.get(row.status)
        if closing is None or row.status == CREATING:
            return []
        return [_closed(row, last, kind, closing, moment)]
    if row.status != CREATING or moment.now_ms - since_ms <= moment.stuck_ms:
        return []
    return [_opened(row, last, kind, moment)]


def _opened(row: Seen, last: Known, kind: IncidentKind, moment: Moment) -> Change:
    failing = kind is IncidentKind.FAILED
    following = last._replace(
        status=row.status,
        number=last.number + failing,
        stuck_number=last.stuck_number + (not failing),
    )
    incident = replace(
        _stay(row, following, kind, moment), opened_ms=moment.now_ms, poll_id=moment.poll_id
    )
    return Change(ChangeKind.OPENED, incident, last.status)


def _closed(
    row: Seen, last: Known, kind: IncidentKind, closing: Closing, moment: Moment
) -> Change:
    incident = replace(
        _stay(row._replace(image=None), last, kind, moment),
        closed_ms=moment.now_ms,
        closing=closing,
    )
    return Change(ChangeKind.CLOSED, incident, last.status)


def _stay(row: Seen, last: Known, kind: IncidentKind, moment: Moment) -> Incident:
    """The incident with the number and status that ``last`` has, without its times."""
    number = last.number if kind is IncidentKind.FAILED else last.stuck_number
    return Incident(
        id=incident_id(moment.target_id, row.id, kind, number),
        target_id=moment.target_id,
        image_id=row.id,
        kind=kind,
        number=number,
        status=last.status,
        opened_ms=0,
        facts=row.image or _brief(row),
    )


def _brief(row: Seen) -> Image:
    return Image(
        id=row.id,
        name=row.name or None,
        tag=row.tag or None,
        namespace=row.namespace or None,
        type=row.type or None,
    )
