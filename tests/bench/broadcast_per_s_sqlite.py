"""Copies a second on SQLite, each with its row before and after the call."""

from __future__ import annotations

from tests.bench.broadcast import on_sqlite


def measure() -> list[float]:
    return [one.per_s for one in on_sqlite()]
