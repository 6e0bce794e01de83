"""The receipt: words, digits, the clipboard second; and only then the wipe."""

from __future__ import annotations

import pytest

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
