"""Every answer Slack can give to a post or an edit, and what it means for a notice: one table.

Source: the error lists of chat.postMessage and chat.update in Slack's reference,
grouped as in reliability.md 4.3.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Policy(StrEnum):
    """What an answer means; `bot.alerts.delivery` says what is done about it."""

    RATE = "rate"
    """Slack asks us to wait, and says how long."""
    RATE_LONG = "rate_long"
    """The workspace has sent too many messages: an hour."""
    RETRY = "retry"
    """Certainly not done; the same again may succeed."""
    MIGRATING = "migrating"
    """The workspace moves into an organisation: minutes to an hour."""
    AMBIGUOUS = "ambiguous"
    """Perhaps done."""
    CHANNEL = "channel"
    """Nothing can be posted to this channel until people change something."""
    THREAD = "thread"
    """No reply is possible there."""
    WORKSPACE = "workspace"
    """Nothing can be posted at all: the token or the app is refused."""
    PAYLOAD = "payload"
    """Our message is wrong: draw it more simply."""
    METADATA = "metadata"
    """The metadata is wrong: go without."""
    GONE = "gone"
    """The method itself is not there any more."""
    LOST_MESSAGE = "lost_message"
    """The message to edit is not there, or not ours to edit."""
    LATE = "late"
    """No call was made: there was no time left for it."""
    UNKNOWN = "unknown"
    """Refused with a word that is in no list."""


_WORDS: dict[Policy, str] = {
    Policy.RATE: "ratelimited rate_limited http_429",
    Policy.RATE_LONG: "message_limit_exceeded",
    # request_timeout: the body was missing or cut off, so nothing was done.
    Policy.RETRY: "not_sent request_timeout streaming_state_conflict",
    Policy.MIGRATING: "org_login_required team_added_to_org external_channel_migrating",
    Policy.AMBIGUOUS: (
        # duplicate_…: in connection with client_msg_id, which is in no list of arguments.
        "no_answer fatal_error internal_error service_unavailable update_failed "
        "duplicate_message_not_found duplicate_channel_not_found http_408"
    ),
    Policy.CHANNEL: (
        # is_inactive: of an edit; the channel is archived, the message still there.
        "is_archived channel_not_found not_in_channel no_permission restricted_action "
        "restricted_action_read_only_channel restricted_action_thread_only_channel "
        "ekm_access_denied messages_tab_disabled access_denied is_inactive"
    ),
    Policy.THREAD: (
        "cannot_reply_to_message restricted_action_thread_locked "
        "restricted_action_non_threadable_channel thread_not_found thread_locked"
    ),
    Policy.WORKSPACE: (
        "invalid_auth not_authed account_inactive token_revoked token_expired missing_scope "
        "not_allowed_token_type is_bot accesslimited enterprise_is_restricted "
        "app_access_restricted two_factor_setup_required team_not_found "
        "team_access_not_granted"
    ),
    Policy.PAYLOAD: (
        "invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text "
        "too_many_attachments attachment_payload_limit_exceeded invalid_attachments "
        "too_many_contact_cards markdown_text_conflict invalid_arguments invalid_arg_name "
        "invalid_array_arg invalid_charset invalid_form_data invalid_post_type "
        "missing_post_type missing_file_data slack_connect_canvas_sharing_blocked "
        "slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked http_413 "
        "send_on_behalf_not_allowed agent_prompt_display_not_allowed as_user_not_supported "
        "draft_already_deleted draft_already_sent draft_has_conflict draft_not_found "
        "block_mismatch cant_broadcast_message no_dual_broadcast_content_update"
    ),
    Policy.METADATA: (
        "invalid_metadata_format invalid_metadata_schema metadata_too_large "
        "metadata_must_be_sent_from_app"
    ),
    Policy.GONE: "deprecated_endpoint method_deprecated unknown_method",
    Policy.LOST_MESSAGE: "message_not_found cant_update_message edit_window_closed",
    Policy.LATE: "too_late",
}

POLICIES: dict[str, Policy] = {
    code: policy for policy, codes in _WORDS.items() for code in codes.split()
}

_REFUSED = re.compile(r"http_4\d\d")
_SAFE = re.compile(r"[a-z0-9_]{1,64}")


def policy_of(code: str) -> Policy:
    """What Slack's word, or ours for a transport, means."""
    known = POLICIES.get(code)
    if known is not None:
        return known
    if code.startswith("http_"):
        # Only a 4xx says that nothing was done, by a proxy as a rule, and says nothing about the
        # notice; a 5xx and oddities may hide that Slack took the message.
        return Policy.RETRY if _REFUSED.fullmatch(code) else Policy.AMBIGUOUS
    return Policy.UNKNOWN


def safe(code: str) -> str:
    """The code itself if it looks like one, so that it can be stored, logged and shown."""
    return code if _SAFE.fullmatch(code) else "unreadable_code"
