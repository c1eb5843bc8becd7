"""What went wrong, in a sentence, and the way out."""

from __future__ import annotations

import re
import unicodedata

from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, button, context, section, told
from bot.blocks.mrkdwn import MARK, NOTHING, clean, clip, clip_middle, code, fenced, plain
from bot.blocks.states import Offer, name_offer, run_buttons, sealed, show_command
from bot.errors import BotError, GrammarError, ImageMissing, UpstreamError
from bot.query.page_token import ButtonState, Seal

_LONGEST = 500
_CLOSEST = 5
_TYPED = re.compile(r"\b[a-z]+(?::[A-Za-z]+){2}\b|(?<!\S)/[a-z]+(?: @[a-z]+)?\b")
"""An IAM action or a command: typed or copied as it stands, so shown in code."""

_REFERENCE = re.compile(r"[0-9A-Za-z-]{1,64}")

_BEFORE = 14
_MARKED = 12
_AFTER = 10
"""Characters: together what one line of a phone's code block holds, or the caret would wrap."""

_WHOLE = 34
_WIDE_BLANK = "\u3000"


def problem(
    error: BotError,
    *,
    reference: str | None = None,
    retry: ButtonState | None = None,
    seal: Seal | None = None,
) -> Message:
    """Say what is wrong and what helps; nothing of it is upstream's own text.

    Args:
        reference: Stands in the log as well.
        retry: What *Retry* runs; needs ``seal``.
        seal: Without it there are no buttons.
    """
    message, hint = sentence(error.message), sentence(error.hint)
    blocks = [section(message or NOTHING)]
    lines = [sentence(error.message)]
    more: list[str] = []
    if isinstance(error, GrammarError):
        shown, where = pointed(error.text, error.position, error.length)
        blocks.append(section(shown))
        lines.append(where)
        more = _meant(error)
    elif isinstance(error, ImageMissing) and error.closest:
        names = [clip_middle(name, 80) for name in error.closest[:_CLOSEST]]
        more = [f"Closest names: {', '.join(plain(name) for name in names)}"]
    blocks += [section(line) for line in (hint, *more) if line]
    trace = _trace(error, reference)
    if trace:
        blocks.append(context(trace))
    blocks += actions(_buttons(error, retry, seal))
    text = told(*lines, sentence(error.hint), *more, trace)
    return Message(text, blocks)


def notice(text: str) -> Message:
    """One plain sentence."""
    return Message(told(sentence(text)), [section(sentence(text) or NOTHING)])


def sentence(text: str) -> str:
    """Our own words, which may quote somebody's: commands and IAM actions can be copied."""
    text = clip(text, _LONGEST).strip()
    parts, end = [], 0
    for match in _TYPED.finditer(text):
        parts += [plain(text[end : match.start()]), code(match[0])]
        end = match.end()
    return "".join((*parts, plain(text[end:])))


def _meant(error: GrammarError) -> list[str]:
    if not error.suggestion:
        return []
    command = clip(f"{ids.COMMAND} {error.suggestion}", 300)
    return [f"Did you mean {code(command)}?"]


def _trace(error: BotError, reference: str | None) -> str:
    parts = []
    if reference and _REFERENCE.fullmatch(reference):
        parts.append(f"Reference {code(reference)}")
    if isinstance(error, UpstreamError):
        if error.code:
            parts.append(f"Code {code(clip(error.code, 40))}")
        if error.status is not None and error.status >= 400:
            parts.append(f"HTTP {error.status}")
    return " · ".join(parts)


def _buttons(error: BotError, retry: ButtonState | None, seal: Seal | None) -> list[Block]:
    if seal is None:
        return []
    row: list[Block] = []
    if isinstance(error, GrammarError) and error.suggestion:
        row += run_buttons([Offer("Run it", error.suggestion)], seal)
    if isinstance(error, ImageMissing):
        commands = ((name, show_command(name)) for name in error.closest[:_CLOSEST])
        offers = [name_offer(name, command) for name, command in commands if command]
        row += run_buttons(offers, seal)
    if retry is not None and (value := sealed(seal, retry)) is not None:
        row.append(button("Retry", ids.RETRY, value))
    return row


def pointed(text: str, position: int, length: int) -> tuple[str, str]:
    """The text over a line with carets, as a code block; and the same in words.

    Args:
        text: As the error has it; long texts are shown around the mistake.
        position: Of the mistake, from 0; kept within the text.
        length: Characters it covers.
    """
    start = min(max(0, position), len(text))
    end = min(start + max(1, length), len(text))
    pieces = text[max(0, start - 400) : start], text[start:end][:400], text[end:][:400]
    before, marked, after = map(_line, pieces)
    if start > 400 or len(before) + len(marked) + len(after) > _WHOLE:
        before = before if len(before) <= _BEFORE else MARK + before[1 - _BEFORE :]
        marked = marked if len(marked) <= _MARKED else marked[: _MARKED - 1] + MARK
        after = after if len(after) <= _AFTER else after[: _AFTER - 1] + MARK
    carets = "^" * max(1, sum(1 for char in marked if not _no_width(char)))
    block = fenced(before + marked + after).removesuffix("\n```")
    drawn = f"{block}\n{_blank(before)}{carets}\n```"
    what = f"“{marked}”" if marked.strip() else "the end"
    return drawn, f"At {plain(what)} in: {plain(before + marked + after)}"


def _line(text: str) -> str:
    return clean(text).replace("`", "ˋ")


def _blank(text: str) -> str:
    """Blanks as wide as the text: East Asian characters take two columns."""
    return "".join(
        _WIDE_BLANK if unicodedata.east_asian_width(char) in {"W", "F"} else " "
        for char in text
        if not _no_width(char)
    )


def _no_width(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me"}
