"""Ask, get help: only to read. What is typed there is gone, whatever it says (users.md A4)."""

from __future__ import annotations

import pytest

from content.help import pages
from handlers.effects import Fetch
from tests.unit.handlers.citizen.phone import Phone


async def open_help(phone: Phone) -> Phone:
    await phone.command("start")
    await phone.press("Hỏi, nhờ giúp")
    return phone


async def test_what_a_mother_types_in_help_is_neither_kept_nor_offered_as_a_tip(phone: Phone) -> None:
    await open_help(phone)
    await phone.press("Người nhà tôi")
    await phone.say("con toi choi da, co bi bat khong")
    assert phone.main.startswith("Mục này không có người đọc, câu đó đã xóa.")
    assert phone.erased
    assert not phone.talks()
    assert "choi da" not in str(phone.state)


@pytest.mark.parametrize("kind", ["photo", "voice"])
async def test_files_sent_to_help_are_not_even_fetched(phone: Phone, kind: str) -> None:
    await open_help(phone)
    await phone.send(kind)
    assert not phone.done(Fetch)
    assert not phone.talks()


async def test_who_wants_to_send_something_after_all_gets_the_report(phone: Phone) -> None:
    await open_help(phone)
    await phone.say("con toi choi da")
    await phone.press("Gửi tin")
    assert phone.main.startswith("Bạn thấy gì?")


async def test_leaving_help_for_the_menu_ends_its_silence(phone: Phone) -> None:
    await open_help(phone)
    await phone.press("Trang đầu")
    await phone.say("co nguoi ban ma tuy")
    assert list(phone.talks()) == ["report"]


@pytest.mark.parametrize("key", sorted(pages("vi")))
async def test_every_page_opens_and_every_button_of_it_leads_somewhere(phone: Phone, key: str) -> None:
    await phone.payload(f"a:help:{key}")
    opened = phone.main
    for label in phone.labels():
        await phone.payload(f"a:help:{key}")
        assert phone.main == opened
        await phone.press(label)
        assert phone.main != opened


async def test_a_page_that_does_not_exist_is_the_first_one(phone: Phone) -> None:
    await phone.payload("a:help:forged")
    assert phone.main.startswith("Mục này chỉ để xem")


async def test_a_draft_waits_while_help_is_read(phone: Phone) -> None:
    await phone.say("co nguoi ban ma tuy")
    await phone.command("start")
    await phone.press("Hỏi, nhờ giúp")
    await phone.say("con toi choi da")
    assert "choi da" not in str(phone.state)
    assert list(phone.talks()) == ["report"]
