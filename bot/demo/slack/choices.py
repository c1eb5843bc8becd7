"""What choosing makes of an element: the key that Slack sends for its kind, and the value.

Source: docs.slack.dev/reference/block-kit/block-elements and the types of @slack/bolt
(``types/actions/block-action.d.ts``, ``types/view``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.blockkit.content import Element
from bot.demo.blockkit.inputs import is_date, is_moment, is_time, offered
from bot.demo.workspace import User, Workspace

Choice = str | Sequence[str] | None
"""What somebody typed or picked: text, value, label or id; several of them; None for nothing."""

SELECTED: Mapping[str, str] = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "overflow": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}
"""The key that holds the choice, for every kind that holds one."""

EXTERNAL = frozenset({"external_select", "multi_external_select"})
_SEVERAL = frozenset({key for key in SELECTED.values() if key.endswith("s")})


@dataclass(frozen=True, slots=True)
class Reach:
    """What one person can choose from: the workspace, and what the app offered for a menu."""

    workspace: Workspace
    person: User
    suggested: Sequence[Element] = ()


def takes_several(kind: str) -> bool:
    """Whether an element of this kind holds a list."""
    return SELECTED.get(kind) in _SEVERAL


def initial(element: Element) -> object:
    """What the app wrote into an element beforehand."""
    key = SELECTED[element["type"]]
    name = "initial_value" if "value" in key else key.replace("selected_", "initial_")
    return element.get(name) or ([] if takes_several(element["type"]) else None)


def chosen(element: Element, choice: Choice, reach: Reach) -> object:
    """What Slack sends for a choice.

    Raises:
        LookupError: Nobody could choose that here.
    """
    kind = element["type"]
    if not takes_several(kind):
        if isinstance(choice, str):
            return _one(element, choice, reach) if choice else None
        if choice:
            raise LookupError("Only one thing can be chosen here.")
        return None
    wanted = [choice] if isinstance(choice, str) else list(choice or ())
    most = element.get("max_selected_items", len(wanted))
    if len(wanted) > most:
        raise LookupError(f"No more than {most} can be chosen here.")
    return [_one(element, one, reach) for one in dict.fromkeys(wanted)]


def _one(element: Element, wanted: str, reach: Reach) -> object:
    return _PICKS[element["type"].removeprefix("multi_")](element, wanted, reach)


def _offered_option(element: Element, wanted: str, _reach: Reach) -> dict[str, Any]:
    return _option(offered(element), wanted)


def _suggested_option(element: Element, wanted: str, reach: Reach) -> dict[str, Any]:
    before = initial(element)
    own = before if isinstance(before, list) else [before] if before else []
    return _option([*reach.suggested, *own], wanted)


def _option(options: Sequence[Mapping[str, Any]], wanted: str) -> dict[str, Any]:
    for option in options:
        if wanted in {option.get("value"), option["text"]["text"]}:
            return dict(option)
    labels = ", ".join(option["text"]["text"] for option in options)
    raise LookupError(f"The menu does not offer {wanted!r}; it has: {labels or 'nothing'}.")


def _user(_element: Element, wanted: str, reach: Reach) -> str:
    try:
        return reach.workspace.user(wanted).id
    except KeyError:
        raise LookupError(f"There is nobody called {wanted!r} here.") from None


def _public_channel(_element: Element, wanted: str, reach: Reach) -> str:
    return _channel(wanted, reach, {"public"})


def _conversation(element: Element, wanted: str, reach: Reach) -> str:
    kinds = element.get("filter", {}).get("include", ("public", "private", "im"))
    return _channel(wanted, reach, set(kinds))


def _channel(wanted: str, reach: Reach, kinds: set[str]) -> str:
    try:
        channel = reach.workspace.channel(wanted)
    except KeyError:
        raise LookupError(f"There is no channel {wanted!r} here.") from None
    seen = channel.kind == "public" or reach.person.id in channel.members
    if not seen or channel.archived or channel.kind not in kinds:
        raise LookupError(f"The menu does not offer {wanted!r}.")
    return channel.id


def _date(_element: Element, wanted: str, _reach: Reach) -> str:
    if not is_date(wanted):
        raise LookupError(f"{wanted!r} is not a date, such as 2026-11-30.")
    return wanted


def _time(_element: Element, wanted: str, _reach: Reach) -> str:
    if not is_time(wanted):
        raise LookupError(f"{wanted!r} is not a time, such as 09:30.")
    return wanted


def _date_time(_element: Element, wanted: str, _reach: Reach) -> int:
    if not is_moment(wanted):
        raise LookupError(f"{wanted!r} is not a moment in seconds since 1970.")
    return int(wanted)


def _text(_element: Element, wanted: str, _reach: Reach) -> str:
    return wanted


def _rich_text(_element: Element, wanted: str, _reach: Reach) -> dict[str, Any]:
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": wanted}]}
    return {"type": "rich_text", "elements": [words]}


def _file(_element: Element, _wanted: str, _reach: Reach) -> str:
    raise LookupError("Files cannot be attached in this workspace.")


_PICKS: Mapping[str, Callable[[Element, str, Reach], object]] = {
    "static_select": _offered_option,
    "overflow": _offered_option,
    "radio_buttons": _offered_option,
    "checkboxes": _offered_option,
    "external_select": _suggested_option,
    "users_select": _user,
    "conversations_select": _conversation,
    "channels_select": _public_channel,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _date_time,
    "plain_text_input": _text,
    "email_text_input": _text,
    "url_text_input": _text,
    "number_input": _text,
    "rich_text_input": _rich_text,
    "file_input": _file,
}
