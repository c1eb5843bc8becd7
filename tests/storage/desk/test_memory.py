"""What is remembered of a target's failures."""

from __future__ import annotations

import pytest

from bot.alerts.desk_model import Preview
from bot.alerts.model import IncidentKind
from bot.modelarts.models import ImageType
from bot.ports.desk import Broken
from tests.factories import FakeClock
from tests.storage.desk.world import DAY, MINUTE, OTHER_TARGET, TARGET, World

pytestmark = pytest.mark.anyio


async def test_of_a_target_that_nobody_looked_at_nothing_is_known(world: World):
    assert await world.desk.preview(TARGET, "") == Preview(
        fired=0, days=0, latest=None, broken=0, known=None
    )
    assert await world.desk.broken(TARGET.id) is None


async def test_a_preview_counts_what_would_have_fired_in_seven_days(world: World):
    wanted = {"arch": "aarch64"}
    await world.incident("i-1", age_ms=8 * DAY, facts=wanted)
    await world.incident("i-2", age_ms=6 * DAY, facts=wanted, closed_ms=1, closing="recovered")
    newest = await world.incident("i-3", age_ms=2 * DAY, facts=wanted, closed_ms=1, closing="gone")
    await world.incident("i-4", age_ms=DAY, facts={"arch": "x86_64"})
    await world.incident("i-5", age_ms=DAY, facts=wanted, kind=IncidentKind.STUCK)

    preview = await world.desk.preview(TARGET, "arch=AARCH64")

    assert preview.fired == 2
    assert preview.latest is not None
    assert preview.latest.id == newest


async def test_what_was_broken_at_the_first_look_would_not_have_fired_but_is_broken(
    world: World,
):
    await world.incident("i-1", baseline=True)

    preview = await world.desk.preview(TARGET, "")

    assert (preview.fired, preview.broken) == (0, 1)


async def test_a_preview_says_what_is_broken_now_however_old(world: World):
    await world.incident("i-1", age_ms=80 * DAY, facts={"arch": "aarch64"})
    await world.incident("i-2", age_ms=80 * DAY, facts={"arch": "x86_64"})
    await world.incident("i-3", facts={"arch": "x86_64"}, closed_ms=1, closing="gone")

    assert (await world.desk.preview(TARGET, "arch=X86_64")).broken == 1


async def test_a_preview_is_of_one_target(world: World):
    await world.incident("i-1")

    assert (await world.desk.preview(OTHER_TARGET, "")).broken == 0


@pytest.mark.parametrize(
    ("age_ms", "days"),
    [(0, 1), (MINUTE, 1), (DAY, 1), (DAY + MINUTE, 2), (6 * DAY + MINUTE, 7), (60 * DAY, 7)],
)
async def test_a_preview_says_how_far_the_memory_reaches(
    world: World, clock: FakeClock, age_ms: int, days: int
):
    """Begun days count, or the first day would be none."""
    await world.poll("poll-1", started_ms=clock.now_ms() - age_ms)
    await world.poll("poll-2", started_ms=clock.now_ms())

    assert (await world.desk.preview(TARGET, "")).days == days


async def test_a_preview_knows_how_many_images_there_are_after_a_whole_reading(world: World):
    await world.target_state(known=14)
    assert (await world.desk.preview(TARGET, "")).known is None

    await world.target_state(known=14, complete_ms=1)
    assert (await world.desk.preview(TARGET, "")).known == 14


async def test_broken_is_what_failed_and_goes_on(world: World, clock: FakeClock):
    await world.target_state(complete_ms=5)
    await world.incident("i-1", status="ERROR", facts={"name": "env"}, age_ms=MINUTE)
    await world.incident("i-2", closed_ms=1, closing="recovered")
    await world.incident("i-3", kind=IncidentKind.STUCK, status="CREATING")

    broken = await world.desk.broken(TARGET.id)

    assert broken is not None
    assert [(one.id, one.name, one.status) for one in broken.images] == [("i-1", "env", "ERROR")]
    assert broken.since == {"i-1": clock.now_ms() - MINUTE}


async def test_what_was_broken_at_the_first_look_is_broken_at_least_since_then(
    world: World, clock: FakeClock
):
    await world.target_state(complete_ms=5)
    await world.incident("i-1", baseline=True, age_ms=MINUTE)
    await world.incident("i-2", age_ms=MINUTE)

    broken = await world.desk.broken(TARGET.id)

    assert broken is not None
    assert broken.since == dict.fromkeys(("i-1", "i-2"), clock.now_ms() - MINUTE)
    assert broken.at_least == {"i-1"}


async def test_broken_shows_the_status_of_the_failure(world: World):
    """The facts may be older."""
    await world.target_state(complete_ms=5)
    await world.incident("i-1", status="ERROR", facts={"status": "CREATE_FAILED"})

    broken = await world.desk.broken(TARGET.id)

    assert broken is not None
    assert [one.status for one in broken.images] == ["ERROR"]


async def test_nothing_is_said_of_what_is_broken_before_both_types_were_looked_at(world: World):
    await world.target_state(complete_ms=None, baseline=frozenset({ImageType.BUILD_IN}))
    await world.incident("i-1")

    assert await world.desk.broken(TARGET.id) is None


async def test_what_is_broken_is_as_old_as_the_last_poll_that_was_read(world: World):
    await world.target_state(complete_ms=5)
    assert await world.desk.broken(TARGET.id) == Broken((), {}, 5, 0)

    await world.poll("poll-1", started_ms=7, quality="inconsistent")
    await world.poll("poll-2", started_ms=9, quality="partial")
    assert await world.desk.broken(TARGET.id) == Broken((), {}, 7, 0)
