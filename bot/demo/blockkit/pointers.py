"""How Slack points at a mistake in what it was sent."""

from __future__ import annotations


def pointed(message: str, pointer: str) -> str:
    """A mistake with its place, such as ``/blocks/0/text``."""
    return f"{message} [json-pointer:{pointer}]"
