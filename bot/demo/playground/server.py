"""The playground's server: every route that ``bot/demo/web/src/server.ts`` asks for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.demo.playground.acts import Acts
from bot.demo.playground.files import download
from bot.demo.playground.page import BUILT, Page
from bot.demo.playground.requests import (
    Asked,
    Closed,
    Looked,
    Model,
    Place,
    Pressed,
    Refused,
    Said,
    Submitted,
    Suggested,
    Turned,
    body_of,
    query_of,
)
from bot.demo.playground.safety import LARGEST_BODY, add_headers, guard
from bot.demo.playground.staging import PlayableStage
from bot.demo.playground.stream import HEARTBEAT, Viewer
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
                hint='Choose another one: make demo ARGS="--port 3031"',
            ) from error
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"


class Playground:
    """The routes over one stage.  ``turns`` is to be entered while they are served."""

    def __init__(self, stage: PlayableStage, page: Page, heartbeat: float) -> None:
        self._stage = stage
        self._page = page
        self._heartbeat = heartbeat
        self._acts = Acts(stage.slack)
        self._switches = Switches(stage)
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
                _post("enter", Asked, lambda asked: acts.enter(asked.user)),
                _post("say", Said, acts.say),
                _post("press", Pressed, acts.press),
                _post("options", Suggested, acts.options),
                _post("submit", Submitted, acts.submit),
                _post("close", Closed, acts.close),
                _post("home", Asked, lambda asked: acts.home(asked.user)),
                _post("world", Turned, lambda turned: self.turns.turn(turned.root)),
            ]
        )
        return application

    async def _events(self, request: web.Request) -> web.StreamResponse:
        asked = query_of(Asked, dict(request.query))
        user = self._acts.person(asked.user)
        # An app that is installed is there to be written to, whether or not somebody ever did.
        self._stage.slack.workspace.direct_channel(user.id)
        viewer = Viewer(self._stage, self._switches, user.id, self._heartbeat)
        self._viewers.add(viewer)
        try:
            return await viewer.serve(request)
        finally:
            self._viewers.discard(viewer)

    async def _end_streams(self, _: web.Application) -> None:
        for viewer in tuple(self._viewers):
            viewer.end()

    async def _images(self, request: web.Request) -> web.Response:
        looked = query_of(Looked, dict(request.query))
        return _json({"images": images_found(self._stage.modelarts.images, looked.words)})

    async def _verdict(self, request: web.Request) -> web.Response:
        place = query_of(Place, dict(request.query))
        workspace = self._stage.slack.workspace
        if place.view is not None:
            view = workspace.views.get(place.view)
            content, surface = view, str(view["type"]) if view else "modal"
        else:
            content, surface = workspace.find(place.channel or "", place.ts or ""), "message"
        if content is None:
            raise Refused("This is not there any more.", 404)
        return _json(asdict(verdict(content, surface=surface)))

    async def _file(self, request: web.Request) -> web.Response:
        file = self._stage.slack.files.find(request.match_info["id"])
        if file is None:
            raise Refused("There is no such file.", 404)
        return download(file)


def _post(name: str, model: type[Model], act: Act[Model]) -> web.RouteDef:
    async def handler(request: web.Request) -> web.Response:
        return _json(await act(body_of(model, await request.read())))

    return web.post(f"/play/{name}", handler)


def _json(answer: Mapping[str, Any]) -> web.Response:
    return web.json_response(answer, headers={"Cache-Control": "no-store"})
