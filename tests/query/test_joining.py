"""What blanks tear apart and commas hold together reads as it is meant."""

from __future__ import annotations

import pytest

from bot.errors import GrammarError
from bot.modelarts.models import ListImageGroupsParams, ListImagesParams
from bot.query.fields import FIELDS
from bot.query.grammar import parse_request
from bot.query.pairs import PARAMETER_ALIASES, parameter_called


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("size>5 GB", "size>5GB"),
        ("size > 5 GB x", "x size>5GB"),
        ("size>1.5 GB", "size>1.5GB"),
        ("--size 5 GB", "size=5GB"),
        ("size>5 pytorch", "pytorch size>5"),
        ("updated<7 d", "update_at<7d"),
        ("updated<7days", "update_at<7d"),
        ("updated<7 days", "update_at<7d"),
        ("updated>7 days ago x", "x update_at>7d"),
        ("updated<2hours", "update_at<2h"),
        ("updated<1week", "update_at<1w"),
        ("updated>3 months", "update_at>3mo"),
        ("created>2026-01-15 10:30", 'create_at>"2026-01-15 10:30"'),
        ("tag~8, 2", "tag~8,2"),
        ("tag~8 , 2", "tag~8,2"),
        ("tag~8 ,2 x", "x tag~8,2"),
        ('tag="a b", "c d"', 'tag="a b","c d"'),
        ("status=ERROR, CREATE_FAILED", "status=ERROR,CREATE_FAILED"),
        ("status=ERROR, arch=arm", "status=ERROR arch=AARCH64"),
        ("limit=5, pytorch", "pytorch limit=5"),
        ("sort=-updated, name", "sort=-update_at,name"),
        ("pytorch, cuda", "pytorch cuda"),
        ("pytorch,cuda", "pytorch cuda"),
        ("arm,x86", "arch=AARCH64,X86_64"),
        ("arm, x86 a", "a arch=AARCH64,X86_64"),
        ("-arm,x86", "arch!=AARCH64,X86_64"),
        ("-a,b", "name!~a name!~b"),
        ("gpu,arm", "resource_categories=GPU arch=AARCH64"),
        ("arch: arm", "arch=AARCH64"),
        ("arch : arm", "arch=AARCH64"),
        ("arch :arm", "arch=AARCH64"),
        ("sort=updated desc", "sort=-update_at"),
        ("sort=-updated asc", "sort=update_at"),
        ("sort=-updated desc", "sort=-update_at"),
        ("sort=updated desc, name", "sort=-update_at,name"),
        ("--sort updated desc x", "x sort=-update_at"),
        ("not arm", "arch!=AARCH64"),
        ("pytorch NOT gpu", "pytorch resource_categories!=GPU"),
        ("not arch=arm", "arch!=AARCH64"),
        ("not arch : arm", "arch!=AARCH64"),
        ("not tag~8", "tag!~8"),
        ("not pytorch", "not pytorch"),
        ("arm not", "not, arch=AARCH64"),
        ("limit=10 skip=20", "limit=10 page=3"),
    ],
)
def test_a_search_reads_as_its_canonical_text(typed: str, canonical: str):
    assert parse_request(f"find {typed}").text() == f"find {canonical}"


@pytest.mark.parametrize(
    ("typed", "pointed_at", "said"),
    [
        ("sort=-", "-", "names one to"),
        ("not size>5GB", "not size", "excludes"),
        ("arch: status=ERROR", "arch", "needs a value"),
        ("status=ERROR, CREATED_FAILED", "CREATED_FAILED", "no value of status"),
    ],
)
def test_a_mistake_in_what_was_put_together_is_pointed_at(typed: str, pointed_at: str, said: str):
    with pytest.raises(GrammarError) as wrong:
        parse_request(f"find {typed}")

    error = wrong.value
    assert error.text[error.position : error.position + error.length] == pointed_at
    assert said in error.message


def test_every_query_parameter_has_its_name_and_a_shorter_way():
    names = {*ListImagesParams.model_fields, *ListImageGroupsParams.model_fields}
    shorter = {
        name: FIELDS[name].aliases
        if name in FIELDS
        else [alias for alias, meant in PARAMETER_ALIASES.items() if meant == name]
        for name in names
    }

    assert {
        name for name in names if name not in FIELDS and parameter_called(name) != name
    } == set()
    assert {name for name, aliases in shorter.items() if not aliases} == set()
