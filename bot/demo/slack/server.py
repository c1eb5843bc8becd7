"""The HTTP side of the fake Slack, on loopback only.

``/api/…``, ``/reply/…`` for response URLs, ``/upload/…`` for files and ``/link/`` for sockets.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.demo.blockkit.content import read_json
from bot.demo.loopback import refuse_strangers
from bot.demo.slack.api import Outcome, call
from bot.demo.slack.faults import RESPONSE_URL, Fault
from bot.demo.slack.files import FORM_ONLY, UPLOAD, Files
from bot.demo.slack.journal import Delivery, Journal
from bot.demo.slack.platform import ApiError, Platform, rate_limited
from bot.demo.slack.replies import Replies
from bot.demo.slack.socket import Sockets

MAX_BODY = 4 * 1024 * 1024
SERVER_ERROR = Outcome("Internal Server Error", 500)
DONE = frozenset({"", "slow", "accept_then_drop", "accept_then_500"})
"""Faults, and none, after which what was asked is done before the answer."""
CUT = frozenset({"drop", "accept_then_drop", "late"})
HTML = "<!DOCTYPE html><html><body>Something went wrong.</body></html>"

_Place = tuple[str, str]
_Work = Callable[[], tuple[Outcome, Delivery | None, _Place | None]]


class Server:
    """Reads requests, lets faults spoil them, and writes everything into the journal."""

    def __init__(
        self,
        platform: Platform,
        journal: Journal,
        replies: Replies,
        sockets: Sockets,
        files: Files,
    ) -> None:
        self._platform = platform
        self._journal = journal
        self._replies = replies
        self._sockets = sockets
        self._files = files
        self._late: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> str:
        """Listen on 127.0.0.1; the address."""
        self._stopping.clear()
        application = web.Application(client_max_size=MAX_BODY, middlewares=[refuse_strangers])
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_post("/reply/{key}", self._reply)
        application.router.add_post("/upload/{ticket}", self._upload)
        application.router.add_get("/link/", self._sockets.link)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Let go of whoever still waits, then close."""
        self._stopping.set()
        await asyncio.gather(*self._late)
        await self._sockets.cut()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request, form_only=method in FORM_ONLY)
        token = arguments.pop("token", "") or _bearer(request)

        def work() -> tuple[Outcome, Delivery | None, _Place | None]:
            outcome = call(self._platform, method, arguments, str(token), self._files.methods())
            place = _touched(method, arguments, outcome.body) or self._files.shared_at(
                outcome.body
            )
            return outcome, self._cause(method, arguments, outcome.body, place), place

        return await self._play(request, "api", method, arguments, work)

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        address = self._replies.find(request.match_info["key"])
        body = read_json(await request.text())

        def work() -> tuple[Outcome, Delivery | None, _Place | None]:
            outcome, place = self._replies.answer(address, body)
            return outcome, self._journal.named(address.delivery) if address else None, place

        arguments = body if isinstance(body, dict) else {}
        return await self._play(request, RESPONSE_URL, RESPONSE_URL, arguments, work)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        ticket, content = request.match_info["ticket"], await _uploaded(request)

        def work() -> tuple[Outcome, Delivery | None, _Place | None]:
            status, text = self._files.upload(ticket, content)
            return Outcome(text, status), None, None

        arguments = {"bytes": len(content or b"")}
        return await self._play(request, UPLOAD, UPLOAD, arguments, work)

    async def _play(
        self,
        request: web.Request,
        kind: str,
        name: str,
        arguments: Mapping[str, Any],
        work: _Work,
    ) -> web.StreamResponse:
        began, started = self._platform.now(), time.perf_counter()
        fault = self._platform.faults.take(name)
        spoils = fault.kind if fault else ""
        self._journal.open_requests += 1
        try:
            if fault is not None and spoils == "slow":
                await self._pause(fault.seconds)
            if fault is not None and spoils == "late":
                self._do_later(work, fault.seconds)
            done = spoils in DONE
            outcome, delivery, place = work() if done else (_spoiled(fault), None, None)
        finally:
            self._journal.open_requests -= 1
        call = self._journal.record(
            kind,
            name,
            arguments,
            outcome.body,
            status=_status(spoils, outcome),
            delivery=delivery,
            touched=place,
            seconds=time.perf_counter() - started,
        )
        self._journal.watch_pace(call, began, outcome.headers)
        if spoils in CUT and request.transport is not None:
            request.transport.abort()
        return _response(SERVER_ERROR if spoils == "accept_then_500" else outcome)

    def _do_later(self, work: _Work, seconds: float) -> None:
        async def late() -> None:
            await self._pause(seconds)
            if not self._stopping.is_set():
                work()
                self._journal.ring()

        task = asyncio.create_task(late())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    def _cause(
        self,
        method: str,
        arguments: Mapping[str, Any],
        answer: Mapping[str, Any] | str,
        place: _Place | None,
    ) -> Delivery | None:
        if trigger := str(arguments.get("trigger_id", "")):
            return self._journal.caused_by(trigger=trigger)
        if view := _view(answer):
            return self._journal.caused_by(view=view)
        if place is None or (method == "chat.postMessage" and arguments.get("metadata")):
            # A notice with a label of its own comes when its time has come.
            return None
        if method in {"chat.update", "chat.delete"}:
            return self._journal.caused_by(message=place)
        return self._journal.caused_by(channel=place[0], user=str(arguments.get("user", "")))

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _view(answer: Mapping[str, Any] | str) -> str:
    view = {} if isinstance(answer, str) else answer.get("view", {})
    return str(view.get("id", ""))


def _status(spoils: str, outcome: Outcome) -> int:
    if spoils in CUT:
        return 0
    return SERVER_ERROR.status if spoils == "accept_then_500" else outcome.status


def _spoiled(fault: Fault | None) -> Outcome:
    if fault is None or fault.kind in CUT:
        return Outcome("")
    if fault.kind == "http_500":
        return SERVER_ERROR
    if fault.kind == "html":
        return Outcome(HTML, headers={"Content-Type": "text/html; charset=utf-8"})
    limited = fault.kind == "ratelimited"
    error = rate_limited(fault.retry_after) if limited else ApiError(fault.kind)
    return Outcome(error.answer, error.status, error.headers)


def _response(outcome: Outcome) -> web.Response:
    if isinstance(outcome.body, str):
        headers = {"Content-Type": "text/plain; charset=utf-8", **outcome.headers}
        return web.Response(body=outcome.body.encode(), status=outcome.status, headers=headers)
    return web.json_response(outcome.body, status=outcome.status, headers=outcome.headers)


async def _arguments(request: web.Request, *, form_only: bool) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json" and form_only:
        return arguments
    if request.content_type == "application/json":
        body = read_json(await request.text())
        return arguments | (body if isinstance(body, dict) else {})
    return arguments | dict(await request.post())


async def _uploaded(request: web.Request) -> bytes | None:
    """The file in a body, which is sent as it is or as the one file of a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
    read = []
    for part in parts:
        with part.file:
            read.append(part.file.read())
    return read[0] if len(read) == 1 else None


def _bearer(request: web.Request) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else ""


def _touched(
    method: str, arguments: Mapping[str, Any], answer: Mapping[str, Any] | str
) -> _Place | None:
    if isinstance(answer, str) or not answer["ok"] or not method.startswith("chat."):
        return None
    channel = str(answer.get("channel") or arguments.get("channel", ""))
    return channel, str(answer.get("ts") or answer.get("message_ts", ""))
