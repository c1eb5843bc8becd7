"""One bad field costs that field, never the page."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import ProtocolError
from bot.modelarts.models import Image, Tag
from bot.modelarts.replies import group_page, image_page, one_image
from tests.modelarts.samples import page_bytes


def _nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


@pytest.mark.parametrize(
    ("fields", "image"),
    [
        ({"description": "a\ud800b"}, Image(id="i-1", description="a\ufffdb")),
        ({"status": "error\udfff"}, Image(id="i-1", status="ERROR\ufffd")),
        ({"tags": [{"key": "\ud800"}]}, Image(id="i-1", tags=(Tag(key="\ufffd"),))),
        ({"dev_services": ["\ud800", "SSH"]}, Image(id="i-1", dev_services=("\ufffd", "SSH"))),
        ({"new_field": "\ud800"}, Image(id="i-1")),
    ],
)
def test_half_a_character_is_replaced_and_counted(fields: dict[str, Any], image: Image) -> None:
    """JSON can spell it, no text can hold it."""
    page = image_page(page_bytes([{"id": "i-1", **fields}, {"id": "i-2"}], total=7))

    assert page.items == (image, Image(id="i-2"))
    assert (page.total, page.coerced, page.skipped) == (7, 1, 0)


def test_a_whole_character_of_two_halves_stays() -> None:
    """Beside a half one, which sends the page to the second parser."""
    page = image_page(page_bytes([{"id": "i-1", "name": "\U0001f600"}, {"id": "\ud800"}]))

    assert [image.id for image in page.items] == ["i-1", "\ufffd"]
    assert page.items[0].name == "\U0001f600"


@pytest.mark.parametrize("name", ["new_field", "description", "tags"])
def test_deep_nesting_costs_its_field(name: str) -> None:
    """Deeper than the first parser goes."""
    field = name.encode()
    raw = b'{"data": [{"id": "i-1", "%s": %s}, {"id": "i-2"}], "total": 2}' % (field, _nested(500))

    page = image_page(raw)

    assert page.items == (Image(id="i-1"), Image(id="i-2"))
    assert (page.total, page.coerced, page.skipped) == (2, 1, 0)


def test_groups_and_single_images_are_mended_too() -> None:
    """All three readers share it."""
    group = group_page(page_bytes([{"name": "a\ud800"}]))
    image = one_image(b'{"id": "i-1", "name": "\\udc00", "x": %s}' % _nested(500))

    assert [one.name for one in group.items] == ["a\ufffd"]
    assert image == Image(id="i-1", name="\ufffd")


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_no_json_number_stays_a_protocol_error(number: bytes) -> None:
    """Also for the second parser."""
    with pytest.raises(ProtocolError):
        image_page(b'{"data": [{"id": "\\ud800", "size": %s}]}' % number)


@pytest.mark.parametrize(
    ("fields", "image"),
    [
        (
            {"resource_categories": ["CPU", None]},
            Image(id="i-1", resource_categories=("CPU",)),
        ),
        (
            {"dev_services": [None, "SSH", {}, "NOTEBOOK"]},
            Image(id="i-1", dev_services=("SSH", "NOTEBOOK")),
        ),
        (
            {"tags": [{"key": []}, {"key": "a", "value": "b"}]},
            Image(id="i-1", tags=(Tag(key="a", value="b"),)),
        ),
    ],
)
def test_good_members_of_a_list_stay_and_one_is_counted(
    fields: dict[str, Any], image: Image
) -> None:
    """One bad word must not hide an image from a search for the good ones."""
    page = image_page(page_bytes([{"id": "i-1", **fields}]))

    assert page.items == (image,)
    assert (page.coerced, page.skipped) == (1, 0)
