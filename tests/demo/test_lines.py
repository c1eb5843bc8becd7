"""The developers' journal: what its lines say, and what they keep to themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.demo.modelarts.journal import Call
from bot.demo.playground.details import LARGEST
from bot.demo.playground.lines import call_line, delivery_line, request_line, sent_title
from bot.demo.slack.journal import ApiCall, Delivery
from bot.demo.workspace import demo_workspace
from tests.demo.slack_samples import button, option, plain

SECRETS = ("xoxb-1-abc", "xapp-1-abc", "hush-hush")
WORKSPACE = demo_workspace(lambda: 0.0)


def delivered(**changes: Any) -> Delivery:
    """A delivery at second 12.5."""
    sent = Delivery("d-7", "command", "U0ANNA", "C0MLIMAGES", 12.5, WORKSPACE)
    for name, value in changes.items():
        setattr(sent, name, value)
    return sent


def called(**changes: Any) -> ApiCall:
    """A good call of ``chat.postMessage`` at second 12.5."""
    about: dict[str, Any] = {
        "kind": "api",
        "method": "chat.postMessage",
        "arguments": {"channel": "C0MLIMAGES", "text": "Hi"},
        "answer": {"ok": True, "ts": "1.0"},
        "status": 200,
        "at": 12.5,
        "delivery": "d-7",
        "number": 12,
        "seconds": 0.25,
    }
    return ApiCall(**about | changes)


def acted(**action: Any) -> dict[str, Any]:
    return {"type": "block_actions", "actions": [action]}


def test_a_delivery_is_told_by_what_was_typed_and_how_fast_the_ack_came() -> None:
    payload = {"command": "/images", "text": "find  pytorch"}
    line = delivery_line(delivered(payload=payload, status=200, ack_seconds=0.0421, sent=1))

    assert line.pop("detail") == {
        "sent": payload,
        "ack": {"status": 200, "body": "", "problem": None, "times_sent": 1},
    }
    assert line == {
        "id": "d-7",
        "kind": "delivery",
        "at": 12_500,
        "title": "/images find pytorch",
        "ok": True,
        "status": 200,
        "ms": 42,
        "delivery": None,
    }


def test_a_delivery_under_way_is_no_failure_yet() -> None:
    line = delivery_line(delivered())

    assert (line["ok"], line["status"], line["ms"]) == (True, 0, None)
    assert line["detail"]["ack"] == "not yet"


def test_a_delivery_that_nobody_took_is_a_failure() -> None:
    line = delivery_line(delivered(problem="operation_timeout", ack_seconds=3.0))

    assert (line["ok"], line["status"], line["ms"]) == (False, 0, 3000)


def test_the_content_of_an_ack_is_unfolded() -> None:
    line = delivery_line(delivered(status=200, ack_body='{"response_action": "clear"}'))

    assert line["detail"]["ack"]["body"] == {"response_action": "clear"}


def test_a_call_names_its_method_and_the_delivery_it_answers() -> None:
    line = call_line(called())

    assert line.pop("detail") == {
        "asked": {"channel": "C0MLIMAGES", "text": "Hi"},
        "answer": {"ok": True, "ts": "1.0"},
    }
    assert line == {
        "id": "s-12",
        "kind": "slack",
        "at": 12_500,
        "title": "chat.postMessage",
        "ok": True,
        "status": 200,
        "ms": 250,
        "delivery": "d-7",
    }


def test_a_refused_call_is_not_ok() -> None:
    refused = call_line(called(answer={"ok": False, "error": "no_text"}, seconds=None))

    assert (refused["ok"], refused["status"], refused["ms"]) == (False, 200, None)


def test_blocks_that_came_as_text_in_a_form_are_unfolded() -> None:
    line = call_line(called(arguments={"blocks": '[{"type": "divider"}]', "view": "{"}))

    assert line["detail"]["asked"] == {"blocks": [{"type": "divider"}], "view": "{"}


def test_a_request_is_told_without_the_project() -> None:
    call = Call("GET", "/v1/0a1b2c/images", "limit=50&name=a%20b", 12.5)
    call.number, call.status, call.seconds, call.said = 3, 200, 0.031, {"rows": 50, "total": 144}
    line = request_line(call)

    assert line["detail"]["answer"] == {"rows": 50, "total": 144}
    assert line["detail"]["query"] == {"limit": "50", "name": "a b"}
    assert {name: line[name] for name in ("id", "title", "ok", "status", "ms")} == {
        "id": "m-3",
        "title": "GET /v1/…/images?limit=50&name=a%20b",
        "ok": True,
        "status": 200,
        "ms": 31,
    }


@pytest.mark.parametrize(
    ("status", "seconds", "ok"), [(503, 0.1, False), (0, 0.1, False), (0, 0.0, True)]
)
def test_a_request_fails_by_its_status_once_it_is_over(
    status: int, seconds: float, ok: bool
) -> None:
    call = Call("GET", "/v3/projects", "", 1.0, status=status, seconds=seconds)

    assert request_line(call)["ok"] is ok


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ({"command": "/images", "text": ""}, "/images"),
        (acted(**button(text=plain("Next page"))), "Pressed “Next page”"),
        (acted(type="static_select", selected_option=option(text="Newest")), "Chose “Newest”"),
        (
            acted(type="checkboxes", selected_options=[option(text="A"), option(text="B")]),
            "Chose “A, B”",
        ),
        (acted(type="static_select", selected_option=None), "Took a choice back"),
        (acted(type="datepicker", selected_date="2026-01-02"), "Chose “2026-01-02”"),
        (acted(type="users_select", selected_user="U0BEN"), "Chose “U0BEN”"),
        (acted(type="plain_text_input", value="arm"), "Chose “arm”"),
        (acted(type="workflow_button"), "Used workflow_button"),
        ({"type": "block_suggestion", "value": "pyt"}, "Typed “pyt” into a menu"),
        ({"type": "view_submission", "view": {"title": plain("Search")}}, "Submitted “Search”"),
        ({"type": "view_closed", "view": {"title": plain("Search")}}, "Closed “Search”"),
        (
            {"type": "event_callback", "event": {"type": "app_mention", "text": "<@U1> help"}},
            "app_mention “<@U1> help”",
        ),
        ({"type": "event_callback", "event": {"type": "app_home_opened"}}, "app_home_opened"),
        ({"type": "url_verification"}, "url_verification"),
        ({}, ""),
    ],
)
def test_a_title_says_what_a_person_did(payload: dict[str, Any], title: str) -> None:
    assert sent_title(payload) == title


def test_a_title_is_one_short_line() -> None:
    line = delivery_line(delivered(payload={"command": "/images", "text": "a\n" + "x" * 5000}))

    assert line["title"].startswith("/images a xxx")
    assert len(line["title"]) == 160


@pytest.mark.parametrize(
    "arguments",
    [
        {"token": "hush-hush"},
        {"Authorization": "hush-hush", "X-Auth-Token": "hush-hush", "X-Sdk-Date": "hush-hush"},
        {"x-slack-signature": "hush-hush", "password": "hush-hush", "signing_secret": "hush-hush"},
        {"headers": [{"Authorization": ["Bearer hush-hush"]}]},
        {"text": "My token is xoxb-1-abc, and xapp-1-abc too"},
        {"view": json.dumps({"private_metadata": "xoxb-1-abc", "token": "hush-hush"})},
        {"url": "ws://127.0.0.1:1/link/?ticket=hush-hush&app_id=A1"},
        {"upload_url": "http://127.0.0.1:1/upload/hush-hush"},
        {"trigger_id": "1000001.2000001.hush-hush"},
        {"text": "see http://127.0.0.1:1/reply/hush-hush"},
    ],
)
def test_no_secret_is_shown(arguments: dict[str, Any]) -> None:
    shown = json.dumps(call_line(called(arguments=arguments, answer={"ok": True} | arguments)))

    assert not [secret for secret in SECRETS if secret in shown]


def test_no_secret_is_in_a_title() -> None:
    payload = {"command": "/images", "text": "xoxb-1-abc"}

    assert delivery_line(delivered(payload=payload))["title"] == "/images xoxb-…"


def test_what_opens_something_for_a_while_is_seen_to_be_there() -> None:
    payload = {"response_url": "http://127.0.0.1:8/reply/00000001", "trigger_id": "1000001.2.3"}

    assert delivery_line(delivered(payload=payload))["detail"]["sent"] == {
        "response_url": "http://127.0.0.1:8/reply/…",
        "trigger_id": "1000001.…",
    }


def test_a_large_request_leaves_room_for_the_answer() -> None:
    rows = [{"text": "x" * 1900} for _ in range(60)]
    line = call_line(called(arguments={"rows": rows}, answer={"ok": True}))

    assert line["detail"]["answer"] == {"ok": True}
    assert len(json.dumps(line)) < LARGEST
