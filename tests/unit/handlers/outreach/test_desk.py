"""Who writes to groups, approves or commands: let in by a link alone, on every platform, and never to a tip."""

from __future__ import annotations

import pytest

from content.terms import PersonState, Role
from handlers import effects
from storage import people
from tests.unit.handlers.triage.chats import Chat, invited, on_duty
from tests.world import COMMUNE, PROVINCE, World, member


async def enlisted(world: World, station: str, number: int, role: Role) -> Chat:
    """Somebody without a PIN who opened their link and said a name."""
    chat = await invited(world, station, number, role)
    await chat.say(f"Đ/c {number}")
    return chat


@pytest.mark.parametrize("role", [Role.OUTREACH, Role.COMMANDER])
@pytest.mark.parametrize("station", [COMMUNE, PROVINCE])
async def test_a_link_and_a_name_are_enough_and_start_leads_to_the_desk(world: World, role: Role, station: str) -> None:
    chat = await enlisted(world, station, 40, role)
    assert chat.main == "Đồng chí đã có tên. Bấm nút để bắt đầu."
    await chat.press("Tuyên truyền")
    desk = chat.main
    assert desk.startswith("Tuyên truyền · ")
    for way in ("start", "tuyentruyen", "truc"):
        await chat.command(way)
        assert chat.main == desk
    async with world.database.read() as rows:
        found = await people.by_account(rows, world.keyring, "telegram", "40")
    assert found is not None
    assert (found.state, found.enrolled, found.holds_key) == (PersonState.ACTIVE, False, False)


@pytest.mark.parametrize("payload", ["a:inbox:all:0", "a:search", "a:read:abc", "s:" + "s" * 43, "a:figures:year"])
async def test_whoever_needs_no_pin_reads_no_tip_and_opens_no_shift(world: World, payload: str) -> None:
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await chat.payload(payload)
    assert chat.toast == "Việc này không thuộc phần của đồng chí."
    assert not chat.effects


async def test_a_head_invites_an_outreach_officer_and_the_link_says_the_way_on_zalo(world: World) -> None:
    head = await on_duty(world, COMMUNE, 10, Role.HEAD)
    await head.command("moi")
    await head.press("Cán bộ tuyên truyền")
    (invite,) = head.effects
    assert isinstance(invite, effects.Invite)
    assert (invite.role, invite.station, invite.training) == (Role.OUTREACH, COMMUNE, False)
    assert f"/start i{invite.token}" in head.main


async def test_an_officer_on_duty_has_no_desk_of_prevention(world: World) -> None:
    chat = await on_duty(world, COMMUNE, 10)
    await chat.payload("a:outreach")
    assert chat.toast == "Việc này không thuộc phần của đồng chí."


async def test_to_a_citizen_the_word_does_not_exist(world: World) -> None:
    await world.doors_open(PROVINCE)
    chat = Chat(world, member(700))
    await chat.command("tuyentruyen")
    assert "Tuyên truyền" not in chat.main
