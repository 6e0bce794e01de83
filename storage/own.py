"""A reporter's own tip, opened with the receipt: what they told, what they were asked, how it stands. Nothing of any other tip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import CitizenStatus, Contact
from storage.reading import Entry, entries_of
from storage.tables import miss, question, tip
from storage.tips import status_now
from storage.upsert import insert
from storage.vault import tip as tip_vault
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair, Refused
from storage.vault.public import Owner, check_public_key
from storage.vault.receipt import Receipt


@dataclass(frozen=True)
class OwnQuestion:
    """A question of an officer: `public` travels in the reporter's button."""

    public: str
    text: str = field(repr=False)
    at: float = 0.0
    open: bool = False
    expired: bool = False  # nobody answered it in time
    prepared: str = ""  # the key of a ready-made one


@dataclass(frozen=True)
class OwnTip:
    """A tip as its reporter sees it."""

    row: bytes = field(repr=False)
    pair: Pair = field(repr=False)
    status: CitizenStatus
    contact: Contact
    closed: bool
    questions: tuple[OwnQuestion, ...]
    entries: tuple[Entry, ...] = field(repr=False)

    @property
    def replies(self) -> tuple[str, ...]:
        """What officers said to them without asking, the last one last."""
        return tuple(str(one.content["text"]) for one in self.entries if one.kind == "reply")

    @property
    def story(self) -> Mapping[str, Any]:
        return self.entries[0].content


async def by_receipt(rows: AsyncConnection, keyring: Keyring, receipt: Receipt, now: float) -> OwnTip | None:
    """The tip of this receipt. None alike for a wrong, an expired and an erased one."""
    row = (await rows.execute(sa.select(tip).where(tip.c.receipt == receipt.tag(keyring.lookup_pepper)))).one_or_none()
    if row is None:
        return None
    pair = _open(keyring, receipt, row)
    if pair is None:
        return None
    entries = await entries_of(rows, row.id, pair)
    states = {found.id.hex(): found for found in await rows.execute(_QUESTIONS, {"tip_id": row.id})}
    questions = tuple(
        _question(one, states[one.question].state, states[one.question].expires_at, now)
        for one in entries
        if one.question
    )
    status = status_now(row, now)
    return OwnTip(row.id, pair, status, Contact(row.contact), status is CitizenStatus.CLOSED, questions, entries)


def _open(keyring: Keyring, receipt: Receipt, row: Any) -> Pair | None:
    """The tip's pair, with whichever live pepper the receipt was made under."""
    key = check_public_key(keyring, Owner.TIP, row.id, row.key, row.key_mac)
    for pepper in keyring.receipt_peppers:
        try:
            return tip_vault.unwrap(receipt.citizen_key(pepper), row.id, key, row.citizen_key)
        except Refused:
            continue
    return None


_QUESTIONS = sa.select(question.c.id, question.c.state, question.c.expires_at).where(
    question.c.tip == sa.bindparam("tip_id")
)


def _question(asked: Entry, state: str, expires_at: int, now: float) -> OwnQuestion:
    running = expires_at > now * 1e6
    expired = state != "answered" and not running  # one that an officer's step ended says nothing of that step
    prepared = str(asked.content.get("prepared", ""))
    return OwnQuestion(
        asked.question, str(asked.content["text"]), asked.at, state == "open" and running, expired, prepared
    )


@dataclass(frozen=True)
class Asked:
    """An open question by the id in the reporter's button: what it belongs to, never what it says."""

    tip: bytes
    tip_key: bytes = field(repr=False)


async def asked(rows: AsyncConnection, keyring: Keyring, public: str, now: float) -> Asked | None:
    """The open question with this id; None where it is answered, expired or none."""
    try:
        row_id = bytes.fromhex(public)
    except ValueError:
        return None
    query = sa.select(tip.c.id, tip.c.key, tip.c.key_mac).join(question, question.c.tip == tip.c.id)
    row = (
        await rows.execute(
            query.where(question.c.id == row_id, question.c.state == "open", question.c.expires_at > now * 1e6)
        )
    ).one_or_none()
    return Asked(row.id, check_public_key(keyring, Owner.TIP, row.id, row.key, row.key_mac)) if row else None


async def misses(rows: AsyncConnection, chat: bytes) -> tuple[int, float]:
    """How many receipts were not found for this chat, and when the last was (seconds)."""
    row = (await rows.execute(sa.select(miss.c.times, miss.c.last_at).where(miss.c.chat == chat))).one_or_none()
    return (row.times, row.last_at / 1e6) if row else (0, 0.0)


async def count_miss(rows: AsyncConnection, chat: bytes, now: float) -> None:
    """One more."""
    statement = insert(rows.dialect.name, miss)
    statement = statement.on_conflict_do_update(
        index_elements=["chat"], set_={"times": miss.c.times + 1, "last_at": statement.excluded.last_at}
    )
    await rows.execute(statement, [{"chat": chat, "times": 1, "last_at": int(now * 1e6)}])
