"""Rows of images and groups that fit a terminal: the name last to shrink, cut in its middle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from bot.blocks.images.row import changed_at, name_of
from bot.blocks.mrkdwn import age, clean, clip_middle, size
from bot.modelarts.models import FAILED_STATUSES, Image, ImageGroup

Row = TypeVar("Row")

_GAP = 2
_NAME_ROOM = 36
"""Columns a name keeps while there are others to drop."""

_TAG_ROOM = 20


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """``worth``: the column of least worth is dropped first where the terminal is narrow."""

    title: str
    worth: int
    cell: Callable[[Row, int], str]
    right: bool = False


def image_table(
    images: Sequence[Image], now_ms: int, width: int, *, with_id: bool = False
) -> Table:
    """Images, one a row; failed ones in red."""
    columns = [IMAGE_ID, *IMAGE_COLUMNS] if with_id else list(IMAGE_COLUMNS)
    names = [
        Text(clean(name_of(image)).strip(), style="red" if image.status in FAILED_STATUSES else "")
        for image in images
    ]
    return _table(images, names, columns, now_ms, width)


def group_table(groups: Sequence[ImageGroup], now_ms: int, width: int) -> Table:
    """Image names with the number of their versions, one a row."""
    names = [Text(clean(group.name or group.id or "").strip()) for group in groups]
    return _table(groups, names, list(GROUP_COLUMNS), now_ms, width)


def _table(
    rows: Sequence[Row],
    names: list[Text],
    columns: list[Column[Row]],
    now_ms: int,
    width: int,
) -> Table:
    cells = {column: [column.cell(row, now_ms) for row in rows] for column in columns}
    columns = [column for column in columns if any(cells[column])]
    longest = max((name.cell_len for name in names), default=0)
    room = width - _taken(columns, cells)
    while columns and room < min(longest, _NAME_ROOM):
        columns.remove(min(columns, key=lambda column: column.worth))
        room = width - _taken(columns, cells)
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    table.add_column("name", no_wrap=True)
    for column in columns:
        table.add_column(column.title, no_wrap=True, justify="right" if column.right else "left")
    for at, name in enumerate(names):
        shown = [clip_middle(name.plain, max(8, room)), *(cells[column][at] for column in columns)]
        table.add_row(*map(Text, shown), style=name.style)
    return table


def _taken(columns: list[Column[Row]], cells: dict[Column[Row], list[str]]) -> int:
    widths = (max(map(cell_len, (column.title, *cells[column]))) for column in columns)
    return sum(each + _GAP for each in widths) + _GAP


def _tag(image: Image) -> str:
    """The part that tells versions apart: many tags begin with the whole name."""
    tag = (image.tag or "").strip()
    if image.name and tag != image.name:
        tag = tag.removeprefix(image.name).lstrip("-_. ")
    return clip_middle(tag, _TAG_ROOM)


def _devices(image: Image) -> str:
    return clip_middle("/".join(image.resource_categories or ()), 20)


def _image_age(image: Image, now_ms: int) -> str:
    moment = changed_at(image)
    return "" if moment is None else age(moment, now_ms)


def _group_age(group: ImageGroup, now_ms: int) -> str:
    moment = group.update_at or group.create_at
    return "" if moment is None else age(moment, now_ms)


def _word(text: str | None) -> str:
    return clip_middle(text or "", 20)


IMAGE_ID: Column[Image] = Column("id", 10, lambda image, _: clip_middle(image.id, 64))

IMAGE_COLUMNS: tuple[Column[Image], ...] = (
    Column("tag", 5, lambda image, _: _tag(image)),
    Column("type", 3, lambda image, _: _word(image.type)),
    Column("arch", 7, lambda image, _: _word(image.arch)),
    Column("devices", 2, lambda image, _: _devices(image)),
    Column("size", 4, lambda image, _: size(image.size_bytes) if image.size_bytes else "", True),
    Column("status", 8, lambda image, _: _word(image.status)),
    Column("updated", 6, _image_age, True),
)

GROUP_COLUMNS: tuple[Column[ImageGroup], ...] = (
    Column("namespace", 3, lambda group, _: _word(group.namespace)),
    Column("versions", 8, lambda group, _: str(group.version_count or ""), True),
    Column("updated", 6, _group_age, True),
)
