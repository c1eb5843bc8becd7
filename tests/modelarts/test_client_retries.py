"""Tries, waits, and what stands in the log."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import httpx
import pytest

from bot import errors
from bot.modelarts.auth import StaticToken
from tests.modelarts.cloud import OWN, Bench, Cloud, listed, refused

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_a_busy_service_is_asked_again(status: int) -> None:
    """Twice, with growing waits."""
    busy = refused(status, "ModelArts.0010")
    bench = Bench(Cloud(busy, busy, listed(["a"])))

    listing = await bench.client.list_images(OWN)

    assert listing.complete
    assert bench.slept == [0.5, 1.0]


@pytest.mark.parametrize(
    "broken",
    [
        httpx.ConnectError("refused"),
        httpx.ReadError("reset"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut"),
    ],
)
async def test_a_broken_connection_is_tried_again(broken: Exception) -> None:
    """It is a GET: asking twice changes nothing."""
    bench = Bench(Cloud(broken, listed(["a"])))

    assert (await bench.client.list_images(OWN)).complete


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (httpx.ConnectError("refused"), errors.UpstreamDown),
        (httpx.ReadTimeout("slow"), errors.UpstreamTimeout),
        (refused(503, "ModelArts.4302"), errors.UpstreamDown),
    ],
)
async def test_after_three_tries_the_last_failure_is_raised(
    broken: httpx.Response | Exception, error: type[errors.UpstreamError]
) -> None:
    """As one of ours."""
    bench = Bench(Cloud(broken))

    with pytest.raises(error):
        await bench.client.list_images(OWN)
    assert len(bench.cloud.requests) == 3


async def test_a_renewed_login_that_is_refused_too_is_the_end() -> None:
    """However hopeful the way of login is."""

    class Hopeful(StaticToken):
        def worth_renewing(self, used: Mapping[str, str]) -> bool:
            return bool(used)

    bench = Bench(Cloud(refused(401, "APIGW.0307")), auth=Hopeful("t"))

    with pytest.raises(errors.LoginRefused):
        await bench.client.list_images(OWN)
    assert len(bench.cloud.requests) == 2


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (refused(400, "ModelArts.0104"), errors.UpstreamRefused),
        (refused(401, "ModelArts.0203"), errors.LoginRefused),
        (refused(403, "ModelArts.0108"), errors.AccessDenied),
        (refused(404, "APIGW.0101"), errors.EndpointMissing),
        (refused(413, "APIG.0201"), errors.UpstreamRefused),
    ],
)
async def test_a_plain_no_is_asked_once(
    reply: httpx.Response, error: type[errors.UpstreamError]
) -> None:
    """It would stay a no."""
    bench = Bench(Cloud(reply))

    with pytest.raises(error) as caught:
        await bench.client.list_images(OWN)

    assert len(bench.cloud.requests) == 1
    assert caught.value.request_id == "r-1"


async def test_upstream_is_given_the_time_it_asks_for() -> None:
    """``Retry-After`` in seconds."""
    bench = Bench(Cloud(refused(429, "APIG.0308", **{"Retry-After": "3"}), listed(["a"])))

    assert (await bench.client.list_images(OWN)).complete
    assert bench.slept == [3.0]


async def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    """The person is told at once, and how long it will take."""
    text = "policy ip over ratelimit,limit:5,time:1 minute"
    bench = Bench(Cloud(refused(429, "APIG.0308", text)), deadline=10.0)

    with pytest.raises(errors.Throttled) as caught:
        await bench.client.list_images(OWN)

    assert caught.value.retry_after == 60.0
    assert len(bench.cloud.requests) == 1
    assert bench.slept == []


async def test_a_redirect_is_not_followed_and_the_token_does_not_travel() -> None:
    """Whoever can redirect must not get the token."""
    bench = Bench(Cloud(httpx.Response(302, headers={"Location": "https://evil.test/"})))

    with pytest.raises(errors.EndpointMissing):
        await bench.client.list_images(OWN)
    assert [request.url.host for request in bench.cloud.requests] == ["modelarts.test"]


async def test_the_log_has_one_masked_line_for_a_failed_request(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Status, code and request id; no key, no token, no second line."""
    text = "ak HSTTESTACCESSKEY1234 not exist\r\nimagebot: all is well"
    bench = Bench(Cloud(refused(401, "APIGW.0301", text)))

    with pytest.raises(errors.LoginRefused), caplog.at_level(logging.DEBUG, "imagebot"):
        await bench.client.list_images(OWN)

    (record,) = caplog.records
    line = record.getMessage()
    assert record.levelno == logging.WARNING
    assert "status=401 code=APIGW.0301 request_id=r-1" in line
    assert "\n" not in line
    assert "HSTTESTACCESSKEY1234" not in line
    assert "demo-token" not in line


async def test_an_unknown_image_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    """People mistype."""
    bench = Bench(Cloud(refused(400, "ModelArts.6404")))

    with pytest.raises(errors.ImageUnknown), caplog.at_level(logging.WARNING, "imagebot"):
        await bench.client.show_image("i-1")

    assert caplog.records == []
