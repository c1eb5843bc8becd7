"""``make crash N=…``: the whole table, with N runs in each row."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from bot.marks import MARKS
from tests.crash.arena import Plan
from tests.crash.campaign import (
    LATE,
    MIX,
    VERY_LATE,
    Campaign,
    Row,
    Tally,
    at_steps,
    every_mark,
    naive,
    open_campaign,
    races,
)

HEAD = (
    f"{'policy, faults':34}{'database':12}{'replicas':>9}{'runs':>7}{'kills':>8}{'stops':>7}"
    f"{'alerts':>9}{'lost':>6}{'doubled':>9}{'healed':>8}"
)


def table(count: int, databases: list[str], first: int) -> list[Row]:
    """Every row, ours first; ``first`` is the first seed."""
    seeds = range(first, first + count)
    rows = []
    for database in databases:
        rows += [
            Row("every mark once", database, every_mark()),
            Row("steps, clean", database, at_steps(seeds)),
            Row("steps, ambiguous", database, at_steps(seeds, faults=MIX)),
            Row("steps, late", database, at_steps(seeds, faults=LATE)),
            Row("steps, history lags", database, at_steps(seeds, faults=MIX, lag=0.12)),
            Row("steps, very late", database, at_steps(seeds, faults=VERY_LATE)),
            Row("steps, channel lost, storm", database, _stormy(seeds)),
            Row("races, clean", database, races(seeds)),
            Row("races, ambiguous", database, races(seeds, faults=MIX)),
            Row("races, history lags", database, races(seeds, faults=MIX, lag=0.12)),
        ]
    rows += [
        Row("naive: send again", databases[0], naive(seeds, "resend"), naive=True),
        Row("naive: consider it sent", databases[0], naive(seeds, "hold"), naive=True),
    ]
    return rows


def _stormy(seeds: range) -> list[Plan]:
    return at_steps(seeds, faults=MIX, lost_channel=True, storm=True)


def line(row: Row, tally: Tally) -> str:
    """One row of the table."""
    replicas = row.plans[0].replicas
    return (
        f"{row.name:34}{row.database:12}{replicas:>9}{tally.runs:>7}{tally.kills:>8}"
        f"{tally.pauses:>7}{tally.alerts:>9}{tally.lost:>6}{tally.doubled:>9}{tally.healed:>8}"
    )


async def main(count: int, databases: list[str], first: int, only: str) -> int:
    """Run the table; 1 if anything of ours was lost or doubled, or a mark was not reached."""
    began, bad = time.monotonic(), 0
    async with open_campaign(postgres="postgres" in databases) as campaign:
        print(HEAD)
        total = Tally()
        for row in table(count, databases, first):
            if only not in row.name:
                continue
            tally = await campaign.row(row, lambda said: print(said, file=sys.stderr))
            print(line(row, tally), flush=True)
            if not row.naive:
                bad += _complain(tally)
                _sum(total, tally)
        print(_summary(total, time.monotonic() - began))
        bad += 0 if only else _marks(campaign)
    return 1 if bad else 0


def _complain(tally: Tally) -> int:
    for said in tally.wrong:
        print(f"  ! {said}")
    return len(tally.wrong)


def _marks(campaign: Campaign) -> int:
    missed = set(MARKS) - set(campaign.reached())
    print(f"marks reached: {len(MARKS) - len(missed)} of {len(MARKS)}")
    for name in sorted(missed):
        print(f"  ! {name} was never reached")
    return len(missed)


def _sum(total: Tally, tally: Tally) -> None:
    for name in ("runs", "kills", "pauses", "alerts", "lost", "doubled", "healed"):
        setattr(total, name, getattr(total, name) + getattr(tally, name))


def _summary(total: Tally, seconds: float) -> str:
    return (
        f"ours in all: {total.runs} runs, {total.kills} kills, {total.pauses} stops, "
        f"{total.alerts} alerts, {total.lost} lost, {total.doubled} doubled at the end, "
        f"{total.healed} doubled for a while and healed; {seconds / 60:.1f} min"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make crash", description=__doc__)
    parser.add_argument("-n", type=int, default=20, help="runs in each row")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--only", default="", help="rows whose name holds this")
    asked = parser.parse_args()
    chosen = ["sqlite", "postgres"] if asked.database == "both" else [asked.database]
    sys.exit(asyncio.run(main(asked.n, chosen, asked.seed, asked.only)))
