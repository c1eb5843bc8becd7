"""How many messages several failures make."""

from __future__ import annotations

import pytest

from bot.alerts.grouping import notices_for
from bot.alerts.model import IncidentKind, NoticeKind
from tests.alerts.failures import incident

FAILED = [incident(f"f-{number}") for number in range(6)]
STUCK = [incident(f"s-{number}", kind=IncidentKind.STUCK) for number in range(6)]


@pytest.mark.parametrize(
    ("failed", "stuck", "expected"),
    [
        (0, 0, []),
        (1, 0, [NoticeKind.ALERT]),
        (5, 0, [NoticeKind.ALERT] * 5),
        (6, 0, [NoticeKind.GROUP]),
        (0, 5, [NoticeKind.STUCK] * 5),
        (0, 6, [NoticeKind.GROUP]),
        (5, 5, [NoticeKind.ALERT] * 5 + [NoticeKind.STUCK] * 5),
        (6, 1, [NoticeKind.GROUP, NoticeKind.STUCK]),
        (6, 6, [NoticeKind.GROUP, NoticeKind.GROUP]),
    ],
)
def test_more_than_five_of_a_kind_make_one(
    failed: int, stuck: int, expected: list[NoticeKind]
) -> None:
    incidents = [*FAILED[:failed], *STUCK[:stuck]]

    notices = notices_for("C1", incidents, cause="poll-1")

    assert [notice.kind for notice in notices] == expected
    assert sorted(one for notice in notices for one in notice.incidents) == sorted(
        one.id for one in incidents
    )
    assert len({notice.id for notice in notices}) == len(notices)


def test_one_alone_keeps_the_order_of_its_image_and_a_group_that_of_all() -> None:
    (alone,) = notices_for("C1", FAILED[:1], cause="poll-1")
    (group,) = notices_for("C1", FAILED, cause="poll-1")

    assert alone.order_key == "f-0"
    assert group.order_key == ""


def test_one_alone_is_the_same_whatever_the_cause_and_a_group_is_not() -> None:
    for incidents, same in ((FAILED[:1], True), (FAILED, False)):
        (poll,) = notices_for("C1", incidents, cause="poll-1")
        (freed,) = notices_for("C1", incidents, cause="silence-1")

        assert (poll.id == freed.id) is same


def test_channels_have_notices_of_their_own() -> None:
    ids = {notices_for(channel, FAILED, cause="p")[0].id for channel in ("C1", "C2")}

    assert len(ids) == 2
