"""Slack's mrkdwn and rich text as a person reads them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.demo.terminal.screen import Screen, render

NOW = 1_767_323_045.0
"""2026-01-02 03:04:05 UTC, 04:04:05 in the tests' zone."""


@pytest.fixture(autouse=True)
def an_hour_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A time zone that is not UTC, without any need of a zone database."""
    monkeypatch.setitem(os.environ, "TZ", "XYZ-1")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def said(text: str) -> Screen:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return render({"blocks": [block]}, width=100, now=NOW)


def styles(screen: Screen) -> list[tuple[str, str]]:
    """The styled parts of the first line."""
    line = screen.lines[0]
    return [(line.plain[span.start : span.end], str(span.style)) for span in line.spans]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("*bold* _italic_ ~gone~ `code`", "bold italic gone code"),
        ("*bold _and italic_*", "bold and italic"),
        ("snake_case_name 2*3*4 a~b~c", "snake_case_name 2*3*4 a~b~c"),
        ("* not bold *", "* not bold *"),
        ("`*raw* _code_`", "*raw* _code_"),
        ("&gt; quoted", "│ quoted"),
        ("one\ntwo", "one\ntwo"),
        ("before\n```\na *b*\n  c\n```\nafter", "before\n  a *b*\n    c\nafter"),
        ("<https://example.org|the page>", "the page"),
        ("<https://example.org/a_b_c>", "https://example.org/a_b_c"),
        ("<javascript:alert(1)|press>", "press"),
        ("<@U1> <@U1|anna> <#C1|ml> <!here> <!subteam^S1|@ops>", "@U1 @anna #ml @here @ops"),
        ("&lt;!channel&gt; &amp;lt; &amp;amp;", "<!channel> &lt; &amp;"),
        ("a &amp; b *c* &lt;", "a & b c <"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_mrkdwn_reads_as_in_slack(source: str, shown: str) -> None:
    assert said(source).text == shown


def test_escaped_data_never_becomes_a_mention_or_link() -> None:
    """Escapes are decoded after parsing."""
    screen = said("&lt;@U1&gt; &lt;https://evil|x&gt;")

    assert screen.text == "<@U1> <https://evil|x>"
    assert styles(screen) == []


def test_parts_are_styled() -> None:
    screen = said("*bold* `code` <@U1>")

    assert styles(screen) == [("bold", "bold"), ("code", "cyan"), ("@U1", "blue")]


@pytest.mark.parametrize("address", ["https://example.org", "mailto:a@example.org"])
def test_only_known_kinds_of_address_can_be_clicked(address: str) -> None:
    clickable = said(f"<{address}|x>")
    dead = said("<javascript:alert(1)|x>")

    assert address in styles(clickable)[0][1]
    assert styles(dead) == []


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("{date_num} {time}", "2026-01-01 23:30"),
        ("{date_short_pretty} at {time}", "yesterday at 23:30"),
        ("{date_short}", "Jan 1, 2026"),
        ("{date}", "January 1st, 2026"),
        ("{date_long}", "Thursday, January 1st, 2026"),
        ("{time_secs}", "23:30:00"),
        ("{ago}", "4 hours ago"),
        ("{unknown}", "{unknown}"),
    ],
)
def test_dates_are_shown_in_the_readers_own_time(pattern: str, shown: str) -> None:
    assert said(f"<!date^1767306600^{pattern}|fallback>").text == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "today"), (-86_400, "yesterday"), (86_400, "tomorrow"), (-172_800, "Dec 31, 2025")],
)
def test_days_nearby_have_names(seconds: int, shown: str) -> None:
    assert said(f"<!date^{int(NOW) + seconds}^{{date_short_pretty}}|f>").text == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-5, "just now"), (-60, "1 minute ago"), (-7300, "2 hours ago"), (172_800, "in 2 days")],
)
def test_an_age_is_told_in_words(seconds: int, shown: str) -> None:
    assert said(f"<!date^{int(NOW) + seconds}^{{ago}}|f>").text == shown


@pytest.mark.parametrize("seconds", ["soon", "9" * 30, ""])
def test_a_date_that_no_calendar_shows_is_its_fallback(seconds: str) -> None:
    assert said(f"<!date^{seconds}^{{date}}|some day>").text == "some day"


def test_control_and_direction_marks_are_stripped() -> None:
    assert said("a\x1b[31mb\x07\u202ec\x9bd\te\ud800").text == "a[31mbcd e\ufffd"


def test_plain_text_is_not_parsed_but_decoded() -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "*a* <@U1> &lt;b&gt;"}}

    assert render({"blocks": [header]}, now=NOW).text == "*a* <@U1> <b>"


def rich(*elements: dict[str, Any]) -> Screen:
    return render({"blocks": [{"type": "rich_text", "elements": elements}]}, now=NOW)


def part(kind: str, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": f"rich_text_{kind}", "elements": list(elements)} | more


def words(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text, "style": style}


def test_rich_text_is_data_and_never_parsed() -> None:
    screen = rich(part("section", words("*a* <@U1> &lt;", bold=True), words(" b")))

    assert screen.text == "*a* <@U1> &lt; b"
    assert styles(screen) == [("*a* <@U1> &lt;", "bold")]


def test_rich_text_elements_have_their_signs() -> None:
    screen = rich(
        part(
            "section",
            {"type": "user", "user_id": "U1"},
            {"type": "channel", "channel_id": "C1"},
            {"type": "broadcast", "range": "here"},
            {"type": "emoji", "name": "wave", "unicode": "1f44b"},
            {"type": "emoji", "name": "ours"},
            {"type": "link", "url": "https://example.org", "text": "page"},
            {"type": "date", "timestamp": 1767306600, "format": " {date_num}", "fallback": "f"},
        )
    )

    assert screen.text == "@U1#C1@here👋:ours:page 2026-01-01"


def test_a_preformatted_path_is_whole() -> None:
    path = "swr.cn-north-4.myhuaweicloud.com/" + "a" * 100

    assert rich(part("preformatted", words(path))).text == f"  {path}"


def test_lists_and_quotes_are_marked() -> None:
    one, two = part("section", words("one")), part("section", words("two"))

    bullets = rich(part("list", one, two, style="bullet", indent=1))
    numbers = rich(part("list", one, two, style="ordered", offset=3))

    assert bullets.text == "  • one\n  • two"
    assert numbers.text == "4. one\n5. two"
    assert rich(part("quote", words("a\nb"))).text == "│ a\n│ b"
