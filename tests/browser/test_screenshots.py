"""The pictures of the README can be taken anew at any time."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.screenshots import LONGEST, take

pytestmark = pytest.mark.anyio


async def test_the_pictures_are_taken_in_their_sizes_and_stay_small(
    browser: Browser, tmp_path: Path
) -> None:
    files = await take(browser, tmp_path)

    sizes = {file.name: struct.unpack(">II", file.read_bytes()[16:24]) for file in files}
    assert sizes == {
        "playground-light.png": (1280, 800),
        "playground-dark.png": (1280, 800),
        "playground-phone.png": (780, 1688),
    }
    assert all(file.stat().st_size < LONGEST for file in files)
