"""The demo's prompt: Slack in a terminal, with buttons pressed by number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.demo.fake_slack import FakeSlack
from bot.demo.terminal.seat import COMMAND, Seat
from bot.demo.terminal.sight import Write
from bot.demo.terminal.world import World

WELCOME = (
    "You are {user} in #{channel}, in a Slack workspace that exists only here.\n"
    f"Type {COMMAND} find pytorch, then a number to press a button. "
    "help explains more, quit leaves."
)
STORY = "Images fail and recover here by themselves; the alerts arrive in #ml-alerts."


async def converse(
    slack: FakeSlack,
    read_line: Callable[[], Awaitable[str | None]],
    write: Write,
    *,
    width: int | None = None,
    color: bool = False,
    world: World | None = None,
    prompt: Callable[[], None] | None = None,
) -> None:
    """Play until the person leaves.

    Args:
        read_line: The next line, or None at the end of the input.
        width: Columns of the screen; the terminal's own by default.
        color: Whether ``write`` ends in a terminal that understands colours.
        world: What the person may do to it, and the reason why alerts arrive.
        prompt: Asks for a line: called before each one is read, and again when something was
            shown meanwhile.
    """
    seat = Seat(slack, write, width=width, color=color, around=world, prompt=prompt)
    try:
        write(WELCOME.format(user=seat.user.real_name, channel=seat.channel.name))
        if world is not None:
            write(STORY)
        while True:
            if prompt is not None:
                prompt()
            line = await read_line()
            if line is None or not await seat.enter(line):
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
