"""The fake's image list: which images, in which order, and which requests it refuses."""

from __future__ import annotations

import pytest

from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.images import DATA, load_images
from bot.errors import SettingsError
from tests.demo.modelarts_caller import call, get, rows

pytestmark = pytest.mark.anyio


async def test_the_whole_catalogue_of_the_default_workspace_comes_in_its_order() -> None:
    """No type means both kinds; images of other workspaces are not seen."""
    images = load_images(DATA / "catalogue.json")
    async with FakeModelArts(images) as fake:
        answer = await get(fake)

    assert answer.json["data"] == [image for image in images if image["workspace_id"] == "0"]
    assert {row["type"] for row in answer.json["data"]} == {"BUILD_IN", "DEDICATED"}
    assert (answer.json["size"], answer.json["total"], answer.json["current"]) == (200, 134, 0)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"type": "DEDICATED"}, ["i-1"]),
        ({"workspace_id": "w" * 32}, ["i-3"]),
        ({"name": "torch"}, ["i-0", "i-1"]),
        ({"name": "torch", "name_fuzzy_match": "true"}, ["i-0", "i-1"]),
        ({"name": "pytorch", "name_fuzzy_match": "false"}, ["i-0"]),
        ({"namespace": "team"}, ["i-1"]),
        ({"namespace": "tea"}, []),
        ({"service_type": "TRAIN"}, ["i-2"]),
        ({"swr_instance_id": "inst"}, ["i-2"]),
        ({"show_name": "Pic"}, ["i-2"]),
        ({"arch": "aarch64", "status": "ERROR"}, ["i-0", "i-1", "i-2"]),
        ({"sort_dir": "ASC"}, ["i-0", "i-1", "i-2"]),
        ({"sort_key": "name", "sort_dir": "DESC"}, ["i-0", "i-1", "i-2"]),
        ({"sort_key": "updateTime"}, ["i-1", "i-2", "i-0"]),
        ({"sort_key": "name,updateTime", "sort_dir": "ASC"}, ["i-0", "i-2", "i-1"]),
        ({"name": "", "limit": ""}, ["i-0", "i-1", "i-2"]),
    ],
    ids=str,
)
async def test_documented_parameters_filter_and_others_are_ignored(
    query: dict[str, str], ids: list[str]
) -> None:
    images = rows(4)
    images[0] |= {"name": "PyTorch".lower(), "arch": "x86_64"}
    images[1] |= {"name": "Old-PyTorch", "type": "DEDICATED", "namespace": "team", "update_at": 9}
    images[2] |= {
        "service_type": "TRAIN",
        "swr_instance_id": "inst",
        "show_name": "Picture",
        "update_at": 5,
    }
    images[3] |= {"workspace_id": "w" * 32}
    async with FakeModelArts(images) as fake:
        answer = await get(fake, **query)

    assert answer.ids == ids


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "0"}, "ModelArts.0107"),
        ({"limit": "-1"}, "ModelArts.0107"),
        ({"limit": "many"}, "ModelArts.0107"),
        ({"limit": "9999999999"}, "ModelArts.0107"),
        ({"offset": "-1"}, "ModelArts.0107"),
        ({"type": "FOO"}, "ModelArts.0107"),
        ({"service_type": "FOO"}, "ModelArts.0107"),
        ({"sort_dir": "asc"}, "ModelArts.0107"),
        ({"name_fuzzy_match": "True"}, "ModelArts.0107"),
        ({"name": "py torch"}, "ModelArts.0104"),
        ({"name": "PyTorch"}, "ModelArts.0104"),
        ({"name": "a" * 513}, "ModelArts.0104"),
        ({"namespace": "9team"}, "ModelArts.0104"),
        ({"workspace_id": "1"}, "ModelArts.0104"),
        ({"sort_key": "a b"}, "ModelArts.0104"),
    ],
    ids=str,
)
async def test_values_outside_the_reference_are_a_400(query: dict[str, str], code: str) -> None:
    async with FakeModelArts(rows(1)) as fake:
        answer = await get(fake, **query)

    assert answer.refusal == (400, code)


async def test_every_request_is_in_the_journal_as_it_was_sent() -> None:
    async with FakeModelArts(rows(3), now=lambda: 12.5) as fake:
        await get(fake, name="a b")
        await get(fake, "/images/i-1")
        first, second = fake.journal

    assert (first.method, first.query_string, first.query) == (
        "GET",
        "name=a%20b",
        {"name": "a b"},
    )
    assert (first.status, first.at) == (400, 12.5)
    assert (second.path, second.status) == (f"/v1/{fake.PROJECT_ID}/images/i-1", 200)


async def test_images_may_change_while_it_runs() -> None:
    async with FakeModelArts(rows(2)) as fake:
        fake.images[0]["status"] = "ERROR"
        del fake.images[1]
        answer = await get(fake)

    assert [(row["id"], row["status"]) for row in answer.json["data"]] == [("i-0", "ERROR")]


async def test_the_callers_images_are_not_changed() -> None:
    images = rows(1)
    fake = FakeModelArts(images)
    fake.images[0]["status"] = "ERROR"

    assert "status" not in images[0]


async def test_answers_are_packed_only_for_those_who_accept_it() -> None:
    async with FakeModelArts(rows(50)) as fake:
        url = f"{fake.url}/v1/{fake.PROJECT_ID}/images"
        token = {"X-Auth-Token": fake.TOKEN}
        packed = await call("GET", url, headers=token | {"Accept-Encoding": "gzip, deflate"})
        plain = await call("GET", url, headers=token | {"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.json == plain.json


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/v1/p/image"), ("GET", "/v2/p/images"), ("GET", "/v1/p/images/"),
     ("POST", "/v1/p/images"), ("DELETE", "/v1/p/images/i-0"), ("GET", "/v3/auth/tokens")],
)  # fmt: skip
async def test_anything_else_is_the_gateways_404(method: str, path: str) -> None:
    async with FakeModelArts(rows(1)) as fake:
        answer = await call(method, fake.url + path, headers={"X-Auth-Token": fake.TOKEN})

    assert answer.refusal == (404, "APIGW.0101")
    assert answer.json["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["server"] == "api-gateway"


async def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    async with FakeModelArts([]) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(SettingsError, match=f"port {port}: it is taken") as caught:
            await FakeModelArts([]).start(port)

    assert caught.value.hint


async def test_it_listens_on_loopback_only() -> None:
    with pytest.raises(SettingsError, match="on this machine only"):
        await FakeModelArts([]).start(host="0.0.0.0")
