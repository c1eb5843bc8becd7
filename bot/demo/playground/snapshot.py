"""All that one person's page begins with."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bot.demo.modelarts.journal import Call
from bot.demo.playground import sight
from bot.demo.playground.lines import call_line, delivery_line, request_line
from bot.demo.playground.pages import Pages
from bot.demo.playground.staging import PlayableStage
from bot.demo.slack.surfaces import home_of
from bot.demo.workspace import U_BOT

NEWEST_LINES = 100
"""Of each kind: deliveries, calls to Slack, searches at ModelArts, readings of its whole list."""

_POLLED = frozenset({"limit", "offset", "type", "workspace_id"})
"""All that the regular polls ask with: they read the whole list, page by page."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who looks, and on which page.

    ``page``: None for one that does not say which it is.
    ``since``: what the page was told at its first connection; None at that one.
    """

    user: str
    page: str | None = None
    since: str | None = None


def snapshot(
    stage: PlayableStage, seat: Seat, world: Mapping[str, Any], *, run: str, pages: Pages
) -> dict[str, Any]:
    """What ``Snapshot`` of ``wire.ts`` says; only to be read, and at once.

    Args:
        world: How the switches stand.
        run: Names this run of the playground among all others.
    """
    workspace, user = stage.slack.workspace, seat.user
    since = _stamp(seat.since, run) or workspace.newest_ts
    return {
        "run": run,
        "since": f"{run}-{since}",
        "me": user,
        "people": sight.people(workspace),
        "users": sight.user_rows(workspace),
        "channels": sight.channel_rows(workspace, user),
        "bot_user": U_BOT,
        "messages": list(sight.message_rows(workspace, user, since)),
        "home": home_of(workspace, user),
        "modals": pages.modals(user, seat.page),
        "world": world,
        "commands": sight.command_rows(),
        "log": newest_lines(stage),
    }


def _stamp(since: str | None, run: str) -> str:
    """The ``ts`` after which messages are news to a page; empty if it knows another run."""
    known, _, stamp = (since or "").partition("-")
    return stamp if known == run else ""


def newest_lines(stage: PlayableStage) -> list[dict[str, Any]]:
    """The end of the developers' journal, oldest first.

    It is what passed between the servers, whoever acted; a developer of the bot sees all of it.
    What happens often, such as the regular polls, leaves its place to what happens seldom.
    """
    record = stage.slack.record
    lines = [
        *map(delivery_line, record.deliveries[-NEWEST_LINES:]),
        *map(call_line, record.calls[-NEWEST_LINES:]),
        *map(request_line, _newest(stage.modelarts.journal)),
    ]
    return sorted(lines, key=lambda line: line["at"])


def reads_whole_list(call: Call) -> bool:
    """Whether a request reads the whole list of images, as the regular polls do."""
    return call.method == "GET" and call.path.endswith("/images") and call.query.keys() <= _POLLED


def _newest(calls: Iterable[Call]) -> Iterator[Call]:
    """The newest of those that read the whole list, then of those that do not."""
    polls, searches = deque[Call](maxlen=NEWEST_LINES), deque[Call](maxlen=NEWEST_LINES)
    for call in calls:
        (polls if reads_whole_list(call) else searches).append(call)
    return chain(polls, searches)
