"""Failures are looked up in what the polls remember, by the same rules as everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.broken import BrokenLookups, FoundBroken
from bot.catalog import Catalog
from bot.modelarts.models import Image
from bot.ports.desk import Broken
from bot.query.grammar import parse_request
from bot.query.requests import Failed
from handlers.commands import answer_command
from handlers.context import Alerting
from tests.factories import FakeClock, image
from tests.handlers.desk import NOW, TARGET, MemoryDesk, scene
from tests.sources import MemorySource

pytestmark = pytest.mark.anyio

HOUR = 3_600_000


def failed(image_id: str, name: str, **fields: Any) -> Image:
    """One broken image."""
    return image(**({"id": image_id, "name": name, "status": "ERROR"} | fields))


def remembering(*images: Image, known: int | None = 107) -> MemoryDesk:
    """A desk that has seen these broken for an hour, and looked a minute ago."""
    since = {each.id: NOW - HOUR for each in images}
    return MemoryDesk(memory={TARGET.id: Broken(images, since, NOW - 60_000, known)})


def lookups(desk: MemoryDesk) -> BrokenLookups:
    """Where `TARGET` is the configured target."""

    async def zone_of(_: str) -> str:
        return "UTC"

    alerts = Alerting(desk, scene().member, TARGET, zone_of, lambda: None)
    return BrokenLookups(desk, FakeClock(NOW), alerts.targets)


async def found(desk: MemoryDesk, text: str) -> FoundBroken | None:
    """What a search finds."""
    request = parse_request(text)
    assert isinstance(request, Failed)
    return await lookups(desk).find(request, page_size=10, max_rows=20)


SOME = (
    failed("i-1", "cuda_10", namespace="team-a"),
    failed("i-2", "cuda_11", namespace="team-b", status="CREATE_FAILED"),
    failed("i-3", "pytorch", type="BUILD_IN", arch="x86_64"),
)


@pytest.mark.parametrize(
    "text",
    [
        "failed",
        "failed cuda",
        'failed "cuda_10"',
        "failed ns=team-b",
        "failed type=BUILD_IN",
        "failed arch=arm",
        "failed status=ERROR",
        "failed -cuda sort=name",
        "failed nothing_like_it",
        "failed limit=2 page=2",
        "failed name~a,o",
    ],
)
async def test_it_finds_what_modelarts_would_in_the_same_order(text: str):
    request = parse_request(text)
    assert isinstance(request, Failed)
    live = Catalog(MemorySource([*SOME, image(id="i-9")]), FakeClock(NOW))

    from_memory = await found(remembering(*SOME), text)
    from_modelarts = await live.find(request, page_size=10, max_rows=20)

    assert from_memory is not None
    assert [row.id for row in from_memory.page.rows] == [row.id for row in from_modelarts.rows]
    assert from_memory.page.total == from_modelarts.total


async def test_the_age_is_that_of_the_last_poll_and_the_count_that_of_the_target():
    memory = await found(remembering(*SOME), "failed cuda")

    assert memory is not None
    page = memory.page
    assert (page.as_of_ms, page.known, page.claimed) == (NOW - 60_000, 107, 107)
    assert memory.since["i-1"] == NOW - HOUR


async def test_without_a_count_it_says_nothing_of_one():
    memory = await found(remembering(*SOME, known=None), "failed")

    assert memory is not None
    assert (memory.page.known, memory.page.claimed) == (3, 3)


async def test_no_filter_is_said_to_remove_images_nobody_looked_at():
    """Only failures are remembered; there may be other images of this namespace."""
    memory = await found(remembering(*SOME), "failed ns=nobody")

    assert memory is not None
    assert memory.page.blame is None
    assert [way.count for way in memory.page.relaxations] == [3]


async def test_what_does_not_say_its_type_or_workspace_is_found():
    bare = failed("i-1", "cuda", type=None, workspace_id=None)

    memory = await found(remembering(bare), "failed workspace=0")

    assert memory is not None
    assert [row.id for row in memory.page.rows] == ["i-1"]


async def test_several_workspaces_are_one_answer_as_old_as_the_oldest():
    other = replace(TARGET, workspace_id="a" * 32)
    desk = remembering(SOME[0])
    desk.memory = {**desk.memory, other.id: Broken((SOME[1],), {}, NOW - 90_000, 3)}

    memory = await found(desk, f"failed workspace=0,{'a' * 32} sort=name")

    assert memory is not None
    assert [row.id for row in memory.page.rows] == ["i-1", "i-2"]
    assert (memory.page.as_of_ms, memory.page.known) == (NOW - 90_000, 110)


async def test_where_nobody_watches_modelarts_is_asked():
    assert await found(remembering(), f"failed workspace={'b' * 32}") is None
    assert await found(MemoryDesk(), "failed") is None


async def test_a_database_that_is_away_does_not_hide_failures():
    here = scene(failed("i-1", "cuda"))
    here.desk.down = True

    await answer_command("failed", here.told, here.services)

    assert "cuda" in here.texts[0]


async def test_the_answer_says_for_how_long_each_is_broken_without_asking_modelarts():
    here = scene()
    here.desk.memory = remembering(*SOME).memory

    await answer_command("failed", here.told, here.services)

    assert here.texts[0].count("broken for 60 min") + here.texts[0].count("broken for 1 h") == 3
    assert "3 of 107 images" in here.texts[0]
    assert here.source.asked == []


async def test_what_was_broken_at_the_first_look_is_broken_for_more_than_is_known():
    here = scene()
    memory = remembering(*SOME).memory[TARGET.id]
    here.desk.memory = {TARGET.id: replace(memory, at_least=frozenset({"i-1", "i-2"}))}

    await answer_command("failed", here.told, here.services)

    assert here.texts[0].count("broken for more than 60 min") == 2
    assert here.texts[0].count("broken for 60 min") == 1


async def test_shared_failures_are_those_that_were_seen():
    here = scene()
    here.desk.memory = remembering(*SOME).memory
    await answer_command("failed", here.told, here.services)

    await here.pressed("Share here")

    assert here.source.asked == []
    assert "Shared" in here.texts[-1]
