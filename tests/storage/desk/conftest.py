"""A desk over each of the two databases."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.factories import FakeClock
from tests.storage.desk.world import World


@pytest.fixture
def world(database: Database, clock: FakeClock) -> World:
    """Nothing has happened in it yet."""
    return World(database, clock)
