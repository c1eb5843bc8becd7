"""How Slack can let the bot down, on demand.

slack.faults.add("ratelimited", "chat.postMessage", retry_after=30)
slack.faults.add("accept_then_drop", "chat.postMessage")
slack.faults.add("not_in_channel", "chat.postMessage", times=3)
slack.faults.add("slow", "response_url", seconds=5)
slack.faults.add("late", "chat.postMessage", seconds=10)
slack.faults.mix(seed=1, accept_then_drop=0.12, drop=0.12, ratelimited=0.1, retry_after=1)
slack.faults.stand("slow", "chat.postMessage", seconds=2)
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

RESPONSE_URL = "response_url"
"""The name under which posts to response URLs are addressed."""


@dataclass(slots=True)
class Fault:
    """What goes wrong, where, and how often.

    Args:
        kind: ``drop`` (cut, nothing done), ``accept_then_drop`` (done, then cut), ``late`` (cut
            at once, done after ``seconds``), ``http_500`` (nothing done), ``accept_then_500``
            (done all the same), ``html`` (200 and a page), ``slow`` (done after ``seconds``),
            ``ratelimited`` (429), or any error code, which the call is answered with.
        method: A Web API method, ``response_url``, or ``*`` for every call.
        times: How many calls it hits before it is used up.
        after: How many calls it lets pass first.
    """

    kind: str
    method: str = "*"
    times: int = 1
    after: int = 0
    retry_after: int | None = 30
    seconds: float = 1.0

    def hits(self, method: str) -> bool:
        """Count one call; True if this is one to spoil."""
        if self.method not in {"*", method} or self.times <= 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True


class Mix:
    """A bad day by chance, the same one for the same seed and order of calls.

    Args:
        shares: Of each kind among all calls, together at most 1.
    """

    def __init__(
        self, seed: int, shares: Mapping[str, float], retry_after: int | None, seconds: float
    ) -> None:
        if min(shares.values(), default=0) < 0 or sum(shares.values()) > 1:
            raise ValueError(f"These shares are no parts of a whole: {dict(shares)}")
        self._chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self._shares = dict(shares)
        self._retry_after = retry_after
        self._seconds = seconds

    def drawn(self, method: str) -> Fault | None:
        """What becomes of the next call."""
        lot = self._chance.random()
        for kind, share in self._shares.items():
            if lot < share:
                return Fault(kind, method, 1, 0, self._retry_after, self._seconds)
            lot -= share
        return None


@dataclass(slots=True)
class Faults:
    """The faults that are waiting, first added first; then those that stand; then the mixes.

    ``met``: how many calls were hit so far, by kind.
    """

    waiting: list[Fault] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    _mixes: dict[str, Mix] = field(default_factory=dict)
    _standing: dict[str, Fault] = field(default_factory=dict)

    def add(
        self,
        kind: str,
        method: str = "*",
        *,
        times: int = 1,
        after: int = 0,
        retry_after: int | None = 30,
        seconds: float = 1.0,
    ) -> Fault:
        """Let something go wrong; see `Fault`.

        Args:
            retry_after: Seconds in the ``Retry-After`` of ``ratelimited``; None leaves it out.
        """
        fault = Fault(kind, method, times, after, retry_after, seconds)
        self.waiting.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """The fault that spoils this call, if any."""
        hit = next((fault for fault in self.waiting if fault.hits(method)), None)
        self.waiting = [fault for fault in self.waiting if fault.times > 0]
        hit = hit or self._standing.get(method)
        if hit is None and method in self._mixes:
            hit = self._mixes[method].drawn(method)
        if hit is not None:
            self.met[hit.kind] += 1
        return hit

    def stand(self, kind: str, method: str, *, seconds: float = 1.0) -> None:
        """Let every call of one method go wrong that no waiting fault hits, until `stand_down`.

        Args:
            method: One method; a second fault for it takes the place of the first.
        """
        self._standing[method] = Fault(kind, method, seconds=seconds)

    def stand_down(self) -> None:
        """End what stands; faults that wait and mixes stay."""
        self._standing.clear()

    def mix(
        self,
        *,
        seed: int,
        method: str = "chat.postMessage",
        retry_after: int | None = 1,
        seconds: float = 0.15,
        **shares: float,
    ) -> None:
        """Let chance spoil the calls of one method that no other fault hits, until `mix_off`.

        Args:
            method: One method; a second mix for it takes the place of the first.
            shares: Kinds of `Fault` with their share among all calls, such as ``late=0.25``.

        Raises:
            ValueError: The shares are more than everything.
        """
        self._mixes[method] = Mix(seed, shares, retry_after, seconds)

    def mix_off(self) -> None:
        """No chance any more; faults that were added one by one stay."""
        self._mixes.clear()

    def clear(self) -> None:
        """Let everything work again."""
        self.waiting.clear()
        self.stand_down()
        self.mix_off()

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.waiting)
