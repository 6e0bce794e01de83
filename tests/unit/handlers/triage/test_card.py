"""Cards: what a group may see, what one officer sees, what each may press."""

from __future__ import annotations

import itertools

import pytest

from content.locales import speaking
from content.terms import Detail, Mark, Role, Stage, StationKind, Topic, Urgency
from handlers.messages import Screen
from handlers.triage.card import group_card, private_card
from handlers.triage.move_rules import Move
from handlers.triage.standing import allowed
from storage.stations import Station
from tests.unit.handlers.triage.records import DAY, NIGHT, PROVINCE, around, card, person, stations

ME = person(1).id
OTHER = person(2).id
NAMES = {ME: "Lành", OTHER: "Tư"}


def labels(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row]


def test_the_group_reads_topic_commune_urgency_and_that_nobody_has_it() -> None:
    urgent = card(urgency=Urgency.ONGOING)
    text = group_card(urgent, around(waited_s=185.0, province_told=True)).text
    assert text.splitlines()[0] == "🔴 KHẨN · T-7K2Q · Phường Vĩnh Châu"
    assert "Chưa ai nhận · 3 phút." in text
    assert "Trực tỉnh đã được báo." in text
    assert text.endswith("Đọc ở chat riêng. Không bàn nội dung trong nhóm.")


@pytest.mark.parametrize(
    ("hour", "part"),
    [(NIGHT + 1 * 3600, "tối"), (NIGHT + 6 * 3600, "sáng"), (NIGHT + 13 * 3600, "chiều"), (NIGHT + 20 * 3600, "tối")],
)
def test_the_group_learns_the_part_of_the_day_of_an_ordinary_tip_and_no_hour(hour: float, part: str) -> None:
    text = group_card(card(submitted_hour=hour, detail=Detail.USE_HOTEL), around()).text
    assert f"gửi buổi {part}" in text
    assert ":" not in text
    assert Detail.USE_HOTEL.text not in text


def test_the_group_sees_nothing_of_sources_involvement_or_who_might_be_exposed() -> None:
    marked = card(urgency=Urgency.DANGER, few_know=True, marks=((Mark.INVOLVED, OTHER, DAY),))
    text = group_card(marked, around(names=NAMES)).text
    for word in ("nguồn", "người báo", "ít người", "Tư", "liên quan"):
        assert word not in text


def test_one_officer_sees_the_hour_the_detail_the_source_and_the_warning() -> None:
    text = private_card(card(detail=Detail.USE_HOTEL, few_know=True, sources=4), around(), ME).text
    assert "Gửi sau 10:00" in text
    assert "4 nguồn báo" in text
    assert "GIỮ NGUỒN" in text
    assert "người báo" not in text


def test_stamps_of_an_urgent_tip_carry_name_and_hour() -> None:
    stamped = card(urgency=Urgency.DANGER, marks=((Mark.CALLED_PROVINCE, ME, DAY + 840),))
    with speaking("en"):
        assert "Province was called: Lành, 10:14" in group_card(stamped, around(names=NAMES)).text


def test_a_new_tip_can_be_taken_and_a_taken_one_is_asked_about_and_closed_by_its_holder_only() -> None:
    taken, mine = card(stage=Stage.BOOKED, holder=ME), around(names=NAMES, moves=(Move.ASK, Move.FILE))
    with speaking("en"):
        assert "Take this tip" in labels(private_card(card(), around(), ME))
        assert {"Read the tip", "Ask back", "Close the tip"} <= set(labels(private_card(taken, mine, ME)))
        others = labels(private_card(taken, around(names=NAMES), OTHER))
    assert "Read the tip" in others
    assert not {"Ask back", "Close the tip", "Take this tip", "Busy, to province"} & set(others)


def test_whoever_is_involved_sees_that_and_nothing_else() -> None:
    screen = private_card(card(marks=((Mark.INVOLVED, ME, DAY),), few_know=True), around(), ME)
    with speaking("en"):
        shown = private_card(card(marks=((Mark.INVOLVED, ME, DAY),)), around(), ME)
        assert labels(shown) == ["Inbox", "Lock shift"]
    assert Topic.USE_PLACE.text not in screen.text
    assert len(screen.text.splitlines()) == 2


def test_only_a_tip_that_may_go_up_offers_to_go_up() -> None:
    with speaking("en"):
        above = labels(private_card(card(stations=(PROVINCE,), station=PROVINCE), around(), ME))
        inspectorate = labels(private_card(card(stations=("THANH-TRA",), station="THANH-TRA"), around(), ME))
        assert "Busy, to province" in labels(private_card(card(), around(), ME))
    assert "Busy, to province" not in above + inspectorate


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_card_fits_its_buttons_and_is_protected_in_private(language: str) -> None:
    states = itertools.product(Stage, Urgency, (None, ME, OTHER), (False, True))
    with speaking(language):
        for stage, urgency, holder, test in states:
            one = card(stage=stage, urgency=urgency, holder=holder, test=test)
            able = around(names=NAMES, moves=allowed(one, person(1, role=Role.HEAD), stations()))
            alone, group = private_card(one, able, ME), group_card(one, able)
            assert alone.protect
            for button in (button for screen in (alone, group) for row in screen.rows for button in row):
                assert 0 < len(button.label) <= 20
                assert len(button.payload.encode()) <= 64
                assert bool(button.payload) != bool(button.link)


def test_a_closed_tip_leaves_nothing_to_press_in_the_group() -> None:
    assert group_card(card(stage=Stage.CLOSED), around()).rows == ()


def test_an_urgent_card_rings_and_an_ordinary_one_does_not() -> None:
    for screen in (private_card, lambda one, where, _who: group_card(one, where)):
        assert not screen(card(urgency=Urgency.DANGER), around(), ME).silent
        assert screen(card(), around(), ME).silent


def test_a_border_guard_without_an_officer_here_is_called_by_the_number_on_the_card() -> None:
    guard = Station("BP", "Đồn Biên phòng Trần Đề", StationKind.BORDER_GUARD, contact="0299 000 0000")
    text = private_card(card(), around(to_call=(guard,)), ME).text
    assert "Gọi báo thêm: Đồn Biên phòng Trần Đề, 0299 000 0000" in text
