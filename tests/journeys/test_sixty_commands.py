"""What people type, and exactly what ModelArts is asked for it."""

from __future__ import annotations

import pytest

from bot.catalog import Catalog
from bot.clock import SystemClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.images import demo_images
from bot.query.grammar import parse_request
from bot.query.requests import Explain, Failed, Find, Groups
from bot.settings import settings_from
from bot.source import open_sources

pytestmark = pytest.mark.anyio

BUILT_IN, OWN = ("BUILD_IN",), ("DEDICATED",)
BOTH = (*BUILT_IN, *OWN)

# Each line: the command, the types asked for, and the queries, all of which begin with
# `limit=200&` and are sent once for each type ({T}).
COMMANDS: list[tuple[str, tuple[str, ...], list[str]]] = [
    ("find", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("PyTorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find pytorch arch=AARCH64", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find pytorch arm", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find pytorch cuda", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find cuda pytorch", BOTH, ["name=cuda&offset=0&type={T}&workspace_id=0"]),
    ("find name=pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find name~pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find --name pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find name:pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    (
        'find "pytorch_1_8"',
        BOTH,
        ["name=pytorch_1_8&name_fuzzy_match=false&offset=0&type={T}&workspace_id=0"],
    ),
    (
        'find name="pytorch_1_8"',
        BOTH,
        ["name=pytorch_1_8&name_fuzzy_match=false&offset=0&type={T}&workspace_id=0"],
    ),
    (
        "find name=pytorch_1_8 name_fuzzy_match=false",
        BOTH,
        ["name=pytorch_1_8&name_fuzzy_match=false&offset=0&type={T}&workspace_id=0"],
    ),
    (
        "find pytorch name_fuzzy_match=true",
        BOTH,
        ["name=pytorch&offset=0&type={T}&workspace_id=0"],
    ),
    ("find name=pytorch,mindspore", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find -name=pytorch", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find pytorch name=cann", BOTH, ["name=cann&offset=0&type={T}&workspace_id=0"]),
    ("find 深度学习", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ('find "for general work"', BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find team/image", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find path~a+b", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find type=BUILD_IN", BUILT_IN, ["offset=0&type={T}&workspace_id=0"]),
    ("find type=dedicated", OWN, ["offset=0&type={T}&workspace_id=0"]),
    ("find type=BUILD_IN,DEDICATED", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find type=all pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find type!=BUILD_IN", OWN, ["offset=0&type={T}&workspace_id=0"]),
    ("find -type=DEDICATED pytorch", BUILT_IN, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find built-in", BUILT_IN, ["offset=0&type={T}&workspace_id=0"]),
    ("find dedicated gpu", OWN, ["offset=0&type={T}&workspace_id=0"]),
    ("find namespace=atelier", BOTH, ["namespace=atelier&offset=0&type={T}&workspace_id=0"]),
    (
        # Nobody has it, so the search without it is tried for what to offer.
        "find namespace=teamA",
        BOTH,
        [
            "namespace=teamA&offset=0&type={T}&workspace_id=0",
            "offset=0&type={T}&workspace_id=0",
        ],
    ),
    ("find namespace=Atelier", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find namespace=atelier,aip", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find -namespace=atelier", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find ns~nlp", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find -namespace=9lives", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find service_type=TRAIN", BOTH, ["offset=0&service_type=TRAIN&type={T}&workspace_id=0"]),
    (
        "find service=inference pytorch",
        BOTH,
        ["name=pytorch&offset=0&service_type=INFERENCE&type={T}&workspace_id=0"],
    ),
    ("find service_type=TRAIN,DEV", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find service_type!=TRAIN", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find workspace_id=0", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    (
        "find ws=d07e0e63f6530defc305b455b232c2e0",
        BOTH,
        ["offset=0&type={T}&workspace_id=d07e0e63f6530defc305b455b232c2e0"],
    ),
    (
        "find ws=0,d07e0e63f6530defc305b455b232c2e0 type=DEDICATED",
        OWN,
        [
            "offset=0&type={T}&workspace_id=0",
            "offset=0&type={T}&workspace_id=d07e0e63f6530defc305b455b232c2e0",
        ],
    ),
    ("find status=ERROR", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find size>5GB", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find updated>7d sort=-updated", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find sort_key=updateTime sort_dir=DESC", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find limit=5 page=2", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find limit=10 offset=20 pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    ("find visibility=private origin=CUSTOMIZE", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find tag~cuda path~atelier", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find show_name=x show_tag=y", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("find flavor_type=ASCEND_SNT9B dev_services=SSH", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("failed", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("failed ns=nlp-team", BOTH, ["namespace=nlp-team&offset=0&type={T}&workspace_id=0"]),
    ("groups", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("groups pytorch", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    (
        'groups "pytorch_1_8"',
        BOTH,
        ["name=pytorch_1_8&name_fuzzy_match=false&offset=0&type={T}&workspace_id=0"],
    ),
    (
        "groups ns=atelier type=BUILD_IN",
        BUILT_IN,
        ["namespace=atelier&offset=0&type={T}&workspace_id=0"],
    ),
    ("groups versions>2 sort=-versions", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("groups swr_instance_id=abc", BOTH, ["offset=0&type={T}&workspace_id=0"]),
    ("explain pytorch arm", BOTH, ["name=pytorch&offset=0&type={T}&workspace_id=0"]),
    (
        "explain groups mind ns=atelier",
        BOTH,
        ["name=mind&namespace=atelier&offset=0&type={T}&workspace_id=0"],
    ),
]


@pytest.mark.parametrize(
    ("command", "types", "queries"), COMMANDS, ids=[command for command, _, _ in COMMANDS]
)
async def test_a_command_asks_modelarts_exactly_this(
    command: str, types: tuple[str, ...], queries: list[str]
):
    async with FakeModelArts(demo_images()) as fake:
        settings = settings_from(
            {
                "MODELARTS_ENDPOINT": fake.url,
                "MODELARTS_PROJECT_ID": fake.PROJECT_ID,
                "MODELARTS_TOKEN": fake.TOKEN,
            },
            slack=False,
        )
        async with open_sources(settings, SystemClock()) as sources:
            request = parse_request(command)
            search = request.search if isinstance(request, Explain) else request
            assert isinstance(search, Find | Failed | Groups)
            await Catalog(sources.lookups, SystemClock()).search(search)
        asked = {(call.path, call.query_string) for call in fake.journal}

    path = f"/v1/{fake.PROJECT_ID}/images" + ("/group" if isinstance(search, Groups) else "")
    assert asked == {
        (path, "limit=200&" + query.replace("{T}", kind)) for query in queries for kind in types
    }


def test_there_are_sixty_commands_and_more():
    assert len({command for command, _, _ in COMMANDS}) >= 60
