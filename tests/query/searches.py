"""Random rows and searches for the tests of what is found."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from bot.modelarts.models import Image, ImageGroup
from bot.query.fields import FIELDS, Kind
from bot.query.model import Condition, Op, Query, SortKey

CATALOGUE = Path(__file__).parents[2] / "bot" / "demo" / "data" / "catalogue.json"
AT_MS = 1_660_000_000_000

TEXTS = (
    "pytorch_2.1-cann_8",
    "PyTorch_2.1 ",
    " mindspore-2.3",
    "cuda11.8/cudnn8",
    "训练 基础镜像",
    "Straße İstanbul",
    "a\0b",
    "",
    "x",
    "11",
)
WORDS = ("pytorch", "2.1", "cann_8", "11", "1", "e", "训练", "stra", "cuda", "_", "zzz", "-2", "8")
PHRASES = ("torch_2.1", "训练 基", "İstanbul", "cudnn8 ", "a\0b", "\0", "General Work", "")
_CLOSED = ("x86_64", "AARCH64", "Active", "ERROR", "common", "NEW_WORD")
_TIMES = ("7d", "30m", "1y", "2022", "2022-03", "2022-03-23", "2022-03-23t10:00")
_SIZES = ("5GB", "4.2GB", "3gib", "1000000", "0", "5.0GB")
_TEXT_OPS = (Op.IS, Op.IS_NOT, Op.HAS, Op.HAS_NOT)
_NUMBER_OPS = (Op.IS, Op.IS_NOT, Op.OVER, Op.AT_LEAST, Op.UNDER, Op.AT_MOST)


def rows_called(kind: str) -> list[Image | ImageGroup]:
    """``demo``, ``odd``, ``many`` or ``groups``: always the same ones."""
    if kind == "demo":
        return [*catalogue()]
    if kind == "groups":
        return [*groups(seeded(3), 40)]
    return [*images(seeded(1), {"odd": 60, "many": 700}[kind])]


def seeded(seed: int) -> Random:
    """The same choices in every run."""
    return Random(seed)  # noqa: S311  -- test data, not secrets


def catalogue() -> list[Image]:
    """The images of the demo."""
    return [Image.model_validate(row) for row in json.loads(CATALOGUE.read_text("utf-8"))]


def images(random: Random, count: int) -> list[Image]:
    """Images in which anything may be absent, oddly written or equal to another's."""
    return [Image.model_validate(_image(random) | {"id": f"{n:03}"}) for n in range(count)]


def _image(random: Random) -> dict[str, Any]:
    texts = ("name", "tag", "description", "swr_path", "namespace", "show_name", "status_message")
    closed = ("arch", "status", "type", "service_type", "origin", "visibility", "flavor_type")
    several = ("resource_categories", "dev_services", "support_res_categories")
    row: dict[str, Any] = {field: random.choice(TEXTS) for field in texts}
    row |= {field: random.choice(_CLOSED) for field in closed}
    row |= {
        field: random.sample(("CPU", "Gpu", "ascend"), random.randrange(4)) for field in several
    }
    row["tags"] = random.choice(([], [{"key": "Team"}], [{"key": "team", "value": "Red"}, {}]))
    row["size"] = random.choice((0, 4_200_000_000, 4_249_999_999, 5_000_000_000, 1_000))
    row["create_at"], row["update_at"] = (_moment(random) for _ in range(2))
    return {field: value for field, value in row.items() if random.random() < 0.8}


def groups(random: Random, count: int) -> list[ImageGroup]:
    """Groups in which anything but their namespace may be absent."""
    rows = []
    for number in range(count):
        row = {
            "name": random.choice(TEXTS),
            "description": random.choice(TEXTS),
            "version_count": random.randrange(4),
            "create_at": _moment(random),
            "update_at": _moment(random),
        }
        kept = {field: value for field, value in row.items() if random.random() < 0.8}
        rows.append(ImageGroup.model_validate(kept | {"namespace": f"n{number}"}))
    return rows


def _moment(random: Random) -> int:
    return random.choice((0, AT_MS - 604_800_000, AT_MS, 1_648_030_000_000, 1_648_030_000_001))


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """A condition on any field with values that fit its kind."""
    field = FIELDS[draw(st.sampled_from(sorted(FIELDS)))]
    plain = {
        Kind.SIZE: _SIZES,
        Kind.TIME: _TIMES,
        Kind.NUMBER: ("0", "1", "2"),
        Kind.WORDS: ("CPU", "GPU", "ASCEND", "p"),
        Kind.TAGS: ("team", "TEAM=red", "e", "="),
        Kind.TEXT: (*TEXTS, "_2.1", "镜", "x86"),
        Kind.CLOSED: (*_CLOSED, *field.values, "A"),
    }[field.kind]
    ops = _NUMBER_OPS if field.kind in {Kind.SIZE, Kind.TIME, Kind.NUMBER} else _TEXT_OPS
    values = draw(st.lists(st.sampled_from(plain), min_size=1, max_size=3))
    return Condition(field.name, draw(st.sampled_from(ops)), tuple(values))


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any search, from the empty one on."""
    key = st.builds(SortKey, st.sampled_from(sorted(FIELDS)), st.booleans())
    exact = st.sampled_from((None, None, None, "PYTORCH_2.1", "", "训练 基础镜像"))
    return Query(
        words=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=2))),
        phrases=tuple(draw(st.lists(st.sampled_from(PHRASES), max_size=1))),
        exact=draw(exact),
        conditions=tuple(draw(st.lists(conditions(), max_size=2))),
        sort=tuple(draw(st.lists(key, max_size=3))),
    )
