"""Slow work: who runs a group, and how many are in it, asked of the platform it is on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.channels.base import KnowsStanding, Standing
from bot.jobs import NotNow

AGAIN_S = 5.0


class Standings:
    """Asks; a platform that can't be asked says nothing."""

    def __init__(self, channels: Mapping[str, object]) -> None:
        self._channels = channels

    async def ask(self, payload: dict[str, Any], _now: float) -> dict[str, Any]:
        """{address: {...}} -> `Standing` as a dict. Raises NotNow while the platform does not answer."""
        to = payload["address"]
        channel = self._channels.get(to["channel"])
        if not isinstance(channel, KnowsStanding):
            return asdict(Standing(None))
        found = await channel.standing(to["chat"], to["user"])
        if found is None:
            raise NotNow(AGAIN_S)
        return asdict(found)

    async def count(self, payload: dict[str, Any], _now: float) -> dict[str, Any]:
        """{chats: [[row, channel, chat], ...]} -> {members: [[row, number], ...]}, of those that say it."""
        found = []
        for row, name, chat in payload["chats"]:
            channel = self._channels.get(name)
            number = await channel.members(chat) if isinstance(channel, KnowsStanding) else None
            if number is not None:
                found.append([row, number])
        return {"members": found}
