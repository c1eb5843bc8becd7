"""What each kind of block holds, and on which surface it may stand.

Source: docs.slack.dev/reference/block-kit/blocks, as of 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.demo.blockkit.shapes import (
    ELEMENTS,
    LONG,
    MARK,
    MARK_150,
    Anything,
    Flag,
    Kind,
    ListOf,
    Num,
    Obj,
    Rule,
    Str,
    Text,
)

BLOCK_ID: Mapping[str, Rule] = {"block_id": Str(255)}
STYLE = Obj(
    optional={
        "bold": Flag(),
        "italic": Flag(),
        "strike": Flag(),
        "underline": Flag(),
        "code": Flag(),
        "highlight": Flag(),
        "client_highlight": Flag(),
        "unlink": Flag(),
    }
)
STYLED: Mapping[str, Rule] = {"style": STYLE}
BORDER: Mapping[str, Rule] = {"border": Num(0, 1)}
INLINE = Kind(
    (
        "text",
        "link",
        "user",
        "channel",
        "usergroup",
        "team",
        "broadcast",
        "emoji",
        "date",
        "color",
    )
)
RICH_TEXT: Mapping[str, Obj] = {
    "rich_text_section": Obj({"elements": ListOf(INLINE)}),
    "rich_text_quote": Obj({"elements": ListOf(INLINE)}, BORDER),
    "rich_text_preformatted": Obj({"elements": ListOf(Kind(("text", "link")))}, BORDER),
    "rich_text_list": Obj(
        {
            "elements": ListOf(Kind(("rich_text_section",))),
            "style": Str(choices=("bullet", "ordered")),
        },
        {**BORDER, "indent": Num(low=0), "offset": Num(low=0)},
    ),
    "text": Obj({"text": Str(low=1)}, STYLED),
    "link": Obj({"url": Str(low=1)}, {**STYLED, "text": Str(), "unsafe": Flag()}),
    "user": Obj({"user_id": Str(low=1)}, STYLED),
    "channel": Obj({"channel_id": Str(low=1)}, STYLED),
    "usergroup": Obj({"usergroup_id": Str(low=1)}, STYLED),
    "team": Obj({"team_id": Str(low=1)}, STYLED),
    "broadcast": Obj({"range": Str(choices=("here", "channel", "everyone"))}, STYLED),
    "emoji": Obj({"name": Str(low=1)}, {**STYLED, "unicode": Str(), "url": Str()}),
    "date": Obj(
        {"timestamp": Num(), "format": Str(low=1)}, {**STYLED, "url": Str(), "fallback": Str()}
    ),
    "color": Obj({"value": Str(low=1)}, STYLED),
}
PARTS: Mapping[str, Obj] = {**ELEMENTS, **RICH_TEXT}
"""Everything with a ``type`` that is no block."""

SELECTS = (
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
)
PRESSED = (
    "button",
    "workflow_button",
    "overflow",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    *SELECTS,
)
ASKED = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "datetimepicker",
    *SELECTS,
)
IMAGE = Kind(("image",))
RICH = Kind(("rich_text",), blocks=True)
CELL = Kind(("raw_text", "raw_number", "rich_text"))
POINT = Obj({"label": Str(20, 1), "value": Num()})
SERIES = Obj({"name": Str(20, 1), "data": ListOf(POINT, 20, 1)})
AXES = Obj({"categories": ListOf(Str(20, 1), 20, 1)}, {"x_label": Str(50), "y_label": Str(50)})
CHARTS: Mapping[str, Obj] = {
    "pie": Obj(
        {"segments": ListOf(Obj({"label": Str(20, 1), "value": Num(positive=True)}), 6, 1)}
    ),
    "line": Obj({"series": ListOf(SERIES, 6, 1), "axis_config": AXES}),
    "bar": Obj({"series": ListOf(SERIES, 6, 1), "axis_config": AXES}),
    "area": Obj({"series": ListOf(SERIES, 6, 1), "axis_config": AXES}),
}
CARD: Mapping[str, Rule] = {
    **BLOCK_ID,
    "hero_image": IMAGE,
    "icon": IMAGE,
    "title": MARK_150,
    "subtitle": MARK_150,
    "body": Text(200, markup=True, plain=False),
    "actions": ListOf(Kind(("button",)), 5),
}
ALIGN = Obj({}, {"align": Str(choices=("left", "center", "right")), "is_wrapped": Flag()})
TASK_STATUS = Str(choices=("pending", "in_progress", "complete", "error"))

BLOCKS: Mapping[str, Obj] = {
    "section": Obj(
        {},
        {
            **BLOCK_ID,
            "text": MARK,
            "fields": ListOf(Text(2000, markup=True), 10, 1),
            "accessory": Kind((*PRESSED, "image")),
            "expand": Flag(),
        },
        ("text", "fields"),
    ),
    "header": Obj({"text": Text(150)}, {**BLOCK_ID, "level": Num(1, 4)}),
    "divider": Obj({}, BLOCK_ID),
    "context": Obj({"elements": ListOf(Kind(("image", "plain_text", "mrkdwn")), 10, 1)}, BLOCK_ID),
    "actions": Obj(
        {"elements": ListOf(Kind((*PRESSED, "datetimepicker", "rich_text_input")), 25, 1)},
        BLOCK_ID,
    ),
    "context_actions": Obj(
        {"elements": ListOf(Kind(("feedback_buttons", "icon_button")), 5, 1)}, BLOCK_ID
    ),
    "image": Obj(
        ELEMENTS["image"].required,
        {**ELEMENTS["image"].optional, **BLOCK_ID, "title": LONG},
        ELEMENTS["image"].either,
    ),
    "input": Obj(
        {"label": LONG, "element": Kind(ASKED)},
        {**BLOCK_ID, "hint": LONG, "optional": Flag(), "dispatch_action": Flag()},
    ),
    "markdown": Obj({"text": Str(12_000, 1)}, BLOCK_ID),
    "rich_text": Obj(
        {
            "elements": ListOf(
                Kind(
                    (
                        "rich_text_section",
                        "rich_text_list",
                        "rich_text_quote",
                        "rich_text_preformatted",
                    )
                )
            )
        },
        BLOCK_ID,
    ),
    "table": Obj(
        {"rows": ListOf(ListOf(CELL, 20), 100, 1)},
        {**BLOCK_ID, "column_settings": ListOf(ALIGN, 20)},
    ),
    "data_table": Obj(
        {"caption": Str(low=1), "rows": ListOf(ListOf(CELL, 20), 101, 2)},
        {**BLOCK_ID, "page_size": Num(1, 100), "row_header_column_index": Num(low=0)},
    ),
    "data_visualization": Obj({"title": Str(50, 1), "chart": Anything()}, BLOCK_ID),
    "card": Obj({}, CARD, ("title", "subtitle", "body", "hero_image", "actions")),
    "carousel": Obj({"elements": ListOf(Kind(("card",), blocks=True), 10, 1)}, BLOCK_ID),
    "alert": Obj(
        {"text": Text(200, markup=True)},
        {**BLOCK_ID, "level": Str(choices=("default", "info", "warning", "error", "success"))},
    ),
    "video": Obj(
        {"alt_text": Str(2000), "title": Text(199), "thumbnail_url": Str(), "video_url": Str()},
        {**BLOCK_ID, "author_name": Str(49), "title_url": Str(), "description": Text(200)},
    ),
    "task_card": Obj(
        {"task_id": Str(), "title": Str(), "status": TASK_STATUS},
        {**BLOCK_ID, "details": RICH, "output": RICH, "sources": ListOf(Kind(("url",)))},
    ),
    "plan": Obj({"title": Str()}, {**BLOCK_ID, "tasks": ListOf(Anything())}),
}

EVERYWHERE = frozenset({"message", "modal", "home"})
SURFACES: Mapping[str, frozenset[str]] = {
    "data_table": frozenset({"message", "home"}),
    "card": frozenset({"message", "home"}),
    "carousel": frozenset({"message", "home"}),
    "table": frozenset({"message", "home"}),
    "alert": frozenset({"modal"}),
    "markdown": frozenset({"message"}),
    "data_visualization": frozenset({"message"}),
    "context_actions": frozenset({"message"}),
    "plan": frozenset({"message"}),
    "task_card": frozenset({"message"}),
}
"""Blocks that may not stand everywhere."""
