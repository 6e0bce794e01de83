"""Who means harm: a dealer who reports themself, thieves of database and keyring, forgers of buttons and of keys.

What opens is what docs/threat-model.md says.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.sandbox.telegram.posting import tell_press
from bot.sandbox.telegram.render import ANONYMOUS_ADMIN
from bot.sandbox.telegram.state import ANONYMOUS_ADMIN_ID, Callback
from content.terms import Mark, PersonState, Role
from handlers import effects
from handlers.everything import ROUTES
from storage import conversations, people, reading
from storage.seals import Seals
from storage.tables import (
    conversation,
    entry,
    invite,
    person,
    question,
    shift,
    station,
    station_key,
    tip,
    tip_key,
    tip_mark,
)
from storage.vault import tip as tip_vault
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair, Refused
from tests.e2e.house import House, keyring_folder
from tests.e2e.phones import Officer, Phone
from tests.e2e.test_canary import files_of
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE

STORY = "co nguoi ban ma tuy gan cho"
Looks = list[Sequence[tuple[str, tuple[str, ...]]]]


# --- the dealer --------------------------------------------------------------------------------------------------------


async def watched(house: House, tu: Officer, others: int) -> Looks:
    """What a reporter sees while an officer works, with this many others who told the same."""
    dealer = await house.citizen("Người bán")
    receipt = await dealer.report(STORY)
    await dealer.copied()
    mine = tu.newest
    assert mine is not None
    seen: Looks = []

    async def look() -> None:
        await dealer.look_up(receipt)
        seen.append(dealer.looks())
        await dealer.press("Close")
        seen.append(dealer.looks())

    crowd = [await house.citizen(f"Bà con {number}") for number in range(others)]
    for one in crowd:
        await one.report(STORY + " nha thang Tam")
        await tu.press("Take this tip")
        await tu.press("Read the tip")
        await tu.press("Ask back")
        await tu.press("What time?")
    await look()
    await tu.press_on(mine, "Take this tip")
    await look()
    await house.until_eight()
    await look()
    for _day in range(2):
        await house.until_eight()
        await look()
    await house.pass_time(7 * 3600)
    return seen


async def test_a_dealer_who_reports_themself_sees_the_same_with_and_without_others(village: House) -> None:
    tu = await village.officer(COMMUNE)
    alone = await watched(village, tu, 0)
    await tu.open_shift("482913")
    assert await watched(village, tu, 3) == alone
    assert len({str(look) for look in alone}) > 1


# --- thieves -----------------------------------------------------------------------------------------------------------


@pytest.mark.own_server
async def test_the_database_alone_opens_nothing(village: House, tmp_path: Path) -> None:
    tu = await village.officer(COMMUNE, name="Đồng chí Sáu")
    words = await (await village.citizen("Ba")).report(STORY + " nha thang Tam")
    await tu.press("Take this tip")
    await tu.press("Read the tip")
    mine = await village.kept(words)
    assert mine is not None
    if not village.database.is_sqlite:
        async with village.database.read() as rows:
            await rows.execute(sa.text("CHECKPOINT"))
    pages = b"".join(path.read_bytes() for path in files_of(village.url))
    for secret in ("thang Tam", "Đồng chí Sáu", str(tu.user), words, words.split()[0] + " " + words.split()[1]):
        assert secret.encode() not in pages
    own = Keyring.create(tmp_path / "thief", village.now, secrets.token_bytes(32))
    async with village.database.read() as rows:
        thief = await people.by_account(rows, own, "telegram", str(tu.user))
        assert thief is None
        body = await rows.scalar(sa.select(tip_key.c.body).limit(1))
    with pytest.raises(Refused):
        tip_vault.unwrap(Pair.new(), mine.row, mine.pair.public, body)


async def test_database_and_keyring_open_the_tips_of_an_open_shift_and_no_others(village: House) -> None:
    tu = await village.officer(COMMUNE)
    await (await village.citizen()).report(STORY)
    async with village.database.read() as rows:
        public, row = (await rows.execute(sa.select(tip.c.public, tip.c.id))).one()
        officer = await people.by_account(rows, village.keyring, "telegram", str(tu.user))
        assert officer is not None
        assert await reading.open_tip(rows, village.keyring, officer, public, village.now) is not None
    await tu.press("Lock shift")
    async with village.database.read() as rows:
        officer = await people.by_account(rows, village.keyring, "telegram", str(tu.user))
        assert officer is not None
        assert await reading.open_tip(rows, village.keyring, officer, public, village.now) is None
        assert not (await rows.execute(sa.select(shift))).all()
        sealed = await rows.scalar(sa.select(tip.c.way_back).where(tip.c.id == row))
    with pytest.raises(Refused):  # the way back needs the tip's own key besides the server's
        tip_vault.open_address(village.keyring, Pair.new(), sealed, row)


async def test_a_draft_opens_with_the_days_key_and_never_again_once_it_is_destroyed(village: House) -> None:
    ba = await village.citizen()
    await ba.say(STORY)
    async with village.database.read() as rows:
        row, state = (await rows.execute(sa.select(conversation.c.id, conversation.c.state))).one()
    kept = conversations.open_state(Seals(village.keyring), row, state)
    assert STORY in json.dumps(kept)
    await village.pass_time(5 * 86400)
    with pytest.raises(Refused):
        conversations.open_state(Seals(Keyring.open(keyring_folder(village.keyring))), row, state)


# --- keys that were swapped ----------------------------------------------------------------------------------------------


async def test_a_tip_is_never_sealed_to_a_swapped_station_key(village: House) -> None:
    await village.doors_open(COMMUNE, PROVINCE)
    thief = Pair.new()
    async with village.database.write() as rows:
        await rows.execute(sa.update(station).where(station.c.id == COMMUNE).values(key=thief.public))
    ba = await village.citizen()
    await ba.say(STORY)
    await ba.say("phuong vinh chau")
    await ba.press("Many know it")
    found = ba.find("Send")
    assert found is not None
    village.sandbox.act(ba.chat, "press", by=ba.user, message_id=found[0]["id"], data=found[1]["data"])
    for _try in range(4):
        await village.sandbox.clock.sleep(0.3)
        village.sandbox.clock.advance(70)
    await village.quiet()
    async with village.database.read() as rows:
        assert (await rows.execute(sa.select(tip_key.c.station))).scalars().all() == [PROVINCE]
    assert await village.told(await ba.has_receipt()) == [STORY, "phuong vinh chau"]


# --- forged buttons ------------------------------------------------------------------------------------------------------

GUARDED = (tip, tip_key, tip_mark, entry, question, station, station_key, person, invite, shift)
OWN = {"lock", "leave"}  # what anybody may do to themself
STAMPS = {"mark"}  # a step on the way to danger waits for no PIN
MANAGING = {"invite", "suspend", "approve", "link", "unlink", "people", "person"}
ROLES: dict[str, set[str]] = {
    "citizen": set(),
    "neighbour": OWN,
    "locked": OWN | STAMPS,
    "suspended": set(),
    "head of another station": OWN,
    "involved": OWN,
    "admin": OWN | MANAGING,
    "auditor": OWN,
    "inspector": OWN,
    "anonymous admin of the group": set(),
}


async def snapshot(house: House) -> dict[str, list[Any]]:
    async with house.database.read() as rows:
        return {table.name: sorted(map(repr, (await rows.execute(sa.select(table))).all())) for table in GUARDED}


async def forger(house: House, role: str, tu: Officer) -> Phone:
    if role == "citizen":
        ba = await house.citizen()
        await ba.say("/menu")
        return ba
    if role == "neighbour":
        return await house.officer(NEIGHBOUR)
    if role == "head of another station":
        return await house.officer(NEIGHBOUR, Role.HEAD)
    if role == "anonymous admin of the group":
        chat = (await house.group(COMMUNE, tu)).chat
        return Phone(house.sandbox, ANONYMOUS_ADMIN_ID, chat, "vi", house.quiet)
    seats = {
        "admin": (PROVINCE, Role.ADMIN),
        "inspector": (INSPECTORATE, Role.INSPECTOR),
    }
    if role in seats:
        return await house.officer(*seats[role])
    if role == "auditor":
        admin = await house.officer(PROVINCE, Role.ADMIN)
        return await house.colleague(INSPECTORATE, admin, Role.AUDITOR)
    other = await house.colleague(COMMUNE, tu)
    if role == "involved":
        return other
    await other.press("Lock shift")
    if role == "suspended":
        async with house.database.read() as rows:
            found = await people.by_account(rows, house.keyring, "telegram", str(other.user))
            boss = await people.by_account(rows, house.keyring, "telegram", str(tu.user))
        assert found is not None
        assert boss is not None
        house.world.now = house.now
        await house.world.do(effects.Suspend(found.id, boss.id, PersonState.SUSPENDED))
    return other


@pytest.mark.parametrize("role", ROLES)
async def test_forged_buttons_change_nothing_and_show_nothing(village: House, role: str) -> None:
    tu = await village.officer(COMMUNE)
    evil = await forger(village, role, tu)
    await (await village.citizen("Ba")).report(STORY + " nha thang Tam")
    if role == "involved":
        await evil.press("I am involved")
    await tu.press("Take this tip")
    before = await snapshot(village)
    async with village.database.read() as rows:
        public, version = (await rows.execute(sa.select(tip.c.public, tip.c.version))).one()
        staff = [row.hex() for row in (await rows.execute(sa.select(person.c.id))).scalars()]
    newest = max(message["id"] for message in evil.shown if message["from_bot"])
    names = sorted(set(ROUTES.actions) - ROLES[role])
    for payload in [payload for name in names for payload in payloads(name, public, version, staff)]:
        press(village, evil, newest, payload)
    await village.quiet()
    assert await snapshot(village) == before
    told = [one for one in village.sandbox.traffic.after(0) if str(one.params.get("chat_id")) == str(evil.chat)]
    assert "thang Tam" not in str([one.params for one in told if one.kind == "request"])
    assert village.app is not None
    assert village.app.meters.failures.labels(place="turn")._value.get() == 0


def press(house: House, evil: Phone, message: int, payload: str) -> None:
    """As the platform reports it: who presses in the name of a group has no name."""
    if evil.user != ANONYMOUS_ADMIN_ID:
        house.sandbox.act(evil.chat, "press", by=evil.user, message_id=message, data=payload)
        return
    world = house.sandbox.telegram
    query = Callback(world.new_callback_id(), evil.user, evil.chat, message, house.now)
    world.callbacks[query.id] = query
    shown = world.chats[evil.chat].messages[message].json
    told = {"id": query.id, "from": ANONYMOUS_ADMIN, "message": shown, "chat_instance": "1", "data": payload}
    tell_press(world, told, evil.user, evil.chat)


def payloads(name: str, public: str, version: int, staff: Sequence[str]) -> list[str]:
    """What a forger who knows every id would press."""
    if name in ("s", "p"):
        return [f"{name}:{'A' * 43}", f"{name}:x", f"{name}:AAAAAAAA:1:{'A' * 43}"]
    tails = ["", f":{public}", f":{public}:{version}", f":{public}:0", f":{COMMUNE}", ":x:y:z"]
    tails += [f":{public}:{version}:{mark.value}" for mark in Mark] if name == "mark" else []
    tails += [f":{one}{answer}" for one in staff for answer in ("", ":yes", ":no")] if name in MANAGING else []
    return [f"a:{name}{tail}" for tail in tails if len(f"a:{name}{tail}") <= 64]
