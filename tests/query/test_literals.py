"""Values that ModelArts would refuse are refused in a sentence that says what is allowed."""

from __future__ import annotations

import pytest

from bot.errors import GrammarError
from bot.query.filters import matches
from bot.query.grammar import parse_request
from bot.query.requests import Find
from tests.factories import image

WORKSPACE = "d07e0e63f6530defc305b455b232c2e0"


@pytest.mark.parametrize(
    ("typed", "pointed_at", "allowed"),
    [
        ("workspace_id=abc", "abc", "32 digits and letters"),
        (f"ws={WORKSPACE},{WORKSPACE}0", f"{WORKSPACE}0", "32 digits and letters"),
        ("-ws=1", "1", "32 digits and letters"),
        ("ns=9lives", "9lives", "begins with a letter"),
        ("ns=a+b", "a+b", "begins with a letter"),
        (f"ns={'t' * 65}", "t" * 65, "up to 64 letters"),
        ("name=a+b", "a+b", "letters, digits"),
        ("name~a,深度", "深度", "letters, digits"),
        ('name="a b"', '"a b"', "letters, digits"),
        ("updated<today", "today", "updated<1d"),
        ("created>yesterday", "yesterday", "created<2d"),
        ("created=2026-13-1", "2026-13-1", "2026-01-15"),
        ("created=2026/1-5", "2026/1-5", "2026-01-15"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_can(
    typed: str, pointed_at: str, allowed: str
):
    with pytest.raises(GrammarError) as wrong:
        parse_request(f"find {typed}")

    error = wrong.value
    assert error.text[error.position : error.position + error.length] == pointed_at
    assert allowed in error.hint


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("ws=0", "workspace_id=0"),
        (f"ws={WORKSPACE.upper()}", f"workspace_id={WORKSPACE}"),
        ("ws~d07", "workspace_id~d07"),
        ("ns=teamA", "namespace=teamA"),
        ("ns=A,a,b", "namespace=A,b"),
        ("-ns=9lives", "namespace!=9lives"),
        ("ns~9", "namespace~9"),
        ('name=" PyTorch "', '"pytorch"'),
        ("-name=a+b", "name!~a+b"),
        ("a+b", "a+b"),
        ("created=2026-1-5", "create_at=2026-01-05"),
        ("created=2026/01/15", "create_at=2026-01-15"),
        ("created>=2026/1/5T10:30", "create_at>=2026-01-05t10:30"),
        ("size≥5GB", "size>=5GB"),
        ("size≤5GB", "size<=5GB"),
        ("arch≠arm", "arch!=AARCH64"),
        ("path=https://swr.x.com/a", "swr_path=swr.x.com/a"),
    ],
)
def test_a_value_that_can_be_is_kept(typed: str, canonical: str):
    assert parse_request(f"find {typed}").text() == f"find {canonical}"


def test_a_namespace_is_compared_in_any_case():
    request = parse_request("find ns=teamA")
    assert isinstance(request, Find)

    assert matches(image(namespace="TEAMa"), request.query, 0)


def test_one_namespace_in_two_cases_is_no_contradiction():
    request = parse_request("find ns=teamA ns=TeamA")

    assert request.text() == "find namespace=teamA namespace=TeamA"
