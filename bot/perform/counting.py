"""Figures of all units as a file: made in the turn itself, sealed until it is sent, destroyed soon after."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from bot.perform.doing import Doing
from bot.perform.exporting import GONE
from bot.perform.refusing import refused
from content.locales import DEFAULT, _, speaking
from handlers.effects import ExportFigures, Refused
from handlers.messages import Attachment, Screen, Show
from handlers.triage.clock_rules import day_of
from handlers.triage.export import screens_of
from handlers.triage.figure_rules import Measure
from handlers.triage.figures import columns, communes, table
from handlers.triage.permissions import Refusal, Right, case_of, refusal
from storage import blobs, due, people, stations

BOM = "\ufeff"
"""Without it a spreadsheet takes the letters for another alphabet's."""


async def export(doing: Doing, effect: ExportFigures) -> None:
    """Every measure of every commune by the whole quarters of a year, small numbers hidden."""
    person = await people.get(doing.rows, doing.keyring, effect.officer)
    why = refusal(Right.UNITS, case_of(person, doing.now, station=doing.policy.province_station))
    if person is None or why:
        await refused(doing, Refused(effect.officer, Right.UNITS.value, (why or Refusal.STRANGER).value))
        return
    shown, day = communes(await stations.every(doing.rows)), day_of(doing.now, doing.policy)
    found = {one: await columns(doing.rows, shown, one, effect.year, day) for one in Measure}
    blob, key = secrets.token_hex(16), secrets.token_hex(32)
    with speaking(DEFAULT):
        plain = (BOM + table(shown, found)).encode()
        text = _("Figures of {year}, by whole quarters. Gone from here after 15 minutes.").format(year=effect.year)
    which = bytes.fromhex(blob)
    await blobs.begin(doing.rows, which, doing.now)
    await blobs.keep(doing.rows, which, blobs.seal_chunks(which, bytes.fromhex(key), plain))
    to = await doing.address_of(person)
    file = Attachment("document", blob, key, "text/csv", f"so-lieu-{effect.year}.csv")
    doing.posts.append(Show(to, screens_of(blob)[0], Screen(text, protect=True, attachment=file), fresh=True))
    doing.audit(person.id, "figures exported")
    gone_with = {"blob": blob, "address": asdict(to)}
    await due.put(doing.rows, doing.seals, GONE, blob, doing.now + doing.policy.read_time, gone_with, doing.now)
