"""Version 1: everything there was at the first release."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE target (
        id TEXT PRIMARY KEY NOT NULL, endpoint TEXT NOT NULL, project_id TEXT NOT NULL,
        workspace_id TEXT NOT NULL, configured BOOLEAN NOT NULL, next_poll_ms BIGINT NOT NULL,
        attempt_ms BIGINT, complete_ms BIGINT, known INTEGER NOT NULL, state TEXT NOT NULL
    )
    """,
    "CREATE TABLE clock (id INTEGER PRIMARY KEY NOT NULL, high_ms BIGINT NOT NULL)",
    """
    CREATE TABLE lease (
        name TEXT PRIMARY KEY NOT NULL, owner TEXT NOT NULL, term BIGINT NOT NULL,
        expires_ms BIGINT NOT NULL
    )
    """,
    """
    CREATE TABLE image_state (
        target_id TEXT NOT NULL, image_id TEXT NOT NULL, status TEXT NOT NULL,
        since_ms BIGINT NOT NULL, number INTEGER NOT NULL, open BOOLEAN NOT NULL,
        stuck_number INTEGER NOT NULL, stuck BOOLEAN NOT NULL, absent INTEGER NOT NULL,
        name TEXT NOT NULL, tag TEXT NOT NULL, namespace TEXT NOT NULL, type TEXT NOT NULL,
        changed_ms BIGINT NOT NULL, PRIMARY KEY (target_id, image_id)
    )
    """,
    """
    CREATE TABLE incident (
        id TEXT PRIMARY KEY NOT NULL, target_id TEXT NOT NULL, image_id TEXT NOT NULL,
        kind TEXT NOT NULL, number INTEGER NOT NULL, status TEXT NOT NULL,
        first_status TEXT NOT NULL, "before" TEXT NOT NULL, opened_ms BIGINT NOT NULL,
        closed_ms BIGINT, closing TEXT, replaced_by TEXT NOT NULL, baseline BOOLEAN NOT NULL,
        poll_id TEXT NOT NULL, owed INTEGER NOT NULL, facts TEXT NOT NULL,
        UNIQUE (target_id, image_id, kind, number)
    )
    """,
    "CREATE INDEX incident_image ON incident (image_id, opened_ms)",
    "CREATE INDEX incident_open ON incident (target_id, closed_ms)",
    """
    CREATE TABLE poll_run (
        id TEXT PRIMARY KEY NOT NULL, target_id TEXT NOT NULL, term BIGINT NOT NULL,
        started_ms BIGINT NOT NULL, ended_ms BIGINT NOT NULL, quality TEXT NOT NULL,
        sides TEXT NOT NULL, changes INTEGER NOT NULL
    )
    """,
    "CREATE INDEX poll_run_target ON poll_run (target_id, started_ms)",
    """
    CREATE TABLE watch (
        id TEXT PRIMARY KEY NOT NULL, user_id TEXT NOT NULL, target_id TEXT NOT NULL,
        image_id TEXT NOT NULL, label TEXT NOT NULL, status TEXT NOT NULL,
        created_ms BIGINT NOT NULL, ended_ms BIGINT
    )
    """,
    "CREATE INDEX watch_open ON watch (target_id, ended_ms)",
    """
    CREATE TABLE subscription (
        id TEXT PRIMARY KEY NOT NULL, channel_id TEXT NOT NULL, target_id TEXT NOT NULL,
        filters TEXT NOT NULL, creator TEXT NOT NULL, created_ms BIGINT NOT NULL,
        state TEXT NOT NULL, reason TEXT NOT NULL, deleted_ms BIGINT,
        UNIQUE (channel_id, target_id, filters)
    )
    """,
    """
    CREATE TABLE silence (
        id TEXT PRIMARY KEY NOT NULL, channel_id TEXT NOT NULL, image_id TEXT NOT NULL,
        filters TEXT NOT NULL, label TEXT NOT NULL, creator TEXT NOT NULL,
        created_ms BIGINT NOT NULL, until_ms BIGINT, ended_ms BIGINT
    )
    """,
    "CREATE INDEX silence_open ON silence (channel_id, ended_ms)",
    """
    CREATE TABLE suppressed (
        channel_id TEXT NOT NULL, incident_id TEXT NOT NULL, silence_id TEXT NOT NULL,
        at_ms BIGINT NOT NULL, PRIMARY KEY (channel_id, incident_id)
    )
    """,
    """
    CREATE TABLE inbox (
        key TEXT PRIMARY KEY NOT NULL, received_ms BIGINT NOT NULL, answer TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE audit (
        seq {sequence}, at_ms BIGINT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
        channel_id TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL
    )
    """,
    "CREATE INDEX audit_subject ON audit (subject)",
    """
    CREATE TABLE outbox (
        seq {sequence}, id TEXT NOT NULL UNIQUE, channel_id TEXT NOT NULL, kind TEXT NOT NULL,
        order_key TEXT NOT NULL, parent_id TEXT NOT NULL, facts TEXT NOT NULL,
        state TEXT NOT NULL, level TEXT NOT NULL, with_metadata BOOLEAN NOT NULL,
        not_before_ms BIGINT NOT NULL, claim_id TEXT NOT NULL, claim_until_ms BIGINT NOT NULL,
        first_try_ms BIGINT, attempts INTEGER NOT NULL, unclear BOOLEAN NOT NULL,
        "repeat" BOOLEAN NOT NULL, looks INTEGER NOT NULL, look_at_ms BIGINT,
        sweep_at_ms BIGINT, sweeps INTEGER NOT NULL, place TEXT NOT NULL, ts TEXT NOT NULL,
        revision INTEGER NOT NULL, shown INTEGER NOT NULL, edit_claim_id TEXT NOT NULL,
        edit_until_ms BIGINT NOT NULL, edit_not_before_ms BIGINT NOT NULL,
        edit_attempts INTEGER NOT NULL, acked_by TEXT NOT NULL, acked_ms BIGINT,
        next_id TEXT NOT NULL, code TEXT NOT NULL, created_ms BIGINT NOT NULL, done_ms BIGINT
    )
    """,
    "CREATE INDEX outbox_channel ON outbox (channel_id, state)",
    "CREATE INDEX outbox_due ON outbox (state, not_before_ms, seq)",
    "CREATE INDEX outbox_parent ON outbox (parent_id)",
    "CREATE INDEX outbox_stale ON outbox (state, edit_not_before_ms) WHERE revision > shown",
    "CREATE INDEX outbox_sweep ON outbox (sweep_at_ms) WHERE sweep_at_ms IS NOT NULL",
    """
    CREATE TABLE outbox_item (
        channel_id TEXT NOT NULL, incident_id TEXT NOT NULL,
        outbox_id TEXT NOT NULL REFERENCES outbox (id), PRIMARY KEY (channel_id, incident_id)
    )
    """,
    "CREATE INDEX outbox_item_incident ON outbox_item (incident_id)",
    "CREATE INDEX outbox_item_of ON outbox_item (outbox_id)",
    """
    CREATE TABLE attempt (
        outbox_id TEXT NOT NULL, claim_id TEXT NOT NULL, step TEXT NOT NULL,
        started_ms BIGINT NOT NULL, ended_ms BIGINT, code TEXT NOT NULL, ts TEXT NOT NULL,
        PRIMARY KEY (outbox_id, claim_id)
    )
    """,
    """
    CREATE TABLE channel_gate (
        channel_id TEXT PRIMARY KEY NOT NULL, next_at_ms BIGINT NOT NULL, blocked TEXT NOT NULL,
        blocked_ms BIGINT, probe_at_ms BIGINT, strikes INTEGER NOT NULL
    )
    """,
)
