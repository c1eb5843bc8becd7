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
    more=st.sampled_from([0, 0, 1, 500]),
    polite=st.booleans(),
    at_once=st.integers(1, 8),
    seed=st.integers(0, 2**32),
)
def test_the_readings_the_caps_and_an_overstated_total_together(
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
    """Every row once, no page asked for twice, never at or past the total, few calls in vain."""
    server = Server(size, limit, reading, cap=cap, claims=size + more, polite=polite)

    listing = read(server, at_once=at_once, seed=seed)

    assert len(set(ids(listing.items))) == len(listing.items) == size
    assert listing.complete == (more == 0)
    assert len(set(server.asked)) == len(server.asked)
    assert all(offset < size + more for offset in server.asked[1:])
    # Twice for the two readings, and what is in flight when the end shows.
    assert len(server.asked) <= 2 * -(-size // min(limit, cap or limit)) + 2 * at_once + 4


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


def test_an_understated_total_is_told_and_never_passed() -> None:
    """More rows than claimed: what came is kept, the numbers contradict each other."""
    server = Server(250, 100, claims=130)

    listing = read(server)

    assert server.asked == [0, 100]
    assert (len(listing.items), listing.total, listing.complete) == (200, 130, False)


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
