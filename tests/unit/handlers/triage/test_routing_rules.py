"""Which way a tip may pass inside the house, told as a table; and what no way may ever do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import Detail, Reader, StationKind, Topic
from handlers.triage.routing_rules import (
    SENTENCES,
    WAY_WORDS,
    Closed,
    Passing,
    Way,
    closed_below,
    passing,
    takers,
    to_call,
)
from storage.stations import INNER, Station
from storage.tips import Card
from tests.unit.handlers.triage.records import COMMUNE, INSPECTORATE, PROVINCE, card

OTHER, PROCURACY, GUARD, NEXT_DOOR = "31507", "VKS", "BP", "95"
KEY = b"k" * 32
STATIONS = {
    COMMUNE: Station(COMMUNE, "Công an phường Vĩnh Châu", StationKind.COMMUNE, key=KEY),
    OTHER: Station(OTHER, "Công an phường Sóc Trăng", StationKind.COMMUNE, key=KEY),
    PROVINCE: Station(PROVINCE, "PC04", StationKind.PROVINCE, key=KEY),
    INSPECTORATE: Station(INSPECTORATE, "Thanh tra", StationKind.INSPECTORATE, key=KEY),
    PROCURACY: Station(PROCURACY, "Viện kiểm sát", StationKind.PROCURACY, key=KEY),
    GUARD: Station(GUARD, "Đồn Biên phòng Trần Đề", StationKind.BORDER_GUARD, key=KEY),
    NEXT_DOOR: Station(NEXT_DOOR, "Công an tỉnh Cà Mau", StationKind.NEIGHBOUR, key=KEY),
}
SALE = card(topic=Topic.SALE)
CLOSED_BELOW = card(topic=Topic.SALE, reader=Reader.ABOVE)
OFFICIAL = card(topic=Topic.OFFICIAL)

TABLE: list[tuple[str, Card, str, str, Way | Closed]] = [
    ("a commune passes up", SALE, COMMUNE, PROVINCE, Way.UP),
    ("also what its author closed to it later", CLOSED_BELOW, COMMUNE, PROVINCE, Way.UP),
    ("the province passes down", SALE, PROVINCE, COMMUNE, Way.DOWN),
    ("to any commune", SALE, PROVINCE, OTHER, Way.DOWN),
    ("communes do not pass to one another", SALE, COMMUNE, OTHER, Closed.WAY),
    ("nor anybody to themselves", SALE, PROVINCE, PROVINCE, Closed.WAY),
    ("nor a commune past the province", SALE, COMMUNE, NEXT_DOOR, Closed.WAY),
    ("nor to the border guard", SALE, COMMUNE, GUARD, Closed.WAY),
    ("closed to the commune stays closed", CLOSED_BELOW, PROVINCE, COMMUNE, Closed.ABOVE),
    ("for every other commune too", CLOSED_BELOW, PROVINCE, OTHER, Closed.ABOVE),
    ("but not to liaisons", CLOSED_BELOW, PROVINCE, NEXT_DOOR, Way.ACROSS),
    ("the province passes across", SALE, PROVINCE, NEXT_DOOR, Way.ACROSS),
    ("to the border guard too", SALE, PROVINCE, GUARD, Way.ACROSS),
    ("who gives it to the province again", SALE, GUARD, PROVINCE, Way.UP),
    ("and to nobody else", SALE, NEXT_DOOR, COMMUNE, Closed.WAY),
    ("anybody passes inside", SALE, COMMUNE, INSPECTORATE, Way.INSIDE),
    ("to the procuracy as well", SALE, COMMUNE, PROCURACY, Way.INSIDE),
    ("the province too", OFFICIAL, PROVINCE, INSPECTORATE, Way.INSIDE),
    ("and watchers among themselves", OFFICIAL, INSPECTORATE, PROCURACY, Way.INSIDE),
    ("what concerns officials never goes down", OFFICIAL, PROVINCE, OTHER, Closed.OFFICIALS),
    ("watchers give back to the province", OFFICIAL, INSPECTORATE, PROVINCE, Way.BACK),
    ("the procuracy too", OFFICIAL, PROCURACY, PROVINCE, Way.BACK),
    ("from the inspectorate never to a commune", OFFICIAL, INSPECTORATE, OTHER, Closed.WAY),
]


@pytest.mark.parametrize(("tip", "giver", "taker", "expected"), [r[1:] for r in TABLE], ids=[r[0] for r in TABLE])
def test_a_tip_passes_as_the_table_says(tip: Card, giver: str, taker: str, expected: Way | Closed) -> None:
    found = passing(tip, STATIONS[giver], STATIONS[taker])
    assert (found.way if isinstance(found, Passing) else found) is expected


@pytest.mark.parametrize(
    ("giver", "taker", "readers"),
    [
        (COMMUNE, PROVINCE, {PROVINCE}),
        (COMMUNE, INSPECTORATE, {INSPECTORATE}),
        (PROVINCE, COMMUNE, {COMMUNE, PROVINCE}),
        (PROVINCE, INSPECTORATE, {INSPECTORATE}),
        (PROVINCE, NEXT_DOOR, {NEXT_DOOR}),
        (PROVINCE, GUARD, {GUARD, PROVINCE}),
        (GUARD, PROVINCE, {PROVINCE}),
        (INSPECTORATE, PROCURACY, {PROCURACY}),
        (INSPECTORATE, PROVINCE, {INSPECTORATE, PROVINCE}),
    ],
)
def test_after_passing_only_these_may_read_it(giver: str, taker: str, readers: set[str]) -> None:
    found = passing(SALE, STATIONS[giver], STATIONS[taker])
    assert isinstance(found, Passing)
    assert (found.taker, set(found.readers)) == (taker, readers)


def test_a_unit_without_a_pin_and_one_in_training_take_nothing_real() -> None:
    keyless, training = replace(STATIONS[PROVINCE], key=None), replace(STATIONS[PROVINCE], training=True)
    assert passing(SALE, STATIONS[COMMUNE], keyless) is Closed.NO_KEY
    assert passing(SALE, STATIONS[COMMUNE], training) is Closed.APART


def test_only_units_to_which_a_way_leads_are_offered() -> None:
    def offered(tip: Card, giver: str) -> dict[Way, list[str]]:
        return {way: [one.id for one in units] for way, units in takers(tip, STATIONS[giver], STATIONS).items()}

    inside = {Way.INSIDE: [INSPECTORATE, PROCURACY]}
    assert offered(SALE, COMMUNE) == {Way.UP: [PROVINCE], **inside}
    assert offered(SALE, PROVINCE) == {Way.DOWN: [OTHER, COMMUNE], Way.ACROSS: [NEXT_DOOR, GUARD], **inside}
    assert offered(CLOSED_BELOW, PROVINCE) == {Way.ACROSS: [NEXT_DOOR, GUARD], **inside}
    assert offered(OFFICIAL, INSPECTORATE) == {Way.INSIDE: [PROCURACY], Way.BACK: [PROVINCE]}


@pytest.mark.parametrize(
    ("tip", "called"),
    [
        (card(detail=Detail.BY_SEA, indicator=True), [GUARD]),
        (card(detail=None, indicator=True), [GUARD]),
        (card(detail=Detail.BY_PARCEL, indicator=True), []),
        (SALE, []),
    ],
)
def test_a_border_guard_without_an_officer_here_is_called_about_the_sea(tip: Card, called: list[str]) -> None:
    alone = STATIONS | {GUARD: replace(STATIONS[GUARD], key=None)}
    assert [one.id for one in to_call(tip, alone)] == called
    assert to_call(tip, STATIONS) == ()


def test_every_refusal_has_its_sentence_and_every_way_its_word() -> None:
    assert set(SENTENCES) == set(Closed)
    assert set(WAY_WORDS) == set(Way) - {Way.DOWN, Way.BACK}


@given(
    st.builds(card, topic=st.sampled_from(Topic), reader=st.sampled_from(Reader)),
    st.sampled_from(sorted(STATIONS)),
    st.sampled_from(sorted(STATIONS)),
)
def test_no_way_leads_past_the_author_or_down_from_what_concerns_officials(tip: Card, giver: str, taker: str) -> None:
    found = passing(tip, STATIONS[giver], STATIONS[taker])
    if not isinstance(found, Passing):
        return
    assert found.taker in found.readers
    kinds = {STATIONS[one].kind for one in found.readers}
    if StationKind.COMMUNE in kinds:
        assert tip.topic is not Topic.OFFICIAL
        assert tip.reader is Reader.COMMUNE
        assert closed_below(tip) is None
    if found.way is Way.INSIDE:
        assert kinds <= INNER
