"""Looking for unclear messages, and taking late copies away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.alerts.delivery_model import Answer, FoundMessage, History, Look, SweepRow
from bot.alerts.metadata import metadata
from bot.alerts.timing import Timing
from bot.jobs.deliver import Signer
from bot.jobs.reconcile import PATIENCE, Reconcile
from bot.metrics import Metrics

pytestmark = pytest.mark.anyio

KEY = b"k" * 32
TIMING = Timing()
NOW = 1_770_000_000_000
SOON = TIMING.sweeps[0]

OK = Answer(True, "ok")
LIMITED = Answer(False, "ratelimited", retry_after=60)
HALF = History("ok", whole=False)
SLOW = History("ratelimited", whole=False, retry_after=60)


class World:
    """The outbox and Slack as the job sees them; ``done`` is what it did, in this order.

    ``histories``, ``deletions``: answers by channel and by stamp; else all is well.
    """

    def __init__(self) -> None:
        self.due_looks: list[Look] = []
        self.due_sweeps: list[SweepRow] = []
        self.histories: dict[str, History] = {}
        self.deletions: dict[str, Answer] = {}
        self.keeps = True
        self.done: list[tuple[Any, ...]] = []

    def reconcile(self, *, reads: bool = True) -> Reconcile:
        """The job."""
        store: Any = self
        return Reconcile(store, store, TIMING, Signer(KEY, "T1"), Metrics(), reads=lambda: reads)

    def asked(self) -> list[str]:
        """Channels whose history was read."""
        return [each[1] for each in self.done if each[0] == "history"]

    def written(self) -> list[tuple[Any, ...]]:
        """What was done beside reading history."""
        return [each for each in self.done if each[0] != "history"]

    async def history(self, channel: str, *, oldest_ms: int, thread_ts: str = "") -> History:
        assert (oldest_ms, thread_ts) == (NOW, "")
        self.done.append(("history", channel))
        return self.histories.get(channel, History("ok"))

    async def delete(self, channel: str, ts: str) -> Answer:
        self.done.append(("delete", channel, ts))
        return self.deletions.get(ts, OK)

    async def looks(self) -> tuple[Look, ...]:
        return tuple(self.due_looks)

    async def found(self, notice_id: str, ts: str, place: str) -> None:
        self.done.append(("found", notice_id, ts, place))

    async def missing(self, notice_id: str, looks: int) -> None:
        self.done.append(("missing", notice_id, looks))

    async def unreadable(self, notice_id: str, code: str) -> None:
        self.done.append(("unreadable", notice_id, code))

    async def postpone_look(self, channel: str, wait_ms: int) -> None:
        self.done.append(("postpone_look", channel, wait_ms))

    async def sweeps(self) -> tuple[SweepRow, ...]:
        return tuple(self.due_sweeps)

    async def keep(self, row: SweepRow, kept_ts: str) -> bool:
        self.done.append(("keep", row.ts, kept_ts))
        return self.keeps

    async def swept(self, row: SweepRow, kept_ts: str, deleted: Sequence[str]) -> None:
        self.done.append(("swept", row.ts, kept_ts, list(deleted)))

    async def postpone_sweep(
        self, row: SweepRow, wait_ms: int, deleted: Sequence[str], code: str
    ) -> None:
        self.done.append(("postpone_sweep", row.ts, wait_ms, list(deleted), code))

    async def postpone_sweeps(self, wait_ms: int) -> None:
        self.done.append(("postpone_sweeps", wait_ms))


@pytest.fixture
def world() -> World:
    return World()


def look(*notices: str, channel: str = "C1", waited: int = 30_000) -> Look:
    """Notices whose try began so many milliseconds ago."""
    return Look(
        channel=channel,
        place="",
        thread_ts="",
        oldest_ms=NOW,
        rows=dict.fromkeys(notices, 0),
        since=dict.fromkeys(notices, NOW - waited),
        now_ms=NOW,
    )


def row(ts: str, *strays: str, channel: str = "C1") -> SweepRow:
    """The notice ``n`` with this message."""
    return SweepRow("n", channel, "", "", ts, NOW, strays)


def ours(ts: str, notice: str = "n", channel: str = "C1") -> FoundMessage:
    """A message of ours as history shows it."""
    payload: Any = metadata(KEY, "T1", channel, notice)["event_payload"]
    return FoundMessage(ts, payload["id"], payload["sig"])


async def test_what_is_there_is_found_and_the_rest_is_missing(world: World):
    world.due_looks = [look("a", "b")]
    world.histories["C1"] = History("ok", (ours("5.2", "a"), ours("5.1", "a")))

    await world.reconcile().look()

    assert world.written() == [("found", "a", "5.1", "C1"), ("missing", "b", 1)]


async def test_a_mark_that_somebody_else_made_is_not_believed(world: World):
    world.due_looks = [look("a")]
    world.histories["C1"] = History("ok", (FoundMessage("5.1", "a", "0" * 64),))

    await world.reconcile().look()

    assert world.written() == [("missing", "a", 1)]


async def test_half_a_history_proves_what_is_there_and_nothing_else(world: World):
    world.due_looks = [look("a", "b")]
    world.histories["C1"] = History("ok", (ours("5.1", "a"),), whole=False)

    await world.reconcile().look()

    assert world.written() == [
        ("found", "a", "5.1", "C1"),
        ("postpone_look", "C1", TIMING.look_again),
    ]


@pytest.mark.parametrize(
    ("history", "code"),
    [
        (HALF, "history_incomplete"),
        (History("no_answer", whole=False), "no_answer"),
        (History("http_503", whole=False), "http_503"),
    ],
)
async def test_a_history_that_is_never_read_to_its_end_is_unreadable_in_the_end(
    world: World, history: History, code: str
):
    """Everything of the channel waits behind the unclear message."""
    world.histories["C1"] = history
    world.due_looks = [look("a", waited=PATIENCE - 1)]
    await world.reconcile().look()
    assert world.written() == [("postpone_look", "C1", TIMING.look_again)]

    world.due_looks = [look("a", waited=PATIENCE)]
    await world.reconcile().look()

    assert ("unreadable", "a", code) in world.written()


async def test_a_notice_is_not_given_up_because_an_older_one_is(world: World):
    world.histories["C1"] = HALF
    both = look("old", "new", waited=PATIENCE)
    world.due_looks = [Look("C1", "", "", NOW, both.rows, {"old": NOW - PATIENCE}, NOW)]

    await world.reconcile().look()

    assert [each[1] for each in world.written() if each[0] == "unreadable"] == ["old"]


async def test_a_clock_that_was_set_back_makes_nobody_wait_longer(world: World):
    world.histories["C1"] = HALF
    world.due_looks = [look("a", waited=-86_400_000)]

    await world.reconcile().look()

    assert ("unreadable", "a", "history_incomplete") in world.written()


async def test_slack_s_limit_ends_the_pass_and_puts_every_look_off(world: World):
    world.histories["C1"] = SLOW
    world.due_looks = [look("a"), look("b", channel="C2")]

    await world.reconcile().look()

    assert world.asked() == ["C1"]
    assert world.written() == [("postpone_look", "*", 60_000), ("postpone_sweeps", 60_000)]


async def test_slack_s_limit_makes_nobody_wait_for_ever(world: World):
    """The channel that is asked first would keep all others from being asked."""
    world.histories["C1"] = SLOW
    world.due_looks = [look("a"), look("b", channel="C2", waited=PATIENCE)]

    await world.reconcile().look()

    assert [each for each in world.written() if each[0] == "unreadable"] == [
        ("unreadable", "b", "ratelimited")
    ]


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [(None, TIMING.look_again), (0.0, TIMING.look_again), (1e300, TIMING.rate_cap)],
)
async def test_a_wait_that_makes_no_sense_is_ours(
    world: World, retry_after: float | None, wait: int
):
    world.histories["C1"] = History("ratelimited", whole=False, retry_after=retry_after)
    world.due_looks = [look("a")]

    await world.reconcile().look()

    assert ("postpone_look", "*", wait) in world.written()


async def test_the_first_message_counts_before_any_other_is_deleted(world: World):
    """An edit must not go to a message that is gone."""
    world.due_sweeps = [row("6.1")]
    world.histories["C1"] = History("ok", (ours("6.1"), ours("5.1")))

    await world.reconcile().sweep()

    assert world.written() == [
        ("keep", "6.1", "5.1"),
        ("delete", "C1", "6.1"),
        ("swept", "5.1", "5.1", ["6.1"]),
    ]


async def test_nothing_is_deleted_when_another_message_counts_meanwhile(world: World):
    world.due_sweeps = [row("6.1", "5.1")]
    world.keeps = False

    await world.reconcile().sweep()

    assert world.written() == [("keep", "6.1", "5.1")]


async def test_known_copies_are_deleted_where_history_cannot_be_read(world: World):
    world.due_sweeps = [row("5.1", "6.1")]

    await world.reconcile(reads=False).sweep()

    assert world.done == [("delete", "C1", "6.1"), ("swept", "5.1", "5.1", ["6.1"])]


async def test_a_refused_deletion_waits_and_the_others_go_on(world: World):
    world.due_sweeps = [row("5.1", "6.1", "7.1"), row("8.1", channel="C2")]
    world.deletions["6.1"] = Answer(False, "cant_delete_message")

    await world.reconcile().sweep()

    assert ("postpone_sweep", "5.1", SOON, ["7.1"], "cant_delete_message") in world.written()
    assert ("swept", "8.1", "8.1", []) in world.written()


async def test_a_sweep_that_reads_half_a_history_is_not_done(world: World):
    world.due_sweeps = [row("5.1")]
    world.histories["C1"] = History("ok", (ours("6.1"),), whole=False)

    await world.reconcile().sweep()

    assert world.written() == [
        ("delete", "C1", "6.1"),
        ("postpone_sweep", "5.1", SOON, ["6.1"], "history_incomplete"),
    ]


async def test_slack_s_limit_on_deletions_ends_the_pass(world: World):
    world.due_sweeps = [row("5.1", "6.1", "7.1"), row("8.1", channel="C2")]
    world.deletions["6.1"] = LIMITED

    await world.reconcile().sweep()

    assert world.asked() == ["C1"]
    assert world.written() == [
        ("delete", "C1", "6.1"),
        ("postpone_sweep", "5.1", SOON, [], "ratelimited"),
        ("postpone_look", "*", 60_000),
        ("postpone_sweeps", 60_000),
    ]


async def test_slack_s_limit_on_histories_ends_the_pass(world: World):
    world.due_sweeps = [row("5.1"), row("8.1", channel="C2")]
    world.histories["C1"] = History("ratelimited", whole=False, retry_after=600)

    await world.reconcile().sweep()

    assert world.asked() == ["C1"]
    assert world.written() == [
        ("postpone_sweep", "5.1", 600_000, [], "ratelimited"),
        ("postpone_look", "*", 600_000),
        ("postpone_sweeps", 600_000),
    ]


async def test_a_stamp_that_is_no_number_is_no_copy(world: World):
    world.due_sweeps = [row("5.1")]
    world.histories["C1"] = History("ok", (ours("²"), ours("²1.5"), ours("")))

    await world.reconcile().sweep()

    assert world.written() == [("swept", "5.1", "5.1", [])]
