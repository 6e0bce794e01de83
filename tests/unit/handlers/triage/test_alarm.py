"""Who is rung, when. A ring never leaves the tip's route, never reaches somebody involved, and stops when somebody acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import Mark, PersonState, Role, Stage, StationKind, Urgency
from handlers.triage.alarm import Ring, first_rings, next_rings, ring_screen, wait
from storage.stations import Station
from tests.unit.handlers.triage.records import (
    COMMUNE,
    DAY,
    INSPECTORATE,
    NIGHT,
    POLICY,
    PROVINCE,
    around,
    card,
    person,
    stations,
)

DUTY, SLEEPING, HEAD = person(1), person(2, duty=False), person(3, role=Role.HEAD, duty=False)
DESK, AWAY = person(11, PROVINCE), person(12, PROVINCE, duty=False)
ADMIN = person(20, role=Role.ADMIN)
STAFF = [DUTY, SLEEPING, HEAD, DESK, AWAY, ADMIN]


def chats(rings: tuple[Ring, ...]) -> set[tuple[str, str]]:
    return {(ring.station, ring.person) for ring in rings}


@pytest.mark.parametrize("urgency", [Urgency.DANGER, Urgency.ONGOING])
def test_danger_reaches_the_duty_of_station_and_province_and_both_groups_at_minute_0(urgency: Urgency) -> None:
    rings = first_rings(card(urgency=urgency), stations(), STAFF, POLICY, NIGHT)
    expected = {(COMMUNE, ""), (COMMUNE, DUTY.id), (PROVINCE, ""), (PROVINCE, DESK.id)}
    assert chats(rings.now) == expected
    assert not any(ring.silent or ring.reply for ring in rings.now)
    assert rings.province_told
    assert rings.next_s == 180.0


def test_danger_wakes_the_head_at_minute_3_and_rings_again_every_three_minutes_until_somebody_acts() -> None:
    urgent = card(urgency=Urgency.DANGER)
    for step in (1, 2, 50):
        rings = next_rings(urgent, step, stations(), STAFF, POLICY, NIGHT)
        assert (COMMUNE, HEAD.id) in chats(rings.now)
        assert (COMMUNE, SLEEPING.id) not in chats(rings.now)
        assert all(ring.reply and not ring.silent for ring in rings.now)
        assert rings.next_s == 180.0
    read = ((Mark.READ, DUTY.id, NIGHT),)
    taken = card(urgency=Urgency.DANGER, holder=DUTY.id, marks=read)
    assert next_rings(taken, 1, stations(), STAFF, POLICY, NIGHT) == type(rings)((), None)


def test_danger_that_somebody_took_unread_rings_on_more_slowly_and_says_who_has_it() -> None:
    taken = card(urgency=Urgency.DANGER, holder=SLEEPING.id)
    rings = next_rings(taken, 1, stations(), STAFF, POLICY, NIGHT)
    assert {(COMMUNE, ""), (COMMUNE, HEAD.id), (PROVINCE, DESK.id)} <= chats(rings.now)
    assert not any(ring.silent for ring in rings.now)
    assert rings.next_s == POLICY.unopened
    said = ring_screen(taken, around(names={SLEEPING.id: "Đ/c Tư"}, waited_s=600)).text
    assert "Đ/c Tư" in said
    assert "10" in said


def test_an_ordinary_tip_that_somebody_took_and_a_closed_danger_ring_no_more() -> None:
    for over in (
        card(holder=DUTY.id),
        card(urgency=Urgency.DANGER, stage=Stage.CLOSED, holder=DUTY.id),
    ):
        assert next_rings(over, 1, stations(), STAFF, POLICY, NIGHT).next_s is None


def test_an_ordinary_tip_goes_to_its_own_station_and_only_later_to_the_province() -> None:
    told = [
        {ring.station for ring in rings.now}
        for rings in (
            first_rings(card(), stations(), STAFF, POLICY, DAY),
            next_rings(card(), 1, stations(), STAFF, POLICY, DAY),
            next_rings(card(), 2, stations(), STAFF, POLICY, DAY),
        )
    ]
    assert told == [{COMMUNE}, {COMMUNE}, {COMMUNE, PROVINCE}]


def test_with_nobody_on_duty_the_group_is_first_and_the_province_next() -> None:
    staff = [SLEEPING, HEAD, DESK]
    first = first_rings(card(), stations(), staff, POLICY, DAY)
    second = next_rings(card(), 1, stations(), staff, POLICY, DAY)
    assert chats(first.now) == {(COMMUNE, "")}
    assert chats(second.now) == {(COMMUNE, ""), (PROVINCE, ""), (PROVINCE, DESK.id)}
    assert second.province_told


def test_a_station_with_neither_group_nor_duty_has_its_readers_called_in_private() -> None:
    rings = first_rings(card(), stations(group=False), [SLEEPING, HEAD, ADMIN], POLICY, DAY)
    assert chats(rings.now) == {(COMMUNE, SLEEPING.id), (COMMUNE, HEAD.id)}


def test_an_ordinary_tip_is_silent_at_night_and_rings_by_day_once_it_waits() -> None:
    assert all(ring.silent for ring in next_rings(card(), 1, stations(), STAFF, POLICY, NIGHT).now)
    assert not any(ring.silent for ring in next_rings(card(), 1, stations(), STAFF, POLICY, DAY).now)


def test_a_danger_that_a_busy_commune_hands_up_rings_at_the_province_alone() -> None:
    handed = card(station=PROVINCE, urgency=Urgency.DANGER, marks=((Mark.TO_PROVINCE, DUTY.id, NIGHT),))
    assert chats(first_rings(handed, stations(), STAFF, POLICY, NIGHT).now) == {(PROVINCE, ""), (PROVINCE, DESK.id)}


def test_danger_that_is_the_provinces_from_the_start_rings_at_the_commune_too() -> None:
    rings = first_rings(card(station=PROVINCE, urgency=Urgency.DANGER), stations(), STAFF, POLICY, NIGHT)
    assert {ring.station for ring in rings.now} == {COMMUNE, PROVINCE}
    ordinary = first_rings(card(station=PROVINCE), stations(), STAFF, POLICY, NIGHT)
    assert {ring.station for ring in ordinary.now} == {PROVINCE}


def test_a_tip_from_the_sea_shows_itself_to_the_border_guard_at_once() -> None:
    guard = Station("BP", "Đồn Biên phòng", StationKind.BORDER_GUARD, group=b"g")
    sea = card(station=PROVINCE, stations=("BP", PROVINCE))
    rings = first_rings(sea, stations() | {"BP": guard}, STAFF, POLICY, DAY)
    assert {ring.station for ring in rings.now} == {"BP", PROVINCE}


def test_where_a_station_has_no_head_the_provinces_head_is_woken() -> None:
    above = person(13, PROVINCE, role=Role.HEAD, duty=False)
    rings = next_rings(card(urgency=Urgency.DANGER), 1, stations(), [DUTY, DESK, above], POLICY, NIGHT)
    assert (PROVINCE, above.id) in chats(rings.now)


def test_a_tip_about_an_official_rings_at_the_inspectorate_alone() -> None:
    hidden = card(station=INSPECTORATE, stations=(INSPECTORATE,), urgency=Urgency.DANGER)
    inspector = person(30, INSPECTORATE)
    for step in range(5):
        rings = next_rings(hidden, step, stations(), [*STAFF, inspector], POLICY, DAY)
        assert {ring.station for ring in rings.now} == {INSPECTORATE}


def test_the_wait_of_an_ordinary_tip_grows_to_a_day_and_never_ends() -> None:
    waits = [wait(card(), step, POLICY) for step in range(40)]
    assert waits == sorted(waits)
    assert waits[0] == 1800.0
    assert waits[-1] == 86400.0


def test_the_short_reply_says_nothing_that_the_card_does_not() -> None:
    text = ring_screen(card(urgency=Urgency.DANGER), around(waited_s=200.0)).text
    assert text == "🔴 KHẨN · T-7K2Q: chưa ai nhận · 3 phút."


people = st.lists(
    st.builds(
        lambda number, station, role, duty, state: person(number, station, role, duty=duty, state=state),
        st.integers(1, 2**20),
        st.sampled_from([COMMUNE, PROVINCE, INSPECTORATE]),
        st.sampled_from(Role),
        st.booleans(),
        st.sampled_from(PersonState),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)
routes = st.sampled_from([(COMMUNE, PROVINCE), (PROVINCE,), (INSPECTORATE,), (COMMUNE,)])


@given(people, routes, st.sampled_from(Urgency), st.integers(0, 6), st.booleans(), st.data())
def test_rings_stay_on_the_route_and_never_reach_the_involved_or_the_departed(
    staff: list[object], route: tuple[str, ...], urgency: Urgency, step: int, groups: bool, data: st.DataObject
) -> None:
    everybody = {one.id: one for one in staff}  # type: ignore[attr-defined]
    marked = data.draw(st.sets(st.sampled_from(sorted(everybody)))) if everybody else set()
    marks = tuple((Mark.INVOLVED, one, DAY) for one in sorted(marked))
    one = card(station=route[0], stations=route, urgency=urgency, marks=marks)
    units = stations(group=groups, province_group=groups)
    rings = next_rings(one, step, units, list(everybody.values()), POLICY, DAY)
    assert rings.next_s is not None
    assert len(chats(rings.now)) == len(rings.now)
    for ring in rings.now:
        assert ring.station in route
        if ring.person:
            reached = everybody[ring.person]
            assert ring.person not in marked
            assert reached.station == ring.station
            assert reached.state is PersonState.ACTIVE
            assert reached.role is not Role.ADMIN
