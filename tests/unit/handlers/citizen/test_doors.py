"""The doors beside the report: one's own family, oneself, danger now."""

from __future__ import annotations

from content.terms import Urgency
from handlers.effects import DropFiles, Fetch, SubmitTip
from tests.unit.handlers.citizen.phone import Phone


async def test_ones_own_family_is_offered_help_once(phone: Phone) -> None:
    await phone.say("con toi choi ma tuy")
    assert phone.main.startswith("Chuyện người nhà thì có mục Hỏi, nhờ giúp")
    await phone.press("Gửi tin tiếp")
    assert phone.main.startswith("Ở khúc nào?")


async def test_who_takes_that_door_leaves_nothing_behind(phone: Phone) -> None:
    await phone.say("con toi choi ma tuy")
    await phone.send("photo", after=1)
    (fetch,) = phone.done(Fetch)
    await phone.press("Hỏi, nhờ giúp")
    assert phone.main.startswith("Lo cho người nhà là thương")
    assert phone.done(DropFiles) == [DropFiles((fetch.blob,))]
    assert "choi ma tuy" not in str(phone.state)
    await phone.say("con toi")
    assert phone.main.startswith("Mục này không có người đọc")


async def test_coming_forward_oneself_is_never_a_tip(phone: Phone) -> None:
    await phone.say("em muon dau thu, em co giu ma tuy")
    assert phone.main.startswith("Tự ra trình diện thì có đường riêng")
    await phone.press("Xem đường đó")
    assert "trực ban công an" in phone.main
    assert not phone.done(SubmitTip)
    assert not phone.talks()


async def test_that_somebody_else_should_come_forward_is_a_tip(phone: Phone) -> None:
    await phone.say("nó nói tôi muốn đầu thú mà vẫn bán ma túy")
    await phone.press("Không, tin khác")
    assert phone.main.startswith("Ở khúc nào?")


async def test_the_same_door_stands_in_the_list_of_topics(phone: Phone) -> None:
    await phone.say("co nguoi ban ma tuy")
    await phone.press("Không rõ chỗ")
    await phone.press("Ít người biết")
    await phone.press("Sửa")
    await phone.press("Chuyện gì")
    await phone.press("Truy nã, đầu thú")
    await phone.press("Tôi muốn đầu thú")
    assert "trực ban công an" in phone.main
    assert not phone.talks()


async def test_words_of_danger_ask_before_anything_else(phone: Phone) -> None:
    await phone.say("no dang cam dao dap pha o cho vinh chau")
    assert phone.main.startswith("Giữ mình trước: tránh ra chỗ an toàn, rồi gọi:\n113\n")
    assert "\n115\n" in phone.main
    assert "\n111\n" in phone.main
    await phone.press("Đã gọi rồi")
    await phone.press("Gửi ngay")
    assert phone.tip.urgency is Urgency.DANGER
    assert phone.tip.story["danger"] == "Người báo đã gọi 113."


async def test_who_cannot_call_writes_one_line_and_it_goes(phone: Phone) -> None:
    await phone.say("no dang cam dao dap pha o cho vinh chau")
    await phone.press("Không gọi được")
    await phone.say("hai nguoi, mot cay dao, trong quan")
    assert phone.tip.urgency is Urgency.DANGER
    assert "hai nguoi, mot cay dao, trong quan" in phone.tip.story["danger"]


async def test_words_of_danger_alone_decide_nothing(phone: Phone) -> None:
    await phone.say("hom bua no cam dao o cho vinh chau")
    await phone.press("Không nguy hiểm")
    await phone.press("Ít người biết")
    await phone.press("Gửi")
    assert phone.tip.urgency is Urgency.ORDINARY


async def test_send_now_on_the_danger_screen_hurries_the_officers_too(phone: Phone) -> None:
    await phone.say("no dang cam dao dap pha o cho vinh chau")
    await phone.press("Gửi ngay")
    assert phone.tip.urgency is Urgency.ONGOING


async def test_danger_from_the_help_section_is_one_line(phone: Phone) -> None:
    await phone.command("start")
    await phone.press("Hỏi, nhờ giúp")
    await phone.press("Đang nguy hiểm")
    await phone.press("Không gọi được")
    await phone.say("cho vinh chau, hai nguoi cam dao")
    assert (phone.tip.urgency, phone.tip.area) == (Urgency.DANGER, "vinh-chau")


async def test_danger_without_a_known_place_asks_for_it_and_can_go_without(phone: Phone) -> None:
    await phone.payload("a:urgent")
    await phone.say("hai nguoi cam dao")
    assert phone.main.startswith("Ở khúc nào?")
    await phone.press("Gửi ngay")
    assert (phone.tip.urgency, phone.tip.area) == (Urgency.DANGER, None)
