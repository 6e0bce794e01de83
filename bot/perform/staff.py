"""Who works here: invitations, enrolment, approval, the end of somebody's rights, and the shift that is closed."""

from __future__ import annotations

import json
from dataclasses import asdict
from hmac import compare_digest

import sqlalchemy as sa

from bot.perform import deserted, menus, newcomers, shifts
from bot.perform.desk import free_held
from bot.perform.doing import Doing
from bot.perform.station_key import open_somehow, replace_later, replaced
from content.locales import DEFAULT, speaking
from content.terms import PersonState, Role
from handlers.admin.approve import can_approve, welcome_screen
from handlers.admin.enrol import is_for, refused_screen
from handlers.effects import Approve, CloseShift, Enrol, Invite, Reject, Suspend, TryPin
from handlers.messages import Show
from handlers.screens import MAIN
from handlers.triage.hours import local
from handlers.triage.permissions import KEYLESS
from storage import people, reading, roster, stations
from storage.people import Person
from storage.tables import person as person_table
from storage.tombstones import Kind, Tombstones
from storage.vault import station as station_vault
from storage.vault.pin import next_attempt
from storage.vault.public import Owner, check_public_key

PIN = "pin"


async def invite(doing: Doing, effect: Invite) -> None:
    station = effect.station or doing.policy.province_station
    await people.add_invite(
        doing.rows,
        token=people.invite_tag(doing.keyring, effect.token),
        role=effect.role,
        station=station,
        training=effect.training,
        person=effect.person,
        expires_at=int((doing.now + doing.policy.invite_life) * 1e6),
    )
    if effect.person:
        doing.audit(effect.by, "let back", effect.person)
    else:
        doing.audit(effect.by, "invited", station)


async def enrol(doing: Doing, effect: Enrol) -> None:
    """Spend the invitation and put the newcomer on the list; an account that came back leaves its old row first."""
    token = people.invite_tag(doing.keyring, effect.token)
    invited = await people.find_invite(doing.rows, token, doing.micros)
    before = await people.by_account(doing.rows, doing.keyring, effect.address.channel, effect.address.user)
    if not invited or not is_for(invited, before) or not await people.use_invite(doing.rows, token, doing.micros):
        with speaking(DEFAULT):
            doing.posts.append(Show(effect.address, MAIN, refused_screen(), fresh=True))
        return
    if before:
        await suspend(doing, Suspend(before.id, before.id, PersonState.LEFT))
    state = PersonState.ACTIVE if invited.role in KEYLESS else PersonState.WAITING
    newcomer = Person(effect.person, invited.role, invited.station, state, effect.name, training=invited.training)
    tag = people.account(doing.keyring, effect.address.channel, effect.address.user)
    await people.add(doing.rows, doing.keyring, newcomer, account_tag=tag, address=json.dumps(asdict(effect.address)))
    doing.audit(effect.person, "enrolled", invited.station)
    if state is PersonState.ACTIVE:
        await menus.renew(doing, effect.person)


async def try_pin(doing: Doing, effect: TryPin) -> None:
    """Count the attempt as failed and order the slow work; `bot/perform/pin.py` takes the failure back where the PIN is right."""
    lock = await people.lock(doing.rows, effect.officer)
    if lock and effect.purpose != "enrol":
        allowed = next_attempt(lock.failures, lock.failed_at / 1e6)
        if allowed is None or allowed > doing.now:
            result = {"result": "again"} if allowed is None else {"result": "wait", "until": allowed}
            await doing.order(PIN, {"said": result, "address": asdict(effect.address)})
            return
        await people.count_failure(doing.rows, effect.officer, doing.micros)
    payload = {
        "officer": effect.officer,
        "purpose": effect.purpose,
        "pin": effect.pin,
        "device": effect.device,
        "new": effect.new,
        "address": asdict(effect.address),
    }
    await doing.order(PIN, payload)


async def close_shift(doing: Doing, effect: CloseShift) -> None:
    await shifts.close(doing, effect.officer)
    doing.audit(effect.officer, "shift closed")


async def approve(doing: Doing, effect: Approve) -> None:
    """Seal the station's key to a newcomer whose public key is still the one that was compared by voice."""
    officer = await people.get(doing.rows, doing.keyring, effect.officer)
    newcomer = await people.get(doing.rows, doing.keyring, effect.newcomer)
    lock = newcomer and await people.lock(doing.rows, newcomer.id)
    if not officer or not newcomer or not lock or newcomer.state is not PersonState.WAITING:
        return
    if not officer.on_shift(doing.now) or not can_approve(officer, newcomer):
        doing.audit(effect.officer, "approval refused", newcomer.id)
        return
    await stations.held(doing.rows, [newcomer.station])
    key = check_public_key(doing.keyring, Owner.OFFICER, newcomer.row, lock.key, lock.key_mac)
    name = newcomer.station.encode()
    code = station_vault.voice_code(doing.keyring.server, name, newcomer.row, key)
    pair = await reading.station_pair(doing.rows, doing.keyring, officer, doing.now)
    if not compare_digest(code.encode(), effect.code.encode()) or (pair is None and officer.role is not Role.ADMIN):
        doing.audit(effect.officer, "approval refused", newcomer.id)
        return
    if pair is not None and officer.station == newcomer.station:
        wrapped = station_vault.share_with(pair, name, [key])
        await people.give_key(doing.rows, newcomer.station, newcomer.id, wrapped[key])
    await people.set_state(doing.rows, newcomer.id, PersonState.ACTIVE)
    await menus.renew(doing, newcomer.id)
    doing.audit(effect.officer, "approved", newcomer.id)
    await newcomers.settled(doing, newcomer)
    with speaking(DEFAULT):
        doing.posts.append(Show(await doing.address_of(newcomer), MAIN, welcome_screen(), fresh=True))


async def reject(doing: Doing, effect: Reject) -> None:
    """The waiting enrolment is deleted, its key with it."""
    newcomer = await people.get(doing.rows, doing.keyring, effect.newcomer)
    if newcomer is None:
        return
    await newcomers.settled(doing, newcomer)
    waiting = sa.and_(
        person_table.c.id == bytes.fromhex(effect.newcomer), person_table.c.state == PersonState.WAITING.value
    )
    await doing.rows.execute(sa.delete(person_table).where(waiting))
    doing.audit(effect.officer, "rejected", effect.newcomer)


async def suspend(doing: Doing, effect: Suspend) -> None:
    """Rights end now: shift and keys gone, held tips free again, what is open sealed under a new station key."""
    person = await people.get(doing.rows, doing.keyring, effect.person)
    if person is None:
        return
    await stations.held(doing.rows, [person.station], change=True)
    Tombstones(doing.keyring.folder).add(Kind.REVOKED, [person.id])  # also in a database restored from an older backup
    old = await open_somehow(doing, person, effect.by)
    await shifts.close(doing, person.id)
    await people.take_keys(doing.rows, person.id)
    await roster.drop(doing.rows, person.id, local(doing.now, doing.policy).date())
    await people.set_state(doing.rows, person.id, effect.to)
    await menus.renew(doing, person.id)
    doing.audit(effect.by, effect.to.value, person.id)
    if person.holds_key and not (old and await replaced(doing, person.station, old)):
        await replace_later(doing, person.station)
    await free_held(doing, person.id, effect.by)
    await deserted.tell(doing, person)
