"""A hundred thousand images: the bot stays small.  How late it makes others is `make bench`'s."""

from __future__ import annotations

import pytest

from tests.bench.watch import POLLS_HEAD, measured, poll_line

pytestmark = pytest.mark.anyio


async def test_a_poll_of_100_000_images_stays_under_300_mb(capsys: pytest.CaptureFixture[str]):
    polls = await measured(100_000)

    with capsys.disabled():
        print(POLLS_HEAD, *map(poll_line, polls), sep="\n")  # noqa: T201 - asked for
    assert len(polls) == 3
    assert max(poll["peak_mb"] for poll in polls) < 300
