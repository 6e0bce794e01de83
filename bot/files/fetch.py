"""A file that a citizen sent: taken from the platform, made anew by the cleaner, sealed under its own key. The
original is never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.base import Channel, Unfetchable
from bot.files.clean import clean
from bot.files.outcome import CleanerUnavailable, Refused
from bot.jobs import NotNow
from storage import blobs
from storage.engine import Database

MOST_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot download
UNREACHABLE_S = 15.0
STILL_FETCHING_S = 2.0


class Files:
    """The slow work on files. Payloads: `fetch` {media, blob, key, address}; `voice` {blob, key}."""

    def __init__(self, database: Database, channels: Mapping[str, Channel]) -> None:
        self._database = database
        self._channels = channels

    async def fetch(self, payload: dict[str, Any], _now: float) -> dict[str, Any]:
        """Result: {state: ready, kind, media_type, seconds, warnings} or {state: refused, reason}."""
        media, address = payload["media"], payload["address"]
        channel = self._channels[address["channel"] if address else "telegram"]
        if media["size"] > MOST_BYTES:
            return await self._refuse(payload, "too_big")
        try:
            source = await channel.fetch(media["ref"], MOST_BYTES)
        except Unfetchable as error:
            if error.why == "unreachable":
                raise NotNow(UNREACHABLE_S) from None
            return await self._refuse(payload, error.why)
        return await self._clean(payload, source, declared=media["media_type"], change_voice=False)

    async def change_voice(self, payload: dict[str, Any], _now: float) -> dict[str, Any]:
        """The same recording with another voice; the first one is overwritten. Results as for `fetch`."""
        which, key = bytes.fromhex(payload["blob"]), bytes.fromhex(payload["key"])
        async with self._database.read() as conn:
            known = (await blobs.states(conn, [which])).get(which)
            chunks = await blobs.read(conn, which)
        if known and known.state == blobs.PENDING and not chunks:
            raise NotNow(STILL_FETCHING_S)
        if known is None or not chunks:
            return {"state": "refused", "reason": "gone"}
        if not known.awaits_voice:  # done by a worker that died before it could say so: a second change could undo it
            return {"state": known.state}
        source = blobs.open_chunks(which, key, chunks)
        return await self._clean(payload, source, declared="", change_voice=True)

    async def _clean(
        self, payload: dict[str, Any], source: bytes, *, declared: str, change_voice: bool
    ) -> dict[str, Any]:
        try:
            outcome = await clean(source, declared=declared, change_voice=change_voice)
        except CleanerUnavailable:
            raise NotNow from None
        if isinstance(outcome, Refused):
            return await self._refuse(payload, outcome.reason.value)
        which, key = bytes.fromhex(payload["blob"]), bytes.fromhex(payload["key"])
        keep = blobs.keep_voice if change_voice else blobs.keep
        async with self._database.write() as conn:
            await keep(conn, which, blobs.seal_chunks(which, key, outcome.content))
        return {
            "state": "ready",
            "kind": outcome.kind.value,
            "media_type": outcome.media_type,
            "seconds": outcome.seconds,
            "warnings": [warning.value for warning in outcome.warnings],
        }

    async def _refuse(self, payload: dict[str, Any], reason: str) -> dict[str, Any]:
        async with self._database.write() as conn:
            await blobs.refuse(conn, bytes.fromhex(payload["blob"]), reason)
        return {"state": "refused", "reason": reason}
