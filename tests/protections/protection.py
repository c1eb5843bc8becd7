"""One thing that can be switched off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Protection:
    """One change that takes a protection away.

    ``promise``: by its number (docs/reliability.md), or in a word.  ``old`` occurs exactly once
    in ``file``.  ``tests``: what pytest is given; each must pass without the change.
    """

    name: str
    promise: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
