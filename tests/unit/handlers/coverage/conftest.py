"""The same small world as the desk's."""

from __future__ import annotations

from tests.unit.handlers.triage.conftest import url, world

__all__ = ["url", "world"]
