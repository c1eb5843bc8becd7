"""A message says what the database knows at the moment it is claimed."""

from __future__ import annotations

import pytest

from bot.alerts.delivery_model import NoticeView
from bot.alerts.model import NoticeKind
from bot.storage.engine import Database
from bot.storage.schema import OUTBOX
from tests.factories import FakeClock
from tests.storage.outbox_rows import alert, changed, incidents, outbox, owed, silenced, storm

pytestmark = pytest.mark.anyio


async def view(database: Database) -> NoticeView:
    claim = await outbox(database).claim()
    assert claim is not None
    return claim.view


async def test_an_alert_shows_its_incident(database: Database, clock: FakeClock):
    await storm(database, "a")

    shown = await view(database)

    assert (shown.id, shown.kind, shown.channel) == ("n-a", NoticeKind.ALERT, "C1")
    assert [one.label for one in shown.incidents] == ["a:1.0"]
    assert (shown.total, shown.ongoing, shown.now_ms) == (1, 1, clock.now_ms())
    assert (dict(shown.statuses), dict(shown.closings)) == ({"ERROR": 1}, {})
    assert (shown.acked_by, shown.silenced_until, shown.repeat) == ("", None, False)


async def test_a_group_lists_what_goes_on_first_and_counts_everything(database: Database):
    over = {"closed_ms": 9_000, "closing": "recovered"}
    ids = await incidents(database, "a", "b", **over)
    ids += await incidents(database, "c", "d", "e", "f", first_status="CREATE_FAILED")
    await owed(database, alert("g", kind=NoticeKind.GROUP, incidents=tuple(ids)))

    shown = await view(database)

    assert [one.image_id for one in shown.incidents] == ["c", "d", "e", "f", "a"]
    assert (shown.total, shown.ongoing) == (6, 4)
    assert dict(shown.statuses) == {"ERROR": 2, "CREATE_FAILED": 4}
    assert dict(shown.closings) == {"recovered": 2}


async def test_a_notice_without_incidents_shows_its_facts(database: Database):
    await owed(database, alert("blind", kind=NoticeKind.BLIND, facts={"code": "401"}))

    shown = await view(database)

    assert (shown.facts, shown.total, shown.incidents) == ({"code": "401"}, 0, ())


async def test_who_is_on_it_and_what_it_goes_on_from(database: Database):
    await storm(database, "a")
    await changed(
        database, OUTBOX, "n-a", acked_by="U1", acked_ms=5, facts='{"continues":"https://x"}'
    )

    shown = await view(database)

    assert (shown.acked_by, shown.acked_ms, shown.continues) == ("U1", 5, "https://x")


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({"image_id": "a", "until_ms": 4_000_000_000_000}, 4_000_000_000_000),
        ({"image_id": "a", "until_ms": None}, 0),
        ({"image_id": "b", "until_ms": None}, None),
        ({"image_id": "a", "until_ms": 5}, None),
        ({"image_id": "a", "until_ms": None, "ended_ms": 5}, None),
        ({"image_id": "a", "until_ms": None, "channel_id": "C2"}, None),
        ({"filters": "status=ERROR", "until_ms": 4_000_000_000_000}, 4_000_000_000_000),
        ({"filters": "status=ERROR", "until_ms": None}, 0),
        ({"filters": "status=CREATE_FAILED", "until_ms": None}, None),
        ({"filters": "status=ERROR", "until_ms": None, "channel_id": "C2"}, None),
    ],
)
async def test_a_silenced_image_says_until_when(
    database: Database, fields: dict[str, object], until: int | None
):
    await storm(database, "a")
    await silenced(database, **fields)

    assert (await view(database)).silenced_until == until


async def test_the_longest_silence_counts(database: Database):
    await storm(database, "a")
    await silenced(database, image_id="a", until_ms=4_000_000_000_000)
    await silenced(database, id="q-2", image_id="a", until_ms=None)

    assert (await view(database)).silenced_until == 0


async def test_a_message_that_counts_one_image_knows_its_silence_and_its_newest_stay(
    database: Database,
):
    """Several incidents of one image: what is over is led by what ended last."""
    ids = []
    for number in range(7):
        ids.append(f"i-{number}")
        await incidents(
            database,
            "a",
            id=ids[-1],
            number=number + 1,
            opened_ms=number,
            closed_ms=100,
            closing="recovered",
        )
    await owed(database, alert("g", kind=NoticeKind.FLAPPING, incidents=tuple(ids)))
    await silenced(database, image_id="a", until_ms=4_000_000_000_000)

    shown = await view(database)

    assert shown.incidents[0].opened_ms == 6
    assert shown.silenced_until == 4_000_000_000_000
