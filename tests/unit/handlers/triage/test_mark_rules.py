"""What is recognised in a text, whichever way it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.triage.mark_rules import WEIGHTS, Mark, Trait, marks
from handlers.triage.sketch_rules import REASONS


@pytest.mark.parametrize(
    "text",
    ["xe 83P1-234.56", "xe 83p1 23456", "xe 83P123456 nha", "bien so 83-P1 234.56", "83P1.23456", "XE 83P1–234.56!"],
)
def test_a_plate_is_the_same_however_it_is_typed(text: str) -> None:
    assert {Mark(Trait.PLATE, "83p123456"), Mark(Trait.TAIL, "3456")} <= marks(text)


@pytest.mark.parametrize(
    ("text", "trait", "value"),
    [
        ("xe 83A-123.45 màu đen", Trait.PLATE, "83a12345"),
        ("xe tải 65C 33321", Trait.PLATE, "65c33321"),
        ("83-AA 012.34", Trait.PLATE, "83aa01234"),
        ("83P1-2345", Trait.PLATE, "83p12345"),
        ("chiếc fortuner đuôi 2345", Trait.TAIL, "2345"),
        ("con vario trắng 567.89", Trait.TAIL, "6789"),
        ("gọi số 0912 345 678", Trait.PHONE, "912345678"),
        ("gọi o912.345.678 là có", Trait.PHONE, "912345678"),
        ("+84 912 345 678", Trait.PHONE, "912345678"),
        ("ghe câu ST 91234 TS cập bến", Trait.HULL, "91234"),
        ("chiếc ghe 91234 vô bến", Trait.HULL, "91234"),
        ("sà lan cát LA 05678", Trait.HULL, "05678"),
        ("nhà số 45 hẻm 112", Trait.HOUSE, "45"),
        ("số 12B đường Lê Lợi", Trait.HOUSE, "12b"),
        ("lúc 4 giờ sáng", Trait.HOUR, "4"),
        ("4h30 khuya", Trait.HOUR, "4"),
        ("16 giờ", Trait.HOUR, "4"),
    ],
)
def test_numbers_that_name_one_thing_are_found(text: str, trait: Trait, value: str) -> None:
    assert Mark(trait, value) in marks(text)


@pytest.mark.parametrize(
    ("one", "another", "trait"),
    [
        ("thằng Út Lé bán", "ut le ban da", Trait.NAME),
        ("thằng Tư Đen bán", "thawngf tuw ddeen banr", Trait.NAME),
        ("ở hẻm 112", "hem 112 do", Trait.PLACE),
        ("chùa Som Rong", "chua som rong", Trait.PLACE),
        ("karaoke Ngọc Lan", "karaoke ngoc lan", Trait.PLACE),
        ("khu Xẻo Me", "khu sẻo me", Trait.PAIR),
        ("Giồng Trôm kìa", "dồng chôm kìa", Trait.WORD),
        ("phòng số 5", "phong 5", Trait.PLACE),
    ],
)
def test_a_name_is_the_same_with_and_without_diacritics_with_residue_and_by_ear(
    one: str, another: str, trait: Trait
) -> None:
    same = {mark.value for mark in marks(one)} & {mark.value for mark in marks(another)}
    assert any(mark.trait is trait and mark.value in same for mark in marks(one)), same


@pytest.mark.parametrize(
    "text", ["Có người bán ma túy ở đây", "toi thay no ban hang o do", "nhà đó tối nào cũng có xe ra vô", ""]
)
def test_everyday_words_alone_mark_nothing(text: str) -> None:
    assert marks(text) == frozenset()


def test_a_sum_of_money_a_year_and_an_age_are_no_plate_and_no_telephone() -> None:
    found = {mark.trait for mark in marks("năm 2026 nó 17 tuổi lấy 200 ngàn, nợ 30 triệu, 5 đứa, ngày 12/11/2026")}
    assert not found & {Trait.PLATE, Trait.PHONE, Trait.HULL, Trait.HOUSE}


def test_every_trait_weighs_and_has_its_reason() -> None:
    assert set(WEIGHTS) == set(Trait) == set(REASONS)


@given(st.text(max_size=300))
def test_any_text_can_be_marked(text: str) -> None:
    assert all(mark.value for mark in marks(text))


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạ 0123456789", max_size=120))
def test_capitals_and_full_stops_change_nothing(text: str) -> None:
    assert marks(text) == marks(f"  {text.upper()} ")
