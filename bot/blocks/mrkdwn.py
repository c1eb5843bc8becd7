"""Text from outside, made fit to be shown: nothing in it pings, links, formats or hides.

Slack reads ``<…>`` everywhere, so ``&``, ``<`` and ``>`` are always escaped.  Its ``*_~:`` and
back-ticks have no escape: in code only the back-tick matters and is replaced; in running text each
one that could format is replaced by a character that looks the same (`plain`).  Bare addresses
stay dead because our mrkdwn objects are ``verbatim``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

MARK = "…"
NOTHING = "–"
"""What stands where a value is empty: Slack refuses empty text."""

_MOST_ACCENTS = 4
_BLANKS = frozenset({"Zl", "Zp", "Zs"})
_UNKNOWN = frozenset({"Cs", "Cn", "Co"})
_LINES = frozenset("\n\t\r\v\f")

_RUN = r"[A-Za-z0-9 .,·…/()+=;-]*+"
_HARMLESS = re.compile(rf"{_RUN}(?:(?<=[A-Za-z0-9])[*_~](?=[A-Za-z0-9]){_RUN})*+")
"""Nothing in it needs a look: nearly every name and word there is.  Possessive, so never slow."""

_FORMATS = re.compile(
    r"`"
    r"|(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])"  # inside a word Slack takes them as they are
    r"|:(?=[\w+'-]{1,100}:)"  # :emoji:
    r"|(?<![A-Za-z0-9])[@#](?=\w)"
    r"|(?i:(?<=http)|(?<=https)|(?<=ftp)|(?<=mailto)|(?<=tel)):"
)
_EMOJI = re.compile(r":(?=[\w+'-]{1,100}:)")
_LOOKALIKES = {"*": "∗", "~": "∼", "`": "ˋ", "_": "ˍ", ":": "∶", "@": "＠", "#": "＃"}


def clean(text: str) -> str:
    """One line of visible text: composed (NFC), without controls, bidi marks or broken code units.

    Characters without a meaning become U+FFFD, piled-up accents are thinned.
    """
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    accents = 0
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        accents = accents + 1 if kind[0] == "M" else 0
        if accents <= _MOST_ACCENTS:
            shown.append(_visible(char, kind))
    return "".join(shown)


def _visible(char: str, kind: str) -> str:
    if char in _LINES or kind in _BLANKS:
        return " "
    if kind in _UNKNOWN:
        return "\ufffd"
    return "" if kind in {"Cc", "Cf"} else char


def escape(text: str) -> str:
    """Clean text with Slack's three characters escaped, in the one right order."""
    return _entities(clean(text))


def _entities(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def plain(text: str) -> str:
    """For running mrkdwn: reads as sent, and formats nothing.

    ``*_~`` inside a word are harmless and stay; what is replaced stands unchanged in the details.
    """
    if _HARMLESS.fullmatch(text):
        return text
    shown = _FORMATS.sub(_lookalike, escape(text))
    # At the start of a line it would make a quote, escaped or not.
    return shown.replace("&gt;", "＞", 1) if shown.lstrip().startswith("&gt;") else shown


def _lookalike(match: re.Match[str]) -> str:
    return _LOOKALIKES[match[0]]


def plain_name(text: str, most: int) -> str:
    """`clip_middle`, then `plain`; in one step for the names and words nearly every image has."""
    if len(text) <= most and _HARMLESS.fullmatch(text):
        return text
    return plain(clip_middle(text, most))


def code(text: str) -> str:
    """A code span; blanks at its ends would keep it from being one."""
    return f"`{_entities(_unticked(text).strip() or NOTHING)}`"


def fenced(text: str, most: int = 2800) -> str:
    """A code block of at most ``most`` characters; its lines stay lines."""
    lines = [_unticked(line).rstrip() for line in text[: 4 * most].split("\n")]
    shown = "\n".join(lines).strip("\n") or NOTHING
    return f"```\n{_bounded(shown, most)}\n```"


def _unticked(text: str) -> str:
    return clean(text).replace("`", "ˋ")


def faithful(text: str) -> bool:
    """Whether a code block shows exactly this text, so that what is copied is what was sent."""
    return text == _unticked(text).strip() != ""


def bounded(text: str, most: int) -> str:
    """Clean and escaped, at most ``most`` characters with the escapes; for plain_text objects."""
    if len(text) <= most and _HARMLESS.fullmatch(text) and text.strip():
        return text
    text = clean(text[: 4 * most])
    if ":" in text:
        text = _EMOJI.sub("∶", text)
    return _bounded(text.strip() or NOTHING, most)


def _bounded(text: str, most: int) -> str:
    shown = _entities(text)
    if len(shown) <= most:
        return shown
    room, end = most - len(MARK), 0
    for char in text:
        room -= len(_entities(char))
        if room < 0:
            break
        end += 1
    return _entities(text[: _edge(text, end)]) + MARK


def clip(text: str, most: int) -> str:
    """Clean text of at most ``most`` characters, cut at the end of a grapheme."""
    shown = clean(text[: 4 * most])
    if len(shown) <= most and len(text) <= 4 * most:
        return shown
    return shown[: _edge(shown, most - 1)] + MARK


def clip_middle(text: str, most: int) -> str:
    """Clean text of at most ``most`` characters, cut in the middle: names differ at their end."""
    if len(text) > 8 * most:
        text = text[: 4 * most] + MARK + text[-4 * most :]
    text = clean(text)
    if len(text) <= most:
        return text
    head = (most - 1) // 2
    start = len(text) - (most - 1 - head)
    while start < len(text) and _joins(text, start):
        start += 1
    return text[: _edge(text, head)].rstrip("_") + MARK + text[start:].lstrip("_")


def _edge(text: str, end: int) -> int:
    """The last place at or before ``end`` where no character is torn from what it belongs to."""
    for place in range(end, max(-1, end - 2 * _MOST_ACCENTS), -1):
        if not _joins(text, place):
            return place
    return end


def _joins(text: str, place: int) -> bool:
    """Whether the character at ``place`` is one grapheme with the one before it."""
    if not 0 < place < len(text):
        return False
    char = text[place]
    if char.isascii():
        return False
    if unicodedata.category(char)[0] == "M" or "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    if not _regional(char):
        return False
    before = 0
    while before < place and _regional(text[place - 1 - before]):
        before += 1
    return before % 2 == 1


def _regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def date(ms: int | None) -> str:
    """A moment in the reader's own time zone; UTC where Slack does not draw it.

    Source: docs.slack.dev/messaging/formatting-message-text, date formatting.
    """
    fallback = utc(ms)
    if ms is None or fallback == NOTHING:
        return NOTHING
    return f"<!date^{ms // 1000}^{{date_short_pretty}} at {{time}}|{fallback}>"


def utc(ms: int | None) -> str:
    """``2026-02-02 02:40 UTC``; a dash for what no calendar shows (years 1970 to 9999)."""
    if ms is None or not 0 <= ms <= 253_402_300_799_999:
        return NOTHING
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y-%m-%d %H:%M} UTC"


_AGES = (
    (90, 1, "s"),
    (90 * 60, 60, "min"),
    (36 * 3600, 3600, "h"),
    (61 * 86_400, 86_400, "days"),
    (731 * 86_400, 2_629_800, "months"),
)


def duration(ms: int) -> str:
    """``20 s``, ``4 min``, ``3 h``, ``5 days``, ``3 months``, ``2 years``."""
    seconds = max(0, ms) // 1000
    for below, unit, word in _AGES:
        if seconds < below:
            count = seconds // unit
            return f"{count} {word}" if count != 1 or word != "days" else "1 day"
    return f"{seconds // 31_557_600} years"


def age(ms_then: int, ms_now: int) -> str:
    """How long ago, in words; what is in the future or a moment old is ``just now``."""
    past = ms_now - ms_then
    return f"{duration(past)} ago" if past >= 5000 else "just now"


_SIZES = ((1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB"))


def size(count: int) -> str:
    """Bytes in decimal units, rounded as a search by size rounds."""
    for unit, word in _SIZES:
        tenths = (20 * count + unit) // (2 * unit)
        if tenths >= 10:
            return f"{tenths // 10}.{tenths % 10} {word}"
    return f"{count} B"
