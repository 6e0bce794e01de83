"""Before it leaves: own numbers, names, home, kin, work, a voice, the camera's spot (users.md A7)."""

from __future__ import annotations

from handlers.effects import ChangeVoice, DropFiles, Fetch
from tests.unit.handlers.citizen.phone import Phone

TELLING = "thang do ban ma tuy ke nha toi, goi toi 0912 345 678"


async def asked(phone: Phone, story: str = TELLING) -> Phone:
    await phone.say(story)
    await phone.say("cho vinh chau")
    return phone


async def sent_text(phone: Phone) -> str:
    await phone.press("Ít người biết")
    await phone.press("Gửi")
    return " | ".join(part["text"] for part in phone.tip.story["parts"])


async def test_traces_are_named_in_our_words_not_theirs(phone: Phone) -> None:
    await asked(phone)
    assert phone.main.startswith("Khoan gửi. Trong lời kể có “kế nhà tôi”")
    assert "số điện thoại" in phone.main
    assert "0912" not in phone.main


async def test_everything_is_hidden_on_request(phone: Phone) -> None:
    await asked(phone)
    await phone.press("Che giúp tôi")
    text = await sent_text(phone)
    assert "nha toi" not in text
    assert "345" not in text


async def test_the_number_of_the_person_it_is_about_can_stay(phone: Phone) -> None:
    await asked(phone)
    await phone.press("Che, chừa số máy")
    text = await sent_text(phone)
    assert "nha toi" not in text
    assert "0912 345 678" in text


async def test_keeping_it_is_their_choice(phone: Phone) -> None:
    await asked(phone)
    await phone.press("Không sao, giữ")
    assert await sent_text(phone) == TELLING


async def test_writing_it_anew_replaces_the_words_and_keeps_the_files(phone: Phone) -> None:
    await phone.say(TELLING)
    await phone.send("document", after=1)
    await phone.say("cho vinh chau")
    await phone.press("Để tôi sửa")
    await phone.say("thang do ban ma tuy trong hem")
    await phone.press("Xong")
    assert await sent_text(phone) == "thang do ban ma tuy trong hem"
    assert len(phone.tip.files) == 1


async def test_what_was_written_anew_is_looked_at_once_more(phone: Phone) -> None:
    await asked(phone)
    await phone.press("Để tôi sửa")
    await phone.say("no ban ma tuy sat nha toi")
    await phone.press("Xong")
    assert phone.main.startswith("Khoan gửi.")
    assert "Để tôi sửa" not in phone.labels()
    await phone.press("Che giúp tôi")
    assert "nha toi" not in await sent_text(phone)


async def test_nothing_is_asked_where_nothing_is_found(phone: Phone) -> None:
    await asked(phone, "co nguoi ban ma tuy trong hem")
    assert "nhiều người biết" in phone.main


async def test_a_trace_added_later_is_asked_about_too(phone: Phone) -> None:
    await asked(phone, "co nguoi ban ma tuy trong hem")
    await phone.press("Ít người biết")
    await phone.press("Sửa")
    await phone.press("Kể thêm")
    await phone.say("sat nha toi do")
    await phone.press("Xong")
    assert phone.main.startswith("Khoan gửi.")


async def test_a_voice_can_be_changed(phone: Phone) -> None:
    await phone.send("voice")
    (fetch,) = phone.done(Fetch)
    await phone.say("cho vinh chau")
    await phone.press("Đổi giọng")
    await phone.press("Ít người biết")
    await phone.press("Gửi")
    assert phone.done(ChangeVoice) == [ChangeVoice(fetch.blob, fetch.key)]
    assert phone.effects.index(phone.done(ChangeVoice)[0]) < phone.effects.index(phone.tip)


async def test_a_voice_that_is_dropped_is_destroyed_and_words_are_asked_for(phone: Phone) -> None:
    await phone.send("voice")
    (fetch,) = phone.done(Fetch)
    await phone.say("cho vinh chau")
    await phone.press("Bỏ ghi âm")
    assert phone.main.startswith("Vậy là không còn gì.")
    await phone.say("co nguoi ban ma tuy trong hem")
    await phone.press("Xong")
    assert await sent_text(phone) == "co nguoi ban ma tuy trong hem"
    assert phone.tip.files == ()
    assert phone.done(DropFiles) == [DropFiles((fetch.blob,))]


async def test_a_picture_that_shows_where_the_camera_stood_marks_the_tip(phone: Phone) -> None:
    await phone.send("photo", "ban ma tuy")
    await phone.say("cho vinh chau")
    await phone.press("Có, nhưng cứ gửi")
    await phone.press("Nhiều người biết")
    await phone.press("Gửi")
    assert phone.tip.story["standpoint"] == "Ảnh có thể lộ chỗ đứng chụp: giữ nguồn."


async def test_dropping_the_picture_keeps_what_was_written_under_it(phone: Phone) -> None:
    await phone.send("photo", "ban ma tuy trong hem")
    await phone.say("cho vinh chau")
    await phone.press("Bỏ ảnh")
    assert await sent_text(phone) == "ban ma tuy trong hem"
    assert phone.tip.files == ()
