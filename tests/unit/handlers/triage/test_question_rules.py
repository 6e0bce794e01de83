"""Free questions to a reporter: what never goes, and what needs a second tap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.locales import _, speaking
from content.questions import QUESTIONS
from handlers.triage.question_rules import LONGEST, Never, findings, never

TOLD = ["co nguoi ban ma tuy gan cho Vinh Chau, xe 83-P1 234.56, thang Tu Den, nha so 12/3, toi 9 gio"]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("", Never.EMPTY),
        ("   \n\t ", Never.EMPTY),
        ("a" * (LONGEST + 1), Never.LONG),
        ("Xem https://example.test rồi nói tôi biết", Never.LINK),
        ("vào www.abc.vn nhé", Never.LINK),
        ("nhắn t.me/ai_do", Never.LINK),
        ("vào trang tinnhanh.vn coi", Never.LINK),
        ("coi bit.ly/3abc giùm", Never.LINK),
        ("coi hinh.xom.shop giùm", Never.LINK),
        ("coi anh.ru coi", Never.LINK),
        ("coi пример.рф coi", Never.LINK),
        ("coi bit。ly/3abc", Never.LINK),
        ("coi ｂｉｔ．ｌｙ", Never.LINK),
        ("coi bit.l\u200by", Never.LINK),
        ("bấm tg://resolve giùm", Never.LINK),
        ("vào ftp://a giùm", Never.LINK),
        ("vào 203.0.113.7 coi", Never.LINK),
        ("viết thư a@b.vn", Never.LINK),
        ("gọi 0912·345·678", Never.PHONE),
        ("gọi ０９１２３４５６７８", Never.PHONE),
        ("nhắn cho @congan_vc giùm", Never.MENTION),
        ("gọi 0912 345 678 giùm", Never.PHONE),
        ("số +84 912.345.678", Never.PHONE),
        ("gọi 0299-3822-113 nhé", Never.PHONE),
    ],
)
def test_links_mentions_telephones_and_nothing_never_go_to_a_reporter(question: str, why: Never) -> None:
    assert never(question) is why


@pytest.mark.parametrize(
    "question",
    [
        "Lúc đó mấy giờ vậy bạn?",
        "Có mấy người, đi xe gì?",
        "Khoảng 9 giờ phải không?",
        "Email hay thư gì không?",
        "Ở P.Vĩnh Châu v.v. hay TX.Ngã Năm?",
        "Khoảng 9.30 ngày 12/11/2026 phải không?",
    ],
)
def test_an_ordinary_question_may_go(question: str) -> None:
    assert never(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Bạn tên gì?",
        "ban ten gi vay",
        "Tên của bạn là gì?",
        "Cho xin số điện thoại",
        "Bạn là ai?",
        "Bạn làm nghề gì?",
        "Nhà bạn ở đâu?",
        "Bạn ở đâu vậy?",
        "Anh là gì của nó?",
        "Bạn có bà con với người đó không?",
        "Gặp mặt được không?",
        "Bạn lên trụ sở giùm",
        "Ra làm chứng được không?",
        "Bạn bao nhiêu tuổi?",
        "What is your name?",
        "Cho xin Zalo",
    ],
)
def test_a_question_about_the_reporter_needs_a_second_tap(question: str) -> None:
    assert findings(question, TOLD).identity


@pytest.mark.parametrize(
    ("question", "untold"),
    [
        ("Có phải xe 83-F1 999.88 không?", ("83-F1 999.88",)),
        ("Có phải nhà số 45 không?", ("45",)),
        ("Có phải thằng Năm Cụt không?", ("Năm Cụt",)),
        ("Người tên “ba lửa” có ở đó không?", ("ba lửa",)),
        ("Có phải ở hẻm 7/2 không?", ("7/2",)),
        ("Bạn có thấy anh Hùng không?", ("Hùng",)),
        ("Lúc đó có LỘC ở đó không?", ("LỘC",)),
    ],
)
def test_a_detail_that_this_reporter_never_gave_needs_a_second_tap(question: str, untold: tuple[str, ...]) -> None:
    found = findings(question, TOLD)
    assert found.untold == untold
    assert found.second_tap


@pytest.mark.parametrize(
    "question",
    [
        "Xe 83P1-23456 đó màu gì?",
        "Xe 83-P1 234.56 còn ở đó không?",
        "Thằng Tư Đen còn ở đó không?",
        "Nhà số 12/3 còn người không?",
        "Gần chợ Vĩnh Châu là gần chỗ nào?",
        "Lúc 9 giờ có mấy người?",
        "Người đó mặc áo màu gì?",
        "Anh đó đi xe gì?",
    ],
)
def test_what_the_reporter_said_may_be_asked_about_in_any_spelling(question: str) -> None:
    assert not findings(question, TOLD).second_tap


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_prepared_question_holds_nothing_of_any_tip(key: str) -> None:
    prepared = QUESTIONS[key]
    with speaking("vi"):
        text, label = _(prepared.text), _(prepared.label)
    assert text != prepared.text
    assert never(text) is None
    assert not findings(text, []).second_tap
    assert len(label) <= 20
    harmful = ("ma túy", "công an", "tố giác", "tin báo", "mã ")
    assert not any(word in text[:40].casefold() for word in harmful)
    assert all(len(sentence.split()) <= 18 for sentence in text.replace("?", ".").split("."))


@given(st.text(max_size=400))
def test_no_text_breaks_the_check_and_what_was_told_is_never_new(text: str) -> None:
    never(text)
    assert findings(text, [text]).untold == ()
