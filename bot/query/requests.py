"""The commands that look things up, as values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.query.model import Query


@dataclass(frozen=True, slots=True)
class Find:
    """``/images find …`` and the bare form."""

    query: Query

    def text(self) -> str:
        """The canonical command."""
        return f"find {self.query.text()}".strip()


@dataclass(frozen=True, slots=True)
class Failed:
    """``/images failed …``: CREATE_FAILED and ERROR, newest first unless sorted otherwise."""

    query: Query

    def text(self) -> str:
        """The canonical command."""
        return f"failed {self.query.text()}".strip()


@dataclass(frozen=True, slots=True)
class Groups:
    """``/images groups …``."""

    query: Query

    def text(self) -> str:
        """The canonical command."""
        return f"groups {self.query.text()}".strip()


@dataclass(frozen=True, slots=True)
class Show:
    """``/images show <id, name, name:tag or path>``."""

    reference: str

    def text(self) -> str:
        """The canonical command."""
        return f"show {self.reference}"


@dataclass(frozen=True, slots=True)
class Explain:
    """``/images explain <search>``; ``search`` may be any of the three searches."""

    search: Find | Failed | Groups

    def text(self) -> str:
        """The canonical command."""
        return f"explain {self.search.text()}"


@dataclass(frozen=True, slots=True)
class Help:
    """``/images help [topic]``; also the empty command."""

    topic: str | None = None

    def text(self) -> str:
        """The canonical command."""
        return f"help {self.topic}" if self.topic else "help"


Request = Find | Failed | Groups | Show | Explain | Help
Search = Find | Failed | Groups
