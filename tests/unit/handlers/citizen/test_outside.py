"""What is said outside any dialogue is never lost, and never becomes a tip without a word."""

from __future__ import annotations

import pytest

from handlers.effects import DropFiles, Fetch
from tests.unit.handlers.citizen.phone import Phone


@pytest.mark.parametrize("text", ["co nguoi ban ma tuy", "thang kia ngao da cam dao", "công an bao che cho nó"])
async def test_words_that_sound_like_a_tip_begin_one(phone: Phone, text: str) -> None:
    await phone.say(text)
    assert list(phone.talks()) == ["report"]


@pytest.mark.parametrize("kind", ["photo", "voice", "video", "document"])
async def test_a_file_begins_a_tip(phone: Phone, kind: str) -> None:
    await phone.send(kind)
    assert list(phone.talks()) == ["report"]
    assert phone.done(Fetch)


async def test_anything_else_is_kept_and_asked_about(phone: Phone) -> None:
    await phone.say("hom nay cho dong qua")
    assert phone.main.startswith("Bạn muốn gửi câu này cho cán bộ trực không?")
    assert phone.talks()["outside"]["story"][0] == [{"kind": "text", "text": "hom nay cho dong qua"}]
    await phone.press("Gửi thành tin")
    assert phone.main.startswith("Ở khúc nào?")
    assert phone.talks()["report"]["story"] == [[{"kind": "text", "text": "hom nay cho dong qua"}], True]


async def test_more_lines_join_what_is_kept(phone: Phone) -> None:
    await phone.say("hom nay cho dong qua")
    await phone.say("xe ra vo hoai")
    await phone.press("Gửi thành tin")
    assert len(phone.talks()["report"]["story"][0]) == 2


async def test_what_was_kept_is_still_there_after_the_screen_went_neutral(phone: Phone) -> None:
    await phone.say("hom nay cho dong qua")
    await phone.idle()
    await phone.say("xe ra vo hoai")
    await phone.press("Gửi thành tin")
    assert [part["text"] for part in phone.talks()["report"]["story"][0]] == ["hom nay cho dong qua", "xe ra vo hoai"]


async def test_dropping_it_erases_it(phone: Phone) -> None:
    await phone.say("hom nay cho dong qua")
    await phone.press("Không, bỏ đi")
    assert not phone.talks()


async def test_it_can_turn_out_to_be_a_cry_for_help(phone: Phone) -> None:
    await phone.say("nha em co chuyen buon")
    await phone.press("Hỏi, nhờ giúp")
    assert phone.main.startswith("Mục này chỉ để xem")
    assert not phone.talks()


async def test_a_new_line_never_replaces_a_report_that_waits(phone: Phone) -> None:
    await phone.say("co nguoi ban ma tuy")
    await phone.idle()
    await phone.say("tui no lai ban ma tuy nua")
    assert "Thêm vào việc dở" in phone.labels()
    await phone.press("Thêm vào việc dở")
    assert phone.main.startswith("Ở khúc nào?")
    assert len(phone.talks()["report"]["story"][0]) == 2


async def test_a_report_that_is_replaced_on_purpose_takes_its_files_along(phone: Phone) -> None:
    await phone.send("photo")
    (fetch,) = phone.done(Fetch)
    await phone.idle()
    await phone.say("tui no lai ban ma tuy nua")
    await phone.press("Bỏ cũ, gửi câu này")
    assert phone.done(DropFiles) == [DropFiles((fetch.blob,))]
    assert len(phone.talks()["report"]["story"][0]) == 1


@pytest.mark.parametrize("text", ["alo", "Xin chào", "hello"])
async def test_a_greeting_is_answered_with_the_welcome(phone: Phone, text: str) -> None:
    await phone.say(text)
    assert phone.main.startswith("Chào bạn.")
    assert not phone.talks()


async def test_the_first_screen_of_somebody_new_says_who_reads_even_without_start(phone: Phone) -> None:
    await phone.say("co nguoi ban ma tuy")
    assert "Người đọc là cán bộ trực của" in phone.main
    assert "Telegram thì biết bạn có nhắn" in phone.main


async def test_somebody_who_read_it_is_not_told_again(phone: Phone) -> None:
    await phone.command("start")
    await phone.say("co nguoi ban ma tuy")
    assert "Người đọc là cán bộ trực của" not in phone.main


async def test_a_text_of_five_thousand_characters_is_kept_whole(phone: Phone) -> None:
    await phone.say("ma tuy " * 600)
    await phone.say("ma tuy " * 120, after=1)
    assert sum(len(part["text"]) for part in phone.talks()["report"]["story"][0]) == 7 * 720


async def test_a_file_that_is_too_big_is_said_plainly_and_its_caption_is_kept(phone: Phone) -> None:
    await phone.send("video", size=25 << 20)
    assert phone.main.startswith("Tệp này lớn quá")
    assert not phone.done(Fetch)
    await phone.send("video", "co nguoi ban ma tuy", size=25 << 20)
    assert phone.main.startswith("Tệp này lớn quá")
    assert phone.talks()["report"]["story"][0] == [{"kind": "text", "text": "co nguoi ban ma tuy"}]


async def test_an_emergency_number_typed_here_brings_the_page_that_says_to_call_it(phone: Phone) -> None:
    await phone.say("113")
    assert phone.main.startswith("Giữ mình trước")
    assert not phone.talks()


async def test_words_of_danger_among_what_is_kept_bring_the_numbers_above_the_question(phone: Phone) -> None:
    await phone.say("hom nay cho dong qua")
    assert "113" not in phone.main
    await phone.say("chong toi danh toi")
    assert phone.main.startswith("Giữ mình trước")
    assert "Bạn muốn gửi câu này cho cán bộ trực không?" in phone.main
