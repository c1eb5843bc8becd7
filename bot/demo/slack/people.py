"""What people do in Slack: type a command, press a button, say something."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from bot.demo.blockkit.content import Element, pressed_element
from bot.demo.slack.deliveries import COMMAND, EVENT, INTERACTION, Courier, ack_answer
from bot.demo.slack.journal import Delivery, Journal
from bot.demo.slack.payloads import (
    Choice,
    command_fields,
    event_payload,
    press_payload,
    pressed_action,
)
from bot.demo.slack.platform import ApiError, Platform
from bot.demo.slack.replies import Replies
from bot.demo.workspace import C_ML, SLACKBOT, U_ANNA, U_BOT, Channel, User, Workspace

COMMAND_NAME = "/images"


class People:
    """The hands of the workspace's members; every act becomes one delivery to the bot."""

    def __init__(self, platform: Platform, record: Journal, courier: Courier) -> None:
        self.platform = platform
        self.record = record
        self.courier = courier
        self.replies = Replies(platform)

    @property
    def workspace(self) -> Workspace:
        """Channels, members and messages."""
        return self.platform.workspace

    async def command(
        self,
        text: str,
        *,
        user: str = U_ANNA,
        channel: str = C_ML,
        command: str = COMMAND_NAME,
    ) -> Delivery:
        """Somebody types a slash command; returns when it is acknowledged, or is not.

        Args:
            user: Id or name; somebody who is in the channel.
            channel: Id or name.
        """
        person, place = self._there(user, channel)
        delivery = self.record.delivery("command", user=person.id, channel=place.id)
        delivery.trigger_id = self.platform.triggers.give(person.id)
        typed = f"{command} {text}".strip()
        fields = command_fields(
            command,
            text,
            user=person,
            channel=place,
            response_url=self.replies.open(delivery, command=typed),
            trigger_id=delivery.trigger_id,
        )
        await self.courier.send(delivery, COMMAND, fields)
        self._show_ack(delivery, command)
        return delivery

    async def press(
        self,
        message: Mapping[str, Any],
        action: Mapping[str, Any] | str,
        *,
        user: str = U_ANNA,
        value: str | None = None,
        option: Choice = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Somebody presses a button or chooses from a menu of a message they see.

        Args:
            action: The element, or its ``action_id``; the first one that fits.
            value: Which of several equal buttons.  A value that no button has is sent all the
                same, as an attacker would.
            option: Value or label of the choice in a menu.

        Raises:
            LookupError: When the person sees no such message, or it has no such element.
        """
        person, place = self.workspace.user(user), self.workspace.channels[message["channel"]]
        current = self._seen(person, message)
        given = {"action_id": action} if isinstance(action, str) else action
        value = given.get("value") if value is None else value
        block, element = _pressed(current, given, block_id, value)
        delivery = self.record.delivery("block_actions", user=person.id, channel=place.id)
        delivery.trigger_id = self.platform.triggers.give(person.id)
        at = self.platform.now()
        pressed = pressed_action(block["block_id"], element, at=at, value=value, option=option)
        payload = press_payload(
            current,
            pressed,
            user=person,
            channel=place,
            response_url=self.replies.open(delivery, original=(place.id, current["ts"])),
            trigger_id=delivery.trigger_id,
        )
        await self.courier.send(delivery, INTERACTION, payload)
        return delivery

    async def say(self, text: str, *, user: str = U_ANNA, channel: str = C_ML) -> Delivery | None:
        """Somebody posts a message; the bot hears of it when it is mentioned, or in its DMs."""
        person, place = self._there(user, channel)
        message = self.workspace.post(place.id, {"text": text}, author=person.id)
        event = {
            "type": "message",
            "user": person.id,
            "text": text,
            "ts": message["ts"],
            "channel": place.id,
            "event_ts": message["ts"],
        }
        if place.kind == "im":
            return await self.event({**event, "channel_type": "im"})
        if f"<@{U_BOT}>" in text and U_BOT in place.members:
            return await self.event({**event, "type": "app_mention"})
        return None

    async def event(
        self, event: Mapping[str, Any], *, event_id: str = "", retry: int = 0, reason: str = ""
    ) -> Delivery:
        """Deliver one event.

        Args:
            event_id: The same one again for a redelivery.
            retry: 1 to 3 for Slack's retries, with their ``reason`` (``http_timeout`` …).
        """
        user, channel = str(event.get("user", "")), str(event.get("channel", ""))
        delivery = self.record.delivery("event", user=user, channel=channel)
        name = event_id or f"Ev0{delivery.id.upper()}"
        headers = {"x-slack-retry-num": str(retry), "x-slack-retry-reason": reason}
        payload = event_payload(event, event_id=name, at=self.platform.now())
        await self.courier.send(delivery, EVENT, payload, headers if retry else None)
        return delivery

    def _there(self, user: str, channel: str) -> tuple[User, Channel]:
        person, place = self.workspace.user(user), self.workspace.channel(channel)
        if person.id not in place.members:
            raise LookupError(f"{person.name} is not in {place.name}.")
        return person, place

    def _seen(self, person: User, message: Mapping[str, Any]) -> Mapping[str, Any]:
        for row in self.workspace.seen_by(person.id, message["channel"]):
            if row["ts"] == message["ts"]:
                return row
        raise LookupError(f"{person.name} does not see this message (any more).")

    def _show_ack(self, delivery: Delivery, command: str) -> None:
        if delivery.problem is not None:
            # Slack's own words, said by Slackbot to the person alone.
            text = f'{command} failed with the error "{delivery.problem}"'
            message = self.workspace.post(
                delivery.channel, {"text": text}, author=SLACKBOT, visible_to=delivery.user
            )
            delivery.touched.append((delivery.channel, message["ts"]))
            return
        body = ack_answer(delivery.ack_body)
        if body is None:
            return
        address = self.replies.find(delivery.response_url.rpartition("/")[2])
        try:
            place = self.replies.show(address, body) if address else None
        except ApiError as error:
            self.record.record("ack", "ack", body, error.answer, status=400, delivery=delivery)
        else:
            answer = {"ok": True}
            self.record.record("ack", "ack", body, answer, delivery=delivery, touched=place)


def _pressed(
    message: Mapping[str, Any], given: Mapping[str, Any], block_id: str | None, value: str | None
) -> tuple[dict[str, Any], Element]:
    wanted = {name: given[name] for name in ("action_id", "block_id") if name in given}
    wanted |= {"block_id": block_id} if block_id else {}
    if value is not None:
        with contextlib.suppress(LookupError):
            return pressed_element(message, {**wanted, "value": value})
    return pressed_element(message, wanted)
