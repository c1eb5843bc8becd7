"""What a whole history of polls means, image by image, by plain loops over all of it.

Nothing here is shared with the rules it judges, but for the words of the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.alerts.model import BOTH, Closing, IncidentKind, Seen
from bot.modelarts.models import ImageType

BAD = {"CREATE_FAILED", "ERROR"}
GOOD = {
    "ACTIVE": Closing.RECOVERED,
    "CREATING": Closing.RETRIED,
    "INIT": Closing.RETRIED,
    "DELETED": Closing.DELETED,
}


@dataclass(frozen=True)
class Reading:
    """One list in one poll.  ``came``: page one did.  ``torn``: a later page did not.
    ``odd``: the numbers disagree."""

    rows: tuple[Seen, ...] = ()
    came: bool = True
    torn: bool = False
    odd: bool = False


@dataclass(frozen=True)
class Poll:
    """Both lists at one moment."""

    now_ms: int
    readings: Mapping[ImageType, Reading]


@dataclass(frozen=True)
class Stay:
    """One incident as it must be by now."""

    image_id: str
    kind: IncidentKind
    number: int
    status: str
    opened_ms: int
    baseline: bool = False
    closed_ms: int | None = None
    closing: Closing | None = None


@dataclass(frozen=True)
class Evidence:
    """What one poll says of one image; the status is empty text if it says that it is gone."""

    at: int
    status: str
    gone: bool = False


class History:
    """All polls of one target."""

    def __init__(self, stuck_ms: int) -> None:
        self.polls: list[Poll] = []
        self._stuck_ms = stuck_ms
        self._whole: list[set[ImageType]] = []

    def add(self, poll: Poll) -> None:
        """The next poll."""
        at = len(self.polls)
        self.polls.append(poll)
        self._whole.append({kind for kind in BOTH if self._is_whole(at, kind)})

    def complete(self, at: int) -> bool:
        """Whether this poll may be believed about what it does not show."""
        return len(self._whole[at]) == 2

    def stays(self) -> list[Stay]:
        """Every incident there ever was."""
        return [
            stay
            for image_id in self._images()
            for stay in [*self._failures(image_id), *self._stuck(image_id)]
        ]

    def looked_at(self, before: int) -> set[ImageType]:
        """Types whose first look was done before this poll."""
        done: set[ImageType] = set()
        row = 0
        for at in range(before):
            done |= self._whole[at]
            readings = self.polls[at].readings
            read = {kind for kind in BOTH if _some(readings[kind])} - done
            row = row + 1 if read else 0
            if row == 3:
                done, row = done | read, 0
        return done

    def _images(self) -> set[str]:
        readings = [one for poll in self.polls for one in poll.readings.values()]
        return {row.id for reading in readings for row in reading.rows}

    def _is_whole(self, at: int, kind: ImageType) -> bool:
        reading = self.polls[at].readings[kind]
        if not reading.came or reading.torn or reading.odd:
            return False
        if reading.rows or not any(self._is_there(at, one, kind) for one in self._images()):
            return True
        return self._empty_before(at, kind) >= 5

    def _empty_before(self, at: int, kind: ImageType) -> int:
        count = 0
        for poll in reversed(self.polls[:at]):
            reading = poll.readings[kind]
            if not _some(reading):
                continue
            if reading.rows or reading.odd:
                break
            count += 1
        return count

    def _is_there(self, before: int, image_id: str, kind: ImageType) -> bool:
        """Whether this type had the image when it was seen last, and it is not gone since."""
        sightings = [(at, self.sighting(at, image_id)) for at in range(before)]
        found = [(at, row) for at, row in sightings if row is not None]
        if not found:
            return False
        last, row = found[-1]
        missed = sum(self.complete(at) for at in range(last + 1, before))
        return row.type == kind and row.status != "DELETED" and missed < 3

    def sighting(self, at: int, image_id: str) -> Seen | None:
        """The row to believe of this image in this poll."""
        readings = [self.polls[at].readings[kind] for kind in BOTH]
        rows = [row for reading in readings for row in reading.rows if row.id == image_id]
        bad = [row for row in rows if row.status in BAD]
        return next(iter((bad or rows)[::-1]), None)

    def _evidence(self, image_id: str) -> Iterator[Evidence]:
        missed = 0
        for at in range(len(self.polls)):
            row = self.sighting(at, image_id)
            if row is not None:
                missed = 0
                yield Evidence(at, row.status)
            elif self.complete(at):
                missed += 1
                if missed == 3:
                    yield Evidence(at, "", gone=True)

    def _failures(self, image_id: str) -> Iterator[Stay]:
        """Runs of bad statuses between good ones; what we do not know is left out."""
        heard = list(self._evidence(image_id))
        first = next(one.at for one in heard if not one.gone)
        known = [one for one in heard if one.gone or one.status in BAD or one.status in GOOD]
        runs = [(bad, list(run)) for bad, run in groupby(known, lambda one: one.status in BAD)]
        number = 0
        for place, (bad, run) in enumerate(runs):
            if not bad:
                continue
            number += 1
            row = self.sighting(run[0].at, image_id)
            assert row is not None
            end = runs[place + 1][1][0] if place + 1 < len(runs) else None
            last = [list(same) for _, same in groupby(run, lambda one: one.status)][-1]
            since_ms = self.polls[last[0].at].now_ms
            yield Stay(
                image_id,
                IncidentKind.FAILED,
                number,
                run[-1].status,
                self.polls[run[0].at].now_ms,
                run[0].at == first and row.type not in self.looked_at(first),
                self.polls[end.at].now_ms if end else None,
                self._closing(image_id, end, since_ms) if end else None,
            )

    def _stuck(self, image_id: str) -> Iterator[Stay]:
        since: int | None = None
        opened: int | None = None
        number = 0
        for one in self._evidence(image_id):
            now_ms = self.polls[one.at].now_ms
            if one.status == "CREATING":
                since = now_ms if since is None else since
                if opened is None and now_ms - since > self._stuck_ms:
                    opened, number = now_ms, number + 1
                continue
            if opened is None:
                since = None
            elif one.gone or one.status in BAD or one.status in GOOD:
                assert since is not None
                closing = self._closing(image_id, one, since)
                yield self._hung(image_id, number, opened, now_ms, closing)
                since = opened = None
        if opened is not None:
            yield self._hung(image_id, number, opened, None, None)

    def _hung(
        self, image_id: str, number: int, opened: int, closed: int | None, how: Closing | None
    ) -> Stay:
        return Stay(
            image_id,
            IncidentKind.STUCK,
            number,
            "CREATING",
            opened,
            closed_ms=closed,
            closing=how,
        )

    def _closing(self, image_id: str, end: Evidence, since_ms: int) -> Closing:
        if end.status in BAD:
            return Closing.FAILED
        how = Closing.GONE if end.gone else GOOD[end.status]
        if how not in {Closing.GONE, Closing.DELETED}:
            return how
        names = [self.sighting(at, image_id) for at in range(end.at + 1)]
        mine = [row for row in names if row is not None][-1]
        for other in self._images() - {image_id}:
            row = self.sighting(end.at, other)
            if row is None or row.status in {*BAD, "DELETED"} or row.created_ms <= since_ms:
                continue
            if (row.namespace, row.name) == (mine.namespace, mine.name):
                return Closing.REPLACED
        return how


def _some(reading: Reading) -> bool:
    """Whether anything of the list was read, be it that it is empty."""
    return reading.came and (bool(reading.rows) or not reading.torn)
