"""The slow work behind a year's report: read in one go, written in a thread, kept sealed until it is fetched."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.perform.doing import Tools
from content.locales import DEFAULT, speaking
from content.plans import shipped
from content.policy import Policy
from handlers.coverage.effects import ReportForm
from handlers.coverage.report import year_report
from handlers.coverage.report_rules import YearReport
from storage import blobs, stations
from storage.engine import Database
from storage.stations import Station

MEDIA = {
    ReportForm.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReportForm.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ENDINGS = {ReportForm.WORD: "docx", ReportForm.EXCEL: "xlsx"}


@dataclass(frozen=True)
class YearPapers:
    """Payload: {officer, plan, year, form, blob, key, address}. Result: {name, media_type}, the file's."""

    database: Database
    tools: Tools

    async def make(self, payload: dict[str, Any], now: float) -> dict[str, Any]:
        """Make the file and keep it sealed; done twice, the first one stays."""
        form, year, which = ReportForm(payload["form"]), int(payload["year"]), bytes.fromhex(payload["blob"])
        policy = self.tools.policy
        async with self.database.read() as rows:
            found = await year_report(rows, self.tools.keyring, policy, shipped(payload["plan"]), year, now)
            unit = await stations.get(rows, policy.province_station)
        if unit is None:
            return {}
        content = await asyncio.to_thread(_bytes, form, found, policy, unit, now)
        chunks = await asyncio.to_thread(blobs.seal_chunks, which, bytes.fromhex(payload["key"]), content)
        async with self.database.write() as rows:
            await blobs.keep(rows, which, chunks)
        return {"name": f"bao-cao-{year}.{ENDINGS[form]}", "media_type": MEDIA[form]}


def _bytes(form: ReportForm, found: YearReport, policy: Policy, unit: Station, now: float) -> bytes:
    """In a thread, where the libraries are loaded when the first paper is made."""
    from handlers.papers.annual import annual, sheets
    from handlers.papers.docx import docx
    from handlers.papers.xlsx import xlsx

    with speaking(DEFAULT):
        return docx(annual(found, policy, unit, now)) if form is ReportForm.WORD else xlsx(sheets(found), now)
