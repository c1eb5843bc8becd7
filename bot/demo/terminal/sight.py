"""What one person at the terminal sees: answers, and what arrives without being asked for."""

from __future__ import annotations

import asyncio
import contextlib
import io
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.demo.fake_slack import FakeSlack
from bot.demo.terminal.controls import Control
from bot.demo.terminal.modal import modal_screen
from bot.demo.terminal.names import with_names
from bot.demo.terminal.screen import Screen, render
from bot.demo.workspace import C_ML, U_ANNA, Change, Channel, Message

REPLY = "  "
"""Stands before every line of a reply in a thread."""

Write = Callable[[str], None]
_Place = tuple[str, str]


class Sight:
    """The eyes of one person.

    Everything in their channel is shown, and from their other channels what the bot posts.
    ``newest`` is the message whose controls have the numbers; ``modal`` the form that is open.

    Args:
        prompt: Called after something was shown that nobody had asked for just then.
    """

    def __init__(
        self,
        slack: FakeSlack,
        write: Write,
        *,
        width: int | None = None,
        color: bool = False,
        prompt: Callable[[], None] | None = None,
    ) -> None:
        self.slack = slack
        self.write = write
        self.user = slack.workspace.user(U_ANNA)
        self.channel = slack.workspace.channel(C_ML)
        self.newest: Message | None = None
        self.controls: Sequence[Control] = ()
        self.modal: Mapping[str, Any] | None = None
        self._width = width
        self._color = color
        self._prompt = prompt
        self._busy = 0
        self._waking = False
        self._unseen: dict[_Place, Change] = {}
        self.leave = slack.workspace.subscribe(self._noticed)

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """While this lasts, what arrives is kept for `show_news`."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1

    def turn_to(self, channel: Channel) -> None:
        """Look at another channel, with nothing to press there yet."""
        self.channel, self.newest, self.controls = channel, None, ()

    def show_news(self, *, asked: bool = True) -> None:
        """Show what came or changed since the last look.

        Args:
            asked: Whether the person did something that may have led to it; the place of a
                message is named if it is another one than theirs, or if they did not.
        """
        changes, self._unseen = self._unseen, {}
        for change in changes.values():
            self._show_change(change, asked=asked)

    def show(self, message: Mapping[str, Any]) -> None:
        """Draw a message; its controls are those with the numbers from now on."""
        reply = message.get("thread_ts", message["ts"]) != message["ts"]
        width = self._columns()
        named = with_names(message, self._names())
        screen = render(named, width=width - 2 * reply, now=self.slack.now())
        if reply:
            rows = [Text(REPLY).append_text(line) for line in screen.lines]
            screen = Screen([Text("reply in thread", "dim italic"), *rows], screen.controls)
        self._draw(screen)
        if screen.controls or not reply:
            self.newest, self.controls = dict(message), screen.controls

    def _show_change(self, change: Change, *, asked: bool) -> None:
        item = change.item
        if change.kind == "closed":
            self.modal = None
            self.write("(The form was closed.)")
        elif change.kind == "view":
            self.modal, self.newest, self.controls = item, None, ()
            named = with_names(item, self._names())
            self._draw(modal_screen(named, width=self._columns(), now=self.slack.now()))
        else:
            if not asked or item["channel"] != self.channel.id:
                changed = " (changed)" if change.kind == "updated" else ""
                self.write(f"{_name(self.slack.workspace.channel(item['channel']))}{changed}:")
            if change.kind == "deleted":
                self.write("(The message was removed.)")
            else:
                self.show(item)

    def _noticed(self, change: Change) -> None:
        place = self._place(change)
        if place is None:
            return
        self._unseen.pop(place, None)
        self._unseen[place] = change
        if not self._busy and not self._waking:
            # What changes in one go is shown in one go.
            self._waking = True
            asyncio.get_running_loop().call_soon(self._announce)

    def _place(self, change: Change) -> _Place | None:
        """Where the person sees a change; None if they do not."""
        item = change.item
        if change.kind in {"view", "closed"}:
            mine = item["user"] == self.user.id and item["type"] == "modal"
            return ("", item["id"]) if mine else None
        channel = self.slack.workspace.channel(item["channel"])
        if self.user.id not in channel.members or item["user"] == self.user.id:
            return None
        if item["visible_to"] not in {None, self.user.id}:
            return None
        here = channel is self.channel or "bot_id" in item
        return (channel.id, item["ts"]) if here else None

    def _announce(self) -> None:
        self._waking = False
        if self._busy or not self._unseen:
            return
        # The line on which the person was about to type ends here.
        self.write("")
        self.show_news(asked=False)
        if self._prompt is not None:
            self._prompt()

    def _names(self) -> dict[str, str]:
        workspace = self.slack.workspace
        people = {user.id: user.name for user in workspace.users.values()}
        return people | {channel.id: channel.name for channel in workspace.channels.values()}

    def _columns(self) -> int:
        return self._width or min(shutil.get_terminal_size((100, 24)).columns, 120)

    def _draw(self, screen: Screen) -> None:
        self.write(_coloured(screen, self._columns()) if self._color else screen.text)


def _name(channel: Channel) -> str:
    return "Direct message" if channel.kind == "im" else f"#{channel.name}"


def _coloured(screen: Screen, width: int) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=True)
    with console.capture() as drawn:
        screen.print(console)
    return drawn.get().rstrip("\n")
