"""The commands, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.query.model import Query
from bot.query.referring import EVERYTHING, as_reference
from bot.query.spans import Span


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


@dataclass(frozen=True, slots=True)
class Subscribe:
    """``/images subscribe [filters]``: alerts of this channel."""

    query: Query

    def text(self) -> str:
        """The canonical command."""
        return f"subscribe {self.query.text()}".strip()


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """``/images subscriptions``: what this channel is told."""

    def text(self) -> str:
        """The canonical command."""
        return "subscriptions"


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """``/images unsubscribe <id>``; the beginning of an id may do."""

    reference: str

    def text(self) -> str:
        """The canonical command."""
        return f"unsubscribe {self.reference}"


@dataclass(frozen=True, slots=True)
class SilenceRequest:
    """``/images silence <image or filters> [for …, until …]``.

    ``about``: the reference of one image, or a search; an empty one means all images.
    """

    about: str | Query
    span: Span

    def text(self) -> str:
        """The canonical command; it always says how long."""
        return f"silence {self._about()} {self.span.text()}"

    def _about(self) -> str:
        if isinstance(self.about, str):
            return as_reference(self.about)
        if (exact := self.about.exact) is None:
            return self.about.text() or EVERYTHING
        # A quotation alone would be the reference of an image; behind `not` it would exclude.
        return f'name="{exact}" {replace(self.about, exact=None).text()}'.strip()


@dataclass(frozen=True, slots=True)
class Silences:
    """``/images silences``: what this channel is not told."""

    def text(self) -> str:
        """The canonical command."""
        return "silences"


@dataclass(frozen=True, slots=True)
class Watch:
    """``/images watch <image>``; without an image: what this person waits for."""

    reference: str = ""

    def text(self) -> str:
        """The canonical command."""
        return f"watch {self.reference}".strip()


@dataclass(frozen=True, slots=True)
class Why:
    """``/images why <image>``: why an alert came, or did not."""

    reference: str

    def text(self) -> str:
        """The canonical command."""
        return f"why {self.reference}"


@dataclass(frozen=True, slots=True)
class Status:
    """``/images status``: is the bot well."""

    def text(self) -> str:
        """The canonical command."""
        return "status"


Search = Find | Failed | Groups
LookUp = Find | Failed | Groups | Show | Explain | Help
AlertRequest = (
    Subscribe | Subscriptions | Unsubscribe | SilenceRequest | Silences | Watch | Why | Status
)
Request = LookUp | AlertRequest
