"""``imagebot migrate``: what it says and how it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli import CONFIGURATION, main
from bot.storage.engine import Database, Tx
from bot.storage.migrations import STEPS
from tests.postgres import PostgresServer

NOW = len(STEPS)


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place without any settings, and the log afterwards as it was before."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before = list(root.handlers), root.level
    yield tmp_path
    root.handlers[:], root.level = before


def test_it_makes_the_tables_in_the_usual_file(bare: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == f"The tables were brought from version 0 to version {NOW}.\n"
    assert (bare / "imagebot.db").is_file()


def test_done_again_it_changes_nothing(capsys: pytest.CaptureFixture[str]):
    main(["migrate"])
    capsys.readouterr()

    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == f"The tables have version {NOW} already.\n"


def test_it_needs_the_address_of_the_database_and_nothing_else(
    postgres: PostgresServer, bare: Path, capsys: pytest.CaptureFixture[str]
):
    url = postgres.create()
    (bare / ".env").write_text(f"DATABASE_URL={url}\nSLACK_BOT_TOKEN=wrong\n")
    code = main(["migrate"])
    postgres.drop(url)

    assert code == 0
    assert f"to version {NOW}" in capsys.readouterr().out


def test_a_newer_database_is_a_matter_of_configuration(
    bare: Path, capsys: pytest.CaptureFixture[str]
):
    main(["migrate"])
    asyncio.run(_set_version(f"sqlite:///{bare / 'imagebot.db'}", NOW + 1))

    assert main(["migrate"]) == CONFIGURATION
    said = capsys.readouterr().err
    assert f"tables of version {NOW + 1}; this imagebot knows them up to version {NOW}" in said
    assert "Run the newer imagebot" in said


async def _set_version(url: str, version: int) -> None:
    async def work(tx: Tx) -> None:
        await tx.connection.execute(text("UPDATE schema_version SET version = :v"), {"v": version})

    database = Database(url)
    await database.write(work)
    await database.close()


def test_no_password_is_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hunter2@127.0.0.1:1/images")

    assert main(["migrate"]) == CONFIGURATION
    said = capsys.readouterr()
    assert "PostgreSQL server of DATABASE_URL" in said.err
    assert "hunter2" not in said.out + said.err
