"""A tip is sealed: for every station on its route, for its sender, and for nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.perform import comparing, deadlines
from bot.perform.doing import Doing, packed
from bot.perform.ringing import begin_alarm, tell_of_news
from content.locales import _
from content.terms import CitizenStatus, Contact, Kind, Stage
from handlers.citizen.pace_rules import TIPS, tip_wait
from handlers.effects import AddToTip, SetWayBack, SubmitTip, TurnedAway
from handlers.triage.move_rules import of_indicator
from storage import blobs, incidents, own, pace, proof, stations, tips, tombstones
from storage.packed import dumps
from storage.passing import new_public
from storage.prepared import prepared
from storage.reading import entry_context, entry_size_of
from storage.tables import entry, question, tip
from storage.vault import tip as vault
from storage.vault.keys import Pair
from storage.vault.public import Owner, check_public_key, mac_public_key
from storage.vault.receipt import Receipt

RECEIVED = "received"
_ADD_ENTRY = prepared(sa.insert(entry))


async def submit(doing: Doing, effect: SubmitTip) -> None:
    """A new tip: rows, cards, figures. The receipt it is given stays with the citizen; only its hash is kept."""
    pair, row_id, public = Pair.new(), secrets.token_bytes(16), new_public()
    receipt = Receipt(int(effect.receipt, 16))
    citizen = receipt.citizen_key(doing.keyring.receipt_pepper)
    known = await stations.held(doing.rows, effect.stations)
    readers = {name: checked_key(doing, known[name]) for name in effect.stations}
    wrapped = vault.wrap_for(pair, row_id, [*readers.values(), citizen.public])
    way_back = effect.way_back if effect.contact is not Contact.NONE else None
    values = {
        "id": row_id,
        "public": public,
        "receipt": receipt.tag(doing.keyring.lookup_pepper),
        "key": pair.public,
        "key_mac": mac_public_key(doing.keyring.server, Owner.TIP, row_id, pair.public),
        "citizen": citizen.public,
        "citizen_mac": mac_public_key(doing.keyring.server, Owner.CITIZEN, row_id, citizen.public),
        "citizen_key": wrapped[citizen.public],
        "station": effect.stations[0],
        "area": effect.area,
        "topic": effect.topic.value,
        "detail": effect.detail.value if effect.detail else None,
        "urgency": effect.urgency.value,
        "reader": effect.reader.value,
        "stage": Stage.NEW.value,
        "extensions": 0,
        "registered": 0,
        "told": False,
        "kind": Kind.TIP.value,
        "indicator": of_indicator(effect.detail, at_sea=effect.at_sea),
        "version": 1,
        "language": effect.language,
        "test": effect.test,
        "few_know": effect.story.get("known") == "few",
        "submitted_hour": doing.hour,
        "sources": 1,
        "last_hour": doing.hour,
        "status": CitizenStatus.RECEIVED.value,
        "contact": effect.contact.value,
        "way_back": vault.seal_address(doing.keyring.server, pair, packed(way_back), row_id) if way_back else None,
    }
    keys = [{"tip": row_id, "station": name, "body": wrapped[key]} for name, key in readers.items()]
    card = await tips.add(doing.rows, values, keys)
    await comparing.compare(doing, card, row_id, effect)
    story, registered = proof.register({**effect.story, "at": doing.now})
    contents: list[tuple[str, Mapping[str, Any]]] = [("story", story), *files(effect.files, doing.now)]
    await add_entries(doing, row_id, pair.public, contents, first=0)
    await blobs.attach(doing.rows, [bytes.fromhex(file["blob"]) for file in effect.files], row_id)
    doing.audit("", "received", public, 1)
    doing.audit("", proof.REGISTERED, registered)
    doing.count(effect.stations[0], "test" if effect.test else RECEIVED)
    await begin_alarm(doing, card, later_s=await brake(doing))
    await deadlines.begin(doing, card)


async def turned_away(doing: Doing, effect: TurnedAway) -> None:  # noqa: ARG001
    """Nobody could have opened it, so nothing was taken in; whoever runs this must hear of it."""
    sentence = _("Somebody was turned away: {unit} has no officer with a PIN, so no tip can be received.")
    doing.alerts.append(("closed", sentence.format(unit=doing.policy.province_station)))


async def add_to(doing: Doing, effect: AddToTip) -> None:
    """Words or files of the reporter: whoever holds the tip's public key can add without being able to read."""
    row_id = bytes.fromhex(effect.tip)
    row = (await doing.rows.execute(sa.select(tip).where(tip.c.id == row_id).with_for_update())).one_or_none()
    if row is None:
        return
    key = check_public_key(doing.keyring, Owner.TIP, row_id, row.key, row.key_mac)
    words = [part for part in effect.parts if "blob" not in part]
    contents = [(effect.kind, {"parts": words, "at": doing.now, "question": effect.question})]
    contents += files([part for part in effect.parts if "blob" in part], doing.now)
    await add_entries(doing, row_id, key, contents, first=1 + await _places(doing, row_id))
    await blobs.attach(doing.rows, [bytes.fromhex(part["blob"]) for part in effect.parts if "blob" in part], row_id)
    if effect.question:
        answered = sa.update(question).where(question.c.id == bytes.fromhex(effect.question))
        await doing.rows.execute(answered.values(state="answered"))
        doing.count(row.station, "answered")
    await tips.change(doing.rows, row.public, row.version, {"asked_until": None} if effect.question else {})
    doing.audit("", "added", row.public, row.version + 1)
    leading = (await incidents.belonging(doing.rows, doing.keyring, row.public)).head
    await tell_of_news(doing, leading.public if leading else row.public, later_s=await brake(doing))


async def brake(doing: Doing) -> float:
    """How much longer officers are not told, because this chat tells very much at once; 0 as a rule."""
    if doing.incoming is None:
        return 0.0
    return tip_wait(await pace.spend(doing.rows, TIPS, doing.here(), doing.policy.tip_pace, doing.now), doing.policy)


async def set_way_back(doing: Doing, effect: SetWayBack) -> None:
    """The sender changed how they are reached, with the receipt in hand; None forgets the address for good."""
    mine = await own.by_receipt(doing.rows, doing.keyring, Receipt(int(effect.receipt, 16)), doing.now)
    if mine is None:
        return
    keeps = effect.address is not None and effect.contact is not Contact.NONE
    sealed = (
        vault.seal_address(doing.keyring.server, mine.pair, packed(effect.address), mine.row)
        if keeps and effect.address
        else None
    )
    if sealed is None:
        tombstones.Tombstones(doing.keyring.folder).add(
            tombstones.Kind.WITHDRAWN, [mine.row.hex()]
        )  # no older backup brings it back
    values = {"way_back": sealed, "contact": effect.contact.value}
    await doing.rows.execute(sa.update(tip).where(tip.c.id == mine.row).values(values))


def files(parts: Sequence[Mapping[str, Any]], now: float) -> list[tuple[str, dict[str, Any]]]:
    """An entry for each file: where it lies and the key that opens it."""
    return [("file", {**part, "at": now}) for part in parts]


async def add_entries(
    doing: Doing, row_id: bytes, key: bytes, contents: Sequence[tuple[str, Mapping[str, Any]]], *, first: int
) -> list[bytes]:
    """Seal entries to a tip's public key; returns their ids."""
    rows: list[dict[str, Any]] = []
    for place, (kind, content) in enumerate(contents, first):
        new = secrets.token_bytes(16)
        sealed = vault.add_entry(key, dumps(content), entry_context(new, kind), entry_size_of(kind))
        rows.append({"id": new, "tip": row_id, "kind": kind, "place": place, "key": sealed.key, "body": sealed.body})
    await doing.rows.execute(_ADD_ENTRY, rows)
    return [row["id"] for row in rows]


async def add_note(doing: Doing, row_id: bytes, kind: str, content: Mapping[str, Any]) -> None:
    """What officers note: sealed at the end of a tip, for whoever may read it."""
    kept = (await doing.rows.execute(sa.select(tip.c.key, tip.c.key_mac).where(tip.c.id == row_id))).one()
    key = check_public_key(doing.keyring, Owner.TIP, row_id, kept.key, kept.key_mac)
    await add_entries(doing, row_id, key, [(kind, content)], first=1 + await _places(doing, row_id))


async def _places(doing: Doing, row_id: bytes) -> int:
    last = await doing.rows.scalar(sa.select(sa.func.max(entry.c.place)).where(entry.c.tip == row_id))
    return int(last or 0)


def checked_key(doing: Doing, station: stations.Station) -> bytes:
    """A station's public key, if nobody swapped it."""
    if station.key is None or station.key_mac is None:
        raise LookupError(f"station {station.id} cannot receive yet")
    return check_public_key(doing.keyring, Owner.STATION, station.id.encode(), station.key, station.key_mac)
