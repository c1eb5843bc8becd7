"""A request that comes twice acts once; one that only resembles another is its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.test_errors import Told, services

COMMAND = {"trigger_id": "1.2.3", "response_url": "https://hooks.slack.com/1", "text": "find a"}
PRESS = {"trigger_id": "1.2.3", "actions": [{"action_ts": "1", "action_id": "a", "value": "v"}]}


@pytest.mark.parametrize("body", [COMMAND, PRESS])
def test_a_copy_is_not_new(body: dict[str, Any]):
    known = services(Told())

    assert [known.is_new(body), known.is_new(dict(body))] == [True, False]
    assert known.metrics.value("imagebot_inbound_total", kind="any", result="copy") == 1


@pytest.mark.parametrize(
    "other",
    [
        COMMAND | {"text": "find b"},
        COMMAND | {"response_url": "https://hooks.slack.com/2"},
        COMMAND | {"trigger_id": "1.2.4"},
        PRESS,
    ],
)
def test_what_differs_in_anything_is_new(other: dict[str, Any]):
    known = services(Told())
    known.is_new(COMMAND)

    assert known.is_new(other)


def test_a_request_without_a_trigger_is_always_new():
    known = services(Told())

    assert [known.is_new({"text": "a"}), known.is_new({"text": "a"})] == [True, True]
