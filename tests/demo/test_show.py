"""The demo as a person starts it, where no second process is needed to see it."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest

from bot.demo.advice import page_advice
from bot.demo.show import KEPT, open_shown, show_page
from bot.demo.slack.signing import DEMO_KEYS, Keys
from bot.errors import BotError, SettingsError

pytestmark = pytest.mark.anyio


async def test_without_a_built_page_nothing_is_started(tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(BotError, match="not built") as caught:
        await show_page(0, None, said.append, built=tmp_path)

    assert caught.value.hint == page_advice()
    assert said == []


async def test_a_catalogue_that_cannot_be_used_is_said_before_anything_is_served(
    tmp_path: Path,
) -> None:
    (tmp_path / "index.html").touch()
    said: list[str] = []
    with pytest.raises(SettingsError):
        await show_page(0, tmp_path / "none.json", said.append, built=tmp_path)

    assert said == []


async def test_what_may_run_for_days_forgets() -> None:
    async with open_shown(None) as stage:
        assert stage.slack.record.keep == stage.slack.workspace.keep == KEPT


async def test_every_run_has_keys_of_its_own_and_the_bot_has_the_same_ones() -> None:
    async with open_shown(None) as stage:
        slack = stage.slack
        known = {slack.signing_secret, slack.bot_token, slack.app_token}
        asked = await slack.command("help")
        (message,) = await slack.settled(asked)

        assert message["blocks"]
        assert not known & {*astuple(DEMO_KEYS), *astuple(Keys.random())}
