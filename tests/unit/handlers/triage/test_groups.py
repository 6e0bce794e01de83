"""The bot in a group: linked by whoever may, one line to whoever speaks to it, silent otherwise."""

from __future__ import annotations

import pytest

from content.terms import Role
from handlers import effects
from handlers.citizen.tables import ACTIONS as CITIZENS
from handlers.messages import Act, Address, Erase, Lane, Show
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World


def in_group(world: World, number: int) -> Chat:
    """A group, through the acts of one person in it."""
    return Chat(world, Address("telegram", "-100", str(number), private=False))


async def test_added_it_says_how_to_link_the_group_the_same_to_everybody(world: World) -> None:
    await world.officer(PROVINCE, 1, Role.ADMIN)
    lines = []
    for number in (1, 700):
        chat = in_group(world, number)
        await chat.act(Act.JOINED, name="member")
        lines.append(chat.shown["line"].text)
    assert "/noi" in lines[0]
    assert lines[0] == lines[1]


async def test_an_administrator_links_a_group_with_a_second_tap(world: World) -> None:
    await world.officer(PROVINCE, 1, Role.ADMIN)
    chat = in_group(world, 1)
    await chat.command("noi", COMMUNE.lower())
    assert "Công an phường Vĩnh Châu" in chat.shown["line"].text
    assert not chat.effects
    await chat.press("Nối nhóm này", "line")
    (link,) = chat.effects
    assert isinstance(link, effects.LinkGroup)
    assert link.station == COMMUNE
    assert link.address.chat == "-100"


async def test_a_head_links_a_group_to_their_own_station_only(world: World) -> None:
    await world.officer(COMMUNE, 1, Role.HEAD)
    chat = in_group(world, 1)
    await chat.command("noi", NEIGHBOUR)
    assert chat.shown["line"].text == "Việc này của đơn vị khác."
    await chat.payload(f"a:link:{NEIGHBOUR}")
    assert not chat.effects
    await chat.command("noi", COMMUNE)
    await chat.press("Nối nhóm này", "line")
    assert [type(effect) for effect in chat.effects] == [effects.LinkGroup]


@pytest.mark.parametrize("payload", [f"a:link:{COMMUNE}", "a:link:nowhere", "a:link", "a:unlink"])
async def test_a_member_of_the_group_links_nothing(world: World, payload: str) -> None:
    chat = in_group(world, 700)
    await chat.payload(payload)
    assert chat.toast == "Chỉ cán bộ trực của đơn vị bấm được."
    assert not chat.effects
    assert not chat.shown


async def test_a_member_who_types_noi_gets_silence_and_an_anonymous_admin_a_reason(world: World) -> None:
    chat = in_group(world, 700)
    await chat.command("noi", COMMUNE)
    assert not chat.posts
    await chat.command("noi", COMMUNE, nameless=True)
    assert "ẩn danh" in chat.shown["line"].text


async def test_a_code_that_no_unit_has_is_said_plainly(world: World) -> None:
    await world.officer(PROVINCE, 1, Role.ADMIN)
    chat = in_group(world, 1)
    await chat.command("noi", "abc")
    assert "Không có đơn vị mang mã này" in chat.shown["line"].text


async def test_whoever_speaks_to_the_bot_is_led_away_in_one_line_that_quotes_nothing(world: World) -> None:
    chat = in_group(world, 700)
    await chat.act(Act.TEXT, text="@bot nha ong Ba ban do", mentioned=True)
    assert chat.shown["line"].text == "Bà con nhắn riêng cho kênh này giùm, ở nhóm nhiều người đọc được."
    assert any(isinstance(post, Erase) for post in chat.posts)
    assert "main" not in chat.shown


async def test_what_is_not_said_to_the_bot_is_not_heard(world: World) -> None:
    chat = in_group(world, 700)
    for act in (Act.TEXT, Act.MEDIA, Act.POINT, Act.ODD, Act.EDIT):
        await chat.act(act, text="ban do")
        assert not chat.posts
        assert not chat.effects


@pytest.mark.parametrize("act", [Act.JOINED, Act.RIGHTS])
async def test_made_an_admin_it_asks_to_be_one_no_more(world: World, act: Act) -> None:
    chat = in_group(world, 700)
    await chat.act(act, name="administrator")
    assert "gỡ quyền" in chat.shown["line"].text


async def test_a_group_that_moves_or_goes_takes_its_address_along(world: World) -> None:
    chat = in_group(world, 700)
    await chat.act(Act.MOVED, text="-1009")
    assert [effect.chat for effect in chat.effects if isinstance(effect, effects.MoveGroup)] == ["-1009"]
    await chat.act(Act.LEFT)
    assert [type(effect) for effect in chat.effects] == [effects.ForgetGroup]


async def test_a_word_of_staff_leads_staff_to_the_private_chat_and_is_silent_for_others(world: World) -> None:
    await world.officer(COMMUNE, 1)
    chat = in_group(world, 1)
    await chat.command("truc")
    assert chat.shown["line"].rows[0][0].link.endswith("?start=truc")
    other = in_group(world, 700)
    await other.command("truc")
    assert not other.posts


@pytest.mark.parametrize("action", sorted(CITIZENS))
async def test_a_citizens_button_forged_in_a_group_says_and_does_nothing_there(world: World, action: str) -> None:
    chat = in_group(world, 700)
    await chat.payload(f"a:{action}")
    assert not chat.shown
    assert not chat.effects


async def test_whoever_chatters_to_the_bot_does_not_hold_up_the_cards(world: World) -> None:
    chat = in_group(world, 700)
    for _time in range(3):
        await chat.act(Act.TEXT, text="@bot ne", mentioned=True)
        (line,) = [post for post in chat.posts if isinstance(post, Show)]
        assert (line.lane, line.fresh) == (Lane.BROADCAST, False)
