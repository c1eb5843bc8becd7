"""The demo as a person starts it, where no second process is needed to see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.show import show_page
from bot.errors import BotError, SettingsError

pytestmark = pytest.mark.anyio


async def test_without_a_built_page_nothing_is_started(tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(BotError, match="not built") as caught:
        await show_page(0, None, said.append, built=tmp_path)

    assert "make web" in str(caught.value.hint)
    assert "--terminal" in str(caught.value.hint)
    assert said == []


async def test_a_catalogue_that_cannot_be_used_is_said_before_anything_is_served(
    tmp_path: Path,
) -> None:
    (tmp_path / "index.html").touch()
    said: list[str] = []
    with pytest.raises(SettingsError):
        await show_page(0, tmp_path / "none.json", said.append, built=tmp_path)

    assert said == []
