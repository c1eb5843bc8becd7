"""Logging in at IAM, as rarely as possible."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.errors import LoginRefused, ProtocolError, UpstreamDown
from bot.modelarts.auth import IamToken
from bot.modelarts.client import ModelArtsClient
from tests.modelarts.cloud import (
    ENDPOINT,
    IAM,
    OWN,
    PROJECT,
    Bench,
    Cloud,
    listed,
    refused,
    token_reply,
)

pytestmark = pytest.mark.anyio

DAY = 86_400


class Account:
    """IAM and ModelArts in one cloud: tokens are numbered, ``valid`` are accepted."""

    def __init__(self) -> None:
        self.logins: list[httpx.Request] = []
        self.refusal: httpx.Response | None = None
        self.valid: set[str] | None = None
        self.bench = Bench(Cloud(handler=self.answer))
        self.iam = self.login()
        self.client = ModelArtsClient(
            self.bench.http,
            endpoint=ENDPOINT,
            project=self.iam.project_id,
            auth=self.iam,
            clock=self.bench.clock,
            sleep=self.bench.sleep,
        )

    def login(self, **scope: Any) -> IamToken:
        """A way in for one user."""
        return IamToken(
            self.bench.http,
            iam_endpoint=IAM,
            username="user",
            password="PASSWORD",
            domain="account",
            clock=self.bench.clock,
            sleep=self.bench.sleep,
            **(scope or {"project": "cn-north-4"}),
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Play both services."""
        if request.url.host == "iam.test":
            self.logins.append(request)
            if self.refusal is not None:
                return self.refusal
            expires = datetime.fromtimestamp(self.bench.clock.now_ms() / 1000 + DAY, UTC)
            text = expires.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            return token_reply(f"token-{len(self.logins)}", expires_at=text)
        if self.valid is not None and request.headers["X-Auth-Token"] not in self.valid:
            return refused(401, "APIGW.0307")
        return listed(["a"])

    def tokens(self) -> list[str]:
        """The tokens ModelArts saw."""
        requests = self.bench.cloud.requests
        return [r.headers["X-Auth-Token"] for r in requests if r.url.host != "iam.test"]


async def test_the_login_is_scoped_to_the_project() -> None:
    """As IAM's reference spells it, without the catalogue; the project id comes with it."""
    account = Account()

    listing = await account.client.list_images(OWN)

    (login,) = account.logins
    assert str(login.url) == f"{IAM}/v3/auth/tokens?nocatalog=true"
    assert login.headers["Content-Type"] == "application/json;charset=utf8"
    assert json.loads(login.content) == {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {
                    "user": {
                        "name": "user",
                        "password": "PASSWORD",
                        "domain": {"name": "account"},
                    }
                },
            },
            "scope": {"project": {"name": "cn-north-4"}},
        }
    }
    assert listing.requests[0].startswith(f"/v1/{PROJECT}/images?")
    assert account.tokens() == ["token-1"]


async def test_a_project_can_be_given_by_its_id() -> None:
    """Then the id is the scope."""
    account = Account()

    await account.login(project_id=PROJECT).project_id(account.bench.clock.monotonic() + 10)

    assert json.loads(account.logins[0].content)["auth"]["scope"] == {"project": {"id": PROJECT}}


async def test_ten_calls_at_once_make_one_login() -> None:
    """Single flight."""
    account = Account()

    await asyncio.gather(*(account.client.list_images(OWN) for _ in range(10)))

    assert len(account.logins) == 1


async def test_the_token_is_kept_until_most_of_its_life_is_over() -> None:
    """Renewed at 80 % of its day."""
    account = Account()
    await account.client.list_images(OWN)
    account.bench.clock.advance(0.79 * DAY)
    await account.client.list_images(OWN)
    account.bench.clock.advance(0.02 * DAY)

    await account.client.list_images(OWN)

    assert account.tokens() == ["token-1", "token-1", "token-2"]


async def test_a_living_token_is_used_while_iam_is_down() -> None:
    """The early renewal is a courtesy, not a need; it is tried again a minute later."""
    account = Account()
    await account.client.list_images(OWN)
    account.bench.clock.advance(0.9 * DAY)
    account.refusal = refused(503, "IAM.0001")

    await account.client.list_images(OWN)
    tried = len(account.logins)
    await account.client.list_images(OWN)

    assert account.tokens() == ["token-1"] * 3
    assert len(account.logins) == tried


async def test_a_dead_token_is_not_used() -> None:
    """Then the failure of IAM is the answer."""
    account = Account()
    await account.client.list_images(OWN)
    account.bench.clock.advance(1.1 * DAY)
    account.refusal = refused(503, "IAM.0001")

    with pytest.raises(UpstreamDown):
        await account.client.list_images(OWN)


async def test_a_refused_token_is_renewed_once_for_all_calls() -> None:
    """401: the user's password or rights were changed."""
    account = Account()
    account.valid = {"token-2"}

    listings = await asyncio.gather(*(account.client.list_images(OWN) for _ in range(5)))

    assert all(listing.complete for listing in listings)
    assert len(account.logins) == 2


async def test_a_service_that_refuses_every_token_does_not_cause_a_storm_of_logins() -> None:
    """One renewal, then the refusal is the answer; the next one a minute later."""
    account = Account()
    account.valid = set()

    for _ in range(3):
        with pytest.raises(LoginRefused):
            await account.client.list_images(OWN)
    assert len(account.logins) == 2
    account.bench.clock.advance(61)

    with pytest.raises(LoginRefused):
        await account.client.list_images(OWN)

    assert len(account.logins) == 3


@pytest.mark.parametrize(
    ("status", "code"), [(401, "IAM.0062"), (403, "IAM.0061"), (400, "IAM.0061"), (400, "IAM.01")]
)
async def test_a_refused_login_is_not_repeated(status: int, code: str) -> None:
    """IAM locks the account after some; a quarter of an hour later it is asked once more."""
    account = Account()
    account.refusal = refused(status, code)
    for _ in range(3):
        with pytest.raises(LoginRefused) as caught:
            await account.client.list_images(OWN)
        assert "PASSWORD" not in str(caught.value)
    assert len(account.logins) == 1
    account.bench.clock.advance(901)
    account.refusal = None

    assert (await account.client.list_images(OWN)).complete
    assert len(account.logins) == 2


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(201, json={}, headers={"X-Subject-Token": "t"}),
        httpx.Response(201, text="<html>", headers={"X-Subject-Token": "t"}),
        token_reply("", expires_at="2026-02-13T06:52:13.855000Z"),
        token_reply("t", expires_at="soon"),
        token_reply("t", expires_at="2026-02-13T06:52:13.855000Z", project=""),
    ],
)
async def test_what_is_no_token_is_a_protocol_error(reply: httpx.Response) -> None:
    """A wrong address of IAM."""
    account = Account()
    account.refusal = reply

    with pytest.raises(ProtocolError):
        await account.client.list_images(OWN)


async def test_a_token_that_looks_dead_on_arrival_is_used_all_the_same() -> None:
    """The clock of this machine is ahead: one login a minute, not one a call."""
    account = Account()
    account.refusal = token_reply("t", expires_at="2019-02-13T06:52:13.855000Z")

    await account.client.list_images(OWN)
    await account.client.list_images(OWN)

    assert len(account.logins) == 1
