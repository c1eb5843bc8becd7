"""The models against the reference pages' own examples."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bot.modelarts.models import Image, ImageGroup, ImageGroupList, ImageList
from tests.modelarts.samples import GROUPS, LISTS, sample

CLOSED_WORDS = {
    "arch",
    "dev_services",
    "flavor_type",
    "origin",
    "resource_categories",
    "service_type",
    "status",
    "support_res_categories",
    "type",
    "visibility",
}
NEWEST_FIELDS = {
    "flavor_type": "ASCEND_SNT9B",
    "tags": [{"key": "team", "value": "vision"}],
    "swr_instance_id": "instance-1",
    "show_name": "PyTorch 2.1",
    "show_tag": "2.1 for Ascend",
    "support_res_categories": ["CPU", "ASCEND"],
}


def as_sent(name: str, value: Any) -> Any:
    """What a field should hold: the raw value, closed words in upper case."""
    if name not in CLOSED_WORDS:
        return value
    return value.upper() if isinstance(value, str) else [word.upper() for word in value]


def held(model: BaseModel) -> dict[str, Any]:
    """Every field that the reply set, as JSON would say it."""
    plain: dict[str, Any] = json.loads(model.model_dump_json(exclude_unset=True))
    return plain


@pytest.mark.parametrize("name", LISTS)
def test_no_field_of_a_reference_example_is_lost(name: str) -> None:
    """Field by field: what the page shows is what the model holds."""
    raw = json.loads(sample(name))

    found = ImageList.model_validate_json(sample(name))

    assert found.data is not None
    assert [held(image) for image in found.data] == [
        {key: as_sent(key, value) for key, value in row.items()} for row in raw["data"]
    ]
    assert {key: held(found)[key] for key in raw if key != "data"} == {
        key: value for key, value in raw.items() if key != "data"
    }


def test_no_field_of_the_group_example_is_lost() -> None:
    """The same for ListImageGroup."""
    found = ImageGroupList.model_validate_json(sample(GROUPS))

    assert held(found) == json.loads(sample(GROUPS))


def test_the_newest_fields_are_kept() -> None:
    """Fields that only the newest page and SDK know."""
    image = Image.model_validate({"id": "i-1", **NEWEST_FIELDS})

    assert held(image) == {"id": "i-1", **NEWEST_FIELDS}


def test_a_group_keeps_what_the_sdk_added() -> None:
    """``description`` to ``swr_instance_id``."""
    row = {
        "name": "pytorch",
        "description": "d",
        "read_me": "r",
        "icon_name": "i",
        "id": "g-1",
        "swr_instance_name": "n",
        "swr_instance_id": "s",
    }

    assert held(ImageGroup.model_validate(row)) == row


def test_an_unknown_word_is_kept() -> None:
    """Enumerations are open: dev_services has shown AI_FLOW, which no table lists."""
    image = Image.model_validate({"id": "i-1", "dev_services": ["AI_FLOW"], "status": "PAUSED"})

    assert image.dev_services == ("AI_FLOW",)
    assert image.status == "PAUSED"


def test_the_case_of_a_closed_word_never_matters() -> None:
    """Replies say ``x86_64``, the pages ``X86_64``."""
    assert Image.model_validate({"id": "i-1", "arch": "x86_64"}).arch == "X86_64"


def test_only_the_id_is_required() -> None:
    """Everything else has been absent in some reply."""
    assert Image.model_validate({"id": "i-1"}).name is None

    with pytest.raises(ValidationError):
        Image.model_validate({"name": "n"})


def test_an_image_cannot_be_changed() -> None:
    """Many searches share one snapshot."""
    image = Image(id="i-1")

    with pytest.raises(ValidationError):
        image.name = "other"  # type: ignore[misc]  # the assignment is the point
    assert isinstance(hash(image), int)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (None, None),
        (0, 0),
        (3_917_640, 3_917_640 * 1024),
        (99_999_999, 99_999_999 * 1024),
        (100_000_000, 100_000_000),
        (8_285_974_481, 8_285_974_481),
    ],
)
def test_small_sizes_are_kilobytes_and_large_ones_bytes(
    size: int | None, expected: int | None
) -> None:
    """The pages say KB, every real value is bytes."""
    assert Image(id="i-1", size=size).size_bytes == expected
