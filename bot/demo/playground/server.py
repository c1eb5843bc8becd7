"""The playground's server: every route that ``bot/demo/web/src/server.ts`` asks for."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from bot.demo.advice import demo_command
from bot.demo.playground.acts import Acts, done
from bot.demo.playground.files import download
from bot.demo.playground.page import BUILT, Page
from bot.demo.playground.pages import HEADER, Pages, page_named
from bot.demo.playground.requests import (
    Asked,
    Closed,
    Entered,
    Heard,
    Inspected,
    Looked,
    Model,
    Pressed,
    Said,
    Submitted,
    Suggested,
    Turned,
    body_of,
    query_of,
)
from bot.demo.playground.safety import LARGEST_BODY, add_headers, guard
from bot.demo.playground.sight import people, person
from bot.demo.playground.snapshot import Seat
from bot.demo.playground.staging import PlayableStage
from bot.demo.playground.stream import HEARTBEAT, Viewer, sent_away
from bot.demo.playground.switches import Switches, images_found
from bot.demo.playground.turns import Turns
from bot.demo.playground.verdict import verdict
from bot.errors import SettingsError

PORT = 3030

Act = Callable[[Model], Awaitable[Mapping[str, Any]]]


@asynccontextmanager
async def serve_playground(
    stage: PlayableStage, *, port: int = PORT, built: Path = BUILT, heartbeat: float = HEARTBEAT
) -> AsyncIterator[str]:
    """Serve the page on 127.0.0.1, and give its address.

    Args:
        port: 0 for any free one.
        built: The folder with the built page.
        heartbeat: Seconds after which a silent stream of events gives a sign of life.

    Raises:
        SettingsError: The port is taken or not allowed.
    """
    async with AsyncExitStack() as stack:
        playground = Playground(stage, Page(built), heartbeat)
        await stack.enter_async_context(playground.turns)
        runner = web.AppRunner(playground.application(), access_log=None, shutdown_timeout=1.0)
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except (OSError, OverflowError) as error:
            raise SettingsError(
                f"The playground cannot use port {port}: it is taken or not allowed.",
                hint=f"Choose another one: {demo_command('--port 3031')}",
            ) from error
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"


class Playground:
    """The routes over one stage.  ``turns`` is to be entered while they are served."""

    def __init__(self, stage: PlayableStage, page: Page, heartbeat: float) -> None:
        self._stage = stage
        self._page = page
        self._heartbeat = heartbeat
        self._run = secrets.token_hex(8)
        self._acts = Acts(stage.slack)
        self._switches = Switches(stage)
        self._pages = Pages(stage.slack.workspace)
        self._viewers: set[Viewer] = set()
        self.turns = Turns(stage, self._acts, self._switches)

    def application(self) -> web.Application:
        """The routes, guarded."""
        application = web.Application(middlewares=[guard], client_max_size=LARGEST_BODY)
        application.on_response_prepare.append(add_headers)
        application.on_shutdown.append(self._end_streams)
        acts = self._acts
        application.add_routes(
            [
                web.get("/", self._page.index, allow_head=False),
                web.get("/assets/{name}", self._page.asset, allow_head=False),
                web.get("/play/events", self._events, allow_head=False),
                web.get("/play/images", self._images, allow_head=False),
                web.get("/play/verdict", self._verdict, allow_head=False),
                web.get("/play/files/{id}", self._file, allow_head=False),
                self._post("enter", Entered, self._enter),
                self._post("say", Said, acts.say),
                self._post("press", Pressed, acts.press),
                self._post("options", Suggested, acts.options),
                self._post("submit", Submitted, acts.submit),
                self._post("close", Closed, acts.close),
                self._post("home", Asked, lambda asked: acts.home(asked.user)),
                self._post("world", Turned, lambda turned: self.turns.turn(turned.root)),
            ]
        )
        return application

    async def _events(self, request: web.Request) -> web.StreamResponse:
        asked = query_of(Heard, dict(request.query))
        workspace = self._stage.slack.workspace
        user = person(workspace, asked.user)
        if user is None:
            return sent_away(people(workspace))
        # An app that is installed is there to be written to, whether or not somebody ever did.
        workspace.direct_channel(user.id)
        since = asked.since or request.headers.get("Last-Event-ID")
        viewer = Viewer(
            self._stage,
            self._switches,
            Seat(user.id, page_named(asked.page), since),
            run=self._run,
            pages=self._pages,
            heartbeat=self._heartbeat,
        )
        self._viewers.add(viewer)
        try:
            return await viewer.serve(request)
        finally:
            self._viewers.discard(viewer)

    async def _enter(self, asked: Entered) -> Mapping[str, Any]:
        """What is open on another page of the same person stays open there."""
        self._acts.is_in(asked.user, asked.zone)
        return await self._acts.enter(asked.user) if self._pages.is_at(asked.user) else done()

    def _post(self, name: str, model: type[Model], act: Act[Model]) -> web.RouteDef:
        async def handler(request: web.Request) -> web.Response:
            asked = body_of(model, await request.read())
            self._pages.acted(_who(asked), request.headers.get(HEADER))
            return _json(await act(asked))

        return web.post(f"/play/{name}", handler)

    async def _end_streams(self, _: web.Application) -> None:
        for viewer in tuple(self._viewers):
            viewer.end()

    async def _images(self, request: web.Request) -> web.Response:
        looked = query_of(Looked, dict(request.query))
        return _json({"images": images_found(self._stage.modelarts.images, looked.words)})

    async def _verdict(self, request: web.Request) -> web.Response:
        asked = query_of(Inspected, dict(request.query))
        content = self._acts.found(asked.user, asked)
        surface = "message" if asked.view is None else str(content["type"])
        return _json(asdict(verdict(content, surface=surface)))

    async def _file(self, request: web.Request) -> web.Response:
        asked = query_of(Asked, dict(request.query))
        return download(self._acts.file(asked.user, request.match_info["id"]))


def _who(asked: BaseModel) -> str:
    act = asked.root if isinstance(asked, Turned) else asked
    return act.user if isinstance(act, Asked) else ""


def _json(answer: Mapping[str, Any]) -> web.Response:
    return web.json_response(answer, headers={"Cache-Control": "no-store"})
