"""Settings: what is understood, what is derived, and what stops the start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.errors import SettingsError
from bot.settings import NAMES, Settings, settings_from

PROJECT = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"

KEYS = {"MODELARTS_ACCESS_KEY": "AKCANARY", "MODELARTS_SECRET_KEY": "SKCANARY"}
LOGIN = {"IAM_USERNAME": "bot", "IAM_PASSWORD": "PWCANARY", "IAM_DOMAIN": "account"}
PLACE = {"MODELARTS_REGION": "cn-north-4", "MODELARTS_PROJECT_ID": PROJECT}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-canary", "SLACK_SIGNING_SECRET": "signcanary"}
WHOLE = SLACK | PLACE | KEYS


def refusal(values: dict[str, str], *, slack: bool = True) -> str:
    with pytest.raises(SettingsError) as caught:
        settings_from(values, slack=slack)
    assert caught.value.hint
    return caught.value.message


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in WHOLE.items() if name not in names}


def test_the_smallest_configuration_gets_the_documented_defaults():
    settings = settings_from(WHOLE, slack=True)

    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.slack_allow_response_hosts == ("hooks.slack.com",)
    assert settings.modelarts_workspace_id == "0"
    assert (settings.modelarts_page_limit, settings.modelarts_timeout) == (200, 10)
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert (settings.log_level, settings.log_format) == ("INFO", None)
    assert not settings.uses_socket_mode


def test_an_app_token_means_socket_mode_and_needs_no_signing_secret():
    values = without("SLACK_SIGNING_SECRET") | {"SLACK_APP_TOKEN": "xapp-1-canary"}

    assert settings_from(values, slack=True).uses_socket_mode


def test_look_ups_in_the_terminal_need_nothing_of_slack_and_ignore_what_is_there():
    values = PLACE | KEYS | {"SLACK_BOT_TOKEN": "of another tool", "PORT": "tcp://10.0.0.1:80"}

    assert settings_from(values, slack=False).slack_bot_token is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxp-canary"}, "SLACK_BOT_TOKEN must be a bot token"),
        ({"SLACK_APP_TOKEN": "xoxb-canary"}, "SLACK_APP_TOKEN must be an app-level token"),
        ({"SLACK_SIGNING_SECRET": "two words"}, "SLACK_SIGNING_SECRET must be one line"),
        ({"SLACK_API_URL": "http://slack.example/api/"}, "SLACK_API_URL must be an https"),
        ({"SLACK_ALLOW_RESPONSE_HOSTS": "https://x/"}, "SLACK_ALLOW_RESPONSE_HOSTS must be"),
        ({"SLACK_ALLOW_RESPONSE_HOSTS": ","}, "SLACK_ALLOW_RESPONSE_HOSTS must be"),
        ({"MODELARTS_REGION": "cn north"}, "MODELARTS_REGION must be a region"),
        ({"MODELARTS_PROJECT_ID": "../x"}, "MODELARTS_PROJECT_ID must be a project's id"),
        ({"MODELARTS_PROJECT_ID": PROJECT.upper()}, "MODELARTS_PROJECT_ID must be"),
        ({"MODELARTS_WORKSPACE_ID": "1"}, "MODELARTS_WORKSPACE_ID must be 0 or"),
        ({"MODELARTS_SECRET_KEY": "a\nX-Evil: 1"}, "MODELARTS_SECRET_KEY must be one line"),
        ({"MODELARTS_PAGE_LIMIT": "0"}, "MODELARTS_PAGE_LIMIT must be"),
        ({"MODELARTS_PAGE_LIMIT": "1001"}, "MODELARTS_PAGE_LIMIT must be"),
        ({"MODELARTS_TIMEOUT": "nan"}, "MODELARTS_TIMEOUT must be"),
        ({"MODELARTS_TIMEOUT": "0"}, "MODELARTS_TIMEOUT must be"),
        ({"PORT": "65536"}, "PORT must be"),
        ({"PORT": "http"}, "PORT must be"),
        ({"HOST": "a b"}, "HOST must be"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be DEBUG"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be text or json"),
        ({"IMAGEBOT_SECRET": "short"}, "IMAGEBOT_SECRET must be at least 16"),
    ],
)
def test_a_value_that_cannot_be_is_said_by_name_and_never_shown(
    changed: dict[str, str], sentence: str
):
    said = refusal(WHOLE | changed)

    assert said.startswith(sentence)
    assert "\n" not in said
    assert not any(value in said for value in changed.values() if len(value) > 1)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (without("SLACK_BOT_TOKEN"), "SLACK_BOT_TOKEN is missing"),
        (without("SLACK_SIGNING_SECRET"), "SLACK_SIGNING_SECRET is missing"),
        (WHOLE | {"SLACK_SIGNING_SECRET": "  "}, "SLACK_SIGNING_SECRET is missing"),
        (without("MODELARTS_REGION"), "MODELARTS_REGION is missing"),
        (SLACK | PLACE, "No way to log in to ModelArts is set"),
        (without("MODELARTS_SECRET_KEY"), "MODELARTS_SECRET_KEY is missing: MODELARTS_ACCESS_KEY"),
        (without("MODELARTS_ACCESS_KEY"), "MODELARTS_ACCESS_KEY is missing"),
        (WHOLE | {"MODELARTS_TOKEN": "t"}, "MODELARTS_TOKEN and MODELARTS_ACCESS_KEY are"),
        (WHOLE | LOGIN, "MODELARTS_ACCESS_KEY and IAM_USERNAME are different ways"),
        (
            SLACK | PLACE | {"IAM_USERNAME": "bot", "IAM_PASSWORD": "p"},
            "IAM_DOMAIN is missing: IAM_USERNAME",
        ),
        (
            SLACK | KEYS | {"MODELARTS_ENDPOINT": "https://gateway.example"},
            "MODELARTS_PROJECT_ID is missing",
        ),
        (
            SLACK
            | LOGIN
            | {"MODELARTS_ENDPOINT": "https://gateway.example", "MODELARTS_PROJECT_ID": PROJECT},
            "IAM_ENDPOINT is missing",
        ),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_one_sentence(
    values: dict[str, str], sentence: str
):
    assert sentence in refusal(values)


def test_every_mistake_is_told_at_once_and_no_value_with_them():
    said = refusal(KEYS | {"SLACK_BOT_TOKEN": "xoxp-CANARY", "PORT": "x", "SLACK_TOKEN": "CANARY"})

    assert len(said.splitlines()) == 6
    for name in ("SLACK_TOKEN", "SLACK_BOT_TOKEN", "PORT", "SLACK_SIGNING", "MODELARTS_REGION"):
        assert name in said
    assert "CANARY" not in said


def test_a_misspelt_name_is_met_with_the_right_one():
    said = refusal(WHOLE | {"MODELARTS_REGOIN": "eu-de"})

    assert said == "MODELARTS_REGOIN is no setting of imagebot; MODELARTS_REGION is."


def test_what_slacks_library_would_read_by_itself_is_refused():
    assert "would make Slack's library" in refusal(WHOLE | {"SLACK_CLIENT_ID": "1.2"})


def test_what_kubernetes_sets_for_a_service_called_imagebot_is_no_mistake():
    services = {
        "IMAGEBOT_PORT": "tcp://10.0.0.1:80",
        "IMAGEBOT_SERVICE_HOST": "10.0.0.1",
        "IMAGEBOT_PORT_80_TCP_ADDR": "tcp://10.0.0.1",
    }

    assert settings_from(WHOLE | services, slack=True).port == 3000
    assert "IMAGEBOT_PORT" in refusal(WHOLE | {"IMAGEBOT_PORT": "8080"})


def test_repr_and_dump_show_no_secret():
    settings = settings_from(WHOLE | {"IMAGEBOT_SECRET": "sixteen-canaries"}, slack=True)

    assert "canar" not in f"{settings!r} {settings} {settings.model_dump()}".lower()
    assert set(settings.secrets()) >= {"xoxb-canary", "signcanary", "AKCANARY", "SKCANARY"}


def test_not_even_pydantics_own_error_shows_a_secret():
    with pytest.raises(ValidationError) as caught:
        Settings(slack_bot_token=SecretStr("xoxp-CANARY"), modelarts_endpoint="http://CANARY")

    assert "CANARY" not in str(caught.value)


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        settings_from(WHOLE, slack=True).port = 1  # type: ignore[misc]  # that is the point


def test_the_button_key_is_stable_and_follows_the_secret_it_is_made_of():
    first = settings_from(WHOLE, slack=True).button_key()

    assert first == settings_from(WHOLE, slack=True).button_key()
    assert (
        first != settings_from(WHOLE | {"SLACK_SIGNING_SECRET": "other"}, slack=True).button_key()
    )
    own = {"IMAGEBOT_SECRET": "sixteen-canaries"}
    rotated = own | {"SLACK_SIGNING_SECRET": "other"}
    assert (
        settings_from(WHOLE | own, slack=True).button_key()
        == settings_from(WHOLE | rotated, slack=True).button_key()
    )


def test_every_setting_stands_in_the_example_and_nothing_else_does():
    text = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8")

    assert set(re.findall(r"^#?([A-Z][A-Z_]+)=", text, re.MULTILINE)) == NAMES


def test_every_field_that_can_be_wrong_says_what_it_must_be():
    free = {"iam_username", "iam_password", "iam_domain"}

    silent = {name for name, field in Settings.model_fields.items() if not field.description}

    assert silent == free
