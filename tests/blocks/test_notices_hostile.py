"""Whatever is in an image or a fact: Slack takes every notice, and nothing in it is live."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.delivery_model import NoticeView
from bot.alerts.model import Closing, Incident, IncidentKind, NoticeKind
from bot.modelarts.models import Image
from tests.blocks.alert_samples import LINK, NOTICE, checked, view
from tests.blocks.hostile import HOSTILE, IMAGES, MOMENT, NUMBER, PIECES, STATUS, Long
from tests.blocks.samples import NOW

SOME = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
OWN = ("<#C1>", f"<{LINK}|Goes on from this message>")
ANY_TIME = st.integers(-(2**63), 2**63 - 1) | MOMENT.map(lambda ms: ms or 0)
STATUSES = STATUS.map(lambda status: status or "") | st.just("CREATING")
INCIDENTS = st.builds(
    Incident,
    id=HOSTILE,
    target_id=HOSTILE,
    image_id=HOSTILE,
    kind=st.sampled_from(IncidentKind),
    number=st.integers(0, 2**63 - 1),
    status=STATUSES,
    opened_ms=ANY_TIME,
    facts=IMAGES,
    baseline=st.booleans(),
    closed_ms=st.none() | ANY_TIME,
    closing=st.none() | st.sampled_from(Closing),
    replaced_by=HOSTILE,
)
COUNTS = st.dictionaries(
    STATUSES | st.sampled_from([closing.value for closing in Closing]),
    st.integers(-5, 10**9),
    max_size=6,
)
VALUES = (
    HOSTILE
    | NUMBER
    | ANY_TIME
    | st.booleans()
    | st.lists(HOSTILE | NUMBER, max_size=7)
    | st.sampled_from(["U12", "C1", *Closing, "mixed", "ACTIVE", "ERROR", "DELETED", "CREATING"])
)
_KEYS = (
    "known broken earlier since_ms code project back_ms missed labels count closing status "
    "lasted_ms replaced_by user until_ms channel label reason image_id path creator filters "
    "subscription"
)
KEYS = _KEYS.split()
WHAT = st.sampled_from(["closed", "changed", "acked", "unacked", "silenced"]) | VALUES
FACTS = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, VALUES) | {"what": WHAT})
USERS = HOSTILE | st.just("U12")


@pytest.mark.parametrize("kind", NoticeKind)
@SOME
@given(data=st.data())
def test_every_kind(kind, data):
    """At every level, with its buttons, marks and figures."""
    drawn = data.draw(_views(kind))
    # Whatever looks like a channel's id is a channel: it was stored by us.
    checked(drawn, *OWN, f"<#{drawn.facts.get('channel')}>")


def _views(kind: NoticeKind) -> st.SearchStrategy[NoticeView]:
    return st.builds(
        NoticeView,
        id=HOSTILE | st.just(NOTICE),
        kind=st.just(kind),
        channel=HOSTILE,
        now_ms=st.just(NOW) | ANY_TIME,
        facts=FACTS,
        incidents=st.lists(INCIDENTS, max_size=6).map(tuple)
        | INCIDENTS.map(lambda incident: (incident,) * 5),
        total=st.integers(-5, 10**9),
        ongoing=st.integers(-5, 10**9),
        statuses=COUNTS,
        closings=COUNTS,
        acked_by=USERS,
        acked_ms=st.none() | ANY_TIME,
        silenced_until=st.none() | ANY_TIME | st.just(0),
        repeat=st.booleans(),
        continues=HOSTILE | st.just(LINK) | HOSTILE.map(lambda text: f"{LINK}{text}"),
    )


@pytest.mark.parametrize("piece", [*PIECES, Long("&" * 3000)])
@pytest.mark.parametrize("kind", NoticeKind)
def test_each_piece_alone_everywhere(kind, piece):
    """Nothing is left to chance for the worst ones; an ampersand grows the most when escaped."""
    image = Image.model_construct(
        id="i" * 128,
        name=piece,
        tag=piece,
        arch=piece,
        namespace=piece,
        type=piece,
        workspace_id=piece,
        status_message=piece,
        resource_categories=(piece,) * 4,
    )
    incident = Incident(piece, piece, "i" * 128, IncidentKind.FAILED, 1, "ERROR", NOW, image)
    facts: dict[str, Any] = {key: piece for key in KEYS if not key.endswith("_ms")}
    for what in ("closed", "changed", "acked", "silenced"):
        said = facts | {"what": what, "labels": [piece] * 5}
        marks = {"acked_by": "U12", "acked_ms": NOW, "repeat": True, "continues": LINK}
        checked(view(kind, incident, facts=said, **marks), *OWN)
