"""The receipt's 512 syllables: apart in every southern ear, and harmless on any piece of paper (users.md A1)."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.syllables import FOLDER, LONGEST, SYLLABLES, fold, number_of, southern
from content.syllables.generate import generate, read_words, unwanted

TABLE = (FOLDER / "table.txt").read_text("utf-8")
HARMFUL = {
    "obscene": "lon cac cu buoi dit deo du vu bu liem buom di diem dam hiep nung cut dai dam gai chim mong te soc duc",
    "drugs": "ma tuy da ke keo lac hang can co trang thuoc phien "
    "hut hit chich tiem kim nghien cai bong cuoi phe ngao bay",
    "police": "cong an canh sat bat tu toi pham to giac khai cung "
    "tra kham xet cong sung linh toa luat truc doi don bao tin",
    "titles": "ong ba co chu bac cau mo di duong thim anh chi em con "
    "chau cha me ma bo tia thay sep vo chong sai luc hia che",
    "numbers": "khong mot hai ba bon tu nam lam sau bay tam chin "
    "muoi chuc tram nghin ngan van trieu ty ti le ruoi nhat nhi",
}


def southern_ear(syllable: str) -> str:
    """The merges of users.md A1 once more, written from the rule and not from the code."""
    heard = syllable.replace("y", "i")
    heard = re.sub(r"^gi(?=[aeou])", "d", heard)
    heard = re.sub(r"^(v|gi?(?=i))", "d", heard)
    heard = re.sub(r"^s", "x", heard)
    heard = re.sub(r"^tr", "ch", heard)
    heard = re.sub(r"^(k(?!h)|q)", "c", heard)
    heard = re.sub(r"^gh", "g", heard)
    heard = re.sub(r"^ngh", "ng", heard)
    heard = re.sub(r"(?<=[aeiou])(ng|nh)$", "n", heard)
    return re.sub(r"(?<=[aeiou])(ch|c)$", "t", heard)


def test_the_list_is_what_its_generator_makes() -> None:
    assert generate(TABLE, unwanted()) == SYLLABLES


def test_there_are_512_for_nine_bits_each() -> None:
    assert len(SYLLABLES) == len(set(SYLLABLES)) == 512
    assert list(SYLLABLES) == sorted(SYLLABLES)


def test_each_is_a_short_plain_syllable_that_begins_with_a_consonant() -> None:
    for syllable in SYLLABLES:
        assert re.fullmatch(r"[bcdghklmnpqrstvx][a-z]+", syllable), syllable
        assert 2 <= len(syllable) <= LONGEST
        assert fold(syllable) == syllable


def test_each_stands_for_a_word_that_people_say() -> None:
    words = {word for _, word in read_words(TABLE)}
    assert set(SYLLABLES) <= words


def test_no_two_sound_alike_in_the_south() -> None:
    by_sound = Counter(southern_ear(syllable) for syllable in SYLLABLES)
    assert [sound for sound, count in by_sound.items() if count > 1] == []
    by_class = Counter(southern(syllable) for syllable in SYLLABLES)
    assert set(by_class.values()) == {1}


@pytest.mark.parametrize("kind", HARMFUL)
def test_none_is_harmful_when_read_without_tones(kind: str) -> None:
    assert set(SYLLABLES) & set(HARMFUL[kind].split()) == set()


def test_none_is_in_the_projects_own_list_of_unwanted_words() -> None:
    assert set(SYLLABLES) & unwanted() == set()
    groups = {group for group, _ in read_words((FOLDER / "unwanted.txt").read_text("utf-8"))}
    assert groups == {"obscene", "insults", "drugs", "police", "fear", "titles", "numbers"}


def test_the_syllables_of_the_walks_are_there() -> None:
    assert {"sen", "ghe", "quat", "tre", "lua", "xoai", "vit"} <= set(SYLLABLES)


@pytest.mark.parametrize(
    "alike",
    [
        "va da gia đa",
        "sa xa",
        "tra cha",
        "ca ka qa",
        "ban bang banh",
        "bat bac bach",
        "mai may",
        "quy qui cui",
        "gieng dieng vien dien",
        "gi di vi",
        "gin din vinh",
        "giết diec viet",
        "ghe ge",
        "nghe nge",
        "Quạt quac cuach",
    ],
)
def test_spellings_that_sound_alike_are_one(alike: str) -> None:
    assert len({southern(fold(word)) for word in alike.split()}) == 1


@pytest.mark.parametrize(
    "apart", ["la na", "ra da", "tha ta", "kha ca", "nga na", "nha na", "cham chan", "tap tat", "pha ba"]
)
def test_spellings_that_sound_different_stay_apart(apart: str) -> None:
    first, second = apart.split()
    assert southern(first) != southern(second)


@given(st.sampled_from(SYLLABLES))
def test_a_syllable_is_found_at_its_place(syllable: str) -> None:
    assert SYLLABLES[number_of(syllable) or 0] == syllable


@pytest.mark.parametrize("noise", ["", "b", "xyz", "sen ghe", "1", "w", "ghế", "khongco", "🌾"])
def test_what_is_no_syllable_has_no_place(noise: str) -> None:
    assert number_of(noise) is None


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    number = number_of(fold(text))
    assert number is None or 0 <= number < 512


def test_too_small_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="512 are needed"):
        generate("b: bến bờ", frozenset())
