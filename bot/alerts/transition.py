"""What one poll of a target changes: its rows against what is remembered.

`bot.alerts.transition_rules` has the rules for one image; here is what needs the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.alerts.model import (
    BOTH,
    Change,
    Closing,
    Known,
    Quality,
    Seen,
    failed,
    label_of,
)
from bot.alerts.poll import Side
from bot.alerts.snapshot import overall
from bot.alerts.timing import GONE_AFTER
from bot.alerts.transition_rules import (
    DELETED,
    WORTH_A_LOOK,
    Moment,
    Verdict,
    missed,
    sighted,
)
from bot.modelarts.models import ImageType


@dataclass(frozen=True, slots=True)
class Compared:
    """What a poll found out; parts of a `bot.alerts.poll.PollRecord`.

    ``changes``: in the order of image ids; where a stuck stay ended in a failure, the end comes
    first.  Of an incident that changed or ended, ``opened_ms`` is 0, ``poll_id`` empty and
    ``baseline`` False, because the memory does not hold them, and of one that ended the facts are
    brief: what is stored stays.  ``states``: only images whose memory changed.  ``sightings``: of
    watched images, the status; empty text for one that is gone, nothing for one that was not seen
    or came without a status.  ``known``: images listed.
    """

    changes: tuple[Change, ...]
    states: dict[str, Known]
    sightings: dict[str, str]
    known: int


class Comparison:
    """One poll against what is remembered, in slices: the work is done in `take`.

    Run again over the states it gave, a poll changes nothing more, except that an absence counts
    every time.

    Args:
        known: By image id; is not changed.
        now_ms: Of the poll.
        baseline: Types whose first look was done before this poll.  What is failed already when
            an image of another type is first seen pages nobody.
        stuck_ms: How long CREATING is nothing to speak of.
    """

    def __init__(
        self,
        target_id: str,
        poll_id: str,
        known: Mapping[str, Known],
        *,
        now_ms: int,
        baseline: frozenset[ImageType],
        stuck_ms: int,
    ) -> None:
        self._moment = Moment(target_id, poll_id, now_ms, baseline, stuck_ms)
        self._known = known
        self._seen: dict[str, Seen] = {}
        self._verdicts: dict[str, Verdict] = {}

    def take(self, rows: Iterable[Seen]) -> None:
        """Compare some rows of either type.

        An image that comes twice counts once: a failure is believed, or else the type that is
        later in `bot.alerts.model.BOTH`, so that the order of reading does not matter.
        """
        known, seen = self._known, self._seen
        for row in rows:
            earlier = seen.get(row.id)
            if earlier is not None and not _overrules(row, earlier):
                continue
            seen[row.id] = row
            old = known.get(row.id)
            if earlier is not None:
                self._verdicts.pop(row.id, None)
            if old is None or row.status in WORTH_A_LOOK or not _same(row, old):
                verdict = sighted(row, old, self._moment)
                if verdict.known != old:
                    self._verdicts[row.id] = verdict

    def finish(self, sides: Mapping[ImageType, Side], watched: frozenset[str]) -> Compared:
        """Everything this poll means, once all rows were taken.

        Args:
            sides: How far the rows can be trusted: absence counts only if both are complete.
            watched: Ids of images that somebody waits for.
        """
        verdicts = self._verdicts
        if overall(sides) is Quality.COMPLETE:
            verdicts = verdicts | self._absences()
        changes = [change for verdict in verdicts.values() for change in verdict.changes]
        changes.sort(key=lambda change: change.incident.image_id)
        states = {image_id: verdict.known for image_id, verdict in verdicts.items()}
        return Compared(
            changes=tuple(self._replacements(changes)),
            states=states,
            sightings=self._sightings(watched, states),
            known=len(self._seen),
        )

    def _absences(self) -> dict[str, Verdict]:
        known = self._known
        return {
            image_id: missed(image_id, known[image_id], self._moment)
            for image_id in known.keys() - self._seen.keys()
            if known[image_id].absent < GONE_AFTER
        }

    def _replacements(self, changes: list[Change]) -> list[Change]:
        """Say of images that went away which newer image has their name."""
        ended = {Closing.DELETED, Closing.GONE}
        names = {one.incident.facts.name for one in changes if one.incident.closing in ended}
        names.discard(None)
        if not names:
            return changes
        newer: dict[tuple[str, str], Seen] = {}
        # Only where an image with an incident went away; a hundred thousand rows take 5 ms.
        for row in [row for row in self._seen.values() if row.name in names]:
            held = newer.get((row.namespace, row.name))
            if not (failed(row.status) or row.status == DELETED) and (
                held is None or (held.created_ms, held.id) < (row.created_ms, row.id)
            ):
                newer[row.namespace, row.name] = row
        return [
            self._replaced(one, newer) if one.incident.closing in ended else one for one in changes
        ]

    def _replaced(self, change: Change, newer: Mapping[tuple[str, str], Seen]) -> Change:
        facts = change.incident.facts
        row = newer.get((facts.namespace or "", facts.name or ""))
        # Its clock and ours may differ; at worst this is called gone.
        if row is None or row.created_ms <= self._known[change.incident.image_id].since_ms:
            return change
        label = label_of(row.name, row.tag)
        incident = replace(change.incident, closing=Closing.REPLACED, replaced_by=label)
        return replace(change, incident=incident)

    def _sightings(self, watched: frozenset[str], states: Mapping[str, Known]) -> dict[str, str]:
        found: dict[str, str] = {}
        for image_id in watched:
            row = self._seen.get(image_id)
            state = states.get(image_id) or self._known.get(image_id)
            if row is not None and row.status:
                found[image_id] = row.status
            elif state is not None and state.absent >= GONE_AFTER:
                found[image_id] = ""
        return found


def _same(row: Seen, old: Known) -> bool:
    return (
        row.status == old.status
        and not old.absent
        and row.name == old.name
        and row.tag == old.tag
        and row.namespace == old.namespace
        and row.type == old.type
    )


def _overrules(row: Seen, earlier: Seen) -> bool:
    bad, was_bad = failed(row.status), failed(earlier.status)
    if bad is not was_bad:
        return bad
    return _rank(row) >= _rank(earlier)


def _rank(row: Seen) -> int:
    return next((rank for rank, kind in enumerate(BOTH, 1) if kind == row.type), 0)
