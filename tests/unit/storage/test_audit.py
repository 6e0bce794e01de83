"""The audit's chain: what was changed, moved, taken out or cut off is found, and the day is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import audit
from storage.anchors import Anchor, Anchors, code_of, missing, shown, typed
from storage.audit import Line
from storage.engine import Database
from storage.tables import audit as table
from storage.times import DAY_S
from storage.vault.keyring import Keyring
from tests.conftest import NOON

DAYS = 6
LINES = [Line(int((NOON + day * DAY_S) * 1e6), b"p" * 16, "read", "7K2QABCDEF", day) for day in range(DAYS)]


@pytest.fixture
async def book(database: Database, keyring: Keyring) -> Database:
    """Six lines, one a day."""
    async with database.write() as rows:
        await audit.append(rows, keyring.audit, LINES)
    return database


async def checked(book: Database, keyring: Keyring, *codes: str) -> audit.Check:
    async with book.read() as rows:
        return await audit.check(rows, keyring.audit, codes)


Harm = Callable[[AsyncConnection], sa.Executable]
HARMS: dict[str, tuple[Harm, int]] = {
    "changed action": (lambda _: sa.update(table).where(table.c.seq == 3).values(action="closed"), 2),
    "changed person": (lambda _: sa.update(table).where(table.c.seq == 3).values(person=b"q" * 16), 2),
    "no person": (lambda _: sa.update(table).where(table.c.seq == 3).values(person=None), 2),
    "changed time": (lambda _: sa.update(table).where(table.c.seq == 3).values(at=LINES[2].at + 1), 2),
    "changed subject": (lambda _: sa.update(table).where(table.c.seq == 3).values(subject="AAAAAAAAAA"), 2),
    "changed version": (lambda _: sa.update(table).where(table.c.seq == 3).values(version=9), 2),
    "removed": (lambda _: sa.delete(table).where(table.c.seq == 3), 3),
    "removed first": (lambda _: sa.delete(table).where(table.c.seq == 1), 1),
}


async def test_a_sound_chain_is_walked_to_its_end(book: Database, keyring: Keyring) -> None:
    found = await checked(book, keyring)
    assert (found.lines, found.last, found.broken) == (DAYS, LINES[-1], None)


@pytest.mark.parametrize("harm", HARMS)
async def test_what_was_done_to_a_line_is_found_at_its_day(book: Database, keyring: Keyring, harm: str) -> None:
    statement, place = HARMS[harm]
    async with book.write() as rows:
        await rows.execute(statement(rows))
    broken = (await checked(book, keyring)).broken
    assert broken is not None
    assert broken.at // int(DAY_S * 1e6) == LINES[place].at // int(DAY_S * 1e6)


async def test_two_lines_that_changed_places_are_found(book: Database, keyring: Keyring) -> None:
    async with book.write() as rows:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            await rows.execute(sa.update(table).where(table.c.seq == old).values(seq=new))
    broken = (await checked(book, keyring)).broken
    assert broken == LINES[2]


async def test_lines_renumbered_after_one_was_taken_out_are_found(book: Database, keyring: Keyring) -> None:
    async with book.write() as rows:
        await rows.execute(sa.delete(table).where(table.c.seq == 3))
        for seq in range(4, DAYS + 1):
            await rows.execute(sa.update(table).where(table.c.seq == seq).values(seq=seq - 1))
    assert (await checked(book, keyring)).broken == LINES[3]


async def test_a_tail_that_is_cut_off_is_found_by_the_code_of_a_morning(book: Database, keyring: Keyring) -> None:
    async with book.read() as rows:
        lines, mac = await audit.head(rows)
    code = code_of(keyring.audit, lines, mac)
    assert (await checked(book, keyring, code)).found == {code}
    async with book.write() as rows:
        await rows.execute(sa.delete(table).where(table.c.seq > DAYS - 2))
    found = await checked(book, keyring, code)
    assert found.broken is None
    assert found.found == frozenset()


async def test_a_tail_that_was_cut_off_and_grew_again_is_found_too(book: Database, keyring: Keyring) -> None:
    async with book.read() as rows:
        lines, mac = await audit.head(rows)
    code = code_of(keyring.audit, lines, mac)
    async with book.write() as rows:
        await rows.execute(sa.delete(table).where(table.c.seq == DAYS))
        await audit.append(rows, keyring.audit, [Line(LINES[-1].at, b"p" * 16, "nothing")])
    found = await checked(book, keyring, code)
    assert found.broken is None
    assert not found.found


async def test_a_code_of_an_earlier_morning_stays_true(book: Database, keyring: Keyring) -> None:
    async with book.read() as rows:
        lines, mac = await audit.head(rows)
    async with book.write() as rows:
        await audit.append(rows, keyring.audit, LINES)
    assert (await checked(book, keyring, code_of(keyring.audit, lines, mac))).found


def test_anchors_are_read_back_and_what_a_restore_lost_by_right_is_not_missed(tmp_path: Path) -> None:
    file = Anchors(tmp_path / "keyring")
    assert file.read() == []
    first, second, third = (Anchor(date(2027, 1, day), day * 10, c * 16) for day, c in ((1, "A"), (2, "B"), (3, "C")))
    for one in (first, second, third):
        file.add(one)
    assert file.read() == [first, second, third]
    assert missing(file.read(), ["A" * 16, "C" * 16]) == [second]
    file.restored(date(2027, 1, 3), 20)
    assert file.read() == [first, second]


@pytest.mark.parametrize("cut", range(2, 30))
def test_an_anchor_that_a_crash_cut_swallows_no_other(tmp_path: Path, cut: int) -> None:
    file, whole = Anchors(tmp_path / "keyring"), Anchor(date(2027, 1, 1), 10, "A" * 16)
    file.add(whole)
    file.add(Anchor(date(2027, 1, 2), 20, "B" * 16))
    file.path.write_bytes(file.path.read_bytes()[:-cut])
    file.add(Anchor(date(2027, 1, 3), 30, "C" * 16))
    assert [one.code[0] for one in file.read()] == ["A", "C"]


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**40))
def test_a_code_is_read_as_people_copy_it(mac: bytes, lines: int) -> None:
    from storage.vault.keys import Key

    code = code_of(Key(b"1234", b"k" * 32), lines, mac)
    for text in (code, shown(code), shown(code).lower(), shown(code).replace(" ", "-"), code.replace("O", "0")):
        assert typed(text) == code


@pytest.mark.parametrize("text", ["", "ABCD", "A" * 17, "A" * 15 + "8", "ẢBCD EFGH IJKL MNOP"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert typed(text) is None
