"""Effects and moments of coverage -> rows: tables of their own, merged into the house's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.perform.doing import Doing

EFFECTS: Mapping[type, Callable[[Doing, Any], Awaitable[None]]] = {}

MOMENTS: Mapping[str, Callable[[Doing, dict[str, Any]], Awaitable[None]]] = {}
