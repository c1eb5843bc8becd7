"""The canonical text of a search is read as the same search; no text breaks the grammar."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BotError, GrammarError
from bot.query.fields import FIELDS
from bot.query.grammar import parse_request
from bot.query.mistakes import COMMANDS
from bot.query.pairs import PARAMETERS

_words = st.sampled_from(
    [
        "pytorch",
        "2.1",
        "arm",
        "gpu",
        "cuda-10.2",
        "深度学习",
        "a&b",
        "x:y",
        "don't",
        "swr.x.com/a/b:1",
        "-cuda",
        "find",
        "train",
        "ß",
        "İstanbul",
        "not",
        ",",
        ":",
        "arch",
        ":arm",
        "desc",
        "gb",
        "days",
        "ago",
        "arm,x86",
        "pytorch,cuda",
        "a,",
        "*arch:x*",
        "*-x*",
        "`a`",
        "~a~",
        "_a_",
        "'tis",
        "5\"'",
        "https://swr.x.com/a/b:1",
        "/images",
        "&LT;",
        "深，度",
    ]
)
_values = st.sampled_from(
    [
        "arm",
        "x86,arm",
        '"a b"',
        "'q\"uote'",
        "7d",
        "2026-01",
        "5GB",
        "3",
        "ACTIVE",
        "a,b",
        "é",
        "-x",
        "5 GB",
        "7 days",
        "8, 2",
        "8 ,2",
        "a,",
        "2026/1/5",
        "2026-01-15 10:30",
        "-updated, name desc",
        "5\"'",
        "a\"b'c",
        '"it\'s"',
        '"a，b"',
        '"`x`"',
        "teamA",
        "0",
        "\u0338a",
        '"https://x"',
        "“a‘b”",
    ]
)
_pairs = st.builds(
    lambda dash, key, op, value: f"{dash}{key}{op}{value}",
    st.sampled_from(["", "-", "--", "not "]),
    st.sampled_from([*FIELDS, *PARAMETERS, "ns", "device", "updated"]),
    st.sampled_from(
        ["=", "!=", "~", "!~", ">", ">=", "<", "<=", ":", " = ", " : ", "≥", "≠", "＝"]
    ),
    _values,
)
_quotations = st.builds(
    lambda dash, text: f'{dash}"{text}"',
    st.sampled_from(["", "", "-", "—", "not "]),
    st.text("abc ._-':/，＝ａ`*—é", min_size=1, max_size=8),
)
_commands = st.builds(
    lambda command, parts, mark: f"{mark}{' '.join([command, *parts])}{mark}",
    st.sampled_from(["", "find", "failed", "groups", "explain", "explain groups", "show", "help"]),
    st.lists(st.one_of(_words, _pairs, _quotations), max_size=5),
    st.sampled_from(["", "", "", "`", "*", "_"]),
)


@settings(max_examples=1500)
@given(_commands)
def test_the_canonical_text_reads_as_the_same_request(command: str):
    try:
        request = parse_request(command)
    except GrammarError:
        return

    again = parse_request(request.text())

    assert again == request
    assert again.text() == request.text()


@settings(max_examples=500)
@given(st.text(max_size=200))
def test_any_text_is_a_request_or_a_mistake_explained(text: str):
    try:
        request = parse_request(text)
    except BotError:
        return

    assert parse_request(request.text()) == request


def _typo(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word))
    kind = dice.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + dice.choice("etaoinshr") + word[place:]
    if kind == 2:
        return word[:place] + dice.choice("qzxkv") + word[place + 1 :]
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def takes_more(command: str) -> bool:
    """Whether something may follow the command."""
    return command not in {"subscriptions", "silences", "status"}


def _typos(dice: random.Random) -> list[tuple[str, str]]:
    """A hundred commands with one mistake, and what was meant."""
    keys = ["status=ERROR", "visibility=PUBLIC", "namespace=x", "description=x", "workspace_id=0"]
    values = [("arch", "AARCH64"), ("status", "CREATE_FAILED"), ("status", "ACTIVE")]
    values += [("type", "DEDICATED"), ("service_type", "INFERENCE"), ("visibility", "PRIVATE")]
    cases: list[tuple[str, str]] = []
    while len(cases) < 100:
        turn = len(cases) % 3
        if turn == 0:
            key, _, value = dice.choice(keys).partition("=")
            wrong, meant = f"find {_typo(key, dice)}={value}", f"find {key}={value}"
        elif turn == 1:
            key, value = dice.choice(values)
            wrong, meant = f"find {key}={_typo(value, dice)}", f"find {key}={value}"
        else:
            command = dice.choice(
                [name for name in COMMANDS if len(name) > 3 and takes_more(name)]
            )
            wrong, meant = f"{_typo(command, dice)} pytorch", f"{command} pytorch"
        if wrong.lower() != meant.lower():
            cases.append((wrong, meant))
    return cases


def test_of_a_hundred_typing_mistakes_ninety_are_put_right_at_the_first_guess():
    right = 0
    for wrong, meant in _typos(random.Random(7)):  # noqa: S311 - a repeatable dice
        try:
            parse_request(wrong)
        except GrammarError as error:
            right += error.suggestion == meant

    assert right >= 90
