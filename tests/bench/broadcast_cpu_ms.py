"""The house's processor time for one copy on SQLite, everything counted; hardly minds who else uses the machine."""

from __future__ import annotations

from tests.bench.broadcast import on_sqlite


def measure() -> list[float]:
    return [one.cpu_ms for one in on_sqlite()]
