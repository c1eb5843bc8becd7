"""One bot process of a campaign: the composition root, unchanged, and a mark that kills."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from dataclasses import dataclass, fields

from bot.alerts.timing import Timing
from bot.app import open_bot
from bot.settings import settings_from

FAST = Timing(
    poll=120,
    slow_poll=300,
    slowest_poll=300,
    poll_deadline=3_000,
    lease=500,
    lease_margin=150,
    renew=150,
    claim=500,
    claim_margin=150,
    settle=250,
    look_again=200,
    history_before=300_000,
    sweeps=(500, 2_000),
    pace=15,
    probe=200,
    auth_probe=200,
    rate_default=120,
    rate_cap=1_000,
    backoff=20,
    backoff_cap=200,
    tick=40,
    audit=400,
    prune=2_000,
)
"""Production's proportions, two orders of magnitude faster."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What one process is to be.

    ``kill_at``: it kills itself at the so many-th mark it reaches, 0 never; ``kill_name``: only
    marks of this name count.  ``reached``: the file each mark is written to before anything else.
    """

    settings: dict[str, str]
    reached: str
    kill_at: int = 0
    kill_name: str = ""

    def as_dict(self) -> dict[str, object]:
        """For the wire to the zygote."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


class Killer:
    """A mark (`bot.marks.Mark`) that is told which one is the last."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._count = 0
        self._file = os.open(spec.reached, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def __call__(self, name: str) -> None:
        """Write the name down; die if it is time."""
        os.write(self._file, f"{name}\n".encode())
        if self._spec.kill_name in {"", name}:
            self._count += 1
        if self._count and self._count == self._spec.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def run(spec: Spec) -> None:
    """Be a bot until SIGTERM, or until a mark kills it."""
    logging.basicConfig(level=logging.CRITICAL)
    asyncio.run(_run(spec))


async def _run(spec: Spec) -> None:
    settings = settings_from(spec.settings, slack=True)
    async with open_bot(settings, timing=FAST, mark=Killer(spec)) as bot:
        await bot.serve()
