"""Which image a person means, from what the polls remember."""

from __future__ import annotations

import pytest

from bot.modelarts.models import Image
from tests.storage.desk.world import OTHER_TARGET, TARGET, World

pytestmark = pytest.mark.anyio


async def meant(world: World, reference: str, *, gone: bool = False) -> list[str]:
    """Ids of the images it may be."""
    found = await world.desk.remembered(TARGET.id, reference, gone=gone)
    return [image.id for image in found]


@pytest.mark.parametrize(
    "reference",
    [
        *("i-1", "I-1", "env", " ENV ", "env:1.0", "Env:1.0", "team/env", "team/env:1.0"),
        *("swr.example.com/team/env:1.0", "localhost:5000/team/env"),
    ],
)
async def test_an_image_is_meant_by_its_id_name_label_or_path(world: World, reference: str):
    await world.state("i-1", "ERROR", since_ms=7, namespace="team")
    await world.state("i-2", "ERROR", since_ms=7, name="other")

    assert await meant(world, reference) == ["i-1"]


@pytest.mark.parametrize(
    "reference", ["", " ", "en", "env:2.0", "env:", "x/env", "team/env:1.0:2", "a\0b", "1.0", "/"]
)
async def test_what_only_looks_alike_is_not_meant(world: World, reference: str):
    await world.state("i-1", "ERROR", since_ms=7, namespace="team")

    assert await meant(world, reference) == []


async def test_what_is_known_of_it_is_brief(world: World):
    await world.state("i-1", "ERROR", since_ms=7, namespace="team")

    assert await world.desk.remembered(TARGET.id, "env") == (
        Image(id="i-1", name="env", tag="1.0", namespace="team", type="DEDICATED", status="ERROR"),
    )


async def test_several_of_a_name_are_all_meant_until_a_tag_is_said(world: World):
    await world.state("i-2", "ACTIVE", since_ms=7, tag="2")
    await world.state("i-1", "ACTIVE", since_ms=7, tag="1")

    assert await meant(world, "env") == ["i-1", "i-2"]
    assert await meant(world, "env:2") == ["i-2"]


async def test_an_id_beats_a_name(world: World):
    await world.state("env", "ACTIVE", since_ms=7, name="x")
    await world.state("i-1", "ACTIVE", since_ms=7)

    assert await meant(world, "env") == ["env"]


async def test_an_image_that_is_gone_is_meant_only_if_no_other_is_and_it_is_asked_for(
    world: World,
):
    await world.state("i-1", "ERROR", since_ms=7, absent=3)
    assert await meant(world, "env") == []
    assert await meant(world, "env", gone=True) == ["i-1"]

    await world.state("i-2", "ACTIVE", since_ms=7, absent=2)
    assert await meant(world, "env", gone=True) == ["i-2"]


async def test_images_of_another_target_are_not_meant(world: World):
    await world.state("i-1", "ERROR", since_ms=7, target_id=OTHER_TARGET.id)

    assert await meant(world, "i-1") == []
