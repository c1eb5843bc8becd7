"""Every row exactly once, whatever ``offset`` means to the server."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.modelarts.models import Image
from bot.modelarts.paging import Page
from tests.modelarts.listing_server import READINGS, Server, pager_for, read

SIZES = (0, 1, 2, 19, 33, 39, 107, 199, 200, 201, 400, 401, 1234)


def ids(images: tuple[Image, ...]) -> list[str]:
    """In order."""
    return [image.id for image in images]


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("size", SIZES)
def test_every_row_comes_exactly_once(reading: str, size: int) -> None:
    """Under all five readings, for round sizes and those beside them."""
    for limit in (2, 7, 50, 200):
        server = Server(size, limit, reading)

        listing = read(server)

        assert sorted(ids(listing.items)) == sorted(ids(tuple(server.images)))
        assert listing.complete
        assert listing.total == size


@settings(max_examples=300, deadline=None)
@given(
    size=st.integers(0, 1234),
    limit=st.integers(2, 200),
    reading=st.sampled_from(READINGS),
    cap=st.none() | st.integers(2, 200),
    more=st.sampled_from([0, 0, 1, 500]) | st.integers(-1234, -1),
    polite=st.booleans(),
    at_once=st.integers(1, 8),
    seed=st.integers(0, 2**32),
)
def test_the_readings_the_caps_and_a_wrong_total_together(
    *,
    size: int,
    limit: int,
    reading: str,
    cap: int | None,
    more: int,
    polite: bool,
    at_once: int,
    seed: int,
) -> None:
    """Every row once, no page asked for twice, few calls in vain.

    Never at or past the total before more rows have come.  A total that is too small is believed
    only if just so many have come.
    """
    claims = max(0, size + more)
    server = Server(size, limit, reading, cap=cap, claims=claims, polite=polite)
    step = min(limit, cap or limit)

    listing = read(server, at_once=at_once, seed=seed)

    found = len(listing.items)
    assert len(set(ids(listing.items))) == found
    by_number = reading.startswith("number")
    assert found == size or (found == claims > 0 and (by_number or claims % step == 0))
    assert listing.complete == (found == claims)
    assert not listing.partial
    assert len(set(server.asked)) == len(server.asked)
    # Twice for the two readings, and what is in flight when the end shows.
    assert len(server.asked) <= 2 * -(-size // step) + 2 * at_once + 4


def test_the_items_keep_the_order_of_the_pages() -> None:
    """Although the pages arrive in any order."""
    server = Server(100, 10)

    listing = read(server, at_once=8, seed=3)

    assert ids(listing.items) == ids(tuple(server.images))


@pytest.mark.parametrize("reading", READINGS)
def test_without_a_total_the_first_short_page_ends_it(reading: str) -> None:
    """A reply in ``groups`` may come without numbers."""
    for size in (0, 5, 10, 45):
        listing = read(Server(size, 10, reading, silent=True))

        assert (len(listing.items), listing.total, listing.complete) == (size, size, True)


@pytest.mark.parametrize("claims", [166, 1, 0])
@pytest.mark.parametrize("reading", READINGS)
def test_a_total_that_more_rows_disprove_ends_nothing(reading: str, claims: int) -> None:
    """Images behind it would silently be missing; the numbers still contradict each other."""
    server = Server(333, 20, reading, claims=claims)

    listing = read(server)

    assert ids(listing.items) == ids(tuple(server.images))
    assert (listing.total, listing.complete) == (claims, False)
    assert len(server.asked) <= 17 + 24


def test_past_a_disproved_total_a_short_page_is_the_end() -> None:
    """It is not asked for more than there is."""
    server = Server(250, 100, "exact", claims=130)

    listing = read(server)

    assert server.asked == [0, 100, 200]
    assert len(listing.items) == 250


def test_past_a_disproved_total_the_same_page_again_is_the_end() -> None:
    """A server that ignores the offset."""
    page = Server(10, 10, claims=1).page(0)
    pager = pager_for(10)
    asked = 0

    while (offset := pager.next_offset()) is not None:
        asked += 1
        pager.arrived(offset, page)

    assert asked <= 5
    assert (len(pager.listing().items), pager.listing().complete) == (10, False)


def test_a_short_first_page_on_a_server_that_floors_loses_nothing() -> None:
    """Live replies have held 38 rows of 39: the step is then no multiple of the limit."""
    server = Server(1000, 200)
    pager = pager_for(200)
    whole = [server.page(offset) for offset in range(0, 1000, 200)]
    hidden = Page(whole[0].items[:-1], 1000, 0)

    while (offset := pager.next_offset()) is not None:
        pager.arrived(offset, hidden if offset < 200 else whole[offset // 200])

    listing = pager.listing()
    assert (len(listing.items), listing.total, listing.complete) == (999, 1000, False)


def test_a_server_that_ignores_the_offset_is_left_soon() -> None:
    """The same page for ever."""
    server = Server(10, 10, claims=100_000)
    page = server.page(0)
    pager = pager_for(10)
    asked = 0

    while (offset := pager.next_offset()) is not None:
        asked += 1
        pager.arrived(offset, page)

    assert asked <= 5
    assert (len(pager.listing().items), pager.listing().complete) == (10, False)


def test_a_server_that_never_ends_is_left_after_the_most_calls() -> None:
    """Each page has new ids, the total is absurd."""
    pager = pager_for(2, most_calls=30)
    asked = 0

    while (offset := pager.next_offset()) is not None:
        asked += 1
        new = (Image(id=f"{offset}a"), Image(id=f"{offset}b"))
        pager.arrived(offset, Page(new, 10**15))

    assert asked == 30
    assert not pager.listing().complete
