"""Fixtures every test may use."""

from __future__ import annotations

import pytest


@pytest.fixture
def anyio_backend() -> str:
    """Bolt is asyncio only, so are we."""
    return "asyncio"
