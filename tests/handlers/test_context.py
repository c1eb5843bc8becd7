"""Presses keep their order, and one-shot presses act once."""

from __future__ import annotations

import asyncio

import pytest

from handlers.context import Once, Turns


@pytest.mark.anyio
async def test_presses_on_one_message_are_answered_in_their_order():
    turns, done, first_in = Turns(), [], asyncio.Event()

    async def press(number: int, gate: asyncio.Event | None) -> None:
        async with turns.of("m1"):
            first_in.set()
            if gate is not None:
                await gate.wait()
            done.append(number)

    gate = asyncio.Event()
    first = asyncio.create_task(press(1, gate))
    await first_in.wait()
    others = [asyncio.create_task(press(number, None)) for number in (2, 3)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *others)

    assert done == [1, 2, 3]


@pytest.mark.anyio
async def test_presses_on_other_messages_do_not_wait():
    turns = Turns()

    async with turns.of("m1"), turns.of("m2"):
        pass


@pytest.mark.anyio
async def test_a_message_nobody_presses_any_more_is_forgotten():
    turns = Turns()
    async with turns.of("m1"):
        pass

    assert turns._queues == {}


def test_a_key_is_first_once():
    once = Once()

    assert [once.first("a"), once.first("a"), once.first("b")] == [True, False, True]


def test_what_did_not_work_may_be_tried_again():
    once = Once()
    once.first("a")
    once.forget("a")

    assert once.first("a")


def test_the_memory_is_bounded_and_forgets_the_oldest():
    once = Once(limit=2)
    for key in ("a", "b", "c"):
        once.first(key)

    assert not once.first("b")
    assert once.first("a")
