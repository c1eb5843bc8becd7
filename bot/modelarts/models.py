"""The image API as its five public reference pages and the vendor's SDK describe it.

Open where the service is open: words of an enumeration are upper case here, also unknown ones
(the pages say ``X86_64``, every reply ``x86_64``), numbers may come as text, ids as numbers.
What a reply got wrong beyond that is repaired in `bot.modelarts.replies`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[str, StringConstraints(to_upper=True)]
"""A word of an enumeration; folded by pydantic's own compiled code, which costs almost nothing."""

Millis = Annotated[int, Field(ge=0, le=253_402_300_799_999)]
"""Milliseconds since 1970, UTC, up to the end of year 9999, the last a calendar can show."""

Count = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""A number that a database column of eight bytes can hold."""

FAILED_STATUSES = frozenset({"CREATE_FAILED", "ERROR"})
"""Saving failed; the image is broken (reference, ListImage, ``status``)."""

_LARGEST_KB = 100_000_000


class ImageType(StrEnum):
    """Whose image it is: the platform's, or the user's own."""

    BUILD_IN = "BUILD_IN"
    DEDICATED = "DEDICATED"


class Tag(BaseModel):
    """A key and value on an image (SDK of 2026)."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    key: str | None = None
    value: str | None = None


class Image(BaseModel):
    """One image of ``GET /v1/{project_id}/images``, over all revisions of the page.

    Source: ListImage, table "ImageResponse"; ``flavor_type`` since 2025, ``tags``,
    ``swr_instance_id``, ``show_name`` and ``show_tag`` since the SDK of 2026,
    ``support_res_categories`` only in ShowImage.  ``update_at`` may be before ``create_at``.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    id: Annotated[str, Field(min_length=1)]
    name: str | None = None
    arch: Word | None = None
    create_at: Millis | None = None
    description: str | None = None
    dev_services: tuple[Word, ...] | None = None
    flavor_type: Word | None = None
    namespace: str | None = None
    origin: Word | None = None
    resource_categories: tuple[Word, ...] | None = None
    service_type: Word | None = None
    show_name: str | None = None
    show_tag: str | None = None
    size: Count | None = None
    """As sent; `size_bytes` says what it means."""
    status: Word | None = None
    status_message: str | None = None
    swr_instance_id: str | None = None
    swr_path: str | None = None
    tag: str | None = None
    tags: tuple[Tag, ...] | None = None
    type: Word | None = None
    update_at: Millis | None = None
    visibility: Word | None = None
    workspace_id: str | None = None
    support_res_categories: tuple[Word, ...] | None = None

    @property
    def size_bytes(self) -> int | None:
        """Bytes: the pages say KB, every real value only makes sense as bytes.

        Below 100 000 000 the number is read as the documented KB (as bytes that would be less
        than any image seen), from there on as bytes (as KB it would be more than any image).
        """
        if self.size is None:
            return None
        return self.size * 1024 if self.size < _LARGEST_KB else self.size


class ImageGroup(BaseModel):
    """One row of ``GET /v1/{project_id}/images/group``: a name within a namespace.

    The fields after ``version_count`` are the SDK's of 2026.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    name: str | None = None
    namespace: str | None = None
    create_at: Millis | None = None
    update_at: Millis | None = None
    version_count: Count | None = None
    id: str | None = None
    description: str | None = None
    read_me: str | None = None
    icon_name: str | None = None
    swr_instance_id: str | None = None
    swr_instance_name: str | None = None


class ImageList(BaseModel):
    """The reply of ListImage.  ``current`` is a page number, ``size`` the rows of a full page."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    current: Count | None = None
    data: tuple[Image, ...] | None = None
    pages: Count | None = None
    size: Count | None = None
    total: Count | None = None

    @property
    def rows(self) -> tuple[Image, ...] | None:
        """The images; None if the reply has no list."""
        return self.data


class ImageGroupList(BaseModel):
    """The reply of ListImageGroup: the rows are in ``data``, or in ``groups`` without a limit."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    current: Count | None = None
    data: tuple[ImageGroup, ...] | None = None
    groups: tuple[ImageGroup, ...] | None = None
    pages: Count | None = None
    size: Count | None = None
    total: Count | None = None
    is_swr_enterprise: bool | None = None

    @property
    def rows(self) -> tuple[ImageGroup, ...] | None:
        """The groups, under whichever key they came; None if the reply has no list."""
        return self.data if self.data or self.groups is None else self.groups


class ListImagesParams(BaseModel):
    """The query of ListImage; what each may hold is checked in `bot.modelarts.params`.

    A listing reads every page: ``limit`` is then the rows of one page, and ``offset``, which
    counts records, is set by the client.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: ImageType
    workspace_id: str = "0"
    name: str | None = None
    name_fuzzy_match: bool | None = None
    namespace: str | None = None
    service_type: str | None = None
    limit: int | None = None
    offset: int | None = None
    sort_key: str | None = None
    sort_dir: str | None = None
    show_name: str | None = None
    show_tag: str | None = None


class ListImageGroupsParams(BaseModel):
    """The query of ListImageGroup; `ListImagesParams` says how pages are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: ImageType
    workspace_id: str = "0"
    name: str | None = None
    name_fuzzy_match: bool | None = None
    namespace: str | None = None
    limit: int | None = None
    offset: int | None = None
    swr_instance_id: str | None = None
