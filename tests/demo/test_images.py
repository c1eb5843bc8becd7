"""Loading the demo's images and saved replies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.demo.images import DATA, EXAMPLES, demo_images, load_images, reference_example
from bot.errors import SettingsError


def written(folder: Path, content: object) -> Path:
    path = folder / "saved.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_the_demo_shows_the_catalogue_and_then_the_reference_pages_images() -> None:
    catalogue = load_images(DATA / "catalogue.json")
    images = demo_images()

    assert len(catalogue) == 144
    assert images[:144] == catalogue
    assert len(images) == len({image["id"] for image in images}) == 164


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_reply_is_there_with_its_envelope(name: str) -> None:
    assert {"current", "data", "pages", "size", "total"} == reference_example(name).keys()


@pytest.mark.parametrize(
    "content",
    [
        [{"id": "a"}, {"id": "b"}],
        {"data": [{"id": "a"}, {"id": "b"}], "total": 7},
        {"data": [{"id": "a"}, {"id": "b"}, {"id": "a", "name": "later"}]},
    ],
    ids=["a list", "a ListImage reply", "overlapping pages"],
)
def test_saved_lists_load_in_order_and_unique(tmp_path: Path, content: object) -> None:
    assert load_images(written(tmp_path, content)) == [{"id": "a"}, {"id": "b"}]


def test_a_show_image_reply_is_one_image(tmp_path: Path) -> None:
    reply = {"id": "a", "support_res_categories": ["CPU"]}

    assert load_images(written(tmp_path, reply)) == [reply]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load_images(written(tmp_path, '\ufeff[{"id": "a"}]')) == [{"id": "a"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON: line 1"),
        ('[{"id": NaN}]', "not a JSON file"),
        ("[" * 100_000, "not a JSON file"),
        ("3", "holds no images"),
        ({"workspaces": []}, "holds no list of images"),
        ({"error_code": "ModelArts.0203"}, "an error reply"),
        ([{"id": "a"}, 3], "Row 2"),
        ([{"name": "a"}], "Row 1"),
        ([{"id": 7}], "has no id"),
        ([{"id": "a"}, {"id": "b", "name": "x\ud83d"}], r"Row 2 of .* half a character: \\ud83d"),
        ({"data": [{"id": "a", "labels": [{"\udc00": 1}]}]}, r"Row 1 .* \\udc00"),
    ],
)
def test_a_file_without_images_is_refused_with_a_hint(
    tmp_path: Path, content: object, said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        load_images(written(tmp_path, content))

    assert caught.value.hint


def test_a_character_of_two_halves_is_whole(tmp_path: Path) -> None:
    assert load_images(written(tmp_path, r'[{"id": "\ud83d\ude80"}]')) == [{"id": "\U0001f680"}]


def test_saved_image_groups_are_recognised() -> None:
    with pytest.raises(SettingsError) as caught:
        load_images(DATA / "list_image_group_2025-08-20.json")

    assert "groups" in caught.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.json cannot be read: no such file"):
        load_images(tmp_path / "none.json")
