"""What a payload says is pressed, whatever it lacks."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.presses import Press, press_of


def test_a_button_carries_its_state_as_value():
    body = {
        "actions": [{"action_id": "img:page:next", "block_id": "b", "value": "sealed"}],
        "container": {"channel_id": "C1", "message_ts": "1.2"},
    }

    assert press_of(body) == Press("img:page:next", "sealed", "", "C1/1.2")


def test_a_menu_carries_its_state_as_the_id_of_its_block():
    body = {
        "actions": [
            {"action_id": "img:sort", "block_id": "sealed", "selected_option": {"value": "name"}}
        ]
    }

    assert press_of(body) == Press("img:sort", "sealed", "name", "")


@pytest.mark.parametrize("body", [{}, {"actions": []}, {"actions": [{}]}, {"actions": None}])
def test_a_payload_without_an_action_reads_as_empty(body: dict[str, Any]):
    assert press_of(body).action_id == ""
