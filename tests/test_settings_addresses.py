"""Settings: which addresses are taken, and which follow from them."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import settings_from

ELSEWHERE = {
    "MODELARTS_PROJECT_ID": "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "MODELARTS_TOKEN": "t",
}
WHOLE = ELSEWHERE | {"MODELARTS_REGION": "cn-north-4"}


@pytest.mark.parametrize(
    ("region", "endpoint", "iam"),
    [
        (
            "cn-north-4",
            "modelarts.cn-north-4.myhuaweicloud.com",
            "iam.cn-north-4.myhuaweicloud.com",
        ),
        ("EU-DE", "modelarts.eu-de.otc.t-systems.com", "iam.eu-de.otc.t-systems.com"),
    ],
)
def test_the_region_tells_the_addresses(region: str, endpoint: str, iam: str):
    settings = settings_from(WHOLE | {"MODELARTS_REGION": region}, slack=False)

    assert settings.endpoint == f"https://{endpoint}"
    assert settings.iam_url == f"https://{iam}"
    assert settings.region_name == region.lower()


def test_an_endpoint_wins_over_the_region_and_tells_the_region_itself():
    otc = "https://modelarts.eu-de.otc.t-systems.com/"
    both = settings_from(WHOLE | {"MODELARTS_ENDPOINT": otc}, slack=False)
    alone = settings_from(ELSEWHERE | {"MODELARTS_ENDPOINT": otc}, slack=False)

    assert both.endpoint == alone.endpoint == "https://modelarts.eu-de.otc.t-systems.com"
    assert (both.region_name, alone.region_name) == ("cn-north-4", "eu-de")
    assert alone.iam_url == "https://iam.eu-de.otc.t-systems.com"


def test_a_foreign_host_that_only_looks_like_a_region_gets_no_iam_of_its_own():
    """Secrets must not go to an address that was guessed from somebody else's host."""
    values = ELSEWHERE | {
        "MODELARTS_ENDPOINT": "https://modelarts.eu-de.myhuaweicloud.com.evil.example"
    }

    assert settings_from(values, slack=False).iam_url == ""


@pytest.mark.parametrize(
    "address",
    [
        "http://modelarts.example",
        "https://user:pw@modelarts.example",
        "https://modelarts.example/v1",
        "https://modelarts.example?x=1",
        "https://modelarts.example#x",
        "https://modelarts.example:99999",
        "https://model arts.example",
        "https:///",
        "modelarts.example",
        "http://127.0.0.1.evil.example",
        "http://localhost@evil.example",
        "https://evil.example\\.myhuaweicloud.com",
        "ftp://modelarts.example",
    ],
)
@pytest.mark.parametrize("name", ["MODELARTS_ENDPOINT", "IAM_ENDPOINT"])
def test_an_address_must_say_plainly_where_it_leads(name: str, address: str):
    with pytest.raises(SettingsError) as caught:
        settings_from(WHOLE | {name: address}, slack=False)

    assert caught.value.message.startswith(f"{name} must be https and a host")
    assert address not in caught.value.message


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
def test_plain_http_is_for_this_machine_alone(host: str):
    settings = settings_from(WHOLE | {"MODELARTS_ENDPOINT": f"http://{host}"}, slack=False)

    assert settings.endpoint == f"http://{host}"
