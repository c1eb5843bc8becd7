"""What is typed about alerts is done once, in the channel it was typed in, and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.desk_model import Ledger
from bot.errors import UpstreamDown
from bot.query.spans import HOUR
from handlers.commands import answer_command
from tests.factories import image
from tests.handlers.desk import NOW, TARGET, Scene, scene

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


@pytest.mark.parametrize("code", ["missing_scope", "no_answer", "ratelimited"])
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


async def test_an_image_is_silenced_by_its_id_for_as_long_as_was_said():
    here = scene(image(id="i-7", name="cuda", tag="1"))

    said = await typed(here, "silence cuda for 1h")

    (silence,) = here.desk.quiet
    assert (silence.image_id, silence.filters, silence.label) == ("i-7", "", "cuda:1")
    assert silence.until_ms == NOW + HOUR
    assert "Nobody said how long" not in said
    assert here.nudges == ["nudge"]


async def test_who_gives_no_length_gets_four_hours_and_is_told_so():
    here = scene(image())

    said = await typed(here, "silence pytorch_2_1")

    assert here.desk.quiet[0].until_ms == NOW + 4 * HOUR
    assert "4 hours" in said


async def test_filters_are_silenced_as_filters():
    here = scene()

    await typed(here, "silence ns=team-a until it changes")

    (silence,) = here.desk.quiet
    assert (silence.image_id, silence.filters) == ("", "namespace=team-a")
    assert silence.until_ms is None


async def test_tomorrow_is_the_persons_own():
    here = scene(image(), zone="Asia/Shanghai")

    await typed(here, "silence pytorch_2_1 until tomorrow")

    until = here.desk.quiet[0].until_ms
    assert until is not None
    zone = ZoneInfo("Asia/Shanghai")
    now, then = (datetime.fromtimestamp(ms / 1000, zone) for ms in (NOW, until))
    assert (then.hour, then.minute) == (9, 0)
    assert (then.date() - now.date()).days == 1


async def test_silences_are_listed():
    here = scene(image())
    await typed(here, "silence pytorch_2_1", "t1")

    assert "1 silence" in await typed(here, "silences", "t2")


async def test_watching_says_what_is_watched_and_the_list_shows_it():
    here = scene(image(id="i-7", name="cuda", status="CREATING"))

    said = await typed(here, "watch cuda", "t1")

    (watch,) = here.desk.waiting
    assert (watch.user_id, watch.image_id, watch.target_id) == ("U1", "i-7", TARGET.id)
    assert "Waiting for cuda" in said
    assert "You wait for 1 image" in await typed(here, "watch", "t2")


@pytest.mark.parametrize("command", ["watch", "silence", "why"])
async def test_several_images_of_a_name_are_named_so_that_one_can_be_chosen(command: str):
    rows = [image(id="i-1", name="cuda", tag="1"), image(id="i-2", name="cuda", tag="2")]
    here = scene(*rows)

    said = await typed(here, f"{command} cuda")

    assert here.desk.done == []
    assert "2 images are called that" in said
    assert "cuda:1" in said
    assert "cuda:2" in said


async def test_images_that_share_even_the_tag_are_named_by_id():
    here = scene(*(image(id=f"i-{number}", name="cuda", tag="1") for number in range(7)))

    said = await typed(here, "watch cuda")

    assert "i-0" in said
    assert "and 2 more" in said


async def test_why_tells_what_is_remembered_of_an_image():
    here = scene(image(id="i-7", name="cuda"))
    here.desk.ledgers["i-7"] = Ledger("i-7", "cuda:1.0", "ERROR", NOW)

    assert "cuda" in await typed(here, "why cuda")


async def test_an_image_that_is_gone_is_remembered_by_its_id():
    here = scene()
    here.desk.ledgers["i-7"] = Ledger("i-7", "cuda:1.0", "ERROR", NOW)

    assert "cuda:1.0" in await typed(here, "why i-7")


async def test_what_is_remembered_is_told_when_modelarts_is_away():
    here = scene()
    here.source.fail(UpstreamDown("ModelArts is away."))
    here.desk.ledgers["i-7"] = Ledger("i-7", "cuda:1.0", "ERROR", NOW)

    assert "cuda:1.0" in await typed(here, "why i-7", "t1")
    assert "ModelArts is away" in await typed(here, "why cuda", "t2")


async def test_an_image_nobody_looked_at_yet_has_no_history():
    here = scene(image())

    assert "has seen this image yet" in await typed(here, "why pytorch_2_1")


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
