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

_MISSED = 5
"""Polls."""

_WAITING = ("pending", "sending", "unknown", "held")
_LOOKS = {
    "history": "When Slack does not say whether a message was posted, I look into the channel's "
    "history before I post it again: nothing is lost, nothing comes twice.",
    "resend": "I may not read channels' histories. When Slack does not say whether a message was "
    "posted, I post it again, marked as a possible repeat: nothing is lost.",
    "hold": "I may not read channels' histories. When Slack does not say whether a message was "
    "posted, it is held back: nothing comes twice.",
}


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
    for state in health.targets[:_MOST]:
        if state.blind_since_ms is not None:
            cause, cure = cause_of(state.blind_code)
            since = date(state.blind_since_ms)
            yield f"{WARNING} I cannot see {_name(state)} since {since} ({cause}). {cure}"
        elif _stale(state, health):
            read = age(state.complete_ms or 0, health.now_ms)
            yield f"{WARNING} The last full reading of {_name(state)} was {read}."
    for channel, code in list(health.blocked.items())[:_MOST]:
        why = refusal(code)
        where = "anywhere" if channel == "*" else f"in {place(channel) or 'a channel'}"
        yield f"{WARNING} I cannot post {where}, because {why.reason}. {why.cure}"
    if health.paused:
        one, many = "subscription is paused", "subscriptions are paused"
        yield f"{WARNING} {counted(len(health.paused), one, many)}: {_paused(health)}"
    if (health.queue.oldest_ms or 0) > _SLOW:
        yield f"{WARNING} A message has waited for {duration(health.queue.oldest_ms or 0)}."
    if dead := health.queue.states.get("dead", 0):
        given_up = counted(dead, "message was given up", "messages were given up")
        yield f"{WARNING} {given_up}, because Slack takes them in no form."


def _stale(state: TargetState, health: Health) -> bool:
    """Whether nobody reads it any more: failing polls would have been told of as blindness."""
    old = health.now_ms - (state.complete_ms or health.now_ms)
    return old > _MISSED * health.poll_ms + _SLOW


def _paused(health: Health) -> str:
    shown = [
        f"{place(row.channel_id) or 'a channel'}, because {refusal(row.reason).reason}"
        for row in health.paused[:_MOST]
    ]
    left = len(health.paused) - len(shown)
    return "; ".join([*shown, f"{left} more"] if left else shown)


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
    unclear = health.queue.states.get("unknown", 0) + health.queue.states.get("held", 0)
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
