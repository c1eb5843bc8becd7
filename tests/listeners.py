"""What the bot listens to, as it registers itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp

import handlers
from handlers.context import Services
from tests.factories import FakeClock


class Recorder:
    """Takes an app's place while listeners are registered, and remembers what for."""

    def __init__(self) -> None:
        self.registered: list[tuple[str, Any]] = []

    def __getattr__(self, kind: str) -> Callable[..., Callable[[Any], Any]]:
        assert hasattr(AsyncApp, kind)

        def register(*what: Any, **_: Any) -> Callable[[Any], Any]:
            self.registered.append((kind, what[0] if what else None))
            return lambda listener: listener

        return register


def registered() -> list[tuple[str, Any]]:
    """Each kind of listener (``command``, ``action``, …) with what it is for."""
    recorder = Recorder()
    names = inspect.signature(Services).parameters
    services = Services(**dict.fromkeys(names, FakeClock()))  # type: ignore[arg-type]
    handlers.register(recorder, services)  # type: ignore[arg-type]  # stands in for the app
    return recorder.registered
