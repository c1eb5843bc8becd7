"""The image a person means by an id, a name, ``name:tag`` or a path."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.catalog.snapshots import no_answer
from bot.catalog.stock import Holding, Stock
from bot.errors import ImageMissing, UpstreamError, UpstreamRefused
from bot.modelarts.models import Image, ImageType, ListImagesParams
from bot.ports import Clock, ImageSource
from bot.query.model import NAME
from bot.query.page import Shown
from bot.query.relax import nearest_names

MOST_CHOICES = 20

SLACK_S = 1.0
"""The first call of a look-up may end so late: it ends by itself when the time is over, and what
has come by then is worth having."""

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}")
_WRAPPING = " \t\r\n\u00a0\u3000\"'`“”‘’"
_LONGEST_SHOWN = 120

_HINT = "Give an id, a name, name:tag or a path; find with a part of the name lists what there is."


async def shown(
    reference: str,
    *,
    source: ImageSource,
    stock: Stock[ListImagesParams, Image],
    clock: Clock,
    workspace_id: str,
    until: float,
) -> Shown:
    """See `bot.catalog.Catalog.show`; ``until`` is a moment of the event loop's clock."""
    wanted = reference.strip(_WRAPPING)
    if not wanted:
        raise ImageMissing("Which image?", hint=_HINT)
    search = _Search(wanted, source, stock, clock, workspace_id, until)
    if _UUID.fullmatch(wanted.lower()):
        return await search.by_id()
    return await search.by_name()


@dataclass(frozen=True, slots=True)
class _Search:
    """One look-up."""

    wanted: str
    source: ImageSource
    stock: Stock[ListImagesParams, Image]
    clock: Clock
    workspace_id: str
    until: float

    async def by_id(self) -> Shown:
        """Ask for this id; the list may know an image that ShowImage does not."""
        now_ms = self.clock.now_ms()
        try:
            image = await self._detail(self.wanted.lower(), slack=SLACK_S)
        except UpstreamRefused:
            return await self._by_list(ask_again=False)
        except UpstreamError as error:
            return await self._in_spite_of(error)
        return Shown(self.wanted, image, (), now_ms, self.clock.now_ms())

    async def _in_spite_of(self, error: UpstreamError) -> Shown:
        try:
            found = await self._by_list(ask_again=False)
        except (ImageMissing, UpstreamError):
            # It may well exist: only ShowImage could have said.
            raise error from None
        return Shown(
            found.reference,
            found.image,
            found.choices,
            found.as_of_ms,
            found.now_ms,
            found.requests,
            found.trouble or error,
        )

    async def by_name(self) -> Shown:
        """Look through the rows whose name contains this one, then through all.

        Not for this very name: it may end in a blank, which cannot be asked for.
        """
        name = self.wanted.lower().rpartition(":")[0] or self.wanted.lower()
        if not NAME.fullmatch(name):
            return await self._by_list(slack=SLACK_S)
        named = await self._named(name)
        if named is not None and (hits := self._hits(named.rows)):
            return await self._answer(named, hits, ask_again=True)
        return await self._by_list()

    async def _by_list(self, *, ask_again: bool = True, slack: float = 0.0) -> Shown:
        holding = await self.stock.holding(self._requests(None), self.until + slack)
        if hits := self._hits(holding.rows):
            return await self._answer(holding, hits, ask_again=ask_again)
        names = [row.name for row in holding.rows if row.name]
        word = self.wanted.lower().rpartition("/")[2].partition(":")[0]
        raise ImageMissing(
            f"No image has the id, name or path “{_cut(self.wanted)}”.",
            hint=_HINT,
            closest=await asyncio.to_thread(nearest_names, word, names),
        )

    async def _named(self, name: str) -> Holding[Image] | None:
        """The rows with this in their name; None if the whole list may do instead."""
        whole = self._requests(None)
        if self.stock.at_hand(whole):
            return None
        try:
            return await self.stock.holding(self._requests(name), self.until + SLACK_S)
        except UpstreamError:
            if self.stock.kept(whole):
                return None
            raise

    def _requests(self, name: str | None) -> tuple[ListImagesParams, ...]:
        return tuple(
            ListImagesParams(type=kind, workspace_id=self.workspace_id, name=name)
            for kind in ImageType
        )

    async def _detail(self, image_id: str, *, slack: float = 0.0) -> Image:
        """ShowImage, as long as there is time."""
        try:
            async with asyncio.timeout_at(self.until + slack):
                return await self.source.show_image(image_id)
        except TimeoutError:
            raise no_answer() from None

    def _hits(self, rows: Iterable[Image]) -> list[Image]:
        """The rows that are meant; an id beats a name, newest first."""
        means = _meaning(self.wanted.lower())
        hits = [row for row in rows if means(row)]
        same_id = [row for row in hits if row.id.lower() == self.wanted.lower()]
        return sorted(same_id or hits, key=_newest_first)

    async def _answer(
        self, holding: Holding[Image], hits: list[Image], *, ask_again: bool
    ) -> Shown:
        as_of_ms = holding.as_of_ms(self.clock.now_ms())
        trouble = holding.trouble
        image = hits[0] if len(hits) == 1 else None
        if image is not None and ask_again:
            asked_ms = self.clock.now_ms()
            try:
                image = _completed(await self._detail(image.id), image)
            except UpstreamError:
                pass
            else:
                as_of_ms, trouble = asked_ms, None
        choices = () if image is not None else tuple(hits[:MOST_CHOICES])
        now_ms = self.clock.now_ms()
        return Shown(self.wanted, image, choices, as_of_ms, now_ms, holding.requests, trouble)


def _meaning(wanted: str) -> Callable[[Image], bool]:
    tails = {wanted, _behind_host(wanted)} if "/" in wanted else {wanted}

    def means(row: Image) -> bool:
        name = (row.name or "").strip().lower()
        path = (row.swr_path or "").strip().lower()
        return (
            wanted in {row.id.lower(), name}
            or bool(name and row.tag and wanted == f"{name}:{row.tag.strip().lower()}")
            or bool(path and not tails.isdisjoint({path, _behind_host(path)}))
        )

    return means


def _behind_host(path: str) -> str:
    """``team/name:tag`` of ``swr.region.example.com/team/name:tag``."""
    host, slash, rest = path.partition("/")
    return rest if slash and ("." in host or ":" in host) else path


def _newest_first(row: Image) -> tuple[int, str]:
    return -(row.update_at or row.create_at or 0), row.id


def _completed(detail: Image, row: Image) -> Image:
    """ShowImage's answer, with what only the list said."""
    missing = {
        field: getattr(row, field)
        for field in ("type", "workspace_id")
        if getattr(detail, field) is None
    }
    return detail.model_copy(update=missing) if missing else detail


def _cut(text: str) -> str:
    """The text without its middle if it is long: names differ at the end."""
    half = _LONGEST_SHOWN // 2
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:half]}…{text[-half:]}"
