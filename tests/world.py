"""A small province to test in: stations with keys, officers with PINs and shifts, tips. Everything is made by the real code."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.letters import Letters
from bot.perform import Performer, pin
from bot.perform.doing import Doing, Tools
from content.areas import load_aliases, load_everyday, shipped
from content.policy import Policy
from content.terms import Contact, Reader, Role, Stage, StationKind, Topic, Urgency
from handlers import effects
from handlers.here import Facts
from handlers.messages import Act, Address, Incoming, Post
from handlers.places import Gazetteer
from handlers.triage.permissions import KEYLESS
from storage import people, stations, tips
from storage.engine import Database
from storage.people import Person
from storage.seals import Seals
from storage.stations import Station
from storage.tables import tip
from storage.times import Ticks
from storage.tips import Card
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair
from storage.vault.public import Owner, mac_public_key
from storage.vault.receipt import Receipt, new_receipt
from storage.vault.recovery import Circle, NewRecovery, new_recovery

PROVINCE, INSPECTORATE, COMMUNE, NEIGHBOUR = "PC04", "THANH-TRA", "31783", "31804"
PIN = "482913"


def member(number: int) -> Address:
    """The private chat of somebody."""
    return Address("telegram", str(number), str(number))


@dataclass
class World:
    """The house around one database."""

    database: Database
    keyring: Keyring
    now: float
    policy: Policy = field(default_factory=lambda: Policy(card_wait_from=0.0, card_wait_to=0.0, reading=0.0))
    recovery: dict[Circle, NewRecovery] = field(default_factory=dict)
    operator: Address | None = None  # where alerts go
    buttons: dict[str, str] = field(default_factory=dict)  # person -> the secret of their button
    receipts: list[Receipt] = field(default_factory=list)  # of the tips that were sent, the last one last

    def __post_init__(self) -> None:
        gazetteer = Gazetteer(shipped(), load_aliases(), load_everyday(), datetime.fromtimestamp(self.now, UTC).date())
        seals = Seals(self.keyring)
        facts = {"telegram": Facts("Telegram", bot_name="xom_binh_an_bot")}
        self.tools = Tools(self.keyring, seals, self.policy, gazetteer, facts)
        alerts = Alerts(self.database, Letters(seals, Ticks()), self.operator, lambda: self.now)
        self.performer = Performer(self.tools, alerts)

    async def found(self) -> World:
        """The stations, and a recovery key for each circle."""
        units = [
            Station(PROVINCE, "PC04", StationKind.PROVINCE),
            Station(INSPECTORATE, "Thanh tra", StationKind.INSPECTORATE),
            Station(COMMUNE, "Công an phường Vĩnh Châu", StationKind.COMMUNE, self.area(COMMUNE), PROVINCE),
            Station(NEIGHBOUR, "Công an phường Vĩnh Phước", StationKind.COMMUNE, self.area(NEIGHBOUR), PROVINCE),
        ]
        async with self.database.write() as rows:
            await stations.save(rows, units)
            for circle in Circle:
                self.recovery[circle] = new_recovery(circle)
                await stations.set_recovery(rows, self.keyring, circle, self.recovery[circle].public)
        return self

    async def doors_open(self, *names: str) -> None:
        """Stations that can receive although nobody works there: enough for whoever only sends."""
        async with self.database.write() as rows:
            for name in names:
                key = Pair.new().public
                mac = mac_public_key(self.keyring.server, Owner.STATION, name.encode(), key)
                await stations.set_key(rows, name, key=key, key_mac=mac, recovery_key=None)

    def area(self, code: str) -> str:
        """Today's area of a code."""
        option = self.tools.gazetteer.by_code(code)
        assert option is not None
        return option.area

    async def do(self, *wanted: effects.Effect, by: Address | None = None) -> list[Post]:
        """Carry out effects as one turn does."""
        incoming = Incoming(by or member(1), Act.PRESS, callback="1", at=self.now)
        async with self.database.write() as rows:
            return await self.performer.perform(rows, wanted, incoming, self.now)

    async def officer(
        self, station: str, number: int, role: Role = Role.OFFICER, *, approver: Person | None = None
    ) -> Person:
        """A member of staff who chose a PIN, was approved where that is needed, and opened a shift; or needs none."""
        token, person = secrets.token_urlsafe(12), secrets.token_hex(16)
        await self.do(
            effects.Invite(token, role, station), effects.Enrol(token, person, member(number), f"Đ/c {number}")
        )
        if role in KEYLESS:
            return await self.person(person)
        said = await self.press_pin(person, "enrol")
        if said["result"] == "enrolled":
            assert approver is not None
            await self.do(effects.Approve(approver.id, person, said["code"]))
        assert (await self.press_pin(person, "open"))["result"] == "opened"
        return await self.person(person)

    async def press_pin(self, person: str, purpose: str, digits: str = PIN) -> dict[str, Any]:
        """The whole way of a PIN: the attempt counted, the slow work, what is written."""
        if purpose == "enrol":
            self.buttons[person] = urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        attempt = effects.TryPin(person, purpose, digits, self.buttons[person], member(1))
        await self.do(attempt)
        payload = {"officer": person, "purpose": purpose, "pin": digits, "device": self.buttons[person]}
        async with self.database.read() as rows:
            tried = await pin.slow(rows, self.keyring, payload)
        async with self.database.write() as rows:
            return await pin.written(Doing(rows, self.now, self.tools), tried)

    async def person(self, person: str) -> Person:
        async with self.database.read() as rows:
            found = await people.get(rows, self.keyring, person)
        assert found is not None
        return found

    async def send(self, *, stations: Sequence[str] = (COMMUNE, PROVINCE), **changed: Any) -> Receipt:
        """A tip, as a citizen sends it; returns the receipt."""
        receipt = new_receipt()
        sent = effects.SubmitTip(
            topic=Topic.SALE,
            detail=None,
            area=self.area(COMMUNE),
            stations=tuple(stations),
            urgency=Urgency.ORDINARY,
            reader=Reader.COMMUNE,
            contact=Contact.NOTICE,
            receipt=f"{receipt.bits:x}",
            story={"parts": [{"kind": "text", "text": "co nguoi ban ma tuy gan cho"}], "known": "many"},
            way_back=member(700),
        )
        await self.do(replace(sent, **changed), by=member(700))
        self.receipts.append(receipt)
        return receipt


async def open_tips(rows: AsyncConnection, *where: str, test: bool = False) -> list[Card]:
    """Every open tip of these stations, the oldest hour first."""
    found = sa.select(tip).where(tip.c.station.in_(where), tip.c.stage != Stage.CLOSED.value, tip.c.test == test)
    return await tips.cards_of(rows, (await rows.execute(found.order_by(tip.c.submitted_hour, tip.c.id))).all())


async def only_tip(rows: AsyncConnection, *where: str) -> str:
    """The public id of the one open tip."""
    (card,) = await open_tips(rows, *(where or (COMMUNE, PROVINCE, INSPECTORATE)))
    return card.public
