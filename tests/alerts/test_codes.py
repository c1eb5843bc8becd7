"""Every word Slack has for a refusal means something to us."""

from __future__ import annotations

import pytest

from bot.alerts.codes import POLICIES, Policy, policy_of, safe
from bot.alerts.delivery import settlement
from bot.alerts.timing import Timing
from tests.alerts.claims import answer, claim

_POST = """
access_denied accesslimited account_inactive agent_prompt_display_not_allowed
app_access_restricted as_user_not_supported attachment_payload_limit_exceeded
cannot_reply_to_message channel_not_found deprecated_endpoint draft_already_deleted
draft_already_sent draft_has_conflict draft_not_found duplicate_channel_not_found
duplicate_message_not_found ekm_access_denied enterprise_is_restricted fatal_error internal_error
invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_blocks
invalid_blocks_format invalid_charset invalid_form_data invalid_metadata_format
invalid_metadata_schema invalid_post_type is_archived is_bot markdown_text_conflict
message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large
method_deprecated missing_file_data missing_post_type missing_scope msg_blocks_too_long
msg_too_long no_permission no_text not_allowed_token_type not_authed not_in_channel
org_login_required rate_limited ratelimited request_timeout restricted_action
restricted_action_non_threadable_channel restricted_action_read_only_channel
restricted_action_thread_locked restricted_action_thread_only_channel send_on_behalf_not_allowed
service_unavailable slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
slack_connect_lists_sharing_blocked team_access_not_granted team_added_to_org team_not_found
token_expired token_revoked too_many_attachments too_many_contact_cards two_factor_setup_required
unknown_method
"""
"""What the reference of chat.postMessage lists, and three that are only met."""

_UPDATE = """
access_denied accesslimited account_inactive as_user_not_supported block_mismatch
cant_broadcast_message cant_update_message channel_not_found deprecated_endpoint
edit_window_closed ekm_access_denied enterprise_is_restricted external_channel_migrating
fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg
invalid_attachments invalid_auth invalid_blocks invalid_blocks_format invalid_charset
invalid_form_data invalid_metadata_format invalid_metadata_schema invalid_post_type is_inactive
markdown_text_conflict message_not_found metadata_must_be_sent_from_app metadata_too_large
method_deprecated missing_post_type missing_scope msg_too_long no_dual_broadcast_content_update
no_permission no_text not_allowed_token_type not_authed org_login_required ratelimited
request_timeout service_unavailable slack_connect_file_link_sharing_blocked
streaming_state_conflict team_access_not_granted team_added_to_org team_not_found token_expired
token_revoked too_many_attachments two_factor_setup_required update_failed
"""
"""What the reference of chat.update lists, without what it says of files."""


@pytest.mark.parametrize("code", sorted({*_POST.split(), *_UPDATE.split()}))
def test_each_documented_code_has_a_policy(code: str):
    assert policy_of(code) is not Policy.UNKNOWN


@pytest.mark.parametrize("code", sorted({*POLICIES, "something_new"}))
@pytest.mark.parametrize("step", ["post", "edit"])
def test_each_code_leads_somewhere_in_both_steps(code: str, step: str):
    settled = settlement(claim(step=step), answer(code), Timing(), 0.5)

    assert settled.state.value in {"pending", "unknown", "sent", "replaced", "dead"}


@pytest.mark.parametrize(
    ("code", "policy"),
    [
        ("ratelimited", Policy.RATE),
        ("http_429", Policy.RATE),
        ("message_limit_exceeded", Policy.RATE_LONG),
        ("not_sent", Policy.RETRY),
        ("request_timeout", Policy.RETRY),
        ("http_403", Policy.RETRY),
        ("team_added_to_org", Policy.MIGRATING),
        ("no_answer", Policy.AMBIGUOUS),
        ("internal_error", Policy.AMBIGUOUS),
        ("duplicate_message_not_found", Policy.AMBIGUOUS),
        ("http_500", Policy.AMBIGUOUS),
        ("http_504", Policy.AMBIGUOUS),
        ("http_408", Policy.AMBIGUOUS),
        ("http_302", Policy.AMBIGUOUS),
        ("is_archived", Policy.CHANNEL),
        ("restricted_action_thread_only_channel", Policy.CHANNEL),
        ("is_inactive", Policy.CHANNEL),
        ("restricted_action_thread_locked", Policy.THREAD),
        ("token_revoked", Policy.WORKSPACE),
        ("missing_scope", Policy.WORKSPACE),
        ("invalid_blocks", Policy.PAYLOAD),
        ("draft_has_conflict", Policy.PAYLOAD),
        ("http_413", Policy.PAYLOAD),
        ("metadata_too_large", Policy.METADATA),
        ("method_deprecated", Policy.GONE),
        ("message_not_found", Policy.LOST_MESSAGE),
        ("edit_window_closed", Policy.LOST_MESSAGE),
        ("too_late", Policy.LATE),
        ("something_new", Policy.UNKNOWN),
        ("", Policy.UNKNOWN),
    ],
)
def test_what_a_code_means(code: str, policy: Policy):
    assert policy_of(code) is policy


@pytest.mark.parametrize("code", ["Bad Code", "x" * 65, "a\nb", "<!channel>", "", "é"])
def test_what_does_not_look_like_a_code_is_not_repeated(code: str):
    assert safe(code) == "unreadable_code"


def test_a_code_is_repeated_as_it_is():
    assert safe("restricted_action_thread_locked") == "restricted_action_thread_locked"
