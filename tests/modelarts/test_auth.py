"""Static tokens, access keys, and the project found by the name of the region."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.errors import EndpointMissing, LoginRefused, ProtocolError, SettingsError
from bot.modelarts.auth import AccessKeys, ProjectByRegion, StaticToken
from bot.modelarts.client import ModelArtsClient
from bot.modelarts.signing import authorization
from tests.factories import FakeClock
from tests.modelarts.cloud import ENDPOINT, IAM, OWN, PROJECT, Bench, Cloud, listed, refused

pytestmark = pytest.mark.anyio

REGION = "cn-north-4"


def keys(security_token: str | None = None) -> AccessKeys:
    """Fake keys."""
    return AccessKeys("TESTAK", "TESTSK", security_token, clock=FakeClock())


def projects(*names: str) -> httpx.Response:
    """IAM's list of projects."""
    rows = [{"id": f"{PROJECT[:-1]}{number}", "name": name} for number, name in enumerate(names)]
    return httpx.Response(200, json={"projects": rows})


def by_region(bench: Bench, auth: StaticToken | AccessKeys) -> ProjectByRegion:
    """A finder over a bench's cloud."""
    return ProjectByRegion(
        bench.http,
        iam_endpoint=IAM,
        region=REGION,
        auth=auth,
        clock=bench.clock,
        sleep=bench.sleep,
    )


def resigned(request: httpx.Request) -> str:
    """The signature a server would compute from what arrived."""
    names = request.headers["Authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    return authorization(
        access_key="TESTAK",
        secret_key="TESTSK",
        method=request.method,
        path=request.url.path,
        query=list(request.url.params.multi_items()),
        headers={name: request.headers[name] for name in names},
    )


@pytest.mark.parametrize("security_token", [None, "gAAAAABfakeTOKEN"])
async def test_what_is_signed_is_what_is_sent(security_token: str | None) -> None:
    """Host, date, project, and the token of temporary keys."""
    bench = Bench(Cloud(listed(["a"])), auth=keys(security_token))

    await bench.client.list_images(OWN.model_copy(update={"sort_key": "name,updateTime"}))

    (request,) = bench.cloud.requests
    signed = request.headers["Authorization"].split("SignedHeaders=")[1].split(",")[0]
    token = ";x-security-token" if security_token else ""
    assert request.headers["Authorization"] == resigned(request)
    assert signed == f"host;x-project-id;x-sdk-date{token}"
    assert request.headers["X-Project-Id"] == PROJECT
    assert request.headers.get("X-Security-Token") == security_token
    assert "X-Auth-Token" not in request.headers


@pytest.mark.parametrize("auth", [keys(), StaticToken("demo-token")])
async def test_a_refused_key_or_token_is_not_tried_again(auth: AccessKeys | StaticToken) -> None:
    """There is no other one."""
    bench = Bench(Cloud(refused(401, "APIGW.0301")), auth=auth)

    with pytest.raises(LoginRefused):
        await bench.client.list_images(OWN)
    assert len(bench.cloud.requests) == 1


def test_a_line_break_at_the_end_of_a_secret_does_no_harm() -> None:
    """Files and shells leave one."""
    auth = StaticToken("demo-token\n")

    assert "\n" not in str(auth._headers)


@pytest.mark.parametrize("token", ["", " ", "a b", "ü", "a\r\nX-Evil: 1"])
def test_what_cannot_be_a_token_stops_the_start(token: str) -> None:
    """It could be another header."""
    with pytest.raises(SettingsError) as caught:
        StaticToken(token)
    assert "Evil" not in caught.value.message


def test_no_secret_shows_when_an_auth_is_printed() -> None:
    """Tracebacks and debuggers print what is at hand."""
    shown = f"{StaticToken('TOKEN1')!r}{AccessKeys('AK1', 'SK1', 'ST1', clock=FakeClock())!r}"

    assert not any(secret in shown for secret in ("TOKEN1", "AK1", "SK1", "ST1"))


@pytest.mark.parametrize("auth", [keys(), StaticToken("demo-token")])
async def test_the_project_is_found_by_the_name_of_the_region(
    auth: AccessKeys | StaticToken,
) -> None:
    """Signed, or with the token; asked once for all calls."""
    bench = Bench(Cloud(projects(f"{REGION}_team", REGION)), auth=auth)
    find = by_region(bench, auth)

    first, second = await asyncio.gather(find(bench.clock.monotonic() + 10), find(0.0))

    assert first == second == f"{PROJECT[:-1]}1"
    (request,) = bench.cloud.requests
    assert str(request.url) == f"{IAM}/v3/projects?name={REGION}"
    if isinstance(auth, AccessKeys):
        assert request.headers["Authorization"] == resigned(request)
        assert "X-Project-Id" not in request.headers
    else:
        assert request.headers["X-Auth-Token"] == "demo-token"


async def test_the_found_project_is_in_the_path() -> None:
    """The client asks for it with its first call."""
    bench = Bench(Cloud(projects(REGION), listed(["a"])))
    client = ModelArtsClient(
        bench.http,
        endpoint=ENDPOINT,
        project=by_region(bench, StaticToken("demo-token")),
        auth=StaticToken("demo-token"),
        clock=bench.clock,
    )

    listing = await client.list_images(OWN)

    assert listing.requests[0].startswith(f"/v1/{PROJECT[:-1]}0/images?")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (projects(), "No project"),
        (projects("cn-north-1"), "No project"),
        (projects(REGION, REGION), "More than one"),
    ],
)
async def test_a_region_without_its_one_project_is_told(reply: httpx.Response, words: str) -> None:
    """With the way out."""
    bench = Bench(Cloud(reply))

    with pytest.raises(EndpointMissing) as caught:
        await by_region(bench, StaticToken("t"))(bench.clock.monotonic() + 10)

    assert words in caught.value.message
    assert "project id" in caught.value.hint
    assert len(bench.cloud.requests) == 1


@pytest.mark.parametrize("body", ["<html>", "[]", '{"projects": 3}', '{"projects": [3]}'])
async def test_what_is_no_list_of_projects_is_a_protocol_error(body: str) -> None:
    """A wrong address of IAM."""
    bench = Bench(Cloud(httpx.Response(200, text=body)))

    with pytest.raises(ProtocolError):
        await by_region(bench, StaticToken("t"))(bench.clock.monotonic() + 10)
