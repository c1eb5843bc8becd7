"""The fake's other calls: one image, groups, workspaces."""

from __future__ import annotations

import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.images import DATA, load_images
from tests.demo.modelarts_caller import get, rows

pytestmark = pytest.mark.anyio


async def test_one_image_is_the_bare_item_with_one_field_more() -> None:
    images = rows(2, resource_categories=["GPU"], workspace_id="w" * 32)
    async with FakeModelArts(images) as fake:
        answer = await get(fake, "/images/i-1")

    assert answer.json == images[1] | {"support_res_categories": ["GPU"]}


async def test_an_unknown_id_is_a_400() -> None:
    async with FakeModelArts(rows(1)) as fake:
        answer = await get(fake, "/images/nobody")

    assert answer.refusal == (400, "ModelArts.6404")


async def test_groups_are_namespace_and_name_with_their_number_of_versions() -> None:
    images = rows(4, name="torch")
    images[0] |= {"namespace": "a", "create_at": 5, "update_at": 6}
    images[1] |= {"namespace": "a", "create_at": 3, "update_at": 9}
    images[2] |= {"namespace": "b"}
    async with FakeModelArts(images) as fake:
        answer = await get(fake, "/images/group", limit=10)

    assert answer.json["data"] == [
        {"name": "torch", "namespace": "a", "version_count": 2, "create_at": 3, "update_at": 9},
        {"name": "torch", "namespace": "b", "version_count": 1},
        {"name": "torch", "version_count": 1},
    ]
    assert (answer.json["total"], answer.json["current"]) == (3, 0)


async def test_the_versions_of_all_groups_are_all_images() -> None:
    images = load_images(DATA / "catalogue.json")
    async with FakeModelArts(images) as fake:
        answer = await get(fake, "/images/group", limit=500)

    assert sum(row["version_count"] for row in answer.json["data"]) == 134


async def test_groups_come_under_another_key_without_a_limit() -> None:
    """Seen live: 200 rows in ``groups`` without a limit, all 220 in ``data`` with 500."""
    async with FakeModelArts(rows(220)) as fake:
        unpaged = await get(fake, "/images/group")
        paged = await get(fake, "/images/group", limit=500)

    assert "data" not in unpaged.json
    assert (len(unpaged.json["groups"]), unpaged.json["current"], unpaged.json["size"]) == (
        200,
        1,
        200,
    )
    assert "groups" not in paged.json
    assert len(paged.json["data"]) == 220


async def test_groups_take_the_filters_of_the_image_list() -> None:
    images = rows(3)
    images[1] |= {"type": "DEDICATED"}
    async with FakeModelArts(images) as fake:
        answer = await get(fake, "/images/group", limit=10, type="DEDICATED", name="image")

    assert [row["name"] for row in answer.json["data"]] == ["image-1"]


async def test_workspaces_are_those_the_images_name_and_the_default_has_a_number_as_id() -> None:
    images = [*rows(1), *rows(1, workspace_id="b" * 32), *rows(1, workspace_id="a" * 32)]
    async with FakeModelArts(images) as fake:
        answer = await get(fake, "/workspaces")

    assert [row["id"] for row in answer.json["workspaces"]] == [0, "a" * 32, "b" * 32]
    assert (answer.json["total_count"], answer.json["count"]) == (3, 3)


async def test_workspaces_page_by_number() -> None:
    images = [*rows(1, workspace_id="b" * 32), *rows(1, workspace_id="a" * 32)]
    async with FakeModelArts(images) as fake:
        answer = await get(fake, "/workspaces", limit=2, offset=1)

    assert [row["id"] for row in answer.json["workspaces"]] == ["b" * 32]
    assert (answer.json["total_count"], answer.json["count"]) == (3, 1)


async def test_workspaces_refuse_a_page_that_is_too_large() -> None:
    async with FakeModelArts([]) as fake:
        answer = await get(fake, "/workspaces", limit=1001)

    assert answer.refusal == (400, "ModelArts.0107")
