"""Views as files: what a message looked like when somebody last read it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from bot.blocks.elements import Message
from bot.errors import TokenError
from bot.query.page_token import Seal
from tests.blocks.samples import ANYONE, SEAL

FOLDER = Path(__file__).parent / "golden"


def golden(name: str, message: Message) -> None:
    """Compare with the file of this name; ``UPDATE_GOLDEN=1`` writes it anew.

    Sealed values stand there opened, so that a reader sees what a button does.
    """
    path = FOLDER / f"{name}.json"
    readable = {"text": message.text.split("\n"), "blocks": _opened(message.blocks)}
    drawn = json.dumps(readable, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(drawn, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == drawn


def _opened(value: Any) -> Any:
    if isinstance(value, list):
        return [_opened(part) for part in value]
    if isinstance(value, dict):
        return {
            key: _state(part) if key in {"value", "block_id"} else _opened(part)
            for key, part in value.items()
        }
    return value


def _state(value: str) -> str:
    for seal, who in ((SEAL, "sealed"), (ANYONE, "for anyone")):
        if (state := opened(seal, value)) is not None:
            return f"{who}: {state}"
    return value


def opened(seal: Seal, value: str) -> str | None:
    """What a button does, for people; None if this seal did not close it."""
    try:
        state = seal.open(value)
    except TokenError:
        return None
    return f"{state.command} | page {state.page} at {state.at_ms} of {state.digest or '-'}"
