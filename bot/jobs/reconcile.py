"""Find out what became of messages of which Slack did not say whether they were posted.

Nothing is sent again before Slack's history was read twice without it (reliability.md 4.2).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.alerts.delivery_model import Answer, FoundMessage, History, Look, SweepRow
from bot.alerts.metadata import genuine
from bot.alerts.timing import Timing
from bot.jobs.deliver import Signer
from bot.marks import Mark, unmarked
from bot.metrics import Metrics
from bot.ports.alerting import OutboxStore, Poster

_LIMITED = frozenset({"ratelimited", "rate_limited"})
_PASSES = _LIMITED | {"no_answer", "not_sent", "internal_error", "fatal_error"}
_PASSES |= {"service_unavailable", "request_timeout"}
"""Codes after which the same question is asked again later."""

PATIENCE = 900_000
"""Milliseconds after a try, when a history that could not be read to its end counts as one that
cannot be read: its channel waits for the answer."""

EVERYWHERE = "*"


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
        looks = await self.store.looks()
        for number, look in enumerate(looks):
            rest_ms = await self._look(look)
            if rest_ms:
                # The limit is the method's, whatever the channel.
                for other in looks[number + 1 :]:
                    await self._give_up(other, other.rows, "ratelimited")
                await self._rest(rest_ms)
                return

    async def _look(self, look: Look) -> int:
        """How many milliseconds Slack wants no such question; 0 if it does not say so."""
        if not self.reads():
            await self._cannot(look.rows, "missing_scope")
            return 0
        place = look.place or look.channel
        if place.startswith(("U", "W")):
            # Only Slack knows the conversation's own id, and it has not answered yet.
            await self._cannot(look.rows, "no_place")
            return 0
        self.mark("look.before")
        history = await self.poster.history(
            place, oldest_ms=look.oldest_ms, thread_ts=look.thread_ts
        )
        self.mark("look.after")
        if _unfinished(history):
            return await self._half(look, history, place)
        if history.code != "ok":
            await self._cannot(look.rows, history.code)
            return 0
        for notice in await self._found(look, history, place):
            self.metrics.count("imagebot_looks_total", found="no")
            await self.store.missing(notice, look.rows[notice] + 1)
            self.mark("look.settled")
        return 0

    async def _half(self, look: Look, history: History, place: str) -> int:
        """What was seen is there; what was not seen may be on a page that was not read."""
        unseen = await self._found(look, history, place)
        code = "history_incomplete" if history.code == "ok" else history.code
        await self._give_up(look, unseen, code)
        if code in _LIMITED:
            return self._pause(history.retry_after)
        await self.store.postpone_look(look.channel, self.timing.look_again)
        return 0

    async def _found(self, look: Look, history: History, place: str) -> list[str]:
        """Settle what is there; the others."""
        copies = self._copies(look.channel, history.messages)
        for notice in [one for one in look.rows if one in copies]:
            self.metrics.count("imagebot_looks_total", found="yes")
            await self.store.found(notice, copies[notice][0], place)
            self.mark("look.settled")
        return [notice for notice in look.rows if notice not in copies]

    async def _give_up(self, look: Look, notices: Iterable[str], code: str) -> None:
        """Of these, what has waited for too long, or by a clock that was set back."""
        waited = {one: look.now_ms - look.since.get(one, look.now_ms) for one in notices}
        await self._cannot([one for one in waited if not 0 <= waited[one] < PATIENCE], code)

    async def _cannot(self, notices: Iterable[str], code: str) -> None:
        for notice in notices:
            self.metrics.count("imagebot_looks_total", found="unreadable")
            await self.store.unreadable(notice, code)

    async def _rest(self, wait_ms: int) -> None:
        """Nobody reads history, or sweeps, for so long."""
        await self.store.postpone_look(EVERYWHERE, wait_ms)
        await self.store.postpone_sweeps(wait_ms)

    def _pause(self, retry_after: float | None) -> int:
        """Milliseconds, at least one."""
        if not retry_after:
            return self.timing.look_again
        return math.ceil(min(retry_after * 1000, self.timing.rate_cap))

    def _copies(self, channel: str, messages: Sequence[FoundMessage]) -> dict[str, list[str]]:
        """Stamps of our genuine messages by notice, oldest first."""
        copies: dict[str, list[str]] = defaultdict(list)
        for message in sorted(messages, key=lambda each: _stamp(each.ts)):
            if _stamp(message.ts) != _NEVER and genuine(
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
            if await self._sweep(row):
                return

    async def _sweep(self, row: SweepRow) -> bool:
        """Whether Slack asked us to stop."""
        self.mark("sweep.before")
        place = row.place or row.channel
        history = History("ok")
        if self.reads():
            history = await self.poster.history(
                place, oldest_ms=row.oldest_ms, thread_ts=row.thread_ts
            )
        # What was seen on half of the pages is there: the first of it stays in any case.
        seen = self._copies(row.channel, history.messages).get(row.notice_id, ())
        kept, *copies = sorted({row.ts, *row.strays, *seen}, key=_stamp)
        if kept != row.ts:
            # Before anything is deleted: an edit must not go to a message that is gone.
            if not await self.store.keep(row, kept):
                return False
            row = replace(row, ts=kept)
        self.mark("sweep.found")
        deleted, refusal = await self._delete(place, copies)
        await self._swept(row, deleted, history, refusal)
        limited = [answer for answer in (history, refusal) if answer and answer.code in _LIMITED]
        if limited:
            # Looks read history too; they are as well off without a refusal.
            await self._rest(max(self._pause(answer.retry_after) for answer in limited))
        return bool(limited)

    async def _delete(self, place: str, copies: Sequence[str]) -> tuple[list[str], Answer | None]:
        """What is gone, and the last refusal; nothing is asked after Slack asked us to wait."""
        deleted: list[str] = []
        refusal = None
        for ts in copies:
            answer = await self.poster.delete(place, ts)
            if answer.ok:
                self.metrics.count("imagebot_healed_total")
                deleted.append(ts)
                self.mark("sweep.deleted")
                continue
            refusal = answer
            if answer.code in _LIMITED:
                break
        return deleted, refusal

    async def _swept(
        self, row: SweepRow, deleted: Sequence[str], history: History, refusal: Answer | None
    ) -> None:
        if refusal is None and not _unfinished(history):
            await self.store.swept(row, row.ts, deleted)
            self.mark("sweep.settled")
            return
        waits = [self.timing.sweeps[0], self._pause(history.retry_after)]
        code = history.code if history.code != "ok" else "history_incomplete"
        if refusal is not None:
            waits.append(self._pause(refusal.retry_after))
            code = refusal.code
        await self.store.postpone_sweep(row, max(waits), deleted, code)


def _unfinished(history: History) -> bool:
    """Whether the same question may bring more later."""
    half = history.code == "ok" and not history.whole
    return half or history.code in _PASSES or history.code.startswith("http_5")


_NEVER = (0, 0)


def _stamp(ts: str) -> tuple[int, int]:
    seconds, _, part = ts.partition(".")
    digits = seconds + part
    numbers = seconds and part and digits.isascii() and digits.isdigit()
    return (int(seconds), int(part)) if numbers else _NEVER
