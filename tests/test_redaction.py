"""Which secrets are hidden, and what stays readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import HIDDEN, Redactor


@pytest.mark.parametrize(
    "text",
    [
        "token xoxb-CANARY-1",
        "xoxp-CANARY xoxe.xoxp-1-CANARY xapp-1-A0-CANARY",
        "X-Auth-Token: CANARY and the rest CANARY",
        "{'x-auth-token': 'CANARY', 'b': 1}",
        '{"X-Subject-Token":"CANARY"}',
        "[(b'X-Security-Token', b'CANARY'), (b'a', b'b')]",
        "Authorization: SDK-HMAC-SHA256 Access=CANARY, SignedHeaders=host, Signature=CANARY",
        "authorization=Bearer CANARY",
        "upstream said: SDK-HMAC-SHA256 Access=CANARY, Signature=CANARY",
        "Access=CANARY,Signature=CANARY",
        "wss://wss.example/link/?ticket=CANARY&app_id=1",
        '{"auth": {"user": {"name": "bot", "password": "CANARY"}}}',
        "ssl_check=0&token=CANARY&team_id=T1",
        "https://hooks.slack.com/commands/T1/2/CANARY",
        "incorrect IAM authentication: ak CANARYCANARY not exist",
        "response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FCANARY&x=1",
        f"got MII{'CANARY' * 20}=",
    ],
)
def test_secrets_are_known_by_their_form(text: str):
    hidden = Redactor().redacted(text)

    assert "CANARY" not in hidden
    assert HIDDEN in hidden


@pytest.mark.parametrize(
    "text",
    [
        "GET /v1/0a1b/images?limit=200&name=pytorch 200 in 0.12 s",
        "no answer from upstream, reference 1f2e3d4c: Throttled status=429 code=APIG.0308",
        "authorization, as the reference says, takes a token of the project",
        "imagebot is ready: Socket Mode, port 3000",
    ],
)
def test_what_is_no_secret_stays(text: str):
    assert Redactor(["s3cret"]).redacted(text) == text


def test_a_known_secret_is_hidden_also_when_it_is_encoded():
    secret = "p/w&\"quoted'ü"
    redactor = Redactor([secret])

    for text in (secret, "p%2Fw%26%22quoted%27%C3%BC", repr(secret), '"p/w&\\"quoted\'\\u00fc"'):
        assert "quoted" not in redactor.redacted(f"value {text} end")


def test_of_two_secrets_the_longer_is_hidden_whole():
    assert Redactor(["abcd", "abcdefgh"]).redacted("abcdefgh") == HIDDEN


def test_a_value_too_short_to_be_a_secret_does_not_hide_the_log():
    assert Redactor(["a", ""]).redacted("a plain line") == "a plain line"


@given(st.text(min_size=4), st.text(), st.text())
def test_no_secret_is_left_whatever_stands_around_it(secret: str, before: str, after: str):
    left = Redactor([secret]).redacted(before + secret + after)

    assert secret not in left.replace(HIDDEN, "") or secret in HIDDEN
