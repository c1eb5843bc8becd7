"""Is the bot well: how old its data is, what waits, what it cannot reach."""

from __future__ import annotations

from collections.abc import Iterable

from bot.alerts.desk_model import Health
from bot.alerts.model import BOTH
from bot.alerts.poll import TargetState
from bot.blocks.elements import Message, context, packed, section, told
from bot.blocks.mrkdwn import age, clip, clip_middle, date, duration, plain
from bot.blocks.notices.blind import cause_of
from bot.blocks.notices.lost import refusal
from bot.blocks.notices.values import place
from bot.blocks.notices.words import OVER, WARNING
from bot.blocks.pages.head import counted

_MOST = 8
"""Targets, and channels."""

_SLOW = 120_000
"""Milliseconds a message may wait before that is worth a word (reliability.md, 10)."""

_MISSED = 3
"""Polls."""

_WAITING = ("pending", "sending", "unknown")
_LOOKS = {
    "history": "When Slack does not say whether a message was posted, I look into the channel's "
    "history before I post it again: nothing is lost, nothing comes twice.",
    "resend": "I may not read channels' histories. When Slack does not say whether a message was "
    "posted, I post it again, marked as a possible repeat: nothing is lost.",
    "hold": "I may not read channels' histories. When Slack does not say whether a message was "
    "posted, it is held back: nothing comes twice.",
}

_RIGHTS = (
    "Give the bot the rights channels:history and groups:history and start it again: it looks "
    "within the hour."
)
_TO_LOOK = {"history": "Invite me again where I was removed: I look within the hour."}


def status_message(health: Health) -> Message:
    """For people first: is it well, then what is not, then the figures."""
    troubles = list(_troubles(health))
    title = f"{WARNING} The bot needs care" if troubles else f"{OVER} The bot is well"
    targets = [_target(state, health.now_ms) for state in health.targets[:_MOST]]
    if len(health.targets) > _MOST:
        targets.append(f"{len(health.targets) - _MOST} more projects are read.")
    figures = [_queue(health), _images(health), _LOOKS.get(health.looks, _LOOKS["resend"])]
    lines = [*troubles, *(targets or ["No project is read yet."]), *figures]
    blocks = [section(f"*{title}*"), *packed(lines[:-1], section), context(lines[-1])]
    return Message(told(title, *lines), blocks)


def _troubles(health: Health) -> Iterable[str]:
    yield from _bounded([_unseen(state, health) for state in health.targets], "projects")
    yield from _bounded([_refused(channel, health) for channel in health.blocked], "channels")
    if elsewhere := _paused(health):
        yield elsewhere
    yield from _messages(health)


def _bounded(found: Iterable[str], many: str) -> Iterable[str]:
    """The first of them, and that there are more: all is not well with one that is not shown."""
    lines = [f"{WARNING} {line}" for line in found if line]
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"{WARNING} The same of {len(lines) - _MOST} more {many}."


def _unseen(state: TargetState, health: Health) -> str:
    """What is wrong with the reading of a target; empty if nothing is."""
    if state.blind_since_ms is not None:
        cause, cure = cause_of(state.blind_code)
        return f"I cannot see {_name(state)} since {date(state.blind_since_ms)} ({cause}). {cure}"
    if state.complete_ms is None:
        never = f"I could not yet read {_name(state)} as a whole."
        return never if state.failures >= _MISSED else ""
    if health.now_ms - state.complete_ms <= _MISSED * health.poll_ms:
        return ""
    return f"The last full reading of {_name(state)} was {age(state.complete_ms, health.now_ms)}."


def _refused(channel: str, health: Health) -> str:
    """Why nothing can be posted there, and what waits for it."""
    why = refusal(health.blocked[channel])
    where = "anywhere" if channel == "*" else f"in {place(channel) or 'a channel'}"
    waiting = sum(row.channel_id == channel for row in health.paused)
    paused = f" {_paused_count(waiting)}." if waiting else ""
    return f"I cannot post {where}, because {why.reason}.{paused} {why.cure}"


def _paused_count(count: int) -> str:
    return counted(count, "subscription is paused", "subscriptions are paused")


def _paused(health: Health) -> str:
    """Each channel once, without those that were named as lost."""
    rows = [row for row in health.paused if row.channel_id not in health.blocked]
    reasons = {row.channel_id: row.reason for row in rows}
    shown = [
        f"{place(channel) or 'a channel'}, because {refusal(reason).reason}"
        for channel, reason in list(reasons.items())[:_MOST]
    ]
    if left := len(reasons) - len(shown):
        shown.append(f"{left} more")
    return f"{WARNING} {_paused_count(len(rows))}: {'; '.join(shown)}" if rows else ""


def _messages(health: Health) -> Iterable[str]:
    queue = health.queue
    if (queue.oldest_ms or 0) > _SLOW:
        yield f"{WARNING} A message has waited for {duration(queue.oldest_ms or 0)}."
    if held := queue.states.get("held", 0):
        kept = counted(held, "message is", "messages are")
        yield (
            f"{WARNING} {kept} held back, because Slack did not say whether it had posted what I "
            f"sent, and I may not look. {_TO_LOOK.get(health.looks, _RIGHTS)}"
        )
    if dead := queue.states.get("dead", 0):
        given_up = counted(dead, "message was given up", "messages were given up")
        yield f"{WARNING} {given_up}, because Slack takes them in no form."


def _name(state: TargetState) -> str:
    project = plain(clip_middle(state.target.project_id, 40)).strip()
    space = plain(clip(state.target.workspace_id, 40)).strip()
    return f"project {project}" + (f", workspace {space}" if space not in {"", "0"} else "")


def _target(state: TargetState, now_ms: int) -> str:
    read = [
        f"{kind} read {age(seen, now_ms)}" if seen else f"{kind} not read yet"
        for kind in BOTH
        for seen in [state.seen_ms.get(kind)]
    ]
    wait = state.next_poll_ms - now_ms
    following = f"next look in {duration(wait)}" if wait >= 1000 else "next look now"
    images = counted(state.known, "image", "images")
    name = _name(state)
    return f"{name[0].upper()}{name[1:]} · {images} · {', '.join(read)} · {following}"


def _queue(health: Health) -> str:
    waiting = sum(health.queue.states.get(state, 0) for state in _WAITING)
    if not waiting:
        return "No message waits to be posted."
    oldest = health.queue.oldest_ms
    since = f", the oldest for {duration(oldest)}" if oldest is not None else ""
    unclear = health.queue.states.get("unknown", 0)
    more = f"; {unclear} of unclear fate" if unclear else ""
    verb = "waits" if waiting == 1 else "wait"
    return f"{counted(waiting, 'message', 'messages')} {verb} to be posted{since}{more}."


def _images(health: Health) -> str:
    one, many = "image is", "images are"
    here = counted(len(health.here), "subscription", "subscriptions")
    every = duration(health.poll_ms)
    return (
        f"{counted(health.incidents, one, many)} broken now. This channel has {here}. "
        f"ModelArts is read every {every}."
    )
