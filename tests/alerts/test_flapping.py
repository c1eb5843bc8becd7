"""When failures of one image are too many to be told one by one."""

from __future__ import annotations

import pytest

from bot.alerts.flapping import flapping_notice, flaps
from bot.alerts.model import NoticeKind
from tests.alerts.failures import TIMING, incident
from tests.alerts.polls import MINUTE_MS, NOW_MS


@pytest.mark.parametrize(
    ("minutes_ago", "expected"),
    [
        ((), False),
        ((10,), False),
        ((20, 10), True),
        ((60, 10), True),
        ((61, 10), False),
        ((61, 20, 10), True),
        ((70, 65, 61), False),
    ],
)
def test_the_third_failure_within_an_hour(minutes_ago: tuple[int, ...], expected: bool) -> None:
    recent = [NOW_MS - minutes * MINUTE_MS for minutes in minutes_ago]

    assert flaps(recent, NOW_MS, TIMING) is expected


def test_the_message_says_how_many_have_messages_of_their_own() -> None:
    recent = [NOW_MS - minutes * MINUTE_MS for minutes in (5, 70, 30)]
    third = incident(number=4)

    notice = flapping_notice("C1", third, recent, TIMING)

    assert notice.kind is NoticeKind.FLAPPING
    assert notice.incidents == (third.id,)
    assert notice.order_key == "i-1"
    assert notice.facts == {"earlier": 2, "since_ms": NOW_MS - 30 * MINUTE_MS}
