"""What frightened people type, and the area whose police will read it."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.areas import FIRST_DAY, Alias, load_aliases, load_everyday, shipped
from content.folding import fold
from content.locales import speaking
from handlers.places import Found, Gazetteer, question

NOW = date(2026, 11, 23)
PLACES = Gazetteer(shipped(), load_aliases(), load_everyday(), NOW)

# An answer to "where?", and the areas of today that come back: none, one, or several to ask about; "~" marks a slip mended.
ANSWERS = [
    ("p8", "soc-trang"),
    ("P.8", "soc-trang"),
    ("f8", "soc-trang"),
    ("phường 8", "soc-trang"),
    ("phuong tam", "soc-trang"),
    ("p05", "soc-trang"),
    ("p1 vinh chau", "vinh-chau"),
    ("p.1 tx vc", "vinh-chau"),
    ("p3 nga nam", "my-quoi"),
    ("F.2 ngã năm", "nga-nam"),
    ("p 9 st", "phu-loi"),
    ("Phường 9", "phu-loi"),
    ("f10", "my-xuyen"),
    ("phuong 1", "nga-nam phu-loi vinh-chau"),
    ("Phường 2", "nga-nam phu-loi vinh-chau"),
    ("P3", "my-quoi phu-loi"),
    ("khóm 5 phường 2", "nga-nam phu-loi vinh-chau"),
    ("phuong 5 tp soc trang", "soc-trang"),
    ("sóc trăng phường 4", "phu-loi"),
    ("Phuong 6, TP. Soc Trang, tinh Soc Trang", "soc-trang"),
    ("vinh chau p2", "vinh-chau"),
    ("vinh chau", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("Vĩnh Châu", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("VC", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("tx vinh chau", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("phuong vinh chau", "vinh-chau"),
    ("vinhchau", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("vinhx chaau", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("vi4nh cha6u", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("vĩn châu", "~khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("nga nam", "my-quoi nga-nam tan-long"),
    ("ngả năm", "my-quoi nga-nam tan-long"),
    ("nga 5", "my-quoi nga-nam tan-long"),
    ("tx nga nam", "my-quoi nga-nam tan-long"),
    ("cho noi nga nam", "nga-nam"),
    ("chợ nổi", "nga-nam"),
    ("tt my xuyen", "my-xuyen"),
    ("my xuyen", "gia-hoa hoa-tu my-xuyen ngoc-to nhu-gia"),
    ("mĩ xuyên", "~gia-hoa hoa-tu my-xuyen ngoc-to nhu-gia"),
    ("bai xau", "my-xuyen"),
    ("ke sach", "an-lac-thon dai-hai ke-sach nhon-my phong-nam thoi-an-hoi"),
    ("tt kế sách", "ke-sach"),
    ("xa ke sach", "ke-sach"),
    ("xa ke xach", "~ke-sach"),
    ("cho ke xach", "~ke-sach"),
    ("huyen ke sach", "an-lac-thon dai-hai ke-sach nhon-my phong-nam thoi-an-hoi"),
    ("CLD", "an-thanh cu-lao-dung"),
    ("tt cu lao dung", "an-thanh"),
    ("an thanh", "an-thanh cu-lao-dung"),
    ("an thanh 2", "cu-lao-dung"),
    ("an thanh nhi", "cu-lao-dung"),
    ("an thạnh III", "cu-lao-dung"),
    ("an thanh nam", "cu-lao-dung"),
    ("dai an 1", "cu-lao-dung"),
    ("dai an 2", "tran-de"),
    ("dai an", "cu-lao-dung tran-de"),
    ("hoa tu", "hoa-tu"),
    ("hoa tu II", "hoa-tu"),
    ("gia hoa", "gia-hoa nhu-gia"),
    ("gia hoa 1", "nhu-gia"),
    ("lich hoi thuong", "lich-hoi-thuong"),
    ("lit hoi thuong", "~lich-hoi-thuong"),
    ("LHT", "lich-hoi-thuong"),
    ("tran de", "lich-hoi-thuong lieu-tu tai-van thanh-thoi-an tran-de"),
    ("TT Trần Đề", "tran-de"),
    ("trần đê", "~lich-hoi-thuong lieu-tu tai-van thanh-thoi-an tran-de"),
    ("cang tran de", "tran-de"),
    ("tau cao toc tran de", "tran-de"),
    ("cua my thanh", "tran-de vinh-hai"),
    ("pha dai ngai", "dai-ngai"),
    ("ben pha cai con", "an-lac-thon"),
    ("cầu quay", "my-xuyen phu-loi soc-trang"),
    ("chua doi", "phu-loi"),
    ("gần chùa Dơi phường 3", "phu-loi"),
    ("chua dat set", "soc-trang"),
    ("chua chen kieu", "my-xuyen"),
    ("chùa kh'leang", "soc-trang"),
    ("mo o", "tran-de"),
    ("Cổ Cò", "ngoc-to"),
    ("bv da khoa tinh", "phu-loi"),
    ("ho nuoc ngot", "soc-trang"),
    ("kcn an nghiep", "an-ninh"),
    ("ap soc ven, lai hoa", "lai-hoa"),
    ("khom 2 lai hoa", "lai-hoa"),
    ("ap An Trach xa An Hiep", "an-ninh"),
    ("soc trang", "my-xuyen phu-loi soc-trang"),
    ("soc chang", "~my-xuyen phu-loi soc-trang"),
    ("tp st", "my-xuyen phu-loi soc-trang"),
    ("vinh chau soc trang", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("trần đề, sóc trăng", "lich-hoi-thuong lieu-tu tai-van thanh-thoi-an tran-de"),
    ("xa trung binh tran de", "tran-de"),
    ("trung binh", "tran-de"),
    ("an ninh", "an-ninh"),
    ("xã an ninh", "an-ninh"),
    ("an hiep chau thanh", "an-ninh"),
    ("o an hiep", "an-ninh"),
    ("chau thanh", "an-ninh ho-dac-kien phu-tam thuan-hoa"),
    ("huyen chau thanh", "an-ninh ho-dac-kien phu-tam thuan-hoa"),
    ("song phung", "nhon-my"),
    ("phong nam ke sach", "phong-nam"),
    ("xã Đại Tâm, huyện Mỹ Xuyên, Sóc Trăng", "my-xuyen"),
    ("Xa Thạnh Quới", "gia-hoa"),
    ("thanh qoui", "~gia-hoa"),
    ("long phu", "dai-ngai long-phu nhon-my tan-thanh truong-khanh"),
    ("xa long phu", "long-phu"),
    ("tt long phu", "long-phu"),
    ("phu tan", "thuan-hoa"),
    ("phu tam", "phu-tam"),
    ("thanh tan", "tan-long"),
    ("long binh nga nam", "tan-long"),
    ("x. vinh hai", "vinh-hai"),
    ("lai hoa", "lai-hoa"),
    ("phường khánh hòa", "khanh-hoa"),
    ("huynh huu ngia", "~my-tu"),
    ("hồ đắt kiện", "~ho-dac-kien"),
    ("phuong vinh fuoc", "~vinh-phuoc"),
    ("tu nga nam qua tran de", "lich-hoi-thuong lieu-tu my-quoi nga-nam tai-van tan-long thanh-thoi-an tran-de"),
    ("gan cho", ""),
    ("cho", ""),
    ("chỗ đó", ""),
    ("khong biet", ""),
    ("k bit ten xa", ""),
    ("nha tui", ""),
    ("o day", ""),
    ("ngoai bien", ""),
    ("1", ""),
    ("2", ""),
    ("phuong", ""),
    ("xa", ""),
    ("can tho", ""),
    ("ca mau", ""),
    ("duong tran hung dao", ""),
    ("nha nghi hoa hong", ""),
    ("toi khong biet cho nao", ""),
    ("nga tu den xanh den do", ""),
    ("gan uy ban xa", ""),
    ("nha van hoa", ""),
]

# A story, and the areas it names beyond doubt.
STORIES = [
    ("co nguoi ban ma tuy gan cho vinh chau", "vinh-chau"),
    ("co nguoi ban ma tuy gan cho", ""),
    ("nha tro sau cho my xuyen", "my-xuyen"),
    ("o duoi vinh chau co may dua ban da", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("có đám bán cỏ mỹ ở phường 7", "soc-trang"),
    ("thằng Long ở xã Viên An huyện trần đề bán", "tai-van"),
    ("no o an thanh dong, cu lao dung", "an-thanh"),
    ("chơi đá ở p.8", "soc-trang"),
    ("hẻm p7 tp st", "soc-trang"),
    ("no ship hang khap phuong 2 soc trang", "phu-loi"),
    ("sang 9h tai ben xe tra men co giao hang", "soc-trang"),
    ("quan nhau gan chua doi", "phu-loi"),
    ("bọn nó tụ tập ở khu 5A", "phu-loi"),
    ("o ap 4 xa ba trinh co lo nau da", "dai-hai"),
    ("nó ở xã an mỹ huyện kế sách", "nhon-my"),
    ("ấp Mỹ Thanh xã vĩnh hải", "vinh-hai"),
    ("ghe chở hàng từ cảng Trần Đề lên Đại Ngãi", "dai-ngai tran-de"),
    ("xe khách từ Sóc Trăng qua Vĩnh Châu chở hàng", "khanh-hoa lai-hoa vinh-chau vinh-hai vinh-phuoc"),
    ("em học trường ở kế sách bị rủ hút pod", "an-lac-thon dai-hai ke-sach nhon-my phong-nam thoi-an-hoi"),
    ("tàu ST 91234 TS chạy từ cửa trần đề", "tran-de"),
    ("nó bán ở Hòa Đông", "khanh-hoa"),
    ("no ban o my phuoc", "my-phuoc"),
    ("mat an ninh qua, trung binh moi dem 5 dua", ""),
    ("2 vc nha do ban ma tuy", ""),
    ("no hay an hiep ba con", ""),
    ("chau khanh nha em bi du do", ""),
    ("co co ban khong", ""),
    ("quan karaoke mo o duong le loi", ""),
    ("chị Mỹ Hương bán đá", ""),
    ("ngay phong nam nha nghi 22h", ""),
    ("ban tan long tan da", ""),
    ("con toi chua doi an", ""),
    ("an my xong di", ""),
    ("họ ở trung bình 3 người một phòng", ""),
    ("ben ba Sau ban", ""),
    ("ma tuy da ngao", ""),
    ("lại hòa với nó rồi", ""),
    ("anh Ngọc Đông", ""),
    ("nha nghi Hong Van p5", ""),
    ("có người bán ở Sóc Trăng", ""),
    ("cai con nho do ban da", ""),
    ("no dua cho chau thanh", ""),
    ("cua my thanh ban", ""),
    ("gửi xe khách vô chợ Châu Thành", "phu-tam"),
    ("o p5 ban cong khai", "soc-trang"),
    ("phu tan, chau thanh", "thuan-hoa"),
]


def said(found: Found) -> str:
    return ("" if found.sure else "~") + " ".join(sorted(option.area for option in found.options))


@pytest.mark.parametrize(("text", "areas"), ANSWERS)
def test_an_answer_leads_to_the_areas_it_may_mean(text: str, areas: str) -> None:
    assert said(PLACES.find(text)) == areas


@pytest.mark.parametrize(("text", "areas"), STORIES)
def test_a_story_names_a_place_only_where_a_place_is_meant(text: str, areas: str) -> None:
    assert said(PLACES.spot(text)) == areas


@pytest.mark.parametrize("area", sorted(version.area for version in shipped().versions if version.type.level == 3))
def test_every_commune_of_every_time_is_found_by_its_full_name(area: str) -> None:
    atlas = shipped()
    version = next(one for one in atlas.versions if one.area == area)
    meant = set(atlas.successors(area, NOW))
    parent = next(one.name for one in atlas.versions if one.area == version.parent)
    for text in (f"{version.name}, {parent}", fold(f"{version.name} {parent}")):
        found = {option.area for option in PLACES.find(text).options}
        assert meant <= found, text
        if version.parent != "t-can-tho":
            assert found == meant, text


@pytest.mark.parametrize("alias", load_aliases(), ids=lambda alias: alias.text)
def test_every_alias_leads_to_its_areas(alias: Alias) -> None:
    atlas = shipped()
    units = [unit for code in alias.codes if (unit := atlas.by_code(code, FIRST_DAY))]
    below = [one.area for unit in units for one in atlas.on(FIRST_DAY).values() if one.parent == unit.area]
    meant = {area for one in (below or [unit.area for unit in units]) for area in atlas.successors(one, NOW)}
    for text in (alias.text, fold(alias.text)):
        assert {option.area for option in PLACES.find(text).options} == meant


def test_wards_of_the_same_name_are_asked_about_by_their_old_town() -> None:
    found = PLACES.find("phuong 1")
    assert [option.label for option in found.options] == [
        "Phường 1, Sóc Trăng",
        "Phường 1, Ngã Năm",
        "Phường 1, Vĩnh Châu",
    ]
    with speaking("vi"):
        assert question(found) == "Phường 1: Sóc Trăng, Ngã Năm hay Vĩnh Châu?"


def test_places_without_a_common_name_are_asked_about_in_general() -> None:
    with speaking("en"):
        assert question(PLACES.find("ke sach")) == "Which of these places?"


def test_the_commune_that_bears_the_districts_name_comes_first() -> None:
    assert PLACES.find("vinh chau").options[0].area == "vinh-chau"
    assert PLACES.find("ke sach").options[0].area == "ke-sach"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("phường 9", "Phường 9"),
        ("chua doi", "Phường 3"),
        ("an hiep chau thanh", "Xã An Hiệp"),
        ("phuong vinh chau", None),
        ("xa long phu", None),  # the former one and today's bear the same name
    ],
)
def test_the_former_unit_that_was_named_is_kept_as_a_hint(text: str, unit: str | None) -> None:
    option = PLACES.find(text).one
    assert option is not None
    assert (option.named and PLACES.title(option.named)) == unit


def test_a_place_is_shown_by_its_name_of_today() -> None:
    option = PLACES.find("p8").one
    assert option is not None
    assert option.label == "Phường Sóc Trăng"


def test_two_taps_lead_from_an_old_district_to_todays_area() -> None:
    districts = {option.label: option.area for option in PLACES.districts()}
    assert len(districts) == 11
    for district in districts.values():
        assert 8 <= len(PLACES.communes(district)) <= 13
    wards = PLACES.communes(districts["Thành phố Sóc Trăng"])
    assert [option.label for option in wards] == [f"Phường {number}" for number in range(1, 11)]
    assert {option.area for option in wards} == {"soc-trang", "phu-loi", "my-xuyen"}
    assert PLACES.communes("nowhere") == ()


def test_every_label_fits_a_button() -> None:
    labels = [option.label for district in PLACES.districts() for option in PLACES.communes(district.area)]
    labels += [option.label for text, _areas in ANSWERS for option in PLACES.find(text).options]
    assert max(map(len, labels)) <= 20


def test_a_posters_code_is_read_as_the_area_that_bears_it_today() -> None:
    option = PLACES.by_code("31783")
    assert option is not None
    assert option.label == "Phường Vĩnh Châu"
    assert PLACES.by_code("31786") is None  # xã Hòa Đông is no more
    assert PLACES.by_code("92") is None  # a city is no place to send an officer to


def test_before_the_merger_an_old_name_is_its_own_area() -> None:
    then = Gazetteer(shipped(), load_aliases(), load_everyday(), date(2023, 1, 1))
    assert said(then.find("phường 9")) == "p-9-soc-trang"
    assert said(then.find("tt ke sach")) == "tt-ke-sach-ke-sach"


def test_an_alias_of_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="names the code 99999"):
        Gazetteer(shipped(), [Alias("chợ Trời", ("99999",), "market", "sure")], {}, NOW)


@given(st.sampled_from([text for text, _areas in ANSWERS]), st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_the_unicode_form_and_the_case_do_not_matter(text: str, form: str, upper: bool) -> None:
    typed = unicodedata.normalize(form, text.upper() if upper else text)
    assert said(PLACES.find(typed)) == said(PLACES.find(text))


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    for found in (PLACES.find(text), PLACES.spot(text)):
        assert all(option.area in shipped().on(NOW) for option in found.options)


@given(st.text(max_size=40))
def test_what_a_story_names_an_answer_names_too(text: str) -> None:
    assert not PLACES.spot(text).options or PLACES.find(text).options


def test_an_answer_is_found_in_far_less_than_a_turn() -> None:
    texts = [text for text, _areas in ANSWERS]
    began = time.perf_counter()
    for text in texts:
        PLACES.find(text)
    assert (time.perf_counter() - began) / len(texts) < 0.02  # measured 0.0002 s; the bound is for a busy machine


def test_neighbours_are_the_communes_of_the_same_former_districts() -> None:
    assert set(PLACES.neighbours("vinh-chau")) == {"khanh-hoa", "lai-hoa", "vinh-hai", "vinh-phuoc"}
    assert "vinh-chau" in PLACES.neighbours("lai-hoa")
    assert PLACES.neighbours("nowhere") == ()


def test_a_commune_is_known_by_its_names_of_all_times() -> None:
    names = PLACES.names_of("vinh-chau")
    assert {"Phường Vĩnh Châu", "Phường 1", "Thị xã Vĩnh Châu"} <= set(names)
    assert PLACES.names_of("nowhere") == ()
