"""Inviting, listing, ending rights, leaving: by whoever may, with a second tap."""

from __future__ import annotations

import pytest

from content.locales import speaking
from content.terms import PersonState, Role, StationKind
from handlers import effects
from handlers.admin.invite import invited_by
from handlers.admin.menus import PRIVATE, commands
from handlers.admin.stations_rules import WhichStation, find, short
from handlers.dialogue import Event, Sorry
from storage.stations import Station
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.records import stations
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE, World, member


async def test_an_administrator_invites_to_any_station_by_a_part_of_its_name(world: World) -> None:
    chat = await on_duty(world, PROVINCE, 1, Role.ADMIN)
    await chat.command("moi")
    await chat.press("Cán bộ trực" if "Cán bộ trực" in chat.labels() else chat.labels()[0])
    await chat.say("vinh chau")
    await chat.press("Làm việc thật")
    (invite,) = chat.effects
    assert not invite.training
    assert isinstance(invite, effects.Invite)
    assert (invite.role, invite.station) == (Role.OFFICER, COMMUNE)
    link = chat.button("Chép liên kết").copy
    assert link == f"https://t.me/xom_binh_an_bot?start=i{invite.token}"
    assert len(link.partition("?start=")[2]) <= 64


async def test_a_name_that_several_stations_share_is_asked_about(world: World) -> None:
    chat = await on_duty(world, PROVINCE, 1, Role.ADMIN)
    await chat.command("moi")
    await chat.press(chat.labels()[0])
    await chat.say("vinh")
    assert not chat.effects
    await chat.press("Vĩnh Phước")
    await chat.press("Làm việc thật")
    assert [effect.station for effect in chat.effects if isinstance(effect, effects.Invite)] == [NEIGHBOUR]


async def test_a_head_invites_to_their_own_station_and_no_administrator(world: World) -> None:
    chat = await on_duty(world, COMMUNE, 10, Role.HEAD)
    await chat.command("moi")
    assert chat.labels() == ["Cán bộ trực", "Trưởng đơn vị", "Cán bộ tuyên truyền", "Thoát nhanh"]
    await chat.press("Cán bộ trực")
    await chat.press("Tập sự trước")
    (invite,) = chat.effects
    assert isinstance(invite, effects.Invite)
    assert (invite.station, invite.training) == (COMMUNE, True)


@pytest.mark.parametrize(
    ("role", "kind", "invited"),
    [
        (Role.HEAD, StationKind.COMMUNE, {Role.OFFICER, Role.HEAD, Role.OUTREACH}),
        (Role.HEAD, StationKind.PROVINCE, {Role.OFFICER, Role.HEAD, Role.DESK, Role.OUTREACH}),
        (Role.HEAD, StationKind.INSPECTORATE, {Role.HEAD, Role.INSPECTOR}),
        (Role.ADMIN, StationKind.PROVINCE, set(Role)),
    ],
)
def test_a_head_invites_readers_of_their_kind_of_station_an_administrator_everybody(
    role: Role, kind: StationKind, invited: set[Role]
) -> None:
    assert set(invited_by(role, kind)) == invited


async def test_an_auditor_sits_at_the_province_or_the_inspectorate_only(world: World) -> None:
    chat = await on_duty(world, PROVINCE, 1, Role.ADMIN)
    await chat.command("moi")
    await chat.press("Người soát sổ")
    await chat.say("vinh chau")
    assert "Không có đơn vị" in chat.main
    await chat.say("thanh tra")
    (invite,) = chat.effects
    assert isinstance(invite, effects.Invite)
    assert (invite.role, invite.station, invite.training) == (Role.AUDITOR, INSPECTORATE, False)


async def test_an_officer_invites_nobody(world: World) -> None:
    chat = await on_duty(world, COMMUNE, 10)
    await chat.command("moi")
    await chat.payload("a:invite")
    assert not chat.effects
    assert chat.toast == "Việc này không thuộc phần của đồng chí."


async def test_the_list_shows_who_waits_first_and_no_account(world: World) -> None:
    chat = await on_duty(world, COMMUNE, 10)
    await world.do(effects.Invite("t", Role.OFFICER, COMMUNE), effects.Enrol("t", "ab" * 16, member(4711), "Người mới"))
    await chat.command("nguoi")
    lines = chat.main.splitlines()
    assert lines[0].startswith("Người mới")
    assert lines[1].startswith("Đ/c 10")
    assert "4711" not in chat.main


async def test_ending_somebodys_rights_takes_a_second_tap_and_works_at_once(world: World) -> None:
    head = await on_duty(world, COMMUNE, 10, Role.HEAD)
    officer = await world.officer(COMMUNE, 12, approver=await me(world, 10))
    await head.payload(f"a:person:{officer.id}")
    await head.press("Dừng quyền")
    assert not head.effects
    await head.press("Đồng ý")
    assert (await world.person(officer.id)).state is PersonState.SUSPENDED
    other = Chat(world, member(12))
    await other.command("truc")
    assert "hết" in other.shown["door_hint"].text


async def me(world: World, number: int):  # type: ignore[no-untyped-def]
    from storage import people

    async with world.database.read() as rows:
        return await people.by_account(rows, world.keyring, "telegram", str(number))


@pytest.mark.parametrize("number", [11, 12, 700])
async def test_nobody_else_ends_anybodys_rights(world: World, number: int) -> None:
    await world.officer(PROVINCE, 11, Role.HEAD)
    officer = await world.officer(COMMUNE, 10)
    await world.officer(COMMUNE, 12, approver=officer)
    chat = Chat(world, member(number))
    await chat.payload(f"a:suspend:{officer.id}:yes")
    assert not chat.effects
    assert chat.toast


async def test_nobody_ends_their_own_rights_but_anybody_may_leave(world: World) -> None:
    chat = await on_duty(world, COMMUNE, 10, Role.HEAD)
    mine = await me(world, 10)
    await chat.payload(f"a:suspend:{mine.id}:yes")
    assert not chat.effects
    await chat.payload("a:leave")
    await chat.press("Đồng ý")
    assert (await world.person(mine.id)).state is PersonState.LEFT


def test_a_station_is_found_by_code_or_by_any_part_of_its_name() -> None:
    units = stations()
    assert find("pc04", units) == ["PC04"]
    assert find("Vinh Chau", units) == [COMMUNE]
    assert find("31783", units) == [COMMUNE]
    assert find("", units) == []
    assert find("không có", units) == []


@pytest.mark.parametrize(
    ("name", "label"),
    [("Công an phường Vĩnh Châu", "Vĩnh Châu"), ("PC04", "PC04"), ("Công an xã " + "Dài " * 9, "Dài Dài Dài Dài Dài…")],
)
def test_a_label_leaves_out_what_all_names_begin_with(name: str, label: str) -> None:
    from content.terms import StationKind

    assert short(Station("x", name, StationKind.COMMUNE)) == label
    assert len(label) <= 20


@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_words_and_each_word_says_what_it_does(role: Role) -> None:
    with speaking("vi"):
        found = commands(role)
    assert [word for word, _text in found] == [command.word for command in PRIVATE[role]]
    assert all(text != command.text for (_word, text), command in zip(found, PRIVATE[role], strict=True))


MANY = {f"3{n:04}": Station(f"3{n:04}", f"Công an xã Số {n}", StationKind.COMMUNE, parent="PC04") for n in range(43)}


def test_a_long_list_of_units_is_paged_round_and_round_and_each_stands_on_one_page() -> None:
    which, so_far, seen = WhichStation("", MANY), None, []
    for _page in range(6):
        seen += [option.key for option in which.prompt(so_far).options if option.key in MANY]
        so_far, done = which.take(Event(option="more"), so_far)
        assert not done
    assert sorted(seen) == sorted(MANY)
    assert which.prompt(so_far) == which.prompt(None)


def test_a_unit_is_typed_or_narrowed_down_and_pressed() -> None:
    which = WhichStation("", MANY)
    assert which.take(Event(text="xa so 42"), None) == ("30042", True)
    narrowed, done = which.take(Event(text="so 1"), None)
    assert not done
    shown = [option.key for option in which.prompt(narrowed).options]
    assert which.take(Event(option=shown[1]), narrowed) == (shown[1], True)
    with pytest.raises(Sorry):
        which.take(Event(text="nowhere"), None)
