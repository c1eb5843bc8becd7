"""Would Slack take these blocks?  Its limits, its error codes and its way of pointing at mistakes.

The wording of the messages is Slack's, as people have reported it: ``must be less than 3001
characters [json-pointer:/blocks/0/text/text]``.  Not documented by Slack, and so chosen: text is
counted in Unicode characters, and the total counts everything but types and ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeGuard

from bot.demo.blockkit.inputs import focus_mistakes, initial_mistakes
from bot.demo.blockkit.kinds import BLOCKS, CHARTS, EVERYWHERE, PARTS, SURFACES
from bot.demo.blockkit.pointers import pointed
from bot.demo.blockkit.shapes import Anything, Flag, Kind, ListOf, Num, Obj, Rule, Str, Text

MAX_BLOCKS: Mapping[str, int] = {"message": 50, "modal": 100, "home": 100}
MAX_TOTAL = 13_000
MAX_MARKDOWN = 12_000
MAX_CELLS = 10_000
MAX_CHARTS = 2
_UNCOUNTED = frozenset({"type", "block_id", "action_id", "style"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Slack's answer to what it will not take: its error code, and where the mistakes are."""

    error: str
    messages: tuple[str, ...] = ()

    def answer(self) -> dict[str, Any]:
        """As the Web API says it."""
        answer: dict[str, Any] = {"ok": False, "error": self.error}
        if self.messages:
            answer["errors"] = list(self.messages)
            marked = [f"[ERROR] {message}" for message in self.messages]
            answer["response_metadata"] = {"messages": marked}
        return answer


def refused_blocks(
    blocks: object,
    *,
    surface: str = "message",
    at: str = "/blocks",
    unknown: frozenset[str] = frozenset(),
) -> Refusal | None:
    """Check the blocks of one message or view; None when Slack would take them.

    Args:
        at: Where the blocks stand, for the pointers.
        unknown: Kinds of block that this workspace does not know yet (new ones come in stages).
    """
    if not isinstance(blocks, list):
        return Refusal("invalid_blocks_format")
    if len(blocks) > MAX_BLOCKS[surface]:
        return Refusal(
            "invalid_blocks", (pointed(f"no more than {MAX_BLOCKS[surface]} items allowed", at),)
        )
    known = tuple(
        name
        for name in BLOCKS
        if name not in unknown and surface in SURFACES.get(name, EVERYWHERE)
    )
    mistakes = [
        mistake
        for index, block in enumerate(blocks)
        for mistake in _mistakes(Kind(known, blocks=True), block, f"{at}/{index}")
    ]
    mistakes += [] if mistakes else [*_repeated_ids(blocks, at), *focus_mistakes(blocks, at)]
    if mistakes:
        return Refusal("invalid_blocks", tuple(mistakes))
    return _refused_sums(blocks, surface)


def _refused_sums(blocks: Sequence[Mapping[str, Any]], surface: str) -> Refusal | None:
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] + kinds["data_table"] > 1:
        return Refusal("invalid_attachments", ("only_one_table_allowed",))
    if kinds["data_visualization"] > MAX_CHARTS:
        return Refusal("invalid_blocks", ("too many data_visualization blocks",))
    cells = sum(counted_characters(block["rows"]) for block in blocks if "rows" in block)
    if cells > MAX_CELLS:
        return Refusal("invalid_blocks", (f"tables may hold {MAX_CELLS} characters",))
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MAX_MARKDOWN or (
        surface == "message" and counted_characters(blocks) > MAX_TOTAL
    ):
        return Refusal("msg_blocks_too_long")
    return None


def counted_characters(value: object) -> int:
    """What of these blocks counts towards `MAX_TOTAL`."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(
            counted_characters(part) for key, part in value.items() if key not in _UNCOUNTED
        )
    if isinstance(value, list):
        return sum(counted_characters(part) for part in value)
    return 0


def _repeated_ids(blocks: Sequence[Mapping[str, Any]], at: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            yield pointed(f'`block_id` "{name}" already exists', f"{at}/{index}/block_id")
        seen |= {name} if name else set()
        actions: set[str] = set()
        for place, element in enumerate(block.get("elements", ())):
            action = element.get("action_id")
            if action in actions:
                where = f"{at}/{index}/elements/{place}/action_id"
                yield pointed(f'`action_id` "{action}" already exists', where)
            actions |= {action} if action else set()


def _mistakes(rule: Rule, value: object, at: str) -> Iterator[str]:
    yield from _CHECKS[type(rule)](rule, value, at)


def _no_mistakes(_rule: Anything, _value: object, _at: str) -> Iterator[str]:
    yield from ()


def _flag_mistakes(_rule: Flag, value: object, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield pointed("must provide a boolean", at)


def _string_mistakes(rule: Str, value: object, at: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield pointed("must provide a string", at)
    elif rule.choices and value not in rule.choices:
        yield pointed("must be a valid enum value", at)
    elif len(value) < rule.low:
        yield pointed(f"must be more than {rule.low - 1} characters", at)
    elif rule.high is not None and len(value) > rule.high:
        yield pointed(f"must be less than {rule.high + 1} characters", at)


def _is_number(value: object) -> TypeGuard[int | float]:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _number_mistakes(rule: Num, value: object, at: str) -> Iterator[str]:
    if not _is_number(value):
        yield pointed("must provide a number", at)
    elif rule.positive and value <= 0:
        yield pointed("must be greater than 0", at)
    elif rule.low is not None and value < rule.low:
        yield pointed(f"must be at least {rule.low:g}", at)
    elif rule.high is not None and value > rule.high:
        yield pointed(f"must be at most {rule.high:g}", at)


def _text_mistakes(rule: Text, value: object, at: str) -> Iterator[str]:
    kinds = ("plain_text",) * rule.plain + ("mrkdwn",) * rule.markup
    flag = "verbatim" if isinstance(value, Mapping) and value.get("type") == "mrkdwn" else "emoji"
    shape = Obj({"type": Str(choices=kinds), "text": Str(rule.high, 1)}, {flag: Flag()})
    yield from object_mistakes(shape, value, at, typed=False)


def _list_mistakes(rule: ListOf, value: object, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield pointed("must provide an array", at)
        return
    if len(value) < rule.low:
        yield pointed(f"no less than {rule.low} items allowed", at)
    if rule.high is not None and len(value) > rule.high:
        yield pointed(f"no more than {rule.high} items allowed", at)
    for index, item in enumerate(value):
        yield from _mistakes(rule.item, item, f"{at}/{index}")


def _kind_mistakes(rule: Kind, value: object, at: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield pointed("must provide an object", at)
        return
    name = value.get("type")
    if not isinstance(name, str):
        yield pointed("missing required field: type", at)
    elif name not in rule.names:
        yield pointed(f"unsupported type: {name}", f"{at}/type")
    elif name in {"plain_text", "mrkdwn"}:
        yield from _text_mistakes(Text(markup=True), value, at)
    else:
        shape = (BLOCKS if rule.blocks or name not in PARTS else PARTS)[name]
        mistakes = list(object_mistakes(shape, value, at))
        yield from mistakes or initial_mistakes(value, at)
        if name == "data_visualization":
            yield from _chart_mistakes(value.get("chart"), f"{at}/chart")


def _chart_mistakes(chart: object, at: str) -> Iterator[str]:
    kind = chart.get("type") if isinstance(chart, Mapping) else None
    if isinstance(kind, str) and kind in CHARTS:
        yield from object_mistakes(CHARTS[kind], chart, at)
    else:
        yield pointed("failed to match all allowed schemas", at)


def object_mistakes(rule: Obj, value: object, at: str, *, typed: bool = True) -> Iterator[str]:
    """What is wrong with one object.

    Args:
        typed: Whether it may say its ``type``, which was looked at already.
    """
    if not isinstance(value, Mapping):
        yield pointed("must provide an object", at)
        return
    for name in rule.required:
        if name not in value:
            yield pointed(f"missing required field: {name}", at)
    if rule.either and not any(name in value for name in rule.either):
        yield pointed(f"missing required field: {rule.either[0]}", at)
    for name, part in value.items():
        known = rule.required.get(name) or rule.optional.get(name)
        if known is not None:
            yield from _mistakes(known, part, f"{at}/{name}")
        elif not (typed and name == "type"):
            yield pointed(f"invalid additional property: {name}", at)


_CHECKS: Mapping[type, Callable[..., Iterator[str]]] = {
    Str: _string_mistakes,
    Num: _number_mistakes,
    Flag: _flag_mistakes,
    Text: _text_mistakes,
    ListOf: _list_mistakes,
    Kind: _kind_mistakes,
    Obj: object_mistakes,
    Anything: _no_mistakes,
}
