"""Buttons about alerts act once, only where their message stands, and only as they were made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts.asked import ImageWatch, Silence, Subscription
from bot.alerts.model import Closing
from bot.blocks import ids
from bot.query.page_token import ButtonState
from bot.query.spans import HOUR
from handlers.image_actions import answer_press
from handlers.presses import Press
from tests.factories import image
from tests.handlers.desk import NOW, TARGET, Scene, incident, scene

pytestmark = pytest.mark.anyio


async def press(
    scene: Scene,
    action_id: str,
    command: str,
    *,
    key: str = "t1",
    option: str = "",
    page: int = 1,
    holder: str = "",
) -> None:
    """Press a button with this state, sealed for anyone unless for a ``holder``."""
    value = scene.services.seal(holder).close(ButtonState(command=command, page=page))
    pressed = Press(action_id, value, option, "C1/1.2", NOW, key)
    await answer_press(pressed, scene.told, scene.services)


def alerted(count: int = 1) -> Scene:
    """A channel with one notice."""
    here = scene(image(status="ERROR"))
    here.desk.held["n-1", "C1"] = [incident(f"i-{n}", f"cuda_{n}") for n in range(1, count + 1)]
    return here


def subscribed() -> Scene:
    """A channel with one subscription."""
    here = scene()
    here.desk.subscribed.append(Subscription("s1", "C1", TARGET.id, "arch=ARM", "U9", NOW))
    return here


async def test_being_on_it_is_stored_and_shown_in_the_channel_alone():
    here = alerted()

    await press(here, ids.ALERT_ACK, "notice n-1")

    assert here.desk.done == ["ack"]
    assert here.nudges == ["nudge"], "the message is drawn again"
    assert here.texts == []


async def test_not_being_on_it_any_more_is_what_its_button_says():
    here = alerted()

    await press(here, ids.ALERT_ACK, "leave n-1")

    assert here.desk.done == ["leave"]
    assert here.nudges == ["nudge"]


@pytest.mark.parametrize(
    ("action_id", "command", "option"),
    [
        (ids.ALERT_ACK, "notice n-1", ""),
        (ids.ALERT_ACK, "leave n-1", ""),
        (ids.ALERT_SILENCE, "notice n-1", "4h"),
    ],
)
async def test_a_press_on_what_is_over_says_so(action_id: str, command: str, option: str):
    here = alerted()
    over = replace(incident(), closed_ms=NOW, closing=Closing.RECOVERED)
    here.desk.held["n-1", "C1"] = [over]

    await press(here, action_id, command, option=option)

    assert "This is over already." in here.texts[0]
    assert here.desk.done == here.nudges == []


@pytest.mark.parametrize(
    ("action_id", "option"),
    [(ids.ALERT_ACK, ""), (ids.ALERT_SILENCE, "4h"), (ids.ALERT_LIST, "")],
)
async def test_a_message_of_another_channel_is_refused_in_friendly_words(
    action_id: str, option: str
):
    here = alerted()
    here.told.channel = "C2"

    await press(here, action_id, "notice n-1", option=option)

    assert "one of this channel" in here.texts[0]
    assert here.desk.quiet == []
    assert here.nudges == []


@pytest.mark.parametrize(
    ("option", "until_ms"), [("1h", NOW + HOUR), ("4h", NOW + 4 * HOUR), ("change", None)]
)
async def test_the_menu_silences_the_image_of_the_notice(option: str, until_ms: int | None):
    here = alerted()

    await press(here, ids.ALERT_SILENCE, "notice n-1", option=option)

    (silence,) = here.desk.quiet
    assert (silence.image_id, silence.channel_id, silence.until_ms) == ("i-1", "C1", until_ms)
    assert here.told.buttons == ["Lift"]
    assert here.told.messages[-1][1] is False, "the alert itself stays"


async def test_every_option_of_the_menu_is_understood():
    for option in ids.SILENCES:
        here = alerted()

        await press(here, ids.ALERT_SILENCE, "notice n-1", option=option)

        assert len(here.desk.quiet) == 1, option


async def test_an_unknown_option_silences_nothing():
    here = alerted()

    await press(here, ids.ALERT_SILENCE, "notice n-1", option="forever")

    assert here.desk.quiet == []


@pytest.mark.parametrize(("action_id", "option"), [(ids.ALERT_ACK, ""), (ids.ALERT_SILENCE, "1h")])
async def test_the_same_press_again_changes_nothing(action_id: str, option: str):
    here = alerted()

    await press(here, action_id, "notice n-1", option=option)
    await press(here, action_id, "notice n-1", option=option)

    assert len(here.desk.done) == 1


async def test_a_new_press_is_its_own():
    here = alerted()

    await press(here, ids.ALERT_ACK, "notice n-1", key="t1")
    await press(here, ids.ALERT_ACK, "notice n-1", key="t2")

    assert here.desk.done == ["ack", "ack"]


async def test_details_are_shown_beside_the_alert():
    here = alerted()

    await press(here, ids.ALERT_DETAILS, "show i-1")

    ((text, replaced),) = here.told.messages
    assert "pytorch_2_1" in text
    assert not replaced


async def test_all_images_of_a_notice_are_listed_in_pages_that_turn_in_place():
    here = alerted(count=14)

    await press(here, ids.ALERT_LIST, "notice n-1")
    assert "cuda_10" in here.texts[-1]
    assert "cuda_11" not in here.texts[-1]
    await here.pressed("Next")

    assert "cuda_11" in here.texts[-1]
    assert [replaced for _, replaced in here.told.messages] == [False, True]


async def test_a_subscription_is_undone_from_its_public_line_and_comes_back():
    here = subscribed()

    await press(here, ids.SUBSCRIPTION_UNDO, "subscription s1", key="t1")
    assert here.desk.subscribed == []
    assert here.told.messages[-1][1] is False, "the public line stays"
    await here.pressed("Undo")

    assert [row.id for row in here.desk.subscribed] == ["s1"]
    assert here.told.messages[-1][1] is True
    assert here.nudges == ["nudge", "nudge"], "the public line says each"
    assert here.desk.users == ["U1", "U1"]


async def test_what_ended_already_cannot_be_ended_again():
    here = scene()

    await press(here, ids.SUBSCRIPTION_UNDO, "subscription s1")

    assert "ended already" in here.texts[0]


async def test_a_subscription_is_ended_from_the_list():
    here = subscribed()

    await press(here, f"{ids.SUBSCRIPTION_DELETE}0", "subscription s1", holder="U1")

    assert here.desk.subscribed == []
    assert here.told.messages[-1][1] is True


async def test_what_ended_long_ago_does_not_come_back():
    here = scene()

    await press(here, ids.SUBSCRIPTION_RESTORE, "subscription s1")

    assert "ten minutes" in here.texts[0]


async def test_subscribing_is_tried_again_with_the_same_filters():
    here = scene()

    await press(here, ids.SUBSCRIBE_RETRY, "subscribe arch=AARCH64", holder="U1")

    assert [row.filters for row in here.desk.subscribed] == ["arch=AARCH64"]
    assert here.told.messages[-1][1] is True


async def test_a_silence_is_lifted_once():
    here = scene()
    here.desk.quiet.append(Silence("q1", "C1", "i-1", "", "cuda", "U1", NOW, None))

    await press(here, f"{ids.SILENCE_LIFT}0", "lift q1", holder="U1", key="t1")
    await press(here, f"{ids.SILENCE_LIFT}0", "lift q1", holder="U1", key="t2")

    assert here.desk.quiet == []
    assert "already over" in here.texts[-1]
    assert here.nudges == ["nudge"], "what it kept back is owed"
    assert here.desk.users == ["U1", "U1"]


async def test_a_person_stops_waiting():
    here = scene()
    here.desk.waiting.append(ImageWatch("w1", "U1", TARGET.id, "i-1", "cuda", "CREATING", NOW))

    await press(here, f"{ids.WATCH_STOP}0", "stop w1", holder="U1", key="t1")
    await press(here, f"{ids.WATCH_STOP}0", "stop w1", holder="U1", key="t2")

    assert here.desk.waiting == []
    assert "no longer wait" in here.texts[0]
    assert "not wait for this image any more" in here.texts[1]


@pytest.mark.parametrize(
    ("action_id", "command", "holder"),
    [
        (ids.ALERT_ACK, "notice n-1", "U2"),
        (ids.SUBSCRIPTION_UNDO, "notice n-1", ""),
        (ids.ALERT_ACK, "find a", "U1"),
        (f"{ids.SILENCE_LIFT}0", "subscription s1", "U1"),
        (ids.ALERT_SILENCE, "leave n-1", ""),
    ],
)
async def test_a_state_of_somebody_else_or_of_another_button_does_nothing(
    action_id: str, command: str, holder: str
):
    here = alerted()

    await press(here, action_id, command, holder=holder)

    assert here.desk.done == []
    assert "no longer valid" in here.texts[0]


async def test_a_database_that_is_away_is_a_sentence():
    here = alerted()
    here.desk.down = True

    await press(here, ids.ALERT_ACK, "notice n-1")

    assert "database" in here.texts[0]


async def test_a_command_about_alerts_runs_from_a_button_too():
    """*Run it* below a mistake: `subcribe a`."""
    here = scene()

    await press(here, f"{ids.RUN}0", "subscribe a", holder="U1")

    assert [row.filters for row in here.desk.subscribed] == ["a"]
