"""What a person does and sees in a journey."""

from __future__ import annotations

from typing import Any

from bot.demo.stage import Stage
from bot.demo.workspace import C_ML, U_ANNA, Message


async def say(stage: Stage, text: str, *, user: str = U_ANNA, channel: str = C_ML) -> Message:
    """Type ``/images {text}`` and wait for the one answer."""
    delivery = await stage.slack.command(text, user=user, channel=channel)
    answers = await stage.slack.settled(delivery)
    assert len(answers) == 1, answers
    return answers[0]


async def press(
    stage: Stage, message: Message, label: str, *, user: str = U_ANNA, option: str | None = None
) -> Message:
    """Press what is called ``label`` and wait for the answer to the person."""
    delivery = await stage.slack.press(message, control(message, label), user=user, option=option)
    answers = await stage.slack.settled(delivery)
    return answers[-1]


async def share(stage: Stage, message: Message, *, user: str = U_ANNA) -> Message:
    """Press *Share here*, and wait for the public message and the note to the person."""
    button = control(message, "Share here")
    delivery = await stage.slack.press(message, button, user=user)
    await stage.slack.settled(delivery, answers=2)
    return [item for item in delivery.messages if item["visible_to"] == user][-1]


def control(message: Message, label: str) -> dict[str, Any]:
    """The first button or menu of that label."""
    for element in controls(message):
        text = element.get("text") or element.get("placeholder") or {}
        if text.get("text") == label:
            return element
    raise LookupError(f"no {label!r} among {labels(message)}")


def controls(message: Message) -> list[dict[str, Any]]:
    """Everything that can be pressed, from top to bottom."""
    found: list[dict[str, Any]] = []
    for block in message.get("blocks", []):
        accessory = block.get("accessory")
        found += [accessory] if accessory else []
        found += block.get("elements", []) if block["type"] == "actions" else []
    return found


def labels(message: Message) -> list[str]:
    """What can be pressed, by label."""
    return [
        (element.get("text") or element.get("placeholder") or {}).get("text", "")
        for element in controls(message)
    ]


def said(message: Message) -> str:
    """Everything a person can read in a message, in one string."""
    texts: list[str] = []

    def collect(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("text"), str):
                texts.append(node["text"])
            for key, value in node.items():
                if key != "text" or not isinstance(value, str):
                    collect(value)
        elif isinstance(node, list):
            for item in node:
                collect(item)

    collect(message.get("blocks", []))
    return "\n".join(texts)
