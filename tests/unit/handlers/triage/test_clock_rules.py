"""The clocks against a table reckoned by hand (clock_cases.txt), and what holds for every clock at every moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.clocks import FILE, Unit, load, shipped
from content.clocks.calendar import Calendar
from content.clocks.calendar import shipped as shipped_calendar
from content.policy import Policy
from content.terms import Kind, Outcome, Role, Stage, StationKind, Verified
from handlers.triage.clock_rules import Due, all_due, by_day, day_of, deadlines, due, happened, waited
from handlers.triage.move_rules import OPEN, TABLE, Move
from handlers.triage.state_rules import Given, Press, Standing, decide, running

POLICY = Policy()
HEAD = Role.HEAD
CLOCKS, CALENDAR = shipped(), shipped_calendar()


@dataclass(frozen=True)
class Case:
    clock: str
    remote: bool
    events: dict[str, float]
    ends: float | None
    guessed: bool
    why: str


def local(text: str) -> float:
    """ "2026-11-23 24:00", Vietnam's time -> seconds."""
    day, hour = text.split()
    hours, minutes = hour.split(":")
    at = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=int(hours) - 7, minutes=int(minutes))
    return at.timestamp()


def cases() -> list[Case]:
    lines = (Path(__file__).parent / "clock_cases.txt").read_text("utf8").splitlines()
    return [case(line) for line in lines if line.strip() and not line.startswith("#")]


def case(line: str) -> Case:
    clock, happened, ends, why = (part.strip() for part in line.split("|"))
    events = dict(part.strip().split(" ", 1) for part in happened.split(","))
    return Case(
        clock.split()[0],
        clock.endswith("remote"),
        {name: local(at) for name, at in events.items()},
        None if ends == "none" else local(ends.removesuffix("?").strip()),
        ends.endswith("?"),
        why,
    )


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{one.clock}: {one.why}" for one in CASES])
def test_it_is_late_at_the_moment_that_was_reckoned_by_hand(case: Case) -> None:
    found = due(case.clock, case.events, CLOCKS, CALENDAR, POLICY, remote=case.remote)
    assert (found and found.ends) == case.ends
    assert bool(found and found.guessed) == case.guessed


def test_the_table_is_long_enough_and_speaks_of_every_clock() -> None:
    assert len(CASES) >= 60
    assert {one.clock for one in CASES} == set(CLOCKS)


def test_whoever_reads_the_extension_as_beginning_after_the_twenty_days_changes_one_word(tmp_path: Path) -> None:
    rows = FILE.read_text("utf8").replace("T7,accepted,", "T7,T6,")
    (tmp_path / "clocks.csv").write_text(rows, "utf8")
    read_so, events = load(tmp_path / "clocks.csv"), {"accepted": local("2026-07-31 10:00")}
    found = [due(name, events, read_so, CALENDAR, POLICY) for name in ("T6", "T7", "T8")]
    assert [one and one.counted for one in found] == [date(2026, 8, 20), date(2026, 10, 20), date(2026, 12, 20)]


def test_it_is_late_from_its_end_on_and_not_a_moment_before() -> None:
    found = due("T4", {"accepted": local("2026-11-02 08:00")}, CLOCKS, CALENDAR, POLICY)
    assert found
    assert not found.late(local("2026-11-09 23:59"))
    assert found.late(local("2026-11-10 00:00"))


def test_of_many_deadlines_the_next_one_comes_first_and_what_is_due_at_once_is_no_deadline() -> None:
    events = {"sent": local("2026-11-02 07:00"), "accepted": local("2026-11-02 08:00")}
    found = all_due(("T6", "T1", "T4", "T2", "T5"), events, CLOCKS, CALENDAR, POLICY)
    assert [one.clock.id for one in found] == ["T2", "T4", "T6"]


def test_a_day_that_a_person_set_ends_with_that_day_even_on_a_sunday() -> None:
    set_by_hand = by_day(date(2026, 11, 29), local("2026-11-23 08:00"), POLICY)
    assert set_by_hand.ends == local("2026-11-29 24:00")


def test_where_a_tip_stands_decides_what_is_due_and_a_day_set_by_a_person_is_due_as_well() -> None:
    events = {"sent": local("2026-11-02 07:00"), "accepted": local("2026-11-02 08:00")}
    below = Standing(Stage.AT_COMMUNE, until=date(2026, 11, 5), at=local("2026-11-02 09:00"))
    assert [one.clock.id for one in deadlines(below, events, CLOCKS, CALENDAR, POLICY)] == ["D", "T4"]
    booked = deadlines(Standing(Stage.BOOKED), events, CLOCKS, CALENDAR, POLICY)
    assert [one.clock.id for one in booked] == ["T2", "T4"]
    reported = deadlines(Standing(Stage.BOOKED, met=frozenset({"T2"})), events, CLOCKS, CALENDAR, POLICY)
    assert [one.clock.id for one in reported] == ["T4"]


def test_both_times_are_kept_since_it_was_sent_and_since_the_book_took_it() -> None:
    assert waited({"sent": 100.0, "accepted": 160.0}, 200.0) == (100.0, 40.0)
    assert waited({"sent": 100.0}, 200.0) == (100.0, None)


@pytest.mark.parametrize("stage", sorted(OPEN - {Stage.SUSPENDED}))
def test_every_open_stage_has_a_next_deadline_under_todays_law(stage: Stage) -> None:
    names = ("sent", "accepted", "signs", "handed_over", "decided", "resumed")
    events = dict.fromkeys(names, local("2026-11-23 08:00"))
    for extensions in (1, 2):
        standing = Standing(stage, extensions=extensions if stage is Stage.EXTENDED else 0)
        assert all_due(running(standing), events, CLOCKS, CALENDAR, POLICY)


def test_a_tip_that_is_closed_is_due_for_nothing_unless_a_case_was_opened() -> None:
    for outcome in Outcome:
        assert bool(running(Standing(Stage.CLOSED, outcome=outcome))) == (outcome is Outcome.PROSECUTED)


MOMENTS = st.floats(local("2025-03-01 00:00"), local("2029-12-31 24:00"))
ANCHORED = [name for name in CLOCKS if CLOCKS[name][-1].anchor not in CLOCKS]


def of(name: str, at: float, calendar: Calendar = CALENDAR, *, remote: bool = False) -> Due:
    names = ("sent", "accepted", "signs", "handed_over", "decided", "resumed")
    found = due(name, dict.fromkeys(names, at), CLOCKS, calendar, POLICY, remote=remote)
    assert found is not None
    return found


@given(st.sampled_from(ANCHORED), MOMENTS, st.floats(0, 90 * 86400))
def test_what_begins_later_is_never_due_earlier(name: str, at: float, more: float) -> None:
    assert of(name, at).ends <= of(name, at + more).ends


@given(st.sampled_from(list(CLOCKS)), MOMENTS)
def test_a_deadline_counted_in_days_never_ends_on_a_day_off_and_one_in_hours_never_moves(name: str, at: float) -> None:
    found = of(name, at)
    if found.clock.unit is Unit.HOURS:
        assert found.ends == at + found.clock.length * 3600
    else:
        assert not CALENDAR.off(found.last_day)
        assert found.last_day <= found.counted or found.clock.length > 0


@given(st.sampled_from(list(CLOCKS)), MOMENTS)
def test_without_the_years_decisions_a_deadline_comes_no_later_than_with_them(name: str, at: float) -> None:
    bare = of(name, at, Calendar({}))
    worked = {day for year in CALENDAR.years.values() for day in year.worked}
    on_a_worked_saturday = any(at < local(f"{day} 00:00") < bare.ends for day in worked)
    assert bare.ends <= of(name, at).ends or on_a_worked_saturday or name == "T8a"


@given(st.sampled_from(ANCHORED), MOMENTS)
def test_remote_areas_never_have_less_time(name: str, at: float) -> None:
    assert of(name, at, remote=True).ends >= of(name, at).ends


def pressed(move: Move, at: float, day: date | None = None, version: int = 1) -> Press:
    given_all = Given(Kind.TIP, day, date(2030, 1, 1), True, None, "PC04", "7K2Q", 1, Verified.NO, "T2")
    return Press(move, Role.HEAD, StationKind.PROVINCE, "a", at, day_of(at, POLICY), version, given_all)


def test_a_move_done_today_begins_its_clock_now_and_one_of_an_earlier_day_with_its_last_minute() -> None:
    now = local("2026-11-23 15:00")
    assert happened({}, pressed(Move.BOOK, now), POLICY) == {"accepted": now}
    assert happened({}, pressed(Move.HAND_OVER, now, date(2026, 11, 23)), POLICY) == {"handed_over": now}
    earlier = happened({}, pressed(Move.HAND_OVER, now, date(2026, 11, 20)), POLICY)
    assert earlier == {"handed_over": local("2026-11-20 23:59")}


def test_what_is_done_again_starts_no_clock_anew_but_a_resumption_does() -> None:
    first, again = local("2026-11-02 08:00"), local("2026-11-23 08:00")
    assert happened({"accepted": first}, pressed(Move.BOOK, again), POLICY) == {"accepted": first}
    assert happened({"resumed": first}, pressed(Move.RESUME, again), POLICY) == {"resumed": again}
    assert happened({"sent": first}, pressed(Move.ASK, again), POLICY) == {"sent": first}


@given(st.lists(st.tuples(st.sampled_from(Move), st.floats(0, 40 * 86400)), max_size=30))
def test_however_officers_act_and_time_passes_an_open_tip_has_a_deadline_and_a_closed_one_only_the_decisions(
    walked: list[tuple[Move, float]],
) -> None:
    now = local("2026-11-23 08:00")
    standing, events = Standing(), {"sent": now}
    for move, later in walked:
        now += later
        done = replace(
            pressed(move, now, day_of(now, POLICY), standing.version), role=HEAD if TABLE[move].roles else None
        )
        ground = min(TABLE[move].grounds, default=None)
        done = replace(done, given=replace(done.given, ground=ground, until=day_of(now, POLICY)))
        where = StationKind.COMMUNE if StationKind.PROVINCE not in TABLE[move].kinds else StationKind.PROVINCE
        after = decide(standing, replace(done, station=where))
        if isinstance(after, Standing):
            standing, events = after, dict(happened(events, done, POLICY))
        due_now = deadlines(standing, events, CLOCKS, CALENDAR, POLICY)
        assert due_now or standing.stage is Stage.CLOSED
        assert all(one.clock.id == "T9" for one in due_now) or standing.stage is not Stage.CLOSED


def test_a_decision_noted_a_day_later_is_late_only_when_the_whole_of_its_hours_is_over_for_sure() -> None:
    decided = happened({}, pressed(Move.PROSECUTE, local("2026-11-21 09:00"), date(2026, 11, 20)), POLICY)
    found = due("T9", decided, CLOCKS, CALENDAR, POLICY)
    assert found
    assert found.ends == local("2026-11-21 23:59")
