"""The real clock."""

from __future__ import annotations

import time


class SystemClock:
    """`bot.ports.Clock` over the machine's own clocks."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds that never step back."""
        return time.monotonic()
