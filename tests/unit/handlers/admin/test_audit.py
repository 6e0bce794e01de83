"""An auditor reads what staff did, a day or a person at a time; never content, nothing of citizens, each in their circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from content.locales import speaking
from content.terms import Mark, PersonState, Role
from handlers import effects
from handlers.admin.audit_rules import NEVER_SHOWN, OF_A_STATION, OF_THE_HOUSE, RIGHTS, STAFF, day_of, refused_what
from handlers.triage.permissions import Refusal, Right
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.world import COMMUNE, INSPECTORATE, PROVINCE, World, member, only_tip

ROOT = Path(__file__).parents[4]
PLACE = {"audit": 1, "Line": 2, "change": 3}
"""Where in a call the action stands."""


async def auditor(world: World) -> Chat:
    admin = await world.officer(PROVINCE, 91, Role.ADMIN)
    return await on_duty(world, PROVINCE, 90, Role.AUDITOR, approver=admin)


async def busy(world: World) -> str:
    """A day in which a citizen wrote and two officers worked; the tip's public id."""
    first = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.send(story={"parts": [{"kind": "text", "text": "BIMATCUANGUOIBAO"}], "known": "few"})
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, first.id), effects.ReadTip(public, first.id))
    await world.do(effects.Refused(first.id, "invite", "role"))
    return public


async def test_a_day_in_plain_words_with_no_word_of_a_tip_and_nothing_that_a_citizen_did(world: World) -> None:
    public = await busy(world)
    chat = await auditor(world)
    await chat.command("so")
    text = chat.main
    assert "Sổ kiểm tra ngày 15/01/2027" in text
    assert f"Đ/c 10: nhận T-{public[:4]}" in text
    assert f"Đ/c 10: đọc T-{public[:4]}" in text
    assert "Đ/c 10: bị từ chối: mời người (Việc này không thuộc phần của đồng chí)" in text
    while "Dòng cũ hơn" in chat.labels():
        await chat.press("Dòng cũ hơn")
        text += chat.main
    assert "BIMAT" not in text
    assert "received" not in text
    assert public not in text
    assert "700" not in text


async def test_reading_the_audit_is_audited_itself(world: World) -> None:
    chat = await auditor(world)
    await chat.command("so")
    await chat.command("so")
    assert "Đ/c 90: xem sổ kiểm tra" in chat.main


async def test_days_and_persons_are_leafed_through(world: World) -> None:
    public = await busy(world)
    chat = await auditor(world)
    await chat.command("so")
    assert "Ngày sau" not in chat.labels()
    await chat.press("Ngày trước")
    assert chat.main == "Sổ kiểm tra ngày 14/01/2027\nKhông có gì."
    await chat.press("Ngày sau")
    await chat.press("Theo người")
    await chat.press("Đ/c 10")
    assert chat.main.startswith("Đ/c 10\n")
    assert all("Đ/c 10" in line for line in chat.main.splitlines())
    assert re.search(rf"^15/01 15:00 Đ/c 10: đọc T-{public[:4]}$", chat.main, re.MULTILINE)


async def test_each_auditor_watches_their_own_circle_only(world: World) -> None:
    await busy(world)
    inspector = await world.officer(INSPECTORATE, 20, Role.INSPECTOR)
    admin = await world.officer(PROVINCE, 91, Role.ADMIN)
    of_the_province = await on_duty(world, PROVINCE, 90, Role.AUDITOR, approver=admin)
    of_the_inspectorate = await on_duty(world, INSPECTORATE, 95, Role.AUDITOR, approver=admin)
    for chat, sees, not_sees in ((of_the_province, "Đ/c 10", "Đ/c 20"), (of_the_inspectorate, "Đ/c 20", "Đ/c 10")):
        await chat.command("so")
        text = chat.main
        while "Dòng cũ hơn" in chat.labels():
            await chat.press("Dòng cũ hơn")
            text += chat.main
        assert sees in text
        assert not_sees not in text
    await of_the_province.payload(f"a:audit_of:{inspector.id}")
    assert of_the_province.toast == "Mục đó của lúc trước."


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDITOR])
async def test_nobody_else_reads_it(world: World, role: Role) -> None:
    chat = await on_duty(world, PROVINCE, 10, role) if role is not Role.INSPECTOR else None
    chat = chat or await on_duty(world, INSPECTORATE, 10, role)
    for payload in ("a:audit", "a:auditors", "a:audit_of:00", "a:audit:20270115:0"):
        await chat.payload(payload)
        assert chat.toast == "Việc này không thuộc phần của đồng chí."
        assert not chat.effects
        assert [(one.right, one.why) for one in chat.refusals] == [("audit", "role")]


async def test_an_auditor_opens_no_tip_and_lets_nobody_in(world: World) -> None:
    public = await busy(world)
    chat = await auditor(world)
    for payload in (f"a:read:{public}", f"a:card:{public}", f"a:claim:{public}:2", "a:inbox", "a:people", "a:invite"):
        await chat.payload(payload)
        assert chat.toast == "Việc này không thuộc phần của đồng chí."
        assert not chat.effects


def actions() -> Iterator[str]:
    """Every action that the code writes into the audit."""
    for path in (path for room in ("bot", "storage") for path in (ROOT / room).rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in PLACE and len(call.args) > PLACE[name] and (name != "change" or len(call.args) > 4):
                argument = call.args[PLACE[name]]
                parts = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
                yield from (part.value for part in parts if isinstance(part, ast.Constant))


def test_every_action_of_the_audit_has_its_words_or_is_never_shown() -> None:
    found = set(actions()) | {mark.value for mark in Mark}
    found |= {PersonState.SUSPENDED.value, PersonState.LEFT.value}
    assert len(found) > 30
    assert found - set(STAFF) - set(OF_A_STATION) - set(OF_THE_HOUSE) - NEVER_SHOWN == set()


def test_what_citizens_do_has_no_words_at_all() -> None:
    assert not NEVER_SHOWN & (set(STAFF) | set(OF_A_STATION) | set(OF_THE_HOUSE))


def test_every_right_and_every_refusal_can_be_said() -> None:
    assert set(RIGHTS) == set(Right)
    with speaking("vi"):
        for right in Right:
            for why in Refusal:
                assert not refused_what(f"{right}:{why}").startswith(f"{right}:")


@pytest.mark.parametrize("subject", ["", ":", "x", "read", "read:", "read:x", "x:role"])
def test_a_subject_of_an_older_version_is_shown_as_it_is(subject: str) -> None:
    assert isinstance(refused_what(subject), str)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20270114", date(2027, 1, 14)),
        ("20270116", date(2027, 1, 15)),
        ("", date(2027, 1, 15)),
        ("20271399", date(2027, 1, 15)),
        ("99999999", date(2027, 1, 15)),
        ("２０２７０１１４", date(2027, 1, 15)),
        ("-2027011", date(2027, 1, 15)),
    ],
)
def test_a_day_is_read_or_it_is_today(typed: str, day: date) -> None:
    assert day_of(typed, date(2027, 1, 15)) == day


async def test_a_stranger_learns_not_even_that_there_is_such_a_word(world: World) -> None:
    chat = Chat(world, member(700))
    await chat.command("so")
    assert "Sổ kiểm tra" not in chat.main
