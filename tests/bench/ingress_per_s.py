"""Updates per second that are on disk and acknowledged: what one process takes in at most, on SQLite.

A second process posts updates to the webhook over 40 connections (as many as the bot allows Telegram), each update as soon as the
one before it on that connection is answered, which is after its commit. No turn runs meanwhile.
"""

from __future__ import annotations

from tests.bench.door import loads


def measure() -> list[float]:
    return [load.per_s for load in loads()]
