"""What people do in Slack: type a command, say something, look at the app's Home tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.demo.blockkit.mentions import escaped
from bot.demo.slack.deliveries import COMMAND, EVENT, Courier, ack_answer
from bot.demo.slack.journal import Delivery, Journal
from bot.demo.slack.payloads import command_fields, event_payload
from bot.demo.slack.platform import COMMAND_NAME, ApiError, Platform, event_scope
from bot.demo.slack.replies import Replies
from bot.demo.slack.surfaces import home_of, whole_view
from bot.demo.workspace import C_ML, SLACKBOT, U_ANNA, U_BOT, Channel, User, Workspace

NO_COMMAND = (
    '{} is not a valid command. In Slack, all messages that start with the "/" character are '
    "interpreted as commands.\n\nIf you are trying to send a message and not run a command, try "
    'preceding the "/" with an empty space.'
)
NO_THREADS = "{} is not supported in threads. Sorry!"
"""Slack's own words, both of them."""


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
        thread_ts: str | None = None,
    ) -> Delivery:
        """Somebody types a slash command; returns when it is acknowledged, or is not.

        One that the app does not have, or that is typed in a thread, does not reach the bot:
        Slackbot says so to the person, and the delivery has the ``problem`` ``not_sent``, no id
        and no place in the journal.

        Args:
            user: Id or name; somebody who is in the channel.
            channel: Id or name.
            thread_ts: The thread it is typed in.
        """
        person, place = self._there(user, channel)
        if command not in self.platform.commands:
            return self._refused(person, place, NO_COMMAND, command, thread_ts)
        if thread_ts:
            return self._refused(person, place, NO_THREADS, command, thread_ts)
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

    async def say(
        self, text: str, *, user: str = U_ANNA, channel: str = C_ML, thread_ts: str | None = None
    ) -> Delivery | None:
        """Somebody posts a message.

        Args:
            thread_ts: A message of the channel that this answers; a reply stands for its thread.

        Returns:
            The delivery of ``message.im`` or ``app_mention``; None when the app did not subscribe
            to it or has not its scope, or nothing in it concerns the bot.

        Raises:
            LookupError: Nobody or not this person can write there, or there is no such message.
        """
        person, place = self._there(user, channel)
        if place.archived:
            raise LookupError(f"#{place.name} is archived. Nobody can write there.")
        thread = {"thread_ts": self._thread(place, thread_ts)} if thread_ts else {}
        message = self.workspace.post(place.id, {"text": text, **thread}, author=person.id)
        event = {
            "type": "message",
            "user": person.id,
            "text": text,
            "ts": message["ts"],
            "channel": place.id,
            "event_ts": message["ts"],
            **thread,
        }
        if place.kind == "im":
            return await self._tell("message.im", {**event, "channel_type": "im"})
        if f"<@{U_BOT}>" in text and U_BOT in place.members:
            return await self._tell("app_mention", {**event, "type": "app_mention"})
        return None

    async def open_home(self, user: str) -> Delivery | None:
        """Somebody looks at the app's Home tab.

        Returns:
            The delivery of ``app_home_opened``; None when the app did not subscribe to it.
        """
        person = self.workspace.user(user)
        at = f"{self.platform.now():.6f}"
        home = home_of(self.workspace, person.id)
        event = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": self.workspace.direct_channel(person.id).id,
            "event_ts": at,
            "tab": "home",
        }
        view = {} if home is None else {"view": whole_view(home, {})}
        return await self._tell("app_home_opened", {**event, **view})

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

    async def _tell(self, name: str, event: Mapping[str, Any]) -> Delivery | None:
        """Deliver an event that the app subscribed to and that its scopes let it hear."""
        place = self.workspace.channels[event["channel"]]
        needed = event_scope(name, place.kind)
        heard = name in self.platform.events and needed in {None, *self.platform.scopes}
        return await self.event(event) if heard else None

    def _thread(self, place: Channel, ts: str) -> str:
        for row in self.workspace.public_rows(place.id):
            if row["ts"] == ts:
                return str(row.get("thread_ts", ts))
        raise LookupError("The message to reply to is not there (any more).")

    def _there(self, user: str, channel: str) -> tuple[User, Channel]:
        person, place = self.workspace.user(user), self.workspace.channel(channel)
        if person.id not in place.members:
            raise LookupError(f"{person.name} is not in {place.name}.")
        return person, place

    def _refused(
        self, person: User, place: Channel, words: str, command: str, thread_ts: str | None
    ) -> Delivery:
        """What was typed reaches nobody; Slackbot says why."""
        at = self.platform.now()
        delivery = Delivery("", "command", person.id, place.id, at, self.workspace)
        delivery.problem = "not_sent"
        self._slackbot_says(delivery, words.format(escaped(command)), thread_ts)
        return delivery

    def _slackbot_says(self, delivery: Delivery, words: str, thread_ts: str | None = None) -> None:
        content = {"text": words, "thread_ts": thread_ts}
        message = self.workspace.post(
            delivery.channel, content, author=SLACKBOT, visible_to=delivery.user
        )
        delivery.touched.append((delivery.channel, message["ts"]))

    def _show_ack(self, delivery: Delivery, command: str) -> None:
        if delivery.problem is not None:
            # Slack's own words, said by Slackbot to the person alone.
            self._slackbot_says(delivery, f'{command} failed with the error "{delivery.problem}"')
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
