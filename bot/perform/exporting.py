"""Papers of a tip: ordered under the lock, made by slow work, posted to whoever has the tip, destroyed soon after."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from bot.perform.desk import held, told
from bot.perform.doing import Doing
from content.locales import DEFAULT, _, speaking
from handlers.effects import ExportTip
from handlers.messages import Address, Attachment, Post, Remove, Screen, Show
from handlers.triage.export import file_screen, password_screen, screens_of
from handlers.triage.export_rules import Form, barred, new_password
from handlers.triage.permissions import Right
from handlers.triage.state_rules import SENTENCES
from storage import blobs, due, jobs, people, tips

EXPORT, GONE = "export", "export_gone"
FAILED_SCREEN = "export_failed"


async def order(doing: Doing, effect: ExportTip) -> None:
    """Announce the file and order it: {officer, tip, form, blob, key, password, address}."""
    card = await tips.card(doing.rows, effect.tip)
    found = await held(doing, Right.EXPORT, effect.tip, card.version if card else 0, effect.officer)
    if not found:
        return
    card, person = found
    if why := barred(card):
        with speaking(DEFAULT):
            told(doing, _(SENTENCES[why]))
        return
    await blobs.begin(doing.rows, bytes.fromhex(effect.blob), doing.now)
    payload = {
        "officer": person.id,
        "tip": effect.tip,
        "form": effect.form.value,
        "blob": effect.blob,
        "key": secrets.token_hex(32),
        "password": new_password(),
        "address": asdict(await doing.address_of(person)),
    }
    await jobs.put(doing.rows, doing.seals, EXPORT, payload, doing.now)


async def made(doing: Doing, payload: dict[str, Any]) -> None:
    """It is there, or it can't be made. It goes out only while the shift is open: a lock takes back what was ordered."""
    to, blob = Address(**payload["address"]), str(payload["blob"])
    person = await people.get(doing.rows, doing.keyring, payload["officer"])
    with speaking(DEFAULT):
        if person is None or not payload["result"].get("made") or not person.on_shift(doing.now):
            await blobs.destroy(doing.rows, [bytes.fromhex(blob)])
            sentence = _("The papers could not be made. Open the tip and try again.")
            doing.posts.append(Show(to, FAILED_SCREEN, Screen(sentence), fresh=True))
            return
        doing.posts += _posts(to, payload, str(payload["result"]["label"]), int(payload["result"]["left_out"]))
    if Form(payload["form"]) is Form.DOSSIER:
        doing.audit(person.id, "exported", payload["tip"])
    else:
        doing.audit(person.id, "listed")
    gone_with = {"blob": blob, "address": payload["address"]}
    await due.put(doing.rows, doing.seals, GONE, blob, doing.now + doing.policy.read_time, gone_with, doing.now)


def _posts(to: Address, payload: dict[str, Any], label: str, left_out: int) -> list[Post]:
    form = Form(payload["form"])
    name, media = (f"{label}.zip", "application/zip") if form is Form.DOSSIER else (f"{label}.docx", WORD)
    file = Attachment("document", payload["blob"], payload["key"], media, name)
    screens = screens_of(payload["blob"])
    posts: list[Post] = [Show(to, screens[0], file_screen(file, form, label, left_out), fresh=True)]
    if form is Form.DOSSIER:
        posts.append(Show(to, screens[1], password_screen(payload["password"], label), fresh=True))
    return posts


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def gone(doing: Doing, payload: dict[str, Any]) -> None:
    """A quarter of an hour later: out of the chat, sent or not, and out of the house."""
    to, blob = Address(**payload["address"]), str(payload["blob"])
    doing.posts += [Remove(to, name) for name in screens_of(blob)]
    await blobs.destroy(doing.rows, [bytes.fromhex(blob)])
