"""The command line: what it says of itself, its exit codes, and how soon it answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from bot import __version__
from bot.cli import CONFIGURATION, LOOK_UPS, USAGE, main
from bot.settings.rules import PREFIXES

PROJECT = Path(__file__).parents[1]
HEAVY = {"slack_bolt", "slack_sdk", "pydantic", "pydantic_settings", "aiohttp", "httpx", "rich"}


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place without any settings."""
    for name in os.environ:
        if name.startswith((*PREFIXES, "HUAWEICLOUD_SDK_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def imagebot(
    *arguments: str, said: str = "", module: str = "bot"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    return subprocess.run(  # noqa: S603 - our own program
        command,
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )


def test_help_is_there_at_once_without_any_library():
    """`-X importtime` names every module on standard error."""
    command = [sys.executable, "-X", "importtime", "-m", "bot", "--help"]
    done = subprocess.run(  # noqa: S603 - our own program
        command, capture_output=True, text=True, timeout=60, cwd=PROJECT, check=True
    )

    imported = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.split("\n")
    }
    assert "argparse" in imported
    assert not imported & HEAVY
    assert "find images by words" in done.stdout


def test_the_version_is_the_packages_own(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == 0
    assert capsys.readouterr().out == f"imagebot {__version__}\n"


@pytest.mark.parametrize("name", sorted(LOOK_UPS))
def test_each_look_up_has_its_own_help(name: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main([name, "pytorch", "--help"])

    assert caught.value.code == 0
    assert f"imagebot {name}" in capsys.readouterr().out


def test_nothing_at_all_gets_the_help_as_a_mistake(capsys: pytest.CaptureFixture[str]):
    assert main([]) == USAGE
    assert main(["help"]) == 0
    assert capsys.readouterr().out.count("examples:") == 2


def test_an_unknown_command_is_met_with_the_nearest(capsys: pytest.CaptureFixture[str]):
    assert main(["fnid", "x"]) == USAGE
    assert main(["a b\x1b[31m"]) == USAGE

    said = capsys.readouterr().err
    assert "imagebot: fnid is no command. Did you mean imagebot find?" in said
    assert "imagebot find 'a b[31m'" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--fast"],
        ["manifest"],
        ["manifest", "--socket", "--url", "https://x.example"],
        ["manifest", "--url", "http://x.example"],
        ["demo", "--terminal", "--port", "80"],
        ["demo", "--once", "/images failed", "--port", "80"],
        ["demo", "--terminal", "--once", "/images failed"],
        ["demo", "--modelarts-only", "--port", "65536"],
        ["demo", "--modelarts-only", "--once", "/images"],
        ["--verbose"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == USAGE
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("command", [["find", "pytorch"], ["run"]])
def test_settings_that_cannot_work_are_exit_code_78(
    command: list[str], capsys: pytest.CaptureFixture[str]
):
    assert main(command) == CONFIGURATION

    said = capsys.readouterr().err
    assert said.startswith("imagebot: The settings cannot work:\n- ")
    assert "MODELARTS_REGION is missing" in said
    assert ("SLACK_BOT_TOKEN is missing" in said) == (command == ["run"])


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("module", ["bot", "bot.cli"])
def test_the_real_program_says_sentences_and_no_traceback(module: str):
    done = imagebot("find", "pytorch", module=module)
    assert done.returncode == CONFIGURATION
    assert done.stdout == ""
    assert done.stderr.startswith("imagebot: ")
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("bare")
def test_a_search_that_cannot_be_read_is_exit_code_2_and_shown_with_a_caret(
    capsys: pytest.CaptureFixture[str],
):
    assert main(["find", "pytorch", "arhc=AARCH64"]) == USAGE

    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("imagebot: ")
    assert lines[1] == "  find pytorch arhc=AARCH64"
    assert lines[2].startswith(" " * 15 + "^")
    assert "Try: imagebot find pytorch arch=AARCH64" in lines


@contextmanager
def serving(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A program of ours that goes on until it is told to end."""
    command = [sys.executable, "-m", "bot", *arguments]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def next_line(running: subprocess.Popen[str]) -> str:
    assert running.stdout
    return running.stdout.readline()


@pytest.mark.usefixtures("bare")
def test_an_interrupt_ends_quietly_with_130():
    with serving("demo", "--modelarts-only") as running:
        first = next_line(running)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)

    assert "http://127.0.0.1:" in first
    assert (running.returncode, said) == (130, "")


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_serves_the_page_until_it_is_told_to_end(told: signal.Signals):
    """Without a terminal, too."""
    with serving("demo", "--port", "0") as running:
        name, _, address = next_line(running).strip().partition(": ")
        second = next_line(running)
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own page
            page = answer.read().decode()
        running.send_signal(told)
        _, said = running.communicate(timeout=60)

    assert name == "The playground"
    assert "<title>imagebot playground</title>" in page
    assert second == "Ctrl-C ends it. Without a browser: make demo ARGS=--terminal\n"
    assert (running.returncode, said) == (0, "")


@pytest.mark.usefixtures("bare")
def test_a_port_that_is_taken_is_met_with_a_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = imagebot("demo", "--port", port)

    assert done.returncode == CONFIGURATION
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr.partition(port)[2]
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("bare")
def test_the_prompt_is_still_there():
    done = imagebot("demo", "--terminal", said="/images failed\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert "#ml-images" in done.stdout


def test_a_reader_who_leaves_early_causes_no_traceback():
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "bot", "manifest", "--socket"]
    done = subprocess.run(  # noqa: S603 - our own program
        command, stdout=writing, stderr=subprocess.PIPE, timeout=60, cwd=PROJECT, check=False
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (1, b"")


def test_the_manifest_is_printed_for_both_ways(capsys: pytest.CaptureFixture[str]):
    assert main(["manifest", "--socket"]) == 0
    socket = capsys.readouterr().out
    assert main(["manifest", "--url", "https://bot.example/"]) == 0
    http = yaml.safe_load(capsys.readouterr().out)

    assert socket == (PROJECT / "manifest.yml").read_text(encoding="utf-8")
    assert http["settings"]["interactivity"]["request_url"] == "https://bot.example/slack/events"
