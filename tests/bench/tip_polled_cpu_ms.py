"""The house's processor time for one tip of `tips_polled_per_s`."""

from __future__ import annotations

from tests.bench.tips_per_s import walks


def measure() -> list[float]:
    return [one.cpu_ms for one in walks(by_webhook=False)]
