"""From bytes to values, for replies that break the reference in every way that was thought of."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    AccessDenied,
    ImageUnknown,
    LoginRefused,
    ProtocolError,
    Throttled,
    UpstreamError,
)
from bot.modelarts.models import Image
from bot.modelarts.replies import (
    LONGEST_STATUS_MESSAGE,
    graver_image,
    group_page,
    image_page,
    one_image,
)
from tests.modelarts.samples import GROUPS, LISTS, page_bytes, sample


@pytest.mark.parametrize("name", LISTS)
def test_a_reference_example_has_nothing_to_repair(name: str) -> None:
    """It takes the fast path and keeps its numbers."""
    raw = json.loads(sample(name))

    page = image_page(sample(name))

    assert (page.total, page.current, page.rows) == (
        raw["total"],
        raw["current"],
        len(raw["data"]),
    )
    assert (page.skipped, page.coerced) == (0, 0)


def test_numbers_as_text_and_ids_as_numbers_are_understood() -> None:
    """Both occur: ListWorkspace's example gives its id as a number."""
    page = image_page(page_bytes([{"id": 7, "size": "12", "create_at": "5"}], total="1"))

    assert page.items == (Image(id="7", size=12, create_at=5),)
    assert (page.total, page.coerced) == (1, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"size": "big"},
        {"size": -1},
        {"size": 1.5},
        {"size": 2**64},
        {"create_at": 10**18},
        {"update_at": {}},
        {"name": ["n"]},
        {"name": True},
        {"arch": {"a": 1}},
        {"dev_services": "NOTEBOOK"},
        {"resource_categories": [None]},
        {"tags": ["a"]},
        {"tags": [{"key": []}]},
    ],
)
def test_a_field_of_a_wrong_type_is_dropped_and_counted(fields: dict[str, Any]) -> None:
    """The image stays, and so do its other fields and the other images."""
    rows = [{"id": "i-1", "tag": "1.0", **fields}, {"id": "i-2"}]

    page = image_page(page_bytes(rows))

    assert page.items == (Image(id="i-1", tag="1.0"), Image(id="i-2"))
    assert (page.coerced, page.skipped) == (1, 0)


@pytest.mark.parametrize("row", [{}, {"id": None}, {"id": ""}, {"id": ["i"]}, None, 3, "i", []])
def test_a_row_without_a_usable_id_is_skipped_and_counted(row: Any) -> None:
    """It still counts as a row of the page, or paging would lose its step."""
    page = image_page(page_bytes([row, {"id": "i-2"}]))

    assert page.items == (Image(id="i-2"),)
    assert (page.skipped, page.rows) == (1, 2)


def test_null_is_as_good_as_absent() -> None:
    """``swr_instance_id`` is documented as text or null."""
    page = image_page(page_bytes([{"id": "i-1", "swr_instance_id": None, "tags": None}]))

    assert (page.items, page.coerced) == ((Image(id="i-1"),), 0)


def test_wrong_numbers_around_the_rows_are_dropped_and_counted() -> None:
    """A total that is none must not end the listing."""
    page = image_page(page_bytes([{"id": "i-1"}], total="many", current=-1))

    assert (page.total, page.current, page.coerced, page.rows) == (None, None, 2, 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><body>502 Bad Gateway</body></html>",
        b"[]",
        b"3",
        b"{}",
        b'{"data": null}',
        b'{"data": [{"id": "i-1"}',
        b'{"total": 5, "data": null}',
        b'{"data": [{"id": "i-1", "size": NaN, "create_at": NaN}]}',
        b'{"data": [{"id": "i-1", "size": Infinity, "x": ' + b"9" * 5000 + b"}]}",
        b'{"data": [{"id": "\\ud800", "size": NaN}]}',
        b'{"data": [{"id": "\\ud800"}], "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"data": [{"id": "\xff"}]}',
        b'{"data": ' + b"[" * 100_000,
        b'{"x": ' + b'{"x":' * 100_000,
        b'\xef\xbb\xbf{"data": []}',
    ],
)
def test_what_is_no_list_is_a_protocol_error(raw: bytes) -> None:
    """HTML, cut, absurdly deep or long, broken text: an error of ours, never another one."""
    with pytest.raises(ProtocolError):
        image_page(raw)
    with pytest.raises(ProtocolError):
        group_page(raw)


def test_no_list_is_an_empty_one_where_the_total_says_so() -> None:
    """Services of this family write null for an empty list."""
    assert image_page(b'{"current": 0, "data": null, "total": 0}').items == ()


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ModelArts.0010", ProtocolError),
        ("ModelArts.6404", ImageUnknown),
        ("APIGW.0301", LoginRefused),
        ("APIG.0308", Throttled),
        ("ModelArts.0108", AccessDenied),
    ],
)
def test_an_error_inside_a_200_is_an_error(code: str, error: type[UpstreamError]) -> None:
    """The error tables have entries with status 200."""
    raw = json.dumps({"error_code": code, "error_msg": "ak SECRET", "total": 0}).encode()

    for read in (image_page, group_page, one_image):
        with pytest.raises(error) as caught:
            read(raw)
        assert caught.value.code == code
        assert "SECRET" not in f"{caught.value.message}{caught.value.hint}"


@pytest.mark.parametrize("key", ["data", "groups"])
def test_groups_are_found_under_both_keys(key: str) -> None:
    """Without a limit the rows came in ``groups``."""
    raw = sample(GROUPS).replace(b'"data"', f'"{key}"'.encode())

    page = group_page(raw)

    assert [group.name for group in page.items] == ["123", "pytorch_1_8", "mock-service-python"]
    assert page.total == 3


def test_the_longer_of_two_lists_of_groups_is_the_one_that_is_meant() -> None:
    """An empty ``data`` beside full ``groups``."""
    page = group_page(b'{"data": [], "groups": [{"name": "a"}], "total": 1}')

    assert [group.name for group in page.items] == ["a"]


def test_a_group_without_a_name_is_skipped() -> None:
    """There is nothing to call it by; a wrong count beside it is dropped."""
    page = group_page(b'{"data": [{"namespace": "n"}, {"name": 5, "version_count": "x"}]}')

    assert [group.name for group in page.items] == ["5"]
    assert (page.skipped, page.coerced, page.rows) == (1, 1, 2)


def test_one_image_comes_without_an_envelope() -> None:
    """ShowImage; a wrong field is dropped here too."""
    image = one_image(b'{"id": "i-1", "size": "x", "support_res_categories": ["cpu"]}')

    assert image == Image(id="i-1", support_res_categories=("CPU",))


def test_one_image_without_an_id_is_a_protocol_error() -> None:
    """It cannot be shown, nor watched."""
    with pytest.raises(ProtocolError):
        one_image(b'{"name": "n"}')


def test_a_status_message_that_is_a_whole_log_is_cut() -> None:
    """At 4 096 characters, also on a page with faults; the others on it are left alone."""
    rows = [{"id": "i-1", "status_message": "x" * 100_000}, {"id": "i-2", "status_message": "y"}]

    first, second = image_page(page_bytes(rows)).items

    assert image_page(page_bytes([*rows, {}])).items == (first, second)
    assert first.status_message == "x" * LONGEST_STATUS_MESSAGE
    assert second.status_message == "y"


def test_of_two_sightings_the_failed_one_is_believed() -> None:
    """In either order; sightings that agree contradict nothing."""
    good, bad = Image(id="i-1", status="ACTIVE"), Image(id="i-1", status="CREATE_FAILED")

    assert graver_image(good, bad) is bad
    assert graver_image(bad, good) is bad
    assert graver_image(good, good.model_copy()) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "data", "groups", "total", "tags", "size", "status"]), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_a_page_or_an_error_of_ours(body: Any) -> None:
    """Nothing else comes out, whatever goes in."""
    raw = json.dumps(body).encode()
    for read in (image_page, group_page, one_image):
        with suppress(UpstreamError):
            assert read(raw) is not None


@given(st.lists(JSON, max_size=5))
def test_every_row_is_kept_or_counted(rows: list[Any]) -> None:
    """No row disappears silently."""
    raw = json.dumps({"data": rows}, allow_nan=True).encode()

    try:
        assert image_page(raw).rows == len(rows)
    except ProtocolError:
        assert b"NaN" in raw or b"Infinity" in raw
