"""Lines for the vendor's tools: only what these document."""

from __future__ import annotations

from bot.blocks.images.tool_lines import hcloud_lines, ma_cli_line

BOTH = (
    "/v1/p/images?limit=200&name=pytorch&offset=0&type=BUILD_IN&workspace_id=0",
    "/v1/p/images?limit=200&name=pytorch&offset=200&type=BUILD_IN&workspace_id=0",
    "/v1/p/images?limit=200&name=pytorch&offset=0&type=DEDICATED&workspace_id=0",
)


def test_hcloud_takes_the_apis_names():
    """Pages are left out, so each query is one line."""
    assert hcloud_lines(BOTH, groups=False) == [
        "hcloud ModelArts ListImage --name=pytorch --type=BUILD_IN --workspace_id=0",
        "hcloud ModelArts ListImage --name=pytorch --type=DEDICATED --workspace_id=0",
    ]


def test_hcloud_for_groups():
    """Another operation."""
    lines = hcloud_lines(("/v1/p/images/group?type=DEDICATED&limit=200",), groups=True)

    assert lines == ["hcloud ModelArts ListImageGroup --type=DEDICATED"]


def test_a_shell_reads_a_value_as_one_word():
    """Whatever is in it."""
    lines = hcloud_lines(("/v1/p/images?namespace=a%20b%3Brm%27&type=BUILD_IN",), groups=False)

    assert lines == ["hcloud ModelArts ListImage --namespace='a b;rm'\"'\"'' --type=BUILD_IN"]


def test_ma_cli_asks_for_both_kinds_at_once():
    """Its name filter is the API's fuzzy one."""
    line = "ma-cli image get-image --type ALL --filter pytorch --workspace-id 0"

    assert ma_cli_line(BOTH) == line


def test_ma_cli_exact_name():
    """It has a flag of its own."""
    exact = "/v1/p/images?name=x&name_fuzzy_match=false&type=DEDICATED"

    assert ma_cli_line((exact,)) == "ma-cli image get-image --type DEDICATED --image-name x"


def test_what_ma_cli_cannot_say_gets_no_line():
    """A namespace, two workspaces, or nothing asked."""
    two = (
        "/v1/p/images?type=BUILD_IN&workspace_id=0",
        "/v1/p/images?type=BUILD_IN&workspace_id=1",
    )

    assert ma_cli_line(("/v1/p/images?namespace=team&type=DEDICATED",)) is None
    assert ma_cli_line(two) is None
    assert ma_cli_line(()) is None
