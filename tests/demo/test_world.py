"""What the person at the prompt may do to the demo's world."""

from __future__ import annotations

import pytest

from tests.demo.worlds import world


def test_images_fail_recover_and_vanish() -> None:
    around, modelarts, _ = world()
    around.turn("fail", "llama:1")
    failed = modelarts.images[0]["status"]
    around.turn("recover", "i-1")
    recovered = modelarts.images[0]["status"]
    around.turn("vanish", "llama")

    assert (failed, recovered, modelarts.images) == ("CREATE_FAILED", "ACTIVE", [])


def test_an_image_must_be_named() -> None:
    around, _, _ = world()

    assert around.turn("fail", "") == "Name an image, for example llama:1."
    assert around.turn("recover", "mistral") == "There is no image mistral."


def test_modelarts_goes_down_and_comes_back() -> None:
    around, modelarts, _ = world()
    around.turn("down", "")
    down = modelarts.faults.standing
    around.turn("up", "")

    assert down is not None
    assert (down.kind, down.status) == ("status", 503)
    assert modelarts.faults.standing is None


@pytest.mark.parametrize(
    ("typed", "seconds"), [("1h", 3600), ("90s", 90), ("1d 12h", 129_600), ("2m30s", 150)]
)
def test_time_is_skipped(typed: str, seconds: int) -> None:
    around, _, clock = world(0.1)
    before = clock.monotonic()
    said = around.turn("skip", typed)

    assert said == f"It is {typed} later."
    assert 0 <= clock.monotonic() - before - seconds < 60


@pytest.mark.parametrize("typed", ["", "1", "h", "-1h", "31d", "1h x"])
def test_a_skip_needs_a_time(typed: str) -> None:
    around, _, clock = world(0.1)
    before = clock.monotonic()

    assert "for example: skip 1h" in str(around.turn("skip", typed))
    assert clock.monotonic() - before < 60


@pytest.mark.parametrize(("typed", "rate"), [("60", 60), ("0.5", 0.5), ("10x", 10)])
def test_time_runs_faster(typed: str, rate: float) -> None:
    around, _, clock = world()
    around.turn("speed", typed)

    assert clock.rate == rate


@pytest.mark.parametrize("typed", ["", "0", "-1", "nan", "inf", "fast"])
def test_a_speed_needs_a_number(typed: str) -> None:
    around, _, clock = world()

    assert "for example: speed 60" in str(around.turn("speed", typed))
    assert clock.rate == 1
