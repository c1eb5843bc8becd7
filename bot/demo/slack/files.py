"""Files: an address to upload to, the upload, and the message that shares what was uploaded.

Source: docs.slack.dev/reference/methods/files.getUploadURLExternal and
files.completeUploadExternal.  `files.getUploadURLExternal` takes a form only: Slack answers JSON
as if nothing had been sent (Octember/earshot#10).  Not documented, and so chosen: an address that
is unknown or spent answers 404, a body of another length than announced 400.  Of two ways to name
the channel only ``channel_id`` is known here, not ``channels``.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.demo.blockkit.content import MAX_TEXT, read_json
from bot.demo.slack.platform import ApiError, Platform
from bot.demo.workspace import U_BOT, Channel

UPLOAD = "upload"
"""The name under which uploads are in the journal and addressed by faults."""
MAX_FILE = 3 * 1024 * 1024
"""Bytes; Slack takes up to 1 GB, if the workspace does not restrict it."""
MAX_ALT = 1000
MAX_DIGITS = 15
MAX_WAITING = 100
"""Uploads that were asked for and not completed; then the oldest one is forgotten."""
FORM_ONLY = frozenset({"files.getUploadURLExternal"})
"""Methods that read no JSON."""

Arguments = Mapping[str, Any]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One shared file.  ``user`` uploaded it; ``channel`` is empty if it was shared nowhere."""

    id: str
    title: str
    name: str
    mimetype: str
    content: bytes
    channel: str
    user: str

    def brief(self) -> dict[str, str | int]:
        """As messages carry it; ``size`` in bytes."""
        return {
            "id": self.id,
            "title": self.title,
            "name": self.name,
            "mimetype": self.mimetype,
            "size": len(self.content),
        }


@dataclass(slots=True)
class _Announced:
    """An upload that was asked for; ``content`` is None until it came."""

    name: str
    length: int
    ticket: str
    content: bytes | None = None


@dataclass(slots=True)
class Files:
    """Every file of the workspace.

    Args:
        max_held: Bytes of all shared files together; beyond that the oldest are forgotten.
    """

    max_held: int = 64 * 1024 * 1024
    _announced: dict[str, _Announced] = field(default_factory=dict)
    _stored: dict[str, StoredFile] = field(default_factory=dict)
    _shared: dict[str, Place] = field(default_factory=dict)

    def methods(self) -> Mapping[str, Callable[[Platform, Arguments], dict[str, Any]]]:
        """What of the Web API is answered here."""
        return {
            "files.completeUploadExternal": self.complete,
            "files.getUploadURLExternal": self.upload_url,
        }

    def find(self, name: str) -> StoredFile | None:
        """One file by its id; None before it is complete, and when it was forgotten."""
        return self._stored.get(name)

    def shared_at(self, answer: Mapping[str, Any] | str) -> Place | None:
        """Channel and ts of the message an answer of `complete` speaks of; it does not say."""
        rows = answer.get("files") if isinstance(answer, Mapping) else None
        return self._shared.get(str(rows[0]["id"])) if rows else None

    def upload_url(self, platform: Platform, arguments: Arguments) -> dict[str, Any]:
        """``files.getUploadURLExternal``: where to upload one file to, once."""
        name, length = str(arguments.get("filename") or ""), _length(arguments)
        if not name:
            raise _invalid("missing required field: filename")
        if length > MAX_FILE:
            raise ApiError("file_upload_size_restricted")
        if len(str(arguments.get("alt_txt") or "")) > MAX_ALT:
            raise ApiError("alt_txt_too_large")
        number = platform.new_id()
        file_id, ticket = f"F0{number.upper()}", f"{number}-{length}"
        self._announced[file_id] = _Announced(name, length, ticket)
        if len(self._announced) > MAX_WAITING:
            del self._announced[next(iter(self._announced))]
        return {"upload_url": f"{platform.url}/upload/{ticket}", "file_id": file_id}

    def upload(self, ticket: str, content: bytes | None) -> tuple[int, str]:
        """Take one upload.

        Args:
            content: None if the body held no file.

        Returns:
            Status and text; only 200 means that it was taken.
        """
        announced = next((row for row in self._announced.values() if row.ticket == ticket), None)
        if announced is None or announced.content is not None:
            return 404, "not_found"
        if content is None or len(content) != announced.length:
            return 400, "wrong_length"
        announced.content = content
        return 200, f"OK - {len(content)}"

    def complete(self, platform: Platform, arguments: Arguments) -> dict[str, Any]:
        """``files.completeUploadExternal``: share what was uploaded, in one message of the bot.

        Without a channel the files stay private and there is no message.
        """
        titles = _titles(arguments)
        ready = {name: self._uploaded(name) for name in titles}
        channel = _channel(platform, arguments)
        comment = str(arguments.get("initial_comment") or "")
        if len(comment) > MAX_TEXT:
            raise ApiError("msg_too_long")
        place = channel.id if channel else ""
        files = [
            _stored_file(name, row, content, title=titles[name], channel=place)
            for name, (row, content) in ready.items()
        ]
        self._keep(files)
        if place:
            shown = {
                "text": comment,
                "thread_ts": arguments.get("thread_ts") or None,
                "files": [file.brief() for file in files],
            }
            message = platform.workspace.post(place, shown, author=U_BOT)
            self._shared |= {file.id: (place, message["ts"]) for file in files}
        # Slack shares later than it answers, so an answer names no channel (bolt-js#2326).
        return {"files": [{**file.brief(), "channels": []} for file in files]}

    def _uploaded(self, name: str) -> tuple[_Announced, bytes]:
        row = self._announced.get(name)
        if row is None or row.content is None:
            raise ApiError("file_not_found")
        return row, row.content

    def _keep(self, files: list[StoredFile]) -> None:
        for file in files:
            del self._announced[file.id]
            self._stored[file.id] = file
        held = sum(len(file.content) for file in self._stored.values())
        for name in list(self._stored):
            if held <= self.max_held:
                return
            held -= len(self._stored.pop(name).content)
            self._shared.pop(name, None)


def _length(arguments: Arguments) -> int:
    given = str(arguments.get("length") or "")
    if not given:
        raise _invalid("missing required field: length")
    if not (given.isascii() and given.isdigit()) or len(given) > MAX_DIGITS:
        raise _invalid("must be a valid number")
    if int(given) == 0:
        raise ApiError("missing_argument")
    return int(given)


def _titles(arguments: Arguments) -> dict[str, str]:
    rows = read_json(arguments.get("files"))
    if not isinstance(rows, list) or not rows or "channels" in arguments:
        raise _invalid("must provide files, and channel_id alone")
    titles: dict[str, str] = {}
    for row in rows:
        name = row.get("id") if isinstance(row, Mapping) else None
        if not isinstance(name, str) or not name or name in titles:
            raise _invalid("must provide the id of each file once")
        titles[name] = str(row.get("title") or "")
    return titles


def _channel(platform: Platform, arguments: Arguments) -> Channel | None:
    """Where to share; a person's id is no channel here (python-slack-sdk#1426)."""
    key = str(arguments.get("channel_id") or "")
    if not key:
        return None
    channel = platform.workspace.channels.get(key)
    inside = channel is not None and U_BOT in channel.members
    if channel is None or (channel.kind != "public" and not inside):
        raise ApiError("channel_not_found")
    if channel.archived:
        raise ApiError("is_archived")
    if not inside:
        raise ApiError("not_in_channel")
    return channel


def _stored_file(
    name: str, row: _Announced, content: bytes, *, title: str, channel: str
) -> StoredFile:
    kind = mimetypes.guess_type(row.name)[0] or "application/octet-stream"
    return StoredFile(name, title or row.name, row.name, kind, content, channel, U_BOT)


def _invalid(message: str) -> ApiError:
    more = {"response_metadata": {"messages": [f"[ERROR] {message}"]}}
    return ApiError("invalid_arguments", more=more)
