"""Many runs, on both databases, and what they add up to."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.marks import MARKS
from tests.crash.arena import Plan, open_arena
from tests.crash.nursery import Nursery, open_nursery
from tests.crash.verdict import Verdict
from tests.postgres import PostgresServer, postgres_server

MIX = {
    "accept_then_drop": 0.12,
    "drop": 0.12,
    "accept_then_500": 0.06,
    "http_500": 0.06,
    "ratelimited": 0.10,
}
"""The *ambig* faults of the prototype's campaign (facts: reliability.md 2.1)."""

LATE = {"late": 0.25, "seconds": 0.15}
"""The message appears within the settle time."""

VERY_LATE = {"late": 0.25, "seconds": 0.7}
"""The message appears after both looks: nothing but the sweep can mend that."""

AT_ONCE = 4
"""Runs side by side; they mostly wait."""


@dataclass(slots=True)
class Tally:
    """What the runs of one row of the table add up to."""

    runs: int = 0
    kills: int = 0
    pauses: int = 0
    alerts: int = 0
    lost: int = 0
    doubled: int = 0
    healed: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, verdict: Verdict, plan: Plan) -> None:
        """Count one more run."""
        self.runs += 1
        self.kills += verdict.kills
        self.pauses += verdict.pauses
        self.alerts += verdict.alerts
        self.lost += verdict.lost
        self.doubled += verdict.doubled
        self.healed += verdict.healed
        self.seconds += verdict.seconds
        self.wrong += [f"{said} ({plan})" for said in verdict.wrong]
        if verdict.lost or verdict.doubled:
            self.wrong.append(f"lost {verdict.lost}, doubled {verdict.doubled}: {plan}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: a name, a database, and its runs.  ``naive``: expected to fail."""

    name: str
    database: str
    plans: Sequence[Plan]
    naive: bool = False


class Campaign:
    """Runs plans; keeps every mark that was reached.

    ``postgres`` is None where only SQLite is asked for.
    """

    def __init__(self, nursery: Nursery, folder: Path, postgres: PostgresServer | None) -> None:
        self._nursery = nursery
        self._folder = folder
        self._postgres = postgres
        self._count = 0
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def row(self, row: Row, told: Callable[[str], None] = lambda _: None) -> Tally:
        """Run one row of the table."""
        tally = Tally()

        async def one(plan: Plan) -> None:
            async with self._slots:
                tally.add(await self._run(plan, row.database), plan)
                if tally.runs % 50 == 0:
                    told(f"  {row.name}, {row.database}: {tally.runs} of {len(row.plans)}")

        await asyncio.gather(*(one(plan) for plan in row.plans))
        return tally

    def reached(self) -> Counter[str]:
        """Every mark that any process reached, and how often."""
        counted: Counter[str] = Counter()
        for file in self._folder.glob("reached-*"):
            counted.update(file.read_text(encoding="utf-8").split())
        return counted

    async def _run(self, plan: Plan, database: str) -> Verdict:
        self._count += 1
        number = self._count
        reached = self._folder / f"reached-{number}"
        async with (
            self._database(database, number) as url,
            open_arena(plan, self._nursery, url, reached) as arena,
        ):
            return await arena.run()

    @asynccontextmanager
    async def _database(self, kind: str, number: int) -> AsyncIterator[str]:
        if kind == "sqlite":
            file = self._folder / f"run-{number}.db"
            yield f"sqlite:///{file}"
            for part in (file, *self._folder.glob(f"{file.name}-*")):
                part.unlink(missing_ok=True)
            return
        if self._postgres is None:
            raise RuntimeError("this campaign has no PostgreSQL")
        # In a thread: the fakes live in this loop, and nothing must come later than it should.
        url = await asyncio.to_thread(self._postgres.create)
        try:
            yield url
        finally:
            await asyncio.to_thread(self._postgres.drop, url)


@asynccontextmanager
async def open_campaign(*, postgres: bool = True) -> AsyncIterator[Campaign]:
    """A zygote, a folder, and a PostgreSQL of its own with ``fsync`` on."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="imagebot-crash-")))
        server = stack.enter_context(postgres_server(fsync=True)) if postgres else None
        async with open_nursery() as nursery:
            yield Campaign(nursery, folder, server)


_SETTINGS: dict[str, dict[str, object]] = {
    "unclear": {"deaths": (("post.before", 2),)},
    "look": {"faults": {"accept_then_drop": 0.5}},
    "sweep": {"faults": {"late": 0.6, "seconds": 0.7}},
    "block": {"lost_channel": True},
    "resume": {"lost_channel": True},
    "collapse": {"lost_channel": True, "storm": True},
}
"""What it takes to reach a mark, by the first part of its name."""


def every_mark() -> list[Plan]:
    """One run for each mark, in a setting in which it is reached, killed at its first time."""
    plans = []
    for seed, name in enumerate(MARKS):
        setting: dict[str, Any] = dict(_SETTINGS.get(name.partition(".")[0], {}))
        deaths = (*setting.pop("deaths", ()), (name, 1))
        plans.append(Plan(seed=seed, deaths=deaths, **setting))
    return plans


def _steps(seed: int) -> tuple[tuple[str, int], ...]:
    """The k-th mark of any name; every other run dies once more while it recovers."""
    again = (("", 1 + seed * 7 % 40),) if seed % 2 else ()
    return (("", 1 + seed * 13 % 120), *again)


def at_steps(seeds: Iterable[int], **more: Any) -> list[Plan]:
    """One process, killed at the k-th mark of any name, one run for each k."""
    return [Plan(seed=seed, deaths=_steps(seed), **more) for seed in seeds]


def races(seeds: Iterable[int], **more: Any) -> list[Plan]:
    """Two replicas, killed and stopped from outside at random moments."""
    return [Plan(seed=seed, replicas=2, outside=3, pauses=1, **more) for seed in seeds]


def naive(seeds: Iterable[int], policy: str) -> list[Plan]:
    """The two policies of bots that do not look: send again, or consider it sent."""
    return [
        Plan(seed=seed, deaths=_steps(seed), faults=MIX, history=False, on_ambiguous=policy)
        for seed in seeds
    ]
