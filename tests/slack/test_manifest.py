"""The manifest: valid, no wider than the code needs, and no narrower."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.manifest import (
    COMMANDS,
    EVENTS,
    EVENTS_PATH,
    OPTIONAL_SCOPES,
    SCOPES,
    manifest,
    manifest_text,
)
from tests.listeners import registered

PROJECT = Path(__file__).parents[2]
SCHEMA = Path(__file__).parent / "data" / "manifest.schema.json"
URL = "https://bot.example"

METHOD_SCOPES: dict[str, tuple[str, ...]] = {
    "auth.test": (),
    # Asked with the app-level token, whose scope no manifest holds.
    "apps.connections.open": (),
    "chat.postMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.delete": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history"),
    "conversations.replies": ("channels:history", "groups:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "users.info": ("users:read",),
    "views.open": (),
}
"""Slack's methods and the bot scopes each needs, for public and private channels
(docs.slack.dev, the page of each method)."""

EVENT_SCOPES = {"member_joined_channel": ("channels:read", "groups:read")}
"""The same for events (docs.slack.dev, the page of each event)."""


@pytest.mark.parametrize("url", [None, URL])
def test_slacks_own_schema_accepts_it(url: str | None):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    jsonschema.Draft7Validator(schema).validate(manifest(url=url))


@pytest.mark.parametrize("wrong", [{"features": {"no_such": {}}}, {"display_information": {}}])
def test_the_schema_would_refuse_a_wrong_one(wrong: dict[str, Any]):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(manifest(url=None) | wrong)


def test_the_file_is_the_socket_mode_form():
    text = (PROJECT / "manifest.yml").read_text(encoding="utf-8")

    assert text == manifest_text(url=None)
    assert yaml.safe_load(text) == manifest(url=None)


def test_socket_mode_names_no_address_and_http_one_for_everything():
    socket, http = manifest(url=None), manifest(url=f"{URL}/")

    assert socket["settings"]["socket_mode_enabled"]
    assert not re.search(r"_?url", json.dumps(socket).replace("usage", ""))
    assert not http["settings"]["socket_mode_enabled"]
    assert http["features"]["slash_commands"][0]["url"] == f"{URL}{EVENTS_PATH}"
    assert http["settings"]["interactivity"]["request_url"] == f"{URL}{EVENTS_PATH}"
    assert http["settings"]["event_subscriptions"]["request_url"] == f"{URL}{EVENTS_PATH}"


@pytest.mark.parametrize("url", ["http://bot.example", "https://bot.example/path", "bot.example"])
def test_an_address_slack_could_not_use_is_refused(url: str):
    with pytest.raises(ValueError, match=r"address|path"):
        manifest(url=url)


def test_it_asks_for_the_least_and_offers_the_rest():
    assert SCOPES == ("chat:write", "commands")
    assert manifest(url=None)["oauth_config"] == {
        "scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}
    }


def test_what_is_listened_to_is_what_the_manifest_announces():
    listeners = registered()
    commands = [what for kind, what in listeners if kind == "command"]
    events = [what for kind, what in listeners if kind == "event"]
    built = manifest(url=None)
    assert commands == [one["command"] for one in built["features"]["slash_commands"]]
    assert commands == list(COMMANDS)
    assert events == built["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    # Buttons, menus and views need interactivity; everything else its own announcement.
    assert built["settings"]["interactivity"]["is_enabled"]
    assert {kind for kind, _ in listeners} <= {
        *("command", "event", "action", "view", "middleware", "error")
    }


def methods_in(source: str) -> set[str]:
    """Every method of Slack's Web API that is called by name, or named in a string."""
    known = {
        name.replace("_", "."): name
        for name in dir(AsyncWebClient)
        if re.fullmatch(r"[a-z]+(_[A-Za-z]+)+", name) and not name.endswith("_call")
    }
    named = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            named.add(node.attr.replace("_", "."))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            named.add(node.value)
    return named & known.keys()


def called_methods() -> set[str]:
    paths = [path for folder in ("bot", "handlers") for path in (PROJECT / folder).rglob("*.py")]
    ours = [path for path in paths if "demo" not in path.relative_to(PROJECT).parts]
    return {method for path in ours for method in methods_in(path.read_text(encoding="utf-8"))}


def test_a_method_is_found_however_it_is_called():
    assert methods_in("await client.chat_postMessage(text='')") == {"chat.postMessage"}
    assert methods_in("await client.api_call('chat.update')") == {"chat.update"}


def test_the_scopes_are_those_of_what_the_code_calls_and_listens_to():
    called = called_methods()

    assert called <= METHOD_SCOPES.keys()
    needed = {scope for method in called for scope in METHOD_SCOPES[method]}
    needed |= {scope for event in EVENTS for scope in EVENT_SCOPES[event]}
    assert needed | {"commands"} == {*SCOPES, *OPTIONAL_SCOPES}
