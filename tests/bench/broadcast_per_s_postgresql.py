"""Copies a second on PostgreSQL, each with its row before and after the call."""

from __future__ import annotations

from tests.bench.broadcast import on_postgresql


def measure() -> list[float]:
    return [one.per_s for one in on_postgresql()]
