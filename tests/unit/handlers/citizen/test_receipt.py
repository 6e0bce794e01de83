"""The receipt: words, digits, the clipboard second; and only then the wipe."""

from __future__ import annotations

import pytest

from handlers.messages import Remove
from storage import screens
from storage.vault.receipt import Receipt, read
from tests.unit.handlers.citizen.phone import Phone


@pytest.fixture
async def shown(phone: Phone) -> Phone:
    """A phone that has just sent a tip."""
    await phone.say("co nguoi ban ma tuy gan cho")
    await phone.press("Không rõ chỗ")
    await phone.press("Gửi ngay")
    return phone


def receipt_of(phone: Phone) -> Receipt:
    (answers,) = [talk for name, talk in phone.talks().items() if name == "receipt"]
    return Receipt(int(answers["receipt"][0], 16))


async def test_nine_syllables_in_three_lines_of_three(shown: Phone) -> None:
    lines = shown.main.split("\n")[2:5]
    assert [len(line.split(" – ")) for line in lines] == [3, 3, 3]
    typed = read(" ".join(lines).replace("–", " "))
    assert isinstance(typed, Receipt)
    assert typed.bits == receipt_of(shown).bits


async def test_the_same_secret_as_digits_in_three_groups(shown: Phone) -> None:
    await shown.press("Đổi sang số")
    groups = shown.main.split("\n")[2:5]
    assert " ".join(groups) == receipt_of(shown).digits()
    await shown.press("Đổi sang chữ")
    assert receipt_of(shown).words()[0] in shown.main


async def test_the_clipboard_comes_second_and_with_a_warning(shown: Phone) -> None:
    assert shown.labels()[0] == "Đã chép xong"
    await shown.press("Chép vào máy")
    assert shown.main.startswith("Coi chừng: bàn phím của máy có thể nhớ")
    assert shown.button("Chép vào máy").copy == " ".join(receipt_of(shown).words())


async def test_the_wipe_is_offered_only_after_it_was_copied(shown: Phone) -> None:
    await shown.say("xong roi")
    assert shown.main.startswith("Bạn chép ra trước")
    await shown.press("Đã chép xong")
    assert shown.labels() == ["Xóa trò chuyện này", "Để sau", "Quay lại", "Thoát nhanh"]
    turned = await shown.press("Xóa trò chuyện này")
    assert turned.state is None


async def test_later_leads_to_the_menu(shown: Phone) -> None:
    await shown.press("Đã chép xong")
    await shown.press("Để sau")
    assert shown.main.startswith("Xóm Bình An.")
    assert "Việc đang làm dở" not in shown.labels()
    assert not shown.talks()


async def test_a_double_tap_on_send_does_not_skip_the_receipt(phone: Phone) -> None:
    await phone.say("co nguoi ban ma tuy gan cho")
    await phone.press("Không rõ chỗ")
    press = phone.button("Gửi ngay").payload
    await phone.payload(press)
    await phone.payload(press)
    assert "9 tiếng" in phone.main
    assert not phone.effects


async def test_a_second_tip_does_not_cover_the_receipt_of_the_first(shown: Phone) -> None:
    first = receipt_of(shown)
    await shown.command("menu")
    await shown.say("co nguoi choi da o quan karaoke")
    await shown.press("Không rõ chỗ")
    await shown.press("Gửi ngay")
    second = receipt_of(shown)
    assert second.bits != first.bits
    assert second.words()[0] in shown.main
    await shown.press("Đã chép xong")
    assert shown.main.startswith("Còn một cái nữa, của lần gửi trước.")
    assert " – ".join(first.words()[:3]) in shown.main
    await shown.press("Đã chép xong")
    assert "Xóa trò chuyện này" in shown.labels()


async def test_a_receipt_that_was_copied_is_not_shown_again(shown: Phone) -> None:
    await shown.press("Đã chép xong")
    await shown.command("menu")
    await shown.say("co nguoi choi da o quan karaoke")
    await shown.press("Không rõ chỗ")
    await shown.press("Gửi ngay")
    await shown.press("Đã chép xong")
    assert "Xóa trò chuyện này" in shown.labels()


async def test_beginning_a_report_anew_keeps_the_receipt_that_waits(shown: Phone) -> None:
    waits = receipt_of(shown)
    await shown.command("menu")
    await shown.say("co nguoi choi da o quan karaoke")
    await shown.command("menu")
    await shown.payload("a:anew")
    assert receipt_of(shown).bits == waits.bits


async def lost_copy(phone: Phone) -> None:
    """The sending of something to this chat ended in silence."""
    seals, to = phone.world.tools.seals, phone.at
    chat = seals.chat_ids(to.channel, to.chat, to.user, private=True, now=phone.world.now)[0]
    async with phone.world.database.write() as rows:
        stray = screens.Standing(chat, screens.Shown(screens.STRAY, "", ""), lasting=False)
        await screens.put(rows, seals, [stray], phone.world.now)


async def test_the_wipe_says_so_when_a_copy_may_stand_that_it_cannot_find_and_only_then(shown: Phone) -> None:
    await shown.payload("a:wiped")
    assert "phía trên có thể còn sót" not in shown.main
    await lost_copy(shown)
    await shown.payload("a:wiped")
    assert "phía trên có thể còn sót" in shown.main
    assert not [post for post in shown.posts if isinstance(post, Remove) and post.name == screens.STRAY]
