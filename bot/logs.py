"""The log: one event per line, no secret in it, and no line that somebody else could forge.

Events go to one stream, as text on a terminal and as JSON lines elsewhere.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from bot.redaction import Redactor

MESSAGE_LENGTH = 8_000
EXCEPTION_LENGTH = 16_000
"""Characters; of an exception the end is kept, for there stands what happened."""

_READ_AT_MOST = 16
"""Times the length kept: the rest is cut before secrets are looked for, to bound the work."""

_FLOORS = {
    "slack_sdk": logging.INFO,
    # At INFO it writes the bodies of forged requests.
    "slack_bolt": logging.WARNING,
    # Bolt names some of its loggers after the app, which is called imagebot.
    "imagebot:": logging.INFO,
    "aiohttp": logging.INFO,
    # At DEBUG they write every value that goes into the database.
    "aiosqlite": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "psycopg": logging.WARNING,
    "httpcore": logging.INFO,
    # At INFO it tells of every single run.
    "apscheduler": logging.WARNING,
    # At INFO it writes the whole URL of every request.
    "httpx": logging.WARNING,
}
"""Libraries that write headers and bodies when they are let."""


def configure(
    level: str,
    format: str | None = None,  # noqa: A002 - the setting's own name
    *,
    stream: TextIO | None = None,
    secrets: Iterable[str] = (),
) -> None:
    """Send every event to one stream and nowhere else.

    Args:
        level: DEBUG, INFO, WARNING or ERROR.
        format: ``text`` or ``json``; None means text on a terminal, json elsewhere.
        stream: Standard error if it is not given.
        secrets: Values that are hidden wherever they stand.
    """
    stream = sys.stderr if stream is None else stream
    as_text = stream.isatty() if format is None else format == "text"
    redactor = Redactor(secrets)
    handler = _Handler(stream)
    handler.addFilter(_quiet)
    handler.setFormatter(TextLines(redactor) if as_text else JsonLines(redactor))
    root = logging.getLogger()
    # Also what a library put there: it would write what we hide.
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, floor in _FLOORS.items():
        logging.getLogger(name).setLevel(max(floor, root.level))
    # Bolt sets this one too, to what the root's level was then.
    logging.getLogger("imagebot").setLevel(logging.NOTSET)


def log_uncaught() -> None:
    """Send what stops the program to the log, where it is redacted, instead of the terminal."""

    def log_it(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        logging.getLogger("imagebot").critical("stopped by a bug", exc_info=(kind, error, trace))

    sys.excepthook = log_it


def _quiet(record: logging.LogRecord) -> bool:
    """Keep libraries at their floor: Bolt gives its loggers the root's level, whatever we set."""
    for name, floor in _FLOORS.items():
        if record.name.startswith(name) and record.levelno < floor:
            return False
    return True


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say that an event is lost; the standard way would print its arguments unredacted."""
        if isinstance(sys.exc_info()[1], BrokenPipeError):
            return
        sys.stderr.write(f"an event of {printable(record.name)} could not be written\n")


class _Lines(logging.Formatter):
    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def message(self, record: logging.LogRecord) -> str:
        """The message, redacted and cut; arguments that do not fit are left out."""
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):
            text = f"{record.msg} (its arguments do not fit)"
        text = self._redactor.redacted(text[: MESSAGE_LENGTH * _READ_AT_MOST])
        return text if len(text) <= MESSAGE_LENGTH else f"{text[:MESSAGE_LENGTH]}…"

    def exception(self, record: logging.LogRecord) -> str:
        """The traceback, redacted and cut; empty if there is none."""
        text = self.formatException(record.exc_info) if record.exc_info else ""
        if not text and record.exc_text:
            text = record.exc_text
        if record.stack_info:
            text = f"{text}\n{record.stack_info}".strip()
        text = self._redactor.redacted(text[-EXCEPTION_LENGTH * _READ_AT_MOST :])
        return text if len(text) <= EXCEPTION_LENGTH else f"…{text[-EXCEPTION_LENGTH:]}"


class JsonLines(_Lines):
    """One object per line, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, logger, message and perhaps exception."""
        event: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message(record),
        }
        if exception := self.exception(record):
            event["exception"] = exception
        return json.dumps(event).replace("\x7f", "\\u007f")


class TextLines(_Lines):
    """One line per event; a traceback follows on lines that begin with a bar, as no event does."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, logger and message."""
        head = f"{_time(record)} {record.levelname:<7} {printable(record.name)}: "
        lines = [head + printable(self.message(record))]
        lines += [f"  | {printable(line)}" for line in self.exception(record).split("\n") if line]
        return "\n".join(lines)


_UNSAFE = re.compile(r"[^ -~]")


def printable(text: str) -> str:
    """Spell out characters that break lines, steer terminals or turn text: ``\\x1b``."""
    return _UNSAFE.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    character = found[0]
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character.encode("unicode_escape").decode("ascii")
    return character


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
