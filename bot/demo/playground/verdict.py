"""Would Slack take this message or view, how near is it to its limits, what do people suffer from?

The rules are those of `bot.demo.blockkit`.  The advice is Slack's own, from
docs.slack.dev/reference/methods/chat.postMessage (text beside blocks, its length),
block-kit/designing-with-block-kit (pictures, buttons that say the same) and
reference/block-kit/block-elements/button-element (labels that are cut on the screen).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.blockkit.checks import (
    MAX_BLOCKS,
    MAX_TOTAL,
    Refusal,
    counted_characters,
)
from bot.demo.blockkit.content import MAX_TEXT, refused_content
from bot.demo.blockkit.views import MAX_VIEW, STRINGS, TITLES, refused_view, view_length

ADVISED_TEXT = 4000
"""Characters after which Slack may cut a text."""
SHOWN_LABEL = 30
"""Characters of a button that are sure to be seen."""
MAX_PROBLEMS = 30
MAX_PROBLEM = 300
"""Characters of one problem."""

NO_TEXT = (
    "There are blocks and no text beside them: a notification has nothing to say, and a screen "
    "reader has to make do with the blocks."
)
LONG_TEXT = f"The text is longer than {ADVISED_TEXT} characters, so Slack may cut it."
NO_ALT = "A picture has no description, so people who cannot see it learn nothing of it."
LONG_LABEL = f"A button says more than {SHOWN_LABEL} characters, so its end may not be seen: “%s”."
SAME_LABEL = "Several buttons say “%s”, and no accessibility_label tells them apart when read out."

_OURS = frozenset({"channel", "is_ephemeral", "visible_to"})
_ADDED = frozenset(
    {"id", "team_id", "app_id", "bot_id", "user", "hash", "state"}
    | {"root_view_id", "previous_view_id", "app_installed_team_id"}
)
"""What Slack adds to a view."""
_WORDS = {
    "no_text": "There is no text, and there are no blocks.",
    "msg_too_long": f"The text is longer than {MAX_TEXT} characters.",
    "msg_blocks_too_long": f"All blocks together hold more than {MAX_TOTAL} characters.",
    "invalid_blocks_format": "The blocks are no list.",
    "view_too_large": f"The view is longer than {MAX_VIEW} characters.",
}

Count = tuple[str, int, int]
"""Of what, how much there is, and how much there may be."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """As ``wire.ts`` has it.  ``problems``: what Slack refuses first, then what is only advice."""

    taken: bool
    problems: list[str]
    counts: list[dict[str, str | int]]
    json: dict[str, Any]


def verdict(content: Mapping[str, Any], *, surface: str) -> Verdict:
    """Judge a message or view as it is shown; nothing that it may hold makes this raise.

    Args:
        surface: ``message``, ``modal`` or ``home``.
    """
    try:
        return _verdict(content, surface)
    except RecursionError:
        return Verdict(False, ["It is nested too deeply to be looked at."], [], {})


def _verdict(content: Mapping[str, Any], surface: str) -> Verdict:
    if surface == "message":
        refused, counts = _refused_message(content), [*_message_counts(content)]
        advice, ours = list(_message_advice(content)), _OURS
    else:
        refused = _sentences(refused_view(_sent(content), surface))
        counts, advice, ours = [*_view_counts(content, surface)], [], frozenset({"user"})
    counts += _block_counts(content.get("blocks"))
    problems = [*refused, *advice, *_block_advice(content.get("blocks"))]
    return Verdict(
        taken=not refused,
        problems=_bounded(list(dict.fromkeys(problems))),
        counts=[{"what": what, "is": amount, "most": most} for what, amount, most in counts],
        json={name: part for name, part in content.items() if name not in ours},
    )


def _refused_message(content: Mapping[str, Any]) -> list[str]:
    refusal = refused_content(content, unknown=frozenset())
    if refusal is not None and refusal.error == "no_text" and content.get("files"):
        return []
    return _sentences(refusal)


def _sent(view: Mapping[str, Any]) -> dict[str, Any]:
    """A view without what Slack added to it."""
    return {name: part for name, part in view.items() if name not in _ADDED}


def _sentences(refusal: Refusal | None) -> list[str]:
    """Slack's words, which point at the mistake, after its error code."""
    if refusal is None:
        return []
    words = refusal.messages or (_WORDS.get(refusal.error, "Slack does not take this."),)
    return [f"{refusal.error}: {text}" for text in words]


def _message_counts(content: Mapping[str, Any]) -> Iterator[Count]:
    if text := _string(content.get("text")):
        yield "Text, as advised", len(text), ADVISED_TEXT
        yield "Text, at most", len(text), MAX_TEXT
    yield from _number_of_blocks(content, "message")
    if content.get("blocks"):
        yield "Characters of all blocks", counted_characters(content["blocks"]), MAX_TOTAL


def _view_counts(view: Mapping[str, Any], surface: str) -> Iterator[Count]:
    yield from _view_strings(view)
    yield from _number_of_blocks(view, surface)
    yield "Characters of the whole view", view_length(_sent(view)), MAX_VIEW


def _view_strings(view: Mapping[str, Any]) -> Iterator[Count]:
    for name, most in TITLES.items():
        if text := _words(view.get(name)):
            yield name, len(text), most
    for name, most in STRINGS.items():
        if text := _string(view.get(name)):
            yield name, len(text), most


def _number_of_blocks(content: Mapping[str, Any], surface: str) -> Iterator[Count]:
    blocks = content.get("blocks")
    if isinstance(blocks, list) and blocks:
        yield "Blocks", len(blocks), MAX_BLOCKS[surface]


def _block_counts(blocks: object) -> Iterator[Count]:
    there = list(_objects(blocks))
    buttons = [row for row in there if row.get("type") == "button"]
    rows = [row.get("elements") for row in there if row.get("type") == "actions"]
    lengths: dict[tuple[str, int], list[int]] = {
        ("Longest section text", 3000): [
            len(_words(row.get("text"))) for row in there if row.get("type") == "section"
        ],
        ("Longest button label", 75): [len(_words(row.get("text"))) for row in buttons],
        ("Longest button value", 2000): [len(_string(row.get("value"))) for row in buttons],
        ("Elements in the fullest row", 25): [len(row) for row in rows if isinstance(row, list)],
        ("Longest block_id", 255): [len(_string(row.get("block_id"))) for row in there],
    }
    for (what, most), found in lengths.items():
        if longest := max(found, default=0):
            yield what, longest, most


def _message_advice(content: Mapping[str, Any]) -> Iterator[str]:
    text = _string(content.get("text"))
    if content.get("blocks") and not text.strip():
        yield NO_TEXT
    if ADVISED_TEXT < len(text) <= MAX_TEXT:
        yield LONG_TEXT


def _block_advice(blocks: object) -> Iterator[str]:
    there = list(_objects(blocks))
    if any(
        row.get("type") == "image" and not _string(row.get("alt_text")).strip() for row in there
    ):
        yield NO_ALT
    buttons = [row for row in there if row.get("type") == "button"]
    labels = [_words(row.get("text")) for row in buttons]
    for label in labels:
        if len(label) > SHOWN_LABEL:
            yield LONG_LABEL % label
    spoken = Counter(
        (label, _string(row.get("accessibility_label")))
        for label, row in zip(labels, buttons, strict=True)
    )
    for (label, _), times in spoken.items():
        if times > 1:
            yield SAME_LABEL % label


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    """Everything that has a type, in reading order."""
    if isinstance(value, Mapping):
        if isinstance(value.get("type"), str):
            yield value
        for part in value.values():
            yield from _objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part)


def _words(text: object) -> str:
    return _string(text.get("text")) if isinstance(text, Mapping) else ""


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _bounded(problems: Sequence[str]) -> list[str]:
    short = [text if len(text) <= MAX_PROBLEM else f"{text[:MAX_PROBLEM]}…" for text in problems]
    rest = len(short) - MAX_PROBLEMS
    return short if rest <= 0 else [*short[:MAX_PROBLEMS], f"And {rest} more."]
