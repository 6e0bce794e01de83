"""Members of staff: known by a keyed hash of their account, with a role, a station, and the key that their PIN opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import PersonState, Role
from storage.prepared import prepared
from storage.tables import invite, person, shift, station_key
from storage.upsert import upsert
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.keys import framed
from storage.vault.padding import entry as entry_size


@dataclass(frozen=True)
class Person:
    """A member of staff as handlers see them; `shift_until` is None off duty (microseconds)."""

    id: str
    role: Role
    station: str
    state: PersonState
    name: str = field(repr=False)
    khmer: bool = False
    key: bytes | None = field(default=None, repr=False)
    shift_until: int | None = None
    holds_key: bool = False  # whether the station's key is sealed to them
    training: bool = False  # sees test tips only
    away_until: date | None = None  # the last day of their leave

    @property
    def enrolled(self) -> bool:
        """Whether they have chosen a PIN."""
        return self.key is not None

    @property
    def row(self) -> bytes:
        return bytes.fromhex(self.id)

    def away(self, today: date) -> bool:
        """Whether they are on leave on this local day."""
        return self.away_until is not None and today <= self.away_until

    def on_shift(self, now: float) -> bool:
        """Whether their shift is open at this moment (seconds)."""
        return self.state is PersonState.ACTIVE and self.shift_until is not None and now * 1e6 < self.shift_until


def account(keyring: Keyring, channel: str, user: str) -> bytes:
    """The keyed hash by which an account is recognised: the database alone does not say who works here."""
    return keyring.lookup_pepper.tag("account", framed(channel.encode(), user.encode()), 16)


def _context(row_id: bytes, column: str) -> Context:
    return Context("person", column, row_id, "staff")


def seal_field(keyring: Keyring, row_id: bytes, column: str, text: str) -> bytes:
    """A name or an address of a member of staff, under the server key."""
    return seal(keyring.server, text.encode(), _context(row_id, column), entry_size)


def open_field(keyring: Keyring, row_id: bytes, column: str, sealed: bytes) -> str:
    return unseal(keyring, sealed, _context(row_id, column)).decode()


_HOLDS = sa.exists().where(station_key.c.person == person.c.id, station_key.c.station == person.c.station)
_QUERY = sa.select(person, shift.c.until.label("shift_until"), _HOLDS.label("holds_key")).outerjoin(
    shift, shift.c.person == person.c.id
)


def _record(keyring: Keyring, row: sa.Row[Any]) -> Person:
    return Person(
        id=row.id.hex(),
        role=Role(row.role),
        station=row.station,
        state=PersonState(row.state),
        name=open_field(keyring, row.id, "name", row.name),
        khmer=row.khmer,
        key=row.key,
        shift_until=row.shift_until,
        holds_key=bool(row.holds_key),
        training=row.training,
        away_until=row.away_until,
    )


_BY_ACCOUNT = prepared(_QUERY.where(person.c.account == sa.bindparam("tag")))
_BY_ID = prepared(_QUERY.where(person.c.id == sa.bindparam("row")))
_OF_STATIONS = prepared(
    _QUERY.where(person.c.station.in_(sa.bindparam("of", expanding=True))).order_by(person.c.station, person.c.id)
)
_OF_ROLE = _QUERY.where(person.c.role == sa.bindparam("of")).order_by(person.c.id)
_ADDRESS = prepared(sa.select(person.c.address).where(person.c.id == sa.bindparam("row")))


async def by_account(rows: AsyncConnection, keyring: Keyring, channel: str, user: str) -> Person | None:
    """The member of staff who has this account, whatever their state; None for everybody else."""
    row = (await rows.execute(_BY_ACCOUNT, {"tag": account(keyring, channel, user)})).one_or_none()
    return _record(keyring, row) if row else None


async def get(rows: AsyncConnection, keyring: Keyring, person_id: str) -> Person | None:
    """A member of staff by id; None where the id is not one."""
    try:
        row_id = bytes.fromhex(person_id)
    except ValueError:
        return None
    row = (await rows.execute(_BY_ID, {"row": row_id})).one_or_none()
    return _record(keyring, row) if row else None


async def of_station(rows: AsyncConnection, keyring: Keyring, *stations: str) -> list[Person]:
    """Everybody of a station, left ones too; of several, one station after the other."""
    return [_record(keyring, row) for row in await rows.execute(_OF_STATIONS, {"of": stations})]


async def of_role(rows: AsyncConnection, keyring: Keyring, role: Role) -> list[Person]:
    """Everybody with a role, over all stations."""
    return [_record(keyring, row) for row in await rows.execute(_OF_ROLE, {"of": role.value})]


@dataclass(frozen=True)
class Named:
    """Somebody who works or worked here."""

    name: str = field(repr=False)
    station: str


async def names(rows: AsyncConnection, keyring: Keyring) -> dict[str, Named]:
    """Everybody by id: a few hundred at most."""
    found = await rows.execute(sa.select(person.c.id, person.c.name, person.c.station))
    return {row.id.hex(): Named(open_field(keyring, row.id, "name", row.name), row.station) for row in found}


async def anybody(rows: AsyncConnection) -> bool:
    """Whether anybody works here yet."""
    return bool(await rows.scalar(sa.select(sa.exists().where(person.c.state == PersonState.ACTIVE.value))))


async def address(rows: AsyncConnection, keyring: Keyring, person_id: str) -> str:
    """The address of a member of staff, as the JSON it was sealed from."""
    row_id = bytes.fromhex(person_id)
    sealed = await rows.scalar(_ADDRESS, {"row": row_id})
    if sealed is None:
        raise LookupError("no such member of staff")
    return open_field(keyring, row_id, "address", sealed)


async def add(rows: AsyncConnection, keyring: Keyring, one: Person, *, account_tag: bytes, address: str) -> None:
    """A new member of staff, not enrolled yet. An account that came back is taken over from its old row."""
    await rows.execute(sa.update(person).where(person.c.account == account_tag).values(account=None))
    values = {
        "id": one.row,
        "account": account_tag,
        "address": seal_field(keyring, one.row, "address", address),
        "name": seal_field(keyring, one.row, "name", one.name),
        "role": one.role.value,
        "station": one.station,
        "state": one.state.value,
        "khmer": one.khmer,
        "training": one.training,
    }
    await rows.execute(sa.insert(person), [values])


async def set_state(rows: AsyncConnection, person_id: str, state: PersonState) -> None:
    await rows.execute(sa.update(person).where(person.c.id == bytes.fromhex(person_id)).values(state=state.value))


async def set_away(rows: AsyncConnection, person_id: str, until: date | None) -> None:
    """On leave until the end of a local day; None: at work."""
    await rows.execute(sa.update(person).where(person.c.id == bytes.fromhex(person_id)).values(away_until=until))


async def set_training(rows: AsyncConnection, person_id: str, training: bool) -> None:
    await rows.execute(sa.update(person).where(person.c.id == bytes.fromhex(person_id)).values(training=training))


@dataclass(frozen=True)
class Lock:
    """What stands between a PIN and an officer's key."""

    key: bytes
    key_mac: bytes
    sealed_key: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    failures: int = 0
    failed_at: int = 0


async def lock(rows: AsyncConnection, person_id: str) -> Lock | None:
    """The officer's lock; None before they have chosen a PIN."""
    columns = [person.c[name] for name in Lock.__dataclass_fields__]
    row = (await rows.execute(sa.select(*columns).where(person.c.id == bytes.fromhex(person_id)))).one_or_none()
    return Lock(**row._mapping) if row and row.key else None


async def set_lock(rows: AsyncConnection, person_id: str, new: Lock) -> None:
    """A PIN was chosen: the failures are forgotten."""
    await rows.execute(sa.update(person).where(person.c.id == bytes.fromhex(person_id)).values(**new.__dict__))


async def count_failure(rows: AsyncConnection, person_id: str, at: int) -> None:
    """Counted before the PIN is tried, so that pulling the plug does not save an attempt."""
    values = {"failures": person.c.failures + 1, "failed_at": at}
    await rows.execute(sa.update(person).where(person.c.id == bytes.fromhex(person_id)).values(values))


async def forget_failures(rows: AsyncConnection, person_id: str) -> None:
    await rows.execute(sa.update(person).where(person.c.id == bytes.fromhex(person_id)).values(failures=0))


async def open_shift(rows: AsyncConnection, person_id: str, *, body: bytes, until: int) -> None:
    """The officer's opened key, sealed, until a time."""
    statement = upsert(rows, shift, ("person",), ("body", "until"))
    await rows.execute(statement, [{"person": bytes.fromhex(person_id), "body": body, "until": until}])


async def shift_of(rows: AsyncConnection, person_id: str) -> tuple[bytes, int] | None:
    """The sealed opened key and until when it may be used."""
    row = (
        await rows.execute(sa.select(shift.c.body, shift.c.until).where(shift.c.person == bytes.fromhex(person_id)))
    ).one_or_none()
    return (row.body, row.until) if row else None


async def close_shift(rows: AsyncConnection, person_id: str) -> None:
    await rows.execute(sa.delete(shift).where(shift.c.person == bytes.fromhex(person_id)))


async def close_shifts(rows: AsyncConnection, before: int) -> None:
    """Every shift that has run out."""
    await rows.execute(sa.delete(shift).where(shift.c.until <= before))


async def give_key(rows: AsyncConnection, station: str, person_id: str, body: bytes) -> None:
    """The station's key, sealed to an officer."""
    statement = upsert(rows, station_key, ("station", "person"), ("body",))
    await rows.execute(statement, [{"station": station, "person": bytes.fromhex(person_id), "body": body}])


async def take_keys(rows: AsyncConnection, person_id: str) -> None:
    """No station's key stays sealed to this person."""
    await rows.execute(sa.delete(station_key).where(station_key.c.person == bytes.fromhex(person_id)))


async def station_keys(rows: AsyncConnection, person_id: str) -> dict[str, bytes]:
    """The sealed station keys this person can open, by station."""
    found = await rows.execute(
        sa.select(station_key.c.station, station_key.c.body).where(station_key.c.person == bytes.fromhex(person_id))
    )
    return {row.station: row.body for row in found}


def invite_tag(keyring: Keyring, token: str) -> bytes:
    """The keyed hash by which an invitation is found: the database alone lets nobody in."""
    return keyring.lookup_pepper.tag("invite", token.encode(), 16)


@dataclass(frozen=True)
class Invitation:
    """What a link lets somebody become. `person`: the one member of staff it is for, who enrols again."""

    role: Role
    station: str
    training: bool = False
    person: str = ""


async def add_invite(
    rows: AsyncConnection,
    *,
    token: bytes,
    role: Role,
    station: str,
    expires_at: int,
    training: bool = False,
    person: str = "",
) -> None:
    """A link's hash and what it lets somebody become (`Invitation`)."""
    values = {
        "token": token,
        "role": role.value,
        "station": station,
        "training": training,
        "person": bytes.fromhex(person) or None,
        "expires_at": expires_at,
    }
    await rows.execute(sa.insert(invite), [values])


async def find_invite(rows: AsyncConnection, token: bytes, now: int) -> Invitation | None:
    """An invitation that is still good."""
    query = sa.select(invite).where(invite.c.token == token, invite.c.expires_at > now)
    row = (await rows.execute(query)).one_or_none()
    if row is None:
        return None
    return Invitation(Role(row.role), row.station, row.training, row.person.hex() if row.person else "")


async def use_invite(rows: AsyncConnection, token: bytes, now: int) -> bool:
    """Spend an invitation: True for exactly one of two who come at once."""
    spent = await rows.execute(sa.delete(invite).where(invite.c.token == token, invite.c.expires_at > now))
    return spent.rowcount == 1


async def ids_of(rows: AsyncConnection, people: Sequence[bytes]) -> set[bytes]:
    """Which of these ids are active staff."""
    query = sa.select(person.c.id).where(person.c.id.in_(people), person.c.state == PersonState.ACTIVE.value)
    return set(await rows.scalars(query))
