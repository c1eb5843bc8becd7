"""What a person finds in a message."""

from __future__ import annotations

from typing import Any

from bot.blocks.elements import Message


def pressable(message: Message) -> dict[str, dict[str, Any]]:
    """Buttons and menus by action id."""
    parts = [part for block in message.blocks for part in block.get("elements", [])]
    parts += [block["accessory"] for block in message.blocks if "accessory" in block]
    return {part["action_id"]: part for part in parts if "action_id" in part}


def words(message: Message) -> str:
    """All texts of the blocks."""
    texts = [block["text"]["text"] for block in message.blocks if "text" in block]
    texts += [
        part["text"]
        for block in message.blocks
        if block["type"] == "context"
        for part in block["elements"]
    ]
    return "\n".join(texts)
