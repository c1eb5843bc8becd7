"""Where settings come from: the environment, the file, and the names the vendor's SDK reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import NAMES, load_settings, settings_from
from bot.settings.rules import PREFIXES

PROJECT = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
FILE = f"""
# a comment
MODELARTS_REGION=cn-north-4
MODELARTS_PROJECT_ID="{PROJECT}"
export MODELARTS_TOKEN='of the file'
LOG_LEVEL=
"""
SDK = {
    "HUAWEICLOUD_SDK_AK": "ak",
    "HUAWEICLOUD_SDK_SK": "sk",
    "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper() in NAMES or name.startswith((*PREFIXES, "HUAWEICLOUD_SDK_")):
            monkeypatch.delenv(name)
    return tmp_path


def test_the_file_in_the_working_directory_is_read_and_the_environment_wins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    (folder / ".env").write_text(FILE.replace("of the file", "of-the-file"))
    monkeypatch.setenv("MODELARTS_REGION", "eu-de")
    monkeypatch.setenv("modelarts_page_limit", "7")

    settings = load_settings(slack=False)

    assert settings.region_name == "eu-de"
    assert settings.modelarts_project_id == PROJECT
    assert settings.modelarts_page_limit == 7
    assert settings.modelarts_token
    assert settings.modelarts_token.get_secret_value() == "of-the-file"
    assert settings.log_level == "INFO"


def test_a_mark_before_the_first_name_is_overlooked(folder: Path):
    text = (
        f"MODELARTS_REGION=cn-north-4\r\nMODELARTS_PROJECT_ID={PROJECT}\r\nMODELARTS_TOKEN=t\r\n"
    )
    (folder / ".env").write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert load_settings(slack=False).region_name == "cn-north-4"


def test_unknown_names_of_the_file_stop_the_start_as_those_of_the_environment_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    (folder / ".env").write_text(FILE.replace("of the file", "t") + "SLACK_BOT_TOKN=x\n")
    monkeypatch.setenv("IMAGEBOT_SECRETS", "y")

    with pytest.raises(SettingsError) as caught:
        load_settings(slack=True)

    assert "SLACK_BOT_TOKN is no setting of imagebot; SLACK_BOT_TOKEN is." in caught.value.message
    assert "IMAGEBOT_SECRETS is no setting" in caught.value.message


def test_a_file_that_is_no_text_is_one_sentence(folder: Path):
    (folder / ".env").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(slack=False)


def test_no_file_is_no_mistake(folder: Path):
    assert not (folder / ".env").exists()
    with pytest.raises(SettingsError, match="MODELARTS_REGION is missing"):
        load_settings(slack=False)


def test_the_names_of_the_sdk_are_understood():
    settings = settings_from(SDK | {"MODELARTS_REGION": "cn-north-4"}, slack=False)

    assert settings.modelarts_access_key
    assert settings.modelarts_access_key.get_secret_value() == "ak"
    assert settings.modelarts_project_id == PROJECT


def test_our_own_names_go_before_those_of_the_sdk():
    """Keys that lie about for the SDK must not count as a second way to log in."""
    own = {
        "MODELARTS_REGION": "cn-north-4",
        "MODELARTS_TOKEN": "t",
        "MODELARTS_PROJECT_ID": "f" * 32,
    }

    settings = settings_from(SDK | own, slack=False)

    assert settings.modelarts_access_key is None
    assert settings.modelarts_project_id == "f" * 32


def test_half_a_pair_of_the_sdk_is_half_a_pair():
    with pytest.raises(SettingsError, match="MODELARTS_SECRET_KEY is missing"):
        settings_from({"MODELARTS_REGION": "eu-de", "HUAWEICLOUD_SDK_AK": "ak"}, slack=False)
