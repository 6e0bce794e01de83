"""A run's table: ordered under the right, posted to whoever asked, gone a quarter of an hour later."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from bot.perform.doing import Doing
from bot.perform.exporting import FAILED_SCREEN, GONE
from bot.perform.refusing import refused
from content.locales import DEFAULT, _, speaking
from handlers.effects import Refused
from handlers.messages import Address, Attachment, Screen, Show
from handlers.outreach.campaign_rules import actor, within_reach
from handlers.outreach.effects import ExportRun
from handlers.triage.export import screens_of
from handlers.triage.permissions import Refusal, Right, case_of, refusal
from storage import blobs, campaigns, due, people, runs, stations

SHEET = "result_sheet"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def order(doing: Doing, effect: ExportRun) -> None:
    """Announce the file and order it."""
    person = await people.get(doing.rows, doing.keyring, effect.officer)
    why = refusal(Right.OUTREACH, case_of(person, doing.now))
    run = await runs.get(doing.rows, bytes.fromhex(effect.run))
    of = await campaigns.get(doing.rows, doing.keyring, run.campaign.hex()) if run else None
    far = person is None or of is None or not within_reach(actor(person, await stations.every(doing.rows)), of.station)
    if person is None or why or far:
        await refused(doing, Refused(effect.officer, Right.OUTREACH.value, (why or Refusal.OTHER_STATION).value))
        return
    await blobs.begin(doing.rows, bytes.fromhex(effect.blob), doing.now)
    address = asdict(await doing.address_of(person))
    payload = {**vars(effect), "key": secrets.token_hex(32), "address": address}
    await doing.order(SHEET, payload)


async def made(doing: Doing, payload: dict[str, Any]) -> None:
    """It is there, or it can't be made. Whoever lost the right meanwhile gets nothing."""
    to, blob = Address(**payload["address"]), str(payload["blob"])
    person = await people.get(doing.rows, doing.keyring, payload["officer"])
    name = payload["result"].get("name")
    with speaking(DEFAULT):
        if refusal(Right.OUTREACH, case_of(person, doing.now)) or not name:
            await blobs.destroy(doing.rows, [bytes.fromhex(blob)])
            sentence = _("The table could not be made. Please try again.")
            doing.posts.append(Show(to, FAILED_SCREEN, Screen(sentence), fresh=True))
            return
        text = _("The table of this sending. Gone from here after 15 minutes.")
    file = Attachment("document", blob, payload["key"], EXCEL, str(name))
    doing.posts.append(Show(to, screens_of(blob)[0], Screen(text, attachment=file), fresh=True))
    doing.audit(payload["officer"], "sending exported")
    gone_with = {"blob": blob, "address": payload["address"]}
    await due.put(doing.rows, doing.seals, GONE, blob, doing.now + doing.policy.read_time, gone_with, doing.now)
