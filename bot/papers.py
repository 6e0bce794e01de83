"""The slow work behind a tip's papers: read while the shift is open, written in a thread, kept sealed and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.files.sniff import sniff
from bot.perform.doing import Tools
from content.locales import DEFAULT, _, speaking
from handlers.messages import Attachment
from handlers.papers.dossier import Enclosed, Unit, dossier, list_of, seat
from handlers.papers.paper import Paper
from handlers.triage.export_rules import Form, barred
from handlers.triage.permissions import Right, case_of, refusal
from handlers.triage.read_rules import files_of
from storage import blobs, lists, people, stations, tips
from storage.blobs import READY
from storage.engine import Database
from storage.lists import Listing
from storage.people import Person
from storage.reading import OpenTip, open_tip
from storage.stations import Station
from storage.tips import Card
from storage.vault.keys import VaultError

MOST_BYTES = 40 << 20
"""Telegram lets a bot send 50 MB."""
MOST_LISTED = 200
ENDINGS = {"image/jpeg": ".jpg", "media/ogg": ".ogg", "media/mov": ".mp4", "pdf/pdf": ".pdf", "text/plain": ".txt"}
"""What the cleaner's own files are, by their bytes (`bot/files/sniff.py`)."""


@dataclass(frozen=True)
class Material:
    """Everything that the papers are made of, opened, for as long as the work lasts."""

    paper: Paper = field(repr=False)
    label: str
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    left_out: int = 0


@dataclass(frozen=True)
class Papers:
    """Payload: {officer, tip, form, blob, key, password, address}. Result: {made, label, left_out}."""

    database: Database
    tools: Tools

    async def make(self, payload: dict[str, Any], now: float) -> dict[str, Any]:
        """Make the file and keep it sealed; done twice, the first one stays."""
        form = Form(payload["form"])
        async with self.database.read() as rows:
            with speaking(DEFAULT):
                material = await self._material(rows, payload, form, now)
        if material is None:
            return {"made": False}
        content = await asyncio.to_thread(_bytes, material, payload["password"], form)
        which, key = bytes.fromhex(payload["blob"]), bytes.fromhex(payload["key"])
        chunks = await asyncio.to_thread(blobs.seal_chunks, which, key, content)
        async with self.database.write() as rows:
            await blobs.keep(rows, which, chunks)
        return {"made": True, "label": material.label, "left_out": material.left_out}

    async def _material(
        self, rows: AsyncConnection, payload: Mapping[str, Any], form: Form, now: float
    ) -> Material | None:
        """None where the officer may no longer: the shift may have ended, the tip may be somebody else's."""
        person = await people.get(rows, self.tools.keyring, payload["officer"])
        card, known = await tips.card(rows, payload["tip"]), await stations.every(rows)
        if person is None or card is None or barred(card):
            return None
        if refusal(Right.EXPORT, case_of(person, now, card=card, stations=known)):
            return None
        unit = self._unit(known[person.station])
        if form is Form.LIST:
            listed = await self._listed(rows, person, card)
            return Material(list_of(listed, unit, now), _("Tips"))
        try:
            opened = await open_tip(rows, self.tools.keyring, person, card.public, now)
        except VaultError:
            return None
        if opened is None:
            return None
        return await self._dossier(rows, opened, unit, now)

    async def _listed(self, rows: AsyncConnection, person: Person, card: Card) -> list[Card]:
        """What the officer has in hand, and the tip whose card was pressed."""
        mine = Listing(person.station, test=card.test, holder=person.id)
        found = await lists.page(rows, mine, MOST_LISTED)
        return [card, *(one for one in found.cards if one.public != card.public)]

    async def _dossier(self, rows: AsyncConnection, opened: OpenTip, unit: Unit, now: float) -> Material:
        attached = files_of(opened)
        files = await _cleaned(rows, attached)
        enclosed = Enclosed(tuple(files), len(attached) - len(files))
        area = self.tools.gazetteer.title(opened.card.area) if opened.card.area else _("Place unknown, or at sea")
        paper = dossier(opened, unit, area, enclosed, now)
        return Material(paper, opened.card.label, files, enclosed.left_out)

    def _unit(self, station: Station) -> Unit:
        policy = self.tools.policy
        place = seat(self.tools.gazetteer.title(station.area)) if station.area else policy.seat
        return Unit(station, place, policy)


async def _cleaned(rows: AsyncConnection, attached: Sequence[Attachment]) -> dict[str, bytes]:
    """The files that are clean and fit, opened, by a name of ours."""
    ids = [bytes.fromhex(one.blob) for one in attached]
    known = await blobs.states(rows, ids) if ids else {}
    files: dict[str, bytes] = {}
    room = MOST_BYTES
    for one in attached:
        which = bytes.fromhex(one.blob)
        state = known.get(which)
        if state is None or state.state != READY or state.size_class > room:
            continue
        room -= state.size_class
        content = blobs.open_chunks(which, bytes.fromhex(one.key), await blobs.read(rows, which))
        files[f"{one.name}{ENDINGS.get(sniff(content) or '', '')}"] = content
    return files


def _bytes(material: Material, password: str, form: Form) -> bytes:
    """In a thread, where the libraries for documents are loaded when the first paper is made."""
    from handlers.papers.archive import locked
    from handlers.papers.docx import docx

    with speaking(DEFAULT):
        paper = docx(material.paper)
    if form is Form.LIST:
        return paper
    return locked({f"{material.label}.docx": paper, **material.files}, password)
