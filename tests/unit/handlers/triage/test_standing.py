"""What the desk offers of the table of moves: steps few enough for one card, ends behind one button, labels that fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content import bodies
from content.bodies import BodiesError
from content.locales import REVIEWED, _, speaking
from content.terms import Outcome, Reader, Role, Stage, StationKind, Topic
from handlers.triage.addressees import people_to_tell
from handlers.triage.clock_rules import day_of, midnight
from handlers.triage.move_rules import TABLE, Move
from handlers.triage.move_screens import MOVE_LABELS, NEXT, deadline_line, done_text, stage_lines, waited_line
from handlers.triage.permissions import READERS, SEATS
from handlers.triage.reminder_rules import Told
from handlers.triage.standing import OVERSEEN, allowed, deadlines, endings, receivers, standing_of, steps, units
from storage.stations import Station
from storage.tips import Card
from tests.unit.handlers.triage.records import COMMUNE, DAY, INSPECTORATE, POLICY, PROVINCE, card, person, stations

SEAT = {StationKind.COMMUNE: COMMUNE, StationKind.PROVINCE: PROVINCE, StationKind.INSPECTORATE: INSPECTORATE}
SEAT |= {StationKind.PROCURACY: "VKS", StationKind.BORDER_GUARD: "BP", StationKind.NEIGHBOUR: "95"}
OFFICERS = [person(1, SEAT[kind], role) for role in READERS for kind in SEATS[role]]
HOUR = 3600.0


def held(stage: Stage, **more: object) -> Card:
    return card(stage=stage, holder=person(1).id, **more)


@pytest.mark.parametrize("stage", Stage)
def test_a_card_offers_at_most_six_steps_and_every_move_has_one_place(stage: Stage) -> None:
    for officer in OFFICERS:
        found = allowed(held(stage), officer, stations())
        assert len(steps(found)) <= 6
        assert {*steps(found), *endings(found)} | {Move.ASK} == {*found} | {Move.ASK}
        assert not {*steps(found)} & {*endings(found)}


@pytest.mark.parametrize("language", REVIEWED)
def test_every_label_fits_its_button_in_every_language(language: str) -> None:
    with speaking(language):
        for text in (*MOVE_LABELS.values(), "Overdue", "Due soon"):
            assert 0 < len(_(text)) <= 20, text


def test_the_next_step_stands_first() -> None:
    first = {stage: allowed(held(stage), person(1), stations())[:1] for stage in Stage}
    assert first[Stage.NEW] == (Move.BOOK,)
    assert first[Stage.BOOKED] == (Move.CLASSIFY,)
    assert first[Stage.CLASSIFIED] == (Move.FIND_SIGNS,)
    assert first[Stage.SIGNS] == (Move.HAND_OVER,)
    assert first[Stage.HANDED_OVER] == (Move.ASSIGN,)
    assert first[Stage.ASSIGNED] == (Move.VERIFY,)
    assert first[Stage.SUSPENDED] == (Move.RESUME,)
    assert first[Stage.AT_COMMUNE] == (Move.REPORT_BACK,)
    assert set(NEXT) == set(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_whoever_does_not_have_a_tip_is_offered_only_what_a_superior_may_do(stage: Stage) -> None:
    for officer in OFFICERS:
        found = allowed(card(stage=stage, holder=person(9).id), officer, stations())
        assert set(found) <= OVERSEEN
        assert all(officer.role in TABLE[move].roles for move in found)


def reachable(move: Move, tip: Card) -> list[str]:
    """Units with a PIN that the province may give this tip by this move."""
    keyed = {name: replace(one, key=b"k" * 32) for name, one in stations().items()}
    return [one.id for found in units(move, tip, keyed[PROVINCE], keyed).values() for one in found]


def test_a_tip_goes_down_to_any_commune_unless_it_is_closed_to_them() -> None:
    assert reachable(Move.DELEGATE, card(stations=(PROVINCE,))) == [COMMUNE]
    assert reachable(Move.DELEGATE, card(reader=Reader.ABOVE)) == []
    assert reachable(Move.DELEGATE, card(topic=Topic.OFFICIAL)) == []
    assert reachable(Move.SEND_ON, card()) == ["95", "BP", INSPECTORATE, "VKS"]


def test_nobody_is_offered_to_pass_on_what_no_unit_can_take() -> None:
    mine = card(holder=person(1).id, stage=Stage.BOOKED)
    assert Move.SEND_ON not in allowed(mine, person(1), stations())
    keyed = stations() | {PROVINCE: replace(stations()[PROVINCE], key=b"k" * 32)}
    assert Move.SEND_ON in allowed(mine, person(1), keyed)


def test_a_liaison_without_an_officer_here_is_one_of_those_that_a_tip_is_closed_as_handed_to() -> None:
    liaison = Station("95", "Công an Cà Mau", StationKind.NEIGHBOUR)
    today = date(2026, 11, 23)
    assert receivers(Move.TRANSFER, {"95": liaison}, today)["95"] == "Công an Cà Mau"
    assert "95" not in receivers(Move.TRANSFER, {"95": replace(liaison, key=b"k")}, today)
    assert "95" not in receivers(Move.OUT_OF_SCOPE, {"95": liaison}, today)


def test_every_move_that_needs_a_receiver_has_some() -> None:
    for move in (Move.HAND_OVER, Move.TRANSFER, Move.OUT_OF_SCOPE):
        assert receivers(move, stations(), date(2026, 11, 23))


def test_bodies_that_can_not_be_used_are_refused_with_their_line(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "bodies.csv"
    path.write_text(
        "id,label,name,moves,valid_from,valid_to,basis\nx,một nhãn dài hơn hai mươi chữ,X,transfer,2026-01-01,,B\n"
    )
    with pytest.raises(BodiesError, match=r"bodies\.csv:2"):
        bodies.load(path)
    path.write_text("id,label,name,moves,valid_from,valid_to,basis\nx,X,X,transfer,hôm nay,,B\n")
    with pytest.raises(BodiesError, match=r"bodies\.csv:2"):
        bodies.load(path)


def test_an_agency_that_is_no_more_is_not_offered() -> None:
    assert "cqdt" not in bodies.bodies_for("hand_over", date(2024, 1, 1))


def test_a_card_says_where_it_stands_since_when_what_is_due_and_on_which_paper() -> None:
    one = held(Stage.BOOKED, events={"sent": DAY, "accepted": DAY + HOUR})
    text = "\n".join([*stage_lines(one, DAY, POLICY), deadline_line(deadlines(one, POLICY)[0], DAY, POLICY)])
    assert text == (
        "Đã vào sổ · Tin báo (chưa rõ người báo)\nVào sổ lúc 11:00\n"
        "Hạn 23:00: Báo cáo CQĐT cấp tỉnh (Hướng dẫn 11/HD-BCA-V03 ngày 27/2/2025)"
    )
    assert deadline_line(deadlines(one, POLICY)[0], DAY + 13 * HOUR, POLICY).startswith("QUÁ HẠN · Hạn 23:00")


def test_both_times_are_told_since_it_was_sent_and_since_it_is_in_the_book() -> None:
    one = held(Stage.BOOKED, events={"sent": DAY, "accepted": DAY + HOUR})
    assert waited_line(one, DAY + 3 * HOUR) == "Từ lúc gửi: 3 giờ · từ lúc vào sổ: 2 giờ"
    assert waited_line(held(Stage.NEW), DAY + 72 * HOUR) == "Từ lúc gửi: 3 ngày"


def test_after_a_move_the_officer_reads_what_happens_next() -> None:
    closed = held(Stage.CLOSED, outcome=Outcome.FILED)
    text = done_text(closed, Move.FILE, deadlines(closed, POLICY), DAY + HOUR, POLICY)
    assert text.splitlines()[:2] == [
        "T-7K2Q: đã ghi, Lưu, nắm tình hình.",
        "Đã kết thúc. Người báo thấy từ 08:00 kế tiếp.",
    ]
    assert len(text.splitlines()) == 3


def test_a_day_that_a_person_set_is_a_deadline_beside_the_laws() -> None:
    one = held(Stage.SUSPENDED, until=date(2027, 2, 1), events={"sent": DAY, "accepted": DAY, "day_set": DAY})
    (own,) = deadlines(one, POLICY)
    assert (own.last_day, own.began) == (date(2027, 2, 1), DAY)


def test_what_was_met_runs_no_more() -> None:
    one = held(Stage.BOOKED, events={"sent": DAY, "accepted": DAY, "T2": DAY})
    assert standing_of(one).met == {"T2"}
    assert "T2" not in [due.clock.id for due in deadlines(one, POLICY)]


STAFF = [
    person(1),
    person(2, role=Role.HEAD, duty=False),
    person(3, PROVINCE, duty=False),
    person(4, PROVINCE, role=Role.DESK, duty=False),
    person(5, duty=False),
]


@pytest.mark.parametrize(
    ("told", "changed", "who"),
    [
        (Told.HOLDER, {"holder": person(5).id}, [5]),
        (Told.HOLDER, {}, [1]),
        (Told.HOLDER, {"holder": person(77).id}, [1]),
        (Told.HEAD, {"holder": person(5).id}, [2]),
        (Told.PROVINCE, {}, [4]),
        (Told.PROVINCE, {"stations": (COMMUNE,)}, [1, 2, 5]),
    ],
)
def test_a_notice_reaches_its_addressee_and_never_nobody(
    told: Told, changed: dict[str, object], who: list[int]
) -> None:
    assert people_to_tell(told, card(**changed), STAFF, POLICY, DAY) == tuple(person(one).id for one in who)


def test_whoever_is_away_or_in_training_is_not_told() -> None:
    staff = [person(1, away_until=date(2030, 1, 1)), person(2, training=True), person(3, PROVINCE)]
    assert people_to_tell(Told.HOLDER, card(holder=person(1).id), staff, POLICY, DAY) == (person(3).id,)


def test_a_deadline_that_was_counted_on_less_than_is_known_says_so() -> None:
    told = card(stage=Stage.BOOKED, events={"sent": DAY, "accepted": DAY})
    vague = card(stage=Stage.BOOKED, events={"sent": DAY, "accepted": midnight(day_of(DAY, POLICY), POLICY)})
    assert "tính từ đầu ngày vì chưa rõ giờ" not in deadline_line(deadlines(told, POLICY)[0], DAY, POLICY)
    assert "tính từ đầu ngày vì chưa rõ giờ" in deadline_line(deadlines(vague, POLICY)[0], DAY, POLICY)
    days = card(stage=Stage.AT_COMMUNE, until=day_of(DAY, POLICY) + timedelta(days=3), events={"sent": DAY})
    assert "tính từ đầu ngày" not in deadline_line(deadlines(days, POLICY)[0], DAY, POLICY)
    running = deadlines(card(stage=Stage.HANDED_OVER, events={"sent": DAY, "handed_over": DAY}), POLICY)
    guessed = next(one for one in running if one.guessed)
    assert "chưa có lịch nghỉ năm 2027" in deadline_line(guessed, DAY, POLICY)
