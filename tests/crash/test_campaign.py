"""The campaign in small: every mark once on each database, and the harness can tell a failure."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.marks import MARKS
from tests.crash.campaign import (
    MIX,
    Campaign,
    Row,
    every_mark,
    naive,
    open_campaign,
    races,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def campaign() -> AsyncIterator[Campaign]:
    """With a PostgreSQL of its own, whose disk is waited for."""
    async with open_campaign() as opened:
        yield opened


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_a_kill_at_every_mark_loses_and_doubles_nothing(campaign: Campaign, database: str):
    plans = every_mark()

    tally = await campaign.row(Row("every mark once", database, plans))

    assert tally.wrong == []
    assert (tally.lost, tally.doubled) == (0, 0)
    assert set(campaign.reached()) == set(MARKS), "a mark that is never reached proves nothing"
    assert tally.kills >= len(MARKS)


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_two_replicas_killed_and_stopped_at_random(campaign: Campaign, database: str):
    tally = await campaign.row(Row("races", database, races(range(3), faults=MIX)))

    assert tally.wrong == []
    assert (tally.lost, tally.doubled) == (0, 0)
    assert tally.kills + tally.pauses > 3


async def test_the_harness_sees_what_naive_policies_do(campaign: Campaign):
    """The same faults and the same count: sending again doubles, not sending again loses."""
    again = await campaign.row(Row("send again", "sqlite", naive(range(4), "resend"), naive=True))
    never = await campaign.row(Row("never again", "sqlite", naive(range(4), "hold"), naive=True))

    assert again.doubled > 0
    assert never.lost > 0
