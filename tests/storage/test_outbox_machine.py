"""Whatever happens in whatever order: each message is there once in the end.

The rules are the real ones and so is the outbox, on SQLite; Slack and the processes that die are
a model.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event

from bot.alerts.delivery import settlement
from bot.alerts.delivery_model import Answer
from bot.alerts.model import NoticeKind
from bot.storage.engine import Database, Tx
from bot.storage.notices import attach, touch
from bot.storage.outbox.queue import UNFINISHED
from bot.storage.schema import OUTBOX, OUTBOX_ITEM
from tests.factories import FakeClock
from tests.storage.outbox_rows import TIMING, alert, incidents, line, outbox, owed, rows
from tests.storage.outbox_slack import OUTCOMES, ModelSlack, Tried

Result = TypeVar("Result")

CHANNELS = ("C1", "C2")
ROUNDS = 200
"""Without trouble, after which everything has to be done."""


def _in_a_hurry(connection: Any, _record: object) -> None:
    # This is not about power loss.
    connection.execute("PRAGMA synchronous=OFF")


class Delivery(RuleBasedStateMachine):
    """Two processes' worth of claims, answers that nobody writes down, looks and sweeps."""

    template: ClassVar[Path]

    claims = Bundle("claims")
    answers = Bundle("answers")
    notices = Bundle("notices")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "imagebot.db"
        shutil.copyfile(self.template, path)
        self.clock = FakeClock()
        self.database = Database(f"sqlite:///{path}", clock=self.clock)
        event.listen(self.database.engine.sync_engine, "connect", _in_a_hurry)
        self.box = outbox(self.database)
        self.slack = ModelSlack(self.clock)
        self.count = 0

    def run(self, work: Awaitable[Result]) -> Result:
        async def waited() -> Result:
            return await work

        return self.runner.run(waited())

    @rule(target=notices, channel=st.sampled_from(CHANNELS), key=st.sampled_from(["a", "b", ""]))
    def owe(self, channel: str, key: str) -> str:
        self.count += 1
        name = f"i{self.count}"
        (one,) = self.run(incidents(self.database, name))
        kind = NoticeKind.ALERT if key else NoticeKind.GROUP
        notice = alert(name, channel, kind=kind, order_key=key, incidents=(one,))
        self.run(owed(self.database, notice))
        return notice.id

    @rule(channel=st.sampled_from(CHANNELS))
    def storm(self, channel: str) -> None:
        for _ in range(6):
            self.owe(channel, "a")

    @rule(notice=notices)
    def say_below(self, notice: str) -> None:
        self.count += 1
        (parent,) = self.run(rows(self.database, OUTBOX, id=notice))
        below = line(notice, self.count, parent["channel_id"])
        self.run(owed(self.database, below))

    @rule(notice=notices)
    def join(self, notice: str) -> None:
        """One more incident belongs to a notice that is there."""
        self.count += 1
        (one,) = self.run(incidents(self.database, f"i{self.count}"))
        (row,) = self.run(rows(self.database, OUTBOX, id=notice))

        async def work(tx: Tx) -> None:
            await attach(tx, [(row["channel_id"], notice, one)])
            await touch(tx, [notice])

        self.run(self.database.write(work))

    @rule(target=claims)
    def claim(self) -> Any:
        claim = self.run(self.box.claim())
        return multiple() if claim is None else self.slack.claimed(claim)

    @rule(target=answers, tried=consumes(claims), outcome=st.sampled_from(OUTCOMES))
    def call(self, tried: Tried, outcome: str) -> tuple[Tried, Answer]:
        return tried, self.slack.call(tried, outcome)

    @rule(answer=consumes(answers))
    def settle(self, answer: tuple[Tried, Answer]) -> None:
        tried, reply = answer
        settled = settlement(tried.claim, reply, TIMING, 0.5)
        self.run(self.box.settle(tried.claim, reply, settled))

    @rule(outcome=st.sampled_from(OUTCOMES))
    def deliver(self, outcome: str) -> None:
        """Claim, call and settle without trouble between them."""
        claim = self.run(self.box.claim())
        if claim is not None:
            tried = self.slack.claimed(claim)
            self.settle((tried, self.slack.call(tried, outcome)))

    @rule()
    def hurry_after_being_slowed_down(self) -> None:
        self.deliver("slow")
        for _ in CHANNELS:
            self.clock.advance(1.2)
            self.deliver("posted")

    @rule(_tried=consumes(claims))
    def die_before_the_call(self, _tried: Tried) -> None:
        """What was claimed stays claimed."""

    @rule(_answer=consumes(answers))
    def die_after_the_call(self, _answer: tuple[Tried, Answer]) -> None:
        """What Slack said is forgotten."""

    @rule(seconds=st.sampled_from([1.2, 1.2, 10.0, 20.0, 31.0, 60.0, 400.0]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def look(self) -> None:
        for look in self.run(self.box.looks()):
            seen = self.slack.history(look.channel, list(look.rows))
            for notice, looks in look.rows.items():
                if notice in seen:
                    self.run(self.box.found(notice, seen[notice][0], look.channel))
                else:
                    self.run(self.box.missing(notice, looks + 1))

    @rule()
    def sweep(self) -> None:
        for row in self.run(self.box.sweeps()):
            seen = self.slack.history(row.channel, ()).get(row.notice_id, [])
            kept, *copies = sorted({*seen, row.ts, *row.strays}, key=float)
            self.slack.delete(copies)
            self.run(self.box.swept(row, kept, copies))

    @rule(channel=st.sampled_from(CHANNELS))
    def archive(self, channel: str) -> None:
        self.slack.archived.add(channel)

    @rule()
    def bring_back(self) -> None:
        self.slack.archived.clear()
        for channel in CHANNELS:
            self.run(self.box.probed(channel, ok=True))

    @invariant()
    def no_rule_is_broken(self) -> None:
        assert self.slack.broken == []

    def teardown(self) -> None:
        try:
            self.bring_back()
            for number in range(ROUNDS):
                wait = self.seconds_to_wait(number)
                if not wait:
                    break
                self.clock.advance(wait)
                for _ in CHANNELS:
                    self.deliver("posted")
                self.look()
                self.sweep()
            self.no_rule_is_broken()
            self.each_message_is_there_once()
        finally:
            self.run(self.database.close())
            self.runner.close()
            self.folder.cleanup()

    def seconds_to_wait(self, number: int) -> int:
        """Until something that is still to be done may be done; 0 if there is nothing."""
        found = self.run(rows(self.database, OUTBOX))
        if any(row["state"] in UNFINISHED or row["revision"] > row["shown"] for row in found):
            return 3 if number < ROUNDS / 2 else 30
        return 400 if any(row["sweep_at_ms"] for row in found) else 0

    def each_message_is_there_once(self) -> None:
        held: dict[str, int] = {}
        for item in self.run(rows(self.database, OUTBOX_ITEM)):
            held[item["outbox_id"]] = held.get(item["outbox_id"], 0) + 1
        for row in self.run(rows(self.database, OUTBOX)):
            if row["state"] == "dead":
                # Slack called it wrong in every form.
                continue
            shown = [each for each in self.slack.messages if each.notice_id == row["id"]]
            if row["state"] == "merged":
                assert shown == []
                assert row["id"] not in held
            else:
                assert (row["state"], [each.ts for each in shown]) == ("sent", [row["ts"]])
                assert shown[0].says == (row["revision"], held.get(row["id"], 0))
        assert list(self.run(self.box.audit())) == []


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_each_message_is_there_once_in_the_end(sqlite_with_tables: Path):
    machine = type("Delivery", (Delivery,), {"template": sqlite_with_tables})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
