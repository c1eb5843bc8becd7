"""Who would be pinged and what could be clicked in a message, as Slack would read it.

Source: docs.slack.dev, "Formatting text for app surfaces".  Inside ``<…>`` Slack reads controls
anywhere; bare addresses, ``@here`` and ``#channel`` become live only outside code and where
``verbatim`` (in a block) or ``parse: "none"`` (for the text) does not forbid it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_CONTROL = re.compile(r"<([^<>]+)>")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_BARE_URL = re.compile(r"(?:https?|ftp|mailto|tel):[^\s<>|]+")
_BARE_MENTION = re.compile(
    r"(?<![\w/@])@(here|channel|everyone)\b|(?<![\w/&#])#([a-z0-9_-]{2,80})"
)
_RICH = {
    "user": "user_id",
    "channel": "channel_id",
    "usergroup": "usergroup_id",
    "team": "team_id",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One live thing in a message.

    ``kind`` is ``user``, ``channel``, ``usergroup``, ``broadcast``, ``team`` or ``link``;
    ``target`` is its id, range or address; ``automatic`` if Slack made it out of bare text.
    """

    kind: str
    target: str
    label: str = ""
    automatic: bool = False


def mentions(message: Mapping[str, Any]) -> list[Mention]:
    """Find them in the text and the blocks, in reading order; dates are not live."""
    automatic = message.get("parse") != "none"
    return [
        *_in_text(str(message.get("text", "")), automatic=automatic),
        *_in_value(message.get("blocks", [])),
    ]


def escaped(text: str) -> str:
    """Text in which nothing is a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_value(value: object) -> Iterator[Mention]:
    if isinstance(value, list):
        for part in value:
            yield from _in_value(part)
    elif isinstance(value, Mapping):
        yield from _in_object(value)


def _in_object(value: Mapping[str, Any]) -> Iterator[Mention]:
    kind = value.get("type")
    if kind in {"mrkdwn", "markdown"}:
        yield from _in_text(str(value.get("text", "")), automatic=not value.get("verbatim"))
    elif isinstance(kind, str) and _RICH.get(kind, "") in value:
        yield Mention(kind, str(value[_RICH[kind]]))
    elif kind == "broadcast":
        yield Mention("broadcast", str(value.get("range")))
    elif kind == "link":
        yield Mention("link", str(value.get("url")), str(value.get("text", "")))
    else:
        if "url" in value:
            yield Mention("link", str(value["url"]))
        for name, part in value.items():
            if name not in {"value", "block_id", "action_id"}:
                yield from _in_value(part)


def _in_text(text: str, *, automatic: bool) -> Iterator[Mention]:
    for match in _CONTROL.finditer(text):
        control = _control(match[1])
        if control is not None:
            yield control
    if not automatic:
        return
    bare = _CONTROL.sub(" ", _CODE.sub(" ", text))
    for match in _BARE_URL.finditer(bare):
        yield Mention("link", match[0], automatic=True)
    for match in _BARE_MENTION.finditer(bare):
        kind, target = ("broadcast", match[1]) if match[1] else ("channel", match[2])
        yield Mention(kind, target, automatic=True)


def _control(inside: str) -> Mention | None:
    target, _, label = inside.partition("|")
    if target.startswith("!date^"):
        # <!date^seconds^format^link|fallback>: only the link is live.
        parts = target.split("^")
        return Mention("link", parts[3], label) if len(parts) > 3 else None
    if target.startswith("!subteam^"):
        return Mention("usergroup", target.removeprefix("!subteam^"), label)
    for sign, kind in (("@", "user"), ("#", "channel"), ("!", "broadcast")):
        if target.startswith(sign):
            return Mention(kind, target[1:], label)
    return Mention("link", target, label)
