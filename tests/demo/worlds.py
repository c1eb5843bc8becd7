"""A small world for the prompt: one image and a clock."""

from __future__ import annotations

from bot.demo.clock import DemoClock
from bot.demo.fake_modelarts import FakeModelArts
from bot.demo.terminal.world import World


def world(rate: float = 1.0) -> tuple[World, FakeModelArts, DemoClock]:
    row = {"id": "i-1", "name": "llama", "tag": "1", "status": "ACTIVE"}
    clock = DemoClock(rate)
    modelarts = FakeModelArts([row], now=clock.now)
    return World(modelarts, clock, poll=5), modelarts, clock
