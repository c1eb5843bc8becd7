"""The commands about alerts read as they are meant, and their text reads as the same again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import GrammarError
from bot.query.grammar import parse_request
from bot.query.model import Query
from bot.query.requests import (
    Find,
    SilenceRequest,
    Silences,
    Status,
    Subscribe,
    Subscriptions,
    Unsubscribe,
    Watch,
    Why,
)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("subscribe", "subscribe"),
        ("SUBSCRIBE PyTorch arm -test", "subscribe pytorch arch=AARCH64 name!~test"),
        ("subscribe ns=team-a -arch=x86", "subscribe namespace=team-a arch!=X86_64"),
        ("subscribe status=error", "subscribe status=ERROR"),
        ("subscribe failed", "subscribe status=CREATE_FAILED,ERROR"),
        ("subscribe -status=ERROR", "subscribe status!=ERROR"),
        ("subscribe status=creating", "subscribe status=CREATING"),
        ("subscribe name=x fuzzy=no", 'subscribe "x"'),
        ("subscribe workspace=0", "subscribe workspace_id=0"),
        ("subscriptions", "subscriptions"),
        ("subs", "subscriptions"),
        ("unsubscribe AB12-cd", "unsubscribe ab12-cd"),
        ("unsubscribe `#ab12`", "unsubscribe ab12"),
        ("silence pytorch_1_8", "silence pytorch_1_8 for 4h"),
        ("silence pytorch_1_8 for 30 min", "silence pytorch_1_8 for 30min"),
        ("silence pytorch_1_8 for 2 days", "silence pytorch_1_8 for 2d"),
        ("silence pytorch_1_8 4h", "silence pytorch_1_8 for 4h"),
        ("silence a:1 until tomorrow", "silence a:1 until tomorrow"),
        ("silence a:1 until it changes", "silence a:1 until it changes"),
        ("silence swr.x.com/a/b:1 for 1h", "silence swr.x.com/a/b:1 for 1h"),
        ("silence ns=team-a cuda for 1 h 30 min", "silence cuda namespace=team-a for 90min"),
        ("silence ns=team-a 1d", "silence namespace=team-a for 1d"),
        ("silence created > 4 h", "silence create_at>4h for 4h"),
        ('silence name="x"', 'silence name="x" for 4h'),
        ('silence "x"', "silence x for 4h"),
        ('silence "tag:1.0"', 'silence "tag:1.0" for 4h'),
        ('silence "wait for it"', "silence wait for it for 4h"),
        ("silence for for 1h", "silence for for 1h"),
        ("silence failed for 1d", "silence status=CREATE_FAILED,ERROR for 1d"),
        ("silence -arm failed 2h", "silence arch!=AARCH64 status=CREATE_FAILED,ERROR for 2h"),
        ('silence "failed" for 1d', 'silence "failed" for 1d'),
        ("silence everything for 2h", "silence everything for 2h"),
        ("silence all until tomorrow", "silence everything until tomorrow"),
        ("silence for 2h", "silence everything for 2h"),
        ('silence "everything" for 2h', 'silence "everything" for 2h'),
        ("silences", "silences"),
        ("watch", "watch"),
        ("watches", "watch"),
        ('watch "pytorch_1_8"', "watch pytorch_1_8"),
        ("watch https://swr.x.com/a/b:1", "watch swr.x.com/a/b:1"),
        ("why pytorch:1.0", "why pytorch:1.0"),
        ("status", "status"),
        ("*status*", "status"),
    ],
)
def test_a_command_reads_as_its_canonical_text(typed: str, canonical: str):
    request = parse_request(typed)

    assert request.text() == canonical
    assert parse_request(canonical) == request


def test_the_kinds_of_command_are_told_apart():
    texts = "subscribe;subs;unsubscribe a;silence a;silences;watch;watch a;why a;status"
    kinds = [type(parse_request(text)) for text in texts.split(";")]

    assert kinds == [
        *(Subscribe, Subscriptions, Unsubscribe, SilenceRequest, Silences),
        *(Watch, Watch, Why, Status),
    ]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("status=ACTIVE", "find status=ACTIVE"),
        ("status: ACTIVE", "find status=ACTIVE"),
        ("status :ACTIVE", "find status=ACTIVE"),
        ('"watch" arm', 'find "watch" arch=AARCH64'),
        ('"status"', 'find "status"'),
        ("find status watch", "find status watch"),
    ],
)
def test_a_word_that_became_a_command_can_still_be_searched_for(typed: str, canonical: str):
    request = parse_request(typed)

    assert isinstance(request, Find)
    assert request.text() == canonical


@pytest.mark.parametrize(
    ("typed", "pointed_at", "suggestion"),
    [
        ("subscribe a sort=-updated", "sort", None),
        ("subscribe limit=5", "limit", None),
        ("subscribe --page 2", "--page", None),
        ("subscribe offset=0", "offset", None),
        ("subscribe a status=ACTIVE b", "status=ACTIVE", None),
        ("subscribe active", "active", None),
        ("subscribe status=deleted,active", "status=deleted,active", None),
        ("subscribe status=ERROR status!=ERROR", "status!=ERROR", None),
        ("subscribe archh=arm", "archh", "subscribe arch=arm"),
        ("unsubscribe", "unsubscribe", "subscriptions"),
        ("unsubscribe two ids", "two ids", None),
        ("unsubscribe a=b", "a=b", None),
        ("subscriptions all", "all", "subscriptions"),
        ("status pytorch", "pytorch", "status"),
        ("silences now", "now", "silences"),
        ("silence", "silence", "silences"),
        ("silence for ever", "for ever", None),
        ("silence until friday", "until friday", None),
        ("silence a until 18:00", "until 18:00", None),
        ("silence active for 1h", "active", None),
        ("silence status=ACTIVE for 1h", "status=ACTIVE", None),
        ("silence ns=a until it changes", "until it changes", "silence ns=a for 4h"),
        ("silence failed until it changes", "until it changes", "silence failed for 4h"),
        ("silence all until it changes", "until it changes", "silence all for 4h"),
        ("silence a for ever", "for ever", None),
        ("silence a until monday", "until monday", None),
        ("silence a for 0h", "for 0h", "silence a for 30min"),
        ("silence a for 31 days", "for 31 days", "silence a for 30d"),
        ("silence a 90d", "90d", "silence a for 30d"),
        ("silence archh=arm for 1h", "archh", "silence arch=arm for 1h"),
        ("silence arch=arm limit=5", "limit", None),
        ("why", "why", None),
        ("explain subscribe a", "subscribe", None),
        ("subcribe arm", "subcribe", "subscribe arm"),
        ("unsubcribe ab", "unsubcribe", "unsubscribe ab"),
        ("silnce a for 4h", "silnce", "silence a for 4h"),
        ("wacth a", "wacth", "watch a"),
        ("hwy a", "hwy", "why a"),
        ("hwy", "hwy", "help why"),
        ("statsu", "statsu", "status"),
        ("subscription", "subscription", "subscriptions"),
        ("mute a for 4h", "mute", "silence a for 4h"),
        ("mute", "mute", "help silence"),
        ("Unmute a", "Unmute", "silences"),
        ("unsilence a", "unsilence", "silences"),
        ("unwatch a", "unwatch", "watch"),
    ],
)
def test_a_mistake_is_pointed_at_and_put_right_where_it_can_be(
    typed: str, pointed_at: str, suggestion: str | None
):
    with pytest.raises(GrammarError) as wrong:
        parse_request(typed)

    error = wrong.value
    assert error.text[error.position : error.position + error.length] == pointed_at
    assert error.suggestion == suggestion
    assert error.message.endswith((".", "?"))


@pytest.mark.parametrize("typed", ['"mute"', "find unwatch"])
def test_commands_of_other_programs_can_be_searched_for(typed: str):
    assert isinstance(parse_request(typed), Find)


@pytest.mark.parametrize("word", ["match", "batch", "patch", "catch"])
def test_words_one_letter_away_from_watch_are_searches(word: str):
    assert parse_request(word) == parse_request(f"find {word}")


_pieces = st.sampled_from(
    (
        *(
            "pytorch_1_8",
            "a:1.0",
            "tag:1",
            "arm",
            "ns=team-a",
            "-arch=x86",
            '"a b"',
            '"a=b"',
            "4h",
        ),
        *("failed", "everything", "all", '"all"', "until 18:00"),
        *("for", "until", "for 4h", "for 30 min", "until tomorrow", "until it changes", "not"),
        *('name="x"', 'name="x y"', "fuzzy=no", "swr.x.com/a/b:1", "it's", "don't", "`a`", "*a*"),
        *(
            "created>4h",
            "size > 5 GB",
            "--arch arm",
            "status=ERROR",
            "“a”",
            "ｆｏｒ",
            "＝",
            ":",
            ",",
        ),
        *("-", "-x", "#1", "ß", "深度", "<https://a.b|c>", "5\"'", "a,b", "label:k=v", "_a_"),
    )
)
_COMMANDS = ("subscribe", "subs", "unsubscribe", "silence", "silences", "watch", "why", "status")


@settings(max_examples=1500, deadline=None)  # other work on the machine is no fault
@given(st.sampled_from(_COMMANDS), st.lists(_pieces, max_size=6))
def test_whatever_is_read_is_read_the_same_from_its_text(command: str, pieces: list[str]):
    try:
        request = parse_request(" ".join([command, *pieces]))
    except GrammarError:
        return

    again = parse_request(request.text())

    assert again == request
    assert again.text() == request.text()


@pytest.mark.parametrize("text", ["subscribe", "subscribe all", "subscribe everything"])
def test_all_images_can_be_asked_for_by_name(text: str):
    assert parse_request(text) == Subscribe(Query())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("", False),
        ("status=ERROR", False),
        ("status=CREATING", False),
        ("status!=ACTIVE", False),
        ("pytorch arch=AARCH64", False),
        ("status=ACTIVE", True),
        ("status=ACTIVE,DELETED arch=AARCH64", True),
        ("status!=ERROR status!=CREATE_FAILED,CREATING", True),
        ("status=ERROR status!=ERROR", True),
    ],
)
def test_filters_that_can_never_tell_of_anything(filters: str, expected: bool):
    refused = False
    try:
        parse_request(f"subscribe {filters}")
    except GrammarError:
        refused = True

    assert refused is expected
