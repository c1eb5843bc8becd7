"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.errors import UpstreamError
from bot.modelarts.models import Image, ImageGroup
from bot.query.requests import Search

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A looser search and what it would find.

    ``label``: ``without arch=AARCH64``.  ``command``: the whole command, ready to run.
    ``count``: images it really finds.
    """

    label: str
    command: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that would narrow the answer (``arch=AARCH64``) and how many rows it leaves."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of an answer.

    ``search``: what was understood, with the page really shown (past the end it is the last).
    ``rows``: of this page.  ``total``: rows that match in all.  ``known``: rows looked at before
    anything was filtered here.  ``claimed``: what ModelArts said there is.
    ``page``, ``pages``: from 1; ``pages`` is at least 1.  ``first``: number of the first row, from
    1 (0 when empty).  ``as_of_ms``: when the oldest data shown was read.  ``now_ms``: when the
    answer was made.  ``requests``: the GETs that brought the data (path and query), also cached.
    ``asked_api``: chips of what ModelArts filtered.  ``filtered_here``: chips of what we filtered.
    ``relaxations``, ``closest`` (names): only when nothing matches.  ``blame``: the chip that
    alone removed everything, if one did.  ``trouble``: why older data is shown, if it is.
    ``complete``: False if ModelArts' pages contradicted each other.
    ``at_ms``: what relative times count back from; the same on every page of an answer.
    ``facets``: values of closed fields that occur in the matching rows, for the filter menu.
    ``digest``: 8 characters that change when the list of matching ids or their order changes.
    """

    search: Search
    rows: tuple[Row, ...]
    total: int
    known: int
    claimed: int
    page: int
    pages: int
    first: int
    page_size: int
    as_of_ms: int
    now_ms: int
    requests: tuple[str, ...] = ()
    asked_api: tuple[str, ...] = ()
    filtered_here: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    closest: tuple[str, ...] = ()
    blame: str | None = None
    trouble: UpstreamError | None = None
    complete: bool = True
    digest: str = ""
    at_ms: int = 0
    facets: tuple[Facet, ...] = ()


SearchPage = Page[Image]
GroupPage = Page[ImageGroup]


@dataclass(frozen=True, slots=True)
class Shown:
    """The answer to ``show``: one image, or several to choose from (then ``image`` is None)."""

    reference: str
    image: Image | None
    choices: tuple[Image, ...]
    as_of_ms: int
    now_ms: int
    requests: tuple[str, ...] = ()
    trouble: UpstreamError | None = None
