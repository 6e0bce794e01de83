"""A year's papers: ordered under the right, posted to whoever asked, gone a quarter of an hour later."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from bot.perform.doing import Doing
from bot.perform.exporting import FAILED_SCREEN, GONE
from bot.perform.refusing import refused
from content.locales import DEFAULT, _, speaking
from handlers.coverage.effects import MakeReport
from handlers.effects import Refused
from handlers.messages import Address, Attachment, Screen, Show
from handlers.triage.export import screens_of
from handlers.triage.permissions import Right, case_of, refusal
from storage import blobs, due, people

PAPER = "year_paper"


async def order(doing: Doing, effect: MakeReport) -> None:
    """Announce the file and order it."""
    person = await people.get(doing.rows, doing.keyring, effect.officer)
    why = refusal(Right.PAGE, case_of(person, doing.now))
    if person is None or why:
        await refused(doing, Refused(effect.officer, Right.PAGE.value, why.value if why else ""))
        return
    await blobs.begin(doing.rows, bytes.fromhex(effect.blob), doing.now)
    address = asdict(await doing.address_of(person))
    made = {**vars(effect), "form": effect.form.value, "key": secrets.token_hex(32), "address": address}
    await doing.order(PAPER, made)


async def made(doing: Doing, payload: dict[str, Any]) -> None:
    """It is there, or it can't be made. Whoever lost the right meanwhile gets nothing."""
    to, blob = Address(**payload["address"]), str(payload["blob"])
    person = await people.get(doing.rows, doing.keyring, payload["officer"])
    name = payload["result"].get("name")
    with speaking(DEFAULT):
        if refusal(Right.PAGE, case_of(person, doing.now)) or not name:
            await blobs.destroy(doing.rows, [bytes.fromhex(blob)])
            sentence = _("The report could not be made. Please try again.")
            doing.posts.append(Show(to, FAILED_SCREEN, Screen(sentence), fresh=True))
            return
        text = _("The report of {year}. Gone from here after 15 minutes.").format(year=payload["year"])
    file = Attachment("document", blob, payload["key"], str(payload["result"]["media_type"]), str(name))
    doing.posts.append(Show(to, screens_of(blob)[0], Screen(text, attachment=file), fresh=True))
    doing.audit(payload["officer"], "report made", str(payload["year"]))
    gone_with = {"blob": blob, "address": payload["address"]}
    await due.put(doing.rows, doing.seals, GONE, blob, doing.now + doing.policy.read_time, gone_with, doing.now)
