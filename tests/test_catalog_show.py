"""One image by whatever people call it."""

from __future__ import annotations

import pytest

from bot.catalog import Catalog
from bot.errors import AccessDenied, ImageMissing, ImageUnknown, UpstreamDown, UpstreamTimeout
from bot.modelarts.models import Image
from bot.query.model import Query
from bot.query.requests import Find
from tests.factories import FakeClock, image
from tests.sources import MemorySource

pytestmark = pytest.mark.anyio

_ID = "23c599a8-a34f-5388-94eb-3d631f1664d6"
_PATH = "swr.cn-north-4.myhuaweicloud.com/team/torch:1.8"
_DOWN = UpstreamDown("ModelArts is down.")


def _rows() -> list[Image]:
    return [
        image(id=_ID, name="pytorch_1_8", tag="v1", swr_path=_PATH, update_at=3),
        image(id="i-2", name="pytorch_1_8", tag="v2", swr_path=None, update_at=5),
        image(id="i-3", name="Mixed_Case", tag="V1", type="BUILD_IN", swr_path="team/mixed:1"),
        image(id="i-4", name=None, tag=None, swr_path=None),
    ]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def source() -> MemorySource:
    return MemorySource(_rows())


@pytest.fixture
def catalog(source: MemorySource, clock: FakeClock) -> Catalog:
    return Catalog(source, clock)


@pytest.mark.parametrize(
    ("reference", "image_id"),
    [
        (_ID, _ID),
        (_ID.upper(), _ID),
        (f" `{_ID}` ", _ID),
        ("I-2", "i-2"),
        ("i-4", "i-4"),
        ("pytorch_1_8:v2", "i-2"),
        ("PyTorch_1_8:V2", "i-2"),
        ("“mixed_case”", "i-3"),
        ("mixed_case:v1", "i-3"),
        (_PATH, _ID),
        (_PATH.upper(), _ID),
        ("team/torch:1.8", _ID),
        ("registry.internal:5000/team/torch:1.8", _ID),
        ("'swr.eu-de.example.com/team/mixed:1'", "i-3"),
    ],
)
async def test_finds_the_one_image_that_is_meant(catalog: Catalog, reference: str, image_id: str):
    shown = await catalog.show(reference)

    assert shown.image is not None
    assert shown.image.id == image_id
    assert shown.choices == ()


async def test_an_id_needs_no_list(catalog: Catalog, source: MemorySource):
    await catalog.show(_ID)

    assert (source.shown, source.asked) == ([_ID], [])


async def test_a_name_needs_only_its_own_rows(catalog: Catalog, source: MemorySource):
    shown = await catalog.show("pytorch_1_8:v1")

    asked = {"name": "pytorch_1_8", "workspace_id": "0"}
    assert source.asked == [asked | {"type": "BUILD_IN"}, asked | {"type": "DEDICATED"}]
    assert len(shown.requests) == 2


async def test_several_images_are_choices_newest_first(catalog: Catalog):
    shown = await catalog.show("pytorch_1_8")

    assert shown.image is None
    assert [one.id for one in shown.choices] == ["i-2", _ID]


async def test_no_more_choices_than_fit(clock: FakeClock):
    rows = [image(id=f"i-{number}", update_at=number) for number in range(30)]

    shown = await Catalog(MemorySource(rows), clock).show("pytorch_2_1")

    assert [one.id for one in shown.choices] == [f"i-{number}" for number in range(29, 9, -1)]


@pytest.mark.parametrize("error", [None, _DOWN])
async def test_an_id_wins_over_a_name(clock: FakeClock, error: UpstreamDown | None):
    source = MemorySource([image(id=_ID, name="a"), image(id="i-2", name=_ID, update_at=9)])
    source.show_error = error

    shown = await Catalog(source, clock).show(_ID)

    assert shown.image is not None
    assert shown.image.id == _ID


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("reference", ["trail", "trail ", "Trail:v1"])
async def test_a_blank_at_the_end_of_a_name_is_no_part_of_it(
    clock: FakeClock, reference: str, *, warm: bool
):
    """The API would compare it; a memory of the whole list must not change the answer."""
    rows = [image(id="i-1", name="trail ", tag="v1", update_at=2)]
    rows.append(image(id="i-2", name="trail", tag="v1", update_at=1))
    catalog = Catalog(MemorySource(rows), clock)
    if warm:
        await catalog.find(Find(Query()))

    shown = await catalog.show(reference)

    assert [one.id for one in shown.choices] == ["i-1", "i-2"]


async def test_the_detail_is_newer_than_the_list(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    await catalog.show("team/torch:1.8")
    clock.advance(20)
    source.images[0] = source.images[0].model_copy(update={"status": "ERROR", "type": None})

    shown = await catalog.show("team/torch:1.8")

    assert shown.image is not None
    assert (shown.image.status, shown.image.type) == ("ERROR", "DEDICATED")
    assert shown.as_of_ms == shown.now_ms == clock.now_ms()


@pytest.mark.parametrize("error", [_DOWN, AccessDenied("You may not."), ImageUnknown("Gone.")])
async def test_the_list_stands_in_for_a_failed_detail(
    catalog: Catalog, source: MemorySource, error: UpstreamDown
):
    source.show_error = error

    shown = await catalog.show("team/torch:1.8")

    assert shown.image == source.images[0]


async def test_an_id_that_only_the_list_knows(catalog: Catalog, source: MemorySource):
    source.show_error = ImageUnknown("There is no such image.", status=400)

    shown = await catalog.show(_ID)

    assert shown.image == source.images[0]
    assert shown.trouble is None
    assert source.shown == [_ID]


async def test_the_list_answers_while_details_fail_and_says_so(
    catalog: Catalog, source: MemorySource
):
    source.show_error = _DOWN

    shown = await catalog.show(_ID)

    assert shown.image == source.images[0]
    assert shown.trouble is _DOWN


async def test_an_id_that_nobody_could_look_up_is_not_called_missing(
    catalog: Catalog, source: MemorySource
):
    source.show_error = UpstreamTimeout("Too slow.")

    with pytest.raises(UpstreamTimeout):
        await catalog.show("00000000-0000-0000-0000-000000000000")


async def test_an_older_list_stands_in_when_everything_fails(
    catalog: Catalog, source: MemorySource, clock: FakeClock
):
    read_ms = clock.now_ms()
    await catalog.show("team/torch:1.8")
    clock.advance(600)
    source.fail(_DOWN)

    shown = await catalog.show("pytorch_1_8:v2")

    assert shown.image is not None
    assert shown.image.id == "i-2"
    assert (shown.as_of_ms, shown.trouble) == (read_ms, _DOWN)


async def test_without_any_list_the_failure_is_told(catalog: Catalog, source: MemorySource):
    source.fail(_DOWN)

    with pytest.raises(UpstreamDown):
        await catalog.show("pytorch_1_8")


@pytest.mark.parametrize(
    ("reference", "closest"),
    [
        ("pytroch_1_8", ("pytorch_1_8",)),
        ("pytroch_1_8:v1", ("pytorch_1_8",)),
        ("team/pytroch_1_8:v1", ("pytorch_1_8",)),
        ("00000000-0000-0000-0000-000000000000", ()),
        ("qqq", ()),
    ],
)
async def test_what_does_not_exist_brings_the_nearest_names(
    catalog: Catalog, reference: str, closest: tuple[str, ...]
):
    with pytest.raises(ImageMissing) as caught:
        await catalog.show(reference)

    assert caught.value.closest == closest
    assert reference in caught.value.message
    assert caught.value.hint


async def test_nothing_but_quotes_is_no_image(catalog: Catalog, source: MemorySource):
    with pytest.raises(ImageMissing):
        await catalog.show(' "" ')

    assert source.asked == []


async def test_a_very_long_reference_is_cut_in_the_middle(catalog: Catalog):
    with pytest.raises(ImageMissing) as caught:
        await catalog.show("x" * 100_000 + "-end")

    assert len(caught.value.message) < 200
    assert "-end”" in caught.value.message
