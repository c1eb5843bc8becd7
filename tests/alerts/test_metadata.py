"""Our messages are known by a mark that nobody else can make."""

from __future__ import annotations

import json

import pytest

from bot.alerts.metadata import genuine, metadata

KEY = b"k" * 32


def signature(key: bytes = KEY, team: str = "T1", channel: str = "C1", notice: str = "n-1") -> str:
    payload = metadata(key, team, channel, notice)["event_payload"]
    assert isinstance(payload, dict)
    return str(payload["sig"])


def test_the_mark_is_what_slack_takes_for_metadata():
    made = metadata(KEY, "T1", "C1", "n-1")

    assert made == {
        "event_type": "imagebot_notice",
        "event_payload": {"id": "n-1", "sig": signature()},
    }
    assert len(json.dumps(made)) < 200


def test_our_own_mark_is_genuine():
    assert genuine(KEY, "T1", "C1", "n-1", signature())


@pytest.mark.parametrize(
    "foreign",
    [
        signature(key=b"x" * 32),
        signature(team="T2"),
        signature(channel="C2"),
        signature(notice="n-2"),
        signature().upper(),
        signature()[:-1],
        "",
        "é\ud800",
    ],
)
def test_a_mark_for_anything_else_is_not(foreign: str):
    """Metadata can be read and copied by every app of the workspace."""
    assert not genuine(KEY, "T1", "C1", "n-1", foreign)


def test_the_parts_of_a_mark_do_not_run_into_each_other():
    assert signature(team="T1C", channel="1") != signature(team="T1", channel="C1")
