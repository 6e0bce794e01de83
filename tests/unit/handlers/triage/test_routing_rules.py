"""Which way a tip may pass, told as a table; and what no way may ever do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import Detail, Reader, Role, StationKind, Topic
from handlers.triage.routing_rules import (
    SENTENCES,
    Closed,
    Direction,
    Door,
    Passed,
    Passing,
    Terms,
    doors,
    passing,
    takers,
)
from storage.stations import Station
from tests.unit.handlers.triage.records import COMMUNE, INSPECTORATE, POLICY, PROVINCE

TODAY, SOON = date(2026, 11, 23), date(2026, 11, 30)
OTHER = "31507"
KEY = b"k" * 32
STATIONS = {
    COMMUNE: Station(COMMUNE, "Công an phường Vĩnh Châu", StationKind.COMMUNE, key=KEY),
    OTHER: Station(OTHER, "Công an phường Sóc Trăng", StationKind.COMMUNE, key=KEY),
    PROVINCE: Station(PROVINCE, "PC04", StationKind.PROVINCE, key=KEY),
    INSPECTORATE: Station(INSPECTORATE, "Thanh tra", StationKind.INSPECTORATE, key=KEY),
}
SALE = Passed(Topic.SALE, Reader.COMMUNE)
CLOSED_BELOW = Passed(Topic.SALE, Reader.ABOVE)
OFFICIAL = Passed(Topic.OFFICIAL, Reader.COMMUNE, frozenset({COMMUNE}))
DUE, BARE = Terms(TODAY, SOON), Terms(TODAY)
AGREED, REASON = replace(DUE, citizen_agreed=True), replace(DUE, reason=True)
OFFICER, HEAD = Role.OFFICER, Role.HEAD

TABLE = [
    ("a commune passes up", SALE, COMMUNE, PROVINCE, BARE, OFFICER, Direction.UP),
    ("the province passes down with a due date", SALE, PROVINCE, COMMUNE, DUE, OFFICER, Direction.DOWN),
    ("and not without one", SALE, PROVINCE, COMMUNE, BARE, OFFICER, Closed.NO_DUE),
    ("nor with one that has passed", SALE, PROVINCE, COMMUNE, Terms(TODAY, date(2026, 11, 22)), OFFICER, Closed.NO_DUE),
    ("communes do not pass to one another", SALE, COMMUNE, OTHER, DUE, HEAD, Closed.WAY),
    ("nor anybody to themselves", SALE, PROVINCE, PROVINCE, DUE, HEAD, Closed.WAY),
    ("closed to the commune stays closed", CLOSED_BELOW, PROVINCE, COMMUNE, DUE, OFFICER, Closed.AUTHOR),
    ("a reason of an officer is not enough", CLOSED_BELOW, PROVINCE, COMMUNE, REASON, OFFICER, Closed.AUTHOR),
    ("a head without a reason is not enough", CLOSED_BELOW, PROVINCE, COMMUNE, DUE, HEAD, Closed.AUTHOR),
    ("the citizen's yes opens it", CLOSED_BELOW, PROVINCE, COMMUNE, AGREED, OFFICER, Direction.DOWN),
    ("so does a head with a reason", CLOSED_BELOW, PROVINCE, COMMUNE, REASON, HEAD, Direction.DOWN),
    ("anybody passes inside", SALE, COMMUNE, INSPECTORATE, BARE, OFFICER, Direction.INSIDE),
    ("the province too", OFFICIAL, PROVINCE, INSPECTORATE, BARE, OFFICER, Direction.INSIDE),
    ("what concerns officials never goes down", OFFICIAL, PROVINCE, OTHER, REASON, HEAD, Closed.CONCERNED),
    ("least of all to whom it concerns", OFFICIAL, PROVINCE, COMMUNE, REASON, HEAD, Closed.CONCERNED),
    ("out of the inspectorate only by its head", OFFICIAL, INSPECTORATE, PROVINCE, REASON, OFFICER, Closed.HEAD),
    ("with a reason", OFFICIAL, INSPECTORATE, PROVINCE, DUE, HEAD, Closed.HEAD),
    ("and then it goes", OFFICIAL, INSPECTORATE, PROVINCE, REASON, HEAD, Direction.BACK),
    (
        "but not where the province is concerned",
        replace(OFFICIAL, concerns=frozenset({PROVINCE})),
        INSPECTORATE,
        PROVINCE,
        REASON,
        HEAD,
        Closed.CONCERNED,
    ),
    ("from the inspectorate never to a commune", OFFICIAL, INSPECTORATE, OTHER, REASON, HEAD, Closed.WAY),
]


@pytest.mark.parametrize(
    ("tip", "giver", "taker", "terms", "role", "expected"), [r[1:] for r in TABLE], ids=[r[0] for r in TABLE]
)
def test_a_tip_passes_as_the_table_says(
    tip: Passed, giver: str, taker: str, terms: Terms, role: Role, expected: Direction | Closed
) -> None:
    found = passing(tip, STATIONS[giver], STATIONS[taker], terms, role, POLICY)
    assert (found.direction if isinstance(found, Passing) else found) is expected


def test_after_passing_only_these_may_read_it() -> None:
    def readers(giver: str, taker: str) -> set[str]:
        found = passing(SALE, STATIONS[giver], STATIONS[taker], REASON, HEAD, POLICY)
        assert isinstance(found, Passing)
        assert found.holder == taker
        return set(found.readers)

    assert readers(COMMUNE, PROVINCE) == {PROVINCE}
    assert readers(PROVINCE, COMMUNE) == {COMMUNE, PROVINCE}
    assert readers(PROVINCE, INSPECTORATE) == {INSPECTORATE}
    assert readers(INSPECTORATE, PROVINCE) == {INSPECTORATE, PROVINCE}


def test_a_unit_without_a_pin_and_one_in_training_take_nothing_real() -> None:
    keyless, training = replace(STATIONS[PROVINCE], key=None), replace(STATIONS[PROVINCE], training=True)
    assert passing(SALE, STATIONS[COMMUNE], keyless, DUE, HEAD, POLICY) is Closed.NO_KEY
    assert passing(SALE, STATIONS[COMMUNE], training, DUE, HEAD, POLICY) is Closed.TRAINING


def test_only_units_to_which_a_way_leads_are_offered() -> None:
    def offered(tip: Passed, giver: str) -> list[str]:
        return [station.id for _way, station in takers(tip, STATIONS[giver], STATIONS, POLICY)]

    assert offered(SALE, COMMUNE) == [PROVINCE, INSPECTORATE]
    assert offered(SALE, PROVINCE) == [OTHER, COMMUNE, INSPECTORATE]
    assert offered(OFFICIAL, PROVINCE) == [INSPECTORATE]
    assert offered(OFFICIAL, INSPECTORATE) == [PROVINCE]


@pytest.mark.parametrize(
    ("detail", "at_sea", "outside", "called"),
    [
        (Detail.BY_SEA, False, False, {Door.BORDER_GUARD}),
        (None, True, False, {Door.BORDER_GUARD}),
        (Detail.BY_PARCEL, False, False, set()),
        (Detail.BY_ROAD, False, True, {Door.NEIGHBOUR}),
        (Detail.BY_SEA, True, True, {Door.BORDER_GUARD, Door.NEIGHBOUR}),
    ],
)
def test_sea_and_border_have_their_own_doors(
    detail: Detail | None, called: set[Door], *, at_sea: bool, outside: bool
) -> None:
    assert doors(detail, at_sea=at_sea, outside=outside) == called


def test_every_refusal_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Closed)


@given(
    st.builds(
        Passed, st.sampled_from(Topic), st.sampled_from(Reader), st.frozensets(st.sampled_from(sorted(STATIONS)))
    ),
    st.sampled_from(sorted(STATIONS)),
    st.sampled_from(sorted(STATIONS)),
    st.builds(Terms, st.just(TODAY), st.sampled_from([None, SOON]), st.booleans(), st.booleans()),
    st.sampled_from(Role),
)
def test_whoever_a_tip_concerns_never_gets_it_and_a_closed_one_only_with_a_yes_or_a_heads_reason(
    tip: Passed, giver: str, taker: str, terms: Terms, role: Role
) -> None:
    found = passing(tip, STATIONS[giver], STATIONS[taker], terms, role, POLICY)
    if not isinstance(found, Passing):
        return
    assert not {found.holder, *found.readers} & tip.concerns
    assert found.holder in found.readers
    if STATIONS[taker].kind is StationKind.COMMUNE:
        assert tip.topic is not Topic.OFFICIAL
        assert found.until == SOON
        assert tip.reader is Reader.COMMUNE or terms.citizen_agreed or (role is HEAD and terms.reason)
