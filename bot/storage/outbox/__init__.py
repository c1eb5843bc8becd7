"""The outbox: what is owed to Slack, and what became of it.

Satisfies `bot.ports.alerting.OutboxStore`.  Each method is one transaction that is harmless when
it is run twice; the modules beside this one hold what happens inside.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.delivery_model import Answer, Claim, Look, Settlement, SweepRow
from bot.alerts.timing import Timing
from bot.storage.clock_steps import keep_time
from bot.storage.engine import Database, Tx
from bot.storage.outbox import audit, gates, prune, silences, sweeps
from bot.storage.outbox import claim as claiming
from bot.storage.outbox import looks as looking
from bot.storage.outbox.looks import OnAmbiguous
from bot.storage.outbox.settle import Settling, settle


class Outbox:
    """What the delivery jobs write and read.

    Args:
        workspace_url: Of the Slack workspace, for links to messages; empty if it is not known.
        on_ambiguous: What becomes of a message of which nobody can say whether it was posted.
    """

    def __init__(
        self,
        database: Database,
        *,
        timing: Timing,
        on_ambiguous: OnAmbiguous = "resend",
        workspace_url: str = "",
    ) -> None:
        self._database = database
        self._timing = timing
        self._on_ambiguous: OnAmbiguous = on_ambiguous
        self._workspace_url = workspace_url

    async def expire(self) -> int:
        """Claims that ran out become unknown, edits may be claimed again; how many."""
        return await self._database.write(lambda tx: claiming.expire(tx, self._timing))

    async def claim(self) -> Claim | None:
        """The next call to make, if there is one; committed when this returns."""
        return await self._database.write(lambda tx: claiming.claim(tx, self._timing))

    async def settle(self, claim: Claim, answer: Answer, settlement: Settlement) -> None:
        """Write what came of it; ignored where the claim is no longer ours, but for a success."""
        settling = Settling(claim, answer, settlement)
        await self._database.write(
            lambda tx: settle(tx, settling, self._timing, self._workspace_url)
        )

    async def looks(self) -> tuple[Look, ...]:
        """Unknown notices whose time to be looked for has come."""
        return await self._database.write(
            lambda tx: looking.looks(tx, self._timing, self._on_ambiguous)
        )

    async def found(self, notice_id: str, ts: str, place: str) -> None:
        """An unknown notice is in Slack."""
        await self._database.write(
            lambda tx: looking.found(tx, notice_id, ts, place, self._timing)
        )

    async def missing(self, notice_id: str, looks: int) -> None:
        """It was not there at this look (from 1): look again, or send again."""
        await self._database.write(lambda tx: looking.missing(tx, notice_id, looks, self._timing))

    async def unreadable(self, notice_id: str, code: str) -> None:
        """History cannot be read: send again marked as a possible repeat, or hold."""
        await self._database.write(
            lambda tx: looking.unreadable(tx, notice_id, code, self._timing, self._on_ambiguous)
        )

    async def postpone_look(self, channel: str, wait_ms: int) -> None:
        """Slack asked us to wait; ``*`` is every channel."""
        await self._database.write(lambda tx: looking.postpone(tx, channel, wait_ms, self._timing))

    async def sweeps(self) -> tuple[SweepRow, ...]:
        """Notices whose time to be swept has come."""
        return await self._database.read(lambda tx: sweeps.sweeps(tx, self._timing))

    async def keep(self, row: SweepRow, kept_ts: str) -> bool:
        """From now on this message counts; False if the notice is not what it was."""
        return await self._database.write(lambda tx: sweeps.keep(tx, row, kept_ts))

    async def swept(self, row: SweepRow, kept_ts: str, deleted: Sequence[str]) -> None:
        """This look for copies is done."""
        await self._database.write(
            lambda tx: sweeps.swept(tx, row, kept_ts, deleted, self._timing)
        )

    async def postpone_sweep(
        self, row: SweepRow, wait_ms: int, deleted: Sequence[str], code: str
    ) -> None:
        """Not every copy could be looked for or deleted: again later, but not for ever."""
        again = sweeps.Again(wait_ms, tuple(deleted), code)
        await self._database.write(lambda tx: sweeps.postpone(tx, row, again, self._timing))

    async def postpone_sweeps(self, wait_ms: int) -> None:
        """Slack asked us to wait."""
        await self._database.write(lambda tx: sweeps.postpone_all(tx, wait_ms, self._timing))

    async def blocked(self) -> tuple[tuple[str, str], ...]:
        """(channel or ``*`` for the workspace, code) whose time to be probed has come."""
        return await self._database.read(lambda tx: gates.blocked(tx, self._timing))

    async def probed(self, channel: str, *, ok: bool) -> None:
        """Let it send again, or probe later."""
        await self._database.write(lambda tx: gates.probed(tx, channel, self._timing, ok=ok))

    async def release_silences(self) -> int:
        """Silences that are over: what they kept back and still goes on is owed now."""
        return await self._database.write(silences.release_silences)

    async def audit(self) -> Sequence[str]:
        """Sentences about promises that do not hold; empty if all is well."""
        return await self._database.read(lambda tx: audit.audit(tx, self._timing))

    async def prune(self) -> None:
        """Forget what is too old to matter; several small transactions."""
        await prune.prune(self._database)

    async def gauges(self) -> dict[str, float]:
        """Metric name (with labels as in Prometheus) to value.

        Notes the time as well: a database that can only be read is of no use.
        """

        async def work(tx: Tx) -> dict[str, float]:
            await keep_time(tx)
            return await audit.gauges(tx)

        return await self._database.write(work)
