"""What the playground does not read, and how it says so: in its own words, naming the field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.demo.playground.requests import (
    Asked,
    Model,
    Pressed,
    Refused,
    Said,
    Turned,
    body_of,
    query_of,
)
from bot.demo.workspace import C_ML, U_ANNA
from tests.demo.visitor import playing

BEGINNING = "The playground cannot read this: "
SAY = {"user": U_ANNA, "channel": C_ML, "text": "hello"}
SPEED = {"user": U_ANNA, "act": "speed", "rate": 5}
PRESS = {"user": U_ANNA, "view": "V1", "block_id": "b", "action_id": "a"}


def refusal(model: type[Model], body: object) -> str:
    """What is said after the beginning, which is always the same."""
    with pytest.raises(Refused) as refused:
        body_of(model, body if isinstance(body, bytes) else json.dumps(body).encode())
    assert refused.value.status == 400
    assert refused.value.sentence.startswith(BEGINNING)
    return refused.value.sentence.removeprefix(BEGINNING)


@pytest.mark.anyio
async def test_a_wrong_request_is_answered_with_a_sentence() -> None:
    async with playing() as world:
        sent = {"data": b"{", "headers": {"Content-Type": "application/json"}}
        async with world.session.post(f"{world.url}/play/say", **sent) as answer:  # type: ignore[arg-type]
            said = await answer.json()

        assert answer.status == 400
        assert said == {"ok": False, "error": f"{BEGINNING}it is not JSON."}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'\xff{"user": "U"}',
        b'{"user": "U", "user": "V", "channel": "C", "text": "x"}',
        b'{"user": "U", "channel": "C", "text": NaN}',
        b"[" * 100_000,
        b'{"text": ' + b"9" * 5000 + b"}",
    ],
    ids=["empty", "cut", "no UTF-8", "twice", "NaN", "deep", "a number without end"],
)
def test_what_is_not_json_is_said_to_be_none(body: bytes) -> None:
    assert refusal(Said, body) == "it is not JSON."


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_none_here(number: str) -> None:
    body = f'{{"user": "U", "act": "speed", "rate": {number}}}'.encode()

    assert refusal(Turned, body) == "it is not JSON."


def test_a_name_that_stands_twice_is_refused_at_any_depth() -> None:
    body = b'{"user": "U", "view": "V", "values": {"b": {}, "b": {}}}'

    assert refusal(Pressed, body) == "it is not JSON."


@pytest.mark.parametrize(
    ("model", "body", "said"),
    [
        (Said, {"user": U_ANNA, "channel": C_ML}, "text is missing."),
        (Said, {**SAY, "as_admin": True}, "as_admin is not known here."),
        (Said, {**SAY, "x" * 300: True}, f"{'x' * 50} is not known here."),
        (Said, {**SAY, "text": ["x"]}, "text."),
        (Said, {**SAY, "text": 5}, "text."),
        (Said, {**SAY, "text": "x" * 12_001}, "text is too long."),
        (Said, {**SAY, "text": "\ud800"}, "text."),
        (Said, {**SAY, "channel": ""}, "channel is empty."),
        (Said, {**SAY, "thread_ts": "1.2; drop"}, "thread_ts."),
        (Said, [], "it is no object."),
        (Turned, {**SPEED, "act": "nope"}, "act."),
        (Turned, {**SPEED, "act": ["speed"]}, "act."),
        (Turned, {"user": U_ANNA}, "act."),
        (Turned, 3, "it is no object."),
        (Turned, {**SPEED, "rate": "5"}, "rate."),
        (Turned, {**SPEED, "rate": True}, "rate."),
        (Turned, {**SPEED, "rate": None}, "rate."),
        (Turned, {"user": U_ANNA, "act": "skip"}, "seconds is missing."),
        (Turned, {**SPEED, "mode": "well"}, "mode is not known here."),
        (Turned, {"user": U_ANNA, "act": "fail", "image": " "}, "image is empty."),
        (Pressed, {**PRESS, "option": {}}, "option."),
        (Pressed, {**PRESS, "option": ["x"] * 101}, "option."),
        (Pressed, {**PRESS, "values": {"b": {"a": 3}}}, "values."),
        (Pressed, {**PRESS, "values": {str(n): {} for n in range(101)}}, "values holds too much."),
    ],
)
def test_a_wrong_field_is_named(model: type[Any], body: object, said: str) -> None:
    assert refusal(model, body) == said


def test_a_query_is_read_as_strictly() -> None:
    with pytest.raises(Refused, match="user is missing"):
        query_of(Asked, {})


@pytest.mark.parametrize("rate", [5, 0.5])
def test_whole_and_broken_numbers_are_numbers(rate: float) -> None:
    assert body_of(Turned, json.dumps({**SPEED, "rate": rate}).encode()).root.user == U_ANNA
