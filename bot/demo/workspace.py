"""The Slack workspace of the demo: who is where, and what each person sees.

It knows nothing of HTTP.  `bot.demo.fake_slack` changes it on behalf of the bot; a page in the
browser or a prompt in the terminal reads it and subscribes to its changes.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

TEAM = "T0DEMO"
APP = "A0DEMO"
BOT = "B0IMAGEBOT"
U_ANNA, U_BEN, U_BOT = "U0ANNA", "U0BEN", "U0IMAGEBOT"
SLACKBOT = "USLACKBOT"
C_ML, C_ALERTS, C_OUT = "C0MLIMAGES", "C0MLALERTS", "C0RANDOM"
G_PRIVATE = "C0SECRETLAB"
"""Private channels have had ids with a C since 2021, as public ones."""
D_BOT = "D0ANNABOT"

KEPT_EPHEMERAL = 100
"""Messages in one channel for one person alone, where the workspace forgets."""

Row = TypeVar("Row", "User", "Channel")
Message = dict[str, Any]
"""A message as Slack sends it, and three keys of ours: ``channel``, ``is_ephemeral`` and
``visible_to`` (the one person who sees it, or None)."""


@dataclass(slots=True)
class User:
    """A member.  An inactive one (no Slack open) never gets ephemeral messages."""

    id: str
    name: str
    real_name: str
    is_bot: bool = False
    active: bool = True
    tz: str = "Europe/Berlin"


@dataclass(slots=True)
class Channel:
    """A place for messages.  ``kind`` is ``public``, ``private`` or ``im``."""

    id: str
    name: str
    kind: str
    members: set[str]
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a person could see happen.

    ``kind`` is ``posted``, ``updated``, ``deleted``, ``view`` or ``closed`` (a view); ``item`` is
    the message or view as it is afterwards (for ``deleted`` and ``closed``, as it last was).
    """

    number: int
    kind: str
    item: Mapping[str, Any]
    at: float


@dataclass(slots=True)
class Workspace:
    """Channels, members, messages and views, all in memory.

    ``changes``: how many there were so far; ``newest_ts``: the stamp that was given out last.
    ``keep``: messages of each channel that are kept, beside `KEPT_EPHEMERAL`; None for all.

    Args:
        now: Seconds since 1970; messages are stamped with it.
    """

    now: Callable[[], float]
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: int = 0
    newest_ts: str = "0.000000"
    keep: int | None = None
    _messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    _posted_at: dict[tuple[str, str], float] = field(default_factory=dict)
    _listeners: list[Callable[[Change], None]] = field(default_factory=list)

    def user(self, key: str) -> User:
        """One member by id or by name (``anna``, ``@anna``); KeyError if there is none."""
        return _named(self.users, key.removeprefix("@"))

    def channel(self, key: str) -> Channel:
        """One channel by id or by name (``random``, ``#random``); KeyError if there is none."""
        return _named(self.channels, key.removeprefix("#"))

    def direct_channel(self, user: str) -> Channel:
        """The direct messages of one person and the bot, opened when they are first needed."""
        both = {user, U_BOT}
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == both:
                return channel
        opened = Channel(f"D0{user}BOT", f"imagebot-{self.users[user].name}", "im", both)
        self.channels[opened.id] = opened
        return opened

    def messages(self, channel: str) -> list[Message]:
        """What everybody in the channel sees, oldest first; copies, as they are now."""
        return self._of(channel, None)

    def public_rows(self, channel: str, also: str | None = None) -> Iterator[Message]:
        """What all see, and what only ``also`` sees; no copies, so only to be read."""
        rows = self._messages.get(self.channel(channel).id, {}).values()
        return (row for row in rows if row["visible_to"] in {None, also})

    def posted_at(self, channel: str, ts: str) -> float:
        """Seconds since 1970 at which a message came; its ``ts`` tells whole seconds only."""
        return self._posted_at[channel, ts]

    def seen_by(self, user: str, channel: str) -> list[Message]:
        """What one person sees, with the messages only for them; empty for a non-member."""
        who = self.user(user).id
        if who not in self.channel(channel).members:
            return []
        return self._of(channel, None, who)

    def find(self, channel: str, ts: str) -> Message | None:
        """One message as it is now, ephemeral ones included."""
        return copy.deepcopy(self._messages.get(channel, {}).get(ts))

    def post(
        self,
        channel: str,
        content: Mapping[str, object],
        *,
        author: str,
        visible_to: str | None = None,
    ) -> Message:
        """Put a message into a channel; ``content`` is its text, blocks, metadata and so on."""
        message: Message = {
            "type": "message",
            "ts": self._next_ts(),
            "channel": channel,
            "user": author,
            "team": TEAM,
            "text": "",
            "is_ephemeral": visible_to is not None,
            "visible_to": visible_to,
        }
        if author == U_BOT:
            message |= {"bot_id": BOT, "app_id": APP}
        message |= {name: value for name, value in content.items() if value is not None}
        self._messages.setdefault(channel, {})[message["ts"]] = copy.deepcopy(message)
        self._posted_at[channel, message["ts"]] = self.now()
        self._forget(channel, visible_to)
        self._tell("posted", message)
        return message

    def update(self, channel: str, ts: str, content: Mapping[str, object]) -> Message:
        """Change a message in place; None takes a part away, and who sees it never changes."""
        message = self._messages[channel][ts]
        message.update(copy.deepcopy(dict(content)))
        for name in [name for name, value in content.items() if value is None]:
            del message[name]
        message["edited"] = {"user": message["user"], "ts": self._next_ts()}
        self._tell("updated", message)
        return copy.deepcopy(message)

    def delete(self, channel: str, ts: str) -> None:
        """Take a message away."""
        self._tell("deleted", self._drop(channel, ts))

    def show_view(self, view: dict[str, Any]) -> None:
        """Open or redraw a modal or a Home tab."""
        self.views[view["id"]] = copy.deepcopy(view)
        self._tell("view", view)

    def close_view(self, name: str) -> None:
        """Take a modal away; what lies below it is seen again."""
        self._tell("closed", self.views.pop(name))

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``listener`` at every change from now on; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _of(self, channel: str, *visible_to: str | None) -> list[Message]:
        rows = self._messages.get(self.channel(channel).id, {}).values()
        return [copy.deepcopy(row) for row in rows if row["visible_to"] in visible_to]

    def _forget(self, channel: str, visible_to: str | None) -> None:
        if self.keep is None:
            return
        rows = self._messages[channel].items()
        alike = [ts for ts, row in rows if row["visible_to"] == visible_to]
        for ts in alike[: -self.keep if visible_to is None else -KEPT_EPHEMERAL]:
            self._drop(channel, ts)

    def _drop(self, channel: str, ts: str) -> Message:
        del self._posted_at[channel, ts]
        return self._messages[channel].pop(ts)

    def _tell(self, kind: str, item: Mapping[str, Any]) -> None:
        self.changes += 1
        change = Change(self.changes, kind, copy.deepcopy(dict(item)), self.now())
        for listener in tuple(self._listeners):
            listener(change)

    def _next_ts(self) -> str:
        # Unique and rising within the workspace, whatever the clock does.
        last, count = map(int, self.newest_ts.split("."))
        now = int(self.now())
        second, count = (now, 1) if now > last else (last, count + 1)
        self.newest_ts = f"{second}.{count:06d}"
        return self.newest_ts


def home_id(user: str) -> str:
    """The id of a person's Home tab."""
    return f"VHOME{user}"


def demo_workspace(now: Callable[[], float]) -> Workspace:
    """Two people and the bot; it is a member everywhere but in ``random``."""
    people = {U_ANNA, U_BEN}
    users = (
        User(U_ANNA, "anna", "Anna Winter"),
        User(U_BEN, "ben", "Ben Okafor"),
        User(U_BOT, "imagebot", "imagebot", is_bot=True),
        User(SLACKBOT, "slackbot", "Slackbot", is_bot=True),
    )
    channels = (
        Channel(C_ML, "ml-images", "public", {*people, U_BOT}),
        Channel(C_ALERTS, "ml-alerts", "public", {*people, U_BOT}),
        Channel(G_PRIVATE, "secret-lab", "private", {U_ANNA, U_BOT}),
        Channel(C_OUT, "random", "public", set(people)),
        Channel(D_BOT, "imagebot", "im", {U_ANNA, U_BOT}),
    )
    return Workspace(now, {u.id: u for u in users}, {c.id: c for c in channels})


def _named(table: Mapping[str, Row], key: str) -> Row:
    found = table.get(key) or next((row for row in table.values() if row.name == key), None)
    if found is None:
        raise KeyError(key)
    return found
