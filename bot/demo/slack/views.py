"""``views.*``: modals and Home tabs, checked and kept; nothing is drawn here.

Source: docs.slack.dev/surfaces/modals and reference/methods/views.open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.blockkit.content import read_json, with_ids
from bot.demo.blockkit.views import MAX_STACK, STRINGS, refused_view
from bot.demo.slack.platform import ApiError, Platform
from bot.demo.slack.surfaces import modals_of
from bot.demo.workspace import APP, BOT, TEAM, home_id

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
_BLANK: Mapping[str, Mapping[str, Any]] = {
    "home": dict.fromkeys(STRINGS, ""),
    "modal": {**dict.fromkeys(STRINGS, ""), "clear_on_close": False, "notify_on_close": False},
}
"""What Slack puts in place of what a view does not say."""


def open_view(platform: Platform, arguments: Arguments) -> Answer:
    """``views.open``: a new modal for the person whose trigger it is."""
    view = _checked(platform, arguments, "modal")
    user = platform.triggers.spend(str(arguments.get("trigger_id", "")))
    for name in modals_of(platform.workspace, user):
        platform.workspace.close_view(name)
    return _show(platform, view, user=user)


def push_view(platform: Platform, arguments: Arguments) -> Answer:
    """``views.push``: one more modal on top, three at most.

    The trigger must come from within a modal.  Slack says ``invalid_trigger_id`` to any other
    (slackapi/python-slack-sdk#804); here it does so when no modal is open.
    """
    view = _checked(platform, arguments, "modal")
    user = platform.triggers.spend(str(arguments.get("trigger_id", "")))
    stack = modals_of(platform.workspace, user)
    if not stack:
        raise ApiError("invalid_trigger_id")
    if len(stack) >= MAX_STACK:
        raise ApiError("push_limit_reached")
    return _show(platform, view, user=user, below=stack)


def update_view(platform: Platform, arguments: Arguments) -> Answer:
    """``views.update``: ``hash`` guards against writing over a newer version."""
    views = platform.workspace.views
    named = views.get(str(arguments.get("view_id", "")))
    old = named or _of_external_id(platform, arguments.get("external_id"))
    if old is None:
        raise ApiError("not_found")
    if arguments.get("hash") not in (None, old["hash"]):
        raise ApiError("hash_conflict")
    view = _checked(platform, arguments, old["type"], old=old["id"])
    return _show(platform, view, user=old["user"], old=old)


def publish_view(platform: Platform, arguments: Arguments) -> Answer:
    """``views.publish``: a person's Home tab, one per person."""
    user = platform.workspace.users.get(str(arguments.get("user_id", "")))
    if user is None or user.is_bot:
        raise ApiError("user_not_found")
    name = home_id(user.id)
    view = _checked(platform, arguments, "home", old=name)
    return _show(platform, view, user=user.id, old={"id": name, "root_view_id": name})


def answer_submission(
    platform: Platform, view: Mapping[str, Any], answer: Mapping[str, Any] | None
) -> Mapping[str, str]:
    """Do to a submitted modal what the ack says; an empty ack (None) closes it.

    Source: docs.slack.dev/surfaces/modals, "Updating and closing views".

    Returns:
        What is wrong with the inputs, by ``block_id``; the view then stays open.

    Raises:
        ApiError: The answer is none; the view stays open and Slack speaks of trouble.
    """
    action = "close" if answer is None else answer.get("response_action")
    stack = modals_of(platform.workspace, view["user"])
    if answer is None or action == "clear":
        for name in reversed(stack if action == "clear" else [view["id"]]):
            platform.workspace.close_view(name)
        return {}
    if action == "errors":
        return _checked_errors(view, answer.get("errors"))
    if action not in {"update", "push"}:
        raise ApiError("invalid_response_action")
    new = _checked(platform, answer, "modal", old=view["id"] if action == "update" else "")
    if action == "update":
        _show(platform, new, user=view["user"], old=view)
    elif len(stack) < MAX_STACK:
        _show(platform, new, user=view["user"], below=stack)
    else:
        raise ApiError("push_limit_reached")
    return {}


def _checked_errors(view: Mapping[str, Any], errors: object) -> Mapping[str, str]:
    asked = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, Mapping) or not errors or not errors.keys() <= asked:
        raise ApiError("invalid_errors")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise ApiError("invalid_errors")
    return dict(errors)


def _show(
    platform: Platform,
    view: Mapping[str, Any],
    *,
    user: str,
    below: Sequence[str] = (),
    old: Mapping[str, Any] | None = None,
) -> Answer:
    """Show a new view on top of those below, or in the place of an old one, under its id."""
    name = old["id"] if old else f"V0{platform.new_id().upper()}"
    shown = {
        **_BLANK[view["type"]],
        **view,
        "id": name,
        "team_id": TEAM,
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
        "user": user,
        "hash": f"{int(platform.now())}.{platform.new_id()}",
        "root_view_id": old["root_view_id"] if old else [*below, name][0],
        "previous_view_id": old.get("previous_view_id") if old else [None, *below][-1],
        "state": {"values": {}},
    }
    platform.workspace.show_view(shown)
    return {"view": {key: value for key, value in shown.items() if key != "user"}}


def _checked(
    platform: Platform, arguments: Arguments, kind: str, *, old: str = ""
) -> dict[str, Any]:
    """The view of a call or an answer, with ids.

    Args:
        old: The id of the view in whose place it comes.

    Raises:
        ApiError: Slack would not take it.
    """
    view = read_json(arguments.get("view"))
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
    if refusal := refused_view(view, kind, unknown=frozenset(platform.unknown_blocks)):
        raise ApiError.of(refusal)
    # Nobody's view may have it, whoever looks at it (slackapi/node-slack-sdk#1012).
    same = _of_external_id(platform, view.get("external_id"))
    if same is not None and same["id"] != old:
        raise ApiError("duplicate_external_id")
    return {**view, "blocks": with_ids(view["blocks"], platform.new_id)}


def _of_external_id(platform: Platform, wanted: object) -> dict[str, Any] | None:
    rows = platform.workspace.views.values()
    return next((row for row in rows if wanted and row.get("external_id") == wanted), None)
