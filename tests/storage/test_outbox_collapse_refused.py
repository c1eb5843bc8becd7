"""What Slack refuses for its own sake takes no good message along."""

from __future__ import annotations

import pytest

from bot.alerts.model import NoticeKind
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX
from tests.factories import FakeClock
from tests.storage.outbox_rows import answered, changed, outbox, state, states, storm

pytestmark = pytest.mark.anyio

SIX = ("a", "b", "c", "d", "e", "f")


@pytest.mark.parametrize("code", ["something_new", "invalid_blocks"])
async def test_what_slack_finds_wrong_takes_no_other_along(
    database: Database, clock: FakeClock, code: str
):
    await storm(database, "a")
    box = outbox(database)
    await answered(box, await box.claim(), code)
    await storm(database, *SIX[1:], "g")
    clock.advance(2)
    await changed(database, OUTBOX, "n-a", not_before_ms=clock.now_ms() + 3_600_000)

    claim = await box.claim()

    # Not as a group, which would wait for the one before it.
    assert claim is not None
    assert (claim.notice_id, claim.view.kind) == ("n-b", NoticeKind.ALERT)
    assert await state(database, "n-a") == "pending"


async def test_what_slack_finds_wrong_joins_no_group_before_it(database: Database):
    await storm(database, *SIX, "g")
    await changed(database, OUTBOX, "n-c", attempts=1, code="something_new")

    claim = await outbox(database).claim()

    assert claim is not None
    assert (claim.view.kind, claim.view.total) == (NoticeKind.GROUP, 6)
    assert await states(database, ["n-c", "n-g"]) == ["pending", "merged"]


@pytest.mark.parametrize("code", ["not_sent", "ratelimited", "ok", ""])
async def test_what_says_nothing_about_a_message_keeps_it_from_no_group(
    database: Database, code: str
):
    await storm(database, *SIX)
    await changed(database, OUTBOX, "n-c", attempts=3, code=code)

    claim = await outbox(database).claim()

    assert claim is not None
    assert claim.view.total == 6
