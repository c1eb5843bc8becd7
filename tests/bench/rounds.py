"""How two things are compared: in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Work = Callable[[int], Awaitable[float]]
"""Does one measurement, given its number, and says how many seconds it took."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Medians in seconds and their ratio."""

    name: str
    ours: float
    other: float
    goal: float
    against: str

    @property
    def ratio(self) -> float:
        """Ours divided by the other."""
        return self.ours / self.other

    def line(self) -> str:
        """One row of the table."""
        verdict = "ok" if self.ratio <= self.goal else "MISSED"
        return (
            f"| {self.name} ÷ {self.against} | {self.ours * 1000:.3f} ms | "
            f"{self.other * 1000:.3f} ms | {self.ratio:.2f} | {self.goal:g} | {verdict} |"
        )


async def compare(
    name: str, ours: Work, against: str, other: Work, *, goal: float, rounds: int, warm: int = 20
) -> Compared:
    """Measure both ``rounds`` times in turns, after ``warm`` turns that do not count."""
    mine: list[float] = []
    theirs: list[float] = []
    for number in range(-warm, rounds):
        gc.collect(0)
        first, second = await ours(number), await other(number)
        if number >= 0:
            mine.append(first)
            theirs.append(second)
    return Compared(name, statistics.median(mine), statistics.median(theirs), goal, against)


def timed(work: Callable[[], object]) -> float:
    """Seconds one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
