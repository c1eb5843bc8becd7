"""What is typed about alerts is done once, in the channel it was typed in, and answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.commands import answer_command
from tests.factories import image
from tests.handlers.desk import TARGET, Scene, scene

pytestmark = pytest.mark.anyio


async def typed(scene: Scene, text: str, key: str = "t1") -> str:
    """What the person is told."""
    await answer_command(text, scene.told, scene.services, key=key)
    return scene.texts[-1]


async def test_a_subscription_is_saved_announced_and_previewed():
    here = scene()

    said = await typed(here, "subscribe ns=team-a -arch=x86")

    (saved,) = here.desk.subscribed
    assert (saved.channel_id, saved.creator, saved.target_id) == ("C1", "U1", TARGET.id)
    assert saved.filters == "namespace=team-a arch!=X86_64"
    assert "would have fired 4 times" in said
    assert here.nudges == ["nudge"], "the public line is owed"


@pytest.mark.parametrize("text", ["subscribe a", "silence pytorch_2_1", "watch pytorch_2_1"])
async def test_the_same_request_again_changes_nothing(text: str):
    here = scene(image())

    await typed(here, text, key="t1")
    before = len(here.desk.done)
    await typed(here, text, key="t1")

    assert (before, len(here.desk.done)) == (1, 1)


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("not_in_channel", "/invite"),
        ("channel_not_found", "/invite"),
        ("is_archived", "Unarchive"),
        ("shared_channel", "Nothing was saved"),
    ],
)
async def test_a_channel_that_cannot_be_told_is_refused_with_a_cure_and_a_button(
    code: str, cure: str
):
    here = scene()
    here.member.code = code

    said = await typed(here, "subscribe a")

    assert here.desk.done == []
    assert cure in said
    assert "Try again" in here.told.buttons


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked"])
async def test_with_a_token_that_slack_refuses_nothing_is_saved(code: str):
    here = scene()
    here.member.code = code

    said = await typed(here, "subscribe a")

    assert here.desk.done == []
    assert "Nothing was saved" in said
    assert "The person who runs the bot" in said


@pytest.mark.parametrize("code", ["missing_scope", "no_answer", "ratelimited", "http_503"])
async def test_what_cannot_be_asked_is_proved_by_the_public_line(code: str):
    here = scene()
    here.member.code = code

    await typed(here, "subscribe a")

    assert len(here.desk.subscribed) == 1


@pytest.mark.parametrize("text", ["subscribe a", "silence pytorch_2_1"])
async def test_a_direct_message_is_no_channel(text: str):
    here = scene(image())
    here.told.channel = "D1"

    said = await typed(here, text)

    assert here.desk.done == []
    assert "direct message" in said
    assert "watch" in said


async def test_named_workspaces_are_subscribed_each():
    here = scene()
    other = "a" * 32

    said = await typed(here, f"subscribe workspace=0,{other}")

    assert [row.target_id for row in here.desk.subscribed] == [
        TARGET.id,
        replace(TARGET, workspace_id=other).id,
    ]
    assert "8 times" in said
    assert "214 images" in said


async def test_a_subscription_is_about_a_few_workspaces():
    here = scene()
    many = ",".join(letter * 32 for letter in "abcdef")

    said = await typed(here, f"subscribe workspace={many}")

    assert here.desk.done == []
    assert "5 workspaces" in said


async def test_subscriptions_of_this_channel_are_listed_and_ended_by_the_beginning_of_an_id():
    here = scene()
    assert "no subscription" in await typed(here, "subscriptions", "t1")
    await typed(here, "subscribe a", "t2")

    assert "1 subscription" in await typed(here, "subs", "t3")
    assert "no longer told" in await typed(here, "unsubscribe s1", "t4")
    assert "no such subscription" in await typed(here, "unsubscribe s1", "t5")


async def test_a_subscription_of_another_channel_is_not_found():
    here = scene()
    await typed(here, "subscribe a", "t1")
    here.told.channel = "C2"

    said = await typed(here, "unsubscribe s1", "t2")

    assert "no such subscription" in said
    assert len(here.desk.subscribed) == 1


async def test_watching_says_what_is_watched_and_the_list_shows_it():
    here = scene(image(id="i-7", name="cuda", status="CREATING"))

    said = await typed(here, "watch cuda", "t1")

    (watch,) = here.desk.waiting
    assert (watch.user_id, watch.image_id, watch.target_id) == ("U1", "i-7", TARGET.id)
    assert "Waiting for cuda" in said
    assert "You wait for 1 image" in await typed(here, "watch", "t2")


async def test_status_says_how_the_bot_is():
    assert "well" in await typed(scene(), "status")


@pytest.mark.parametrize("text", ["subscribe a", "subs", "status", "silences", "watch"])
async def test_a_database_that_is_away_is_a_sentence_and_a_retry(text: str):
    here = scene()
    here.desk.down = True

    said = await typed(here, text)

    assert "database" in said
    assert "Retry" in here.told.buttons


async def test_without_alerts_the_commands_say_so():
    here = scene()
    here.services = replace(here.services, alerts=None)

    assert "not switched on" in await typed(here, "subscribe a")
