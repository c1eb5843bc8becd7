"""What a person does in Slack: say, press, choose, submit, close, look at Home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from bot.demo.fake_slack import FakeSlack
from bot.demo.playground.requests import (
    Closed,
    Place,
    Pressed,
    Refused,
    Said,
    Submitted,
    Suggested,
)
from bot.demo.playground.sight import person, sees_message
from bot.demo.playground.typed import Move, line_of, moving, names_the_bot, written
from bot.demo.slack.files import StoredFile
from bot.demo.slack.journal import Delivery
from bot.demo.workspace import U_BOT, Channel, User, Workspace

LONGEST_TEXT = 4000
"""Characters; Slack's own composer makes a file of more."""
UNANSWERED: Mapping[str, str] = {
    "operation_timeout": "imagebot did not answer in time. Try again?",
    "dispatch_failed": "imagebot could not be reached. Try again?",
}
SUBMISSION_FAILED = "We had some trouble connecting. Try again?"
"""Slack's own words below a modal that could not be submitted."""


def done(delivery: Delivery | None = None, problem: str | None = None) -> dict[str, Any]:
    """``Done`` of ``wire.ts``."""
    name = delivery.id if delivery else ""
    return {"ok": True, "delivery": name or None, "problem": problem}


class Acts:
    """The acts of everybody at the page; each one names its person."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack

    @property
    def _workspace(self) -> Workspace:
        return self._slack.workspace

    def person(self, user: str) -> User:
        """The person behind an id.

        Raises:
            Refused: Nobody one can be.
        """
        found = person(self._workspace, user)
        if found is None:
            raise Refused("There is no such person here.", 404)
        return found

    def channel(self, user: str, channel: str) -> Channel:
        """A channel the person is in.

        Raises:
            Refused: There is none, or they do not see it.
        """
        found = self._workspace.channels.get(channel)
        if found is None or self.person(user).id not in found.members:
            raise Refused("There is no such channel here.", 404)
        return found

    async def enter(self, user: str) -> dict[str, Any]:
        """The page was loaded anew: the modals that were open are gone."""
        await self._slack.leave_modals(self.person(user).id)
        return done()

    def is_in(self, user: str, zone: str | None) -> None:
        """Note a person's time zone, which their browser tells; one that nobody knows is not."""
        if zone in available_timezones():
            self.person(user).tz = str(zone)

    async def say(self, said: Said) -> dict[str, Any]:
        """Send what stands in a composer: a message, or a slash command."""
        channel = self.channel(said.user, said.channel)
        if not said.text.strip():
            raise Refused("There is nothing to send yet.")
        if len(said.text) > LONGEST_TEXT:
            raise Refused("Slack takes 4 000 characters in one message.")
        if channel.archived:
            raise Refused("This channel is archived, nobody can write in it.", 409)
        user, thread = said.user, said.thread_ts
        if not said.text.startswith("/"):
            text = written(said.text, self._workspace)
            return done(
                await self._slack.say(text, user=user, channel=channel.id, thread_ts=thread)
            )
        command, *rest = said.text.split(maxsplit=1)
        text = rest[0].rstrip() if rest else ""
        if move := moving(command):
            if not names_the_bot(text, self._workspace):
                raise Refused(f"Here only imagebot comes and goes: {command} @imagebot")
            return done(await self.move(user, channel.id, move))
        # What goes wrong with a command is said by Slackbot, as a message.
        delivery = await self._slack.command(
            text, user=user, channel=channel.id, command=command, thread_ts=thread
        )
        return done(delivery)

    async def move(self, user: str, channel: str, move: Move) -> Delivery | None:
        """Invite or remove the bot, archive the channel or bring it back; the channel is told.

        Raises:
            Refused: Nobody can come or go there.
        """
        place, slack = self.channel(user, channel), self._slack
        if place.kind == "im":
            raise Refused("Nobody comes or goes in direct messages.", 409)
        if place.archived and move in {"invite", "kick"}:
            raise Refused("This channel is archived, nobody can come or go.", 409)
        before = (U_BOT in place.members, place.archived)
        delivery = await slack.invite(channel, user=user) if move == "invite" else None
        moves = {"kick": slack.kick, "archive": slack.archive, "unarchive": slack.unarchive}
        if move != "invite":
            await moves[move](channel)
        if before != (U_BOT in place.members, place.archived):
            author = U_BOT if move in {"invite", "kick"} else user
            line = line_of(move, place.name, self.person(user).real_name)
            self._workspace.post(channel, line, author=author)
        return delivery

    async def press(self, pressed: Pressed) -> dict[str, Any]:
        """Press a button or choose from a menu."""
        delivery = await self._slack.press(
            self.found(pressed.user, pressed),
            pressed.action_id,
            user=pressed.user,
            value=pressed.value,
            option=pressed.option,
            block_id=pressed.block_id,
            values=pressed.values,
        )
        return done(delivery, _problem(delivery))

    async def options(self, asked: Suggested) -> dict[str, Any]:
        """What an external menu offers for what was typed."""
        options = await self._slack.suggest(
            self.found(asked.user, asked),
            asked.action_id,
            asked.value,
            user=asked.user,
            block_id=asked.block_id,
            values=asked.values,
        )
        return {"options": options}

    async def submit(self, submitted: Submitted) -> dict[str, Any]:
        """Submit a modal."""
        view = self.view(submitted.user, submitted.view)
        delivery = await self._slack.submit(view["id"], submitted.values, user=submitted.user)
        refused = any(call.kind == "ack" and not call.ok for call in delivery.answers)
        problem = SUBMISSION_FAILED if delivery.problem or refused else None
        return done(delivery, problem) | {"errors": dict(delivery.errors)}

    async def close(self, closed: Closed) -> dict[str, Any]:
        """Close a modal, or all of them."""
        view = self.view(closed.user, closed.view)
        told = await self._slack.close(view["id"], user=closed.user, all=closed.all)
        return done(told[0] if told else None)

    async def home(self, user: str) -> dict[str, Any]:
        """Open the app's Home tab."""
        return done(await self._slack.open_home(self.person(user).id))

    def found(self, user: str, place: Place) -> dict[str, Any]:
        """The message or view that a place names.

        Raises:
            Refused: It names none, or not one that the person sees.
        """
        if place.view is not None and place.channel is None and place.ts is None:
            return self.view(user, place.view)
        if place.view is not None or place.channel is None or place.ts is None:
            raise Refused("The playground cannot read this: name a message or a view.")
        channel = self.channel(user, place.channel)
        message = self._workspace.find(channel.id, place.ts)
        if message is None or not sees_message(channel, user, message):
            raise Refused("This message is not there any more.", 404)
        return message

    def file(self, user: str, name: str) -> StoredFile:
        """A file that was shared in a channel the person is in.

        Raises:
            Refused: There is none, or they do not see it.
        """
        who, found = self.person(user), self._slack.files.find(name)
        channel = self._workspace.channels.get(found.channel) if found else None
        if found is None or channel is None or who.id not in channel.members:
            raise Refused("There is no such file.", 404)
        return found

    def view(self, user: str, view: str) -> dict[str, Any]:
        """A person's open modal, or their Home tab; refused as in `found`."""
        found = self._workspace.views.get(view)
        if found is None or found["user"] != self.person(user).id:
            raise Refused("This dialog is not open any more.", 404)
        return found


def _problem(delivery: Delivery) -> str | None:
    if delivery.problem is None:
        return None
    return UNANSWERED.get(delivery.problem, UNANSWERED["dispatch_failed"])
