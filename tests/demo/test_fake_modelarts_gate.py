"""The fake's tokens and logins."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.fake_modelarts import FakeModelArts
from tests.demo.modelarts_caller import NOW, Answer, call, rows

pytestmark = pytest.mark.anyio

OTHER_PROJECT = FakeModelArts.PROJECTS["eu-de"]


def login_body(password: str = "demo-password", scope: object = "cn-north-4") -> dict[str, Any]:
    user = {"name": "demo-user", "password": password, "domain": {"name": "demo-account"}}
    auth: dict[str, Any] = {"identity": {"methods": ["password"], "password": {"user": user}}}
    if scope is not None:
        auth["scope"] = {"project": {"name": scope} if isinstance(scope, str) else scope}
    return {"auth": auth}


async def login(fake: FakeModelArts, **said: Any) -> Answer:
    url = f"{fake.url}/v3/auth/tokens?nocatalog=true"
    return await call("POST", url, body=login_body(**said))


async def images_with(fake: FakeModelArts, token: str | None, project: str) -> Answer:
    headers = {"X-Auth-Token": token} if token is not None else {}
    return await call("GET", f"{fake.url}/v1/{project}/images", headers=headers)


async def test_a_login_gives_a_long_token_its_end_and_the_project() -> None:
    async with FakeModelArts(rows(1), now=lambda: NOW) as fake:
        answer = await login(fake)
        token = answer.headers["X-Subject-Token"]
        listed = await images_with(fake, token, fake.PROJECT_ID)

    assert answer.status == 201
    assert len(token) == 3000
    assert answer.json["token"]["expires_at"] == "2026-01-03T03:04:05.000000Z"
    assert answer.json["token"]["project"]["id"] == fake.PROJECT_ID
    assert listed.ids == ["i-0"]


async def test_a_new_token_does_not_end_the_old_one() -> None:
    async with FakeModelArts(rows(1)) as fake:
        first = (await login(fake)).headers["X-Subject-Token"]
        second = (await login(fake)).headers["X-Subject-Token"]
        answers = [await images_with(fake, each, fake.PROJECT_ID) for each in (first, second)]

    assert first != second
    assert [answer.status for answer in answers] == [200, 200]


async def test_a_project_may_be_named_by_its_id() -> None:
    async with FakeModelArts([]) as fake:
        answer = await login(fake, scope={"id": OTHER_PROJECT})

    assert answer.json["token"]["project"]["name"] == "eu-de"


async def test_an_unknown_project_is_a_404_in_the_old_shape() -> None:
    async with FakeModelArts([]) as fake:
        answer = await login(fake, scope="nowhere-1")

    assert answer.status == 404
    assert answer.json["error"]["title"] == "Not Found"


async def test_a_body_that_is_no_login_is_a_400() -> None:
    async with FakeModelArts([]) as fake:
        answer = await call("POST", f"{fake.url}/v3/auth/tokens", body={"auth": []})

    assert answer.status == 400


async def test_the_fifth_wrong_password_locks_the_account_for_a_quarter_of_an_hour() -> None:
    clock = [NOW]
    async with FakeModelArts([], now=lambda: clock[0]) as fake:
        wrong = [(await login(fake, password="guess")).refusal for _ in range(5)]
        locked = await login(fake)
        clock[0] += 15 * 60 + 1
        later = await login(fake)

    assert wrong == [(401, "IAM.0062")] * 4 + [(401, "IAM.0061")]
    assert locked.refusal == (401, "IAM.0061")
    assert later.status == 201


async def test_a_right_password_forgets_the_wrong_ones() -> None:
    async with FakeModelArts([]) as fake:
        for password in ["guess"] * 4 + ["demo-password"]:
            await login(fake, password=password)
        answer = await login(fake, password="guess")

    assert answer.refusal == (401, "IAM.0062")


@pytest.mark.parametrize(
    ("token", "code"),
    [(None, "ModelArts.0201"), ("", "ModelArts.0201"), ("wrong", "ModelArts.0203")],
)
async def test_no_token_and_a_wrong_token_are_two_refusals(token: str | None, code: str) -> None:
    async with FakeModelArts(rows(1)) as fake:
        answer = await images_with(fake, token, fake.PROJECT_ID)

    assert answer.refusal == (401, code)


async def test_a_token_ends_after_a_day() -> None:
    clock = [NOW]
    async with FakeModelArts(rows(1), now=lambda: clock[0]) as fake:
        token = (await login(fake)).headers["X-Subject-Token"]
        clock[0] += 24 * 3600
        answer = await images_with(fake, token, fake.PROJECT_ID)

    assert answer.refusal == (401, "ModelArts.0202")


async def test_revoked_tokens_must_be_updated_and_new_ones_work() -> None:
    async with FakeModelArts(rows(1)) as fake:
        old = (await login(fake)).headers["X-Subject-Token"]
        fake.gate.revoke_tokens()
        refused = await images_with(fake, old, fake.PROJECT_ID)
        new = (await login(fake)).headers["X-Subject-Token"]
        accepted = await images_with(fake, new, fake.PROJECT_ID)

    assert refused.refusal == (401, "APIGW.0307")
    assert accepted.status == 200


async def test_a_token_of_iam_is_good_for_its_own_project_only() -> None:
    async with FakeModelArts(rows(1)) as fake:
        token = (await login(fake)).headers["X-Subject-Token"]
        answer = await images_with(fake, token, OTHER_PROJECT)

    assert answer.refusal == (403, "ModelArts.0210")


async def test_a_token_without_a_project_is_a_400() -> None:
    async with FakeModelArts(rows(1)) as fake:
        token = (await login(fake, scope=None)).headers["X-Subject-Token"]
        answer = await images_with(fake, token, fake.PROJECT_ID)

    assert answer.refusal == (400, "ModelArts.0204")


@pytest.mark.parametrize(("project", "status"), [("Any_project-1", 200), ("p" * 65, 400)])
async def test_the_static_token_is_good_for_any_possible_project(
    project: str, status: int
) -> None:
    async with FakeModelArts(rows(1)) as fake:
        answer = await images_with(fake, fake.TOKEN, project)

    assert answer.status == status


async def test_a_header_as_long_as_the_reference_allows_is_read() -> None:
    async with FakeModelArts(rows(1)) as fake:
        answer = await images_with(fake, "x" * 32_768, fake.PROJECT_ID)

    assert answer.refusal == (401, "ModelArts.0203")


@pytest.mark.parametrize(
    ("query", "names"),
    [("", ["cn-north-4", "eu-de"]), ("?name=eu-de", ["eu-de"]), ("?name=nowhere-1", [])],
)
async def test_projects_are_found_by_name(query: str, names: list[str]) -> None:
    async with FakeModelArts([]) as fake:
        headers = {"X-Auth-Token": fake.TOKEN}
        answer = await call("GET", f"{fake.url}/v3/projects{query}", headers=headers)

    assert [project["name"] for project in answer.json["projects"]] == names


async def test_projects_are_not_for_strangers() -> None:
    async with FakeModelArts([]) as fake:
        answer = await call("GET", f"{fake.url}/v3/projects")

    assert answer.status == 401
