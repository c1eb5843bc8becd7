"""What a button carries is enough to answer its press as the message promised."""

from __future__ import annotations

from bot.blocks.states import page_state
from tests.blocks.samples import NOW, search_page


def test_turning_pages_keeps_the_moment_that_relative_times_count_from():
    """Else `updated<7d` would lose rows between the first page and the last."""
    first_asked = NOW - 600_000

    state = page_state(search_page(at_ms=first_asked, now_ms=NOW))

    assert state.at_ms == first_asked
