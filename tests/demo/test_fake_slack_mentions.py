"""What in a message is live: pings and links."""

from __future__ import annotations

from bot.demo.blockkit.mentions import Mention, mentions


def mrkdwn(text: str, **more: object) -> dict[str, object]:
    return {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text, **more}}]}


def test_controls_are_read_wherever_they_stand() -> None:
    """In blocks and in the text alike."""
    message = mrkdwn("<@U1> `<!here>` <#C1|x> <!subteam^S1> <https://e.org|site>")

    found = [(mention.kind, mention.target) for mention in mentions(message)]

    assert found == [
        ("user", "U1"),
        ("broadcast", "here"),
        ("channel", "C1"),
        ("usergroup", "S1"),
        ("link", "https://e.org"),
    ]
    assert mentions({"text": "<!channel>"}) == [Mention("broadcast", "channel")]


def test_escaped_controls_are_dead() -> None:
    """Slack decodes the three escapes and reads nothing into them."""
    assert mentions(mrkdwn("&lt;!channel&gt; &lt;@U1&gt;")) == []


def test_a_date_is_live_only_by_its_link() -> None:
    """The date itself pings nobody."""
    assert mentions(mrkdwn("<!date^1^{ago}|then>")) == []
    assert mentions(mrkdwn("<!date^1^{ago}^https://e.org|then>"))[0].target == "https://e.org"


def test_bare_text_becomes_live_unless_it_is_verbatim() -> None:
    """Addresses, @here and #channel, outside code."""
    text = "see http://e.org/a and @here in #random, not `http://code` or a@here.org"

    assert [(m.kind, m.target, m.automatic) for m in mentions(mrkdwn(text))] == [
        ("link", "http://e.org/a", True),
        ("broadcast", "here", True),
        ("channel", "random", True),
    ]
    assert mentions(mrkdwn(text, verbatim=True)) == []
    assert mentions({"text": text, "parse": "none"}) == []


def test_plain_text_and_button_state_are_dead() -> None:
    """Only the address of a link button is live."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "@here"}, "value": "<@U1>"}
    blocks = [{"type": "actions", "elements": [button, {**button, "url": "https://e.org"}]}]

    assert mentions({"blocks": blocks}) == [Mention("link", "https://e.org")]


def test_rich_text_elements_are_live() -> None:
    """They carry ids instead of markup."""
    inline = [
        {"type": "user", "user_id": "U1"},
        {"type": "broadcast", "range": "channel"},
        {"type": "link", "url": "https://e.org"},
        {"type": "text", "text": "<@U2>"},
    ]
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": inline}]}

    assert [m.target for m in mentions({"blocks": [block]})] == ["U1", "channel", "https://e.org"]
