"""Presses keep their order, and what must act once does."""

from __future__ import annotations

import asyncio

import pytest

from handlers.context import Once, Turns


@pytest.mark.anyio
async def test_presses_on_one_message_are_shown_in_their_order_and_worked_on_at_once():
    turns, worked, shown = Turns(), [], []
    slow = asyncio.Event()

    async def press(number: int) -> None:
        with turns.of("m1") as turn:
            if number == 1:
                await slow.wait()
            worked.append(number)
            await turn.come()
            shown.append(number)

    presses = [asyncio.create_task(press(number)) for number in (1, 2, 3)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert worked == [2, 3], "the others do not wait for the first one's work"
    slow.set()
    await asyncio.gather(*presses)

    assert shown == [1, 2, 3]


@pytest.mark.anyio
async def test_a_press_that_fails_lets_the_next_one_come():
    turns = Turns()

    async def broken() -> None:
        with turns.of("m1"):
            await asyncio.sleep(0)
            raise ValueError("broken")

    failing = asyncio.create_task(broken())
    await asyncio.sleep(0)
    with turns.of("m1") as turn:
        await turn.come()

    with pytest.raises(ValueError, match="broken"):
        await failing


@pytest.mark.anyio
async def test_presses_on_other_or_unknown_messages_do_not_wait():
    turns = Turns()

    with turns.of("m1"), turns.of("m2") as other, turns.of(""), turns.of("") as unknown:
        await other.come()
        await unknown.come()


@pytest.mark.anyio
async def test_a_message_nobody_presses_any_more_is_forgotten():
    turns = Turns()
    with turns.of("m1"):
        pass

    assert turns._last == {}


def test_a_key_is_first_once():
    once = Once()

    assert [once.first("a"), once.first("a"), once.first("b")] == [True, False, True]


def test_what_did_not_work_may_be_tried_again():
    once = Once()
    once.first("a")
    once.forget("a")

    assert once.first("a")


def test_what_nobody_knows_to_have_worked_may_be_tried_again_by_who_was_told():
    once = Once()
    once.first("a", 10)
    once.unsure_until("a", 20)

    assert not once.first("a", 15), "a double click from before"
    assert once.first("a", 25)


def test_the_memory_is_bounded_and_forgets_the_oldest():
    once = Once(limit=2)
    for key in ("a", "b", "c"):
        once.first(key)

    assert not once.first("b")
    assert once.first("a")
