"""Fixtures every test may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import PostgresServer, postgres_server


@pytest.fixture
def anyio_backend() -> str:
    """Bolt is asyncio only, so are we."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL, started for the first test that wants it."""
    with postgres_server() as server:
        yield server
