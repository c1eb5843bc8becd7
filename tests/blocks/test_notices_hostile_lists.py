"""Whatever was stored: the answers about alerts stay answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.asked import ImageWatch, Silence, Subscription, SubscriptionState
from bot.alerts.desk_model import Health, Ledger, LedgerLine, Preview, QueueState
from bot.alerts.model import Target
from bot.alerts.poll import TargetState
from bot.blocks.ledger import ledger_message
from bot.blocks.notice_list import notice_list
from bot.blocks.silence_list import lifted, silence_list, silenced
from bot.blocks.status import status_message
from bot.blocks.subscription_list import (
    cannot_subscribe,
    restored,
    subscription_list,
    subscription_preview,
    unsubscribed,
)
from bot.blocks.watch_list import stopped, watch_list, watching
from tests.blocks.alert_samples import (
    health,
    seen,
    silence,
    subscription,
    watch,
)
from tests.blocks.hostile import HOSTILE, NUMBER, PIECES
from tests.blocks.samples import NOW, SEAL
from tests.blocks.test_notices_hostile import ANY_TIME, COUNTS, INCIDENTS, SOME, USERS

SUBSCRIPTIONS = st.builds(
    Subscription,
    id=HOSTILE,
    channel_id=HOSTILE | st.just("C1"),
    target_id=HOSTILE,
    filters=HOSTILE,
    creator=USERS,
    created_ms=ANY_TIME,
    state=st.sampled_from(SubscriptionState),
    reason=HOSTILE | st.just("is_archived"),
)
SILENCES = st.builds(
    Silence,
    id=HOSTILE,
    channel_id=HOSTILE,
    image_id=HOSTILE,
    filters=HOSTILE,
    label=HOSTILE,
    creator=USERS,
    created_ms=ANY_TIME,
    until_ms=st.none() | ANY_TIME,
)
WATCHES = st.builds(
    ImageWatch,
    id=HOSTILE,
    user_id=USERS,
    target_id=HOSTILE,
    image_id=HOSTILE,
    label=HOSTILE,
    status=HOSTILE,
    created_ms=ANY_TIME,
)
LINES = st.builds(
    LedgerLine,
    at_ms=ANY_TIME,
    what=HOSTILE | st.sampled_from(["seen", "sent", "acked"]),
    detail=HOSTILE,
    channel=HOSTILE | st.just("C1"),
    ts=HOSTILE,
)
STATES = st.builds(
    TargetState,
    target=st.builds(Target, HOSTILE, HOSTILE, HOSTILE),
    blind_since_ms=st.none() | ANY_TIME,
    blind_code=HOSTILE,
    known=st.integers(0, 10**9),
    next_poll_ms=ANY_TIME,
)


@SOME
@given(rows=st.lists(SUBSCRIPTIONS, max_size=5) | SUBSCRIPTIONS.map(lambda row: [row] * 60))
def test_hostile_subscriptions(rows):
    seen(subscription_list(rows, NOW, SEAL))
    for row in rows[:2]:
        seen(unsubscribed(row, SEAL))
        seen(restored(row))
        seen(cannot_subscribe(row.reason, f"subscribe {row.filters}", SEAL))


@SOME
@given(rows=st.lists(SILENCES, max_size=4), waits=st.lists(WATCHES, max_size=4))
def test_hostile_silences_and_watches(rows, waits):
    seen(silence_list(rows * 12, NOW, SEAL))
    seen(watch_list(waits * 12, NOW, SEAL))
    for row in rows:
        seen(silenced(row, SEAL))
        seen(lifted(row))
    for wait in waits:
        seen(watching(wait, SEAL))
        seen(stopped(wait))


@SOME
@given(
    rows=st.lists(INCIDENTS, max_size=10) | INCIDENTS.map(lambda one: [one] * 10),
    total=st.integers(0, 10**6),
    page=st.integers(1, 10**6),
    notice=HOSTILE,
)
def test_hostile_images_of_a_notice(rows, total, page, notice):
    seen(notice_list(notice, rows, total=total, page=page, page_size=10, now_ms=NOW, seal=SEAL))


@SOME
@given(
    filters=HOSTILE,
    latest=st.none() | INCIDENTS,
    numbers=st.tuples(*[st.integers(0, 10**9)] * 3),
    known=NUMBER,
)
def test_hostile_previews(filters, latest, numbers, known):
    fired, days, broken = numbers

    seen(subscription_preview(filters, Preview(fired, days, latest, broken, known), NOW))


@SOME
@given(
    words=st.tuples(HOSTILE, HOSTILE, HOSTILE),
    since=st.none() | ANY_TIME,
    incidents=st.lists(INCIDENTS, max_size=6).map(tuple),
    lines=st.lists(LINES, max_size=5) | LINES.map(lambda line: [line] * 60),
)
def test_hostile_ledgers(words, since, incidents, lines):
    image_id, label, status = words
    told = Ledger(image_id, label, status, since, incidents, tuple(lines))
    message = ledger_message(told, NOW)

    seen(message)
    assert message.text.count("\n") < 40


@SOME
@given(
    targets=st.lists(STATES, max_size=12).map(tuple),
    queue=st.builds(QueueState, COUNTS, st.none() | ANY_TIME),
    blocked=st.dictionaries(HOSTILE | st.sampled_from(["*", "C1"]), HOSTILE, max_size=12),
    paused=st.lists(SUBSCRIPTIONS, max_size=12).map(tuple),
    looks=HOSTILE,
)
def test_hostile_health(targets, queue, blocked, paused, looks):
    seen(status_message(Health(NOW, targets, queue, blocked, paused, looks, 12)), "<#C1>")


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_alone_in_every_list(piece):
    one = subscription(filters=piece, creator=piece, reason=piece, id=piece)
    quiet = silence(label=piece, creator=piece, id=piece)
    state = TargetState(Target(piece, piece, piece), blind_since_ms=NOW, blind_code=piece)
    line = LedgerLine(NOW, piece, piece, piece, piece)

    seen(subscription_list([replace(one, state=SubscriptionState.PAUSED)], NOW, SEAL))
    seen(silence_list([quiet, replace(quiet, image_id="", filters=piece)], NOW, SEAL))
    seen(watch_list([watch(label=piece, status=piece, id=piece)], NOW, SEAL))
    seen(ledger_message(Ledger(piece, piece, piece, NOW, (), (line,)), NOW))
    message = status_message(health(targets=(state,), blocked={piece: piece}, paused=(one,)))
    seen(message, "<#C1>")
