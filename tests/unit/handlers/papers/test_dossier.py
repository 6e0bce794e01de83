"""What of a tip goes on paper, and what never does."""

from __future__ import annotations

from datetime import date
from typing import Any

from content.locales import speaking
from content.terms import Outcome, Stage, Topic
from handlers.papers.dossier import Enclosed, Unit, dossier, list_of, seat
from handlers.papers.paper import Lines, Paper, Table
from handlers.triage.export_rules import EXPORTABLE, barred, offered
from storage.reading import Entry, OpenTip
from storage.vault.keys import Pair
from tests.unit.handlers.triage.records import COMMUNE, DAY, POLICY, card, stations

STORY = {
    "parts": [{"kind": "text", "text": "co nguoi ban\u202e ma tuy gan cho"}],
    "place": "chợ Vĩnh Châu",
    "standpoint": "Ảnh có thể cho biết chỗ đứng",
    "known": "many",
}


def entry(kind: str, **content: Any) -> Entry:
    return Entry(kind, DAY + 1234, {"at": DAY + 1234, **content})


def made(*entries: Entry, enclosed: Enclosed = Enclosed(), story: dict[str, Any] = STORY, **changed: Any) -> Paper:  # noqa: B008
    values = {"stage": Stage.BOOKED, "events": {"sent": DAY, "accepted": DAY + 86400}} | changed
    opened = OpenTip(card(**values), (entry("story", **story), *entries), Pair.new(), b"r" * 16)
    unit = Unit(stations()[COMMUNE], "Vĩnh Châu", POLICY)
    with speaking("vi"):
        return dossier(opened, unit, "Phường Vĩnh Châu", enclosed, DAY + 2 * 86400)


def words(paper: Paper) -> str:
    """Everything that would be printed."""
    texts = [paper.above, paper.unit, paper.place, paper.kind, paper.about, paper.to, *paper.copies]
    for block in paper.blocks:
        if isinstance(block, Lines):
            texts += block.lines
        elif isinstance(block, Table):
            texts += [text for row in block.rows for text in row]
        else:
            texts.append(block.text)
    return "\n".join(texts)


def test_it_holds_what_was_told_asked_answered_and_done_with_days_and_no_minutes() -> None:
    paper = made(
        entry("details", parts=[{"kind": "text", "text": "thêm một chiếc xe"}]),
        entry("question", text="Lúc đó khoảng mấy giờ?"),
        entry("answer", parts=[{"kind": "text", "text": "chừng tám giờ"}]),
        entry("move", move="book", words="", body=""),
        enclosed=Enclosed(("T-7K2Q-1.jpg",), 2),
    )
    text = words(paper)
    for part in ("co nguoi ban ma tuy", "thêm một chiếc xe", "Lúc đó", "chừng tám giờ", "Vào sổ", "T-7K2Q-1.jpg"):
        assert part in text
    assert "Còn 2 tệp không kèm được" in text
    assert "16/01/2027, sau 10:00" in text
    assert ":20" not in text  # 10:20:34, the minute in which it was told


def test_where_few_know_not_even_the_hour_stands_there() -> None:
    text = words(made(few_know=True))
    assert "GIỮ NGUỒN" in text
    assert "10:00" not in text


def test_where_a_picture_was_taken_from_stays_in_the_chat() -> None:
    assert "chỗ đứng" not in words(made())


def test_it_is_for_the_body_that_the_last_move_outwards_named() -> None:
    handed = entry("move", move="hand_over", body="cqdt", day="2027-01-16", words="")
    assert made(handed, stage=Stage.HANDED_OVER).to == "Cơ quan Cảnh sát điều tra Công an thành phố Cần Thơ"
    assert set(made().to) == {"…"}


def test_an_end_is_told_with_its_outcome() -> None:
    assert "Đã xong: Đã xử lý ngay" in words(made(stage=Stage.CLOSED, outcome=Outcome.HANDLED))


def test_only_a_trial_tip_makes_a_training_copy() -> None:
    assert made(test=True).training
    assert not made().training


def test_a_list_holds_ids_and_nothing_of_what_the_tips_say() -> None:
    unit = Unit(stations()[COMMUNE], "Vĩnh Châu", POLICY)
    with speaking("vi"):
        text = words(list_of([card(), card(public="9ZZZABCDEF", topic=Topic.SALE)], unit, DAY))
    assert "T-7K2Q" in text
    assert "T-9ZZZ" in text
    assert not any(topic in text for topic in ("Tụ tập sử dụng", "Mua bán", "Vĩnh Châu chợ"))


def test_the_place_of_a_date_is_the_communes_name_alone() -> None:
    assert [seat(name) for name in ("Phường Vĩnh Châu", "Xã Mỹ Tú", "Cần Thơ")] == ["Vĩnh Châu", "Mỹ Tú", "Cần Thơ"]


def test_what_is_not_in_the_book_has_no_paper_and_only_its_holder_is_offered_one() -> None:
    assert Stage.NEW not in EXPORTABLE
    assert barred(card()) is not None
    booked = card(stage=Stage.BOOKED, holder="a")
    assert offered(booked, "a")
    assert not offered(booked, "b")
    assert made().day == date(2027, 1, 18)
