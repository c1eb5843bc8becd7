"""Lists that change, lie and break, poll after poll, against a replay of everything seen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from bot.alerts.model import (
    BOTH,
    Change,
    ChangeKind,
    Closing,
    Incident,
    IncidentKind,
    Known,
    Quality,
    Seen,
)
from bot.alerts.poll import Side
from bot.alerts.snapshot import known_of, overall, side_failed, side_of
from bot.alerts.transition import Compared, Comparison
from bot.errors import UpstreamTimeout
from bot.modelarts.models import ImageType
from bot.modelarts.paging import Listing
from tests.alerts.oracle import History, Poll, Reading, Stay
from tests.alerts.polls import MINUTE_MS, NOW_MS, OK, STUCK_MS, TARGET, both, look, new, seen

BUILD_IN, DEDICATED = BOTH
IDS = ("i-1", "i-2", "i-3")
NAMES = {"i-1": "pytorch", "i-2": "pytorch", "i-3": "mindspore"}
STATUSES = ("ERROR", "CREATE_FAILED", "ACTIVE", "CREATING", "INIT", "DELETED", "QUEUED", "")
FAULTS = (*[""] * 6, "empty", "torn", "odd", "dark")

Places = dict[ImageType, str]
Event = tuple[str, Places]

statuses = st.sampled_from(STATUSES)
events = st.tuples(
    st.sampled_from(IDS),
    st.fixed_dictionaries({DEDICATED: statuses})
    | st.fixed_dictionaries({}, optional=dict.fromkeys(BOTH, statuses)),
)
faults = st.sampled_from(FAULTS)
waits = st.sampled_from((1, 1, 1, 61, 121)).map(lambda minutes: minutes * MINUTE_MS)


class AnyTarget(RuleBasedStateMachine):
    """Images come, change and go on two lists; polls read them, or do not."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: dict[ImageType, dict[str, Seen]] = {kind: {} for kind in BOTH}
        self.now_ms = NOW_MS
        self.state = new()
        self.states: dict[str, Known] = {}
        self.incidents: dict[str, Incident] = {}
        self.history = History(STUCK_MS)

    @rule(
        events=st.lists(events, max_size=3),
        first=faults,
        second=faults,
        wait=waits,
        polls=st.integers(1, 4),
        cut=st.integers(0, 6),
    )
    def change_and_poll(
        self, *, events: list[Event], first: str, second: str, wait: int, polls: int, cut: int
    ) -> None:
        for image_id, places in events:
            self._put(image_id, places)
        for _ in range(polls):
            self.poll(first, second, wait, cut)

    def poll(self, first: str, second: str, wait: int, cut: int) -> None:
        """Read both lists, each with its own fault, and take the rows in two slices."""
        self.now_ms += wait
        readings = {
            kind: self._read(kind, fault, cut)
            for kind, fault in zip(BOTH, (first, second), strict=True)
        }
        sides = {kind: self._judged(kind, readings[kind]) for kind in BOTH}
        rows = [row for kind in BOTH for row in readings[kind].rows]
        found = self._compared(rows, sides, cut)
        assert found == self._compared(rows, sides, len(rows))
        self.history.add(Poll(self.now_ms, readings))
        self._write(found, sides)
        self._check(rows, sides)

    def _put(self, image_id: str, places: Places) -> None:
        """Let an image be on these lists alone; it is as old as its first place."""
        held = [rows.pop(image_id) for rows in self.lists.values() if image_id in rows]
        created_ms = held[0].created_ms if held else self.now_ms + 1
        for kind, status in places.items():
            self.lists[kind][image_id] = seen(
                status,
                image_id,
                name=NAMES[image_id],
                type=kind.value,
                created_ms=created_ms,
            )

    def _read(self, kind: ImageType, fault: str, cut: int) -> Reading:
        rows = tuple(self.lists[kind].values())
        if fault == "torn":
            return Reading(rows[: cut % 3], torn=True)
        if fault == "odd":
            return Reading(rows[cut % 3 :], odd=True)
        if fault:
            return Reading(came=fault == "empty")
        return Reading(rows)

    def _judged(self, kind: ImageType, reading: Reading) -> Side:
        if not reading.came:
            return side_failed(UpstreamTimeout("Too late."))
        listing = Listing(
            reading.rows,
            total=len(reading.rows),
            complete=not (reading.torn or reading.odd),
            partial=reading.torn,
            requests=("/v1/p/images",),
        )
        empties = self.state.empties.get(kind, 0)
        return side_of(listing, known=known_of(self.states.values(), kind), empties=empties)

    def _compared(self, rows: list[Seen], sides: dict[ImageType, Side], cut: int) -> Compared:
        comparison = Comparison(
            TARGET.id,
            f"poll-{len(self.history.polls)}",
            self.states,
            now_ms=self.now_ms,
            baseline=self.state.baseline,
            stuck_ms=STUCK_MS,
        )
        comparison.take(rows[:cut])
        comparison.take(rows[cut:])
        return comparison.finish(sides, frozenset(IDS))

    def _write(self, found: Compared, sides: dict[ImageType, Side]) -> None:
        self.state = look(self.state, sides, self.now_ms).state
        self.states |= found.states
        for change in found.changes:
            self._apply(change)

    def _apply(self, change: Change) -> None:
        incident = change.incident
        if change.kind is ChangeKind.OPENED:
            assert incident.id not in self.incidents
            self.incidents[incident.id] = incident
            return
        held = self.incidents[incident.id]
        assert held.closing is None
        assert change.before == held.status
        self.incidents[incident.id] = replace(
            held,
            status=incident.status,
            closed_ms=incident.closed_ms,
            closing=incident.closing,
        )

    def _check(self, rows: list[Seen], sides: dict[ImageType, Side]) -> None:
        at = len(self.history.polls) - 1
        assert (overall(sides) is Quality.COMPLETE) == self.history.complete(at)
        assert self.state.baseline == self.history.looked_at(at + 1)
        assert {_stay(one) for one in self.incidents.values()} == set(self.history.stays())
        for image_id, state in self.states.items():
            assert state.open == self._goes_on(image_id, IncidentKind.FAILED)
            assert state.stuck == self._goes_on(image_id, IncidentKind.STUCK)
        self._check_again(rows)

    def _check_again(self, rows: list[Seen]) -> None:
        """The same rows once more change nothing; a further absence may."""
        again = self._compared(rows, both(OK), 0)
        assert not again.states.keys() & {row.id for row in rows}
        closings = {change.incident.closing for change in again.changes}
        assert closings <= {Closing.GONE, Closing.REPLACED}

    def _goes_on(self, image_id: str, kind: IncidentKind) -> bool:
        return any(
            one.image_id == image_id and one.kind is kind and one.closing is None
            for one in self.incidents.values()
        )


def _stay(incident: Incident) -> Stay:
    return Stay(
        incident.image_id,
        incident.kind,
        incident.number,
        incident.status,
        incident.opened_ms,
        incident.baseline,
        incident.closed_ms,
        incident.closing,
    )


def test_any_history_gives_the_incidents_of_its_replay() -> None:
    """Whatever the lists do and however they are read."""
    run_state_machine_as_test(
        AnyTarget,
        settings=settings(
            max_examples=200,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
        ),
    )
