"""What people type reads as they mean it, and what cannot be read is explained."""

from __future__ import annotations

import pytest

from bot.errors import GrammarError
from bot.query.grammar import parse_request
from bot.query.requests import Explain, Failed, Find, Groups, Help, Show


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("", "help"),
        ("help sorting", "help sorting"),
        ("find pytorch arch=AARCH64", "find pytorch arch=AARCH64"),
        ("pytorch arm", "find pytorch arch=AARCH64"),
        ("FIND PyTorch ARM64", "find pytorch arch=AARCH64"),
        ("find pytorch amd64 gpu", "find pytorch arch=X86_64 resource_categories=GPU"),
        ("find npu private", "find resource_categories=ASCEND visibility=PRIVATE"),
        ("find built-in", "find type=BUILD_IN"),
        ("find broken", "find status=CREATE_FAILED,ERROR"),
        ("find -gpu", "find resource_categories!=GPU"),
        ("find -cuda", "find name!~cuda"),
        ("find train dev common", "find train dev common"),
        ('find "pytorch_1_8"', 'find "pytorch_1_8"'),
        ('find "arm"', 'find "arm"'),
        ('find "for general work" x', 'find x "for general work"'),
        ('find name="pytorch_1_8"', 'find "pytorch_1_8"'),
        ("find name=pytorch", "find name~pytorch"),
        ("find name=pytorch name_fuzzy_match=false", 'find "pytorch"'),
        ("find pytorch fuzzy=no", 'find "pytorch"'),
        ("find name_fuzzy_match=true a", "find a"),
        ("find name=a,b", "find name~a,b"),
        ("find -name=a", "find name!~a"),
        ("find arch=arm,x86", "find arch=AARCH64,X86_64"),
        ("find arch!=arm", "find arch!=AARCH64"),
        ("find -arch=arm", "find arch!=AARCH64"),
        ("find arch~86", "find arch~86"),
        ("find -tag~cuda", "find tag!~cuda"),
        ("find --arch arm", "find arch=AARCH64"),
        ("find --arch=arm", "find arch=AARCH64"),
        ("find —arch arm", "find arch=AARCH64"),
        ("find arch:arm", "find arch=AARCH64"),
        ("find pytorch_2_1:1.0", "find pytorch_2_1:1.0"),
        ("find swr.x.com/a/b:1.0", "find swr.x.com/a/b:1.0"),
        ("find type=all", "find type=BUILD_IN,DEDICATED"),
        (
            "find device=gpu devices=ascend",
            "find resource_categories=GPU resource_categories=ASCEND",
        ),
        ("find ns=atelier ws=0", "find namespace=atelier workspace_id=0"),
        ("find size>5GB size<=10.5gb", "find size>5GB size<=10.5GB"),
        ("find updated>7d", "find update_at>7d"),
        ("find created=2026-01-15", "find create_at=2026-01-15"),
        ("find updated<2026-01-15T10:30", "find update_at<2026-01-15t10:30"),
        ('find status="QUEUED"', 'find status="QUEUED"'),
        ("find sort=-updated,name", "find sort=-update_at,name"),
        ("find sort_key=updateTime sort_dir=DESC", "find sort=-update_at"),
        ("find limit=5 page=2", "find limit=5 page=2"),
        ("find limit=10 offset=20", "find limit=10 page=3"),
        ("find offset=0", "find"),
        ("find label=team=nlp", 'find tags="team=nlp"'),
        (
            "groups pytorch versions>3 sort=-versions",
            "groups pytorch version_count>3 sort=-version_count",
        ),
        ("failed ns=nlp-team", "failed namespace=nlp-team"),
        ("explain pytorch arm", "explain find pytorch arch=AARCH64"),
        ("explain groups a", "explain groups a"),
        ("show pytorch_2_1:1.0", "show pytorch_2_1:1.0"),
        ('show "pytorch_2_1"', "show pytorch_2_1"),
        ("show https://swr.x.com/a/same:1", "show swr.x.com/a/same:1"),
        ("show <https://swr.x.com/a/same:1>", "show swr.x.com/a/same:1"),
        ("https://swr.x.com/a/same:1", "find swr.x.com/a/same:1"),
        ("<http://swr.x.com/a/same:1>", "find swr.x.com/a/same:1"),
        ("find *pytorch*", "find pytorch"),
        ("*find* pytorch", "find pytorch"),
        ("find: pytorch", "find pytorch"),
        ("/images groups x", "groups x"),
        ('show "＝:" x', "show x"),
        ("find a a", "find a"),
        ("find arch=arm arm", "find arch=AARCH64"),
    ],
)
def test_a_command_reads_as_its_canonical_text(typed: str, canonical: str):
    assert parse_request(typed).text() == canonical


def test_the_kinds_of_command_are_told_apart():
    kinds = [
        type(parse_request(text))
        for text in ("find a", "a", "failed", "groups", "show a", "explain a", "help", "explain")
    ]

    assert kinds == [Find, Find, Failed, Groups, Show, Explain, Help, Help]


@pytest.mark.parametrize(
    ("typed", "pointed_at", "suggestion"),
    [
        ("fnd pytorch", "fnd", "find pytorch"),
        ("gruops pytorch", "gruops", "groups pytorch"),
        ("find pytorch archh=arm", "archh", "find pytorch arch=arm"),
        ("find --statsu failed", "statsu", "find --status failed"),
        ("find arch=aarhc64", "aarhc64", "find arch=AARCH64"),
        ("find a status=ACTVE,ERROR", "ACTVE", "find a status=ACTIVE,ERROR"),
        ("find type=dedicatd", "dedicatd", "find type=DEDICATED"),
        ("find sort=-updatd", "updatd", "find sort=-updated"),
        ("groups versoins>3", "versoins", "groups versions>3"),
        ("find arch=arm arch=x86", "arch=x86", None),
        ("find arm x86", "x86", None),
        ("find updated>soon", "soon", None),
        ("find size>big", "big", None),
        ("find updated=7d", "7d", None),
        ("find limit=0", "0", None),
        ("find limit=many", "many", None),
        ("find page=2 page=3", "page", None),
        ("find size>1GB size>2GB", "size>2GB", None),
        ("find a 9=b", "9=b", None),
        ("find offset=7 limit=5", "offset", None),
        ("find sort_dir=DESC", "sort_dir", None),
        ("find status=QUEUED", "QUEUED", None),
        ("find arch>arm", "arch", None),
        ("find arch=", "arch", None),
        ("find --arch", "--arch", None),
        ("groups arch=arm", "arch", None),
        ('find "a" "b"', '"b"', None),
        ("find sort=name,name", "name,name", None),
    ],
)
def test_a_mistake_is_pointed_at_and_put_right_where_it_can_be(
    typed: str, pointed_at: str, suggestion: str | None
):
    with pytest.raises(GrammarError) as wrong:
        parse_request(typed)

    error = wrong.value
    assert error.text[error.position : error.position + error.length] == pointed_at
    assert error.suggestion == suggestion
    assert error.message.endswith((".", "?"))
    if suggestion:
        parse_request(suggestion)


def test_the_second_of_two_contradicting_conditions_is_the_one_pointed_at():
    with pytest.raises(GrammarError) as wrong:
        parse_request("find arch=arm tag=1 arch=x86")

    assert wrong.value.position == len("find arch=arm tag=1 ")
    assert "arch=AARCH64,X86_64" in wrong.value.hint


def test_explaining_what_is_no_search_is_refused_with_what_can_be():
    with pytest.raises(GrammarError) as wrong:
        parse_request("explain show x")

    assert "explain find" in wrong.value.hint
