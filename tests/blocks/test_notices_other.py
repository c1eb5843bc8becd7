"""Notices that are not about one failure: blindness, lost channels, watches, confirmations."""

from __future__ import annotations

import pytest

from bot.alerts.codes import POLICIES, Policy
from bot.alerts.model import NoticeKind
from bot.blocks import ids
from bot.blocks.notices.lost import refusal
from tests.blocks.alert_samples import (
    MINUTE,
    checked,
    view,
)
from tests.blocks.golden import golden
from tests.blocks.reading import pressable
from tests.blocks.samples import NOW


def test_blindness():
    facts: dict[str, object] = {"since_ms": NOW - 12 * MINUTE, "code": "503"}

    golden("notice_blind", checked(view(NoticeKind.BLIND, facts=facts)))
    back = facts | {"back_ms": NOW, "missed": 2}
    golden("notice_blind_back", checked(view(NoticeKind.BLIND, facts=back)))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("400", "it refuses what is asked: 400"),
        ("401", "it refuses my login: 401"),
        ("403", "my login lacks a right: 403"),
        ("404", "it does not know this project or address: 404"),
        ("429", "it takes no more requests for now: 429"),
        ("500", "it does not answer: 500"),
        ("timeout", "it does not answer in time"),
        ("no_answer", "it does not answer"),
        ("empty", "it sends an empty list although it had images"),
        ("inconsistent", "its answers contradict each other"),
        ("pages", "parts of its list do not come"),
        ("protocol", "its answer makes no sense"),
        ("APIG_1", "its answer cannot be used: APIG_1"),
        ("", "it does not answer"),
    ],
)
def test_why_nothing_is_seen(code, said):
    facts: dict[str, object] = {"since_ms": NOW, "code": code, "project": "p-1"}
    message = checked(view(NoticeKind.BLIND, facts=facts))

    assert "I cannot see ModelArts (project p-1) since" in message.text
    assert f"({said})." in message.text


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        (None, "again, after 12 min."),
        (0, "again, after 12 min; no image failed meanwhile."),
        (1, "again, after 12 min; 1 image failed meanwhile, it is reported on its own."),
    ],
)
def test_what_was_missed(missed, said):
    facts: dict[str, object] = {"since_ms": NOW - 12 * MINUTE, "back_ms": NOW, "missed": missed}

    assert checked(view(NoticeKind.BLIND, facts=facts)).text.endswith(said)


def test_a_lost_channel():
    facts: dict[str, object] = {"channel": "C1", "code": "is_archived"}

    golden("notice_lost", checked(view(NoticeKind.LOST, facts=facts), "<#C1>"))


REFUSALS = [
    code
    for code, policy in POLICIES.items()
    if policy in {Policy.CHANNEL, Policy.WORKSPACE, Policy.RATE_LONG}
]


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_has_a_reason_and_a_cure_in_words(code):
    why = refusal(code)

    assert code not in f"{why.reason} {why.cure}"
    assert why.cure.endswith(".")


@pytest.mark.parametrize("status", ["ACTIVE", "ERROR", "CREATE_FAILED", "DELETED", "", "QUEUED"])
def test_the_image_that_somebody_waited_for(status):
    facts: dict[str, object] = {
        "label": "train-env:1.4",
        "status": status,
        "reason": "no space left in the organization",
        "image_id": "i-1",
        "path": "swr.cn-north-4.myhuaweicloud.com/team-a/train-env:1.4",
    }
    message = checked(view(NoticeKind.WATCH, facts=facts))

    golden(f"notice_watch_{status.lower() or 'gone'}", message)
    assert bool(pressable(message)) is (status not in {"DELETED", ""})


def test_a_path_that_a_code_block_would_change_is_no_code_block():
    facts: dict[str, object] = {"label": "x", "status": "ACTIVE", "path": "swr/`x`:1"}
    message = checked(view(NoticeKind.WATCH, facts=facts))

    assert "Path, cut or changed to be shown: swr/ˋxˋ:1" in message.text


@pytest.mark.parametrize(("known", "name"), [(300, "subscribed"), (None, "subscribed_unread")])
def test_a_subscription_is_confirmed(known, name):
    facts: dict[str, object] = {
        "creator": "U12",
        "filters": "namespace=team-a",
        "subscription": "33333333-0000-5000-8000-000000000000",
        "known": known,
        "broken": 12,
    }
    message = checked(view(NoticeKind.SUBSCRIBED, facts=facts))

    golden(f"notice_{name}", message)
    assert pressable(message).keys() == {ids.SUBSCRIPTION_UNDO, ids.SUBSCRIPTION_EDIT}


CONFIRMED: dict[str, object] = {
    "creator": "U12",
    "filters": "namespace=team-a",
    "subscription": "33333333-0000-5000-8000-000000000000",
    "known": 300,
    "broken": 12,
}


def test_a_subscription_with_other_filters_says_who_changed_them():
    facts = CONFIRMED | {"changed_by": "U13", "ended_by": None}
    message = checked(view(NoticeKind.SUBSCRIBED, facts=facts), "<@U13>")

    assert "Changed by <@U13>." in message.text
    assert pressable(message).keys() == {ids.SUBSCRIPTION_UNDO, ids.SUBSCRIPTION_EDIT}


def test_a_subscription_that_ended_says_who_ended_it_and_has_no_buttons():
    facts = CONFIRMED | {"changed_by": "U12", "ended_by": "U13"}
    message = checked(view(NoticeKind.SUBSCRIBED, facts=facts), "<@U13>")

    golden("notice_subscribed_ended", message)
    assert not pressable(message)


def test_a_subscription_that_ended_by_an_unknown_hand_has_ended_all_the_same():
    message = checked(view(NoticeKind.SUBSCRIBED, facts=CONFIRMED | {"ended_by": ""}))

    assert message.text.startswith("Somebody ended this channel's subscription")
