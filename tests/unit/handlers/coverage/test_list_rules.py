"""What may be put on a list, taken off it, excepted; a list of a day never changes by what is done to it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.coverage_terms import MotionKind
from content.library.terms import Audience
from content.outreach_terms import TargetKind
from content.plans import shipped
from handlers.coverage.list_rules import listed, may_move, proposed, suggested
from handlers.coverage.plan_rules import Bar, effective, may_close
from storage.sets import Member
from storage.targets import Target

PLAN = shipped("soc-trang-2022-2025")
SCHOOLS = PLAN.indicators["K2b"]
FIRST, DUE = date(2025, 1, 20), date(2025, 11, 30)
KNOWN = {
    f"s{n}": Target(f"s{n}", TargetKind.SCHOOL, f"S{n}", None, Audience.PARENTS, date(2022, 1, 1)) for n in range(5)
}
KNOWN["gone"] = replace(KNOWN["s0"], id="gone", valid_to=date(2025, 3, 1))
KNOWN["road"] = replace(KNOWN["s0"], id="road", kind=TargetKind.ROUTE)


def test_only_what_is_of_the_kind_and_there_that_day_is_proposed() -> None:
    assert [one.id for one in proposed(SCHOOLS, KNOWN.values(), FIRST)] == ["gone", "s0", "s1", "s2", "s3", "s4"]
    assert [one.id for one in proposed(SCHOOLS, KNOWN.values(), DUE)] == ["s0", "s1", "s2", "s3", "s4"]


def test_what_is_no_longer_there_is_suggested_to_be_taken_off() -> None:
    members = [Member(name, FIRST, DUE) for name in ("gone", "s0")]
    may = may_move(MotionKind.REMOVE, SCHOOLS, KNOWN, members, DUE)
    assert suggested(MotionKind.REMOVE, KNOWN, may, DUE) == ["gone"]
    may = may_move(MotionKind.ADD, SCHOOLS, KNOWN, members, DUE)
    assert suggested(MotionKind.ADD, KNOWN, may, DUE) == ["s1", "s2", "s3", "s4"]


moves = st.lists(st.tuples(st.sampled_from(list(MotionKind)), st.sampled_from(sorted(KNOWN))), max_size=25)


def moved(members: list[Member], kind: MotionKind, name: str, day: date) -> list[Member]:
    """As the storage carries a motion out."""
    if kind is MotionKind.ADD:
        return [*(one for one in members if (one.target, one.since) != (name, day)), Member(name, day, DUE)]
    there = [one for one in members if one.target == name and one.until is None]
    rest = [one for one in members if one not in there]
    if kind is MotionKind.REMOVE:
        return rest + [replace(one, until=day) for one in there]
    return rest + [replace(one, exempt=kind is MotionKind.EXEMPT) for one in there]


@given(moves)
def test_the_list_of_a_day_is_not_changed_by_later_motions(motions: list[tuple[MotionKind, str]]) -> None:
    members, day = [Member(name, FIRST, DUE) for name in ("s0", "s1")], FIRST
    history: list[tuple[date, set[str]]] = []
    for kind, name in motions:
        day += timedelta(days=1)
        history.append((day - timedelta(days=1), set(listed(members, day - timedelta(days=1)))))
        if name in may_move(kind, SCHOOLS, KNOWN, members, day):
            members = moved(members, kind, name, day)
            assert name not in may_move(kind, SCHOOLS, KNOWN, members, day)  # nothing is done to it twice
        assert all(set(listed(members, then)) == names for then, names in history)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(2022, 2025))
def test_a_change_holds_from_a_day_of_its_year(today: date, year: int) -> None:
    day = effective(PLAN, year, today)
    assert PLAN.year_of(day) == year
    assert day == today or PLAN.year_of(today) != year


def test_a_year_closes_once_it_is_over_and_nothing_waits() -> None:
    last, after = date(2025, 11, 15), date(2025, 11, 16)
    assert may_close(PLAN, 2025, last, closed=False, waiting=0) is Bar.NOT_OVER
    assert may_close(PLAN, 2025, after, closed=False, waiting=1) is Bar.WAITING
    assert may_close(PLAN, 2025, after, closed=True, waiting=0) is Bar.CLOSED
    assert may_close(PLAN, 2025, after, closed=False, waiting=0) is None
