"""The client over HTTP: what it sends, and what it makes of the replies."""

from __future__ import annotations

import httpx
import pytest

from bot.errors import ImageUnknown, ProtocolError, RequestError, UpstreamRefused
from bot.modelarts.models import ImageType, ListImageGroupsParams, ListImagesParams
from bot.ports import ImageSource
from tests.modelarts.cloud import OWN, PROJECT, Bench, Cloud, listed, refused
from tests.modelarts.listing_server import PastEnd, Server
from tests.modelarts.samples import GROUPS, sample

pytestmark = pytest.mark.anyio


def paged(server: Server) -> Cloud:
    """A listing server behind HTTP."""

    def answer(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        try:
            page = server.page(offset)
        except PastEnd:
            return refused(400, "ModelArts.6400", f"fromIndex({offset}) > toIndex({server.size})")
        return listed([image.id for image in page.items], page.total, page.current or 0)

    return Cloud(handler=answer)


async def test_the_query_travels_exactly_as_the_sdk_spells_it() -> None:
    """Sorted, ``%20`` and ``%2C``, lower-case booleans, unset ones absent."""
    bench = Bench(Cloud(listed(["a"])))
    source: ImageSource = bench.client

    listing = await source.list_images(
        ListImagesParams(
            type=ImageType.DEDICATED,
            name="PyTorch",
            name_fuzzy_match=False,
            sort_key="name,updateTime",
            show_name="py torch+/ü~",
        )
    )

    target = (
        f"/v1/{PROJECT}/images?limit=200&name=pytorch&name_fuzzy_match=false&offset=0"
        "&show_name=py%20torch%2B%2F%C3%BC~&sort_key=name%2CupdateTime&type=DEDICATED"
        "&workspace_id=0"
    )
    assert bench.cloud.targets() == [target]
    assert listing.requests == (target,)


async def test_only_get_is_used_and_the_token_is_sent() -> None:
    """The bot reads."""
    bench = Bench(Cloud(listed(["a"])))

    await bench.client.list_images(OWN)

    request = bench.cloud.requests[0]
    assert request.method == "GET"
    assert request.headers["X-Auth-Token"] == "demo-token"
    assert request.content == b""


async def test_every_page_is_read_and_told_in_order() -> None:
    """More than one page, several at once."""
    server = Server(1234, 100)
    bench = Bench(paged(server), page_limit=100)

    listing = await bench.client.list_images(OWN)

    assert [image.id for image in listing.items] == [image.id for image in server.images]
    assert (listing.total, listing.complete) == (1234, True)
    assert [request.partition("offset=")[2].partition("&")[0] for request in listing.requests] == [
        str(offset) for offset in range(0, 1234, 100)
    ]
    assert sorted(bench.cloud.targets()) == sorted(listing.requests)


async def test_the_limit_of_the_query_is_the_size_of_a_page() -> None:
    """Everything is still read."""
    bench = Bench(paged(Server(5, 2)))

    listing = await bench.client.list_images(OWN.model_copy(update={"limit": 2}))

    assert len(listing.items) == 5
    assert {query["limit"] for query in bench.cloud.queries()} == {"2"}


async def test_past_the_end_after_page_one_is_the_end() -> None:
    """The total was overstated: told as such, no error."""
    bench = Bench(paged(Server(3, 2, claims=9)), page_limit=2)

    listing = await bench.client.list_images(OWN)

    assert (len(listing.items), listing.total, listing.complete) == (3, 9, False)


async def test_past_the_end_on_page_one_is_an_error() -> None:
    """There nothing can be shorter."""
    bench = Bench(Cloud(refused(400, "ModelArts.6400")))

    with pytest.raises(UpstreamRefused) as caught:
        await bench.client.list_images(OWN)
    assert caught.value.code == "ModelArts.6400"


async def test_a_page_that_cannot_be_had_leaves_the_listing_incomplete() -> None:
    """What is known is worth telling."""
    server = Server(6, 2)

    def answer(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        if offset == 2:
            return refused(500, "ModelArts.0010")
        return listed([image.id for image in server.page(offset).items], 6)

    bench = Bench(Cloud(handler=answer), page_limit=2)

    listing = await bench.client.list_images(OWN)

    assert [image.id for image in listing.items] == ["i-0", "i-1", "i-4", "i-5"]
    assert (listing.total, listing.complete) == (6, False)


async def test_groups_are_listed_from_their_own_path() -> None:
    """With ``type`` and ``limit``, without which the reply is another one."""
    bench = Bench(Cloud(httpx.Response(200, content=sample(GROUPS))))

    listing = await bench.client.list_image_groups(ListImageGroupsParams(type=ImageType.BUILD_IN))

    assert [group.name for group in listing.items] == ["123", "pytorch_1_8", "mock-service-python"]
    assert listing.complete
    assert bench.cloud.targets() == [
        f"/v1/{PROJECT}/images/group?limit=200&offset=0&type=BUILD_IN&workspace_id=0"
    ]


async def test_groups_of_the_same_name_in_two_namespaces_are_two() -> None:
    """They have no id on most sites."""
    rows = [{"name": "a", "namespace": "x"}, {"name": "a", "namespace": "y"}]
    bench = Bench(Cloud(httpx.Response(200, json={"groups": rows, "total": 2})))

    listing = await bench.client.list_image_groups(ListImageGroupsParams(type=ImageType.BUILD_IN))

    assert [group.namespace for group in listing.items] == ["x", "y"]


async def test_one_image_is_shown() -> None:
    """By its id, without an envelope."""
    bench = Bench(Cloud(httpx.Response(200, json={"id": "i-1", "arch": "aarch64"})))

    image = await bench.client.show_image("i-1")

    assert image.arch == "AARCH64"
    assert bench.cloud.targets() == [f"/v1/{PROJECT}/images/i-1"]


async def test_an_unknown_image_is_a_400_of_its_own() -> None:
    """``ModelArts.6404``, asked once."""
    bench = Bench(Cloud(refused(400, "ModelArts.6404")))

    with pytest.raises(ImageUnknown):
        await bench.client.show_image("i-1")
    assert len(bench.cloud.requests) == 1


@pytest.mark.parametrize("image_id", ["", "group", "..", ".", "a/b", "a?b", "a b", "ü", "x" * 129])
async def test_what_cannot_be_an_id_is_never_asked_for(image_id: str) -> None:
    """Dots would leave the folder, ``group`` is another call."""
    bench = Bench(Cloud(listed([])))

    with pytest.raises(ImageUnknown):
        await bench.client.show_image(image_id)
    assert not bench.cloud.requests


async def test_a_wrong_parameter_is_never_sent() -> None:
    """A limit of nothing would even be a loop."""
    bench = Bench(Cloud(listed([])))

    for wrong in ({"limit": 0}, {"name": "a&type=BUILD_IN"}, {"namespace": "../x"}):
        with pytest.raises(RequestError):
            await bench.client.list_images(OWN.model_copy(update=wrong))
    assert not bench.cloud.requests


async def test_html_with_status_200_is_a_protocol_error_after_three_tries() -> None:
    """A gateway in trouble may answer so for a moment."""
    bench = Bench(Cloud(httpx.Response(200, html="<html>maintenance</html>")))

    with pytest.raises(ProtocolError):
        await bench.client.list_images(OWN)
    assert len(bench.cloud.requests) == 3


async def test_no_images_is_one_call() -> None:
    """An empty project."""
    bench = Bench(Cloud(listed([])))

    listing = await bench.client.list_images(OWN)

    assert (listing.items, listing.total, listing.complete) == ((), 0, True)
    assert len(bench.cloud.requests) == 1
