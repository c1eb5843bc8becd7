"""The one table of everything a search can ask for.

Names are the API's (ListImage Table 4, ListImageGroup Table 4, ShowImage, all revisions and the
SDK of 2026); aliases are ours.  Which side filters stands here too: the API knows `name`,
`namespace`, `service_type`, `type` and `workspace_id`; everything else is filtered here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bot.modelarts.models import Image, ImageGroup
from bot.query.characters import composed


class Kind(StrEnum):
    """How values of a field are written and compared."""

    CLOSED = "closed"
    """One of a few upper-case words; unknown ones occur (facts: enumerations are open)."""
    WORDS = "words"
    """Several of a few upper-case words."""
    TEXT = "text"
    TAGS = "tags"
    """Keys and values, written ``key`` or ``key=value``."""
    SIZE = "size"
    TIME = "time"
    NUMBER = "number"


_NO_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table.

    ``values``: the known words of a closed field.  ``synonyms``: what people write instead, lower
    case.  ``api``: ModelArts filters it.  ``images``, ``groups``: which rows have it.
    ``label``: how people call it.
    """

    name: str
    kind: Kind
    label: str
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_SYNONYMS)
    api: bool = False
    images: bool = True
    groups: bool = False

    @property
    def single(self) -> bool:
        """Whether an image has at most one value of it."""
        return self.kind not in {Kind.WORDS, Kind.TAGS}


FAILED = ("CREATE_FAILED", "ERROR")
"""The statuses of an image nobody can use and somebody should look at."""

_ARCH = MappingProxyType(
    dict.fromkeys(("arm", "arm64", "aarch64", "armv8"), ("AARCH64",))
    | dict.fromkeys(("x86", "x64", "amd64", "x86-64", "x86_64", "intel"), ("X86_64",))
)
_TYPE = MappingProxyType(
    dict.fromkeys(("builtin", "built-in", "built_in", "build-in", "preset"), ("BUILD_IN",))
    | dict.fromkeys(("own", "custom", "customer", "mine"), ("DEDICATED",))
)
_STATUS = MappingProxyType(
    {
        "failed": FAILED,
        "broken": FAILED,
        "ready": ("ACTIVE",),
        "usable": ("ACTIVE",),
        "saving": ("CREATING",),
        "create-failed": ("CREATE_FAILED",),
        "createfailed": ("CREATE_FAILED",),
    }
)
_FLAVOR = MappingProxyType(
    {
        "snt9": ("ASCEND_SNT9",),
        "snt9b": ("ASCEND_SNT9B",),
        "snt3": ("ASCEND_SNT3",),
    }
)
_ORIGIN = MappingProxyType({"registered": ("CUSTOMIZE",), "saved": ("IMAGE_SAVE",)})

_ROWS = (
    Field("name", Kind.TEXT, "name", ("n",), api=True, groups=True),
    Field(
        "type", Kind.CLOSED, "type", ("kind",), ("BUILD_IN", "DEDICATED"), _TYPE, True, True, True
    ),
    Field("arch", Kind.CLOSED, "arch", ("architecture", "cpu_arch"), ("X86_64", "AARCH64"), _ARCH),
    Field(
        "status",
        Kind.CLOSED,
        "status",
        ("state",),
        ("INIT", "CREATING", "CREATE_FAILED", "ERROR", "DELETED", "ACTIVE"),
        _STATUS,
    ),
    Field(
        "resource_categories",
        Kind.WORDS,
        "device",
        ("device", "devices", "resource", "resources", "resource_category", "accelerator"),
        ("CPU", "GPU", "ASCEND"),
        MappingProxyType({"npu": ("ASCEND",)}),
    ),
    Field(
        "service_type",
        Kind.CLOSED,
        "service",
        ("service", "services", "purpose"),
        ("COMMON", "INFERENCE", "TRAIN", "DEV", "UNKNOWN"),
        MappingProxyType({"training": ("TRAIN",), "infer": ("INFERENCE",)}),
        True,
    ),
    Field("namespace", Kind.TEXT, "namespace", ("ns", "org"), api=True, groups=True),
    Field("workspace_id", Kind.TEXT, "workspace", ("workspace", "ws"), api=True, groups=True),
    Field("tag", Kind.TEXT, "tag", ("version",)),
    Field("description", Kind.TEXT, "description", ("desc",), groups=True),
    Field("swr_path", Kind.TEXT, "path", ("path", "swr")),
    Field("id", Kind.TEXT, "id", ("image_id",), groups=True),
    Field(
        "dev_services",
        Kind.WORDS,
        "access",
        ("dev", "access", "dev_service"),
        ("NOTEBOOK", "SSH", "AI_FLOW"),
    ),
    Field(
        "flavor_type",
        Kind.CLOSED,
        "chip",
        ("flavor", "chip"),
        ("ASCEND_SNT9", "ASCEND_SNT9B", "ASCEND_SNT3"),
        _FLAVOR,
    ),
    Field("visibility", Kind.CLOSED, "visibility", ("visible",), ("PRIVATE", "PUBLIC")),
    Field("origin", Kind.CLOSED, "origin", ("source",), ("CUSTOMIZE", "IMAGE_SAVE"), _ORIGIN),
    Field("status_message", Kind.TEXT, "reason", ("reason", "message")),
    Field("size", Kind.SIZE, "size"),
    Field("create_at", Kind.TIME, "created", ("created", "create_time"), groups=True),
    Field("update_at", Kind.TIME, "updated", ("updated", "update_time", "age"), groups=True),
    Field("tags", Kind.TAGS, "label", ("label", "labels")),
    Field("show_name", Kind.TEXT, "display name", ("display_name", "display")),
    Field("show_tag", Kind.TEXT, "display tag", ("display_tag",)),
    Field("swr_instance_id", Kind.TEXT, "SWR instance", ("swr_instance",), groups=True),
    Field(
        "support_res_categories",
        Kind.WORDS,
        "supported device",
        ("support",),
        ("CPU", "GPU", "ASCEND"),
        MappingProxyType({"npu": ("ASCEND",)}),
    ),
    Field("version_count", Kind.NUMBER, "versions", ("versions",), images=False, groups=True),
    Field("read_me", Kind.TEXT, "read-me", ("readme",), images=False, groups=True),
    Field("icon_name", Kind.TEXT, "icon", ("icon",), images=False, groups=True),
    Field("swr_instance_name", Kind.TEXT, "SWR instance name", (), images=False, groups=True),
)

FIELDS: Mapping[str, Field] = MappingProxyType({row.name: row for row in _ROWS})
"""By API name, in the order in which help shows them."""

_BY_WORD: Mapping[str, Field] = MappingProxyType(
    {word: row for row in _ROWS for word in (*row.aliases, row.name)}
)

BARE_WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {word: ("arch", values) for word, values in _ARCH.items() if word != "intel"}
    | {word: ("type", values) for word, values in _TYPE.items() if word.startswith(("b", "p"))}
    | {"build_in": ("type", ("BUILD_IN",)), "dedicated": ("type", ("DEDICATED",))}
    | {"gpu": ("resource_categories", ("GPU",)), "cpu": ("resource_categories", ("CPU",))}
    | dict.fromkeys(("ascend", "npu"), ("resource_categories", ("ASCEND",)))
    | dict.fromkeys(("failed", "broken"), ("status", FAILED))
    | {"create_failed": ("status", ("CREATE_FAILED",)), "active": ("status", ("ACTIVE",))}
    | {"creating": ("status", ("CREATING",)), "deleted": ("status", ("DELETED",))}
    | {"private": ("visibility", ("PRIVATE",)), "public": ("visibility", ("PUBLIC",))}
)
"""Words that are a filter without a key: nobody means a name by them.  ``train``, ``dev``,
``common``, ``error``, ``notebook`` and ``ssh`` are not here: they stand in real names."""


def field_called(word: str) -> Field | None:
    """The field with this name or alias, in any case, with ``-`` read as ``_``."""
    return _BY_WORD.get(word.lower().replace("-", "_"))


def words_for(*, groups: bool) -> tuple[str, ...]:
    """Every name and alias that can be asked for, to suggest from."""
    return tuple(word for word, row in _BY_WORD.items() if (row.groups if groups else row.images))


Value = str | int | tuple[str, ...] | None
"""A field of one row: text (lower case), a number (bytes, ms), several words, or absent."""


def value_of(row: Image | ImageGroup, name: str) -> Value:
    """Read a field off a row, ready to compare: text lower case and without outer blanks."""
    if name == "size":
        return row.size_bytes if isinstance(row, Image) else None
    if name == "tags":
        return _tags(row)
    value = getattr(row, name, None)
    if isinstance(value, str):
        return composed(value.strip().lower())
    if isinstance(value, tuple | list):
        return tuple(composed(word.lower()) for word in value)
    return value if isinstance(value, int) else None


def _tags(row: Image | ImageGroup) -> Value:
    if not isinstance(row, Image) or row.tags is None:
        return None
    return tuple(
        word
        for tag in row.tags
        for said in (tag.key or "", f"{tag.key or ''}={tag.value or ''}")
        if (word := composed(said.lower()))
    )
