"""What the jobs need of the database and of Slack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.alerts.delivery_model import (
    Answer,
    Claim,
    History,
    Look,
    Settlement,
    SweepRow,
)
from bot.alerts.model import Known, Seen, Target
from bot.alerts.poll import PollRecord, TargetState
from bot.modelarts.models import Image, ListImagesParams
from bot.modelarts.paging import Listing


class ImageScan(Protocol):
    """Every image in compact rows, read with the patience of a job; raises as `ImageSource`."""

    async def scan_images(
        self,
        params: ListImagesParams,
        keep: Callable[[Image], Seen],
        graver: Callable[[Seen, Seen], Seen | None],
    ) -> Listing[Seen]:
        """Read every page and keep of each image what ``keep`` makes of it.

        ``graver``: of two versions of one image the one to believe; None if they agree.
        """
        ...


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of this process to poll one target.

    ``trusted_until``: on the monotonic clock (seconds); nothing is committed after it.
    """

    target_id: str
    term: int
    trusted_until: float


class Fenced(Exception):
    """The lease went to somebody else meanwhile: nothing was written."""


class StoreDown(Exception):
    """The database did not do it; nothing was written, or what was written is harmless twice."""


class PollStore(Protocol):
    """What `bot.jobs.watch` writes and reads.  Every method is one transaction.

    Raises (all): `StoreDown`.
    """

    async def ensure_target(self, target: Target) -> None:
        """Remember that it is to be polled."""
        ...

    async def targets(self) -> tuple[TargetState, ...]:
        """All that are polled: configured ones and those with a subscription or a watch."""
        ...

    async def acquire(self, target_id: str, interval_ms: int) -> tuple[Lease, TargetState] | None:
        """Take or keep the lease if a poll is due; the next one is then due ``interval_ms`` on.

        None if it is not due, or another process holds the lease.
        """
        ...

    async def renew(self, lease: Lease) -> Lease | None:
        """Keep it alive; None if it is lost."""
        ...

    async def release(self, lease: Lease) -> None:
        """Give it back, if it is still ours."""
        ...

    async def states(self, target_id: str) -> dict[str, Known]:
        """What is remembered of every image, read in slices that leave the loop free."""
        ...

    async def watched(self, target_id: str) -> frozenset[str]:
        """Ids of images that somebody waits for."""
        ...

    async def commit(self, lease: Lease, record: PollRecord) -> int:
        """Write everything that follows from one poll; how many notices are owed now.

        Raises:
            Fenced: The lease is no longer ours; nothing was written.
        """
        ...


class OutboxStore(Protocol):
    """What the delivery jobs write and read.  Every method is one transaction, or raises
    `StoreDown`."""

    async def expire(self) -> int:
        """Claims that ran out become unknown, edits may be claimed again; how many."""
        ...

    async def claim(self) -> Claim | None:
        """The next call to make, if there is one; committed when this returns."""
        ...

    async def settle(self, claim: Claim, answer: Answer, settlement: Settlement) -> None:
        """Write what came of it; ignored where the claim is no longer ours, but for a success."""
        ...

    async def looks(self) -> tuple[Look, ...]:
        """Unknown notices whose time to be looked for has come."""
        ...

    async def found(self, notice_id: str, ts: str, place: str) -> None:
        """An unknown notice is in Slack."""
        ...

    async def missing(self, notice_id: str, looks: int) -> None:
        """It was not there at its ``looks``-th look (from 1): look again, or send again."""
        ...

    async def unreadable(self, notice_id: str, code: str) -> None:
        """History cannot be read: send again marked as a possible repeat, or hold."""
        ...

    async def postpone_look(self, channel: str, wait_ms: int) -> None:
        """Slack asked us to wait; ``*`` is every channel."""
        ...

    async def sweeps(self) -> tuple[SweepRow, ...]:
        """Notices whose time to be swept has come."""
        ...

    async def keep(self, row: SweepRow, kept_ts: str) -> bool:
        """From now on this message counts, and is edited; the sweep goes on.

        False if the notice is not what it was when the sweep began: nothing was written.
        """
        ...

    async def swept(self, row: SweepRow, kept_ts: str, deleted: Sequence[str]) -> None:
        """This look for copies is done."""
        ...

    async def postpone_sweep(
        self, row: SweepRow, wait_ms: int, deleted: Sequence[str], code: str
    ) -> None:
        """Not every copy could be looked for or deleted: again later, but not for ever."""
        ...

    async def postpone_sweeps(self, wait_ms: int) -> None:
        """Slack asked us to wait."""
        ...

    async def blocked(self) -> tuple[tuple[str, str], ...]:
        """(channel or ``*`` for the workspace, code) whose time to be probed has come."""
        ...

    async def probed(self, channel: str, *, ok: bool) -> None:
        """Let it send again, or probe later."""
        ...

    async def release_silences(self) -> int:
        """Silences that are over: what they kept back and still goes on is owed now."""
        ...

    async def audit(self) -> Sequence[str]:
        """Sentences about promises that do not hold; empty if all is well."""
        ...

    async def prune(self) -> None:
        """Forget what is too old to matter."""
        ...

    async def gauges(self) -> dict[str, float]:
        """Metric name (with labels as in Prometheus) to value."""
        ...


class Poster(Protocol):
    """Slack for the delivery jobs: nothing here raises, nothing is tried twice."""

    async def post(
        self,
        channel: str,
        *,
        text: str,
        blocks: list[dict[str, Any]] | None,
        thread_ts: str = "",
        metadata: dict[str, Any] | None = None,
        seconds: float,
    ) -> Answer:
        """``chat.postMessage`` within so many seconds."""
        ...

    async def update(
        self,
        channel: str,
        ts: str,
        *,
        text: str,
        blocks: list[dict[str, Any]] | None,
        metadata: dict[str, Any] | None = None,
        seconds: float,
    ) -> Answer:
        """``chat.update``."""
        ...

    async def delete(self, channel: str, ts: str) -> Answer:
        """``chat.delete``; ``message_not_found`` counts as done."""
        ...

    async def history(self, channel: str, *, oldest_ms: int, thread_ts: str = "") -> History:
        """Our own messages since then, from every page."""
        ...

    async def can_post(self, channel: str) -> Answer:
        """Whether we are a member and it is not archived; ``missing_scope`` if we may not ask."""
        ...

    async def token_works(self) -> bool:
        """``auth.test``."""
        ...
