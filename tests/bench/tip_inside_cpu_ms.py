"""Processor time of one tip of `tips_inside_per_s`, the phones included: what turns, sealing, rows and queues take without HTTP."""

from __future__ import annotations

from tests.bench.tips_inside_per_s import walks


def measure() -> list[float]:
    return [one.cpu_ms for one in walks()]
