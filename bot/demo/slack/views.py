"""``views.*``: modals and Home tabs, checked and kept; nothing is drawn here.

Source: docs.slack.dev/surfaces/modals and reference/methods/views.open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.demo.blockkit.checks import Refusal, refused_blocks
from bot.demo.blockkit.content import read_json, with_ids
from bot.demo.slack.platform import ApiError, Platform
from bot.demo.slack.surfaces import modals_of
from bot.demo.workspace import APP, BOT, TEAM, home_id

Arguments = Mapping[str, Any]
Answer = dict[str, Any]
MAX_VIEW_BYTES = 250_000
MAX_STACK = 3
_LENGTHS = {"private_metadata": 3000, "callback_id": 255, "external_id": 255}
_TITLES = ("title", "submit", "close")
_KEYS = {"type", "blocks", *_LENGTHS}
_BLANK: Mapping[str, Mapping[str, Any]] = {
    "home": dict.fromkeys(_LENGTHS, ""),
    "modal": {**dict.fromkeys(_LENGTHS, ""), "clear_on_close": False, "notify_on_close": False},
}
"""What Slack puts in place of what a view does not say."""
_MODAL_KEYS = {*_KEYS, *_TITLES, "clear_on_close", "notify_on_close", "submit_disabled"}


def open_view(platform: Platform, arguments: Arguments) -> Answer:
    """``views.open``: a new modal for the person whose trigger it is."""
    view = _checked(platform, arguments, "modal")
    user = platform.triggers.spend(str(arguments.get("trigger_id", "")))
    for name in modals_of(platform.workspace, user):
        platform.workspace.close_view(name)
    return _show(platform, view, user=user)


def push_view(platform: Platform, arguments: Arguments) -> Answer:
    """``views.push``: one more modal on top, three at most."""
    view = _checked(platform, arguments, "modal")
    user = platform.triggers.spend(str(arguments.get("trigger_id", "")))
    stack = modals_of(platform.workspace, user)
    if len(stack) >= MAX_STACK:
        raise ApiError("push_limit_reached")
    return _show(platform, view, user=user, below=stack)


def update_view(platform: Platform, arguments: Arguments) -> Answer:
    """``views.update``: ``hash`` guards against writing over a newer version."""
    views = platform.workspace.views
    old = views.get(str(arguments.get("view_id", ""))) or next(
        (row for row in views.values() if _same_external_id(row, arguments)), None
    )
    if old is None:
        raise ApiError("not_found")
    if arguments.get("hash") not in {None, old["hash"]}:
        raise ApiError("hash_conflict")
    view = _checked(platform, arguments, old["type"])
    return _show(platform, view, user=old["user"], old=old)


def publish_view(platform: Platform, arguments: Arguments) -> Answer:
    """``views.publish``: a person's Home tab, one per person."""
    user = str(arguments.get("user_id", ""))
    if user not in platform.workspace.users:
        raise ApiError("user_not_found")
    view = _checked(platform, arguments, "home")
    name = home_id(user)
    return _show(platform, view, user=user, old={"id": name, "root_view_id": name})


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
    new = _checked(platform, answer, "modal")
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


def _same_external_id(row: Mapping[str, Any], arguments: Arguments) -> bool:
    wanted = arguments.get("external_id")
    return bool(wanted) and row.get("external_id") == wanted


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


def _checked(platform: Platform, arguments: Arguments, kind: str) -> dict[str, Any]:
    view = read_json(arguments.get("view"))
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
    if len(json.dumps(view)) > MAX_VIEW_BYTES:
        raise ApiError("view_too_large")
    mistakes = list(_mistakes(view, kind))
    unknown = frozenset(platform.unknown_blocks)
    refusal = refused_blocks(view.get("blocks"), surface=kind, at="/view/blocks", unknown=unknown)
    mistakes += refusal.messages or (refusal.error,) if refusal else ()
    if mistakes:
        raise ApiError.of(Refusal("invalid_arguments", tuple(mistakes)))
    return {**view, "blocks": with_ids(view["blocks"], platform.new_id)}


def _mistakes(view: Mapping[str, Any], kind: str) -> Iterator[str]:
    if view.get("type") != kind:
        yield "must be a valid enum value [json-pointer:/view/type]"
    for name in sorted(view.keys() - (_MODAL_KEYS if kind == "modal" else _KEYS)):
        yield f"invalid additional property: {name} [json-pointer:/view]"
    for name, most in _LENGTHS.items():
        if len(str(view.get(name, ""))) > most:
            yield f"must be less than {most + 1} characters [json-pointer:/view/{name}]"
    if kind == "modal":
        yield from _modal_mistakes(view)


def _modal_mistakes(view: Mapping[str, Any]) -> Iterator[str]:
    for name in _TITLES:
        text = view.get(name)
        if text is None and name != "title":
            continue
        words = text.get("text") if isinstance(text, Mapping) else None
        if not isinstance(words, str) or not 1 <= len(words) <= 24:
            yield f"must be less than 25 characters [json-pointer:/view/{name}/text]"
    blocks = view.get("blocks")
    asks = isinstance(blocks, list) and any(
        isinstance(block, Mapping) and block.get("type") == "input" for block in blocks
    )
    if asks and "submit" not in view:
        yield "missing required field: submit [json-pointer:/view]"
