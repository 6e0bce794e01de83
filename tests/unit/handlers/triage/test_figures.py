"""Figures by tapping: a unit's own, what each counts, and those of all units for the province."""

from __future__ import annotations

import sqlalchemy as sa

from bot.perform.counting import BOM
from content.terms import Detail, Role, Topic
from handlers import effects
from handlers.messages import Show
from handlers.triage.figure_rules import Measure
from handlers.triage.move_rules import Move
from storage import blobs
from storage.people import Person
from storage.tables import audit, counter
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.test_desk import booked, only
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE, World, open_tips


async def counted(world: World, **numbers: dict[str, int]) -> None:
    """Counters of 2026 as they would have been written: by measure, unit and month ("31783.02": 7)."""
    cells = [
        {
            "month": f"2026-{where.split('.')[1]}",
            "station": where.split(".")[0],
            "name": Measure[name].value,
            "number": one,
        }
        for name, found in numbers.items()
        for where, one in found.items()
    ]
    async with world.database.write() as rows:
        await rows.execute(sa.insert(counter), cells)


async def province(world: World, role: Role = Role.DESK) -> Chat:
    first: Person = await world.officer(PROVINCE, 11)
    return await on_duty(world, PROVINCE, 10, role, approver=first)


async def test_an_officer_sees_the_units_own_figures_with_the_plans_own_first(world: World) -> None:
    desk = await booked(world, topic=Topic.TRANSPORT, detail=Detail.BY_PARCEL)
    await world.send()
    await world.send(test=True)
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.press("Lúc mấy giờ?")
    await desk.chat.command("truc")
    await desk.chat.press("Số liệu")
    lines = desk.chat.main.splitlines()
    assert lines[0] == "Công an phường Vĩnh Châu, Tháng này: từ 01/01/2027"
    assert lines[1] == "Biển, chuyển phát: 0/1 (0 %) tin đã xác minh"
    assert "Đã nhận: 2 · tin thử: 1" in lines
    assert "Người báo trả lời: 0/1 (0 %) câu · quay lại: 0/2 (0 %) tin" in lines
    assert "Thời gian giữa: vào sổ 0 phút, hỏi lần đầu 0 phút, kết thúc –" in lines


async def test_the_period_is_chosen_by_tapping_and_each_figure_has_its_sentence(world: World) -> None:
    desk = await booked(world)
    world.now += 20 * 86400  # the first week of February
    await world.press_pin(await only(world, 10), "open")
    await desk.chat.command("solieu")
    for label, received in (("Tuần này", 0), ("Tháng này", 0), ("Quý này", 1), ("Năm nay", 1)):
        if label != "Tháng này":
            await desk.chat.press(label)
        assert f"{label}: từ" in desk.chat.main
        assert f"Đã nhận: {received} ·" in desk.chat.main
        await desk.chat.press("Tháng này") if label != "Tháng này" else None
    await desk.chat.press("Cách tính")
    assert "Thời gian giữa: một nửa số tin nhanh hơn mức này." in desk.chat.main
    await desk.chat.press("Quay lại")
    assert "Tháng này: từ" in desk.chat.main


async def test_a_deadline_that_passed_is_counted_once_though_it_was_met_later(world: World) -> None:
    desk = await booked(world)
    world.now += 30 * 3600
    await world.press_pin(await only(world, 10), "open")
    for move in (Move.CLASSIFY, Move.CLASSIFY):
        await desk.chat.payload(f"a:move:{desk.public}:{(await desk.card()).version}:{move.value}")
        await desk.chat.press("Tin báo (chưa rõ người báo)")
    await desk.chat.command("solieu")
    assert "bị quá hạn: 1" in desk.chat.main
    async with world.database.read() as rows:
        assert await rows.scalar(sa.select(counter.c.number).where(counter.c.name == "late")) == 1


async def test_test_tips_stay_counted_when_they_are_gone(world: World) -> None:
    desk = await booked(world)
    await world.send(test=True)
    async with world.database.write() as rows:
        (gone,) = await open_tips(rows, COMMUNE, test=True)
        from storage.tables import tip

        await rows.execute(sa.delete(tip).where(tip.c.public == gone.public))
    await desk.chat.command("solieu")
    assert "tin thử: 1" in desk.chat.main


async def test_the_province_sees_all_units_by_whole_quarters_with_the_small_ones_hidden(world: World) -> None:
    chat = await province(world)
    await counted(world, RECEIVED={f"{COMMUNE}.02": 12, f"{NEIGHBOUR}.03": 2, f"{COMMUNE}.05": 9, f"{NEIGHBOUR}.06": 8})
    await chat.command("solieu")
    await chat.press("Các đơn vị")
    lines = chat.main.splitlines()
    assert lines[0] == "Đã nhận, năm 2026, theo quý đã hết"
    assert "Công an phường Vĩnh Châu: Q1 … · Q2 9 · Q3 … · Q4 …" in lines
    assert "Công an phường Vĩnh Phước: Q1 … · Q2 8 · Q3 … · Q4 …" in lines
    assert "Cộng các đơn vị: Q1 14 · Q2 17 · Q3 … · Q4 …" in lines
    assert "Thanh tra" not in chat.main
    await chat.press("2027")
    assert "Năm này chưa hết quý nào." in chat.main
    await chat.press("Quá hạn")
    assert chat.main.startswith("Quá hạn, năm 2027")


async def test_the_file_says_the_same_and_goes_after_a_quarter_of_an_hour(world: World) -> None:
    chat = await province(world)
    await counted(world, RECEIVED={f"{COMMUNE}.02": 12, f"{NEIGHBOUR}.03": 20}, FINED={f"{COMMUNE}.02": 1})
    await chat.payload("a:units:2026:received")
    await chat.press("Lấy tệp CSV")
    (shown,) = [post for post in chat.posts if isinstance(post, Show) and post.screen.attachment]
    file = shown.screen.attachment
    assert file
    async with world.database.read() as rows:
        chunks = await blobs.read(rows, bytes.fromhex(file.blob))
        assert "figures exported" in list(await rows.scalars(sa.select(audit.c.action)))
    text = blobs.open_chunks(bytes.fromhex(file.blob), bytes.fromhex(file.key), chunks).decode()
    assert text.startswith(BOM)
    lines = text.removeprefix(BOM).splitlines()
    assert lines[0] == "Đơn vị;Số liệu gì;Q1;Q2;Q3;Q4"
    assert "Công an phường Vĩnh Châu;Đã nhận;12;…;…;…" in lines
    assert "Công an phường Vĩnh Châu;Phạt hành chính;…;…;…;…" in [line.replace("Xử phạt", "Phạt") for line in lines]
    assert ";1;" not in text


async def test_a_head_of_the_province_sees_them_and_nobody_of_a_commune_or_the_inspectorate(world: World) -> None:
    head = await province(world, Role.HEAD)
    await head.payload("a:units")
    assert "theo quý đã hết" in head.main
    commune = await on_duty(world, COMMUNE, 20, Role.HEAD)
    inspector = await on_duty(world, INSPECTORATE, 21, Role.HEAD)
    for chat in (commune, inspector):
        await chat.command("solieu")
        assert "Các đơn vị" not in chat.labels()
        for payload in ("a:units", "a:units_file:2026"):
            await chat.payload(payload)
            assert chat.toast == "Việc này của đơn vị khác."
            assert not chat.effects


async def test_an_officer_of_the_province_has_no_door_to_the_other_units(world: World) -> None:
    chat = await province(world, Role.OFFICER)
    await chat.command("solieu")
    assert "Các đơn vị" not in chat.labels()
    await world.do(effects.ExportFigures(await only(world, 10), 2026))
    async with world.database.read() as rows:
        assert "figures exported" not in list(await rows.scalars(sa.select(audit.c.action)))
