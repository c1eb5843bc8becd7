"""Channels that cannot be posted to: to their creator once, and in lists.

The codes are Slack's (docs.slack.dev, chat.postMessage, errors); what is no code of a channel is
one of the whole Slack workspace.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.alerts.delivery_model import NoticeView
from bot.blocks.mrkdwn import clip, plain
from bot.blocks.notices.parts import Story, Titled, notes
from bot.blocks.notices.values import place, text_in
from bot.blocks.notices.words import WARNING
from bot.query.page_token import Seal


class Refusal(NamedTuple):
    """Why Slack refuses, and what helps; both ours."""

    reason: str
    cure: str


_ADMIN = "Ask an owner of the Slack workspace"
_INVITE = "Invite me there with /invite."
_POSTING = f"{_ADMIN} or a manager of the channel to let apps post there."
_ARCHIVED = Refusal("it is archived", "Unarchive it, or subscribe another channel.")

_REFUSALS = {
    "is_archived": _ARCHIVED,
    "channel_not_found": Refusal(
        "I cannot find it; it was deleted, or it is private and I am not in it",
        "Invite me there with /invite, or subscribe another channel.",
    ),
    "not_in_channel": Refusal("I am not in it", _INVITE),
    "no_permission": Refusal("I have no permission there", _INVITE),
    "restricted_action": Refusal("only some people may post there", _POSTING),
    "restricted_action_read_only_channel": Refusal("it is read-only", _POSTING),
    "restricted_action_thread_only_channel": Refusal(
        "it allows answers in threads only", "Subscribe another channel."
    ),
    "ekm_access_denied": Refusal(
        "the keys of your organization lock it", f"{_ADMIN} to restore its key access."
    ),
    "messages_tab_disabled": Refusal(
        "messages from me are switched off",
        f"{_ADMIN} to switch on the messages tab of the app.",
    ),
    "is_inactive": _ARCHIVED,
    "shared_channel": Refusal(
        "it is shared with another organization, and alerts name internal things",
        "Subscribe a channel that only your organization sees.",
    ),
    "access_denied": Refusal("Slack denies me access", f"{_ADMIN} to allow the app there."),
}
_TOKEN = Refusal(
    "Slack no longer accepts the bot's token", "The person who runs the bot must renew it."
)
_APP = Refusal("the app is restricted in this Slack workspace", f"{_ADMIN} to allow the app.")
_WORKSPACE = {
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "account_inactive": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "not_allowed_token_type": _TOKEN,
    "is_bot": _TOKEN,
    "team_not_found": _TOKEN,
    "two_factor_setup_required": _TOKEN,
    "missing_scope": Refusal(
        "the app lacks a right in Slack", "The person who runs the bot must install it again."
    ),
    "accesslimited": _APP,
    "enterprise_is_restricted": _APP,
    "app_access_restricted": _APP,
    "team_access_not_granted": _APP,
    "message_limit_exceeded": Refusal(
        "the Slack workspace has reached its limit of messages", f"{_ADMIN} to look at its plan."
    ),
}


def refusal(code: str) -> Refusal:
    """In words; a code that nobody described is shown as it is."""
    known = _REFUSALS.get(code) or _WORKSPACE.get(code)
    if known is not None:
        return known
    shown = plain(clip(code.strip(), 64)).strip()
    return Refusal(f"Slack says {shown}" if shown else "Slack refuses", _INVITE)


def lost(view: NoticeView, room: int, seal: Seal) -> Story:  # noqa: ARG001 (one shape for all)
    """To the creator: which channel, why, and what helps.  Facts: ``channel``, ``code``."""
    why = refusal(text_in(view.facts, "code"))
    where = place(text_in(view.facts, "channel")) or "a channel"
    return Story(
        Titled(f"{WARNING} I can no longer post in {where} ({why.reason})."),
        below=[f"Your alerts for it wait and are posted when I can again. {why.cure}"],
        notes=notes(view, over=False),
    )
