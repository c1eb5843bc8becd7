"""The form of a subscription: mistakes stand under their field, nothing else changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts.asked import Subscription
from bot.blocks import ids
from bot.query.page_token import ButtonState
from handlers.presses import Press
from handlers.views import form_submitted, open_form
from tests.handlers.desk import NOW, TARGET, Scene, scene

pytestmark = pytest.mark.anyio


@dataclass
class Client:
    """Slack, as far as forms need it."""

    opened: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    broken: bool = False

    async def views_open(self, *, trigger_id: str, view: dict[str, Any]) -> None:
        """Keep it."""
        if self.broken:
            raise SlackApiError("no", {"ok": False, "error": "expired_trigger_id"})
        self.opened.append((trigger_id, view))


@dataclass
class Ack:
    """What Slack is told at once."""

    said: list[dict[str, Any]] = field(default_factory=list)

    async def __call__(self, **said: Any) -> None:
        self.said.append(said)


def subscribed() -> Scene:
    """A channel with one subscription."""
    here = scene()
    here.desk.subscribed.append(Subscription("s1", "C1", TARGET.id, "arch=X86_64", "U9", NOW))
    return here


async def opened(here: Scene, client: Client, state: str = "subscription s1") -> None:
    """Press *Edit*."""
    value = here.services.seal("").close(ButtonState(command=state))
    press = Press(ids.SUBSCRIPTION_EDIT, value, "", "C1/1.2", NOW, "t1")
    await open_form(press, here.told, _as_client(client), here.services)


def _as_client(client: Client) -> AsyncWebClient:
    stands_in: Any = client
    return stands_in  # type: ignore[no-any-return]


async def submitted(
    here: Scene,
    text: str | None,
    *,
    key: str = "t2",
    metadata: str | None = None,
    user: str = "U1",
) -> dict[str, Any]:
    """Fill in the form and press *Save*; what Slack is told at once."""
    client, ack = Client(), Ack()
    if metadata is None:
        await opened(here, client)
        metadata = client.opened[0][1]["private_metadata"]
    body = {
        "type": "view_submission",
        "trigger_id": key,
        "user": {"id": user},
        "view": {
            "callback_id": ids.EDIT_VIEW,
            "private_metadata": metadata,
            "state": {"values": {ids.EDIT_FILTERS: {ids.EDIT_FILTERS: {"value": text}}}},
        },
    }
    acknowledge: Any = ack
    await form_submitted(acknowledge, body, here.services)
    await here.drained()
    (said,) = ack.said
    return said


async def test_edit_opens_the_form_with_the_filters_there_are():
    here, client = subscribed(), Client()

    await opened(here, client)

    ((trigger, view),) = client.opened
    assert trigger == "t1"
    assert view["callback_id"] == ids.EDIT_VIEW
    assert view["blocks"][0]["element"]["initial_value"] == "arch=X86_64"
    assert here.texts == []


async def test_a_subscription_that_ended_has_no_form():
    here, client = scene(), Client()

    await opened(here, client)

    assert client.opened == []
    assert "has ended" in here.texts[0]


async def test_a_form_slack_does_not_open_is_a_sentence():
    here, client = subscribed(), Client(broken=True)

    await opened(here, client)

    assert "Press the button again" in here.texts[0]


@pytest.mark.parametrize(
    ("text", "filters"), [("arm -test", "arch=AARCH64 name!~test"), ("", ""), (None, "")]
)
async def test_new_filters_are_saved_and_previewed(text: str | None, filters: str):
    here = subscribed()

    assert await submitted(here, text) == {}

    assert [row.filters for row in here.desk.subscribed] == [filters]
    assert "would have fired" in here.texts[-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("archh=arm", ("archh", "Did you mean arch=arm")),
        ("arm limit=5", ("limit",)),
        ("status=ACTIVE", ("no alert could ever come",)),
        ('"open', ("not closed",)),
    ],
)
async def test_a_mistake_stands_under_the_field(text: str, words: tuple[str, ...]):
    here = subscribed()

    said = await submitted(here, text)

    assert said["response_action"] == "errors"
    assert all(word in said["errors"][ids.EDIT_FILTERS] for word in words)
    assert here.desk.done == []


async def test_the_same_submission_again_changes_nothing():
    here = subscribed()

    await submitted(here, "arm", key="t2")
    await submitted(here, "arm", key="t2")

    assert here.desk.done == ["edit"]


@pytest.mark.parametrize("user", ["U1", "U2"])
async def test_a_form_that_we_did_not_make_for_this_person_changes_nothing(user: str):
    here = subscribed()
    forged = "C1 s1" if user == "U1" else None

    said = await submitted(here, "arm", metadata=forged, user=user)

    assert said["response_action"] == "errors"
    assert here.desk.done == []


async def test_a_subscription_stays_with_its_workspace():
    here = subscribed()

    await submitted(here, f"workspace={'a' * 32}", key="t2")
    assert "stays with its workspace" in here.texts[-1]
    assert here.desk.done == []

    await submitted(here, "workspace=0", key="t3")
    assert here.desk.done == ["edit"]


async def test_what_ended_meanwhile_is_said():
    here, client = subscribed(), Client()
    await opened(here, client)
    here.desk.subscribed.clear()

    await submitted(here, "arm", metadata=client.opened[0][1]["private_metadata"])

    assert "has ended" in here.texts[-1]
