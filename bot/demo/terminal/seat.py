"""One person at the terminal: where they are, what they type and press."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.demo.blockkit.content import meant_option, pressed_element
from bot.demo.blockkit.inputs import offered
from bot.demo.fake_slack import FakeSlack
from bot.demo.slack.journal import ApiCall, Delivery
from bot.demo.terminal import world
from bot.demo.terminal.entities import printable
from bot.demo.terminal.modal import label_of, text_inputs
from bot.demo.terminal.sight import Sight, Write
from bot.demo.terminal.world import World
from bot.demo.workspace import C_ML

COMMAND = "/images"
PATIENCE = 30.0
"""Seconds before the prompt says that no answer came; the bot promises one within 15."""
AFTERWORD = 1.0
"""Seconds to wait for an answer to the person after something was posted for all."""

HELP = f"""\
{COMMAND} …       ask the bot, for example {COMMAND} find pytorch arch=AARCH64
3               press button 3 of the newest message
3 Size          choose from menu 3; 3 alone lists its choices
submit <text>   fill in the form that is open and send it; close leaves it
channel         list the channels; channel #random goes there
user            list the people; user ben makes you Ben
help            this list; {COMMAND} help is the bot's own
quit            leave, as does Ctrl-D"""


class Seat(Sight):
    """The hands of one person.

    Args:
        around: What the person may do to the world; None for nothing.
        prompt: Called after something was shown that nobody had asked for just then.
    """

    def __init__(
        self,
        slack: FakeSlack,
        write: Write,
        *,
        width: int | None = None,
        color: bool = False,
        around: World | None = None,
        prompt: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(slack, write, width=width, color=color, prompt=prompt)
        self._world = around

    async def enter(self, line: str) -> bool:
        """Do what a line says; False when it says to leave."""
        words = line.split()
        first, rest = (words[0].lower(), " ".join(words[1:])) if words else ("", "")
        if first in {"quit", "exit"}:
            return False
        with self.busy():
            if not first:
                pass
            elif first in {"help", "?"}:
                self.write(f"{HELP}\n{world.HELP}" if self._world else HELP)
            elif first.isdecimal():
                await self._press(int(first), rest)
            elif first == "submit":
                await self._submit(rest)
            elif not (await self._moved(first, rest) or self._turned(first, rest)):
                await self.type(line.strip())
            self.show_news()
        return True

    async def type(self, text: str) -> Delivery | None:
        """Send a slash command as it was typed."""
        command, _, rest = text.partition(" ")
        if command != COMMAND:
            self.write(f"In Slack a command begins with its name. Try: {_completed(text)}")
            return None
        with self.busy():
            delivery = await self.slack.command(rest, user=self.user.id, channel=self.channel.id)
            await self._answered(delivery)
        return delivery

    async def _moved(self, word: str, rest: str) -> bool:
        if word in {"user", "switch"}:
            self._become(rest.removeprefix("user "))
        elif word == "channel":
            self._go(rest)
        elif word == "close" and self.modal is not None:
            await self.slack.close(self.modal, user=self.user.id)
        else:
            return False
        return True

    def _turned(self, word: str, rest: str) -> bool:
        said = self._world.turn(word, rest) if self._world else None
        if said is not None:
            self.write(printable(said))
        return said is not None

    async def _press(self, number: int, choice: str) -> None:
        control = next((row for row in self.controls if row.number == number), None)
        if control is None or self.newest is None:
            self.write(f"The newest message has no button {number}.")
            return
        wanted = {"action_id": control.action_id, "block_id": control.block_id}
        try:
            _, element = pressed_element(self.newest, wanted)
            option = meant_option(element, choice or control.value or control.label)
            if option is None and _labels(element):
                self._list_choices(number, control.label, _labels(element))
                return
            delivery = await self.slack.press(
                self.newest, element, user=self.user.id, option=option
            )
        except LookupError as error:
            self.write(str(error.args[0]))
            return
        if "url" in element:
            self.write(f"Your browser would open {element['url']}")
            return
        await self._answered(delivery)

    async def _submit(self, text: str) -> None:
        shown = self.modal
        if shown is None:
            self.write("No form is open.")
            return
        values = dict.fromkeys(text_inputs(shown)[:1], text) if text else {}
        try:
            delivery = await self.slack.submit(shown, values, user=self.user.id)
        except LookupError as error:
            self.write(str(error.args[0]))
            return
        for block_id, wrong in delivery.errors.items():
            self.write(f"Under “{label_of(shown, block_id)}” Slack shows: {printable(wrong)}")
        if delivery.problem or not all(call.ok for call in delivery.answers):
            self.write("Slack says: We had some trouble connecting. Try again?")

    async def _answered(self, delivery: Delivery) -> None:
        try:
            await self.slack.settled(delivery, timeout=PATIENCE)
        except TimeoutError:
            self.write(f"No answer came within {PATIENCE:.0f} seconds.")
        if delivery.answers and all(_posted(call) for call in delivery.answers):
            # Sharing posts first and confirms then.
            with contextlib.suppress(TimeoutError):
                more = len(delivery.answers) + 1
                await self.slack.settled(delivery, timeout=AFTERWORD, answers=more)
        if delivery.problem and delivery.kind != "command":
            self.write(f"Slack shows a warning sign beside the button: {delivery.problem}")
        self.show_news()

    def _become(self, name: str) -> None:
        people = [user for user in self.slack.workspace.users.values() if not user.is_bot]
        found = next((user for user in people if user.name == name.lower().lstrip("@")), None)
        if found is None:
            self.write("People here: " + ", ".join(user.name for user in people))
            return
        self.user = found
        self._move_to(self.channel.name)

    def _go(self, name: str) -> None:
        channels = self.slack.workspace.channels.values()
        mine = [row.name for row in channels if self.user.id in row.members]
        if name.lower().lstrip("#") in mine:
            self._move_to(name.lower().lstrip("#"))
        else:
            self.write("Your channels: " + ", ".join(f"#{row}" for row in mine))

    def _move_to(self, name: str) -> None:
        channel = self.slack.workspace.channel(name)
        if self.user.id not in channel.members:
            channel = self.slack.workspace.channel(C_ML)
        self.turn_to(channel)
        self.write(f"You are {self.user.real_name} in #{channel.name}.")
        for message in self.slack.workspace.seen_by(self.user.id, channel.id)[-1:]:
            self.show(message)

    def _list_choices(self, number: int, label: str, labels: Sequence[str]) -> None:
        self.write(f"{label or 'The menu'} offers: {', '.join(labels)}")
        self.write(f"Choose with, for example: {number} {labels[0]}")


def _completed(text: str) -> str:
    return f"{COMMAND} {text.lstrip('/')}".strip()


def _labels(element: Mapping[str, Any]) -> list[str]:
    return [str(option["text"]["text"]) for option in offered(element)]


def _posted(call: ApiCall) -> bool:
    return call.method == "chat.postMessage"
