"""A ModelArts image service on loopback that behaves as the real one does, faults on request.

It serves ``GET /v1/{project_id}/images``, ``/images/group``, ``/images/{id}`` and ``/workspaces``,
and on the same port IAM's ``POST /v3/auth/tokens`` and ``GET /v3/projects``.  It shares no code
with the client and checks signatures from the raw request, so that both can contradict each other.

    async with FakeModelArts(demo_images()) as fake:
        fake.faults.add(Fault(kind="status", status=503, times=3, path="/images"))
        fake.fail("nb-snapshot:20260303")

A fake that runs alone is switched over HTTP:

    curl http://127.0.0.1:PORT/-/journal                  what it was asked, oldest first
    curl -X DELETE http://127.0.0.1:PORT/-/journal        forget that
    curl -d '{"kind": "status", "status": 429, "times": 3, "path": "/images"}' …/-/faults
    curl -d '{"standing": {"kind": "hang", "seconds": 20}}' http://127.0.0.1:PORT/-/faults
    curl -X DELETE http://127.0.0.1:PORT/-/faults         no faults any more

The kinds of faults are listed in `bot.demo.modelarts.faults`.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote

from aiohttp import web

from bot.demo.loopback import refuse_strangers
from bot.demo.modelarts.answers import (
    image_detail,
    image_group_list,
    image_list,
    workspace_list,
)
from bot.demo.modelarts.faults import Fault, Faults
from bot.demo.modelarts.gate import Gate
from bot.demo.modelarts.journal import Call, Journal
from bot.demo.modelarts.pages import PageReading, Paging
from bot.demo.modelarts.registry import Registry
from bot.demo.modelarts.replies import Refusal, Reply, json_reply, refusal_reply
from bot.demo.modelarts.signature import RawRequest
from bot.demo.modelarts.switches import switch
from bot.demo.modelarts.trouble import reply_instead, shift, spoiled
from bot.demo.modelarts.wire import cut, pause, raw_request, send
from bot.errors import SettingsError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ROUTE = re.compile(r"/v1/([^/]*)/(workspaces|images(?:/([^/]+))?)")


class FakeModelArts(Registry):
    """The server; use it as ``async with`` or with `start` and `stop`.

    ``page_reading``, ``max_limit`` (a larger ``limit`` is cut to it), ``total_offset`` (added to
    the true ``total``), ``faults`` and ``images`` may be changed while it runs.

    Args:
        images: Rows as the API sends them; copied, each one not deeply.
        page_reading: What ``offset`` means.
        max_limit: The server's largest page; None for any.
        now: Seconds since 1970; decides about signatures, tokens, locked accounts and the
            ``update_at`` of what changes.
    """

    TOKEN: ClassVar[str] = "demo-token"  # noqa: S105 - the demo's well-known token
    ACCESS_KEY: ClassVar[str] = "DEMOAK"
    SECRET_KEY: ClassVar[str] = "DEMOSK"  # noqa: S105 - the demo's well-known key
    PROJECT_ID: ClassVar[str] = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    USER: ClassVar[str] = "demo-user"
    PASSWORD: ClassVar[str] = "demo-password"  # noqa: S105 - the demo's well-known password
    ACCOUNT: ClassVar[str] = "demo-account"
    PROJECTS: ClassVar[Mapping[str, str]] = {
        "cn-north-4": PROJECT_ID,
        "eu-de": "f9e8d7c6b5a493827160f5e4d3c2b1a0",
    }

    def __init__(
        self,
        images: Sequence[Mapping[str, Any]],
        *,
        page_reading: PageReading = PageReading.FLOORED,
        max_limit: int | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(images, now)
        self.page_reading = page_reading
        self.max_limit = max_limit
        self.total_offset = 0
        self.record = Journal()
        self.faults = Faults()
        self.url = ""
        self.gate = Gate(
            token=self.TOKEN,
            keys={self.ACCESS_KEY: self.SECRET_KEY},
            users={(self.ACCOUNT, self.USER): self.PASSWORD},
            projects=self.PROJECTS,
            now=now,
        )
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def journal(self) -> list[Call]:
        """Every request so far, oldest first; `record` says how many are kept."""
        return self.record.calls

    def listen(self, listener: Callable[[Call], None]) -> Callable[[], None]:
        """Call ``listener`` with each request when it was answered; the result ends that."""
        return self.record.listen(listener)

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen; port 0 takes a free one, `url` says which.

        Raises:
            SettingsError: The port is taken, or the host is not this machine's loopback.
        """
        if host not in LOOPBACK:
            raise SettingsError(
                f"The fake ModelArts listens on this machine only, not on {host}.",
                hint="Use 127.0.0.1.",
            )
        self._stopping.clear()
        runner = self._new_runner()
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except (OSError, OverflowError) as error:
            await runner.cleanup()
            raise SettingsError(
                f"The fake ModelArts cannot listen on port {port}: it is taken or not allowed.",
                hint="Choose another port, or 0 for any free one.",
            ) from error
        self._runner = runner
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{runner.addresses[0][1]}"

    def _new_runner(self) -> web.AppRunner:
        app = web.Application(middlewares=[refuse_strangers])
        app.router.add_route("*", "/{path:.*}", self._serve)
        # Tokens of up to 32 768 characters are allowed, and a client that left must not linger.
        return web.AppRunner(
            app,
            access_log=None,
            handler_cancellation=True,
            max_field_size=65_536,
            max_line_size=65_536,
            shutdown_timeout=1.0,
        )

    async def stop(self) -> None:
        """Close everything at once, also the answers that are held back."""
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> FakeModelArts:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/-/"):
            return await switch(request, self.journal, self.faults)
        raw = await raw_request(request)
        call = self.record.arrived(raw.method, raw.path, raw.query_string, self._now())
        try:
            return await self._played(request, raw, call)
        finally:
            self.record.ended(call)

    async def _played(
        self, request: web.Request, raw: RawRequest, call: Call
    ) -> web.StreamResponse:
        fault = self.faults.due(raw.path)
        if fault is not None and fault.kind in {"hang", "latency"}:
            await pause(fault.pause, self._stopping)
        if fault is not None and fault.kind in {"hang", "reset"}:
            return cut(request)
        reply = self._reply(raw, fault)
        self.record.answered(call, reply.status, reply.body)
        return await send(request, reply, fault, self._stopping)

    def _reply(self, request: RawRequest, fault: Fault | None) -> Reply:
        if fault is not None and (instead := reply_instead(fault, request)):
            return instead
        try:
            reply = self._answer(request, fault)
        except Refusal as refusal:
            return refusal_reply(refusal)
        return spoiled(reply, fault) if fault is not None else reply

    def _answer(self, request: RawRequest, fault: Fault | None) -> Reply:
        sent = dict(parse_qsl(request.query_string, keep_blank_values=True))
        door = (request.method, request.path)
        if door == ("POST", "/v3/auth/tokens"):
            return self.gate.login(request.body)
        if door == ("GET", "/v3/projects"):
            self.gate.check(request, None)
            return self.gate.project_list(sent.get("name"))
        route = ROUTE.fullmatch(request.path)
        if route is None or request.method != "GET":
            raise Refusal(
                404,
                "APIGW.0101",
                "The API does not exist or has not been published in the environment.",
            )
        project_id, call, image_id = route.groups()
        self.gate.check(request, unquote(project_id))
        if call == "workspaces":
            return json_reply(workspace_list(self.images, sent))
        if image_id and image_id != "group":
            return json_reply(image_detail(self.images, unquote(image_id)))
        if fault is not None:
            shift(self.images, fault, sent)
        paging = Paging(self.page_reading, self.max_limit, self.total_offset)
        listing = image_group_list if image_id else image_list
        return json_reply(listing(self.images, sent, paging, self._found))
