"""Listings that change, contradict themselves or lose a page while they are read."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.modelarts.models import Image
from bot.modelarts.pager import Pager
from bot.modelarts.paging import Page
from tests.modelarts.listing_server import PastEnd, Server, pager_for, read


def rows(*names: str, status: str = "ACTIVE") -> tuple[Image, ...]:
    """Images by id."""
    return tuple(Image(id=name, status=status) for name in names)


def started(*pages: Page[Image]) -> Pager[Image]:
    """A pager that has got these pages, two rows each."""
    pager = pager_for(2)
    for page in pages:
        offset = pager.next_offset()
        assert offset is not None
        pager.arrived(offset, page)
    return pager


def test_the_failed_one_of_two_sightings_wins() -> None:
    """An image that failed meanwhile is bad news, and the listing is no whole picture."""
    pager = started(Page(rows("a", "b"), 4), Page((*rows("b", status="ERROR"), *rows("c")), 4))

    listing = pager.listing()

    assert [(image.id, image.status) for image in listing.items] == [
        ("a", "ACTIVE"),
        ("b", "ERROR"),
        ("c", "ACTIVE"),
    ]
    assert not listing.complete


def test_rows_that_moved_to_the_next_page_make_it_incomplete() -> None:
    """Even if the number of ids fits: another row may have slipped through."""
    pager = started(Page(rows("a", "b"), 3), Page(rows("b", "c"), 3))

    listing = pager.listing()

    assert len(listing.items) == listing.total == 3
    assert not listing.complete


def test_a_total_that_changes_makes_it_incomplete() -> None:
    """The newest one is told."""
    pager = started(Page(rows("a", "b"), 4), Page(rows("c"), 3))

    listing = pager.listing()

    assert (len(listing.items), listing.total, listing.complete) == (3, 3, False)


def test_the_end_that_comes_early_is_no_error() -> None:
    """400 ``ModelArts.6400`` after page one: the list became shorter."""
    pager = started(Page(rows("a", "b"), 3))
    assert pager.next_offset() == 2

    pager.past_end(2)

    assert pager.next_offset() == 1
    pager.past_end(1)
    assert pager.next_offset() is None
    assert (len(pager.listing().items), pager.listing().total) == (2, 3)
    assert not pager.listing().complete


def test_nothing_is_planned_before_page_one_has_arrived() -> None:
    """Its rows are the step."""
    pager = pager_for(2)

    assert pager.next_offset() == 0
    assert pager.next_offset() is None
    assert not pager.started


def test_a_lost_page_does_not_hide_the_others() -> None:
    """A bad image on page three is worth hearing of although page two cannot be read."""
    pager = started(Page(rows("a", "b"), 6))
    lost = pager.next_offset()
    assert lost is not None
    pager.lost(lost)
    offset = pager.next_offset()
    assert offset == 4

    pager.arrived(offset, Page(rows("e", "f"), 6))

    assert pager.next_offset() is None
    assert [image.id for image in pager.listing().items] == ["a", "b", "e", "f"]
    assert (pager.listing().complete, pager.listing().partial) == (False, True)


def test_only_a_listing_that_lacks_a_page_is_partial() -> None:
    """One that is under way does; pages that contradict each other are all there."""
    waiting, torn = started(Page(rows("a", "b"), 3)), started(Page(rows("a"), 2), Page((), 2))
    before = waiting.listing().partial
    waiting.next_offset()

    assert (before, waiting.listing().partial) == (False, True)
    assert (torn.listing().complete, torn.listing().partial) == (False, False)


def test_a_lost_page_whose_rows_came_with_another_is_not_missing() -> None:
    """Everything that is claimed is there."""
    pager = started(Page(rows("a", "b"), 5))
    lost, other = pager.next_offset(), pager.next_offset()
    assert lost is not None
    assert other is not None
    pager.lost(lost)
    pager.arrived(other, Page(rows("c", "d", "e"), 5))

    assert (pager.listing().complete, pager.listing().partial) == (True, False)


def test_after_three_lost_pages_no_more_are_asked_for() -> None:
    """The service is down, or the right was taken away."""
    pager = started(Page(rows("a", "b"), 100))
    for _ in range(3):
        offset = pager.next_offset()
        assert offset is not None
        pager.lost(offset)

    assert pager.next_offset() is None


def test_unreadable_rows_count_as_rows() -> None:
    """Or the step would be too small and the total never reached."""
    pager = started(Page(rows("a"), 4, skipped=1, coerced=2), Page(rows("b", "c"), 4, coerced=1))

    listing = pager.listing()

    assert pager.asked() == [0, 2]
    assert (len(listing.items), listing.skipped, listing.coerced) == (3, 1, 3)
    assert listing.complete


def test_no_images_at_all_is_a_complete_answer() -> None:
    """One call."""
    pager = started(Page((), 0))

    assert pager.next_offset() is None
    assert pager.listing().complete
    assert pager.started


def test_a_first_page_without_rows_that_claims_some_is_incomplete() -> None:
    """An empty answer is not read as an empty project."""
    pager = started(Page((), 5))

    assert pager.next_offset() is None
    assert (pager.listing().total, pager.listing().complete) == (5, False)


@settings(max_examples=150, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 60)), max_size=4),
    grows=st.booleans(),
    at_once=st.integers(1, 8),
)
def test_a_list_that_changes_meanwhile_is_never_called_complete_if_a_row_is_missing(
    *, changes: list[tuple[int, int]], grows: bool, at_once: int
) -> None:
    """Rows come or go between the pages: no row twice, and no false ``complete``.

    One that comes and one that goes between the same two pages cannot be told from neither.
    """
    server = Server(100, 10)
    stayed = {image.id for image in server.images}
    pager = pager_for(10)
    flying: list[int] = []
    step = 0
    while True:
        while len(flying) < at_once and (offset := pager.next_offset()) is not None:
            flying.append(offset)
        if not flying:
            break
        step += 1
        for place in [place for moment, place in changes if moment == step]:
            if grows:
                server.images.insert(place, Image(id=f"new-{len(server.images)}"))
            else:
                stayed.discard(server.images.pop(place).id)
        offset = flying.pop(0)
        try:
            pager.arrived(offset, server.page(offset))
        except PastEnd:
            pager.past_end(offset)

    listing = pager.listing()
    found = {image.id for image in listing.items}
    assert len(found) == len(listing.items)
    assert not listing.complete or stayed <= found


def test_a_shrinking_list_is_not_asked_past_its_new_end() -> None:
    """The newest total counts."""
    server = Server(100, 10)
    pager = pager_for(10)
    offset = pager.next_offset()
    assert offset == 0
    pager.arrived(0, server.page(0))
    del server.images[30:]
    asked = []
    while (offset := pager.next_offset()) is not None:
        asked.append(offset)
        pager.arrived(offset, server.page(offset))

    assert asked == [10, 20]
    assert read(Server(30, 10)).complete
