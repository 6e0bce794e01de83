"""The whole tips of `tips_per_s` where the house polls: there is no PUBLIC_URL, and one answer brings up to a hundred updates."""

from __future__ import annotations

from tests.bench.tips_per_s import walks


def measure() -> list[float]:
    return [one.per_s for one in walks(by_webhook=False)]
