"""People see what was understood, in words."""

from __future__ import annotations

import pytest

from bot.query.chips import chips
from bot.query.grammar import parse_request
from bot.query.requests import Find


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("pytorch arm", ("name contains pytorch", "arch=AARCH64")),
        ("pytorch cuda", ("name contains pytorch", "“cuda” anywhere")),
        ('"pytorch_1_8"', ("name is pytorch_1_8",)),
        ("updated>7d", ("updated more than 7 days ago",)),
        ("updated<1d", ("updated less than 1 day ago",)),
        ("updated>=3mo", ("updated at least 3 months ago",)),
        ("created=2026-01", ("created in 2026-01 UTC",)),
        ("created>2026-01-15", ("created after 2026-01-15 UTC",)),
        ("size>5GB", ("size > 5GB",)),
        ("-ns=atelier", ("namespace!=atelier",)),
        ("tag~a,b", ("tag contains a or b",)),
        ("-tag~a", ("tag without a",)),
        ("failed", ()),
        ("sort=-updated,name", ("sorted by updated, newest first, then name",)),
        ("sort=size", ("sorted by size, smallest first",)),
    ],
)
def test_a_search_is_said_in_short_pieces(typed: str, shown: tuple[str, ...]):
    request = parse_request(f"find {typed}") if typed != "failed" else parse_request("find")
    assert isinstance(request, Find)

    assert chips(request.query) == shown
