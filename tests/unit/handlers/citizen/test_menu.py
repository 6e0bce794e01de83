"""The menu, the welcome, the quick exit, the wipe, ten idle minutes."""

from __future__ import annotations

import pytest

from content.help import tips
from handlers.conversation import Conversation
from handlers.effects import DropFiles, Fetch
from handlers.messages import Remove, Show
from tests.unit.handlers.citizen.phone import Phone

FIRST = "co nguoi ban ma tuy gan cho"


async def test_the_welcome_says_danger_first_who_reads_and_what_the_platform_knows(phone: Phone) -> None:
    await phone.command("start")
    lines = phone.main.split("\n")
    assert lines[:2] == ["Chào bạn. Ai đang gặp nguy hiểm thì gọi trước, đừng chờ ở đây:", "113"]
    assert "Công an thành phố Cần Thơ" in phone.main
    assert "Telegram thì biết" in phone.main
    assert phone.labels() == ["Gửi tin", "Hỏi, nhờ giúp", "Xem trả lời", "Bài phòng ngừa", "Thêm…"]


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Ai đọc tin này?", "Người giữ máy chủ mà có ý xấu"),
        ("Kênh thật, kênh giả", "không bao giờ hỏi tên, số điện thoại, mã OTP, tiền"),
        ("Kênh khác", "0769.04.04.04"),
        ("Máy dùng chung", "không bao giờ hiện câu hỏi"),
        ("Xóa hết", "Điều đã gửi thì vẫn đã gửi"),
    ],
)
async def test_more_pages(phone: Phone, label: str, says: str) -> None:
    await phone.command("start")
    await phone.press("Thêm…")
    await phone.press(label)
    assert says in phone.main


async def test_only_reviewed_languages_are_offered_and_spoken_at_once(phone: Phone) -> None:
    await phone.payload("a:languages")
    assert phone.labels() == ["Tiếng Việt", "English", "Thoát nhanh"]
    await phone.press("English")
    assert phone.labels()[0] == "Send a tip"
    await phone.payload("a:languages:km")
    assert phone.main.startswith("Which language")


async def test_the_quick_exit_erases_drafts_and_files_and_shows_something_harmless(phone: Phone) -> None:
    await phone.send("photo", FIRST)
    (fetch,) = phone.done(Fetch)
    turned = await phone.press("Thoát nhanh")
    assert turned.state is None
    assert phone.main in tips("vi")
    assert phone.done(DropFiles) == [DropFiles((fetch.blob,))]


async def test_a_shared_phone_is_remembered_through_the_quick_exit_and_nothing_else_is(phone: Phone) -> None:
    await phone.payload("a:languages:en")
    await phone.payload("a:shared")
    await phone.say(FIRST)
    turned = await phone.press("Quick exit")
    assert turned.state == Conversation(shared_phone=True, screens=["main"]).to_json()
    await phone.say(FIRST)
    await phone.press("Không rõ chỗ")
    await phone.payload(phone.button("Gửi ngay").payload.replace("edit:now", "edit:contact"))
    assert "Hỏi lại tại đây" not in phone.labels()


async def test_the_wipe_forgets_the_shared_phone_too(phone: Phone) -> None:
    await phone.payload("a:shared")
    assert (await phone.payload("a:wiped")).state is None


async def test_ten_idle_minutes_bring_the_menu_and_the_draft_waits_behind_a_plain_button(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.idle()
    assert phone.main == "Xóm Bình An. Chọn một mục, hoặc cứ nhắn một câu."
    await phone.press("Việc đang làm dở")
    assert phone.main.startswith("Ở khúc nào?")


async def test_a_receipt_that_was_not_copied_waits_too(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.press("Không rõ chỗ")
    await phone.press("Gửi ngay")
    shown = phone.main
    await phone.idle()
    assert shown != phone.main
    await phone.press("Việc đang làm dở")
    assert phone.main == shown


async def test_beginning_a_report_over_another_one_is_asked(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.idle()
    await phone.press("Gửi tin")
    assert phone.labels() == ["Việc đang làm dở", "Bắt đầu mới", "Thoát nhanh"]
    await phone.press("Bắt đầu mới")
    assert phone.main.startswith("Bạn thấy gì?")
    assert FIRST not in str(phone.state)


async def test_wiping_says_what_it_could_not_erase_and_leaves_too(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.command("xoa")
    turned = await phone.press("Xóa hết")
    assert turned.state is None
    assert "48 giờ" in phone.main
    assert "Ảnh, ghi âm vẫn nằm trong máy bạn" in phone.main
    (last,) = [post for post in phone.posts if isinstance(post, Show)]
    assert last.lasts_s > 0
    assert Remove(phone.at, "notice") in phone.posts


async def test_after_the_quick_exit_another_harmless_line_is_at_hand(phone: Phone) -> None:
    await phone.command("start")
    await phone.payload("x")
    await phone.press("Thêm một câu")
    assert phone.main in tips("vi")


async def test_an_unknown_command_brings_the_menu(phone: Phone) -> None:
    await phone.command("nonsense")
    assert phone.main.startswith("Xóm Bình An.")
