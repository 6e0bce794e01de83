"""Ordering a tip's papers: who is offered them, what is asked, what a forged press gets, and what the lock takes away."""

from __future__ import annotations

from handlers import effects
from handlers.messages import Remove
from handlers.triage.export_rules import Form
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.test_desk import booked, taken
from tests.world import COMMUNE, World


async def test_papers_are_offered_once_the_tip_is_in_the_book(world: World) -> None:
    desk = await taken(world)
    assert "Xuất hồ sơ" not in desk.chat.labels(desk.screen)
    await desk.chat.press("Vào sổ", desk.screen)
    assert "Xuất hồ sơ" in desk.chat.labels(desk.screen)


async def test_two_taps_order_the_papers(world: World) -> None:
    desk = await booked(world)
    await desk.chat.press("Xuất hồ sơ", desk.screen)
    assert "mật khẩu" in desk.chat.main
    assert "15 phút" in desk.chat.main
    await desk.chat.press("Hồ sơ nén ZIP")
    (ordered,) = desk.chat.effects
    assert isinstance(ordered, effects.ExportTip)
    assert (ordered.tip, ordered.form) == (desk.public, Form.DOSSIER)
    assert "Đang làm hồ sơ" in desk.chat.main


async def test_whoever_thinks_better_of_it_orders_nothing(world: World) -> None:
    desk = await booked(world)
    await desk.chat.press("Xuất hồ sơ", desk.screen)
    await desk.chat.press("Khoan đã")
    assert desk.chat.effects == []


async def test_a_colleague_without_the_tip_is_refused(world: World) -> None:
    desk = await booked(world)
    approver = await world.person((await desk.card()).holder or "")
    colleague: Chat = await on_duty(world, COMMUNE, 12, approver=approver)
    await colleague.payload(f"a:export:{desk.public}")
    assert colleague.toast == "Đồng chí nhận tin trước."
    assert [one.right for one in colleague.refusals] == ["export"]


async def test_a_forged_press_on_a_new_tip_says_why_and_orders_nothing(world: World) -> None:
    desk = await taken(world)
    await desk.chat.payload(f"a:export:{desk.public}")
    assert desk.chat.effects == []
    assert "Xuất gì?" not in desk.chat.shown.get("main", desk.chat.shown[desk.screen]).text
    assert desk.chat.toast


async def test_the_lock_takes_papers_and_password_out_of_the_chat(world: World) -> None:
    desk = await booked(world)
    await desk.chat.press("Xuất hồ sơ", desk.screen)
    await desk.chat.press("Hồ sơ nén ZIP")
    await desk.chat.command("khoa")
    removed = {post.name.split(":")[-1] for post in desk.chat.posts if isinstance(post, Remove)}
    assert {"file", "password"} <= removed
