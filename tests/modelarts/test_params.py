"""What is checked before it is sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RequestError, SettingsError
from bot.modelarts.models import ImageType, ListImageGroupsParams, ListImagesParams
from bot.modelarts.params import checked_project_id, origin_of, to_query


def images(**params: Any) -> ListImagesParams:
    """The query of ListImage for own images."""
    return ListImagesParams(type=ImageType.DEDICATED, **params)


def test_a_bare_query_names_type_and_workspace() -> None:
    """``type`` is always sent; what is not set is not."""
    assert to_query(images()) == [("type", "DEDICATED"), ("workspace_id", "0")]


def test_every_documented_parameter_of_list_image_is_sent_sorted() -> None:
    """By name, as the vendor's SDK does, booleans in lower case."""
    params = images(
        limit=50,
        offset=100,
        name="PyTorch_2.1",
        name_fuzzy_match=False,
        namespace="atelier",
        service_type="common",
        sort_dir="asc",
        sort_key="name,updateTime",
        show_name="n",
        show_tag="t",
    )

    assert to_query(params) == [
        ("limit", "50"),
        ("name", "pytorch_2.1"),
        ("name_fuzzy_match", "false"),
        ("namespace", "atelier"),
        ("offset", "100"),
        ("service_type", "COMMON"),
        ("show_name", "n"),
        ("show_tag", "t"),
        ("sort_dir", "ASC"),
        ("sort_key", "name,updateTime"),
        ("type", "DEDICATED"),
        ("workspace_id", "0"),
    ]


def test_every_documented_parameter_of_list_image_group_is_sent() -> None:
    """``limit``, ``offset`` and ``swr_instance_id`` are the SDK's."""
    params = ListImageGroupsParams(
        type=ImageType.BUILD_IN, name="a", limit=1, offset=0, swr_instance_id="s-1"
    )

    assert [name for name, _ in to_query(params)] == [
        "limit",
        "name",
        "offset",
        "swr_instance_id",
        "type",
        "workspace_id",
    ]


@pytest.mark.parametrize(
    ("params", "allowed"),
    [
        ({"name": "a b"}, "letters, digits, dots, dashes and underscores"),
        ({"name": ""}, "1 to 512"),
        ({"name": "x" * 513}, "512"),
        ({"name": "pytorch\n"}, "letters, digits"),
        ({"namespace": "Team"}, "lower-case letter"),
        ({"namespace": "1team"}, "lower-case letter"),
        ({"namespace": "x" * 65}, "63"),
        ({"workspace_id": "1"}, "0 or has 32"),
        ({"workspace_id": "A" * 32}, "lower-case"),
        ({"limit": 0}, "from 1"),
        ({"limit": 10**10}, "to 2147483647"),
        ({"offset": -1}, "from 0"),
        ({"sort_key": "name;drop"}, "128"),
        ({"sort_dir": "UP"}, "ASC or DESC"),
        ({"service_type": "OTHER"}, "COMMON, INFERENCE, TRAIN, DEV and UNKNOWN"),
        ({"show_name": "a\r\nb"}, "one line"),
    ],
)
def test_a_value_outside_of_the_reference_is_refused_with_what_is_allowed(
    params: dict[str, Any], allowed: str
) -> None:
    """In a sentence for people, before anything is sent."""
    with pytest.raises(RequestError) as caught:
        to_query(images(**params))

    assert allowed in caught.value.message


@given(st.text(max_size=30))
def test_no_name_can_carry_anything_else_into_the_address(name: str) -> None:
    """Line breaks, slashes and ampersands end here."""
    try:
        query = dict(to_query(images(name=name)))
    except RequestError:
        return

    assert re.fullmatch(r"[a-z0-9._-]+", query["name"])


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [
        (
            "https://modelarts.cn-north-4.myhuaweicloud.com/",
            "https://modelarts.cn-north-4.myhuaweicloud.com",
        ),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_an_endpoint_is_an_origin(endpoint: str, origin: str) -> None:
    """A slash at its end does no harm."""
    assert origin_of(endpoint) == origin


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "modelarts.example",
        "ftp://a",
        "https://",
        "https://u:p@h",
        "https://h/v1",
        "https://h?a",
    ],
)
def test_what_is_no_endpoint_stops_the_start(endpoint: str) -> None:
    """Above all credentials in the address, which would be logged."""
    with pytest.raises(SettingsError):
        origin_of(endpoint)


@pytest.mark.parametrize("project_id", ["", "a/b", "..", "a?b", "x" * 65, "a\n"])
def test_a_project_id_cannot_leave_its_place_in_the_path(project_id: str) -> None:
    """It is the second segment and nothing more."""
    with pytest.raises(SettingsError):
        checked_project_id(project_id)
