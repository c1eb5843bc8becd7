"""What sees to it that only those are heard, and only that is said, as is meant to be."""

from __future__ import annotations

from tests.protections.protection import Protection

INBOX = "tests/storage/test_inbox.py"

HEARING = (
    Protection(
        "the same request twice changes something once",
        "P11",
        "bot/storage/inbox.py",
        "if await tx.connection.scalar(first.returning(INBOX.c.key)) is None:",
        'if await tx.connection.scalar(first.returning(INBOX.c.key)) == "":',
        (f"{INBOX}::test_a_second_time_nothing_changes_and_the_first_answer_is_given",),
    ),
    Protection(
        "only Slack is heard",
        "P15",
        "bot/slack/inbound.py",
        "if not verifier.is_valid(text, timestamp, signature):",
        "if not verifier:",
        ("tests/slack/test_inbound.py",),
    ),
    Protection(
        "only our own Slack workspace is heard",
        "P15",
        "handlers/access.py",
        "if services.is_home(context.team_id, context.enterprise_id):",
        "if services is not None:",
        ("tests/handlers/test_routing.py",),
    ),
    Protection(
        "a button works for whom it was made",
        "P15",
        "bot/query/page_token.py",
        'message = f"{_VERSION}{_BETWEEN}{self.holder}{_BETWEEN}".encode() + content',
        'message = f"{_VERSION}{_BETWEEN}{_BETWEEN}".encode() + content',
        ("tests/query/test_page_token.py",),
    ),
    Protection(
        "a response address is called only where it is Slack's",
        "P15",
        "bot/slack/posts.py",
        "if not allowed_url(url, self._hosts):",
        "if not url:",
        ("tests/slack/test_replies.py::test_a_foreign_response_url_is_never_called",),
    ),
    Protection(
        "text from outside is no markup",
        "P14",
        "bot/blocks/mrkdwn.py",
        'return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")',
        "return text",
        ("tests/blocks/test_mrkdwn.py",),
    ),
    Protection(
        "no secret is written into the log",
        "P16",
        "bot/redaction.py",
        "text = self._known.sub(HIDDEN, text)",
        "text = str(text)",
        ("tests/test_redaction.py",),
    ),
    Protection(
        "a body from outside has an end",
        "P17",
        "bot/modelarts/exchange.py",
        "body = await read_body(response, self.most_bytes, at=call.at)",
        "body = await read_body(response, 2**40, at=call.at)",
        ("tests/modelarts/test_client_bounds.py::test_a_large_plain_body_is_stopped_at_the_cap",),
    ),
    Protection(
        "tables of a newer imagebot are left alone",
        "P20",
        "bot/storage/migrations/__init__.py",
        "if after > len(steps):",
        "if after < 0:",
        ("tests/storage/test_migrations.py::test_tables_of_a_newer_imagebot_are_left_alone",),
    ),
)
