"""The demo's prompt: Slack in a terminal, with buttons pressed by number."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from rich.console import Console

from bot.demo.blockkit.content import meant_option, offered, pressed_element
from bot.demo.fake_slack import FakeSlack
from bot.demo.slack.journal import Delivery
from bot.demo.terminal.controls import Control
from bot.demo.terminal.screen import Screen, render
from bot.demo.workspace import C_ML, U_ANNA, Change, Message

COMMAND = "/images"
PATIENCE = 30.0
"""Seconds before the prompt says that no answer came; the bot promises one within 15."""
AFTERWORD = 1.0
"""Seconds to wait for an answer to the person after something was posted for all."""

WELCOME = (
    "You are {user} in #{channel}, in a Slack workspace that exists only here.\n"
    f"Type {COMMAND} find pytorch, then a number to press a button. "
    "help explains more, quit leaves."
)
HELP = f"""\
{COMMAND} …       ask the bot, for example {COMMAND} find pytorch arch=AARCH64
3               press button 3 of the newest message
3 Size          choose from menu 3; 3 alone lists its choices
channel         list the channels; channel #random goes there
user            list the people; user ben makes you Ben
help            this list; {COMMAND} help is the bot's own
quit            leave, as does Ctrl-D"""

Write = Callable[[str], None]


class Seat:
    """One person at the terminal: who and where they are, and what they saw last."""

    def __init__(
        self, slack: FakeSlack, write: Write, *, width: int | None = None, color: bool = False
    ) -> None:
        self.slack = slack
        self._write = write
        self._width = width
        self._color = color
        self.user = slack.workspace.user(U_ANNA)
        self.channel = slack.workspace.channel(C_ML)
        self._newest: Message | None = None
        self._controls: Sequence[Control] = ()
        self._unseen: dict[str, Change] = {}
        self.leave = slack.workspace.subscribe(self._noticed)

    async def enter(self, line: str) -> bool:
        """Do what a line says; False when it says to leave."""
        words = line.split()
        if not words:
            self.show_news()
            return True
        first, rest = words[0].lower(), " ".join(words[1:])
        if first in {"quit", "exit"}:
            return False
        if first in {"help", "?"}:
            self._write(HELP)
        elif first in {"user", "switch"}:
            self._become(rest.removeprefix("user "))
        elif first == "channel":
            self._go(rest)
        elif first.isdecimal():
            await self._press(int(first), rest)
        else:
            await self.type(line.strip())
        return True

    async def type(self, text: str) -> Delivery | None:
        """Send a slash command as it was typed."""
        command, _, rest = text.partition(" ")
        if command != COMMAND:
            self._write(f"In Slack a command begins with its name. Try: {_completed(text)}")
            return None
        delivery = await self.slack.command(rest, user=self.user.id, channel=self.channel.id)
        await self._answered(delivery)
        return delivery

    def show_news(self) -> None:
        """Show the messages that came or changed since the last look."""
        changes, self._unseen = self._unseen, {}
        for change in changes.values():
            if change.kind == "deleted":
                self._write("(The message was removed.)")
            else:
                self._show(change.item)

    async def _press(self, number: int, choice: str) -> None:
        control = next((row for row in self._controls if row.number == number), None)
        if control is None or self._newest is None:
            self._write(f"The newest message has no button {number}.")
            return
        wanted = {"action_id": control.action_id, "block_id": control.block_id}
        try:
            _, element = pressed_element(self._newest, wanted)
            option = meant_option(element, choice or control.value or control.label)
            if option is None and _labels(element):
                self._list_choices(number, control.label, _labels(element))
                return
            delivery = await self.slack.press(
                self._newest, element, user=self.user.id, option=option
            )
        except LookupError as error:
            self._write(str(error.args[0]))
            return
        if "url" in element:
            self._write(f"Your browser would open {element['url']}")
            self.show_news()
            return
        await self._answered(delivery)

    async def _answered(self, delivery: Delivery) -> None:
        try:
            await self.slack.settled(delivery, timeout=PATIENCE)
        except TimeoutError:
            self._write(f"No answer came within {PATIENCE:.0f} seconds.")
        if delivery.answers and all(call.kind == "api" for call in delivery.answers):
            # Sharing posts first and confirms then.
            with contextlib.suppress(TimeoutError):
                more = len(delivery.answers) + 1
                await self.slack.settled(delivery, timeout=AFTERWORD, answers=more)
        if delivery.problem and delivery.kind != "command":
            self._write(f"Slack shows a warning sign beside the button: {delivery.problem}")
        self.show_news()

    def _show(self, message: Mapping[str, Any]) -> None:
        width = self._width or min(shutil.get_terminal_size((100, 24)).columns, 120)
        screen = render(message, width=width, now=self.slack.now())
        self._write(_coloured(screen, width) if self._color else screen.text)
        self._newest, self._controls = dict(message), screen.controls

    def _noticed(self, change: Change) -> None:
        item = change.item
        mine = item.get("visible_to") in {None, self.user.id}
        here = item.get("channel") == self.channel.id and item.get("user") != self.user.id
        if change.kind != "view" and mine and here:
            self._unseen.pop(item["ts"], None)
            self._unseen[item["ts"]] = change

    def _become(self, name: str) -> None:
        people = [user for user in self.slack.workspace.users.values() if not user.is_bot]
        found = next((user for user in people if user.name == name.lower().lstrip("@")), None)
        if found is None:
            self._write("People here: " + ", ".join(user.name for user in people))
            return
        self.user = found
        self._move_to(self.channel.name)

    def _go(self, name: str) -> None:
        channels = self.slack.workspace.channels.values()
        mine = [row.name for row in channels if self.user.id in row.members]
        if name.lower().lstrip("#") in mine:
            self._move_to(name.lower().lstrip("#"))
        else:
            self._write("Your channels: " + ", ".join(f"#{row}" for row in mine))

    def _move_to(self, name: str) -> None:
        channel = self.slack.workspace.channel(name)
        if self.user.id not in channel.members:
            channel = self.slack.workspace.channel(C_ML)
        self.channel, self._newest, self._controls = channel, None, ()
        self._write(f"You are {self.user.real_name} in #{channel.name}.")
        for message in self.slack.workspace.seen_by(self.user.id, channel.id)[-1:]:
            self._show(message)

    def _list_choices(self, number: int, label: str, labels: Sequence[str]) -> None:
        self._write(f"{label or 'The menu'} offers: {', '.join(labels)}")
        self._write(f"Choose with, for example: {number} {labels[0]}")


async def converse(
    slack: FakeSlack,
    read_line: Callable[[], Awaitable[str | None]],
    write: Write,
    *,
    width: int | None = None,
    color: bool = False,
) -> None:
    """Play until the person leaves.

    Args:
        read_line: The next line, or None at the end of the input.
        width: Columns of the screen; the terminal's own by default.
        color: Whether ``write`` ends in a terminal that understands colours.
    """
    seat = Seat(slack, write, width=width, color=color)
    try:
        write(WELCOME.format(user=seat.user.real_name, channel=seat.channel.name))
        while (line := await read_line()) is not None:
            if not await seat.enter(line):
                break
    finally:
        seat.leave()


async def once(
    slack: FakeSlack,
    command: str,
    write: Write,
    *,
    width: int | None = None,
    color: bool = False,
) -> int:
    """Type one command and show its answer.

    Returns:
        0; 1 if Slack or the bot failed to answer; 2 if it is no command of the bot.
    """
    seat = Seat(slack, write, width=width, color=color)
    try:
        delivery = await seat.type(command.strip())
    finally:
        seat.leave()
    if delivery is None:
        return 2
    return 0 if delivery.acked and any(call.ok for call in delivery.answers) else 1


def _coloured(screen: Screen, width: int) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=True)
    with console.capture() as drawn:
        screen.print(console)
    return drawn.get().rstrip("\n")


def _completed(text: str) -> str:
    return f"{COMMAND} {text.lstrip('/')}".strip()


def _labels(element: Mapping[str, Any]) -> list[str]:
    return [str(option["text"]["text"]) for option in offered(element)]
