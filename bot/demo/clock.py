"""The demo's own time, which can run faster than ours and leap ahead."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable


class DemoClock:
    """`bot.ports.Clock` whose seconds are ``rate`` times as short as real ones; never steps back.

    Args:
        rate: Demo seconds in a real one, above 0.
        start: Seconds since 1970 that it shows at first; the real time by default.
        real: Real seconds that never step back.
    """

    def __init__(
        self,
        rate: float = 1.0,
        *,
        start: float | None = None,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        self._real = real
        self._mark = self._seconds = real()
        self._wall = (time.time() if start is None else start) - self._mark
        self._rate = _checked(rate)
        self._turned = asyncio.Event()

    @property
    def rate(self) -> float:
        """Demo seconds in a real one."""
        return self._rate

    def now(self) -> float:
        """Seconds since 1970, for the fakes."""
        return self._wall + self.monotonic()

    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self.now() * 1000)

    def monotonic(self) -> float:
        """Seconds that never step back; a skip counts as if they had passed."""
        return self._seconds + (self._real() - self._mark) * self._rate

    def set_rate(self, rate: float) -> None:
        """Run faster or slower from now on.

        Raises:
            ValueError: Time cannot stand still, run backwards or without end.
        """
        rate, mark = _checked(rate), self._real()
        self._seconds += (mark - self._mark) * self._rate
        self._mark, self._rate = mark, rate
        self._ring()

    def skip(self, seconds: float) -> None:
        """Leap ahead.

        Raises:
            ValueError: There is no way back.
        """
        if not 0 <= seconds < math.inf:
            raise ValueError("Time can only be skipped forwards.")
        self._seconds += seconds
        self._ring()

    async def until(self, moment: float) -> None:
        """Wait for a moment of `monotonic`, however fast it comes."""
        while (left := moment - self.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._turned.wait(), left / self._rate)

    def _ring(self) -> None:
        """Wake those who wait, for they have to reckon anew."""
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()


def _checked(rate: float) -> float:
    if not 0 < rate < math.inf:
        raise ValueError("Time can only run forwards.")
    return rate
