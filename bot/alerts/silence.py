"""What nobody wants to hear of for a while."""

from __future__ import annotations

from collections.abc import Iterable

from bot.alerts.asked import Silence
from bot.alerts.model import Change, ChangeKind, Incident, IncidentKind
from bot.alerts.subscription import Filters


class Quiet:
    """One silence, its search read once for many incidents."""

    __slots__ = ("_filters", "silence")

    def __init__(self, silence: Silence) -> None:
        self.silence = silence
        self._filters = None if silence.image_id else Filters(silence.filters)

    def covers(self, incident: Incident, at_ms: int) -> bool:
        """Whether nothing new is posted about it at this moment.

        A search that cannot be read covers nothing: what cannot be understood must not hide
        failures.
        """
        if _over(self.silence, at_ms):
            return False
        if self._filters is None:
            return self.silence.image_id == incident.image_id
        return self._filters.query is not None and self._filters.match(incident, at_ms)

    def ends_by(self, change: Change, at_ms: int) -> bool:
        """Whether it was to last until just this: a change of the status.

        An incident that changed or ended is one.  So is the failure of a silenced image, because
        its status was a good one when it was silenced; but what a silenced search finds is what
        the silence is for, and an image that hangs has not changed at all.
        """
        if self.silence.until_ms is not None or not self.covers(change.incident, at_ms):
            return False
        if change.kind is not ChangeKind.OPENED:
            return True
        return bool(self.silence.image_id) and change.incident.kind is IncidentKind.FAILED


def ended_by(
    silences: Iterable[Silence], changes: Iterable[Change], at_ms: int
) -> tuple[str, ...]:
    """Ids of the silences that these changes end."""
    found = list(changes)
    return tuple(
        silence.id
        for silence in silences
        if silence.until_ms is None
        for quiet in [Quiet(silence)]
        if any(quiet.ends_by(change, at_ms) for change in found)
    )


def _over(silence: Silence, at_ms: int) -> bool:
    if silence.ended_ms is not None and silence.ended_ms <= at_ms:
        return True
    return silence.until_ms is not None and silence.until_ms <= at_ms
