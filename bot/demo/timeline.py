"""What happens to the demo's images by itself: failures, recoveries, and one that flaps."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.clock import DemoClock
from bot.demo.fake_modelarts import FakeModelArts

NOTICED = 1.5
"""Real seconds, beside its interval, after which the bot has seen how things are."""

ERROR, CREATE_FAILED, ACTIVE = "ERROR", "CREATE_FAILED", "ACTIVE"
REMOVED = "The image was removed from SWR"
TOO_LARGE = "Commit failed: the image is larger than the limit of the registry"
UNREACHABLE = "The registry could not be reached"

_FLAPS = ((240, 300), (420, 480), (600, 720))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens.

    ``at``: seconds since the start.  ``image``: its id.  ``status``: what it then has; empty when
    it vanishes from the list.
    """

    at: float
    image: str
    status: str
    message: str = ""


def events(seed: int, images: Sequence[Mapping[str, Any]]) -> tuple[Event, ...]:
    """The story of one run, earliest first: about a quarter of an hour.

    Args:
        seed: The same one tells the same story.
        images: Rows as the API sends them; for want of suitable ones a part of the story is left
            out.
    """
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    ready, building = _of(images, ACTIVE), _of(images, "CREATING")
    chance.shuffle(ready)
    chance.shuffle(building)
    story = [
        *_failure(ready[0:1]),
        *_builds(building),
        *_flapping(ready[1:2]),
        *_loss(ready[2:3]),
    ]
    shifted = [(event, chance.uniform(0, 8)) for event in story]
    moved = [
        Event(event.at + by, event.image, event.status, event.message) for event, by in shifted
    ]
    return tuple(sorted(moved, key=lambda event: event.at))


def _of(images: Sequence[Mapping[str, Any]], status: str) -> list[str]:
    """Images that people have made, where the demo's bot looks."""
    return [
        str(image["id"])
        for image in images
        if image.get("status") == status
        and image.get("type") == "DEDICATED"
        and image.get("workspace_id", "0") == "0"
    ]


def _failure(images: Sequence[str]) -> Iterator[Event]:
    for image in images:
        yield Event(15, image, ERROR, REMOVED)
        yield Event(150, image, ACTIVE)


def _builds(images: Sequence[str]) -> Iterator[Event]:
    """One is ready at last, another one never will be."""
    for image, at, status in zip(images, (60, 90), (ACTIVE, CREATE_FAILED), strict=False):
        yield Event(at, image, status, TOO_LARGE if status == CREATE_FAILED else "")


def _flapping(images: Sequence[str]) -> Iterator[Event]:
    for image in images:
        for down, up in _FLAPS:
            yield Event(down, image, ERROR, UNREACHABLE)
            yield Event(up, image, ACTIVE)


def _loss(images: Sequence[str]) -> Iterator[Event]:
    for image in images:
        yield Event(780, image, ERROR, REMOVED)
        yield Event(840, image, "")


async def play(
    timeline: Sequence[Event], modelarts: FakeModelArts, clock: DemoClock, *, poll: float = 0.0
) -> None:
    """Let it happen as the clock reaches each moment.

    Args:
        timeline: Earliest first.
        poll: Seconds on ``clock`` between two looks of the bot.  Between two events it gets the
            time for one, even if hours were skipped; with 0 nothing waits for it.
    """
    start = clock.monotonic()
    for event in timeline:
        await clock.until(start + event.at)
        # Somebody at the prompt may have taken the image away.
        with contextlib.suppress(LookupError):
            _happen(event, modelarts)
        if poll:
            await asyncio.sleep(poll / clock.rate + NOTICED)


def _happen(event: Event, modelarts: FakeModelArts) -> None:
    if not event.status:
        modelarts.vanish(event.image)
    elif event.status == ACTIVE:
        modelarts.recover(event.image)
    else:
        modelarts.fail(event.image, event.status, event.message)
