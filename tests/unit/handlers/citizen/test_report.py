"""The report, as frightened people walk through it."""

from __future__ import annotations

import pytest

from content.terms import Contact, Detail, Reader, Topic, Urgency
from handlers.dialogue import MOST_FILES, MOST_TOLD
from handlers.effects import ChangeVoice, DropFiles, Fetch
from handlers.messages import Act, Media
from storage.vault.receipt import Receipt
from tests.unit.handlers.citizen.phone import Phone
from tests.world import COMMUNE, INSPECTORATE, PROVINCE, World

FIRST = "co nguoi ban ma tuy gan cho"


async def to_review(phone: Phone, story: str = FIRST, place: str = "cho vinh chau") -> Phone:
    """A report up to its review."""
    await phone.say(story)
    await phone.say(place)
    await phone.press("Nhiều người biết")
    assert phone.main.startswith("Sắp gửi")
    return phone


async def test_a_first_line_reaches_a_receipt_in_four_exchanges(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.say("cho vinh chau")
    await phone.press("Ít người biết")
    await phone.press("Gửi")
    tip = phone.tip
    assert (tip.topic, tip.area, tip.urgency) == (Topic.SALE, "vinh-chau", Urgency.ORDINARY)
    assert tip.story["parts"] == [{"kind": "text", "text": FIRST}]
    assert (tip.story["known"], tip.story["former"]) == ("few", "Phường 1")
    receipt = Receipt(int(tip.receipt, 16))
    assert all(word in phone.main for word in receipt.words())


async def test_words_of_danger_bring_the_numbers_with_the_very_next_screen(phone: Phone) -> None:
    await phone.say("thang hang xom dang cam dao dap pha, no choi da")
    assert "\n113\n" in phone.main
    assert "Ở khúc nào?" in phone.main


async def test_what_is_typed_after_done_answers_the_question_even_at_once(phone: Phone) -> None:
    await phone.command("start")
    await phone.press("Gửi tin")
    await phone.say(FIRST)
    await phone.press("Xong")
    await phone.say("cho do", after=1)
    assert "Đã thêm" not in phone.main


async def test_every_line_of_theirs_is_erased_as_it_is_stored(phone: Phone) -> None:
    await phone.say(FIRST)
    assert phone.erased == ["1"]
    await phone.say("cho vinh chau")
    assert phone.erased == ["2"]


async def test_everything_happens_on_one_silent_screen(phone: Phone) -> None:
    await to_review(phone)
    assert set(phone.shown) == {"main"}
    assert phone.shown["main"].silent


async def test_send_now_is_on_every_screen_from_what_and_where_on(phone: Phone) -> None:
    await phone.say(FIRST + " no cam dao, goi toi 0912345678")
    await phone.send("voice", after=1)
    await phone.send("photo", after=1)
    assert "Gửi ngay" not in phone.labels()
    await phone.say("cho vinh chau")
    for answer in ("Đã gọi rồi", "Không sao, giữ", "Giữ nguyên", "Không đoán ra"):
        assert "Gửi ngay" in phone.labels()
        await phone.press(answer)
    assert "Gửi ngay" in phone.labels()
    await phone.press("Gửi ngay")
    assert phone.tip.story["known"] == ""


async def test_a_hurry_takes_the_safe_side_of_every_question(phone: Phone) -> None:
    await phone.say(FIRST + " nha toi ke ben, sdt 0912345678")
    await phone.send("voice", after=1)
    await phone.send("photo", after=1)
    await phone.say("cho vinh chau")
    await phone.press("Gửi ngay")
    (text,) = (part["text"] for part in phone.tip.story["parts"])
    assert "nha toi" not in text
    assert "0912345678" not in text
    assert len(phone.done(ChangeVoice)) == 1
    assert phone.tip.story["standpoint"]


async def test_a_place_in_the_first_line_is_not_asked_for_again(phone: Phone) -> None:
    await phone.say("có người bán ma túy ở chợ Vĩnh Châu")
    await phone.press("Ít người biết")
    assert "Phường Vĩnh Châu" in phone.main
    await phone.press("Gửi")
    assert phone.tip.area == "vinh-chau"


async def test_a_place_that_was_spotted_can_be_corrected(phone: Phone) -> None:
    await phone.say("có người bán ma túy ở chợ Vĩnh Châu")
    await phone.press("Ít người biết")
    await phone.press("Sửa")
    await phone.press("Chỗ nào")
    await phone.say("xa tran de")
    assert phone.main.startswith("Sắp gửi: Mua bán · Xã Trần Đề")


async def test_send_now_out_of_a_correction_keeps_the_old_answer(phone: Phone) -> None:
    await to_review(phone)
    await phone.press("Sửa")
    await phone.press("Chỗ nào")
    await phone.press("Gửi ngay")
    assert phone.tip.area == "vinh-chau"


async def test_lines_within_five_seconds_are_one_story(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.say("hai thanh nien di xe do", after=3)
    await phone.say("toi nao cung co", after=3)
    await phone.say("cho vinh chau")
    await phone.press("Ít người biết")
    await phone.press("Gửi")
    assert [part["text"] for part in phone.tip.story["parts"]] == [FIRST, "hai thanh nien di xe do", "toi nao cung co"]


async def test_a_place_typed_at_once_is_found_all_the_same(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.say("cho vinh chau", after=2)
    assert "nhiều người biết" in phone.main


async def test_the_open_question_takes_parts_until_done(phone: Phone) -> None:
    await phone.command("start")
    await phone.press("Gửi tin")
    await phone.say("nha tro cuoi hem tu tap dem")
    assert phone.main.startswith("Đã nhận 1 phần và xóa khỏi đây.")
    await phone.send("photo", "bien so xe")
    assert phone.main.startswith("Đã nhận 2 phần")
    assert phone.done(Fetch)
    await phone.press("Xong")
    assert phone.main.startswith("Ở khúc nào?")


async def test_a_captioned_file_travels_apart_from_the_lines(phone: Phone) -> None:
    await phone.send("photo", "ban ma tuy ne")
    (fetch,) = phone.done(Fetch)
    await phone.say("cho vinh chau")
    await phone.press("Không đoán ra")
    await phone.press("Ít người biết")
    await phone.press("Gửi")
    assert phone.tip.files == ({"kind": "photo", "blob": fetch.blob, "key": fetch.key, "text": "ban ma tuy ne"},)
    assert phone.tip.story["parts"] == []


async def test_topic_is_guessed_and_corrected_in_two_levels(phone: Phone) -> None:
    await to_review(phone)
    await phone.press("Sửa")
    await phone.press("Chuyện gì")
    await phone.press("Tụ tập sử dụng")
    await phone.press("Karaoke, bar, quán")
    assert "Karaoke, bar, quán" in phone.main
    await phone.press("Gửi")
    assert (phone.tip.topic, phone.tip.detail) == (Topic.USE_PLACE, Detail.USE_BAR)


async def test_only_the_level_above(phone: Phone) -> None:
    await to_review(phone)
    await phone.press("Chỉ cấp trên đọc")
    await phone.press("Chỉ cấp trên")
    await phone.press("Gửi")
    assert (phone.tip.reader, phone.tip.stations) == (Reader.ABOVE, (PROVINCE,))


async def test_the_review_names_who_really_reads(staffed: World) -> None:
    phone = await to_review(Phone(staffed))
    assert "Người đọc: Công an phường Vĩnh Châu, PC04." in phone.main
    await phone.press("Chỉ cấp trên đọc")
    await phone.press("Chỉ cấp trên")
    assert "Người đọc: PC04." in phone.main


async def test_an_official_who_covers_up_is_read_by_the_inspectorate_alone(staffed: World) -> None:
    await staffed.officer(INSPECTORATE, 13)
    phone = Phone(staffed)
    await phone.say("co cong an bao ke cho ban ma tuy")
    await phone.say("cho vinh chau")
    await phone.press("Ít người biết")
    assert "Người đọc: Thanh tra." in phone.main
    assert "Chỉ cấp trên đọc" not in phone.labels()
    await phone.press("Gửi")
    assert phone.tip.stations == (INSPECTORATE,)


async def test_happening_now_is_said_by_the_person_not_by_their_words(phone: Phone) -> None:
    await to_review(phone, "tui no dang ban ma tuy")
    await phone.press("Sửa")
    await phone.press("Lúc nào")
    await phone.press("Đang diễn ra")
    await phone.press("Gửi")
    assert phone.tip.urgency is Urgency.ONGOING
    assert phone.tip.story["when"] == "Đang diễn ra"


async def test_today_is_a_date(phone: Phone) -> None:
    await to_review(phone)
    await phone.press("Sửa")
    await phone.press("Lúc nào")
    await phone.press("Hôm nay")
    assert "Hôm nay 15/01" in phone.main


@pytest.mark.parametrize(("label", "contact"), [("Hỏi lại tại đây", Contact.HERE), ("Không liên lạc", Contact.NONE)])
async def test_contact_is_a_notice_unless_they_choose(phone: Phone, label: str, contact: Contact) -> None:
    await to_review(phone)
    assert "Trả lời: chỉ báo có tin mới." in phone.main
    await phone.press("Sửa")
    await phone.press("Cách trả lời tôi")
    await phone.press(label)
    await phone.press("Gửi")
    assert phone.tip.contact is contact
    assert (phone.tip.way_back is None) == (contact is Contact.NONE)


async def test_a_shared_phone_is_never_asked_openly(phone: Phone) -> None:
    await phone.command("start")
    await phone.press("Thêm…")
    await phone.press("Máy dùng chung")
    await to_review(phone)
    await phone.press("Sửa")
    await phone.press("Cách trả lời tôi")
    assert "Hỏi lại tại đây" not in phone.labels()


async def test_reading_again_shows_the_words_only_on_demand(phone: Phone) -> None:
    await to_review(phone)
    assert FIRST not in phone.main
    await phone.press("Đọc lại lời kể")
    assert FIRST in phone.main
    await phone.press("Về bản tóm tắt")
    assert phone.main.startswith("Sắp gửi")


async def test_a_long_story_is_read_in_pages(phone: Phone) -> None:
    await to_review(phone, FIRST + " va " * 2000)
    await phone.press("Đọc lại lời kể")
    assert len(phone.main) < 4096
    await phone.press("Trang sau")
    assert len(phone.main) < 4096
    assert FIRST not in phone.main


async def test_something_can_be_added_in_the_review(phone: Phone) -> None:
    await to_review(phone)
    await phone.press("Sửa")
    await phone.press("Kể thêm")
    await phone.say("xe mau do")
    await phone.press("Xong")
    await phone.press("Gửi")
    assert [part["text"] for part in phone.tip.story["parts"]] == [FIRST, "xe mau do"]


async def test_send_now_while_adding_keeps_what_was_added(phone: Phone) -> None:
    await to_review(phone)
    await phone.press("Sửa")
    await phone.press("Kể thêm")
    await phone.say("xe mau do")
    await phone.press("Gửi ngay")
    assert [part["text"] for part in phone.tip.story["parts"]] == [FIRST, "xe mau do"]


async def test_dropping_it_is_asked_once_and_takes_the_files_along(phone: Phone) -> None:
    await phone.send("document", "ban ma tuy")
    (fetch,) = phone.done(Fetch)
    await phone.say("cho vinh chau")
    await phone.press("Ít người biết")
    await phone.press("Bỏ, xóa hết")
    assert phone.main.startswith("Xóa hết thật không")
    await phone.press("Xóa hết luôn")
    assert phone.done(DropFiles) == [DropFiles((fetch.blob,))]
    assert not phone.talks()


async def test_the_whole_flow_by_numbers(phone: Phone) -> None:
    await phone.say(FIRST)
    for typed in ("1", "1", "1", "1", "1"):  # the list, its first district and commune, few know, send
        await phone.say(typed)
    assert phone.tip.area


async def test_an_edited_first_line_becomes_a_revision(phone: Phone) -> None:
    from handlers.messages import Act

    await phone.say(FIRST)
    await phone.act(Act.EDIT, text="co nguoi ban ma tuy gan cho Vinh Chau")
    await phone.press("Ít người biết")
    await phone.press("Gửi")
    assert len(phone.tip.story["parts"]) == 2


async def test_khmer_letters_mark_the_tip(phone: Phone) -> None:
    await phone.command("start")
    await phone.press("Gửi tin")
    await phone.say("មានគេលក់គ្រឿងញៀន")
    await phone.press("Xong")
    await phone.say("cho vinh chau")
    await phone.press("Gửi ngay")
    assert phone.tip.language == "km"


async def test_a_try_that_reads_like_the_truth_is_asked_about(phone: Phone) -> None:
    await phone.command("start")
    await phone.payload("a:try")
    await phone.say(FIRST)
    await phone.press("Xong")
    await phone.say("cho vinh chau")
    await phone.press("Ít người biết")
    assert "có thật không" in phone.main
    await phone.press("Chỉ thử thôi")
    assert "Đây chỉ là gửi thử" in phone.main
    await phone.press("Gửi")
    assert phone.tip.test
    assert "gửi thử" in phone.main


async def test_a_try_that_is_real_is_a_tip(phone: Phone) -> None:
    await phone.payload("a:try")
    await phone.say(FIRST)
    await phone.press("Xong")
    await phone.say("cho vinh chau")
    await phone.press("Ít người biết")
    await phone.press("Chuyện có thật")
    await phone.press("Gửi")
    assert not phone.tip.test


async def test_a_tip_is_sealed_and_found_again_with_its_receipt(staffed: World) -> None:
    phone = Phone(staffed, carries_out=True)
    await to_review(phone)
    await phone.press("Gửi")
    assert phone.tip.stations == (COMMUNE, PROVINCE)
    words = " ".join(Receipt(int(phone.tip.receipt, 16)).words())
    other = Phone(staffed, number=701)
    await other.command("start")
    await other.press("Xem trả lời")
    await other.say(words.upper())
    assert "Đã nhận." in other.main


async def test_a_story_that_grows_too_long_says_so_and_leaves_the_rest_in_the_chat(phone: Phone) -> None:
    """400 KB, typed in pieces: what is taken in is erased from the chat, what is not stays there, whole."""
    line = "co nguoi ban ma tuy gan cho " * 140
    await phone.command("start")
    await phone.press("Gửi tin")
    left = []
    for number in range(100):
        await phone.say(f"{number} {line}", after=0.1)
        if not phone.erased:
            left.append(number)
            assert phone.main.startswith("Vậy là nhiều rồi")
    (story,) = [answers["story"][0] for answers in phone.talks().values()]
    assert left
    assert sum(len(part["text"]) for part in story) <= MOST_TOLD
    kept = [int(part["text"].split()[0]) for part in story]
    assert sorted(kept + left) == list(range(100))


async def test_the_eleventh_photo_stays_in_the_chat_and_is_not_fetched(phone: Phone) -> None:
    await phone.say(FIRST)
    for _photo in range(MOST_FILES):
        await phone.send("photo", after=0.1)
        assert phone.erased
    await phone.send("photo", after=0.1)
    assert not phone.erased
    assert not phone.done(Fetch)
    assert phone.main.startswith("Đã giữ mười tệp")


async def test_who_sends_very_much_is_told_that_it_is_read_later(phone: Phone) -> None:
    phone.carries_out, begun = True, phone.world.now
    told = []
    for _tip in range(phone.world.policy.tips_at_once + 1):
        await phone.command("menu")
        await phone.say(FIRST)
        await phone.press("Không rõ chỗ")
        await phone.press("Gửi ngay")
        told.append("đọc trễ hơn" in phone.main)
        phone.world.now = begun
    assert told == [False] * phone.world.policy.tips_at_once + [True]


async def test_a_chat_remembers_a_byte_of_each_tip_it_sent_until_it_is_erased(phone: Phone) -> None:
    known = []
    for _tip in range(2):
        await phone.command("menu")
        await phone.say(FIRST)
        await phone.press("Không rõ chỗ")
        await phone.press("Gửi ngay")
        known.append(phone.tip.told_here)
    first = Receipt(int(phone.tip.receipt, 16)).tag(phone.world.keyring.lookup_pepper)[0]
    assert [len(one) for one in known] == [0, 1]
    assert (phone.state or {})["told"] == [*known[1], first]
    await phone.press("Đã chép xong")
    await phone.press("Đã chép xong")
    await phone.press("Xóa trò chuyện này")
    assert not (phone.state or {}).get("told")


async def test_what_was_changed_later_or_passed_on_is_marked_for_officers_and_nothing_says_from_whom(
    phone: Phone,
) -> None:
    await phone.say(FIRST, forwarded=True)
    await phone.act(Act.EDIT, 1, text=FIRST + " luc toi")
    await phone.act(Act.MEDIA, 1, media=Media("photo", "ref"), forwarded=True)
    (story,) = [answers["story"][0] for answers in phone.talks().values()]
    assert [part.get("how") for part in story] == ["forwarded", "edited", "forwarded"]
    await phone.press("Không rõ chỗ")
    await phone.press("Gửi ngay")
    assert [part["how"] for part in phone.tip.story["parts"]] == ["forwarded", "edited"]
    assert [part["how"] for part in phone.tip.files] == ["forwarded"]
