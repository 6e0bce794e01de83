"""A week at a station as its people live it: the roster and its reminder, another PIN, and the audit's morning code."""

from __future__ import annotations

import re

from content.terms import Role
from storage import audit
from storage.anchors import typed
from tests.e2e.house import House
from tests.world import COMMUNE, PIN, PROVINCE

NEW_PIN = "739164"
HOUR_S = 3600.0


async def test_who_is_put_on_tonights_roster_is_reminded_before_it_begins(village: House) -> None:
    head = await village.officer(COMMUNE, Role.HEAD, name="Đ/c Trưởng")
    tu = await village.colleague(COMMUNE, head, name="Đ/c Tư")
    await head.say("/lich")
    await head.press("T6 đêm")
    await head.press("Đ/c Tư")
    await head.press("Roster")
    await head.sees("Roster of {unit}, {first} to {last}")
    assert "đêm: Đ/c Tư" in head.text
    await village.pass_time(3 * HOUR_S)
    assert not tu.reads("Your duty begins soon: {when}. Then open your shift.")
    await village.pass_time(HOUR_S)
    assert tu.reads("Your duty begins soon: {when}. Then open your shift.")
    assert not head.reads("Your duty begins soon: {when}. Then open your shift.")


async def test_a_changed_pin_opens_the_next_shift_with_the_same_button(village: House) -> None:
    tu = await village.officer(COMMUNE)
    await tu.press("Change PIN")
    for digits, sentence in (
        (PIN, "Now the new PIN, six digits."),
        (NEW_PIN, "Once more, the same six digits. The keys have moved."),
        (NEW_PIN, "Your PIN is changed. The button stays the same."),
    ):
        await tu.type_pin(digits)
        await tu.sees(sentence)
    await tu.say("/khoa")
    await tu.open_shift(NEW_PIN)


async def test_the_provinces_group_gets_a_code_each_morning_that_finds_the_audit_whole(village: House) -> None:
    tu = await village.officer(COMMUNE)
    group = await village.group(PROVINCE, tu)
    for _morning in range(2):
        await village.until_eight()
    codes = [typed(found) for found in re.findall(r"Mã: ([A-Z2-7 ]{19})", group.text)]
    assert len(set(codes)) == 2
    async with village.database.read() as rows:
        found = await audit.check(rows, village.keyring.audit, [code for code in codes if code])
    assert found.broken is None
    assert found.found == set(codes)
