"""Values nobody should send, for every field that holds text."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.errors import UpstreamDown, UpstreamError
from bot.modelarts.models import Image, ImageGroup, Tag
from bot.query.model import Condition, Op, Query, SortKey
from bot.query.page import Facet, Relaxation
from tests.blocks.samples import NOW

PIECES = (
    "<!channel>",
    "<!here|x>",
    "<@U1>",
    "<#C1|x>",
    "<http://evil.example|x>",
    "http://evil.example/",
    "mailto:x@y.example",
    "@here",
    "#general",
    "&lt;@U1&gt;",
    "&amp;",
    "`",
    "```",
    "*x*",
    "_x_",
    "~x~",
    ":smile:",
    ">",
    "\n> quote",
    "\u202e",
    "\u2066",
    "\u200b",
    "\x00",
    "\ud800",
    "\ue000",
    "\U0001f468\u200d\U0001f469",
    "e" + "\u0301" * 40,
    "\u2028",
    "\\",
    '"',
    "'",
    "|",
    "^",
    " ",
    "pytorch_2_1",
)


class Long(str):
    """A long text that stays short in a failure's report."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{self[:20]!s:.20} × {len(self)}"


EVERYTHING = st.text(st.characters(), max_size=40)
HOSTILE = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    EVERYTHING,
    st.sampled_from(PIECES).map(lambda piece: Long((piece * 100_000)[:100_000])),
    st.just(""),
)
MAYBE = st.none() | HOSTILE
MANY = st.none() | st.lists(HOSTILE, max_size=6).map(tuple)
NUMBER = st.none() | st.integers(0, 2**63 - 1)
MOMENT = st.none() | st.integers(0, 253_402_300_799_999)
STATUS = st.none() | st.sampled_from(["ACTIVE", "ERROR", "CREATE_FAILED"]) | HOSTILE

IMAGES = st.builds(
    Image.model_construct,
    id=HOSTILE.filter(bool),
    name=MAYBE,
    arch=MAYBE,
    create_at=MOMENT,
    update_at=MOMENT,
    description=MAYBE,
    dev_services=MANY,
    flavor_type=MAYBE,
    namespace=MAYBE,
    origin=MAYBE,
    resource_categories=MANY,
    service_type=MAYBE,
    show_name=MAYBE,
    show_tag=MAYBE,
    size=NUMBER,
    status=STATUS,
    status_message=MAYBE,
    swr_instance_id=MAYBE,
    swr_path=MAYBE,
    tag=MAYBE,
    tags=st.none()
    | st.lists(st.builds(Tag.model_construct, key=MAYBE, value=MAYBE), max_size=4).map(tuple),
    type=MAYBE,
    visibility=MAYBE,
    workspace_id=MAYBE,
    support_res_categories=MANY,
)
GROUPS = st.builds(
    ImageGroup.model_construct,
    name=MAYBE,
    namespace=MAYBE,
    create_at=MOMENT,
    update_at=MOMENT,
    version_count=NUMBER,
    id=MAYBE,
    description=MAYBE,
)
CONDITIONS = st.builds(
    Condition,
    field=st.sampled_from(["arch", "tag", "namespace", "status", "description"]),
    op=st.sampled_from([Op.IS, Op.IS_NOT, Op.HAS, Op.HAS_NOT]),
    values=st.lists(HOSTILE, min_size=1, max_size=3).map(tuple),
)
QUERIES = st.builds(
    Query,
    words=st.lists(HOSTILE, max_size=4).map(tuple),
    phrases=st.lists(HOSTILE, max_size=2).map(tuple),
    exact=MAYBE,
    conditions=st.lists(CONDITIONS, max_size=3).map(tuple),
    sort=st.sampled_from([(), (SortKey("name"),)]),
)
CHIPS = st.lists(HOSTILE, max_size=5).map(tuple)
TROUBLE = st.none() | st.builds(UpstreamDown, HOSTILE) | st.builds(UpstreamError, HOSTILE)
AROUND: dict[str, st.SearchStrategy[Any]] = {
    "total": st.integers(1, 10**9),
    "known": st.integers(1, 10**9),
    "claimed": st.integers(1, 10**9),
    "page": st.integers(1, 10**6),
    "pages": st.integers(1, 10**6),
    "as_of_ms": st.integers(0, NOW * 2),
    "requests": CHIPS,
    "asked_api": CHIPS,
    "filtered_here": CHIPS,
    "closest": CHIPS,
    "relaxations": st.lists(
        st.builds(Relaxation, HOSTILE, HOSTILE, st.integers(0, 10**6)), max_size=4
    ).map(tuple),
    "blame": MAYBE,
    "trouble": TROUBLE,
    "complete": st.booleans(),
    "facets": st.lists(
        st.builds(Facet, HOSTILE, st.integers(0, 10**6)), max_size=15, unique_by=lambda it: it.text
    ).map(tuple),
}
AROUND_PAGE = st.fixed_dictionaries({}, optional=AROUND)
