"""Who we are is known from the start, and a refused token stops it."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.fake_slack import FakeSlack
from bot.demo.workspace import TEAM, U_BOT
from bot.errors import BotError, SettingsError
from bot.slack.identity import Identity, who_am_i


@pytest.mark.anyio
async def test_the_token_says_which_workspace_is_ours():
    async with FakeSlack() as slack:
        identity = await who_am_i(AsyncWebClient(token="xoxb-demo", base_url=slack.api_url))

    assert (identity.team_id, identity.bot_user_id) == (TEAM, U_BOT)


@pytest.mark.anyio
async def test_a_refused_token_is_a_mistake_in_the_settings():
    async with FakeSlack() as slack:
        with pytest.raises(SettingsError) as refused:
            await who_am_i(AsyncWebClient(token="xoxb-wrong", base_url=slack.api_url))

    assert "invalid_auth" in refused.value.message
    assert "xoxb-wrong" not in refused.value.message


@pytest.mark.anyio
async def test_a_slack_that_does_not_answer_is_no_mistake_in_the_settings():
    client = AsyncWebClient(token="xoxb-demo", base_url="http://127.0.0.1:9/api/", timeout=1)

    with pytest.raises(BotError) as silent:
        await who_am_i(client)

    assert not isinstance(silent.value, SettingsError)


@pytest.mark.parametrize(
    ("team", "enterprise", "home"),
    [
        ("T1", None, True),
        ("T2", None, False),
        ("T2", "E1", True),
        ("E1", "E1", True),
        ("T2", "E2", False),
        (None, None, True),
    ],
)
def test_requests_of_other_workspaces_are_told_apart(
    team: str | None, enterprise: str | None, home: bool
):
    assert Identity("T1", "E1", "B1", "U1").is_home(team, enterprise) is home


def test_without_an_organisation_none_is_ours():
    assert not Identity("T1", "", "B1", "U1").is_home("T2", None)


@pytest.mark.anyio
@pytest.mark.parametrize("code", ["internal_error", "ratelimited"])
async def test_a_passing_trouble_is_not_blamed_on_the_token(code: str):
    async with FakeSlack() as slack:
        slack.faults.add(code, "auth.test", retry_after=0)
        with pytest.raises(BotError) as silent:
            await who_am_i(AsyncWebClient(token="xoxb-demo", base_url=slack.api_url))

    assert not isinstance(silent.value, SettingsError)
