"""The same word typed in different ways has the same key."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.folding import accented, agrees, fold, search_keys, sounds, telex

VIETNAMESE = st.text(
    alphabet="aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ AĐÊƠ.,-1290"
)


@given(st.text())
@example("0´")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert accented(accented(text)) == accented(text)
    assert sounds(sounds(text)) == sounds(text)


@given(VIETNAMESE)
def test_a_folded_vietnamese_text_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()


@given(VIETNAMESE, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_unicode_form_does_not_matter(text: str, form: str) -> None:
    other = unicodedata.normalize(form, text)
    assert fold(other) == fold(text)
    assert accented(other) == accented(text)


@given(VIETNAMESE)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@given(VIETNAMESE)
def test_taking_the_diacritics_away_first_does_not_matter(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(accented(text))


@given(VIETNAMESE, st.sampled_from("\u200b\u200c\u200d\u2060\ufeff"))
def test_zero_width_characters_vanish(text: str, invisible: str) -> None:
    assert fold(invisible.join(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("thủy", "thuỷ"),
        ("khỏe", "khoẻ"),
        ("ủy", "uỷ"),
        ("Đ", "\u00d0"),
        ("ngã", "ngả"),
        ("a\u0301\u0302", "a\u0302\u0301"),
    ],
)
def test_spellings_of_one_word_have_one_accented_key(one: str, other: str) -> None:
    assert accented(one) == accented(other)


def test_bare_letters_agree_with_any_diacritics_but_other_diacritics_do_not() -> None:
    assert agrees(accented("cho"), accented("chợ"))
    assert agrees(accented("chợ"), accented("chợ"))
    assert not agrees(accented("chỗ"), accented("chợ"))
    assert not agrees(accented("lại"), accented("lai"))
    assert agrees(accented("dai"), accented("đại"))


def test_khmer_letters_are_kept() -> None:
    assert fold("ខេត្ត ១") == "ខេត្ត ១"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vinhx chaau", "vinh chau"),
        ("sosc trawng", "soc trang"),
        ("cos nguwowif", "co nguoi"),
        ("ma tuys ddas", "ma tuy da"),
        ("trafn ddeef", "tran de"),
        ("phuowngf", "phuong"),
    ],
)
def test_telex_residue_is_dropped_from_the_search_key(typed: str, meant: str) -> None:
    assert telex(typed) == meant
    assert meant in search_keys(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("vi4nh cha6u", "vinh chau"), ("ma tu1y", "ma tuy"), ("so1c tra8ng", "soc trang"), ("tra6n2 d9e62", "tran de")],
)
def test_vni_residue_is_dropped_from_the_search_key(typed: str, meant: str) -> None:
    assert meant in search_keys(typed)


def test_the_key_as_typed_comes_first() -> None:
    assert search_keys("An Thạnh 1")[0] == "an thanh 1"


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Sóc Chăn", "Sóc Trăng"),
        ("dĩn châu", "Vĩnh Châu"),
        ("ke xach", "Kế Sách"),
        ("Mĩ Xuyên", "Mỹ Xuyên"),
        ("gio", "vo"),
    ],
)
def test_southern_spellings_sound_alike(heard: str, meant: str) -> None:
    assert sounds(heard) == sounds(meant)
