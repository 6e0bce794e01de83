"""Asking where: names of any time, two taps, the water, a poster, and places nobody knows."""

from __future__ import annotations

import pytest

from content.terms import Detail, Topic
from tests.unit.handlers.citizen.phone import Phone
from tests.world import PROVINCE

FIRST = "co nguoi ban ma tuy o day"


async def sent(phone: Phone) -> Phone:
    await phone.press("Gửi ngay")
    return phone


async def test_a_name_that_may_be_several_is_asked_about(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.say("phuong 1")
    assert phone.main == "Phường 1: Sóc Trăng, Ngã Năm hay Vĩnh Châu?"
    await phone.press("Phường 1, Ngã Năm")
    await sent(phone)
    assert (phone.tip.area, phone.tip.story["former"]) == ("nga-nam", "Phường 1")


async def test_none_of_several_leads_to_the_list(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.say("phuong 1")
    await phone.press("Không phải")
    await phone.press("Huyện Kế Sách")
    await phone.press("Phong Nẫm" if "Phong Nẫm" in phone.labels() else "Xã Phong Nẫm")
    await sent(phone)
    assert phone.tip.area == "phong-nam"


async def test_two_taps_lead_to_todays_area(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.press("Chọn từ danh sách")
    assert len([label for label in phone.labels() if label not in ("Quay lại", "Thoát nhanh")]) == 11
    await phone.press("Thị xã Vĩnh Châu")
    await phone.press("Xã Lạc Hòa")
    await sent(phone)
    assert (phone.tip.area, phone.tip.story["former"]) == ("vinh-chau", "Xã Lạc Hòa")


async def test_back_from_the_communes_goes_to_the_districts(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.press("Chọn từ danh sách")
    await phone.press("Huyện Kế Sách")
    await phone.press("Quay lại")
    assert "Thị xã Vĩnh Châu" in phone.labels()


async def test_choosing_from_the_list_again_asks_again(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.press("Chọn từ danh sách")
    await phone.press("Thị xã Vĩnh Châu")
    await phone.press("Xã Lạc Hòa")
    await phone.press("Ít người biết")
    await phone.press("Sửa")
    await phone.press("Chỗ nào")
    await phone.press("Chọn từ danh sách")
    assert "Huyện Trần Đề" in phone.labels()


async def test_a_place_nobody_knows_is_kept_as_told_and_goes_to_the_province(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.say("quan ong Tu Beo")
    assert "kênh chưa biết" in phone.main
    await phone.say("sau nha may dua")
    await phone.press("Để nguyên vậy")
    await sent(phone)
    assert phone.tip.area is None
    assert phone.tip.stations == (PROVINCE,)
    assert "quan ong Tu Beo / sau nha may dua" in phone.tip.story["place"]


async def test_not_knowing_where_is_an_answer(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.press("Không rõ chỗ")
    await sent(phone)
    assert (phone.tip.area, phone.tip.stations) == (None, (PROVINCE,))


async def test_a_long_text_that_names_no_place_joins_the_story(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.say("tui no hay di hai nguoi, mot nguoi cao mot nguoi lun, doi non")
    assert phone.main.startswith("Đã thêm vào lời kể.")
    await phone.press("Không rõ chỗ")
    await sent(phone)
    assert len(phone.tip.story["parts"]) == 2


async def test_a_poster_offers_its_commune_and_never_takes_it_for_granted(phone: Phone) -> None:
    await phone.command("start", "u31783")
    await phone.say(FIRST)
    assert phone.main == "Chuyện này ở Phường Vĩnh Châu phải không bạn?"
    await phone.press("Phải, ở đó")
    await sent(phone)
    assert phone.tip.area == "vinh-chau"


async def test_a_poster_hung_elsewhere_is_no_harm(phone: Phone) -> None:
    await phone.command("start", "u31783")
    await phone.say(FIRST)
    await phone.press("Không, chỗ khác")
    await phone.say("xa tran de")
    await sent(phone)
    assert phone.tip.area == "tran-de"


@pytest.mark.parametrize("code", ["u99999", "u", "uxyz"])
async def test_a_poster_with_a_wrong_code_is_only_a_start(phone: Phone, code: str) -> None:
    await phone.command("start", code)
    assert phone.main.startswith("Chào bạn.")
    await phone.say(FIRST)
    assert phone.main.startswith("Ở khúc nào?")


async def test_a_fishermans_one_message_is_enough(phone: Phone) -> None:
    await phone.say("ghe la cho hang trang luc 22h, 9 15.456 N 106 25.2 E, chay huong dong, ST 91234 TS")
    await sent(phone)
    tip = phone.tip
    assert (tip.topic, tip.area, tip.stations) == (Topic.TRANSPORT, None, (PROVINCE,))
    assert "biển, gần" in tip.story["place"]
    assert "9.2576, 106.4200" in tip.story["place"]
    assert "ST-91234-TS" in tip.story["place"]


async def test_a_point_at_sea_is_sealed_and_the_hour_is_asked(phone: Phone) -> None:
    await phone.say("ghe la cho hang trang ngoai bien")
    await phone.point(9.2576, 106.42)
    assert phone.main.startswith("Thấy lúc mấy giờ?")
    await phone.say("khoang nua dem")
    await sent(phone)
    assert phone.tip.story["when"] == "khoang nua dem"
    assert "106.4200" in phone.tip.story["place"]


async def test_a_point_on_land_becomes_its_area_and_is_forgotten(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.point(9.325, 105.98)
    await sent(phone)
    assert phone.tip.area
    assert "105.98" not in repr(phone.tip.story)


async def test_a_point_sent_first_is_the_place_of_a_story_to_come(phone: Phone) -> None:
    await phone.point(9.325, 105.98)
    assert phone.main.startswith("Bạn thấy gì?")
    await phone.say(FIRST)
    await phone.press("Xong")
    assert "nhiều người biết" in phone.main


async def test_on_the_water_one_line_in_any_words_will_do(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.press("Trên sông, biển")
    assert "Không cần nói số ghe của bạn." in phone.main
    await phone.say("cach cua Tran De 5 ly")
    assert phone.main.startswith("Thấy lúc mấy giờ?")
    await sent(phone)
    assert phone.tip.story["place"].startswith("biển, gần Trần Đề, khoảng 9 km")


async def test_transport_at_sea_goes_to_the_province(phone: Phone) -> None:
    await phone.say("ghe cho hang trang ngoai bien vinh chau")
    await sent(phone)
    assert (phone.tip.detail, phone.tip.stations) == (Detail.BY_SEA, (PROVINCE,))


async def test_back_to_a_place_that_was_understood_asks_as_if_nothing_had_been_tried(phone: Phone) -> None:
    await phone.say("co nguoi ban ma tuy gan cho")
    await phone.say("cho vinh chau")
    await phone.press("Quay lại")
    assert phone.main.startswith("Ở khúc nào?")
    await phone.press("Không rõ chỗ")
    assert "Gửi ngay" in phone.labels()
