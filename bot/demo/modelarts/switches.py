"""The fake ModelArts' own doors under ``/-/``, for turning faults on from outside.

- ``GET /-/journal``: every request so far, oldest first; ``DELETE`` forgets them.
- ``GET /-/faults``: what is set; ``DELETE`` clears all.
- ``POST /-/faults``: one fault, ``{"kind": "status", "status": 503, "times": 3}``, or
  ``{"queue": [fault, …], "standing": fault}``; a standing ``null`` ends the standing one.
  The kinds are listed in `bot.demo.modelarts.faults`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.demo.modelarts.faults import Fault, Faults
from bot.demo.modelarts.journal import Call


class Switching(BaseModel):
    """The longer body of ``POST /-/faults``."""

    model_config = ConfigDict(extra="forbid")

    queue: list[Fault] = []
    standing: Fault | None = None


SENT = TypeAdapter(dict[str, Any])


async def switch(request: web.Request, journal: list[Call], faults: Faults) -> web.Response:
    """Serve one of the doors; 404 with a list of them for anything else."""
    door = (request.method, request.path)
    if door == ("POST", "/-/faults"):
        return _set(await request.read(), faults)
    if door == ("DELETE", "/-/faults"):
        faults.clear()
    if door == ("DELETE", "/-/journal"):
        journal.clear()
    if request.path == "/-/journal":
        return web.json_response([call.plain() for call in journal])
    if request.path == "/-/faults":
        return _state(faults)
    return web.json_response({"error": "Known: /-/journal and /-/faults."}, status=404)


def _set(body: bytes, faults: Faults) -> web.Response:
    try:
        content = SENT.validate_json(body)
        one = {"queue": [content]} if "kind" in content else content
        switching = Switching.model_validate(one)
    except ValidationError as error:
        return web.json_response({"error": str(error)}, status=400)
    faults.add(*switching.queue)
    if "standing" in switching.model_fields_set:
        faults.standing = switching.standing
    return _state(faults)


def _state(faults: Faults) -> web.Response:
    standing = asdict(faults.standing) if faults.standing else None
    return web.json_response(
        {"queue": [asdict(fault) for fault in faults.queue], "standing": standing}
    )
