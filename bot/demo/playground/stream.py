"""What one open page hears: a snapshot, then every change its person can see, as it happens."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aiohttp import web

from bot.demo.modelarts.journal import Call
from bot.demo.playground.lines import call_line, delivery_line, request_line
from bot.demo.playground.pages import Pages
from bot.demo.playground.sight import channel_rows, seen_change, user_rows
from bot.demo.playground.snapshot import Seat, snapshot
from bot.demo.playground.staging import PlayableStage
from bot.demo.playground.switches import Switches
from bot.demo.slack.journal import ApiCall, Delivery
from bot.demo.workspace import Change

LONGEST_QUEUE = 1000
"""Events a page may be behind; one that is further behind has to begin anew."""
HEARTBEAT = 5.0
"""Seconds; a page that hears nothing for much longer takes us for lost, and one that was closed is
noticed at the next one at the latest."""

_AGAIN_AFTER = b"retry: 1000\n\n"
"""Milliseconds after which a browser that lost us comes again."""
_BEAT = b"event: beat\ndata: {}\n\n"
_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}


class Viewer:
    """One open page of one person.

    Args:
        run: Names this run of the playground among all others.
        pages: Says which modals are on this page.
        heartbeat: Seconds after which a silent stream gives a sign of life.
    """

    def __init__(
        self,
        stage: PlayableStage,
        switches: Switches,
        seat: Seat,
        *,
        run: str,
        pages: Pages,
        heartbeat: float = HEARTBEAT,
    ) -> None:
        self._stage = stage
        self._switches = switches
        self._seat = seat
        self._run = run
        self._pages = pages
        self._heartbeat = heartbeat
        self._queue = asyncio.Queue[bytes]()
        self._channels: object = None
        self._ended = asyncio.Event()
        self._transport: asyncio.Transport | None = None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Tell the page everything until it leaves, falls behind or the playground ends."""
        response = web.StreamResponse(headers=_HEADERS)
        self._transport = request.transport
        await response.prepare(request)
        with self._listening(), contextlib.suppress(ConnectionError):
            while not self._ended.is_set():
                await response.write(await self._next())
        return response

    def end(self) -> None:
        """Cut the connection; the browser comes again and begins with a snapshot."""
        self._ended.set()
        self._queue.put_nowait(b"")
        if self._transport is not None:
            # A page that does not read would keep the writer waiting for ever.
            self._transport.abort()

    @contextlib.contextmanager
    def _listening(self) -> Iterator[None]:
        """Hear of every change; the snapshot is what was so when that began.

        Nothing is awaited in between, so nothing is missed and nothing comes twice.
        """
        stage = self._stage
        with contextlib.ExitStack() as stack:
            stack.callback(stage.slack.workspace.subscribe(self._changed))
            stack.callback(stage.slack.record.listen(self._passed))
            stack.callback(stage.modelarts.listen(self._asked))
            stack.callback(self._switches.listen(self._turned))
            self._queue.put_nowait(_AGAIN_AFTER)
            self._channels = channel_rows(stage.slack.workspace, self._seat.user)
            self._begin()
            yield

    def _begin(self) -> None:
        """Tell what is so now.

        A browser that comes again by itself says the event's id, a page that does says ``since``.
        """
        world = self._switches.world()
        told = snapshot(self._stage, self._seat, world, run=self._run, pages=self._pages)
        self._queue.put_nowait(f"id: {told['since']}\n".encode() + _event("snapshot", told))

    async def _next(self) -> bytes:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._heartbeat):
                return await self._queue.get()
        return _BEAT

    def _tell(self, name: str, data: Mapping[str, Any]) -> None:
        if self._ended.is_set():
            return
        if self._queue.qsize() >= LONGEST_QUEUE:
            self.end()
            return
        self._queue.put_nowait(_event(name, data))

    def _changed(self, change: Change) -> None:
        self._look_around()
        event = seen_change(self._stage.slack.workspace, self._seat.user, change)
        if event and (event[0] != "view" or self._pages.shows(change.item, self._seat.page)):
            self._tell(*event)

    def _passed(self, item: ApiCall | Delivery) -> None:
        self._look_around()
        self._tell("log", delivery_line(item) if isinstance(item, Delivery) else call_line(item))

    def _asked(self, call: Call) -> None:
        self._tell("log", request_line(call))

    def _turned(self) -> None:
        self._look_around()
        self._tell("world", self._switches.world())

    def _look_around(self) -> None:
        """Channels tell nobody that they changed, so they are looked at with everything else."""
        workspace = self._stage.slack.workspace
        channels = channel_rows(workspace, self._seat.user)
        if channels != self._channels:
            self._channels = channels
            self._tell("channels", {"channels": channels, "users": user_rows(workspace)})


def sent_away(people: Sequence[str]) -> web.Response:
    """What the page of somebody unknown hears, once: who one can be instead.

    It has to be a stream: of an answer that is none, a page learns not even the status.
    """
    return web.Response(body=_event("stranger", {"people": people}), headers=_HEADERS)


def _event(name: str, data: Mapping[str, Any]) -> bytes:
    text = json.dumps(data, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n".encode()
