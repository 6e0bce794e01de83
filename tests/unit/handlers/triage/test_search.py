"""Search over real taps: what an officer finds, what is never found, and that no word of it stays anywhere."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from content.terms import Mark, Role
from handlers import effects
from handlers.triage import search
from storage.tables import audit, entry, metadata, tip
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.test_desk import only
from tests.unit.handlers.triage.test_inbox import listed
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE, World, open_tips


def story(text: str) -> dict[str, object]:
    return {"parts": [{"kind": "text", "text": text}], "known": "many"}


async def at_desk(world: World, *stories: str) -> Chat:
    await world.doors_open(PROVINCE, INSPECTORATE)
    chat = await on_duty(world, COMMUNE, 10)
    for text in stories:
        await world.send(story=story(text))
    return chat


async def find(chat: Chat, text: str) -> str:
    await chat.command("truc")
    await chat.press("Tìm tin")
    await chat.say(text)
    return chat.main


async def test_a_search_shows_the_cards_of_the_tips_and_nothing_of_what_they_say(world: World) -> None:
    chat = await at_desk(world, "thang nam cut ban o hem 5", "Năm Cụt lại bán nữa", "xe khách chở hàng")
    text = await find(chat, "Năm Cụt")
    assert text.startswith("Thấy 2 tin.\nĐã tìm trong cả 3 tin đơn vị mở được.")
    assert "Cụt" not in text
    assert len(listed(chat)) == 2
    await chat.press(chat.labels()[0])
    assert any(name.startswith("card:") for name in chat.shown)


async def test_a_plate_is_found_without_its_dots_and_nothing_is_found_where_nothing_is(world: World) -> None:
    chat = await at_desk(world, "xe 83P1-123.45 cho hang", "khong co gi")
    assert (await find(chat, "83p112345")).startswith("Thấy 1 tin.")
    assert (await find(chat, "ghe cào")).startswith("Thấy 0 tin.")
    await chat.press("Tìm lại")
    assert "Đồng chí tìm gì?" in chat.main


@pytest.mark.parametrize("text", ["  ", "?", "a"])
async def test_what_nobody_can_look_for_gets_a_sentence_and_the_question_again(world: World, text: str) -> None:
    chat = await at_desk(world)
    await find(chat, text)
    assert "Đồng chí gõ một từ từ hai chữ cái" in chat.main
    assert not chat.effects


async def test_nothing_is_found_in_tips_that_this_officer_may_not_open(world: World) -> None:
    chat = await at_desk(world, "bimat one")
    await world.send(story=story("bimat two"), stations=(PROVINCE,))  # closed to the commune by its sender
    await world.send(story=story("bimat three"), stations=(INSPECTORATE,))  # about an official
    await world.doors_open(NEIGHBOUR)
    await world.send(story=story("bimat four"), stations=(NEIGHBOUR, PROVINCE))
    await world.send(story=story("bimat five"), test=True)
    assert (await find(chat, "bimat")).startswith("Thấy 1 tin.")
    async with world.database.read() as rows:
        (card,) = await open_tips(rows, COMMUNE)
    await world.do(effects.MarkTip(card.public, card.version, await only(world, 10), Mark.INVOLVED))
    assert (await find(chat, "bimat")).startswith("Thấy 0 tin.")


async def test_closed_tips_are_found_too_and_in_training_only_test_tips(world: World) -> None:
    chat = await at_desk(world, "nam cut")
    await world.send(story=story("nam cut thu"), test=True)
    async with world.database.write() as rows:
        await rows.execute(sa.update(tip).values(stage="closed", outcome="filed", closed_hour=1))
    assert (await find(chat, "nam cut")).startswith("Thấy 1 tin.\nĐã tìm trong cả 1 tin")
    me = await only(world, 10)
    await world.do(effects.Train(me, me, training=True))
    assert (await find(chat, "nam cut")).startswith("Thấy 1 tin.\nĐã tìm trong cả 1 tin")


async def test_a_search_is_audited_and_no_word_of_it_is_kept_in_any_table(world: World) -> None:
    chat = await at_desk(world, "co nguoi ban")
    await find(chat, "BIMATCUACANBO")
    async with world.database.read() as rows:
        actions = list(await rows.scalars(sa.select(audit.c.action)))
        for one in metadata.sorted_tables:
            assert "BIMATCUACANBO" not in str((await rows.execute(sa.select(one))).all())
    assert actions.count("searched") == 1
    assert "bimat" not in str(chat.state).casefold()


async def test_where_there_is_more_the_screen_says_that_only_the_newest_were_looked_through(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.perform.searching.MOST_SEARCHED", 2)
    monkeypatch.setattr("bot.perform.searching.MOST_FOUND", 1)
    chat = await at_desk(world, "nam cut", "nam cut", "nam cut")
    text = await find(chat, "cut")
    assert "Mới tìm trong 2 tin mới nhất của đơn vị" in text
    assert "Chỉ hiện 1 tin mới nhất." in text


async def test_a_tip_that_was_changed_is_told_and_hides_no_other(world: World) -> None:
    chat = await at_desk(world, "nam cut", "nam cut")
    async with world.database.write() as rows:
        first = await rows.scalar(sa.select(entry.c.id).limit(1))
        await rows.execute(sa.update(entry).where(entry.c.id == first).values(body=b"\x01" + bytes(80)))
    text = await find(chat, "cut")
    assert text.startswith("Thấy 1 tin.")
    assert "Có 1 tin không mở được." in text


async def test_what_is_found_is_paged_and_a_page_stays_though_lists_are_looked_at(world: World) -> None:
    chat = await at_desk(world, *["nam cut"] * 8)
    await find(chat, "cut")
    first = listed(chat)
    assert len(first) == 6
    old = chat.button("Trang sau").payload
    await chat.press("Hộp tin")
    await chat.payload(old)
    assert len(set(first + listed(chat))) == 8
    await chat.press("Trang trước")
    assert listed(chat) == first


async def test_a_shift_that_ends_meanwhile_finds_nothing(world: World) -> None:
    chat = await at_desk(world, "nam cut")
    me = await only(world, 10)
    await world.do(effects.SearchTips(me, ("cut",), chat.at))
    await chat.payload("a:lock")
    await chat.slow_search()
    assert "Thấy" not in chat.main
    assert "mở ca trước" in chat.shown["door_hint"].text


async def test_an_open_question_stays_open_when_the_search_ends(world: World) -> None:
    chat = await at_desk(world, "nam cut")
    await world.do(effects.SearchTips(await only(world, 10), ("cut",), chat.at))
    await chat.payload("a:search")
    await chat.slow_search()
    assert "Đồng chí tìm gì?" in chat.main
    assert chat.shown[search.SCREEN].text.startswith("Thấy 1 tin.")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
async def test_whoever_reads_no_tips_searches_none(world: World, role: Role) -> None:
    admin = await world.officer(PROVINCE, 11, Role.ADMIN) if role is Role.AUDITOR else None
    chat = await on_duty(world, PROVINCE, 10, role, approver=admin)
    await chat.payload("a:search")
    assert chat.toast == "Việc này không thuộc phần của đồng chí."
    await world.do(effects.SearchTips(await only(world, 10), ("cut",), chat.at))
    async with world.database.read() as rows:
        assert "searched" not in list(await rows.scalars(sa.select(audit.c.action)))
