"""One line in a thread: what happened, in a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts.model import NoticeKind
from tests.blocks.alert_samples import MINUTE, checked, view
from tests.blocks.golden import golden
from tests.blocks.samples import HOUR, NOW

ENDED = {"what": "closed", "labels": ["env:1"], "count": 1, "lasted_ms": 38 * MINUTE}


def said(facts: dict[str, Any]) -> str:
    """The line."""
    return checked(view(NoticeKind.LINE, facts=facts)).text


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (ENDED | {"closing": "recovered"}, "✅ env:1 is ready again, broken for 38 min"),
        (ENDED | {"closing": "retried"}, "✅ env:1 is being saved again, broken for 38 min"),
        (ENDED | {"closing": "deleted"}, "✅ env:1 was deleted, broken for 38 min"),
        (ENDED | {"closing": "gone"}, "✅ env:1 is gone from the list, broken for 38 min"),
        (
            ENDED | {"closing": "replaced", "replaced_by": "env:2"},
            "✅ env:1 was replaced by env:2, broken for 38 min",
        ),
        (
            ENDED | {"closing": "recovered", "status": "CREATING", "lasted_ms": 3 * HOUR},
            "✅ env:1 is ready, after 3 h",
        ),
        (
            ENDED | {"closing": "failed", "status": "CREATING"},
            "🔴 Saving env:1 failed, after 38 min",
        ),
        (ENDED | {"closing": "recovered", "lasted_ms": None}, "✅ env:1 is ready again"),
    ],
)
def test_one_that_is_over(facts, line):
    assert said(facts) == line


@pytest.mark.parametrize(
    ("closing", "line"),
    [
        ("recovered", "✅ 7 images (a, b:1, 5 more) are ready again"),
        ("mixed", "✅ 7 images (a, b:1, 5 more) are ready again or gone"),
        ("replaced", "✅ 7 images (a, b:1, 5 more) were replaced"),
    ],
)
def test_several_that_are_over(closing, line):
    facts = {"what": "closed", "labels": ["a", "b:1"], "count": 7, "closing": closing}

    assert said(facts) == line


def test_several_are_counted_where_nobody_did():
    facts = {"what": "closed", "labels": ["a", "b:1"], "closing": "recovered"}

    assert said(facts) == "✅ 2 images (a, b:1) are ready again"


def test_another_failure():
    facts = {"what": "changed", "labels": ["a"], "count": 1, "status": "ERROR"}

    assert said(facts) == "🔴 a is ERROR now (image is broken)."


@pytest.mark.parametrize(
    ("what", "line"),
    [("acked", "👍 <@U12> is on it."), ("unacked", "<@U12> is not on it any more.")],
)
def test_who_is_on_it(what, line):
    assert said({"what": what, "user": "U12"}) == line


def test_somebody_else_says_that_nobody_is_on_it():
    facts: dict[str, object] = {"what": "unacked", "user": "U12", "holder": "U13"}

    line = checked(view(NoticeKind.LINE, facts=facts), "<@U13>").text

    assert line == "<@U13> is not on it any more, says <@U12>."


def test_a_silence_that_was_lifted():
    facts = {"what": "unsilenced", "user": "U12"}

    assert said(facts) == "🔔 <@U12> ended the silence."
    assert said(facts | {"labels": ["a"]}) == "🔔 <@U12> ended the silence about a."


def test_a_silence_and_its_end():
    facts = {"what": "silenced", "user": "U12", "labels": ["a"]}

    assert said(facts) == "🔕 <@U12> silenced new messages about a."
    assert said(facts | {"until_ms": 0}).endswith("about a until the status changes.")
    golden("notice_line", checked(view(NoticeKind.LINE, facts=facts | {"until_ms": NOW + HOUR})))


@pytest.mark.parametrize("facts", [{}, {"what": "new"}, {"what": 3, "labels": {"a": 1}}])
def test_what_nobody_described(facts):
    """A line of a newer version is no reason to fail."""
    assert said(facts) == "Something changed; the message above says how it is now."
