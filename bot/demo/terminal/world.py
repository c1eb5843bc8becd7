"""What the person at the prompt may do to the demo's world: images fail, time flies."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from bot.demo.clock import DemoClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.switches import DOWN, FASTEST, LONGEST_SKIP, SLOWEST, image_named

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_PART = re.compile(r"(\d{1,6})\s*([smhd])")
_SPAN = re.compile(rf"(?:{_PART.pattern}\s*)+")

HELP = """\
fail <image>    let an image fail; recover <image> and vanish <image> as well
down            let ModelArts answer 503; up mends it
speed 60        let time run 60 times as fast; skip 1h leaps ahead"""


class World:
    """The fake ModelArts and the clock, in words.

    Args:
        poll: Seconds on the clock between two looks of the bot.
    """

    def __init__(self, modelarts: FakeModelArts, clock: DemoClock, *, poll: float) -> None:
        self._modelarts = modelarts
        self._clock = clock
        self._poll = poll
        self._commands: Mapping[str, Callable[[str], str]] = {
            "fail": self._fail,
            "recover": self._recover,
            "vanish": self._vanish,
            "speed": self._speed,
            "skip": self._skip,
            "down": self._down,
            "up": self._up,
        }

    def turn(self, word: str, rest: str) -> str | None:
        """Do what a line says and say what is so now; None if the word is not known here."""
        command = self._commands.get(word)
        if command is None:
            return None
        try:
            return command(rest)
        except LookupError as error:
            return str(error.args[0])

    def _fail(self, rest: str) -> str:
        name, _, reason = rest.partition(" ")
        image = self._named(name)
        row = (
            self._modelarts.fail(image, message=reason) if reason else self._modelarts.fail(image)
        )
        return f"{name} is {row['status']} now. {self._soon()}"

    def _recover(self, rest: str) -> str:
        row = self._modelarts.recover(self._named(rest))
        return f"{rest} is {row['status']} now. {self._soon()}"

    def _vanish(self, rest: str) -> str:
        self._modelarts.vanish(self._named(rest))
        return f"{rest} is in no list any more. {self._soon()}"

    def _named(self, name: str) -> str:
        if not name:
            row = next(iter(self._modelarts.images), None)
            example = f", for example {row.get('name')}:{row.get('tag')}" if row else ""
            raise LookupError(f"Name an image{example}.")
        return image_named(self._modelarts, name)

    def _soon(self) -> str:
        seconds = self._poll / self._clock.rate
        return f"The bot looks every {seconds:.0f} seconds." if seconds >= 2 else ""

    def _speed(self, rest: str) -> str:
        try:
            rate = float(rest.removesuffix("x"))
        except ValueError:
            rate = math.nan
        if not SLOWEST <= rate <= FASTEST:
            return "Give a number from 0.1 to 1000, for example: speed 60"
        self._clock.set_rate(rate)
        return f"Time runs {rate:g} times as fast." if rate != 1 else "Time runs as usual."

    def _skip(self, rest: str) -> str:
        words = rest.lower().strip()
        parts = _PART.findall(words) if _SPAN.fullmatch(words) else []
        seconds = sum(int(number) * UNITS[unit] for number, unit in parts)
        if not 0 < seconds <= LONGEST_SKIP:
            return "Give a time of at most 30 days, for example: skip 1h, skip 90s, skip 1d 12h"
        self._clock.skip(seconds)
        return f"It is {words} later."

    def _down(self, _: str) -> str:
        self._modelarts.faults.standing = DOWN
        return "ModelArts answers 503 to everything. Mend it with: up"

    def _up(self, _: str) -> str:
        self._modelarts.faults.standing = None
        return "ModelArts answers again."
