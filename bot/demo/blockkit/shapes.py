"""What blocks look like: one table for blocks, one for what stands in them.

Sources: docs.slack.dev/reference/block-kit (blocks, block elements, composition objects), as of
2026-11; where sources disagree, the lower number.  `bot.demo.blockkit.checks` reads these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Str:
    """A string of ``low`` to ``high`` characters, or one of ``choices``."""

    high: int | None = None
    low: int = 0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Num:
    """A number; with ``positive`` above zero, else within the limits."""

    low: float | None = None
    high: float | None = None
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text object of 1 to ``high`` characters; ``mrkdwn`` where ``markup`` says so."""

    high: int = 3000
    markup: bool = False
    plain: bool = True


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of ``low`` to ``high`` items."""

    item: Rule
    high: int | None = None
    low: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """An object that says by ``type`` which one of ``names`` it is, in BLOCKS or ELEMENTS."""

    names: tuple[str, ...]
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Obj:
    """An object with these keys and no other; with ``either``, at least one of those keys."""

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    either: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anything:
    """Not looked at."""


Rule = Str | Num | Flag | Text | ListOf | Kind | Obj | Anything

LONG, MARK = Text(2000), Text(markup=True)
PLACEHOLDER, MARK_150 = Text(150), Text(150, markup=True, plain=False)
LABEL = Str(75)
CONFIRM = Obj(
    {"text": Text(300, markup=True)},
    {
        "title": Text(100),
        "confirm": Text(30),
        "deny": Text(30),
        "style": Str(choices=("primary", "danger")),
    },
)
# `value`: @slack/types says 3000, the documentation 150.
OPTION = Obj({"text": Text(75)}, {"value": Str(150), "description": Text(75), "url": Str(3000)})
MARK_OPTION = Obj(
    {"text": Text(75, markup=True)},
    {"value": Str(150), "description": Text(75, markup=True), "url": Str(3000)},
)
GROUP = Obj({"label": Text(75), "options": ListOf(OPTION, 100, 1)})
WHO: Mapping[str, Rule] = {"action_id": Str(255), "confirm": CONFIRM, "focus_on_load": Flag()}
ASK: Mapping[str, Rule] = {**WHO, "placeholder": PLACEHOLDER}
CHOICES: Mapping[str, Rule] = {
    "options": ListOf(OPTION, 100, 1),
    "option_groups": ListOf(GROUP, 100, 1),
}
MANY: Mapping[str, Rule] = {"max_selected_items": Num(low=1)}
IDS = ListOf(Str())
CHANNEL_FILTER = Obj(
    optional={
        "include": ListOf(Str(choices=("im", "mpim", "private", "public"))),
        "exclude_bot_users": Flag(),
        "exclude_external_shared_channels": Flag(),
    }
)
PLACE: Mapping[str, Rule] = {
    **ASK,
    "default_to_current_conversation": Flag(),
    "filter": CHANNEL_FILTER,
}
TYPED: Mapping[str, Rule] = {
    "action_id": Str(255),
    "focus_on_load": Flag(),
    "placeholder": PLACEHOLDER,
    "initial_value": Str(3000),
    "dispatch_action_config": Obj(
        optional={
            "trigger_actions_on": ListOf(
                Str(choices=("on_enter_pressed", "on_character_entered")), 2
            )
        }
    ),
}
FILE = Obj(optional={"id": Str(), "url": Str()}, either=("id", "url"))
PICTURE = Obj(
    {"alt_text": Str(2000)},
    {"image_url": Str(3000), "slack_file": FILE},
    ("image_url", "slack_file"),
)
FEEDBACK = Obj({"text": Text(75), "value": Str(2000)}, {"accessibility_label": LABEL})
BUTTON_LOOK: Mapping[str, Rule] = {
    **WHO,
    "style": Str(choices=("primary", "danger")),
    "accessibility_label": LABEL,
}
WORKFLOW = Obj({"trigger": Anything()})

ELEMENTS: Mapping[str, Obj] = {
    "button": Obj({"text": Text(75)}, {**BUTTON_LOOK, "value": Str(2000), "url": Str(3000)}),
    "workflow_button": Obj({"text": Text(75), "workflow": WORKFLOW}, BUTTON_LOOK),
    "icon_button": Obj(
        {"icon": Str(), "text": Text(75)},
        {**WHO, "value": Str(2000), "accessibility_label": LABEL, "visible_to_user_ids": IDS},
    ),
    "feedback_buttons": Obj(
        {"positive_button": FEEDBACK, "negative_button": FEEDBACK}, {"action_id": Str(255)}
    ),
    "overflow": Obj({"options": ListOf(OPTION, 5, 1)}, WHO),
    "checkboxes": Obj(
        {"options": ListOf(MARK_OPTION, 10, 1)},
        {**WHO, "initial_options": ListOf(MARK_OPTION, 10, 1)},
    ),
    "radio_buttons": Obj(
        {"options": ListOf(MARK_OPTION, 10, 1)}, {**WHO, "initial_option": MARK_OPTION}
    ),
    "static_select": Obj(
        {}, {**ASK, **CHOICES, "initial_option": OPTION}, ("options", "option_groups")
    ),
    "multi_static_select": Obj(
        {},
        {**ASK, **CHOICES, **MANY, "initial_options": ListOf(OPTION, 100, 1)},
        ("options", "option_groups"),
    ),
    "external_select": Obj({}, {**ASK, "initial_option": OPTION, "min_query_length": Num(low=0)}),
    "multi_external_select": Obj(
        {},
        {**ASK, **MANY, "initial_options": ListOf(OPTION, 100), "min_query_length": Num(low=0)},
    ),
    "users_select": Obj({}, {**ASK, "initial_user": Str()}),
    "multi_users_select": Obj({}, {**ASK, **MANY, "initial_users": IDS}),
    "conversations_select": Obj(
        {}, {**PLACE, "initial_conversation": Str(), "response_url_enabled": Flag()}
    ),
    "multi_conversations_select": Obj({}, {**PLACE, **MANY, "initial_conversations": IDS}),
    "channels_select": Obj({}, {**ASK, "initial_channel": Str(), "response_url_enabled": Flag()}),
    "multi_channels_select": Obj({}, {**ASK, **MANY, "initial_channels": IDS}),
    "datepicker": Obj({}, {**ASK, "initial_date": Str(10)}),
    "timepicker": Obj({}, {**ASK, "initial_time": Str(5), "timezone": Str()}),
    "datetimepicker": Obj({}, {**WHO, "initial_date_time": Num(low=0)}),
    "plain_text_input": Obj(
        {},
        {
            **TYPED,
            "multiline": Flag(),
            "min_length": Num(0, 3000),
            "max_length": Num(1, 3000),
        },
    ),
    "email_text_input": Obj({}, TYPED),
    "url_text_input": Obj({}, TYPED),
    "number_input": Obj(
        {"is_decimal_allowed": Flag()}, {**TYPED, "min_value": Str(), "max_value": Str()}
    ),
    "rich_text_input": Obj({}, {**TYPED, "initial_value": Kind(("rich_text",), blocks=True)}),
    "file_input": Obj({}, {"action_id": Str(255), "filetypes": IDS, "max_files": Num(1, 10)}),
    "image": PICTURE,
    "raw_text": Obj({"text": Str()}),
    "raw_number": Obj({"value": Num(), "text": Str()}),
    "url": Obj({"url": Str(3000), "text": Str()}),
}
