"""Find out what became of messages of which Slack did not say whether they were posted.

Nothing is sent again before Slack's history was read twice without it (reliability.md 4.2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.alerts.delivery_model import FoundMessage, History, Look, SweepRow
from bot.alerts.metadata import genuine
from bot.alerts.timing import Timing
from bot.jobs.deliver import Signer
from bot.marks import Mark, unmarked
from bot.metrics import Metrics
from bot.ports.alerting import OutboxStore, Poster

_PASSES = frozenset({"no_answer", "not_sent", "ratelimited", "internal_error", "fatal_error"})
_PASSES |= {"service_unavailable", "request_timeout"}
"""Codes after which the same question is asked again later."""


@dataclass(slots=True)
class Reconcile:
    """Looks, and later sweeps: any number of processes may run one.

    ``reads``: whether the bot may read history at all.
    """

    store: OutboxStore
    poster: Poster
    timing: Timing
    signer: Signer
    metrics: Metrics
    reads: Callable[[], bool]
    mark: Mark = unmarked

    async def look(self) -> None:
        """Ask Slack about unclear messages, once for each channel."""
        for look in await self.store.looks():
            await self._look(look)

    async def _look(self, look: Look) -> None:
        if not self.reads():
            await self._cannot(look, "missing_scope")
            return
        place = look.place or look.channel
        if place.startswith(("U", "W")):
            # Only Slack knows the conversation's own id, and it has not answered yet.
            await self._cannot(look, "no_place")
            return
        self.mark("look.before")
        history = await self.poster.history(
            place, oldest_ms=look.oldest_ms, thread_ts=look.thread_ts
        )
        self.mark("look.after")
        if history.code in _PASSES or history.code.startswith("http_5"):
            await self.store.postpone_look(look.channel, self._pause(history))
        elif history.code != "ok":
            await self._cannot(look, history.code)
        elif not history.whole:
            await self.store.postpone_look(look.channel, self.timing.look_again)
        else:
            await self._settle(look, history.messages, place)

    async def _settle(self, look: Look, messages: Sequence[FoundMessage], place: str) -> None:
        found = self._copies(look.channel, messages)
        for notice, looks in look.rows.items():
            if notice in found:
                self.metrics.count("imagebot_looks_total", found="yes")
                await self.store.found(notice, found[notice][0], place)
            else:
                self.metrics.count("imagebot_looks_total", found="no")
                await self.store.missing(notice, looks + 1)
            self.mark("look.settled")

    async def _cannot(self, look: Look, code: str) -> None:
        for notice in look.rows:
            self.metrics.count("imagebot_looks_total", found="unreadable")
            await self.store.unreadable(notice, code)

    def _pause(self, history: History) -> int:
        if history.retry_after is None:
            return self.timing.look_again
        return min(int(history.retry_after * 1000), self.timing.rate_cap)

    def _copies(self, channel: str, messages: Sequence[FoundMessage]) -> dict[str, list[str]]:
        """Stamps of our genuine messages by notice, oldest first."""
        copies: dict[str, list[str]] = defaultdict(list)
        for message in sorted(messages, key=lambda each: _stamp(each.ts)):
            if genuine(
                self.signer.key,
                self.signer.team,
                channel,
                message.notice_id,
                message.signature,
            ):
                copies[message.notice_id].append(message.ts)
        return copies

    async def sweep(self) -> None:
        """Take away late copies: the first message stays."""
        for row in await self.store.sweeps():
            await self._sweep(row)

    async def _sweep(self, row: SweepRow) -> None:
        self.mark("sweep.before")
        place = row.place or row.channel
        stamps = {row.ts, *row.strays}
        if self.reads():
            history = await self.poster.history(
                place, oldest_ms=row.oldest_ms, thread_ts=row.thread_ts
            )
            unfinished = history.code == "ok" and not history.whole
            if unfinished or history.code in _PASSES or history.code.startswith("http_5"):
                return
            stamps |= set(self._copies(row.channel, history.messages).get(row.notice_id, ()))
        self.mark("sweep.found")
        kept, *copies = sorted(stamps - {""}, key=_stamp)
        deleted = []
        for ts in copies:
            if (await self.poster.delete(place, ts)).ok:
                self.metrics.count("imagebot_healed_total")
                deleted.append(ts)
                self.mark("sweep.deleted")
        if len(deleted) == len(copies):
            await self.store.swept(row, kept, deleted)
            self.mark("sweep.settled")


def _stamp(ts: str) -> tuple[int, int]:
    seconds, _, part = ts.partition(".")
    return (int(seconds), int(part)) if seconds.isdigit() and part.isdigit() else (0, 0)
