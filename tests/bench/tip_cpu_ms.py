"""The house's processor time for one tip of `tips_per_s`: says the same as that figure, and hardly minds who else uses the machine."""

from __future__ import annotations

from tests.bench.tips_per_s import walks


def measure() -> list[float]:
    return [one.cpu_ms for one in walks()]
