"""However many calls wait for a login, a failed one is one login too."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.errors import ProtocolError, UpstreamDown, UpstreamError, UpstreamTimeout
from bot.modelarts.auth import ProjectByRegion, StaticToken
from bot.modelarts.flight import Flight
from tests.factories import FakeClock
from tests.modelarts.cloud import IAM, OWN, Bench, Cloud, refused
from tests.modelarts.test_iam import Account

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (refused(500, "IAM.0001"), UpstreamDown),
        (httpx.Response(201, json={}), ProtocolError),
    ],
)
async def test_five_calls_share_the_tries_and_the_error_of_one_login(
    reply: httpx.Response, error: type[UpstreamError]
) -> None:
    """Three tries in all; each further login would count against the account."""
    account = Account()
    account.refusal = reply
    until = account.bench.clock.monotonic() + 10

    seen = await asyncio.gather(
        *(account.iam.project_id(until) for _ in range(5)), return_exceptions=True
    )

    assert [type(one) for one in seen] == [error] * 5
    assert len(account.logins) == 3


async def test_a_failed_login_is_not_remembered_if_iam_was_only_down() -> None:
    """The next call logs in."""
    account = Account()
    account.refusal = refused(500, "IAM.0001")
    until = account.bench.clock.monotonic() + 10
    with pytest.raises(UpstreamDown):
        await account.iam.project_id(until)
    account.refusal = None

    assert await account.iam.project_id(until)


async def test_a_busy_iam_is_asked_again() -> None:
    """A login changes nothing, it may be sent twice."""
    account = Account()
    account.refusal = refused(503, "IAM.0001")

    with pytest.raises(UpstreamDown):
        await account.client.list_images(OWN)
    assert len(account.logins) == 3


async def test_who_gives_up_does_not_take_the_login_from_the_others() -> None:
    """Its deadline is its own."""
    account = Account()
    until = account.bench.clock.monotonic() + 10
    waiting = [asyncio.create_task(account.iam.project_id(until)) for _ in range(2)]
    await asyncio.sleep(0)

    waiting[0].cancel()

    assert await waiting[1]
    assert len(account.logins) == 1


async def test_the_search_for_the_project_is_shared_too() -> None:
    """Also its failure."""
    bench = Bench(Cloud(refused(503, "IAM.0001")))
    finder = ProjectByRegion(
        bench.http,
        iam_endpoint=IAM,
        region="cn-north-4",
        auth=StaticToken("t"),
        clock=bench.clock,
        sleep=bench.sleep,
    )
    until = bench.clock.monotonic() + 10

    seen = await asyncio.gather(*(finder(until) for _ in range(5)), return_exceptions=True)

    assert [type(one) for one in seen] == [UpstreamDown] * 5
    assert len(bench.cloud.requests) == 3


async def test_work_that_hangs_ends_when_its_time_is_over() -> None:
    """Or whoever comes later would join it for ever."""
    clock = FakeClock()
    flight: Flight[int] = Flight(clock, at="IAM")

    async def hang(until: float) -> int:
        await asyncio.Event().wait()
        return int(until)

    async def done(until: float) -> int:
        return int(until)

    with pytest.raises(UpstreamTimeout):
        await flight.join(hang, clock.monotonic() + 0.01)

    assert await flight.join(done, clock.monotonic() + 10) == 1010
