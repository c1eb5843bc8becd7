"""What an app writes into its inputs beforehand, and the limits it sets to them.

Slack refuses what nobody could have entered there.  Source:
docs.slack.dev/reference/block-kit/block-elements; the wording of the refusals is not documented,
and so chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from bot.demo.blockkit.pointers import pointed

Element = Mapping[str, Any]
MAX_TYPED = 3000
"""Characters of a text input that names no ``max_length``."""


def offered(element: Element) -> list[dict[str, Any]]:
    """The options of a menu, those in groups too."""
    groups = [group["options"] for group in element.get("option_groups", [])]
    return [*element.get("options", []), *(option for group in groups for option in group)]


def is_date(text: str) -> bool:
    """Whether it is a day as date pickers write it: ``2026-11-30``."""
    return _is_written(text, r"\d{4}-\d\d-\d\d", date.fromisoformat)


def is_time(text: str) -> bool:
    """Whether it is a time as time pickers write it: ``09:30``."""
    return _is_written(text, r"\d\d:\d\d", time.fromisoformat)


def is_moment(seconds: object) -> bool:
    """Whether it has the ten digits that the date and time picker asks for."""
    return re.fullmatch(r"\d{10}", str(seconds), re.ASCII) is not None


def number_of(text: str, *, decimal: bool = True) -> Decimal | None:
    """The number that a text is, always a finite one; None for none.

    Args:
        decimal: Whether it may have digits after a point.
    """
    form = r"-?\d+(\.\d+)?" if decimal else r"-?\d+"
    return Decimal(text) if re.fullmatch(form, text, re.ASCII) else None


def initial_mistakes(element: Element, at: str) -> Iterator[str]:
    """What is wrong with the limits and the initial values of an element of the right shape."""
    check = _CHECKS.get(element["type"])
    if check is not None:
        yield from check(element, at)


def focus_mistakes(blocks: Sequence[Element], at: str) -> Iterator[str]:
    """Only one element may take the focus when a view opens."""
    focused = [
        f"{at}/{index}/{place}/focus_on_load"
        for index, block in enumerate(blocks)
        for place, element in _inside(block)
        if element.get("focus_on_load")
    ]
    for pointer in focused[1:]:
        yield pointed("only one element can have `focus_on_load`", pointer)


def _inside(block: Element) -> Iterator[tuple[str, Element]]:
    for name in ("element", "accessory"):
        if name in block:
            yield name, block[name]
    for name in ("elements", "actions"):
        for index, element in enumerate(block.get(name, ())):
            yield f"{name}/{index}", element


def _option_mistakes(element: Element, at: str) -> Iterator[str]:
    there = offered(element)
    if "initial_option" in element and element["initial_option"] not in there:
        yield pointed("must be one of the options", f"{at}/initial_option")
    for index, option in enumerate(element.get("initial_options", ())):
        if option not in there:
            yield pointed("must be one of the options", f"{at}/initial_options/{index}")


def _text_mistakes(element: Element, at: str) -> Iterator[str]:
    least, most = element.get("min_length", 0), element.get("max_length", MAX_TYPED)
    written = element.get("initial_value")
    if least > most:
        yield pointed("must not be more than max_length", f"{at}/min_length")
    elif written and not least <= len(written) <= most:
        yield pointed(f"must have {least} to {most} characters", f"{at}/initial_value")


def _number_mistakes(element: Element, at: str) -> Iterator[str]:
    decimal = bool(element["is_decimal_allowed"])
    read: dict[str, Decimal] = {}
    for name in ("min_value", "max_value", "initial_value"):
        if name not in element:
            continue
        number = number_of(element[name], decimal=decimal)
        if number is None:
            yield pointed("must be a valid number", f"{at}/{name}")
        else:
            read[name] = number
    least, most = read.get("min_value"), read.get("max_value")
    if least is not None and most is not None and least > most:
        yield pointed("must not be more than max_value", f"{at}/min_value")
    elif "initial_value" in read and not within(read["initial_value"], least, most):
        yield pointed("must lie between min_value and max_value", f"{at}/initial_value")


def within(number: Decimal, least: Decimal | None, most: Decimal | None) -> bool:
    """Whether a number keeps to limits; None is no limit."""
    return (least is None or number >= least) and (most is None or number <= most)


def _form_mistakes(element: Element, at: str) -> Iterator[str]:
    name, fits, what = _FORMS[element["type"]]
    if name in element and not fits(element[name]):
        yield pointed(f"must be {what}", f"{at}/{name}")


def _is_written(text: str, form: str, read: Callable[[str], object]) -> bool:
    try:
        return bool(re.fullmatch(form, text, re.ASCII)) and str(read(text)).startswith(text)
    except ValueError:
        return False


_FORMS: Mapping[str, tuple[str, Callable[[Any], bool], str]] = {
    "datepicker": ("initial_date", is_date, "a date, such as 2026-11-30"),
    "timepicker": ("initial_time", is_time, "a time, such as 09:30"),
    "datetimepicker": ("initial_date_time", is_moment, "10 digits, the seconds since 1970"),
}
_CHECKS: Mapping[str, Callable[[Element, str], Iterator[str]]] = {
    "static_select": _option_mistakes,
    "multi_static_select": _option_mistakes,
    "radio_buttons": _option_mistakes,
    "checkboxes": _option_mistakes,
    "plain_text_input": _text_mistakes,
    "number_input": _number_mistakes,
    "datepicker": _form_mistakes,
    "timepicker": _form_mistakes,
    "datetimepicker": _form_mistakes,
}
