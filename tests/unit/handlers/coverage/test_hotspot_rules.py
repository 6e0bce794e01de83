"""A label names nobody; figures of a year are counted from how hotspots came to stand as they do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.coverage_terms import HotspotKind, HotspotState
from content.terms import Role
from handlers.coverage.entry_rules import Typed
from handlers.coverage.hotspot_rules import label_fault, next_states, state_on, year_figures
from storage.hotspots import Hotspot, Step

State, Kind = HotspotState, HotspotKind
FIRST, LAST = date(2024, 11, 16), date(2025, 11, 15)
OLD, EARLY, LATE, NEXT = date(2024, 3, 1), date(2024, 12, 1), date(2025, 10, 1), date(2025, 12, 1)


@pytest.mark.parametrize(
    "text", ["bến đò cũ", "chợ nổi", "cầu Bon", "bãi xe phía sau chợ", "nhà nghỉ ven lộ", "khóm 3"]
)
def test_a_place_is_a_label(text: str) -> None:
    assert not label_fault(text)


@pytest.mark.parametrize(
    "text",
    ["nhà Tèo", "thằng Tý", "số nhà 12", "12/3 Lê Lợi", "0912345678", "xe 83P1-234.56", "quán cô Ba", "x" * 41, " "],
)
def test_what_could_name_a_person_a_house_or_a_vehicle_is_no_label(text: str) -> None:
    assert label_fault(text)


def spot(name: str, kind: Kind, *stood: tuple[State, date]) -> tuple[Hotspot, list[Step]]:
    steps = [Step(name, version, state, day, "") for version, (state, day) in enumerate(stood, 1)]
    return Hotspot(name, "x", kind, "s", stood[-1][0]), steps


CASES = [
    spot("a", Kind.POINT, (State.CANDIDATE, EARLY), (State.CONFIRMED, EARLY), (State.REMOVED, LATE)),
    spot("b", Kind.GATHERING, (State.CANDIDATE, OLD), (State.DISMISSED, EARLY)),
    spot("c", Kind.POINT, (State.CANDIDATE, LATE)),  # not decided
    spot("d", Kind.POINT, (State.CANDIDATE, OLD), (State.CONFIRMED, OLD), (State.REMOVED, OLD)),  # of the year before
    spot("e", Kind.HOT, (State.CANDIDATE, OLD), (State.CONFIRMED, OLD), (State.REMOVED, EARLY), (State.RELAPSED, LATE)),
    spot("f", Kind.HOT, (State.CANDIDATE, OLD), (State.CONFIRMED, OLD), (State.REMOVED, NEXT)),  # of the year after
    spot("g", Kind.HOT, (State.CANDIDATE, OLD), (State.CONFIRMED, OLD), (State.HANDLED, EARLY), (State.REMOVED, LATE)),
    spot("h", Kind.AREA, (State.CANDIDATE, OLD), (State.CONFIRMED, OLD), (State.TRANSFORMED, OLD)),
    spot("i", Kind.AREA, (State.CANDIDATE, OLD), (State.CONFIRMED, OLD), (State.TRANSFORMED, OLD), (State.RELAPSED, LATE)),
    spot("j", Kind.AREA, (State.CANDIDATE, OLD), (State.CONFIRMED, EARLY)),
    spot("k", Kind.AREA, (State.CANDIDATE, LATE)),  # not chosen
]  # fmt: skip


def test_the_figures_of_a_year_worked_by_hand() -> None:
    found = year_figures([one for one, _ in CASES], {one.id: steps for one, steps in CASES}, FIRST, LAST)
    assert found == {
        "K1": Typed(100 * 2 / 3, 2, 3),  # a and b decided, c not
        "K4": Typed(3),  # a, e, g
        "K5": Typed(100 / 3, 1, 3),  # g removed; e relapsed, f is removed next year
        "K6": Typed(100 / 3, 1, 3),  # h; i relapsed, j is chosen
        "K7": Typed(50, 1, 2),  # h still, i no more
    }


def test_where_there_is_nothing_there_is_no_figure() -> None:
    assert year_figures([], {}, FIRST, LAST) == {}


@given(st.lists(st.sampled_from(CASES), unique_by=lambda case: case[0].id), st.randoms())
def test_no_share_is_over_its_whole_and_the_order_makes_no_difference(
    some: list[tuple[Hotspot, list[Step]]], order: object
) -> None:
    steps = {one.id: found for one, found in some}
    found = year_figures([one for one, _ in some], steps, FIRST, LAST)
    assert all(0 <= (one.part or 0) <= (one.whole or 0) for name, one in found.items() if name != "K4")
    order.shuffle(some)  # type: ignore[attr-defined]
    assert year_figures([one for one, _ in some], steps, FIRST, LAST) == found


@pytest.mark.parametrize("kind", list(Kind))
def test_every_state_leads_on_and_only_for_a_superior(kind: Kind) -> None:
    for state in State:
        one = Hotspot("a", "x", kind, "s", state)
        if state is (State.TRANSFORMED if kind is not Kind.AREA else State.REMOVED):
            continue
        assert next_states(one, Role.HEAD) == next_states(one, Role.DESK) != ()
        assert next_states(one, Role.OFFICER) == ()
        assert (State.TRANSFORMED if kind is not Kind.AREA else State.REMOVED) not in next_states(one, Role.HEAD)


def test_before_it_was_known_it_stood_nowhere() -> None:
    assert state_on(CASES[0][1], OLD) is None
