"""Images fail, recover, come and go while the fake ModelArts runs."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.modelarts.found import LARGE, Found
from bot.demo.modelarts.query import image_query
from tests.demo.modelarts_caller import get
from tests.demo.slack_standin import Hands


def row(id_: str = "i-1", **more: Any) -> dict[str, Any]:
    fields = {"id": id_, "name": "snapshot", "tag": id_, "type": "DEDICATED", "status": "ACTIVE"}
    return fields | more


def fake(*rows: dict[str, Any]) -> FakeModelArts:
    return FakeModelArts(rows or [row()], now=Hands())


@pytest.mark.anyio
async def test_a_failure_is_listed_with_its_reason_and_its_time() -> None:
    """And taken back again."""
    hands = Hands()
    async with FakeModelArts([row()], now=hands) as modelarts:
        hands.seconds += 5.25
        modelarts.fail("i-1", message="No space")
        failed = (await get(modelarts)).json["data"][0]
        hands.seconds += 60
        modelarts.recover("i-1")
        again = (await get(modelarts)).json["data"][0]

    assert (failed["status"], failed["status_message"]) == ("CREATE_FAILED", "No space")
    assert failed["update_at"] == 1_770_000_005_250
    assert (again["status"], "status_message" in again) == ("ACTIVE", False)
    assert again["update_at"] == 1_770_000_065_250


def test_each_change_has_its_status() -> None:
    modelarts = fake()

    assert modelarts.fail("i-1", "ERROR")["status"] == "ERROR"
    assert modelarts.creating("i-1")["status"] == "CREATING"
    assert modelarts.delete("i-1")["status"] == "DELETED"
    assert len(modelarts.images) == 1


def test_images_come_and_go() -> None:
    modelarts = fake(row("i-1"), row("i-2"))
    modelarts.vanish("i-1")
    added = modelarts.add(row("i-3", status="CREATING"))

    assert [image["id"] for image in modelarts.images] == ["i-2", "i-3"]
    assert added["create_at"] == added["update_at"] == 1_770_000_000_000


def test_an_image_is_named_by_id_label_or_its_own_name() -> None:
    """Not by a name that several have: the error shows a way out."""
    modelarts = fake(row("i-1"), row("i-2"), row("i-3", name="llama"))

    assert [modelarts.image(key)["id"] for key in ("i-1", "snapshot:i-2", "llama")] == [
        "i-1",
        "i-2",
        "i-3",
    ]
    with pytest.raises(
        LookupError, match="2 images are called snapshot; name one, such as snapshot:i-1"
    ):
        modelarts.fail("snapshot")
    with pytest.raises(LookupError, match="no image mistral"):
        modelarts.fail("mistral")


@pytest.fixture
def many() -> list[dict[str, Any]]:
    return [row(f"i-{number}", update_at=number) for number in range(LARGE)]


def test_the_pages_of_a_large_list_are_found_once(many: list[dict[str, Any]]) -> None:
    """Whatever their offset; another question is another search."""
    found = Found()
    first = found.rows(image_query({"limit": "200"}), many)

    assert found.rows(image_query({"limit": "200", "offset": "400"}), many) is first
    assert found.rows(image_query({"type": "BUILD_IN"}), many) == []


def test_a_large_list_shows_every_change_of_its_rows(many: list[dict[str, Any]]) -> None:
    """Rows that come, go, take another's place, or change their status."""
    found, query = Found(), image_query({"type": "DEDICATED"})
    found.rows(query, many)
    many[1] = row("i-1", status="ERROR")
    many[2]["status"] = "ERROR"
    many.append(row("new"))
    del many[0]
    rows = found.rows(query, many)

    assert [image["status"] for image in rows[:2]] == ["ERROR", "ERROR"]
    assert (rows[0]["id"], rows[-1]["id"]) == ("i-1", "new")


def test_a_failure_moves_an_image_of_a_large_list_to_the_front(
    many: list[dict[str, Any]],
) -> None:
    """Where the list is sorted by the time of the last change."""
    modelarts = fake(*many)
    query = image_query({"sort_key": "updateTime"})
    modelarts._found.rows(query, modelarts.images)
    modelarts.fail("i-7")

    assert modelarts._found.rows(query, modelarts.images)[0]["id"] == "i-7"
