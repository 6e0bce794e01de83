"""Which words are looked for, and in which tips they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.triage.search_rules import MOST_TERMS, fits, terms

TOLD = (
    (
        "story",
        {"parts": [{"kind": "text", "text": "Thằng Năm Cụt bán ở hẻm 5, xe 83P1-123.45"}], "place": "chợ Vĩnh Châu"},
    ),
    ("file", {"kind": "photo", "blob": "aabbcc", "key": "ddeeff", "text": "hình nhà nó"}),
    ("question", {"text": "Lúc đó khoảng mấy giờ vậy bạn?", "prepared": "hour"}),
    ("answer", {"parts": [{"kind": "text", "text": "khoảng 9 giờ tối"}], "question": "00"}),
    ("move", {"move": "hand_over", "words": "đã báo đội hình sự", "body": "CAX-31783"}),
)


@pytest.mark.parametrize(
    "text",
    [
        "năm cụt", "NAM CUT", "cụt năm", "hem 5", "83P1-123.45", "83p112345", "83P1 12345", "123.45", "vinh chau", "Vĩnh",
        "may gio", "9 gio toi", "hình nhà", "hinh su", "  bán ,", "ban",
    ],
)  # fmt: skip
def test_words_are_found_however_they_are_typed(text: str) -> None:
    assert fits(terms(text), TOLD)


@pytest.mark.parametrize("text", ["sáu cụt", "ut", "aabbcc", "ddeeff", "hand_over", "CAX", "83P2", "hour", "photo"])
def test_what_nobody_wrote_is_not_found(text: str) -> None:
    assert not fits(terms(text), TOLD)


@pytest.mark.parametrize("text", ["", "  ", "a", "?!", "5", "a b c", "\u200b"])
def test_nothing_is_looked_for_where_nothing_is_said(text: str) -> None:
    assert terms(text) == ()


@given(st.text(max_size=300))
def test_any_text_gives_few_bare_words(text: str) -> None:
    found = terms(text)
    assert len(found) <= MOST_TERMS
    assert all(word and " " not in word for word in found)
    if found:
        assert fits(found, [("story", {"parts": [{"kind": "text", "text": text}]})])
