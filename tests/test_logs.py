"""The log: one line per event, nothing forged, nothing secret, and not too much."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.logs import MESSAGE_LENGTH, configure, log_uncaught


class Log(io.StringIO):
    """A stream that reads back what was written to it."""

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def log() -> Iterator[Log]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield Log()
    root.handlers[:], root.level = handlers, level


def fail(text: str) -> None:
    raise RuntimeError(text)


def log_a_failure(text: str) -> None:
    try:
        fail(text)
    except RuntimeError:
        logging.getLogger("imagebot").exception("failed")


def test_an_event_is_one_json_object(log: Log):
    configure("INFO", "json", stream=log)

    logging.getLogger("imagebot.http").warning("refused: %s", "bad_signature")

    (event,) = log.events()
    assert event["time"].endswith("Z")
    assert event | {"time": ""} == {
        "time": "",
        "level": "WARNING",
        "logger": "imagebot.http",
        "message": "refused: bad_signature",
    }


def test_a_terminal_gets_text_and_everything_else_json(log: Log):
    terminal = Terminal()

    configure("INFO", None, stream=terminal)
    logging.getLogger("imagebot").info("hello")
    configure("INFO", None, stream=log)
    logging.getLogger("imagebot").info("hello again")

    assert terminal.getvalue().endswith(" INFO    imagebot: hello\n")
    assert [event["message"] for event in log.events()] == ["hello again"]


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize(
    "forged",
    ['\r\n{"level":"INFO"}', "\n2026", "\x1b[2J", "a\u2028b", "a\x85b", "\u202eevil", "\ud800"],
)
def test_nobody_can_write_a_line_of_their_own(log: Log, form: str, forged: str):
    configure("INFO", form, stream=log)

    logging.getLogger(f"imagebot{forged}").info("name=%s", forged)

    (line,) = log.getvalue().splitlines()
    assert all(character >= " " for character in line)
    assert not any(character in line for character in "\x7f\x85\u2028\u202e\ud800")


def test_a_traceback_in_text_cannot_be_taken_for_events(log: Log):
    configure("INFO", "text", stream=log)

    log_a_failure("first\n2026-01-01 INFO imagebot: forged\x1b[2J")

    head, *rest = log.getvalue().splitlines()
    assert head.endswith("ERROR   imagebot: failed")
    assert all(line.startswith("  | ") for line in rest)
    assert "\x1b" not in log.getvalue()


@pytest.mark.parametrize("form", ["json", "text"])
def test_secrets_are_hidden_in_messages_arguments_exceptions_and_stacks(log: Log, form: str):
    configure("DEBUG", form, stream=log, secrets=["CANARY1"])
    logger = logging.getLogger("imagebot")

    logger.debug("value CANARY1 and %s", {"X-Auth-Token": "CANARY2"})
    logger.debug("nothing fits: %d CANARY1", "CANARY1")
    logger.debug("stack of CANARY1", stack_info=True)
    log_a_failure("CANARY1 xoxb-CANARY3")

    assert "CANARY" not in log.getvalue()
    assert "RuntimeError" in log.getvalue()
    assert log.getvalue().count("[hidden]") >= 6


def test_a_secret_on_the_edge_of_the_cut_is_hidden(log: Log):
    configure("INFO", "json", stream=log, secrets=["CANARYCANARY"])

    logging.getLogger("imagebot").info("x" * (MESSAGE_LENGTH - 6) + "CANARYCANARY" + "y" * 10**6)

    (event,) = log.events()
    assert len(event["message"]) == MESSAGE_LENGTH + 1
    assert "CANARY" not in event["message"]


def test_libraries_do_not_write_what_they_carry_even_at_debug(log: Log):
    configure("DEBUG", "json", stream=log)
    names = [
        "slack_sdk.web",
        "slack_bolt.App",
        "aiohttp.client",
        "httpcore.http11",
        "imagebot:App",
    ]

    for name in names:
        logger = logging.getLogger(name)
        logger.setLevel(logging.DEBUG)
        logger.debug("body")
        logger.warning("trouble")
        logger.setLevel(logging.NOTSET)
    logging.getLogger("imagebot.catalog").debug("ours")

    assert [e["message"] for e in log.events()] == ["trouble"] * len(names) + ["ours"]


@pytest.mark.anyio
async def test_a_command_and_a_request_at_debug_leave_no_canary(log: Log):
    """Bolt, slack_sdk, httpx and httpcore themselves, all let loose at DEBUG."""
    configure("DEBUG", "json", stream=log, secrets=["signing-CANARY"])
    app = AsyncApp(name="imagebot", token="xoxb-CANARY", signing_secret="signing-CANARY")
    body = "token=CANARY&command=%2Fother&text=hello&response_url=https%3A%2F%2Fx%2FCANARY"
    headers: dict[str, str | Sequence[str]] = {
        "x-slack-signature": ["v0=CANARY"],
        "x-slack-request-timestamp": ["1"],
    }

    await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, headers={"x-subject-token": "C"})
    )
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get("https://h.example/?ticket=CANARY", headers={"X-Auth-Token": "CANARY"})

    assert "CANARY" not in log.getvalue()


def test_configuring_again_replaces_and_does_not_double(log: Log):
    configure("INFO", "json", stream=log)
    configure("WARNING", "json", stream=log)

    logging.getLogger("imagebot").warning("once")
    logging.getLogger("imagebot").info("not at all")

    assert [event["message"] for event in log.events()] == ["once"]


def test_what_stops_the_program_is_logged_and_redacted(
    log: Log, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    configure("INFO", "json", stream=log, secrets=["CANARY"])
    log_uncaught()

    sys.excepthook(RuntimeError, RuntimeError("with CANARY"), None)

    (event,) = log.events()
    assert event["level"] == "CRITICAL"
    assert event["exception"] == "RuntimeError: with [hidden]"
    assert capsys.readouterr().err == ""


def test_an_event_that_cannot_be_written_shows_nothing_of_itself(
    log: Log, capsys: pytest.CaptureFixture[str]
):
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError("CANARY")

    configure("INFO", "json", stream=log)
    logging.getLogger("imagebot").info("%s CANARY", Broken())

    assert capsys.readouterr().err == "an event of imagebot could not be written\n"
