"""The slow work behind a run's table: read in one go, written in a thread, kept sealed until it is fetched."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.perform.doing import Tools
from content.locales import DEFAULT, _, speaking
from handlers.outreach.result import is_quiz
from handlers.outreach.result_rules import Line, lines, sums
from handlers.outreach.result_sheets import Names, sheets
from handlers.papers.sheet import Sheet
from storage import blobs, results, runs, targets
from storage.engine import Database


@dataclass(frozen=True)
class ResultSheets:
    """Payload: {run, officer, blob, key, address}. Result: {name}, the file's."""

    database: Database
    tools: Tools

    async def make(self, payload: dict[str, Any], now: float) -> dict[str, Any]:
        """Make the file and keep it sealed; done twice, the first one stays."""
        run_id, which = bytes.fromhex(payload["run"]), bytes.fromhex(payload["blob"])
        with speaking(DEFAULT):
            name, made = await self._sheets(run_id)
            content = await asyncio.to_thread(_bytes, made, now)
        chunks = await asyncio.to_thread(blobs.seal_chunks, which, bytes.fromhex(payload["key"]), content)
        async with self.database.write() as rows:
            await blobs.keep(rows, which, chunks)
        return {"name": name}

    async def _sheets(self, run_id: bytes) -> tuple[str, list[Sheet]]:
        keyring, offset = self.tools.keyring, self.tools.policy.utc_offset
        async with self.database.read() as rows:
            run = await runs.get(rows, run_id)
            assert run is not None
            message, _recipients = await runs.content(rows, keyring, run_id)
            shown = lines(await results.of_run(rows, keyring, run_id))
            places = await targets.every(rows, keyring)
        named = {one.id: one.name for one in places.values()}
        platforms = {channel: facts.name for channel, facts in self.tools.facts.items()}
        day = datetime.fromtimestamp(run.began_at + offset, UTC)
        title = _("A sending of {day}, run {number}").format(day=f"{day:%d/%m/%Y}", number=run.number)
        names = Names(named, self._areas(shown), platforms, offset)
        return f"ket-qua-{day:%Y-%m-%d}.xlsx", sheets(title, shown, sums(shown), names, quiz=is_quiz(message))

    def _areas(self, shown: list[Line]) -> dict[str, str]:
        return {area: self.tools.gazetteer.title(area) for area in {one.area for one in shown} if area}


def _bytes(made: list[Sheet], now: float) -> bytes:
    """In a thread, where the library is loaded when the first table is made."""
    from handlers.papers.xlsx import xlsx

    return xlsx(made, now)
