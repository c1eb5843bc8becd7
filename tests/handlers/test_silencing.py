"""What is silenced, and for how long."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.query.spans import HOUR
from tests.factories import image
from tests.handlers.desk import NOW, scene
from tests.handlers.test_alert_commands import typed

pytestmark = pytest.mark.anyio


async def test_an_image_is_silenced_by_its_id_for_as_long_as_was_said():
    here = scene(image(id="i-7", name="cuda", tag="1"))

    said = await typed(here, "silence cuda for 1h")

    (silence,) = here.desk.quiet
    assert (silence.image_id, silence.filters, silence.label) == ("i-7", "", "cuda:1")
    assert silence.until_ms == NOW + HOUR
    assert "Nobody said how long" not in said
    assert here.nudges == ["nudge"]


async def test_who_gives_no_length_gets_four_hours_and_is_told_so():
    here = scene(image())

    said = await typed(here, "silence pytorch_2_1")

    assert here.desk.quiet[0].until_ms == NOW + 4 * HOUR
    assert "4 hours" in said


async def test_filters_are_silenced_as_filters():
    here = scene()

    await typed(here, "silence ns=team-a for 1h")

    (silence,) = here.desk.quiet
    assert (silence.image_id, silence.filters) == ("", "namespace=team-a")


async def test_tomorrow_is_the_persons_own():
    here = scene(image(), zone="Asia/Shanghai")

    await typed(here, "silence pytorch_2_1 until tomorrow")

    until = here.desk.quiet[0].until_ms
    assert until is not None
    zone = ZoneInfo("Asia/Shanghai")
    now, then = (datetime.fromtimestamp(ms / 1000, zone) for ms in (NOW, until))
    assert (then.hour, then.minute) == (9, 0)
    assert (then.date() - now.date()).days == 1


async def test_silences_are_listed():
    here = scene(image())
    await typed(here, "silence pytorch_2_1", "t1")

    assert "1 silence" in await typed(here, "silences", "t2")


async def test_a_whole_channel_is_silenced_by_the_search_without_filters():
    here = scene()

    said = await typed(here, "silence everything for 1h")

    (silence,) = here.desk.quiet
    assert (silence.image_id, silence.filters) == ("", "")
    assert "about all images until" in said


@pytest.mark.parametrize("status", ["ACTIVE", "CREATING"])
async def test_what_is_well_is_not_silenced_until_it_changes(status: str):
    """That change is its failure."""
    here = scene()
    here.desk.seen = [image(id="i-7", name="cuda", tag="1", status=status)]

    said = await typed(here, "silence cuda until it changes")

    assert here.desk.done == []
    assert "cuda:1 is not broken now" in said
    assert "silence cuda:1 for 4h" in said


@pytest.mark.parametrize("status", ["CREATE_FAILED", "ERROR"])
async def test_what_is_broken_is_silenced_until_it_changes(status: str):
    here = scene()
    here.desk.seen = [image(id="i-7", name="cuda", status=status)]

    await typed(here, "silence cuda until it changes")

    assert [(row.image_id, row.until_ms) for row in here.desk.quiet] == [("i-7", None)]
