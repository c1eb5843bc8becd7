"""What happens to the demo's images by itself."""

from __future__ import annotations

import asyncio

import pytest

from bot.demo.clock import DemoClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.images import demo_images
from bot.demo.timeline import Event, events, play


def statuses(timeline: tuple[Event, ...], image: str) -> list[str]:
    return [event.status for event in timeline if event.image == image]


def test_the_story_has_every_turn() -> None:
    """A failure and its end, a build that fails and one that does not, flapping, and a loss."""
    story = events(1, demo_images())
    turns = [statuses(story, image) for image in {event.image for event in story}]

    assert sorted(turns) == sorted(
        [
            ["ERROR", "ACTIVE"],
            ["ACTIVE"],
            ["CREATE_FAILED"],
            ["ERROR", "ACTIVE"] * 3,
            ["ERROR", ""],
        ]
    )
    assert list(story) == sorted(story, key=lambda event: event.at)


def test_flapping_is_three_failures_within_an_hour() -> None:
    story = events(1, demo_images())
    flapping = next(event.image for event in story if len(statuses(story, event.image)) == 6)
    times = [event.at for event in story if event.image == flapping and event.status == "ERROR"]

    assert len(times) == 3
    assert times[-1] - times[0] < 3600


def test_a_seed_tells_its_own_story() -> None:
    images = demo_images()

    assert events(1, images) == events(1, images)
    assert events(1, images) != events(2, images)


def test_it_happens_only_to_what_people_made_where_the_bot_looks() -> None:
    images = {image["id"]: image for image in demo_images()}
    touched = [images[event.image] for event in events(3, list(images.values()))]

    assert {(row["type"], row.get("workspace_id", "0")) for row in touched} == {("DEDICATED", "0")}


def test_a_catalogue_of_few_images_has_a_shorter_story() -> None:
    row = {"id": "i-1", "name": "one", "type": "DEDICATED", "status": "ACTIVE"}

    assert [event.status for event in events(1, [row])] == ["ERROR", "ACTIVE"]
    assert events(1, []) == ()


@pytest.mark.anyio
async def test_it_is_played_as_the_clock_goes() -> None:
    """What somebody took away meanwhile is left out."""
    images = demo_images()
    modelarts, clock = FakeModelArts(images), DemoClock(10_000)
    story = events(1, images)
    modelarts.vanish(story[0].image)
    await asyncio.wait_for(play(story, modelarts, clock), 10)

    left = {row["id"]: row["status"] for row in modelarts.images}
    last = {event.image: event.status for event in story}
    assert story[0].image not in left
    assert {image: left.get(image, "") for image in last} == last | {story[0].image: ""}


@pytest.mark.anyio
async def test_a_leap_of_the_clock_is_noticed() -> None:
    """And nothing happens before its time."""
    modelarts = FakeModelArts(demo_images())
    image, clock = modelarts.images[0]["id"], DemoClock()
    playing = asyncio.create_task(play([Event(3600, image, "ERROR")], modelarts, clock))
    await asyncio.sleep(0)
    before = modelarts.image(image)["status"]
    clock.skip(3601)
    await asyncio.wait_for(playing, 5)

    assert (before, modelarts.image(image)["status"]) == ("ACTIVE", "ERROR")


@pytest.mark.anyio
async def test_the_bot_gets_a_look_between_two_events() -> None:
    """However much time was skipped."""
    modelarts = FakeModelArts(demo_images())
    image, clock = modelarts.images[0]["id"], DemoClock()
    both = [Event(1, image, "ERROR"), Event(2, image, "ACTIVE")]
    playing = asyncio.create_task(play(both, modelarts, clock, poll=600))
    await asyncio.sleep(0)
    clock.skip(3600)
    for _ in range(10):
        await asyncio.sleep(0)

    assert modelarts.image(image)["status"] == "ERROR"
    assert not playing.done()
    playing.cancel()
    await asyncio.wait([playing])
