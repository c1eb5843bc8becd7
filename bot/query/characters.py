"""One spelling for signs, dashes and quotes of many keyboards."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»＂〝〞「」『』"), '"') | dict.fromkeys(
    map(ord, "‘’‚‛＇"), "'"
)
_HYPHENS = "‐‑‒–−﹘﹣－"
# Phones turn two hyphens into one long dash; the others stand for a hyphen.
_DASHES = {ord(dash): "--" for dash in "—―"} | {ord(dash): "-" for dash in _HYPHENS}
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_POINTS = {ord("、"): ",", ord("。"): ","}
_RELATIONS = {ord("≥"): ">=", ord("≤"): "<=", ord("≠"): "!="}
_LOOKALIKES = {ord("∼"): "~", ord("∗"): "*", ord("ˍ"): "_", ord("∶"): ":"}
"""What our own messages show where Slack would read formatting: copied, it means the same."""

_TABLE = _FULL_WIDTH | _QUOTES | _DASHES | _POINTS | _RELATIONS | _LOOKALIKES

OPENING = re.compile(
    rf"(?:^|[\s=~<>,:!＝～＜＞，：！、。≥≤≠]|(?:^|\s)[-—―{_HYPHENS}]{{1,2}})([\"'])"
)
"""A quote that may open a quotation; before signs are translated, or after."""

CLOSING = {'"': re.compile('"'), "'": re.compile(r"'(?=[\s,，、。]|$)")}
"""What closes it: an apostrophe inside a word does not."""

_AROUND = re.compile(r"\s*(!=|>=|<=|!~|[=~<>])\s*")
_STRUCK = re.compile(r"(?<!\S)~+([^\s~]+)~+(?!\S)")
_UNSAFE = re.compile(r"[\s\"',=~<>!`]")


def composed(text: str) -> str:
    """The one way to write accents (NFC), so that two texts that look alike are alike."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def straight_quotes(text: str) -> str:
    """Every kind of quote as one of the two that keyboards have."""
    return text.translate(_QUOTES)


def straight(text: str) -> str:
    """Signs, dashes and widths as on a plain keyboard."""
    return text if text.isascii() else composed(text.translate(_TABLE))


def unquoted(text: str) -> str:
    """Text outside quotations: plain signs without blanks around, no marks of formatting."""
    return _AROUND.sub(r"\1", _STRUCK.sub(r"\1", straight(text).replace("`", "")))


def is_plain(value: str) -> bool:
    """Whether a value reads as itself without quotes.

    With a sign before it, because an accent at its beginning would join that sign.
    """
    text = f"={value}"
    return bool(value) and not _UNSAFE.search(value) and unquoted(composed(text)) == text
