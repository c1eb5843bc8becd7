"""The demo as a person starts it: a page in the browser, or this terminal."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from bot.demo.advice import demo_command, page_advice
from bot.demo.clock import DemoClock
from bot.demo.images import demo_images, load_images
from bot.demo.playground.page import BUILT
from bot.demo.playground.server import serve_playground
from bot.demo.slack.signing import Keys
from bot.demo.stage import POLL_SECONDS, OpenStage, alive, open_stage
from bot.demo.terminal.prompt import converse, once
from bot.demo.terminal.world import World
from bot.errors import BotError

KEPT = 2_000
"""Calls, deliveries and messages of a channel that are remembered; the demo may run for days."""

Out = Callable[[str], None]


async def show_page(port: int, catalog: Path | None, out: Out, *, built: Path = BUILT) -> None:
    """Serve the page until SIGINT or SIGTERM.

    Args:
        port: 0 for any free one.
        catalog: A saved reply of the image list; None for the demo's own images.
        out: Takes each line of what to print at the start.
        built: The folder with the built page.

    Raises:
        BotError: The page was not built.
        SettingsError: The catalogue cannot be used, or the port is taken.
    """
    _check_built(built)
    async with AsyncExitStack() as stack:
        stop = stack.enter_context(_asked_to_stop())
        stage = await stack.enter_async_context(open_shown(catalog))
        url = await stack.enter_async_context(serve_playground(stage, port=port, built=built))
        await stack.enter_async_context(alive(stage, stage.clock))
        out(f"The playground: {url}")
        out(f"Ctrl-C ends it. Without a browser: {demo_command('--terminal')}")
        await stop.wait()


async def show_terminal(catalog: Path | None) -> None:
    """Play at a prompt until the end of the input; ``catalog`` as in `show_page`."""
    async with open_shown(catalog) as stage, alive(stage, stage.clock):
        world = World(stage.modelarts, stage.clock, poll=stage.poll)
        color = sys.stdout.isatty()
        await converse(stage.slack, _read_line, print, color=color, world=world, prompt=_prompt)


async def show_once(command: str, catalog: Path | None) -> int:
    """Answer one command; its exit code.  ``catalog`` as in `show_page`."""
    async with open_shown(catalog) as stage:
        return await once(stage.slack, command, print, color=sys.stdout.isatty())


def _check_built(built: Path) -> None:
    if not (built / "index.html").is_file():
        raise BotError("The page is not built.", hint=page_advice())


@asynccontextmanager
async def open_shown(catalog: Path | None) -> AsyncIterator[OpenStage]:
    """The stage that a person plays on: it may run for days beside a browser.

    So it forgets what is old, and nobody knows its keys.  ``catalog`` as in `show_page`.
    """
    images = load_images(catalog) if catalog else demo_images()
    changes = {"POLL_INTERVAL": str(POLL_SECONDS)}
    keys = Keys.random()
    async with open_stage(images, changes=changes, clock=DemoClock(), keys=keys) as stage:
        stage.slack.keep(KEPT)
        yield stage


@contextmanager
def _asked_to_stop() -> Iterator[asyncio.Event]:
    """Set by the first signal; a second one ends the program as it would any other."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def heard() -> None:
        stop.set()
        for each in signals:
            loop.remove_signal_handler(each)

    for each in signals:
        loop.add_signal_handler(each, heard)
    try:
        yield stop
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


def _prompt() -> None:
    print("> ", end="", flush=True)  # noqa: T201 - the prompt


async def _read_line() -> str | None:
    line = await asyncio.to_thread(sys.stdin.readline)
    return line.rstrip("\n") if line else None
