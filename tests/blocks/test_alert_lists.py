"""What people see when they ask about alerts: lists, confirmations, the form."""

from __future__ import annotations

import pytest

from bot.alerts.asked import SubscriptionState
from bot.alerts.desk_model import Preview
from bot.alerts.model import Closing
from bot.blocks import ids, limits
from bot.blocks.elements import button
from bot.blocks.notice_list import notice_list
from bot.blocks.notices.entries import Entry, entries
from bot.blocks.silence_list import lifted, silence_list, silenced
from bot.blocks.subscription_form import LONGEST, edit_form
from bot.blocks.subscription_list import (
    cannot_subscribe,
    restored,
    subscription_list,
    subscription_preview,
    unsubscribed,
)
from bot.blocks.watch_list import stopped, watch_list, watching
from tests.blocks.alert_samples import (
    NOTICE,
    ended,
    incident,
    many,
    seen,
    silence,
    stuck_incident,
    subscription,
    watch,
)
from tests.blocks.golden import golden
from tests.blocks.reading import pressable
from tests.blocks.samples import DAY, NOW, SEAL
from tests.blocks.slack_rules import check


def test_the_subscriptions_of_a_channel():
    """What is paused says why, and what helps."""
    paused = subscription(2, filters="", state=SubscriptionState.PAUSED, reason="not_in_channel")
    message = seen(subscription_list([subscription(1), paused], NOW, SEAL))
    parts = pressable(message)

    golden("subscription_list", message)
    for name in (f"{ids.SUBSCRIPTION_DELETE}1", f"{ids.SUBSCRIPTION_EDIT}:1"):
        assert SEAL.open(parts[name]["value"]).command == f"subscription {paused.id}"


def test_of_many_subscriptions_more_fit_without_edit():
    rows = [subscription(1) for _ in range(25)]

    whole, brief = (seen(subscription_list(rows[:count], NOW, SEAL)) for count in (12, 25))

    assert f"{ids.SUBSCRIPTION_EDIT}:11" in pressable(whole)
    assert pressable(brief).keys() == {f"{ids.SUBSCRIPTION_DELETE}{at}" for at in range(25)}
    assert "not shown here" not in whole.text + brief.text


def test_a_list_never_has_more_blocks_than_slack_takes():
    rows = [Entry("a", "b", row=[button("Go", f"img:go:{at}", "v")]) for at in range(40)]
    message = seen(entries("Many", rows))

    assert len(message.blocks) == limits.BLOCKS
    assert "16 more not shown here." in message.text


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (subscription_list([], NOW, SEAL), "This channel has no subscription."),
        (silence_list([], NOW, SEAL), "Nothing is silenced in this channel."),
        (watch_list([], NOW, SEAL), "You wait for no image."),
        (
            notice_list(NOTICE, [], total=0, page=1, page_size=10, now_ms=NOW, seal=SEAL),
            "This message holds no images any more.",
        ),
    ],
)
def test_an_empty_list_says_so(message, said):
    check(message)

    assert message.text.startswith(said)


def test_many_subscriptions_stay_a_message():
    rows = [subscription(1, filters=f"name~{'x' * 190}{number}") for number in range(90)]
    message = seen(subscription_list(rows, NOW, SEAL))

    assert "more not shown here." in message.text


def test_what_a_subscription_would_have_said():
    preview = Preview(
        fired=4, days=7, latest=incident(4, opened_ms=NOW - 2 * DAY), broken=12, known=300
    )
    message = seen(subscription_preview("namespace=team-a", preview, NOW))

    golden("subscription_preview", message)


@pytest.mark.parametrize(
    ("preview", "said"),
    [
        (Preview(0, 7, None, 0, 300), "It would not have fired in the last 7 days."),
        (Preview(1, 1, incident(4), 1, 1), "It would have fired once in the last day;"),
        (Preview(0, 2, None, 0, 1), "It would not have fired in the last 2 days."),
        (Preview(1, 1, incident(4), 1, 1), "1 matching image is broken now, 1 image is watched."),
        (Preview(0, 0, None, 0, None), "nothing older than a day is remembered."),
        (Preview(0, 0, None, 0, None), "The first look at the images is still to come."),
    ],
)
def test_what_little_is_known(preview, said):
    assert said in seen(subscription_preview("", preview, NOW)).text


def test_what_a_channel_is_told_already_is_said_so():
    preview = Preview(fired=0, days=7, latest=None, broken=0, known=300)
    message = seen(subscription_preview("", preview, NOW, already=True))

    assert message.text.startswith("This channel is told already when saving an image fails (all")


def test_ending_a_subscription_can_be_undone():
    message = seen(unsubscribed(subscription(), SEAL))
    value = pressable(message)[ids.SUBSCRIPTION_RESTORE]["value"]

    golden("unsubscribed", message)
    assert SEAL.open(value).command == f"subscription {subscription().id}"
    assert "again (namespace=team-a)" in seen(restored(subscription())).text


def test_a_channel_that_cannot_be_told():
    message = seen(cannot_subscribe("not_in_channel", "subscribe namespace=team-a", SEAL))
    value = pressable(message)[ids.SUBSCRIBE_RETRY]["value"]

    golden("cannot_subscribe", message)
    assert SEAL.open(value).command == "subscribe namespace=team-a"


def test_the_silences_of_a_channel():
    rows = [silence(), silence(image_id="", filters="namespace=team-a", until_ms=None)]
    message = seen(silence_list(rows, NOW, SEAL))

    golden("silence_list", message)
    assert SEAL.open(pressable(message)[f"{ids.SILENCE_LIFT}0"]["value"]).command == (
        f"lift {silence().id}"
    )


def test_a_silence_that_begins_and_ends():
    golden("silenced", seen(silenced(silence(), SEAL)))

    assert "until its status changes" in seen(silenced(silence(until_ms=None), SEAL)).text
    assert "train-env:1.1 are posted here again" in seen(lifted(silence())).text


def test_what_somebody_waits_for():
    message = seen(watch_list([watch(), watch(label="", status="")], NOW, SEAL))

    golden("watch_list", message)
    assert SEAL.open(pressable(message)[f"{ids.WATCH_STOP}0"]["value"]).command == (
        f"stop {watch().id}"
    )


def test_a_watch_that_begins_and_ends():
    golden("watching", seen(watching(watch(), SEAL)))

    assert seen(stopped(watch())).text == "You no longer wait for train-env:1.1."


@pytest.mark.parametrize(
    ("status", "news"),
    [
        ("ACTIVE", "when it fails or disappears."),
        ("ERROR", "when it is ready again or disappears."),
        ("CREATE_FAILED", "when it is ready again or disappears."),
        ("CREATING", "when it is ready, has failed, or is not there any more."),
        ("", "when it is ready, has failed, or is not there any more."),
    ],
)
def test_who_waits_is_told_for_what(status, news):
    assert news in seen(watching(watch(status=status), SEAL)).text


def test_every_image_of_a_notice():
    """In pages that come back to the same notice."""
    rows = [*many(8)[:7], stuck_incident(), ended(incident(9), Closing.RECOVERED)]
    message = seen(
        notice_list(NOTICE, rows, total=34, page=2, page_size=10, now_ms=NOW, seal=SEAL)
    )
    parts = pressable(message)

    golden("notice_list", message)
    assert "\n11. team-a/train-env:1.1 – " in message.text
    targets = {name: SEAL.open(parts[name]["value"]).page for name in ids.ALERT_PAGES}
    assert targets == {
        ids.ALERT_PAGE_FIRST: 1,
        ids.ALERT_PAGE_PREVIOUS: 1,
        ids.ALERT_PAGE_NEXT: 3,
        ids.ALERT_PAGE_LAST: 4,
    }
    assert SEAL.open(parts[ids.ALERT_PAGE_NEXT]["value"]).command == f"notice {NOTICE}"


def test_the_form_opens_with_the_filters():
    form = edit_form(subscription())
    element = form["blocks"][0]["element"]

    assert form["callback_id"] == ids.EDIT_VIEW
    assert form["private_metadata"] == f"C1 {subscription().id}"
    assert element["action_id"] == ids.EDIT_FILTERS
    assert element["initial_value"] == "namespace=team-a"


@pytest.mark.parametrize("filters", ["", "x" * (LONGEST + 1)])
def test_the_form_never_opens_with_half_a_search(filters):
    """Saving it would change what was asked for."""
    assert "initial_value" not in edit_form(subscription(filters=filters))["blocks"][0]["element"]
